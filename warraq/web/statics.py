"""Which files does the site give away as they are? Stylesheet, script, fonts and marks, named by their content.

They are few and small: read once, kept in memory, packed when first asked for so, and cached by browsers for a year, since
another content has another name.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response

from warraq.web.packing import Form, best, holds, wanted

_MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
# The pages' stylesheet is one file to browsers, and to us one a subject: in this order, as a later rule wins over an earlier one.
SHEET = "warraq.css"
_PARTS = (
    "page",
    "front",
    "lists",
    "article",
    "search",
    "messages",
    "narrow",
    "pictures",
    "health",
    "events",
    "offline",
    "reading",
    "prayer",
    "sheets",
    "desk",
)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_REFERENCE = re.compile(r'url\("([^"]+)"\)')
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Static:
    """One file. `name` carries its content's hash; `packs`: it gets smaller when packed."""

    name: str
    media_type: str
    body: bytes
    packs: bool


@cache
def statics() -> dict[str, Static]:
    """Every file of `static/` by the path it has there, the parts of the stylesheet as one. References inside a stylesheet are
    renamed too."""
    found = dict(_walk(files("warraq.web") / "static", ""))
    found = {path: body for path, body in found.items() if not path.startswith("sheet/")}
    found[SHEET] = _COMMENT.sub("", sheet()).encode()
    named = {path: _static(path, body) for path, body in found.items() if not path.endswith(".css")}
    for path in found:
        if path.endswith(".css"):
            text = found[path].decode("utf-8")
            named[path] = _static(
                path, _REFERENCE.sub(lambda m: f'url("{named[m.group(1)].name}")', text).encode()
            )
    return named


def sheet() -> str:
    """The pages' stylesheet as it is written, with its comments."""
    parts = files("warraq.web") / "static" / "sheet"
    return "".join((parts / f"{part}.css").read_text("utf-8") for part in _PARTS)


@cache
def _by_name() -> dict[str, Static]:
    return {static.name: static for static in statics().values()}


def address(path: str) -> str:
    """Where the site serves a file of `static/`. Raises: KeyError for one that is not there."""
    return f"/static/{statics()[path].name}"


async def favicon(request: Request) -> Response:
    """GET /favicon.ico: the mark, for those who ask without having read the page."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(statics()["icon.svg"].body, media_type=_MEDIA_TYPES["svg"], headers=headers)


async def static(request: Request) -> Response:
    """GET /static/<name>"""
    held = _by_name().get(request.path_params["name"])
    if held is None:
        return Response(status_code=404, media_type="text/plain")
    form = wanted(request) if held.packs else ""
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding", "ETag": f'"{held.name}{form}"'}
    if holds(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    body = await asyncio.to_thread(_packed, held, form) if form else held.body
    if form:
        headers["Content-Encoding"] = form
    return Response(body, media_type=held.media_type, headers=headers)


@cache
def _packed(held: Static, form: Form) -> bytes:
    """As small as it goes, once: a tenth of a second for the stylesheet, which no start waits for. Blocks."""
    return best(held.body, form)


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.rpartition(".")[2] in _MEDIA_TYPES:
            found.append((prefix + entry.name, entry.read_bytes()))
    return found


def _static(path: str, body: bytes) -> Static:
    stem, _, suffix = path.rpartition("/")[2].rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Static(f"{stem}.{digest}.{suffix}", _MEDIA_TYPES[suffix], body, suffix not in ("woff2", "png"))
