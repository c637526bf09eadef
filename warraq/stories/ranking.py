"""Which events come first? By how many papers tell of them in their own words, how lately, and how fast more of them do.

The heat of an event does not change while nothing is printed: all events cool alike, so that it can stand in an index. What a page
shows is ordered once more, with what changes by the minute.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warraq.press import Coverage, Event

HALF_H = 9.0  # in so many hours an event counts half
COPY = 0.25  # a paper that only prints another's words, beside one with an account of its own

_FRESH = timedelta(hours=2)
_GROWTH_H = 1.5
_COVERED = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many events of a front page may be led by one paper, and be of one desk."""

    source: int = 3
    section: int = 5


CAPS = Caps()


def weight(papers: Sequence[Coverage]) -> float:
    """Distinct papers; those with no word of their own count less."""
    return sum(1.0 if one.own else COPY for one in papers)


def heat(papers: Sequence[Coverage]) -> float:
    """In hours: when the last paper began to tell of it, later by `HALF_H` for each doubling of the papers' weight.

    Articles that follow in a paper that tells of it already add nothing: no paper heats an event alone.
    """
    last = max(one.first for one in papers).timestamp() / 3600
    return last + HALF_H * math.log2(max(weight(papers), COPY))


def heats(event: Event) -> dict[str, float]:
    """The heat of an event for readers of each country, and "" for readers of all; none where it leads nowhere."""
    if not (event.leads and event.live and event.papers):
        return {}
    found = {"": heat(event.papers)}
    for country in event.countries:
        found[country] = heat([one for one in event.papers if one.country == country])
    return found


def front(
    events: Sequence[Event],
    *,
    now: datetime,
    limit: int,
    countries: frozenset[str] | None = None,
    caps: Caps = CAPS,
) -> tuple[Event, ...]:
    """Of the hottest, what a front page shows: what grows first, and no paper or desk more often than its share.

    Those over a cap come behind all others, so that a page is full while there is anything to fill it with. An event that an
    editor pinned is held by no cap.
    """
    ranked = sorted(
        ((heat(papers) + growth(papers, now), one.id, one)
         for one in events
         if one.leads and one.live and (papers := _of(one, countries))),
        key=lambda row: row[:2],
        reverse=True,
    )  # fmt: skip
    sources: Counter[str | None] = Counter()
    sections: Counter[str | None] = Counter()
    chosen, over = [], []
    for _, _, one in ranked:
        full = sources[one.source] >= caps.source or (
            one.section is not None and sections[one.section] >= caps.section
        )
        if full and not one.pinned:
            over.append(one)
            continue
        sources[one.source] += 1
        sections[one.section] += 1
        chosen.append(one)
    return tuple((*chosen, *over)[: max(limit, 0)])


def most_covered(
    events: Sequence[Event], *, now: datetime, limit: int, countries: frozenset[str] | None = None
) -> tuple[Event, ...]:
    """«الأكثر تغطية»: those of the last day and a half by how many papers tell of them, copies for less; two papers at least."""
    found = []
    for one in events:
        papers = _of(one, countries)
        if (
            one.leads
            and one.live
            and len(papers) > 1
            and max(each.first for each in papers) >= now - _COVERED
        ):
            found.append((weight(papers), heat(papers), one.id, one))
    found.sort(key=lambda row: row[:3], reverse=True)
    return tuple(row[3] for row in found[: max(limit, 0)])


def growth(papers: Sequence[Coverage], now: datetime) -> float:
    """In hours: what the papers of the last two hours add, of those that have more than one. One paper does not grow."""
    fresh = since(papers, now - _FRESH)
    return _GROWTH_H * math.log2(1 + fresh) if len(papers) > 1 else 0.0


def since(papers: Sequence[Coverage], moment: datetime) -> int:
    """How many papers began to tell of it from that moment on."""
    return sum(one.first >= moment for one in papers)


def _of(event: Event, countries: frozenset[str] | None) -> list[Coverage]:
    return [one for one in event.papers if countries is None or one.country in countries]


def hottest(
    events: Sequence[Event], *, limit: int, countries: frozenset[str] | None = None
) -> tuple[Event, ...]:
    """Of these, those that may lead, the hottest first by what papers of the countries print; of equals the newest."""
    found = []
    for one in events:
        papers = _of(one, countries)
        if one.leads and one.live and papers:
            found.append((heat(papers), one.id, one))
    found.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return tuple(one for _, _, one in found[: max(limit, 0)])
