"""An icon from outside becomes a small PNG of ours that can be seen, or is refused by name; it never hurts the house."""

from __future__ import annotations

import base64
import io
import random
import struct
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.newsroom import pictures
from warraq.errors import Unreadable
from warraq.newsroom.iconprint import print_icon
from warraq.newsroom.parsing import Parsers
from warraq.press import ICON_SIDE

DAMAGED = 200


def mark(side: int = 64, *, colour: tuple[int, int, int] = (150, 20, 20)) -> Image.Image:
    """A disc on nothing."""
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((2, 2, side - 3, side - 3), fill=(*colour, 255))
    return image


def file(image: Image.Image | None = None, form: str = "PNG", **given: Any) -> bytes:
    paper = io.BytesIO()
    image = image or mark()
    (image.convert("RGB") if form in ("JPEG", "BMP") else image).save(paper, form, **given)
    return paper.getvalue()


def printed(data: bytes) -> Image.Image:
    found = print_icon(data, {})
    assert "refused" not in found, found
    image = Image.open(io.BytesIO(base64.b64decode(found["body"])))
    assert (image.format, image.size) == ("PNG", (ICON_SIDE, ICON_SIDE))
    return image.convert("RGB")


@pytest.mark.parametrize("form", ["PNG", "ICO", "GIF", "WEBP", "AVIF", "JPEG", "BMP"])
def test_every_format_of_icons_becomes_a_small_square_png(form: str) -> None:
    middle = printed(file(form=form)).getpixel((ICON_SIDE // 2, ICON_SIDE // 2))
    assert isinstance(middle, tuple)
    assert middle[0] > 100 > max(middle[1:])


def test_of_an_ico_with_many_sizes_the_largest_is_printed() -> None:
    data = file(mark(256), "ICO", sizes=[(16, 16), (32, 32), (256, 256)])
    assert len(data) > 1_000
    printed(data)


def test_a_dark_mark_lies_on_white_and_a_white_one_on_ink() -> None:
    assert printed(file(mark(colour=(20, 20, 20)))).getpixel((0, 0)) == (255, 255, 255)
    corner = printed(file(mark(colour=(255, 255, 255)))).getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert max(corner) < 60


def test_an_oblong_mark_stands_in_the_middle() -> None:
    image = Image.new("RGB", (64, 40), (10, 60, 160))
    found = printed(file(image))
    assert found.getpixel((24, 0)) == (255, 255, 255)
    assert found.getpixel((24, 24)) != (255, 255, 255)


def test_the_same_icon_in_another_file_is_the_same_print() -> None:
    assert print_icon(file(), {})["print"] == print_icon(file(optimize=True, compress_level=1), {})["print"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no icon in a format"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "no icon in a format"),
        (b"", "no icon in a format"),
        (file(mark(8)), "too small"),
        (file(Image.new("RGB", (300, 60), "red")), "but a logo"),
        (file(Image.new("RGB", (3000, 2000), "red")), "too many pixels"),
        (file(Image.new("RGBA", (64, 64), (9, 9, 9, 0))), "nothing is to be seen"),
        (file(Image.new("RGB", (64, 64), "white")), "of one colour"),
    ],
    ids=["svg", "html", "empty", "tiny", "logo", "huge", "transparent", "blank"],
)  # fmt: skip
def test_what_is_no_icon_is_refused_by_name(data: bytes, reason: str) -> None:
    assert reason in print_icon(data, {})["refused"]


def ico_that_lies() -> bytes:
    """An ICO that calls itself 16 pixels wide and holds a PNG of 2,000 by 3,000."""
    inner = file(Image.new("RGB", (2_000, 3_000), "red"))
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(inner), 22) + inner


async def test_hostile_files_kill_nobody_and_damage_is_named() -> None:
    chance = random.Random(7)
    async with Parsers(count=1, deadline_s=60, jobs="warraq.newsroom.darkroom:JOBS") as worker:
        pids: set[int] = set()
        files = [ico_that_lies(), *(make() for make, _ in pictures.TABLE.values())]
        for form in ("ICO", "PNG", "BMP", "GIF"):
            whole = file(form=form)
            for _ in range(DAMAGED // 4):
                data = bytearray(whole[: chance.randrange(8, len(whole) + 1)])
                for _ in range(chance.randrange(4)):
                    data[chance.randrange(len(data))] = chance.randrange(256)
                files.append(bytes(data))
        for data in files:
            try:
                found = await worker.ask("icon", data, {})
            except Unreadable as error:
                found = {"refused": str(error)}
            assert ("refused" in found) != ("print" in found)
            assert "damaged" in found.get("refused", "damaged") or "icon" in found["refused"]
            pids |= {one._process.pid for one in worker._workers}
    assert len(pids) == 1, "a worker died"
