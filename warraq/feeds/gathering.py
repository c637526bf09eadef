"""How do the items of a list become one reading, whatever its format? Each id once, and a reason for what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from warraq.language import dates, markup
from warraq.press import Entry, FeedReading, Moment

_GUID_MAX = 1_000
_CONTENT_MAX = 2 * 2**20
_IMG = re.compile(r"<img\b[^>]{0,2000}?\ssrc\s*=\s*[\"']?\s*([^\"'\s>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """What the bytes do not say: where they came from, and when."""

    url: str
    zone: str
    now: datetime
    max_items: int

    def moment(self, printed: str | None) -> Moment | None:
        """A printed date; no country is known here, so no country's habit is used."""
        return dates.read(printed, country="", zone=self.zone, now=self.now) if printed else None


@dataclass(frozen=True, slots=True)
class Asked:
    """When a feed asks to be left alone: for so long after a visit, and in which hours (UTC) and days (0 is Monday)."""

    ttl_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


NOTHING_ASKED = Asked()


def reading(
    *,
    head_title: str | None,
    entries: Iterator[Entry | None],
    place: Place,
    reader: str,
    language: str | None = None,
    asked: Asked = NOTHING_ASKED,
    page: str | None = None,
) -> FeedReading:
    """Gather entries, each guid once, saying why items were left. Where several pages bear one id, only the first of
    them has it, and the others are known by their addresses."""
    kept: dict[str, Entry] = {}
    dropped: list[str] = []
    for number, entry in enumerate(entries, 1):
        if number > place.max_items:
            dropped.append(f"everything after item {place.max_items}: too many items")
            break
        if entry is not None and entry.guid in kept and kept[entry.guid].url != entry.url:
            entry = replace(entry, guid=entry.url)
        if entry is None:
            dropped.append(f"item {number}: no http(s) link")
        elif entry.guid in kept:
            dropped.append(f"item {number}: the id of an earlier item")
        else:
            kept[entry.guid] = entry
    return FeedReading(
        title=head_title,
        entries=tuple(kept.values()),
        reader=reader,
        language=language.strip().lower()[:35] if language else None,
        ttl_s=asked.ttl_s,
        skip_hours=asked.skip_hours,
        skip_days=asked.skip_days,
        dropped=tuple(dropped),
        page=page,
    )


def entry_of(
    *,
    guid: str | None,
    url: str | None,
    title: str | None,
    summary: str | None,
    content: str | None,
    authors: tuple[str, ...],
    published: Moment | None,
    updated: Moment | None,
    categories: tuple[str, ...],
    image: str | None,
) -> Entry | None:
    """An entry from its plain fields; `None` without an address. An id too long to be one gives way to the link."""
    if url is None:
        return None
    guid = (guid or "").strip()
    return Entry(
        guid=guid if 0 < len(guid) <= _GUID_MAX else url,
        url=url,
        title=title or None,
        summary=summary or None,
        content=content[:_CONTENT_MAX] if content and content.strip() else None,
        authors=tuple(dict.fromkeys(name for name in authors if name)),
        published=published,
        updated=updated,
        categories=tuple(dict.fromkeys(name for name in categories if name)),
        image=image,
    )


def picture_in(html: str | None, base: str) -> str | None:
    """The first picture that a field's HTML shows."""
    match = _IMG.search(html or "")
    return markup.link(markup.text(match.group(1)), base) if match else None
