"""By which small mark is an invented paper known, and where does it keep it? Each in a way that some real papers have."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from warraq.demopress.choosing import number
from warraq.demopress.papers import IconKind

# (ground, mark)
_COLOURS = (
    ("#8c2f39", "#fbf3e4"),
    ("#1d4e89", "#f4e3b2"),
    ("#31572c", "#f4f1bb"),
    ("#3d348b", "#f7b801"),
    ("#0f4c5c", "#fb8b24"),
    ("#5f0f40", "#f5d6c6"),
    ("#22333b", "#c6ac8f"),
)
_FAVICON = "/favicon.ico"


@dataclass(frozen=True, slots=True)
class IconFile:
    """What stands at an address."""

    media: str
    body: bytes


def head(kind: IconKind) -> str:
    """What the paper's front page says of it."""
    match kind:
        case "link":
            return (
                '<link rel="icon" type="image/png" sizes="32x32" href="/marks/32.png">'
                '<link rel="icon" type="image/png" sizes="96x96" href="/marks/96.png">'
            )
        case "touch":
            return '<link rel="shortcut icon" href="/favicon.ico"><link rel="apple-touch-icon" href="/marks/touch.png">'
        case "manifest":
            return '<link rel="manifest" href="/site.webmanifest">'
        case "svg":
            return '<link rel="icon" type="image/svg+xml" href="/marks/mark.svg"><link rel="mask-icon" href="/marks/mark.svg" color="#000">'
        case "ico" | "none":
            return ""


@functools.lru_cache(maxsize=64)
def files(kind: IconKind, slug: str, seed: int) -> dict[str, IconFile]:
    """Everything of it that the paper's server has, by path."""
    match kind:
        case "link":
            return {f"/marks/{side}.png": _png(slug, seed, side) for side in (32, 96)}
        case "touch":
            return {_FAVICON: _ico(slug, seed), "/marks/touch.png": _png(slug, seed, 180)}
        case "manifest":
            listed = [
                {"src": f"/marks/{side}.png", "sizes": f"{side}x{side}", "type": "image/png"}
                for side in (192, 512)
            ]
            manifest = IconFile(
                "application/manifest+json", json.dumps({"name": slug, "icons": listed}).encode()
            )
            return {
                "/site.webmanifest": manifest,
                **{f"/marks/{side}.png": _png(slug, seed, side) for side in (192, 512)},
            }
        case "ico":
            return {_FAVICON: _ico(slug, seed)}
        case "svg":
            drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "taken"</script><circle r="9"/></svg>'
            return {"/marks/mark.svg": IconFile("image/svg+xml", drawing.encode())}
        case "none":
            return {}


def _png(slug: str, seed: int, side: int) -> IconFile:
    buffer = BytesIO()
    _mark(slug, seed, side).save(buffer, "PNG")
    return IconFile("image/png", buffer.getvalue())


def _ico(slug: str, seed: int) -> IconFile:
    buffer = BytesIO()
    _mark(slug, seed, 64).save(buffer, "ICO", sizes=[(16, 16), (32, 32), (64, 64)])
    return IconFile("image/x-icon", buffer.getvalue())


def _mark(slug: str, seed: int, side: int) -> Image.Image:
    """A figure on a ground, drawn large and made small: of one slug and seed always the same."""
    ground, ink = _COLOURS[number(seed, f"{slug} colours", below=len(_COLOURS))]
    image = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if number(seed, f"{slug} round", below=2):
        draw.ellipse((4, 4, 251, 251), fill=ground)
    else:
        draw.rounded_rectangle((4, 4, 251, 251), radius=48, fill=ground)
    match number(seed, f"{slug} figure", below=5):
        case 0:
            draw.arc((64, 64, 192, 192), 200, 520, fill=ink, width=30)
        case 1:
            draw.polygon(((128, 52), (204, 190), (52, 190)), fill=ink)
        case 2:
            for row in range(3):
                draw.rounded_rectangle(
                    (62, 74 + row * 42, 194 - row * 34, 98 + row * 42), radius=12, fill=ink
                )
        case 3:
            draw.ellipse((60, 60, 196, 196), fill=ink)
            draw.ellipse((94, 44, 214, 164), fill=ground)
        case _:
            draw.polygon(((128, 48), (208, 128), (128, 208), (48, 128)), fill=ink)
    return image.resize((side, side), Image.Resampling.LANCZOS)
