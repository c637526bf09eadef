"""Which answers of a page tell of one event? The first of them stands for all, if the reader wants it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warraq.press import ArticleId, EventId
from warraq.web import wording
from warraq.web.events import story_path
from warraq.web.finding import Result
from warraq.web.lines import Line
from warraq.web.site import Site


@dataclass(frozen=True, slots=True)
class Fold:
    """What stands behind an answer: `more` says how many articles its event has besides, `lines` are those that answer too."""

    href: str
    more: str
    lines: tuple[Line, ...]


def folded(site: Site, results: Sequence[Result]) -> tuple[tuple[Result, ...], Mapping[ArticleId, Fold]]:
    """The answers that stay, in their order, and what stands behind each. What holds some of the words only stays apart. Blocks."""
    if site.stories is None or not results:
        return tuple(results), {}
    places = site.stories.places([one.article.id for one in results])
    first: dict[tuple[EventId, bool], ArticleId] = {}
    behind: dict[ArticleId, list[Line]] = {}
    kept = []
    for one in results:
        place = places.get(one.article.id)
        key = (place[0].placing.event, one.near) if place else None
        if key is not None and key in first:
            behind[first[key]].append(one.line)
            continue
        kept.append(one)
        if key is not None:
            first[key] = one.article.id
            behind[one.article.id] = []
    events = site.stories.events([event for event, _ in first])
    folds = {
        article: Fold(
            story_path(event),
            wording.counted("more_in_event", events[event].articles - 1),
            tuple(behind[article]),
        )
        for (event, _), article in first.items()
        if event in events and events[event].articles > 1
    }
    return tuple(kept), folds
