"""By which steps is time drawn: which day, month or year follows another, and what is it called?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from warraq.web import dates
from warraq.web.tongue import figures

Step = Literal["day", "month", "year"]


def every(first: date, last: date, by: Step, *, most: int) -> Iterator[date]:
    """Every step from the first to the last, both the first days of theirs; no more than `most` and one, which is too many."""
    at = first
    for _ in range(most + 1):
        if at > last:
            return
        yield at
        if (following := after(at, by)) == at:
            return
        at = following


def after(at: date, by: Step) -> date:
    """The first day of the next step; where dates end, their end."""
    if at.year == date.max.year:
        return date.max
    match by:
        case "day":
            return at + timedelta(days=1)
        case "month":
            return (at.replace(day=1) + timedelta(days=32)).replace(day=1)
        case "year":
            return at.replace(year=at.year + 1)


def called(first: date, by: Step, how: dates.Manner) -> str:
    """What readers call it."""
    match by:
        case "day":
            return dates.day(first, how)
        case "month":
            return dates.month(first, how)
        case "year":
            return figures(f"{first.year}")


def machine(first: date, by: Step) -> str:
    """Its date for machines, as long as the step is fine."""
    return first.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]
