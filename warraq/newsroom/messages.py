"""What does a message say? JSON of one story, or of the day before a watch, as a reader of the site may see them now.

Made when it leaves, not when it was noted: what was withheld in between is not in it, and a name masked since is masked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from warraq.crawling import urls
from warraq.moderation.policy import Door, case, may_show, sought, unsought
from warraq.newsroom.alerting import Places, Told, apart
from warraq.ports.archive import Archive
from warraq.press import DIGEST, Article, Message, Moment, Source, Watch
from warraq.query import snippet
from warraq.query.tree import Question

_LETTERS = 240
_MOST_ARTICLES = 10
# Around the piece of a text: an ellipsis at either end.
_ELLIPSES = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """By what a message is made. `archive` is the one that readers see; `address` of an article is its page here, whole, or as a
    path where the operator named no address of the site; `said` a date no finer than its paper gave it."""

    archive: Archive
    read: Callable[[str, datetime], Question]
    address: Callable[[Article], str]
    said: Callable[[Moment], str]
    public: bool = True
    places: Places = apart


def body(wording: Wording, watch: Watch, message: Message, *, now: datetime) -> bytes | None:
    """The bytes of a message; `None` where nothing of what it tells may be shown any more. A digest may be of nothing.

    Raises: ArchiveError.
    """
    digest = message.note.story == DIGEST
    stories = told_of(wording, watch, message, now=now)
    if not stories and not digest:
        return None
    return written(watch, "watch.digest" if digest else "watch.story", stories, at=message.made)


def written(watch: Watch, kind: str, stories: Sequence[Mapping[str, Any]], *, at: datetime) -> bytes:
    """The envelope: docs/reference/watching.md. `at` is when it was noted."""
    told = {"id": int(watch.id), "name": watch.rule.name, "query": watch.rule.query}
    data = {"watch": told, "stories": stories}
    return orjson.dumps({"type": kind, "timestamp": _utc(at), "data": data}, option=orjson.OPT_APPEND_NEWLINE)


def name(watch: Watch, message: Message) -> str:
    """By which a receiver knows a message again: the same at every try, and no other's."""
    return f"msg_{watch.salt[:8]}_{message.number}"


def told_of(wording: Wording, watch: Watch, message: Message, *, now: datetime) -> list[dict[str, Any]]:
    """The stories of a message, as much of them as may be shown now."""
    states = sought(public=wording.public)
    ids = message.note.articles
    held = [one for one in wording.archive.articles(ids) if one.state in states]
    places = wording.places([one.id for one in held])
    sources = wording.archive.sources()
    marker = snippet.marker(wording.read(watch.rule.query, now))

    def told(article: Article) -> dict[str, Any] | None:
        return _told(wording, article, sources.get(article.draft.source), marker)

    if message.note.story != DIGEST:
        articles = [one for article in held[:_MOST_ARTICLES] if (one := told(article))]
        place = places.get(held[0].id) if held else None
        return [_story(message.note.story, place, articles)] if articles else []
    each = ((places.get(one.id) or Told(int(one.id)), told(one)) for one in held)
    return [_story(place.story, place, [one]) for place, one in each if one]


def _story(story: int, place: Told | None, articles: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": story, "papers": max(place.papers if place else 1, 1), "articles": articles}


def _told(
    wording: Wording, article: Article, source: Source | None, marker: snippet.Marker
) -> dict[str, Any] | None:
    """As much of the article as may leave by search and by feed; `None`: not even the headline."""
    draft = article.draft
    asked = case(article.state, source, public=wording.public, robots=draft.robots)
    grants = (may_show(asked, Door.SNIPPET), may_show(asked, Door.FEED))
    if unsought(asked) or not all(grant.headline for grant in grants):
        return None
    letters = [_LETTERS if one.letters is None else one.letters - _ELLIPSES for one in grants]
    width = max(0, min(_LETTERS, *letters))
    return {
        "id": int(article.id),
        "headline": list(_marked(marker.title(draft.title))),
        "title": draft.title,
        "source": {
            "slug": draft.source,
            "name": source.name if source else None,
            "country": source.country if source else None,
        },
        "section": draft.section,
        "language": draft.language,
        "published": wording.said(draft.published) if draft.published else None,
        "precision": draft.published.precision.value if draft.published else None,
        "first_seen": _utc(article.first_seen),
        "url": urls.clean(draft.url) if draft.url else None,
        "page": wording.address(article),
        "snippet": list(_marked(marker.marked(draft.body, width=width, ellipsis="…"))) if width else [],
    }


def _marked(pieces: Sequence[snippet.Piece]) -> Iterator[dict[str, Any]]:
    return ({"text": text, "sought": sought_for} for text, sought_for in pieces)


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
