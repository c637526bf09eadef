"""Which picture stands with the article? A declared one, unless it is plainly the paper's logo.

Of several declared ones, the first that the page shows: JSON-LD lists all pictures of an article, and what is declared for shares may have
the paper's mark printed over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from warraq.extraction.evidence import Evidence
from warraq.language import markup

_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|placeholder|default|no-?image|favicon|share-?image|avatar)s?[\w.-]*\.\w{3,4}$",
    re.IGNORECASE,
)
_MAX_SHOWN = 400


def image(evidence: Evidence) -> str | None:
    """The address of the lead picture, http(s); `None` if the page declares none."""
    named = ("og:image", "og:image:url", "twitter:image", "twitter:image:src")
    candidates = [*_declared(evidence), *(said for name in named for said in evidence.metas.get(name, ()))]
    candidates.append(evidence.links.get("image_src", ""))
    addresses = [markup.link(candidate, evidence.url) for candidate in candidates]
    fit = dict.fromkeys(
        address for address in addresses if address and not _NO_PICTURE.search(address.partition("?")[0])
    )
    shown = _shown(evidence) if len(fit) > 1 else frozenset()
    return next((address for address in fit if address in shown), next(iter(fit), None))


def _shown(evidence: Evidence) -> frozenset[str | None]:
    """The addresses of the page's pictures, also of those that are fetched when one scrolls there."""
    said: list[str] = []
    for element, _ in zip(evidence.tree.iter("img", "source"), range(_MAX_SHOWN), strict=False):
        said += [element.get("src") or "", element.get("data-src") or ""]
        said += [size.split()[0] for size in (element.get("srcset") or "").split(", ") if size.strip()]
    return frozenset(markup.link(one, evidence.url) for one in said if one)


def _declared(evidence: Evidence) -> Iterator[str]:
    for value in evidence.said("image", "thumbnailUrl"):
        yield from _addresses(value)


def _addresses(value: Any) -> Iterator[str]:
    for item in value[:5] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("url") or item.get("contentUrl")
        if isinstance(item, str):
            yield item
