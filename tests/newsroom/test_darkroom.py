"""A file from outside becomes a JPEG of ours, or is refused by name; it never hurts the house."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.newsroom import pictures
from tests.newsroom.pictures import BLUE, RED, SIZE, TABLE
from warraq.errors import Unreadable
from warraq.newsroom import darkroom
from warraq.newsroom.parsing import Parsers

DAMAGED = 150


def developed(data: bytes) -> dict[str, Any]:
    found = darkroom.develop(data, {})
    assert "refused" not in found, found
    return found


def opened(found: dict[str, Any], size: str = "full") -> Image.Image:
    body = base64.b64decode(found[size]["body"])
    assert len(body) == found[size]["size_bytes"]
    image = Image.open(io.BytesIO(body))
    assert image.format == "JPEG"
    image.load()
    assert image.size == (found[size]["width"], found[size]["height"])
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
    large = pictures.scene((6_000, 5_000))
    for form, given in (
        ("JPEG", {"quality": 60, "exif": pictures.turned_exif()}),
        ("PNG", {"compress_level": 1}),
    ):
        found = await worker.ask("picture", pictures.file(large, form, **given), {})
        assert (found["width"], found["height"]) == (6_000, 5_000)
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


def test_no_path_and_no_other_format_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(pictures.file())
    assert "refused" in darkroom.develop(str(path).encode(), {})
    assert "refused" in darkroom.develop(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 300\n", {})
