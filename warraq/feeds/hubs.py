"""Which hub tells of a feed's changes, and under which name?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from warraq.language import markup
from warraq.press import FeedReading

_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[^,;<>]{1,200})*)")
_RELATION = re.compile(r";\s*rel\s*=\s*\"?([^\";]+)\"?", re.IGNORECASE)


def announced(reading: FeedReading, links: Iterable[tuple[str, str]], base: str) -> FeedReading:
    """The reading with the first hub and the topic that (relation, address) pairs name; what it knew stays.

    Source: https://www.w3.org/TR/websub/#discovery
    """
    hub, topic = reading.hub, reading.topic
    for relation, address in links:
        found = markup.link(address, base)
        if relation == "hub":
            hub = hub or found
        elif relation == "self":
            topic = topic or found
    return replace(reading, hub=hub, topic=topic)


def header_links(header: str | None) -> list[tuple[str, str]]:
    """(relation, address) of an HTTP `Link` header (RFC 8288), in order."""
    found = []
    for match in _LINK.finditer((header or "")[:8_000]):
        relation = _RELATION.search(match[2])
        if relation:
            found += [(word.lower(), match[1].strip()) for word in relation[1].split()]
    return found
