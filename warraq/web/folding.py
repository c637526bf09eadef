"""Which answers tell of one event? The best of them stands for all, on whichever page it stands, if the reader wants it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from warraq.ports.index import Cursor, Hits
from warraq.press import ArticleId, EventId
from warraq.web import finding, wording
from warraq.web.events import story_path
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.scope import Scope
from warraq.web.site import Site
from warraq.web.view import headline

# Answers that are looked at: an event behind them is a question better asked anew.
LOOKED_AT = 200
_LINES = 6  # of an event's other answers


@dataclass(frozen=True, slots=True)
class Fold:
    """What stands behind an answer: `more` says how many articles its event has besides, `lines` are the first of those that
    answer too."""

    href: str
    more: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """A page of events. `page`: the hits that stand for theirs, `behind`: by each of them the others of its event, best first.

    `events`: of so many are the `looked_at` answers that answer whole; what stands in no event yet is counted as one of its own.
    """

    page: Hits
    behind: Mapping[ArticleId, tuple[ArticleId, ...]]
    event_of: Mapping[ArticleId, EventId]
    events: int
    looked_at: int
    beyond: bool  # whether there are answers behind those


def together(site: Site, found: Hits, *, start: int, each: int) -> Together:
    """The events of these hits, `each` of them from the `start`-th on. What holds some of the words only stays apart. Blocks."""
    places = site.stories.places(found.ids) if site.stories is not None else {}
    some = frozenset(found.some)
    first: dict[tuple[EventId, bool], ArticleId] = {}
    behind: dict[ArticleId, list[ArticleId]] = {}
    event_of: dict[ArticleId, EventId] = {}
    for number in found.ids:
        place = places.get(number)
        if place is None:
            behind[number] = []
            continue
        event = place[0].placing.event
        head = first.setdefault((event, number in some), number)
        if head == number:
            behind[number], event_of[number] = [], event
        else:
            behind[head].append(number)
    heads = list(behind)
    shown = heads[start : start + each]
    whole = sum(head not in some for head in heads)
    return Together(
        _page(found, shown, onward=_onward(heads, start + each)),
        {head: tuple(behind[head]) for head in shown},
        {head: event_of[head] for head in shown if head in event_of},
        whole,
        sum(number not in some for number in found.ids),
        found.next is not None,
    )


def folds(site: Site, of: Together, around: Frame, scope: Scope) -> Mapping[ArticleId, Fold]:
    """What stands behind each answer of the page. Blocks."""
    if site.stories is None:
        return {}
    events = site.stories.events(tuple(set(of.event_of.values())))
    return {
        head: Fold(
            story_path(event),
            wording.counted("more_in_event", events[event].articles - 1),
            _lines(site, of.behind[head][:_LINES], around, scope),
        )
        for head, event in of.event_of.items()
        if event in events and events[event].articles > 1
    }


def _lines(site: Site, behind: tuple[ArticleId, ...], around: Frame, scope: Scope) -> tuple[Line, ...]:
    held = {one.id: headline(one) for one in finding.held_of(site, behind)}
    return site.lines(tuple(held[number] for number in behind if number in held), around, scope)


def _page(found: Hits, shown: list[ArticleId], *, onward: Cursor | None) -> Hits:
    copies = dict(zip(found.ids, found.copies, strict=True)) if found.copies else {}
    return replace(
        found,
        ids=tuple(shown),
        copies=tuple(copies[head] for head in shown) if copies else (),
        some=tuple(head for head in shown if head in found.some),
        next=onward,
    )


def _onward(heads: list[ArticleId], rank: int) -> Cursor | None:
    """Pages of events are counted, by events: what stands on them is chosen anew each time."""
    if rank >= len(heads):
        return None
    return Cursor(heads[rank - 1], heads[rank - 2] if rank > 1 else heads[0], rank, 0)
