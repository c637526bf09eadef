"""How does a file from outside become a picture of ours? Decoded, turned upright, and printed anew in two sizes.

Runs only in a reading worker, which may be killed (`newsroom.reader`, by the table `JOBS`). Nothing of the file itself
is kept: what leaves is made from pixels, so that no script, no metadata and no second format travels along.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import re
import struct
import warnings
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from warraq.errors import Unreadable
from warraq.newsroom.iconprint import print_icon

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# Decoded, 30 million pixels are 120 MB, and a step of the work holds two of them at once.
MOST_PIXELS = 30_000_000
LEAST_WIDTH, LEAST_HEIGHT = 160, 90
# What a print fits in: a reading column on a dense screen, a card on the front page. Tall infographics stay tall.
FULL, CARD = (1200, 3600), (480, 960)
_QUALITY = 82
_BAND = 256  # rows hashed at a time
_PAPER = (255, 255, 255)

# Pillow's own alarm, which also guards what is allocated while a file is opened, rings at twice this.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
ImageFile.LOAD_TRUNCATED_IMAGES = False
_SRGB = ImageCms.createProfile("sRGB")
_MAGIC = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF....WEBP|....ftypavi[fs]", re.DOTALL)
# What decoders raise for bytes that are not what they began as.
_DAMAGE = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
# 16-bit grey: Pillow would cut what is above 255 instead of scaling it.
_DEEP = frozenset(["I", "I;16", "I;16L", "I;16B", "I;16N"])


def develop(data: bytes, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The picture in these bytes: its pixels' hash, its size, and two JPEGs in base64; or why it is `refused` for good.

    Raises: Unreadable for what is damaged, and may come whole another time.
    """
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of metadata that we do not read, and of sizes that we judge ourselves
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                refused = _refused(opened.size)
                return {"refused": refused} if refused else _developed(opened)
        except Image.DecompressionBombError:
            return {"refused": f"too many pixels, at most {MOST_PIXELS // 10**6} million are developed"}
        except UnidentifiedImageError as error:
            if _MAGIC.match(data):
                raise Unreadable("the picture is damaged (its beginning is all that is right)") from error
            return {"refused": f"no picture in a format that is taken ({', '.join(FORMATS)})"}
        except _DAMAGE as error:
            raise Unreadable(f"the picture is damaged ({str(error)[:100]})") from error


def _refused(size: tuple[int, int]) -> str | None:
    width, height = size
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return f"too small to be a report's picture ({width}x{height}, at least {LEAST_WIDTH}x{LEAST_HEIGHT})"
    if width * height > MOST_PIXELS:
        return f"too many pixels ({width}x{height}), at most {MOST_PIXELS // 10**6} million are developed"
    return None


def _developed(opened: Image.Image) -> dict[str, Any]:
    media_type = Image.MIME[opened.format or ""]
    if getattr(opened, "n_frames", 1) > 1:
        opened.seek(0)
    upright = _upright(_coloured(opened), _turn(opened))
    full, card = _printed(upright, FULL), _printed(upright, CARD)
    return {
        "pixels": _hashed(upright),
        "width": upright.width,
        "height": upright.height,
        "media_type": media_type,
        "full": full,
        "card": card,
    }


def _coloured(opened: Image.Image) -> Image.Image:
    """8-bit RGB as a screen shows it: profiles converted, transparency laid over white paper."""
    profile = opened.info.get("icc_profile")
    if opened.mode in _DEEP:
        return opened.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    if opened.has_transparency_data:
        seen = opened.convert("RGBA")
        flat = Image.new("RGB", seen.size, _PAPER)
        flat.paste(seen, mask=seen.getchannel("A"))
        return flat
    if profile and opened.mode in ("RGB", "CMYK"):
        return _converted(opened, profile)
    return opened.convert("RGB")


def _converted(opened: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        found = ImageCms.profileToProfile(opened, given, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that is none: as if it were not there
        found = None
    return found if found is not None else opened.convert("RGB")


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _turn(opened: Image.Image) -> Image.Transpose | None:
    """How the camera was held. Source: TIFF 6.0, tag 274."""
    with contextlib.suppress(Exception):  # metadata of any make may be broken; the picture is not
        return _TURNS.get(opened.getexif().get(274, 1))
    return None


def _upright(flat: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return flat.transpose(turn) if turn is not None else flat


def _hashed(upright: Image.Image) -> str:
    """SHA-256 of the size and the pixels, a band at a time."""
    digest = hashlib.sha256(f"RGB {upright.width}x{upright.height}\n".encode())
    for top in range(0, upright.height, _BAND):
        band = upright.crop((0, top, upright.width, min(top + _BAND, upright.height)))
        digest.update(band.tobytes())
    return digest.hexdigest()


def _printed(upright: Image.Image, box: tuple[int, int]) -> dict[str, Any]:
    """A JPEG that fits in the box, never larger than the picture itself, without a word of metadata."""
    print_ = upright
    if upright.width > box[0] or upright.height > box[1]:
        print_ = ImageOps.contain(upright, box, Image.Resampling.LANCZOS)
    print_.info = {}
    paper = io.BytesIO()
    print_.save(paper, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    body = paper.getvalue()
    return {
        "width": print_.width,
        "height": print_.height,
        "size_bytes": len(body),
        "body": base64.b64encode(body).decode(),
    }


JOBS = {"picture": develop, "icon": print_icon}
