"""How does a paper's icon become a small raster of ours? Decoded, laid on a ground that lets it be seen, and printed anew as a PNG.

Runs only in the darkroom's worker, which may be killed (`newsroom.darkroom`). A drawing (SVG) or a page is refused: nothing that came from
outside is ever served.
"""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import warnings
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from warraq.errors import Unreadable
from warraq.press import ICON_SIDE

FORMATS = ("PNG", "ICO", "JPEG", "GIF", "WEBP", "AVIF", "BMP")
# Larger than any that a manifest names; decoded, it is 16 MB.
MOST_PIXELS = 2048 * 2048
LEAST_SIDE = 14
# A mark is about square; a word beside it is a logo, and cannot be read at 16 pixels.
_MOST_OBLONG = 2.0
_WHITE, _INK = (255, 255, 255), (43, 40, 38)
# Of a mark that is itself as light as this, on the average of what is opaque, nothing would be seen on white.
_LIGHT = 215
_COLOURS = 128
_DAMAGE = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, struct.error)  # fmt: skip


def print_icon(data: bytes, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The icon in these bytes as a PNG of ICON_SIDE pixels square, in base64, with its SHA-256 (`print`); or why it is `refused`.

    Raises: Unreadable for what is damaged.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of palettes and metadata; sizes are judged here
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                refused = _refused(opened.size)
                if refused:
                    return {"refused": refused}
                seen = _largest(opened).convert("RGBA")
        except Image.DecompressionBombError:
            return {"refused": "too many pixels for an icon"}
        except UnidentifiedImageError:
            return {"refused": f"no icon in a format that is taken ({', '.join(FORMATS)})"}
        except _DAMAGE as error:
            raise Unreadable(f"the icon is damaged ({str(error)[:100]})") from error
    # what a file's list of sizes says and what lies in it may differ
    return {"refused": refused} if (refused := _refused(seen.size)) else _printed(seen)


def _refused(size: tuple[int, int]) -> str | None:
    width, height = size
    if min(width, height) < LEAST_SIDE:
        return f"too small for an icon ({width}x{height})"
    if width * height > MOST_PIXELS:
        return f"too many pixels for an icon ({width}x{height})"
    if max(width, height) > _MOST_OBLONG * min(width, height):
        return f"no icon, but a logo ({width}x{height})"
    return None


def _largest(opened: Image.Image) -> Image.Image:
    """Of the sizes that an ICO holds the largest (Pillow's own choice); of an animation the first frame."""
    if getattr(opened, "n_frames", 1) > 1:
        opened.seek(0)
    return opened


def _printed(seen: Image.Image) -> dict[str, Any]:
    small = ImageOps.contain(seen, (ICON_SIDE, ICON_SIDE), Image.Resampling.LANCZOS)
    opaque = small.getchannel("A")
    if not opaque.getbbox():
        return {"refused": "an icon of which nothing is to be seen"}
    ground = Image.new("RGB", (ICON_SIDE, ICON_SIDE), _ground(small))
    corner = ((ICON_SIDE - small.width) // 2, (ICON_SIDE - small.height) // 2)
    ground.paste(small, corner, mask=opaque)
    if ground.getcolors(1) is not None:
        return {"refused": "an icon of one colour"}
    ground.info = {}
    paper = io.BytesIO()
    ground.quantize(_COLOURS, dither=Image.Dither.NONE).save(paper, "PNG", optimize=True)
    body = paper.getvalue()
    return {"print": hashlib.sha256(body).hexdigest(), "body": base64.b64encode(body).decode()}


def _ground(small: Image.Image) -> tuple[int, int, int]:
    """White, or ink where the mark itself is white and what is around it is not there."""
    opaque = small.getchannel("A")
    if opaque.getextrema() == (255, 255):
        return _WHITE
    histogram = small.convert("L").histogram(mask=opaque.point(lambda level: 255 if level > 127 else 0))
    counted = sum(histogram)
    light = sum(level * often for level, often in enumerate(histogram)) / counted if counted else 0
    return _INK if light >= _LIGHT else _WHITE
