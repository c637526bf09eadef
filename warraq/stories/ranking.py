"""Which events come first? By how many papers tell of them in their own words, how lately, and how fast more of them do.

The heat of an event does not change while nothing is printed: all events cool alike, so that it can stand in an index. What a page
shows is ordered once more, with what changes by the minute.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from warraq.press import Coverage, Event

HALF_H = 9.0  # in so many hours an event counts half
COPY = 0.25  # a paper that only prints another's words, beside one with an account of its own


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


def since(papers: Sequence[Coverage], moment: datetime) -> int:
    """How many papers began to tell of it from that moment on."""
    return sum(one.first >= moment for one in papers)


def hottest(
    events: Sequence[Event], *, limit: int, countries: frozenset[str] | None = None
) -> tuple[Event, ...]:
    """Of these, those that may lead, the hottest first by what papers of the countries print; of equals the newest."""
    found = []
    for one in events:
        papers = [each for each in one.papers if countries is None or each.country in countries]
        if one.leads and one.live and papers:
            found.append((heat(papers), one.id, one))
    found.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return tuple(one for _, _, one in found[: max(limit, 0)])
