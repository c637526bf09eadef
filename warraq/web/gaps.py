"""Which countries' papers tell of an event, and where did we look without finding it? In sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from warraq.newsroom.attending import attended
from warraq.ports.ledger import Ledger
from warraq.press import Event, Source
from warraq.stories.silence import silences
from warraq.web import wording
from warraq.web.tongue import number


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


def gaps(
    event: Event,
    sources: Iterable[Source],
    ledger: Ledger | None,
    *,
    now: datetime,
    beside: Iterable[Event] = (),
) -> tuple[str, ...]:
    """«غطّته 9 صحف مصرية، ولم نرصده في أيٍّ من الصحف التونسية الـ12 التي نتابعها.»: a sentence for each country that is silent.

    No country is called silent whose papers tell of an event `beside`, of the same running story: what looks like two may be one.
    Blocks. Raises: ArchiveError. Without a ledger nobody knows whether we looked.
    """
    telling = {paper.country for one in beside for paper in one.papers}
    by_country: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        if not source.opted_out and source.country not in telling:
            by_country[source.country].add(source.slug)
    followed = {country: frozenset(papers) for country, papers in by_country.items()}
    everybody = frozenset().union(*followed.values())
    if ledger is None or event.first is None or not silences(event, followed, well=everybody, now=now):
        return ()
    well = attended(ledger, since=event.first, now=now)
    return tuple(
        wording.said(
            "coverage",
            "gap",
            told=wording.papers_of(one.country, one.telling),
            papers=adjective,
            count=number(one.followed),
        )
        for one in silences(event, followed, well=well, now=now)
        if (adjective := wording.of_country(one.silent))
    )
