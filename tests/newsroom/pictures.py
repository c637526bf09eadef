"""Which files do servers call a picture? All drawn here: honest ones, and those that hurt others."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms, ImageDraw, ImageFilter

SIZE = (400, 300)
RED, BLUE = (200, 30, 30), (20, 40, 200)


def scene(size: tuple[int, int] = SIZE, *, seed: int = 0) -> Image.Image:
    """Left half red, right half blue, with a little of everything between them."""
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 2, 0, size[0], size[1]), fill=BLUE)
    draw.ellipse((20 + seed * 7, 20, 90 + seed * 7, 90), fill=(240, 220, 40))
    return image


def file(image: Image.Image | None = None, form: str = "JPEG", **given: Any) -> bytes:
    paper = io.BytesIO()
    (image or scene()).save(paper, form, **given)
    return paper.getvalue()


def turned() -> bytes:
    """A JPEG whose camera was held on its side: tag 274 says 6."""
    exif = Image.Exif()
    exif[274] = 6
    exif[0x010E] = "a secret place"
    return file(exif=exif, comment=b"taken by a person with a name")


def animated(form: str) -> bytes:
    frames = [scene(seed=number) for number in range(3)]
    return file(
        frames[0],
        form,
        save_all=True,
        append_images=frames[1:],
        duration=50,
        **({"lossless": True} if form == "WEBP" else {}),
    )


def cmyk() -> bytes:
    return file(scene().convert("CMYK"))


def deep_grey() -> bytes:
    """A PNG of 16-bit grey: dark at the left, bright at the right."""
    image = Image.new("I;16", SIZE)
    row = struct.pack(f"<{SIZE[0]}H", *(65535 * x // SIZE[0] for x in range(SIZE[0])))
    image.frombytes(row * SIZE[1])
    return file(image, "PNG")


def clear_palette() -> bytes:
    """A palette PNG whose right half is transparent."""
    image = scene().quantize(8)
    image.info["transparency"] = image.getpixel((SIZE[0] - 1, SIZE[1] - 1))
    return file(image, "PNG", transparency=image.info["transparency"])


def profiled() -> bytes:
    """A JPEG in another colour space than the screen's."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return file(icc_profile=lab.tobytes())


def false_profile() -> bytes:
    return file(icc_profile=b"no profile at all" * 20)


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><script>alert(1)</script></svg>'


def html() -> bytes:
    return b"<!doctype html><script>alert(document.domain)</script>" + b" " * 500


def polyglot_jpeg() -> bytes:
    """A JPEG that is also a page: a script in its comment, another behind its end."""
    script = b"<script>alert(1)</script>"
    return file(comment=b"<html><body>" + script) + b"\n" + script


def polyglot_gif() -> bytes:
    """A GIF that is also a script: GIF89a=…"""
    return file(form="GIF") + b";alert(1)//"


def polyglot_zip() -> bytes:
    return file(form="PNG") + b"PK\x03\x04" + b"evil.html" * 30


def png(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """A PNG that claims a size, with as many rows as are given."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def bomb() -> bytes:
    """50,000 x 50,000 pixels in a few kilobytes."""
    return png(50_000, 50_000, rows=b"\0" * 10_000_000)


def text_bomb() -> bytes:
    """A PNG with a text of 60 MB behind its pixels, packed."""
    body = b"Comment\0\0" + zlib.compress(b"x" * 60_000_000, 9)
    packed = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    whole = file(form="PNG")
    at = whole.index(b"IDAT") - 4
    return whole[:at] + packed + whole[at:]


def webp_bomb() -> bytes:
    """A WebP whose header says 16,383 x 16,383."""
    whole = bytearray(file(form="WEBP", lossless=True, exif=turned_exif()))
    assert whole[12:16] == b"VP8X"
    whole[24:30] = (16_382).to_bytes(3, "little") * 2
    return bytes(whole)


def turned_exif(how: int = 3) -> bytes:
    exif = Image.Exif()
    exif[274] = how
    return exif.tobytes()


def busy(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    """A picture with as much to be seen as a photograph, and no other like it."""
    image = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3)).resize(
        size, Image.Resampling.BICUBIC
    )
    image = image.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        left, top = chance.randrange(size[0]), chance.randrange(size[1])
        right, bottom = left + chance.randrange(20, size[0] // 3), top + chance.randrange(20, size[1] // 3)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)((left, top, right, bottom), fill=colour)
    return image


def many_scans() -> bytes:
    """A progressive JPEG whose last scan comes thousands of times: each is a walk through all its pixels."""
    whole = file(scene((2000, 1500)), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * 3_000 + whole[-2:]


def many_markers() -> bytes:
    """A JPEG with a million empty comments before its pixels."""
    whole = file()
    return whole[:2] + b"\xff\xfe\x00\x02" * 1_500_000 + whole[2:]


def many_pieces() -> bytes:
    """A PNG whose pixels come a byte at a time."""
    whole = file(busy(random.Random(1), (500, 300)), "PNG")
    at = whole.index(b"IDAT")
    length = struct.unpack(">I", whole[at - 4 : at])[0]
    pixels = whole[at + 4 : at + 4 + length]
    pieces = b"".join(
        struct.pack(">I", 1)
        + b"IDAT"
        + pixels[n : n + 1]
        + struct.pack(">I", zlib.crc32(b"IDAT" + pixels[n : n + 1]))
        for n in range(length)
    )
    return whole[: at - 4] + pieces + whole[at + 8 + length :]


def damaged_exif() -> bytes:
    whole = turned()
    at = whole.index(b"Exif")
    return whole[: at + 8] + b"\xff" * 12 + whole[at + 20 :]


def truncated(form: str = "JPEG") -> bytes:
    whole = file(form=form)
    return whole[: len(whole) * 2 // 3]


def mpo() -> bytes:
    """Two JPEGs in one file, as some cameras write them: the first one is the picture."""
    return file(form="MPO", save_all=True, append_images=[scene(seed=5)])


# What is to come of each: None, a picture; else a word of the reason why not.
TABLE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "jpeg": (file, None),
    "progressive jpeg": (lambda: file(progressive=True), None),
    "png": (lambda: file(form="PNG"), None),
    "webp": (lambda: file(form="WEBP"), None),
    "avif": (lambda: file(form="AVIF"), None),
    "gif": (lambda: file(form="GIF"), None),
    "animated gif": (lambda: animated("GIF"), None),
    "animated webp": (lambda: animated("WEBP"), None),
    "cmyk": (cmyk, None),
    "16-bit grey": (deep_grey, None),
    "transparent palette": (clear_palette, None),
    "colour profile": (profiled, None),
    "false profile": (false_profile, None),
    "turned": (turned, None),
    "damaged exif": (damaged_exif, None),
    "two in one": (mpo, None),
    "polyglot jpeg": (polyglot_jpeg, None),
    "polyglot gif": (polyglot_gif, None),
    "polyglot zip": (polyglot_zip, None),
    "svg": (svg, "no picture in a format that is taken"),
    "html": (html, "no picture in a format that is taken"),
    "empty": (lambda: b"", "no picture in a format that is taken"),
    "bmp": (lambda: file(form="BMP"), "no picture in a format that is taken"),
    "tiff": (lambda: file(form="TIFF"), "no picture in a format that is taken"),
    "ico": (lambda: file(form="ICO"), "no picture in a format that is taken"),
    "pdf": (lambda: file(form="PDF"), "no picture in a format that is taken"),
    "tracker": (lambda: file(scene((1, 1)), "GIF"), "too small"),
    "icon": (lambda: file(scene((64, 64)), "PNG"), "too small"),
    "stripe": (lambda: file(scene((900, 40)), "PNG"), "too small"),
    "bomb": (bomb, "too many pixels"),
    "just too large": (lambda: png(6_001, 5_000), "too many pixels"),
    "webp bomb": (webp_bomb, "too many pixels"),
    "text bomb": (text_bomb, "damaged"),
    "truncated jpeg": (truncated, "damaged"),
    "truncated png": (lambda: truncated("PNG"), "damaged"),
    "truncated webp": (lambda: truncated("WEBP"), "damaged"),
    "truncated avif": (lambda: truncated("AVIF"), "damaged"),
    "png without rows": (lambda: png(400, 300), "damaged"),
    "webp without a picture": (lambda: b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 8, "damaged"),
}
