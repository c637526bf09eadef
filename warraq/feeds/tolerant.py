"""What does a broken feed say all the same? feedparser reads what our own reader may not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from warraq.errors import Unreadable
from warraq.feeds import cleaning
from warraq.feeds.gathering import Place, entry_of, picture_in, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading

# feedparser takes seconds for markup without end; a paper's feed has some ten thousand tags.
_MAX_TAGS = 300_000


def read(text: str, place: Place, *, reason: str) -> FeedReading:
    """The reading of a feed that is not well-formed.

    `reason` is why the strict reader gave up, for the message.
    Raises: Unreadable.
    """
    if text.count("<") > _MAX_TAGS:
        raise Unreadable(f"not well-formed XML ({reason}), and too much of it to mend")
    import feedparser  # a tenth of a second: only those who read broken feeds pay for it

    # A file object, always: given text or bytes, feedparser would open an address or a local path that they name.
    stream = io.BytesIO(cleaning.undeclared(text).encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": place.url}
    try:
        found = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    except Exception as error:  # it raises whatever its parsers do: measured on 59 of 815 mangled feeds
        raise Unreadable(f"not a readable feed: {reason}") from error
    if not found.get("version") and not found.get("entries"):
        raise Unreadable(f"neither RSS nor Atom: {reason}")
    return reading(
        head_title=_line(found.feed.get("title")),
        entries=_entries(found.entries, place),
        place=place,
        reader="feedparser/1",
        language=found.feed.get("language"),
        page=markup.link(_string(found.feed.get("link")), place.url),
    )


def _entries(items: list[Any], place: Place) -> Iterator[Entry | None]:
    for item in items:
        summary, content = _string(item.get("summary")), None
        for block in item.get("content") or []:
            content = _string(block.get("value"))
            break
        url = markup.link(_string(item.get("link")), place.url)
        yield entry_of(
            guid=_string(item.get("id")),
            url=url,
            title=_line(item.get("title")),
            summary=markup.text(summary) if summary else None,
            content=content if content != summary else None,
            authors=(_line(item.get("author")) or "",),
            published=place.moment(_string(item.get("published")) or _string(item.get("created"))),
            updated=place.moment(_string(item.get("updated"))) if "updated" in item.keys() else None,  # noqa: SIM118 (its `in` answers for other keys)
            categories=tuple(
                _line(tag.get("label") or tag.get("term")) or "" for tag in item.get("tags") or []
            ),
            image=_picture(item, place) or picture_in(content, place.url) or picture_in(summary, place.url),
        )


def _picture(item: Any, place: Place) -> str | None:
    for media in (*(item.get("media_content") or ()), *(item.get("media_thumbnail") or ())):
        found = markup.link(_string(media.get("url")), place.url)
        if found:
            return found
    return None


def _line(value: Any) -> str | None:
    said = _string(value)
    return markup.line(said) or None if said else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
