"""How often was somebody named over time? A bar a day or a month, without a script, and the same in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from warraq.web import chart, dates, steps, wording
from warraq.web.steps import Step

DAYS = 92  # so many days are told apart; what is longer is drawn by month
_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One day or month, with its articles said in words; `machine` is its date for machines."""

    at: chart.Place
    name: str
    count: str
    articles: int
    machine: str


@dataclass(frozen=True, slots=True)
class Curve:
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
    def column(self) -> str:
        return wording.said("names", f"{self.step}_column")


def step(months: Mapping[date, int]) -> Step:
    """How these months are drawn: by day where they are few."""
    return "day" if months and (steps.after(max(months), "month") - min(months)).days <= DAYS else "month"


def curve(counts: Mapping[date, int], by: Step, how: dates.Manner) -> Curve | None:
    """The bars of these days or months (their first days), without gaps; of months the last ten years. `None` where all is in one:
    there is nothing to see."""
    if len(counts) < 2:
        return None
    most = _MONTHS if by == "month" else DAYS
    whole = list(steps.every(_first(counts, by), max(counts), by, most=most))[:most]
    numbers = [counts.get(first, 0) for first in whole]
    bars = tuple(
        Bar(
            place,
            steps.called(first, by, how),
            wording.counted("article", many),
            many,
            steps.machine(first, by),
        )
        for first, many, place in zip(whole, numbers, chart.places(numbers), strict=True)
    )
    if len(bars) < 2:
        return None
    busiest = max(bars, key=lambda bar: bar.articles)
    ends = {"first": bars[0].name, "last": bars[-1].name}
    told = wording.said("histogram", by, busiest=busiest.name, most=busiest.count, **ends)
    return Curve(by, bars, busiest.count, told)


def _first(counts: Mapping[date, int], by: Step) -> date:
    """Where the drawing begins: what is older than the last ten years is left out."""
    last = max(counts)
    year, month = divmod(last.year * 12 + last.month - _MONTHS, 12)
    return max(min(counts), date(max(year, 1), month + 1, 1)) if by == "month" else min(counts)
