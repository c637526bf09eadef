"""By which small mark does a site ask to be known? What its front page and its manifest name, the fittest first.

Sources: HTML, 4.6.7.8 "Link type icon"; Apple, "Configuring Web Applications" (apple-touch-icon, 180 pixels where no size is said);
W3C, Web Application Manifest, "icons". A mask-icon is one drawing in one colour, and a drawing is refused whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from lxml import etree
from lxml import html as lxml_html

from warraq.language import markup
from warraq.language.charset import decoded, without_controls
from warraq.press import ICON_SIDE

_LONGEST = 2 * 2**20
_MOST = 40  # links and manifest's icons that are looked at
_TOUCH = frozenset(["apple-touch-icon", "apple-touch-icon-precomposed"])
_SIDES = re.compile(r"(\d{1,4})x(\d{1,4})", re.ASCII)
_TOUCHED, _UNSAID = 180, 32
# One side that is large enough, and one above which it is a picture.
_FIT = range(ICON_SIDE, 257)


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon that a site names. `side` in pixels, as said or as usual for its kind."""

    address: str
    side: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What a front page names: its icons in page order, and where its manifest lies."""

    marks: tuple[Mark, ...] = ()
    manifest: str | None = None


def declared(page: bytes, *, url: str, content_type: str | None) -> Marks:
    """What the page at `url` names; nothing where the bytes are no page."""
    text = without_controls(decoded(page, content_type=content_type).text)[:_LONGEST]
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return Marks()
    marks: list[Mark] = []
    manifest: str | None = None
    for element, _ in zip(root.iter("link"), range(20 * _MOST), strict=False):
        relations = set((element.get("rel") or "").lower().split())
        address = markup.link(element.get("href"), url)
        if address is None:
            continue
        if "manifest" in relations:
            manifest = manifest or address
        usual = _TOUCHED if relations & _TOUCH else _UNSAID if "icon" in relations else None
        if usual and len(marks) < _MOST:
            marks += _marks(address, element.get("sizes"), element.get("type"), usual)
    return Marks(tuple(marks), manifest)


def of_manifest(data: bytes, *, url: str) -> tuple[Mark, ...]:
    """The icons that a manifest names; none where it is no manifest."""
    try:
        said = orjson.loads(data)
    except orjson.JSONDecodeError:
        return ()
    listed = said.get("icons") if isinstance(said, dict) else None
    marks: list[Mark] = []
    for one in listed[:_MOST] if isinstance(listed, list) else []:
        # one that is to be cut round has its mark in the middle of much colour
        if not isinstance(one, dict) or str(one.get("purpose") or "any").split()[0:1] in (
            ["maskable"],
            ["monochrome"],
        ):
            continue
        address = markup.link(_text(one.get("src")), url)
        if address is not None:
            marks += _marks(address, _text(one.get("sizes")), _text(one.get("type")), _UNSAID)
    return tuple(marks)


def fittest(marks: Iterable[Mark], *, home: str) -> tuple[str, ...]:
    """Addresses in the order in which they are asked for: the least that is large enough for a dense screen, then what is larger, then what is smaller;
    at last /favicon.ico of the site at `home`."""
    ordered = sorted(marks, key=_fitness)
    favicon = markup.link("/favicon.ico", home)
    return tuple(dict.fromkeys([*(one.address for one in ordered), *([favicon] if favicon else [])]))


def is_fit(marks: Iterable[Mark]) -> bool:
    """Whether one of them is as large as is wanted, so that no manifest need be asked for."""
    return any(one.side in _FIT for one in marks)


def _fitness(mark: Mark) -> tuple[int, int]:
    if mark.side in _FIT:
        return 0, mark.side
    return (1, mark.side) if mark.side >= _FIT.stop else (2, -mark.side)


def _marks(address: str, sizes: str | None, media_type: str | None, usual: int) -> Iterator[Mark]:
    """The icon, unless it is a drawing: of several sizes in one file the one that fits."""
    if "svg" in (media_type or "").lower() or address.partition("?")[0].lower().endswith((".svg", ".svgz")):
        return
    sides = [max(int(wide), int(high)) for wide, high in _SIDES.findall((sizes or "")[:200].lower())]
    said = [Mark(address, side) for side in sides if side]
    yield min(said, key=_fitness) if said else Mark(address, usual)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
