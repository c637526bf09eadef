"""Which picture stands with the article? The declared one, unless it is plainly the paper's logo."""

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


def image(evidence: Evidence) -> str | None:
    """The address of the lead picture, http(s); `None` if the page declares none."""
    candidates = [
        *_declared(evidence),
        *evidence.metas.get("og:image", ()),
        *evidence.metas.get("og:image:url", ()),
    ]
    candidates += [*evidence.metas.get("twitter:image", ()), *evidence.metas.get("twitter:image:src", ())]
    candidates.append(evidence.links.get("image_src", ""))
    for candidate in candidates:
        address = markup.link(candidate, evidence.url)
        if address and not _NO_PICTURE.search(address.partition("?")[0]):
            return address
    return None


def _declared(evidence: Evidence) -> Iterator[str]:
    for value in evidence.said("image", "thumbnailUrl"):
        yield from _addresses(value)


def _addresses(value: Any) -> Iterator[str]:
    for item in value[:5] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("url") or item.get("contentUrl")
        if isinstance(item, str):
            yield item
