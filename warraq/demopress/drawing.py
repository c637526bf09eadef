"""What do the invented press's pictures look like? Abstract fields and shapes, the same for one scene and seed."""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

from warraq.demopress.choosing import number
from warraq.demopress.pictures import RATIO, Picture

_SIZE = (1200, 675)
_BOMB = 20_000  # dots a side: 48 kB in the file, 1.2 GB where it is unpacked in colour
_FRAMES = 4
# (sky, horizon, near, far, accent): dusk colours that neither glare on a dark page nor drown on a light one
_PALETTES = (
    ("#24405e", "#c9876a", "#3b2a3f", "#6d4a55", "#f0c987"),
    ("#0f4c5c", "#e3b587", "#22333b", "#5e503f", "#f2e8cf"),
    ("#5b6c8f", "#e8b4a0", "#2d3a4f", "#7a5c61", "#f7e1c4"),
    ("#31572c", "#d9c07f", "#132a13", "#4f772d", "#f4f1bb"),
    ("#533a71", "#d98fa3", "#2b2140", "#6184d8", "#f5d6c6"),
    ("#7a4419", "#e6b566", "#3c2415", "#a4632a", "#fbe7b2"),
    ("#1d4e89", "#7fc8c0", "#12263a", "#2f6690", "#fdf0d5"),
    ("#6b2737", "#e08e45", "#37111d", "#8f4a3b", "#f8d794"),
)


@functools.lru_cache(maxsize=64)
def drawn(picture: Picture, seed: int) -> bytes | None:
    """The picture's bytes as its paper serves them; `None` where nothing is to be had."""
    match picture.kind:
        case "missing":
            return None
        case "html":
            return b"<!DOCTYPE html><html><head><title>403</title></head><body><h1>Hotlinking forbidden</h1></body></html>"
        case "svg":
            return _svg(picture.scene, seed)
        case "bomb":
            return _bomb()
        case "animated":
            return _animated(picture, seed)
        case "truncated":
            whole = _packed(picture, seed, "JPEG", quality=picture.quality)
            return whole[: len(whole) // 3]
        case "jpeg":
            return _packed(picture, seed, "JPEG", quality=picture.quality)
        case "png":
            return _packed(picture, seed, "PNG", compress_level=6)
        case "webp":
            return _packed(picture, seed, "WEBP", lossless=True, quality=20, method=1)


def _packed(picture: Picture, seed: int, form: str, **how: int | bool | None) -> bytes:
    buffer = BytesIO()
    _sized(_scene(picture.scene, seed), picture).save(buffer, form, **how)
    return buffer.getvalue()


def _sized(image: Image.Image, picture: Picture) -> Image.Image:
    width = picture.width or _SIZE[0]
    if width == image.width:
        return image
    return image.resize((width, round(width * RATIO)), Image.Resampling.LANCZOS)


def _scene(scene: str, seed: int, *, moved: int = 0) -> Image.Image:
    """Sky, a sun or moon, hills one behind the other, now and then towers: a place that is nowhere."""

    def pick(name: str, below: int) -> int:
        return number(seed, f"{scene} {name}", below=below)

    sky, horizon, near, far, accent = _PALETTES[pick("palette", len(_PALETTES))]
    width, height = _SIZE
    image = _graded(sky, horizon)
    draw = ImageDraw.Draw(image)
    radius = 46 + pick("radius", 70)
    x, y = 120 + pick("x", width - 240) + moved, 90 + pick("y", 200)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=accent)
    for row, colour in enumerate((far, _between(far, near), near)):
        draw.polygon(_hills(pick, row), fill=colour)
        if row == 1 and pick("towers", 2):
            _towers(draw, pick, colour=_between(near, accent))
    draw.line((0, height - 2, width, height - 2), fill=accent, width=4)
    return image


def _graded(top: str, bottom: str) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(_SIZE, Image.Resampling.NEAREST)
    return Image.composite(Image.new("RGB", _SIZE, bottom), Image.new("RGB", _SIZE, top), ramp)


def _hills(pick: Callable[[str, int], int], row: int) -> list[tuple[int, int]]:
    width, height = _SIZE
    steps = 9
    ridge = 330 + row * 105
    line = [
        (width * step // steps, ridge + pick(f"hill {row} {step}", 110) - 55) for step in range(steps + 1)
    ]
    return [(0, height), *line, (width, height)]


def _towers(draw: ImageDraw.ImageDraw, pick: Callable[[str, int], int], *, colour: str) -> None:
    left = 150 + pick("town", 600)
    for place in range(4 + pick("tower count", 4)):
        wide, tall = 26 + pick(f"wide {place}", 44), 80 + pick(f"tall {place}", 190)
        draw.rectangle((left, 560 - tall, left + wide, 600), fill=colour)
        if pick(f"dome {place}", 3) == 0:
            draw.pieslice(
                (left, 560 - tall - wide // 2, left + wide, 560 - tall + wide // 2), 180, 360, colour
            )
        left += wide + 10


def _between(one: str, other: str) -> str:
    pairs = [(int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5)]
    return "#" + "".join(f"{value:02x}" for value in pairs)


def _animated(picture: Picture, seed: int) -> bytes:
    frames = [
        _sized(_scene(picture.scene, seed, moved=40 * frame), picture).quantize(64)
        for frame in range(_FRAMES)
    ]
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=400, loop=0)
    return buffer.getvalue()


def _svg(scene: str, seed: int) -> bytes:
    """A drawing with a script in it: harmless in an image element, not as a page of its own."""
    sky, _, near, _, accent = _PALETTES[number(seed, f"{scene} palette", below=len(_PALETTES))]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675">'
        '<script>document.documentElement.setAttribute("fill", "red")</script>'
        f'<rect width="1200" height="675" fill="{sky}"/><circle cx="880" cy="200" r="90" fill="{accent}"/>'
        f'<path d="M0 675V480L400 380L800 500L1200 400V675Z" fill="{near}"/></svg>'
    ).encode()


@functools.cache
def _bomb() -> bytes:
    """A PNG of a few kilobytes that is 400 million dots: one bit each, all alike, packed row by row."""
    packer = zlib.compressobj(9)
    rows = b"\0" * (1 + _BOMB // 8) * 100
    data = b"".join([*(packer.compress(rows) for _ in range(_BOMB // 100)), packer.flush()])
    header = struct.pack(">IIBBBBB", _BOMB, _BOMB, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
