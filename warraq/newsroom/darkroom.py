"""How does a file from outside become a picture of ours? Decoded, turned upright, and printed anew.

Runs only in a reading worker, which may be killed (`newsroom.reader`, by the table `JOBS`). Nothing of the file itself
is kept: what leaves is made from pixels, so that no script, no metadata and no second format travels along. What would
take more than a second or 400 MB is refused by what can be known before: by its pixels, its scans, and the time to open it.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import re
import signal
import struct
import warnings
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, UnidentifiedImageError

from warraq.errors import Unreadable
from warraq.newsroom import printing
from warraq.newsroom.iconprint import print_icon

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# A JPEG is decoded at half its size where it is large; the others have to be decoded whole, in several copies.
MOST_PIXELS = {"JPEG": 30_000_000, "MPO": 30_000_000}
MOST_PIXELS_ELSE = 12_000_000
# More than this are halved: a print is 1280 wide at most, and hashing and scaling cost by the pixel.
_LARGE = 8_000_000
LEAST_WIDTH, LEAST_HEIGHT = 160, 90
_BAND = 256  # rows hashed at a time
_PAPER = (255, 255, 255)
# To open a file takes a thousandth of a second; one of a million tiny chunks took many. To develop the largest takes 0.8 s
# on the machine this was measured on, and may take five times that on a small one. In seconds of processor time.
_OPENING_S, _DEVELOPING_S = 0.5, 4.0
# Each scan of a progressive JPEG goes through all its pixels: cameras and editors write ten, and a file has room for 100,000.
_SCAN = b"\xff\xda"
_MOST_SCANS, _SCANNED_PIXELS = 100, 300_000_000
# Each piece of a PNG's pixels is a turn in Python; nobody cuts them into pieces of less than a kilobyte.
_PIECE = b"IDAT"
_MOST_PIECES = 10_000
# Nobody's profile or metadata is larger; what is read of them costs by the byte.
_MOST_PROFILE, _MOST_EXIF = 4 * 2**20, 2**18

# Pillow's own alarm, which also guards what is allocated while a file is opened, rings at twice this.
Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values()) // 2
# Decoding in several threads would hold several frames.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
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


class _TooLong(BaseException):
    """Past what `Exception` catches in a library."""


def develop(data: bytes, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The picture in these bytes: its pixels' hash, its size, `full`, `card` and its `proof` with prints in base64; or why
    it is `refused` for good.

    Raises: Unreadable for what is damaged, and may come whole another time.
    """
    with warnings.catch_warnings():
        # of metadata that we do not read, and of sizes that we judge ourselves
        warnings.simplefilter("ignore")
        try:
            with contextlib.closing(_opened(data)) as opened:
                refused = _refused(opened.format or "", opened.size, data)
                if refused:
                    return {"refused": refused}
                with _within(_DEVELOPING_S):
                    return _developed(opened)
        except Image.DecompressionBombError:
            return {"refused": _too_many("")}
        except _TooLong:
            return {"refused": "takes longer than any honest picture"}
        except UnidentifiedImageError as error:
            if _MAGIC.match(data):
                raise Unreadable("the picture is damaged (its beginning is all that is right)") from error
            return {"refused": f"no picture in a format that is taken ({', '.join(FORMATS)})"}
        except _DAMAGE as error:
            raise Unreadable(f"the picture is damaged ({str(error)[:100]})") from error


def prove(data: bytes, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The `proof` of a picture that was developed before there were any, from its large JPEG. Raises: Unreadable."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
            return {"proof": printing.proof(opened.convert("RGB"))}
    except _DAMAGE as error:
        raise Unreadable(f"the print is damaged ({str(error)[:100]})") from error


def _opened(data: bytes) -> Image.Image:
    with _within(_OPENING_S):
        return Image.open(io.BytesIO(data), formats=FORMATS)


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Ends whatever loops in Python after so long. Raises: _TooLong.

    What is raised while a collector or a destructor calls back is lost to the loop: nothing is collected meanwhile, and it
    rings again.
    """

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before, collects = signal.signal(signal.SIGVTALRM, ring), gc.isenabled()
    gc.disable()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        if collects:
            gc.enable()


def _refused(form: str, size: tuple[int, int], data: bytes) -> str | None:
    width, height = size
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return f"too small to be a report's picture ({width}x{height}, at least {LEAST_WIDTH}x{LEAST_HEIGHT})"
    if width * height > MOST_PIXELS.get(form, MOST_PIXELS_ELSE):
        return f"{_too_many(form)} ({width}x{height})"
    if form in MOST_PIXELS:
        scans = data.count(_SCAN)  # within a scan these two bytes do not stand side by side
        if scans > _MOST_SCANS or scans * width * height > _SCANNED_PIXELS:
            return f"too many scans ({scans})"
    if form == "PNG" and (pieces := data.count(_PIECE)) > _MOST_PIECES:
        return f"its pixels come in too many pieces ({pieces})"
    return None


def _too_many(form: str) -> str:
    most = MOST_PIXELS.get(form, MOST_PIXELS_ELSE) // 10**6
    return f"too many pixels, at most {most} million are developed"


def _developed(opened: Image.Image) -> dict[str, Any]:
    media_type = Image.MIME[opened.format or ""]
    size = opened.size
    if _large(size):
        opened.draft(
            None, (size[0] // 2, size[1] // 2)
        )  # of a JPEG, half is decoded; nothing happens to another
    flat = _coloured(opened)
    turn = _turn(opened)
    upright = _upright(flat.reduce(2) if _large(flat.size) else flat, turn)
    width, height = size[::-1] if turn in _ON_ITS_SIDE else size
    return {
        "pixels": _hashed(upright),
        "width": width,
        "height": height,
        "media_type": media_type,
        **printing.jpegs(upright),
        "proof": printing.proof(upright),
    }


def _large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > _LARGE


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
    if profile and len(profile) <= _MOST_PROFILE and opened.mode in ("RGB", "CMYK"):
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
_ON_ITS_SIDE = (
    Image.Transpose.TRANSPOSE,
    Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSVERSE,
    Image.Transpose.ROTATE_90,
)


def _turn(opened: Image.Image) -> Image.Transpose | None:
    """How the camera was held. Source: TIFF 6.0, tag 274."""
    with contextlib.suppress(Exception):  # metadata of any make may be broken; the picture is not
        if len(opened.info.get("exif") or b"") > _MOST_EXIF:
            return None
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


JOBS = {"picture": develop, "proof": prove, "icon": print_icon}
