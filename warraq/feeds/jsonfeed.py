"""What does a JSON Feed (1.0, 1.1) say, item by item?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from warraq.errors import Unreadable
from warraq.feeds import hubs
from warraq.feeds.gathering import Place, entry_of, picture_in, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading


def read(text: str, place: Place) -> FeedReading:
    """The reading. What has another type than the format says is passed over, as if it were not said.

    Raises: Unreadable for JSON that is broken, or no JSON Feed.
    Source: https://www.jsonfeed.org/version/1.1/
    """
    try:
        feed = json.loads(text)
    except RecursionError as error:
        raise Unreadable("JSON nested too deeply for a feed") from error
    except ValueError as error:
        raise Unreadable(f"broken JSON: {str(error)[:100]}") from error
    version = _string(feed.get("version")) if isinstance(feed, dict) else None
    if version is None or "jsonfeed.org/version/" not in version:
        raise Unreadable("this is JSON, but no JSON Feed: it names no version of jsonfeed.org")
    if not isinstance(feed.get("items"), list):
        raise Unreadable("a JSON Feed without its list of items")
    authors = _names(feed)
    found = reading(
        head_title=_line(feed.get("title")),
        entries=_entries(feed["items"], place, authors),
        place=place,
        reader="json/1",
        language=_string(feed.get("language")),
        page=markup.link(_string(feed.get("home_page_url")), place.url),
    )
    told = [("self", _string(feed.get("feed_url")) or "")]
    for hub in feed["hubs"] if isinstance(feed.get("hubs"), list) else []:
        if isinstance(hub, dict) and (_string(hub.get("type")) or "").lower() == "websub":
            told.append(("hub", _string(hub.get("url")) or ""))
    return hubs.announced(found, told, place.url)


def _entries(items: list[Any], place: Place, authors: tuple[str, ...]) -> Iterator[Entry | None]:
    for item in items:
        yield _entry(item, place, authors) if isinstance(item, dict) else None


def _entry(item: dict[str, Any], place: Place, authors: tuple[str, ...]) -> Entry | None:
    content, plain = _string(item.get("content_html")), _string(item.get("content_text"))
    summary = _string(item.get("summary"))
    pictures = (markup.link(_string(item.get(key)), place.url) for key in ("image", "banner_image"))
    return entry_of(
        guid=_id(item.get("id")),
        # `external_url` is a page elsewhere that the item speaks of: an address only where the item has none of its own
        url=markup.link(_string(item.get("url")), place.url)
        or markup.link(_string(item.get("external_url")), place.url)
        or markup.link(_id(item.get("id")), place.url if _is_address(item.get("id")) else ""),
        title=_line(item.get("title")),
        summary=markup.tidy(summary) if summary else markup.tidy(plain) if plain else None,
        content=content,
        authors=_names(item) or authors,
        published=place.moment(_string(item.get("date_published"))),
        updated=place.moment(_string(item.get("date_modified"))),
        categories=tuple(filter(None, (_line(tag) for tag in _list(item.get("tags"))))),
        image=next(filter(None, pictures), None) or _attached(item, place) or picture_in(content, place.url),
    )


def _names(said: dict[str, Any]) -> tuple[str, ...]:
    """1.1 says `authors`, 1.0 `author`."""
    people = [*_list(said.get("authors")), said.get("author")]
    names = (_line(person.get("name")) for person in people if isinstance(person, dict))
    return tuple(dict.fromkeys(name for name in names if name))


def _attached(item: dict[str, Any], place: Place) -> str | None:
    for one in _list(item.get("attachments")):
        if isinstance(one, dict) and (_string(one.get("mime_type")) or "").lower().startswith("image/"):
            return markup.link(_string(one.get("url")), place.url)
    return None


def _id(value: Any) -> str | None:
    """Meant to be a string; numbers are common (the format says to take them as one)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _string(value)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.strip().lower().startswith(("http://", "https://"))


def _line(value: Any) -> str | None:
    """Titles and names are plain text here, not HTML."""
    said = _string(value)
    return " ".join(said.split()) if said else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: Any) -> str | None:
    # Half characters (a lone surrogate written as an escape) are replaced: no text may hold them.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and value.strip() else None
