"""Which picture stands with the article? A declared one, as the page itself shows it; never a mark, a counter or a card for sharing.

JSON-LD lists all pictures of an article, and what is declared for shares is cropped for it and may have the paper's mark printed over it. So of
several declared ones it is the first that the page shows, and of one picture the rendition that readers of the page see. Where nothing is
declared that can be it, it is the first large picture in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from warraq.extraction import renditions
from warraq.extraction.evidence import Evidence
from warraq.extraction.renditions import Rendition, Shown
from warraq.language import markup

# By the name of the file: marks, stand-ins, sprites, counters, cards that are drawn for shares.
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|placeholder|default|no-?image|favicon|avatar|sprite|spacer|blank|transparent|pixel|beacon|1x1|dummy"
    r"|(?:share|social|og|fb|facebook|twitter)[-_]?(?:image|card|share|social|default|logo))s?"
    r"(?:[_.-][\w.-]*|\d*)\.\w{3,4}$"
    r"|(?:^|/)(?:api/og|og|opengraph-image|twitter-image|share-card|social-card)(?:/|$)",
    re.IGNORECASE,
)
# Who serves nothing else: counters of readers, faces of commentators. Source: EasyPrivacy's most frequent hosts.
_NO_HOST = re.compile(
    r"^https?://(?:[\w.-]+\.)?(?:doubleclick\.net|google-analytics\.com|googletagmanager\.com|googlesyndication\.com"
    r"|scorecardresearch\.com|quantserve\.com|chartbeat\.(?:net|com)|facebook\.com|gravatar\.com|histats\.com|statcounter\.com)(?=[:/]|$)",
    re.IGNORECASE,
)
# Smaller than this, declared or shown, is no report's picture (as in the darkroom); one nobody declared has to be larger.
_LEAST = (160, 90)
_LEAST_UNDECLARED = (400, 200)
_LONGEST = 2_000  # characters of an address
# A rendition narrower than this is a thumbnail of what was declared.
_THUMBNAIL = 480
_DECLARED = (
    ("og:image", "og:image:width", "og:image:height"),
    ("og:image:url", "og:image:width", "og:image:height"),
    ("twitter:image", "twitter:image:width", "twitter:image:height"),
    ("twitter:image:src", "twitter:image:width", "twitter:image:height"),
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A declared picture, with its size in pixels where that is said too."""

    address: str
    width: int | None = None
    height: int | None = None


def image(evidence: Evidence) -> str | None:
    """The address of the lead picture, http(s); `None` if the page has none that can be it. To be asked while the tree is whole."""
    fit = dict.fromkeys(
        address
        for one in _candidates(evidence)
        if (address := markup.link(one.address, evidence.url)) and _is_fit(address, one.width, one.height)
    )
    # a drawing is refused when it comes: whatever else there is comes first
    addresses = sorted(fit, key=_is_drawing)
    shown = renditions.shown(evidence)
    for address in addresses:
        if found := _as_shown(address, shown):
            return found
    return next(iter(addresses), None) or _told(shown)


def _as_shown(address: str, shown: tuple[Shown, ...]) -> str | None:
    """The declared picture as the page shows it; `None` where it does not, or only as a thumbnail."""
    name = renditions.name(address)
    for one in shown:
        exactly = any(rendition.address == address for rendition in one.renditions)
        if (exactly or name in one.names) and (found := _chosen(one.best, address, exactly=exactly)):
            return found
    return None


def _chosen(best: Rendition, address: str, *, exactly: bool) -> str | None:
    """The best rendition or the declared address; `None` where what is shown says nothing of the declared one.

    Its original stays where the rendition is not as wide as a print of ours.
    """
    if (best.width or _THUMBNAIL) < _THUMBNAIL or not _is_fit(best.address, best.width, None):
        return address if exactly else None
    wide = (best.width or 0) >= renditions.WANTED
    if not wide and ((exactly and best.width is None) or renditions.is_original(address, best.address)):
        return address
    return best.address


def _told(shown: tuple[Shown, ...]) -> str | None:
    """The first picture in the article that is large by what the page says of it."""
    least_width, least_height = _LEAST_UNDECLARED
    for one in shown:
        best = one.best
        if not one.told or (best.width or 0) < least_width or (one.height or least_height) < least_height:
            continue
        if _is_fit(best.address, best.width, one.height) and not _is_drawing(best.address):
            return best.address
    return None


def _is_fit(address: str, width: int | None, height: int | None) -> bool:
    """Whether it can be a report's picture, by its address and by what is said of its size."""
    if len(address) > _LONGEST:
        return False
    if (width or _LEAST[0]) < _LEAST[0] or (height or _LEAST[1]) < _LEAST[1]:
        return False
    return not (_NO_PICTURE.search(address.partition("?")[0]) or _NO_HOST.match(address))


def _is_drawing(address: str) -> bool:
    return address.partition("?")[0].lower().endswith((".svg", ".svgz"))


def _candidates(evidence: Evidence) -> Iterator[_Candidate]:
    for value in evidence.said("image", "thumbnailUrl"):
        yield from _of_node(value)
    for named, wide, high in _DECLARED:
        said = evidence.metas.get(named, ())
        # sizes belong to the picture before them; of several it is not told whose they are
        sizes = (
            (_pixels(evidence.meta(wide)), _pixels(evidence.meta(high))) if len(said) == 1 else (None, None)
        )
        yield from (_Candidate(one, *sizes) for one in said)
    yield _Candidate(evidence.links.get("image_src", ""))


def _of_node(value: Any) -> Iterator[_Candidate]:
    for item in value[:5] if isinstance(value, list) else [value]:
        width = height = None
        if isinstance(item, dict):
            width, height = _pixels(item.get("width")), _pixels(item.get("height"))
            item = item.get("url") or item.get("contentUrl")
        if isinstance(item, str):
            yield _Candidate(unescape(item), width, height)


def _pixels(value: Any) -> int | None:
    """A size as pages declare it: a number, a string, "1200px", or an object with a value. 0 and less says nothing."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("@value")
    if isinstance(value, str):
        digits = value.strip().removesuffix("px").strip()
        value = int(digits) if digits.isdecimal() and len(digits) <= 6 else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**6:
        return None
    return int(value)
