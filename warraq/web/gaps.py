"""Which countries' papers tell of an event, and where did we look without finding it?

Of a country whose papers did not all reach us nothing is said: that we saw nothing there says nothing of its papers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from warraq.press import Event, Source, Standing
from warraq.web import wording

MANY = 3  # papers of one country that tell of it, and of another that might
_FRESH = timedelta(days=2)  # how its papers stood longer ago nobody asks here
_TIME = timedelta(hours=6)  # that papers of another country have to take it up


@dataclass(frozen=True, slots=True)
class Country:
    """How many papers of a country tell of it: «9 صحف مصرية»."""

    code: str
    said: str
    count: int


def countries(event: Event) -> tuple[Country, ...]:
    """Most papers first."""
    given = Counter(one.country for one in event.papers if one.country)
    return tuple(
        Country(code, wording.papers_of(code, count), count)
        for code, count in sorted(given.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def gaps(event: Event, known: Iterable[Source], standing: Standing, now: datetime) -> tuple[str, ...]:
    """«غطّته 9 صحف مصرية، ولم نرصده في أيٍّ من الصحف التونسية الـ12 التي نتابعها.»: a sentence for each country without a word of it."""
    told = countries(event)
    first = event.first
    if not told or told[0].count < MANY or first is None or not _TIME <= now - first <= _FRESH:
        return ()
    telling = {one.code for one in told}
    return tuple(
        wording.said("coverage", "gap", told=told[0].said, papers=adjective, count=f"{count:,}")
        for code, count in sorted(_followed(known, standing).items())
        if count >= MANY and code not in telling and (adjective := wording.of_country(code))
    )


def _followed(known: Iterable[Source], standing: Standing) -> Mapping[str, int]:
    """How many papers of each country we follow, where all of them live."""
    given: Counter[str] = Counter()
    troubled = set()
    for source in known:
        pulse = standing.papers.get(source.slug)
        if pulse is None or not pulse.lives or pulse.problem is not None:
            troubled.add(source.country)
        given[source.country] += 1
    return {code: count for code, count in given.items() if code not in troubled}
