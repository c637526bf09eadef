"""How often was somebody named over time? A bar a day or a month, without a script, and the same in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from warraq.web import chart, dates, wording

Step = Literal["day", "month"]

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
    return "day" if months and (_after(max(months)) - min(months)).days <= DAYS else "month"


def curve(counts: Mapping[date, int], by: Step, how: dates.Manner) -> Curve | None:
    """The bars of these days or months (their first days), without gaps; of months the last ten years. `None` where all is in one:
    there is nothing to see."""
    if len(counts) < 2:
        return None
    whole = list(_every(min(counts), max(counts), by))[-(_MONTHS if by == "month" else DAYS) :]
    numbers = [counts.get(first, 0) for first in whole]
    bars = tuple(
        Bar(place, _name(first, by, how), wording.counted("article", many), many, _machine(first, by))
        for first, many, place in zip(whole, numbers, chart.places(numbers), strict=True)
    )
    if len(bars) < 2:
        return None
    busiest = max(bars, key=lambda bar: bar.articles)
    ends = {"first": bars[0].name, "last": bars[-1].name}
    told = wording.said("histogram", by, busiest=busiest.name, most=busiest.count, **ends)
    return Curve(by, bars, busiest.count, told)


def _name(first: date, by: Step, how: dates.Manner) -> str:
    return dates.day(first, how) if by == "day" else f"{how.months[first.month - 1]} {first.year}"


def _machine(first: date, by: Step) -> str:
    return first.isoformat()[: 10 if by == "day" else 7]


def _every(first: date, last: date, by: Step) -> Iterator[date]:
    if by == "month":  # what is older than the last ten years is not drawn
        years, month = divmod(last.year * 12 + last.month - _MONTHS, 12)
        first = max(first, date(max(years, 1), month + 1, 1))
    while first <= last:
        yield first
        if first.year == date.max.year:
            return
        first = first + timedelta(days=1) if by == "day" else _after(first)


def _after(month: date) -> date:
    """The first of the next month."""
    if month.year == date.max.year:
        return date.max
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
