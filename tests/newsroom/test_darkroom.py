"""A file from outside becomes a JPEG of ours, or is refused by name; it never hurts the house."""

from __future__ import annotations

import base64
import io
import random
import struct
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.newsroom import pictures
from tests.newsroom.pictures import BLUE, RED, SIZE, TABLE
from warraq.errors import Unreadable
from warraq.moderation.nearcopies import LEAST_QUALITY, distance
from warraq.newsroom import darkroom
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.pdq import pdq

DAMAGED = 150
AUTHORS = {
    1: "43045b23fbfff115e83ba13a6c388cfd99108f52dce614d56cc5786a78c46b11",
    2: "303ea42c34d207ba027f19ceb43f8b39b51e35d14b1fd13353ce3c19f3c31836",
    3: "b9b35d4b3a583b13b0fa2f9a8fa819224c587c66cead8955c25652aa2ea9b599",
    4: "db1ed650a3be0e78125f668f89bb23c631bd78497e118a5b6b2288272675fd80",
    5: "190afc452693a25126bbaaf5769f402242ec75faad476a23c915d73368437edc",
    6: "be38918c09bf40b3f8565236864d9bbd6df218b7a55d9b05060a16d46f5ac95d",
}


def developed(data: bytes) -> dict[str, Any]:
    found = darkroom.develop(data, {})
    assert "refused" not in found, found
    return found


def opened(found: dict[str, Any], size: str = "full") -> Image.Image:
    image = image_of(found[size])
    assert image.format == "JPEG"
    return image


def image_of(told: dict[str, Any]) -> Image.Image:
    body = base64.b64decode(told["body"])
    assert len(body) == told["size_bytes"]
    image = Image.open(io.BytesIO(body))
    image.load()
    assert image.size == (told["width"], told["height"])
    return image


def near(seen: Any, wanted: tuple[int, int, int], *, by: int = 24) -> bool:
    return all(abs(a - b) <= by for a, b in zip(seen, wanted, strict=True))


@pytest.fixture
async def worker() -> AsyncIterator[Parsers]:
    async with Parsers(count=1, deadline_s=60, jobs="warraq.newsroom.darkroom:JOBS") as parsers:
        yield parsers


async def test_every_file_has_a_named_outcome_and_kills_nobody(worker: Parsers) -> None:
    pids: set[int] = set()
    for name, (make, reason) in TABLE.items():
        try:
            found = await worker.ask("picture", make(), {})
            said = found.get("refused")
        except Unreadable as error:
            said = str(error)
        assert (said is None) == (reason is None), (name, said)
        assert reason is None or (said is not None and reason in said), (name, said)
        pids |= {one._process.pid for one in worker._workers}
    assert len(pids) == 1, "a worker died"


async def test_the_largest_picture_fits_in_the_workers_memory(worker: Parsers) -> None:
    for form, size, given in (
        ("JPEG", (6_000, 5_000), {"quality": 60, "exif": pictures.turned_exif()}),
        ("JPEG", (6_000, 5_000), {"quality": 60, "progressive": True}),
        ("PNG", (4_000, 3_000), {"compress_level": 1}),
        ("AVIF", (4_000, 3_000), {"speed": 10}),
    ):
        found = await worker.ask("picture", pictures.file(pictures.scene(size), form, **given), {})
        assert (found["width"], found["height"]) == size
        assert found["full"]["width"] == 1_200


def test_nothing_of_the_file_but_its_pixels_leaves_the_darkroom() -> None:
    for make in (
        pictures.turned,
        pictures.polyglot_jpeg,
        pictures.polyglot_gif,
        pictures.polyglot_zip,
        pictures.profiled,
    ):
        found = developed(make())
        for size in ("full", "card"):
            body = base64.b64decode(found[size]["body"])
            for word in (
                b"secret",
                b"person",
                b"script",
                b"alert",
                b"html",
                b"PK\x03\x04",
                b"Exif",
                b"ICC_PROFILE",
            ):
                assert word not in body, (make.__name__, word)
            assert body.startswith(b"\xff\xd8\xff")
            assert body.endswith(b"\xff\xd9")
            assert set(opened(found, size).info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }


def test_a_picture_stands_as_its_camera_was_held() -> None:
    found = developed(pictures.turned())
    assert (found["width"], found["height"]) == (SIZE[1], SIZE[0])
    image = opened(found)
    assert near(image.getpixel((150, 5)), RED)
    assert near(image.getpixel((150, SIZE[0] - 5)), BLUE)


def test_what_is_seen_through_stands_on_white() -> None:
    image = opened(developed(pictures.clear_palette()))
    assert near(image.getpixel((5, 295)), RED, by=40)
    assert near(image.getpixel((395, 295)), (255, 255, 255))


def test_deep_grey_keeps_its_middle() -> None:
    image = opened(developed(pictures.deep_grey()))
    for x, level in ((2, 0), (200, 128), (397, 254)):
        assert near(image.getpixel((x, 150)), (level,) * 3, by=6)


def test_colours_of_printing_become_colours_of_a_screen() -> None:
    image = opened(developed(pictures.cmyk()))
    assert near(image.getpixel((5, 295)), RED, by=40)
    assert near(image.getpixel((395, 295)), BLUE, by=40)


def test_of_what_moves_the_first_frame_stands() -> None:
    still = developed(pictures.file(form="WEBP", lossless=True))
    assert developed(pictures.animated("WEBP"))["pixels"] == still["pixels"]
    assert near(opened(developed(pictures.animated("GIF"))).getpixel((395, 295)), BLUE)


def test_the_same_pixels_in_another_file_are_the_same_picture() -> None:
    image = pictures.scene()
    one = developed(pictures.file(image, "PNG"))
    for same in (
        pictures.file(image, "PNG", compress_level=1, pnginfo=None),
        pictures.file(image, "WEBP", lossless=True),
        pictures.file(image.convert("RGBA"), "PNG"),
    ):
        assert developed(same)["pixels"] == one["pixels"]
    assert developed(pictures.file(pictures.scene(seed=1), "PNG"))["pixels"] != one["pixels"]
    across = Image.new("RGB", (300, 400))
    upright = Image.new("RGB", (400, 300))
    assert (
        developed(pictures.file(across, "PNG"))["pixels"]
        != developed(pictures.file(upright, "PNG"))["pixels"]
    )


def test_prints_fit_their_place_and_are_never_enlarged() -> None:
    large = developed(pictures.file(pictures.scene((2400, 1200))))
    assert [large[size]["width"] for size in ("full", "card")] == [1200, 480]
    assert [large[size]["height"] for size in ("full", "card")] == [600, 240]
    small = developed(pictures.file(pictures.scene((300, 200))))
    assert [small[size]["width"] for size in ("full", "card")] == [300, 300]
    tall = developed(pictures.file(pictures.scene((800, 9000))))
    assert tall["full"]["height"] == 3600


def test_prints_for_screens_are_webp_each_as_wide_as_its_place_and_none_twice() -> None:
    for size, widths in (
        ((2400, 1200), [160, 320, 640, 1280]),
        ((800, 450), [160, 320, 640, 800]),
        ((640, 400), [160, 320, 640]),
        ((300, 200), [160, 300]),
        ((160, 90), [160]),
        ((400, 2400), [80, 160, 320, 400]),
    ):
        found = developed(pictures.file(pictures.scene(size)))
        prints = [image_of(one) for one in found["proof"]["screens"]]
        assert [one.width for one in prints] == widths, size
        for one in prints:
            assert one.format == "WEBP"
            assert set(one.info) <= {"loop", "background", "timestamp", "duration"}
    tall = developed(pictures.file(pictures.scene((200, 2000))))["proof"]["screens"]
    assert [(one["width"], one["height"]) for one in tall] == [(48, 480), (96, 960), (192, 1920), (200, 2000)]


@pytest.mark.parametrize(
    ("colour", "tone"), [(0x101010, 0), (0xF4F2EE, 4), (0xB02A25, 8), (0x1F4F2F, 11), (0x20356A, 14)]
)
def test_the_tone_of_a_picture_is_the_colour_that_fills_most_of_it(colour: int, tone: int) -> None:
    image = Image.new("RGB", SIZE, tuple(colour.to_bytes(3, "big")))
    image.paste((120, 120, 120), (0, 0, 120, 120))
    assert developed(pictures.file(image))["proof"]["tone"] == tone


def test_copies_in_every_format_and_size_are_known_again_and_others_are_not() -> None:
    chance = random.Random(11)
    seen: list[str] = []
    for number in range(24):
        image = pictures.busy(chance, chance.choice([(800, 450), (1200, 800), (640, 640), (420, 700)]))
        origin = developed(pictures.file(image, quality=90))["proof"]
        assert origin["quality"] >= LEAST_QUALITY
        for scale, form, quality in (
            (1.0, "JPEG", 30),
            (0.5, "WEBP", 60),
            (0.6, "AVIF", 50),
            (1.5, "JPEG", 70),
        ):
            size = (int(image.width * scale), int(image.height * scale))
            copy = developed(pictures.file(image.resize(size), form, quality=quality))["proof"]
            assert distance(copy["pdq"], origin["pdq"]) <= 16, (number, scale, form)
        assert all(distance(other, origin["pdq"]) > 31 for other in seen)
        seen.append(origin["pdq"])


def test_pdq_says_of_a_picture_what_its_authors_program_says() -> None:
    """Hashes of the published library (pdqhash 0.2.8) of pictures drawn here: rounding apart, the same bits."""
    for seed, theirs in AUTHORS.items():
        ours, quality = pdq(pictures.busy(random.Random(seed), (1024, 768)))
        assert quality == 100
        assert distance(ours, theirs) <= 10


def test_what_is_empty_has_no_quality_and_is_like_nothing() -> None:
    assert developed(pictures.file(Image.new("RGB", SIZE, RED)))["proof"]["quality"] < LEAST_QUALITY


def test_a_large_picture_is_developed_at_half_its_size_and_keeps_its_own_in_the_record() -> None:
    whole = developed(pictures.file(pictures.scene((4000, 2400)), exif=pictures.turned_exif(6)))
    assert (whole["width"], whole["height"]) == (2400, 4000)
    assert whole["full"]["width"] == 1200
    across = developed(pictures.file(pictures.scene((4000, 2400)), "PNG", compress_level=1))
    assert (across["width"], across["height"]) == (4000, 2400)
    assert (
        distance(
            across["proof"]["pdq"], developed(pictures.file(pictures.scene((2000, 1200))))["proof"]["pdq"]
        )
        <= 16
    )


def test_what_is_made_to_take_long_is_refused_before_it_does() -> None:
    for make in (pictures.many_scans, pictures.many_markers, pictures.many_pieces):
        begun = time.process_time()
        assert "refused" in darkroom.develop(make(), {}), make.__name__
        assert time.process_time() - begun < 3, make.__name__


def swallowing_once() -> None:
    """Loops for ever, and loses the first alarm, as a destructor does in which it rings."""
    swallowed = False
    while True:
        try:
            sum(range(1000))
        except darkroom._TooLong:
            if swallowed:
                raise
            swallowed = True


def test_who_swallows_the_alarm_hears_it_again() -> None:
    with pytest.raises(darkroom._TooLong), darkroom._within(0.05):
        swallowing_once()


def test_a_damaged_file_is_unreadable_or_a_picture_and_nothing_else() -> None:
    """Bytes changed, cut and repeated at random, in every format."""
    chance = random.Random(7)
    whole = [pictures.file(form=form) for form in darkroom.FORMATS] + [
        pictures.animated("GIF"),
        pictures.turned(),
    ]
    outcomes: dict[str, int] = {}
    for _ in range(DAMAGED):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            found = darkroom.develop(bytes(data), {})
            outcome = "refused" if "refused" in found else "developed"
        except Unreadable:
            outcome = "damaged"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert set(outcomes) <= {"refused", "developed", "damaged"}
    assert outcomes["damaged"] > 5


def test_the_librarys_own_alarm_rings_where_ours_would_not() -> None:
    """What a file says of its size is judged twice: by us, and before that by who would make room for it."""
    rows = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    head = b"IHDR" + rows
    file = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(rows)) + head + struct.pack(">I", zlib.crc32(head))
    with pytest.raises(Image.DecompressionBombError):
        darkroom._opened(file + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")))


def test_no_path_and_no_other_format_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(pictures.file())
    assert "refused" in darkroom.develop(str(path).encode(), {})
    assert "refused" in darkroom.develop(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 300\n", {})
