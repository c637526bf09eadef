"""What is made of a picture's pixels? Two JPEGs for everybody, prints in WebP for screens, a tone, and what it looks like.

WebP, as all browsers of these years take it: of the same likeness a quarter to a third smaller than JPEG. AVIF was measured
too: no smaller up to 640 pixels, a sixth at 1280, for three times the time.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PIL import Image, ImageOps

from warraq.newsroom.pdq import pdq
from warraq.press import SCREENS

# What a print fits in: a reading column on a dense screen, a card on the front page. Tall infographics stay tall.
FULL, CARD = (1200, 3600), (480, 960)
_TALL = 3  # a print for screens is at most so many times as tall as wide
_JPEG = {"quality": 82, "optimize": True, "progressive": True}
_WEBP = {"quality": 80, "method": 4}
# The colours that hold a picture's place until it is there, as `sheet/pictures.css` has them.
PALETTE = (
    0x1C1B1A, 0x4A4845, 0x86837E, 0xBDBAB4, 0xECE9E3, 0x4B3528, 0xB98A66, 0xD9BF97,
    0xA5382F, 0xCF7A35, 0xD8B545, 0x32472F, 0x6D9150, 0x3F7F86, 0x26395C, 0x7FA8CF,
)  # fmt: skip
_THUMB = (32, 32)


def jpegs(upright: Image.Image) -> dict[str, Any]:
    """`full` and `card`, in base64."""
    return {
        "full": _printed(upright, FULL, "JPEG", _JPEG),
        "card": _printed(upright, CARD, "JPEG", _JPEG),
    }


def proof(upright: Image.Image) -> dict[str, Any]:
    """What `press.Proof` tells, the prints in base64."""
    seen, quality = pdq(upright)
    return {"screens": list(_screens(upright)), "tone": _tone(upright), "pdq": seen, "quality": quality}


def _screens(upright: Image.Image) -> Iterator[dict[str, Any]]:
    """Each made from the one that is twice as wide, the widest from the picture: as sharp, and a third of the work."""
    smaller: list[dict[str, Any]] = []
    larger = upright
    for width in reversed(SCREENS):
        box = (width, width * _TALL)
        fits = larger.width <= box[0] and larger.height <= box[1]
        larger = larger if fits else ImageOps.contain(larger, box, Image.Resampling.LANCZOS)
        smaller.append(_written(larger, "WEBP", _WEBP))
    smaller.reverse()
    yield smaller[0]
    for before, one in pairwise(smaller):
        if one["width"] <= before["width"]:
            return
        yield one


def _printed(upright: Image.Image, box: tuple[int, int], form: str, how: dict[str, Any]) -> dict[str, Any]:
    """A print that fits in the box, never larger than the picture itself."""
    if upright.width > box[0] or upright.height > box[1]:
        upright = ImageOps.contain(upright, box, Image.Resampling.LANCZOS)
    return _written(upright, form, how)


def _written(image: Image.Image, form: str, how: dict[str, Any]) -> dict[str, Any]:
    """Without a word of metadata."""
    image.info = {}
    paper = io.BytesIO()
    image.save(paper, form, **how)
    body = paper.getvalue()
    return {
        "width": image.width,
        "height": image.height,
        "size_bytes": len(body),
        "body": base64.b64encode(body).decode(),
    }


def _tone(upright: Image.Image) -> int:
    """The colour of the palette to which most of the picture is nearest."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for colour in PALETTE for level in colour.to_bytes(3, "big")])
    thumb = upright.resize(_THUMB, Image.Resampling.BOX, reducing_gap=1.0)
    nearest = thumb.quantize(palette=palette, dither=Image.Dither.NONE).histogram()[: len(PALETTE)]
    return max(range(len(PALETTE)), key=nearest.__getitem__)
