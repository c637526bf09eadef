"""What does a sitemap, a news sitemap or a sitemap index list? Addresses, when they changed, and of news the headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

from lxml import etree

from warraq.feeds import elements
from warraq.feeds.gathering import Place, entry_of, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading, Part

MAX_PARTS = 1_000
# So many entries with one and the same lastmod: the file's own date, written anew at every request. A front page set
# apart from them may have another.
_ALIKE, _NEARLY_ALL = 5, 0.9
_FRESH = timedelta(days=1)
_COMMAS = re.compile("[,،;]")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def read(root: etree._Element, place: Place) -> FeedReading | None:
    """The reading, or `None` where the root is no sitemap's.

    Of more entries than a reading holds, the newest are kept, by their publication date or lastmod; `lastmod` is when
    a page changed, never when it was published.
    Source: https://www.sitemaps.org/protocol.html; Google's news and image extensions.
    """
    kind = elements.local(root)
    if kind == "sitemapindex":
        return replace(_nothing(place), parts=_parts(root, place), reader="sitemap-index/1")
    if kind != "urlset":
        return None
    listed = [child for child in root if isinstance(child.tag, str) and elements.local(child) == "url"]
    left = len(listed) - place.max_items
    if left > 0:
        listed.sort(key=_rough, reverse=True)  # a stable sort: without dates, the file's own order
    found = reading(
        head_title=None,
        entries=_dated((_entry(one, place) for one in listed[: place.max_items]), place.now),
        place=place,
        reader="sitemap/1",
        language=_language(listed),
    )
    more = (f"{left} older entries: more than {place.max_items}",) if left > 0 else ()
    return replace(found, whole=True, dropped=(*found.dropped, *more))


def _nothing(place: Place) -> FeedReading:
    return reading(head_title=None, entries=iter(()), place=place, reader="sitemap/1")


def _parts(root: etree._Element, place: Place) -> tuple[Part, ...]:
    parts: dict[str, Part] = {}
    for child in root:
        if not isinstance(child.tag, str) or elements.local(child) != "sitemap":
            continue
        said = _fields(child)
        url = markup.link(elements.text(said.get("loc")), place.url)
        if url and url != place.url:
            parts.setdefault(url, Part(url, place.moment(elements.text(said.get("lastmod")))))
        if len(parts) >= MAX_PARTS:
            break
    return tuple(parts.values())


def _entry(element: etree._Element, place: Place) -> Entry | None:
    said = _fields(element)
    url = markup.link(elements.text(said.get("loc")), place.url)
    if url is None:
        return None
    news = _fields(said["news"]) if "news" in said else {}
    picture = _fields(said["image"]) if "image" in said else {}
    title = elements.text(news.get("title"))
    return entry_of(
        guid=None,
        url=url,
        title=markup.line(title) if title else None,
        summary=None,
        content=None,
        authors=(),
        published=place.moment(elements.text(news.get("publication_date"))),
        updated=place.moment(elements.text(said.get("lastmod"))),
        categories=tuple(word.strip() for word in _COMMAS.split(elements.text(news.get("keywords")) or "")),
        image=markup.link(elements.text(picture.get("loc")), place.url),
    )


def _dated(entries: Iterator[Entry | None], now: datetime) -> Iterator[Entry | None]:
    """The entries, without a lastmod that all of them share, or nearly all of them today."""
    found = list(entries)
    printed = Counter(entry.updated.printed if entry and entry.updated else None for entry in found)
    (stamp, times), *_ = printed.most_common(1) or [(None, 0)]
    if stamp is None or times < _ALIKE or times < len(found) * _NEARLY_ALL:
        return iter(found)
    return (
        replace(one, updated=None) if _is_stamped(one, stamp, now, all_of_them=times == len(found)) else one
        for one in found
    )


def _is_stamped(entry: Entry | None, stamp: str, now: datetime, *, all_of_them: bool) -> TypeGuard[Entry]:
    if entry is None or entry.updated is None or entry.updated.printed != stamp:
        return False
    return all_of_them or entry.updated.at > now - _FRESH


def _rough(element: etree._Element) -> datetime:
    """About when, cheaply: a sitemap may list fifty thousand pages, and dates are read with care only for those kept."""
    said = _fields(element)
    news = _fields(said["news"]) if "news" in said else {}
    text = elements.text(news.get("publication_date")) or elements.text(said.get("lastmod"))
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return _LONG_AGO
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _language(listed: list[etree._Element]) -> str | None:
    for element in listed[:1]:
        said = _fields(element)
        publication = _fields(said["news"]).get("publication") if "news" in said else None
        return elements.text(_fields(publication).get("language")) if publication is not None else None
    return None


def _fields(parent: etree._Element) -> dict[str, etree._Element]:
    """Children by local name, the first of each, of whatever namespace: `url` has a `loc`, and its picture another."""
    found: dict[str, etree._Element] = {}
    for child in parent:
        if isinstance(child.tag, str):
            found.setdefault(elements.local(child), child)
    return found
