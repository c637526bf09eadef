"""Which files might servers send as pictures? As many as are asked for, drawn by a seed: honest, broken, lying and made to hurt."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from PIL import Image, ImageCms

from tests.newsroom import pictures

# Of a hundred files so many are drawn of each kind.
SHARES = {"honest": 40, "broken": 29, "lying": 12, "hurting": 8, "disguised": 10, "huge": 1}


def strange(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """(what it is, its bytes), the same for the same seed."""
    chance = random.Random(seed)
    kinds = {
        "honest": honest, "broken": broken, "lying": lying,
        "hurting": hurting, "disguised": disguised, "huge": huge,
    }  # fmt: skip
    for _ in range(count):
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        name, data = kinds[kind](chance)
        yield f"{kind}: {name}", data


# Honest files of every make

SIZES = {
    (1, 1): 4, (64, 64): 8, (159, 90): 8, (160, 90): 20, (200, 300): 20, (400, 260): 20, (640, 360): 8,
    (800, 1200): 4, (1200, 675): 4, (2000, 1333): 1, (4000, 40): 3,
}  # fmt: skip


def honest(chance: random.Random) -> tuple[str, bytes]:
    size = chance.choices(list(SIZES), list(SIZES.values()))[0]
    image = _drawn(chance.randrange(12), size)
    name = chance.choice(list(MAKES))
    return f"{name} {size[0]}x{size[1]}", MAKES[name](image, chance)


@cache
def _drawn(number: int, size: tuple[int, int]) -> Image.Image:
    whole = pictures.busy(random.Random(number), (400, 300))
    return whole.resize(size, Image.Resampling.BICUBIC)


def _file(image: Image.Image, form: str, **given: Any) -> bytes:
    return pictures.file(image, form, **given)


def _jpeg(image: Image.Image, chance: random.Random) -> bytes:
    given: dict[str, Any] = {
        "quality": chance.randint(5, 98),
        "progressive": chance.random() < 0.5,
        "subsampling": chance.choice([0, 1, 2]),
    }
    if chance.random() < 0.3:
        given["exif"] = pictures.turned_exif(chance.randint(0, 9))
    if chance.random() < 0.3:
        given["restart_marker_blocks"] = chance.choice([1, 8, 64])
    mode = chance.choice(["RGB", "RGB", "L", "CMYK"])
    if chance.random() < 0.3:
        given["icc_profile"] = _profile(chance)
    return _file(image.convert(mode), "JPEG", **given)


def _png(image: Image.Image, chance: random.Random) -> bytes:
    mode = chance.choice(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    if mode == "P":
        return _file(image.quantize(chance.choice([2, 16, 255])), "PNG", transparency=chance.choice([0, 1]))
    given = {"icc_profile": _profile(chance)} if chance.random() < 0.3 else {}
    return _file(
        image.convert("L").convert("I;16") if mode == "I;16" else image.convert(mode), "PNG", **given
    )


def _deep_png(image: Image.Image, chance: random.Random) -> bytes:
    """16 bits a channel, with or without transparency, interlaced or not: none of it can Pillow write."""
    kind, channels = chance.choice([(2, 3), (6, 4), (0, 1), (4, 2)])
    laced = chance.random() < 0.5
    passes = (
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        if laced
        else [(0, 0, 1, 1)]
    )
    rows = bytearray()
    level = chance.randbytes(64)
    for left, top, across, down in passes:
        wide = len(range(left, image.width, across))
        if wide:
            for row in range(top, image.height, down):
                rows += b"\0" + (level[row % 64 : row % 64 + 1] * (wide * channels * 2))
    head = struct.pack(">IIBBBBB", image.width, image.height, 16, kind, 0, 0, int(laced))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 1))
        + _chunk(b"IEND", b"")
    )


def _webp(image: Image.Image, chance: random.Random) -> bytes:
    mode = chance.choice(["RGB", "RGBA"])
    return _file(
        image.convert(mode), "WEBP", lossless=chance.random() < 0.3, quality=chance.randint(1, 90), method=0
    )


def _avif(image: Image.Image, chance: random.Random) -> bytes:
    mode = chance.choice(["RGB", "RGBA"])
    return _file(image.convert(mode), "AVIF", quality=chance.randint(1, 90), speed=10, max_threads=1)


@cache
def _gif(size: tuple[int, int], number: int, interlace: int) -> bytes:
    return _file(_drawn(number, size), "GIF", interlace=interlace)


def _moving(image: Image.Image, chance: random.Random) -> bytes:
    frames = [image.rotate(90 * number) for number in range(chance.randint(2, 5))]
    form = chance.choice(["GIF", "WEBP", "PNG", "AVIF"])
    given: dict[str, Any] = {"speed": 10} if form == "AVIF" else {}
    return _file(frames[0], form, save_all=True, append_images=frames[1:], duration=40, **given)


MAKES: dict[str, Callable[[Image.Image, random.Random], bytes]] = {
    "jpeg": _jpeg,
    "png": _png,
    "deep png": _deep_png,
    "webp": _webp,
    "avif": _avif,
    "gif": lambda image, chance: _gif(image.size, chance.randrange(3), chance.choice([0, 1])),
    "moving": _moving,
    "two in one": lambda image, chance: _file(image, "MPO", save_all=True, append_images=[image]),
}


def _profile(chance: random.Random) -> bytes:
    """A colour profile: whole, with damage, or none at all."""
    whole = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    how = chance.random()
    if how < 0.4:
        return bytes(whole)
    if how < 0.8:
        for _ in range(chance.randint(1, 9)):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
        return bytes(whole)
    return chance.randbytes(chance.choice([3, 500, 60_000]))


# Broken ones


def broken(chance: random.Random) -> tuple[str, bytes]:
    name, data = honest(chance)
    how = chance.choice(
        ["cut", "cut at its end", "bytes changed", "a piece twice", "a piece zero", "a piece noise"]
    )
    return f"{how}, {name}", _BREAKS[how](data, chance)


def _spot(data: bytes, chance: random.Random) -> tuple[int, int]:
    at = chance.randrange(len(data))
    return at, min(len(data), at + chance.choice([1, 16, 400, 5_000]))


def _changed(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _replaced(filled: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    def made(data: bytes, chance: random.Random) -> bytes:
        start, end = _spot(data, chance)
        return data[:start] + filled(data[start:end], chance) + data[end:]

    return made


_BREAKS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": lambda data, chance: data[: chance.randrange(len(data))],
    "cut at its end": lambda data, chance: data[: -chance.randint(1, 12)],
    "bytes changed": _changed,
    "a piece twice": _replaced(lambda piece, chance: piece * 2),
    "a piece zero": _replaced(lambda piece, chance: bytes(len(piece))),
    "a piece noise": _replaced(lambda piece, chance: chance.randbytes(len(piece))),
}


# Lying ones: another size in the head than in the pixels


def lying(chance: random.Random) -> tuple[str, bytes]:
    width, height = chance.choice(
        [(0, 0), (1, 65_535), (65_535, 1), (3_000, 4_000), (5_500, 5_400), (16_383, 16_383), (65_535, 65_535), (160, 90)]
    )  # fmt: skip
    form = chance.choice(["JPEG", "PNG", "GIF", "WEBP"])
    name = f"{form} says {width}x{height}"
    if form == "PNG":
        return name, pictures.png(width * chance.choice([1, 1, 40_000]), height, rows=b"\0" * 50_000)
    made = bytearray(
        _file(
            _drawn(0, (300, 200)), form, **({"progressive": chance.random() < 0.5} if form == "JPEG" else {})
        )
    )
    if form == "JPEG":
        at = next(at for mark in (b"\xff\xc0", b"\xff\xc2") if (at := made.find(mark)) > 0)
        made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    elif form == "GIF":
        made[6:10] = struct.pack("<HH", width, height)
        if chance.random() < 0.5 and (at := made.find(b",\0\0\0\0")) > 0:
            made[at + 5 : at + 9] = struct.pack("<HH", width, height)
    else:
        made[26:30] = struct.pack("<HH", width & 0x3FFF, height & 0x3FFF)
    return name, bytes(made)


# Those that are made to hurt


def hurting(chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(list(HURTING))
    return name, HURTING[name](chance)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _before_pixels(chunks: bytes) -> bytes:
    whole = _file(_drawn(1, (300, 200)), "PNG")
    at = whole.index(b"IDAT") - 4
    return whole[:at] + chunks + whole[at:]


@cache
def _packed(letter: bytes, size: int) -> bytes:
    return zlib.compress(letter * size, 9)


def _tags(chance: random.Random) -> bytes:
    """Camera's notes of 60,000 entries, each of which says that it is as long as all of them."""
    entries = b"".join(struct.pack("<HHII", tag, 7, 500_000, 8) for tag in range(60_000))
    notes = b"II*\0\x08\0\0\0" + struct.pack("<H", 60_000) + entries
    return _before_pixels(_chunk(b"eXIf", notes))


def _flat(chance: random.Random) -> bytes:
    """As many pixels as are just taken, all the same, in a few kilobytes."""
    width = chance.choice([3_000, 4_000, 12_000])
    height = 12_000_000 // width
    kind, channels, depth = chance.choice(
        [(2, 3, 8), (6, 4, 8), (6, 4, 16), (2, 3, 16), (0, 1, 1), (0, 1, 16), (4, 2, 16)]
    )
    row = 1 + (width * channels * depth + 7) // 8
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", _packed(b"\0", row * height))
        + _chunk(b"IEND", b"")
    )


def _frames(chance: random.Random) -> bytes:
    """A GIF of a hundred thousand frames of one pixel."""
    whole = _file(_drawn(2, (300, 200)), "GIF")
    frame = b"!\xf9\x04\0\0\0\0\0" + b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0"
    return whole[:-1] + frame * 100_000 + b";"


def _webp_frames(chance: random.Random) -> bytes:
    return _webp_moving()


@cache
def _webp_moving() -> bytes:
    frames = [Image.new("RGB", (200, 100), (number % 256, 0, 0)) for number in range(400)]
    return _file(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=10, method=0)


HURTING: dict[str, Callable[[random.Random], bytes]] = {
    "pixel bomb": cache(lambda chance: pictures.bomb()),
    "text bomb": cache(lambda chance: pictures.text_bomb()),
    "many text bombs": lambda chance: _before_pixels(
        _chunk(b"zTXt", b"Comment\0\0" + _packed(b"x", 1_000_000)) * 200
    ),
    "profile bomb": lambda chance: _before_pixels(_chunk(b"iCCP", b"x\0\0" + _packed(b"x", 60_000_000))),
    "tag bomb": _tags,
    "flat": _flat,
    "many scans": cache(lambda chance: pictures.many_scans()),
    "many markers": cache(lambda chance: pictures.many_markers()),
    "many pieces": cache(lambda chance: pictures.many_pieces()),
    "many chunks": lambda chance: _before_pixels(_chunk(b"tEXt", b"a\0b") * 400_000),
    "many remarks": lambda chance: b"GIF89a\x90\x01\x2c\x01\0\0\0" + b"!\xfe\x01a\0" * 1_500_000 + b";",
    "many frames": _frames,
    "many webp frames": _webp_frames,
    "large profile": lambda chance: _file(
        _drawn(3, (400, 300)), "JPEG", icc_profile=chance.randbytes(3_000_000)
    ),
    "large notes": lambda chance: _before_pixels(
        _chunk(b"eXIf", b"II*\0\x08\0\0\0" + chance.randbytes(4_000_000))
    ),
    "webp bomb": cache(lambda chance: pictures.webp_bomb()),
    "damaged notes": lambda chance: pictures.damaged_exif(),
}


# Those that are something else


def disguised(chance: random.Random) -> tuple[str, bytes]:
    magic = chance.choice(
        [
            b"\xff\xd8\xff\xe0",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"RIFF\xff\0\0\0WEBPVP8 ",
            b"\0\0\0\x20ftypavif",
            b"",
        ]
    )
    others: dict[str, Callable[[], bytes]] = {
        "svg": pictures.svg,
        "html": pictures.html,
        "polyglot jpeg": pictures.polyglot_jpeg,
        "polyglot gif": pictures.polyglot_gif,
        "polyglot zip": pictures.polyglot_zip,
        "bmp": lambda: pictures.file(form="BMP"),
        "tiff": lambda: pictures.file(form="TIFF"),
        "ico": lambda: pictures.file(form="ICO"),
        "pdf": lambda: pictures.file(form="PDF"),
        "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 300\n",
        "program": lambda: b"#!/bin/sh\nrm -rf /\n",
        "noise behind a magic word": lambda: magic + chance.randbytes(chance.choice([0, 10, 5_000, 400_000])),
        "svg behind a magic word": lambda: magic + pictures.svg(),
    }
    name = chance.choice(list(others))
    return name, others[name]()


# Those that are as large as is taken, or a little larger


def huge(chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(list(HUGE))
    data = _huge(name)
    if chance.random() < 0.2:
        return f"{name}, cut", data[: chance.randrange(len(data) // 2, len(data))]
    return name, data


HUGE: dict[str, tuple[str, tuple[int, int], dict[str, Any]]] = {
    "jpeg": ("JPEG", (6_700, 4_470), {"quality": 70}),
    "progressive jpeg": ("JPEG", (6_700, 4_470), {"quality": 60, "progressive": True, "subsampling": 0}),
    "jpeg of printing colours": ("JPEG", (5_400, 5_400), {"quality": 60, "mode": "CMYK"}),
    "turned jpeg": ("JPEG", (6_000, 5_000), {"quality": 60, "exif": pictures.turned_exif(6)}),
    "long jpeg": ("JPEG", (1_000, 29_000), {"quality": 60}),
    "png": ("PNG", (4_000, 3_000), {"compress_level": 1}),
    "png seen through": ("PNG", (4_000, 3_000), {"compress_level": 1, "mode": "RGBA"}),
    "webp": ("WEBP", (4_000, 3_000), {"method": 0}),
    "webp without loss": (
        "WEBP",
        (4_000, 3_000),
        {"method": 0, "lossless": True, "quality": 0, "mode": "RGBA"},
    ),
    "avif": ("AVIF", (4_000, 3_000), {"speed": 10}),
    "avif in all its colours": (
        "AVIF",
        (4_000, 3_000),
        {"speed": 10, "subsampling": "4:4:4", "mode": "RGBA"},
    ),
    "gif": ("GIF", (4_000, 3_000), {}),
    "too large a jpeg": ("JPEG", (6_001, 5_000), {"quality": 30}),
    "too large an avif": ("AVIF", (4_001, 3_000), {"speed": 10}),
}


@cache
def _huge(name: str) -> bytes:
    form, size, given = HUGE[name]
    mode = given.get("mode", "RGB")
    # grain, so that its pixels cost what a photograph's do
    grain = Image.effect_noise((size[0] // 4, size[1] // 4), 40).convert("RGB").resize(size)
    image = Image.blend(pictures.busy(random.Random(3), (800, 600)).resize(size), grain, 0.2).convert(mode)
    paper = io.BytesIO()
    image.save(paper, form, **{key: value for key, value in given.items() if key != "mode"})
    return paper.getvalue()
