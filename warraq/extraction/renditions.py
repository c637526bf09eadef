"""Which pictures does a page show, and where does each lie in which width?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml.html import HtmlElement

from warraq.extraction.evidence import Evidence
from warraq.language import markup

# A print of ours is 1200 wide: the first rendition as wide as that is enough.
WANTED = 1200
_MAX_SHOWN = 400
_MAX_RENDITIONS = 40  # of one picture
_MAX_ADDRESS = 4_000
_TAIL = 3  # parts of a path by which a file is known at another host
_DEEPEST = 40  # ancestors that are looked at

_SIZES = ("srcset", "data-srcset", "data-lazy-srcset")
_SINGLE = ("src", "data-src", "data-lazy-src", "data-original")
# Source: HTML, 4.8.4.2 "srcset attributes"; some write no space behind the comma.
_SIZE = re.compile(r"(?P<size>\d{1,6}(?:\.\d{1,4})?)(?P<unit>[wxh])(?:,(?P<rest>.*))?", re.DOTALL)
_PROSE = frozenset(["article", "main", "figure"])
_ASIDE = frozenset(["aside", "nav", "footer", "header", "li", "form", "iframe"])
_BESIDE = re.compile(
    r"related|sidebar|recommend|most-?read|teaser|promo|author|avatar|logo|comment", re.IGNORECASE
)
_WIDTH = re.compile(
    r"[?&;,/](?:w|width|maxwidth|imwidth|resize_to|rs:fill:)[=:]?(?P<asked>\d{2,4})(?=\D|$)"
    r"|-(?P<sized>\d{2,4})x\d{2,4}(?=\.\w+$|$)"
)
_NESTED = re.compile(r"https?:/+")
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif)\b", re.IGNORECASE)
_SIZED = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|=[wsh]\d+\S*|[-_]scaled|@\dx|[-_]\d{2,4}w)$")
# Names that content systems give: a number of their own, before and after which they write what was made of the picture.
_NUMBERED = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[a-f]*\d)[0-9a-f]{12,}(?![0-9a-z])|(?<=^csm_).+(?=_[0-9a-f]{10}$)"
)
_SHORTEST = 6  # characters of a name by which a picture is told from another
_UNSPEAKING = frozenset(
    ["image", "images", "photo", "picture", "original", "master", "large", "medium", "small", "cover", "default", "download"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rendition:
    """One address of a picture; `width` in pixels where the page or the address says it."""

    address: str
    width: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the page, in all its renditions and what they are called. `height` as the page sets it. `told`: it stands in the article, or in a figure, and
    not in what stands beside it."""

    renditions: tuple[Rendition, ...]
    names: frozenset[str]
    height: int | None
    told: bool

    @property
    def best(self) -> Rendition:
        """The least wide that is wide enough, else the widest; where nothing is said of widths, the first."""
        known = sorted((one.width, at) for at, one in enumerate(self.renditions) if one.width is not None)
        enough = [at for width, at in known if width >= WANTED]
        return self.renditions[enough[0] if enough else known[-1][1] if known else 0]


def shown(evidence: Evidence) -> tuple[Shown, ...]:
    """The page's pictures in page order, also those that are fetched when one scrolls there."""
    found: list[Shown] = []
    for element, _ in zip(evidence.tree.iter("img"), range(_MAX_SHOWN), strict=False):
        renditions = tuple(_renditions(element, evidence.url))[:_MAX_RENDITIONS]
        if renditions:
            names = frozenset(filter(None, (name(one.address) for one in renditions)))
            found.append(Shown(renditions, names, _number(element.get("height")), _is_told(element)))
    return tuple(found)


def name(address: str) -> str | None:
    """What a picture is called wherever it lies: its file's name without ending and size. `None` where that says nothing.

    >>> name("https://cdn.example/800x450/https%3A%2F%2Fpaper.example%2Fi%2FHarbour_01-800x450.jpg?q=1")
    'harbour_01'
    """
    inner = unquote(unquote(address[:_MAX_ADDRESS]))
    starts = [match.end() for match in _NESTED.finditer(inner)]
    path = inner[starts[-1] if starts else 0 :].partition("?")[0]
    for part in reversed(path.split("/")[1:]):
        stem = _SIZED.sub("", _ENDING.sub("", part.lower()))
        if numbered := _NUMBERED.search(stem):
            return numbered[0]
        if len(stem) >= _SHORTEST and stem not in _UNSPEAKING and not _SIZED.fullmatch(f"-{stem}"):
            return stem
    return None


def is_original(address: str, rendition: str) -> bool:
    """Whether the rendition is this very file, from another host or in the size that its name says."""
    one, other = address.partition("?")[0], rendition.partition("?")[0]
    tail = "/".join(other.split("/")[3:][-_TAIL:])
    if "?" not in rendition and other.count("/") >= _TAIL + 2 and one.endswith(f"/{tail}"):
        return True
    stem, ending, rest = other.rpartition(".")
    return bool(ending) and bool(_SIZED.search(stem)) and f"{_SIZED.sub('', stem)}.{rest}" == one


def _renditions(element: HtmlElement, base: str) -> Iterator[Rendition]:
    """The address of the element itself and of its sizes; of a `picture`, those of its sources too."""
    # old parsers set what follows a `source` inside it
    around = zip(element.iterancestors("picture", "figure"), range(1), strict=False)
    sources = [one for outer, _ in around if outer.tag == "picture" for one in outer.iter("source")]
    own = _number(element.get("width"))
    for attribute in _SINGLE:
        if address := markup.link(element.get(attribute), base):
            yield Rendition(address, _asked(address) or own)
    for one in (element, *sources):
        for attribute in _SIZES:
            yield from _sizes(one.get(attribute) or "", base)


def _sizes(said: str, base: str) -> Iterator[Rendition]:
    """What a `srcset` lists: addresses, each with its width or density or nothing behind it."""
    waiting: str | None = None
    for word in said[: _MAX_ADDRESS * _MAX_RENDITIONS].split():
        size = _SIZE.fullmatch(word) if waiting else None
        if waiting and (address := markup.link(waiting, base)):
            wide = int(float(size["size"])) if size and size["unit"] == "w" else None
            yield Rendition(address, wide or _asked(address))
        waiting = (size["rest"] or None) if size else word
        if waiting and waiting.endswith(","):
            if address := markup.link(waiting.rstrip(","), base):
                yield Rendition(address, _asked(address))
            waiting = None
    if waiting and (address := markup.link(waiting, base)):
        yield Rendition(address, _asked(address))


def _asked(address: str) -> int | None:
    """The width that the address itself asks for."""
    match = _WIDTH.search(address)
    return int(match["asked"] or match["sized"]) if match else None


def _number(said: str | None) -> int | None:
    digits = (said or "").strip().removesuffix("px")
    return int(digits) if digits.isdecimal() and len(digits) <= 5 else None


def _is_told(element: HtmlElement) -> bool:
    told = False
    for ancestor, _ in zip(element.iterancestors(), range(_DEEPEST), strict=False):
        marks = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ancestor.tag in _ASIDE or (ancestor.tag not in ("body", "html") and _BESIDE.search(marks)):
            return False
        told = told or ancestor.tag in _PROSE
    return told
