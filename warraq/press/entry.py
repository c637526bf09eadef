"""What did a feed say about an article?"""

from __future__ import annotations

from dataclasses import dataclass

from warraq.press.moment import Moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as plain text (markup already turned into text, entities resolved).

    `guid` is the feed's own id of it, else its link: identity is (feed, guid). `url` is absolute, http(s).
    `content` is the feed's own full text as HTML where it gives one. `image` is an http(s) address.
    """

    guid: str
    url: str
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    categories: tuple[str, ...] = ()
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One file of many that a sitemap index names. `changed` is its `lastmod`."""

    url: str
    changed: Moment | None = None


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed's bytes, read. `reader` names which of our readers understood it; `dropped` says why items were left.

    `ttl_s`, `skip_hours` (0-23, UTC) and `skip_days` (0 is Monday) are when it asks to be left alone. `parts` are the
    lists that a sitemap index names instead of entries. `whole` says that it lists all that the site has, old and new,
    rather than the newest: a sitemap. `hub` is who tells its readers of changes, `topic` the name it is known by there.
    `page` is the page that it says it is the feed of.
    """

    title: str | None
    entries: tuple[Entry, ...]
    reader: str
    language: str | None = None
    ttl_s: int | None = None
    dropped: tuple[str, ...] = ()
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    whole: bool = False
    hub: str | None = None
    topic: str | None = None
    page: str | None = None
