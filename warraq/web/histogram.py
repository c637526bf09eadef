"""How are a question's answers spread over time? A bar a day, a month or a year, each a link that narrows to it.

The step follows from the answers: as fine as the bars can still be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from warraq.ports.index import MOST_DAYS, Facets, by_day
from warraq.query.tree import Question
from warraq.web import chart, spans, steps, wording
from warraq.web.asked import Asked
from warraq.web.scope import Scope
from warraq.web.steps import Step

_MOST = {"day": MOST_DAYS, "month": 48, "year": 100}


@dataclass(frozen=True, slots=True)
class Bar:
    """`href` is `None` where there is nothing to narrow to."""

    at: chart.Place
    span: str
    name: str
    count: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Histogram:
    """The oldest stands at the right. `told` says in words what the picture shows."""

    step: Step
    bars: tuple[Bar, ...]
    most: str
    told: str
    width: int = chart.WIDTH
    height: int = chart.HEIGHT

    @property
    def each(self) -> str:
        return wording.said("histogram", f"{self.step}_each")

    @property
    def since(self) -> date | None:
        days = spans.read(self.bars[0].span)
        return days[0] if days else None

    @property
    def until(self) -> date | None:
        days = spans.read(self.bars[-1].span)
        return days[1] if days else None

    @property
    def first(self) -> str:
        return self.bars[0].name

    @property
    def last(self) -> str:
        return self.bars[-1].name


def finer(question: Question, facets: Facets) -> tuple[date, date] | None:
    """From when to when the days of the answers are to be counted, where they are few and have not been; else `None`."""
    if by_day(question) or not facets.months:
        return None
    first, last = facets.months[0][0], facets.months[-1][0]
    ends = steps.after(last, "month") - timedelta(days=1)
    return (first, ends) if (ends - first).days < MOST_DAYS else None


def histogram(facets: Facets, asked: Asked, scope: Scope) -> Histogram | None:
    """`None` where all is in one step: there is nothing to see."""
    counted = _steps(facets)
    if counted is None:
        return None
    step, counts = counted
    anew = asked.held("when", ()).address()  # a stretch of time is an address's last word
    ways = zip(counts.items(), chart.places(tuple(counts.values())), strict=True)
    bars = tuple(_bar(first, step, count, place, anew, scope) for (first, count), place in ways)
    most, busiest = max(zip(counts.values(), bars, strict=True), key=lambda pair: pair[0])
    said = wording.counted("article", most)
    told = wording.said(
        "histogram", step, first=bars[0].name, last=bars[-1].name, busiest=busiest.name, most=said
    )
    return Histogram(step, bars, said, told)


def _bar(first: date, step: Step, count: int, place: chart.Place, anew: str, scope: Scope) -> Bar:
    span = steps.machine(first, step)
    href = f"{anew}&when={span}" if count else None
    return Bar(place, span, steps.called(first, step, scope.how), wording.counted("article", count), href)


def _steps(facets: Facets) -> tuple[Step, dict[date, int]] | None:
    """The finest step whose bars are two or more, and not too many; of years the last hundred."""
    years = {date(year, 1, 1): count for year, count in facets.years}
    known: tuple[tuple[Step, Mapping[date, int]], ...] = (
        ("day", dict(facets.days)),
        ("month", dict(facets.months)),
        ("year", years),
    )
    for step, counts in known:
        if (
            len(counts) > 1
            and len(whole := list(steps.every(min(counts), max(counts), step, most=_MOST[step])))
            <= _MOST[step]
        ):
            return step, {first: counts.get(first, 0) for first in whole}
    if len(years) < 2:
        return None
    return "year", dict(sorted(years.items())[-_MOST["year"] :])
