"""How does a sheet leave the house as one file, which needs nothing else to be read?

For the days without network: it goes by mail or messenger from hand to hand. Its style and its letters stand in it, it runs no
script and asks nobody for anything, and the policy that says so goes along inside.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from warraq.web.packing import holds
from warraq.web.pages import packed_for
from warraq.web.statics import statics
from warraq.web.templating import templates
from warraq.web.tongue import spoken

# Headlines in one hand, running text in another: four subsets of the vendored letters.
_FONTS = (
    ("Warraq Sans", 700, "sans-700-arabic"),
    ("Warraq Sans", 700, "sans-700-latin"),
    ("Warraq Naskh", 400, "naskh-400-arabic"),
    ("Warraq Naskh", 400, "naskh-400-latin"),
)
_RANGES = {
    "arabic": "U+0600-06FF, U+0750-077F, U+200C-200F, U+FB50-FDFF, U+FE70-FEFC",
    "latin": "U+0020-00FF, U+0152-0153, U+2013-2026, U+2039-203A, U+20AC, U+2212",
}


def made(template: str, **given: Any) -> bytes:
    """The file of a template that extends `offprint.html`. The same facts are always the same bytes."""
    made = templates().get_template(template)
    text = made.render(style=style(), policy=policy(), speech=spoken(), **given)
    return text.encode("utf-8", "replace")


@cache
def style() -> str:
    """The sheet's style with its letters inside."""
    faces = "".join(_face(*font) for font in _FONTS)
    return faces + statics()["offprint.css"].body.decode("utf-8")


@cache
def policy() -> str:
    """What the file may do: show this one style, and pictures and letters that stand in it."""
    digest = base64.b64encode(hashlib.sha256(style().encode("utf-8")).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def answered(request: Request, body: bytes, name: str) -> Response:
    """The file to be saved under that name, or 304 for who has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {
        "etag": tag,
        "cache-control": "private, no-cache",
        "content-security-policy": f"{policy()}; frame-ancestors 'none'",
        "content-disposition": f'attachment; filename="{name}"',
    }
    if holds(request, tag):
        return Response(status_code=304, headers=headers)
    return packed_for(request, body, "text/html; charset=utf-8", headers)


def inlined(jpeg: bytes) -> str:
    """A picture as its own address."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def _face(family: str, weight: int, name: str) -> str:
    data = (files("warraq.web") / "static" / "fonts" / f"{name}.woff2").read_bytes()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{base64.b64encode(data).decode()})format('woff2');"
        f"unicode-range:{_RANGES[name.rpartition('-')[2]]}}}\n"
    )
