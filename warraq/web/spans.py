"""Which days does a stretch of time in an address mean, and how is it said?

A year ("2026"), a month ("2026-11"), a day ("2026-11-03"), or from one to another ("2026-03..2026-05").
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from warraq.web import dates, wording
from warraq.web.scope import Scope
from warraq.web.tongue import figures

_ONE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_TO = ".."

Days = tuple[date, date]


def read(text: str) -> Days | None:
    """The first and last day, in order; `None` for what is no stretch of time."""
    first, to, last = text.partition(_TO)
    begins, ends = _one(first), _one(last if to else first)
    return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None


def between(first: str, last: str) -> str | None:
    """The stretch from one to the other, whichever is earlier; of one that is no date the other alone; `None` for neither."""
    known = [one for one in (first, last) if _one(one)]
    if len(known) < 2:
        return next(iter(known), None)
    return first if first == last else _TO.join(sorted(known))


def said(text: str, scope: Scope) -> str:
    """As the edition's readers say it. Raises: ValueError for what is none."""
    days = read(text)
    if days is None:
        raise ValueError(f"{text!r} is no stretch of time")
    return of_days(*days, scope)


def of_days(first: date, last: date, scope: Scope) -> str:
    """A day, a whole month, a whole year, or from one day to another."""
    if first == last:
        return dates.day(first, scope.how)
    if (first.day, last.day) == (1, monthrange(last.year, last.month)[1]):
        if (first.year, first.month) == (last.year, last.month):
            return dates.month(first, scope.how)
        if (first.year, first.month, last.month) == (last.year, 1, 12):
            return figures(f"{first.year}")
    return wording.said("typed", "span", first=dates.day(first, scope.how), last=dates.day(last, scope.how))


def _one(text: str) -> Days | None:
    found = _ONE.fullmatch(text)
    if found is None or int(found[1]) < 1:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None  # the pattern has it
    try:
        first = date(year, month or 1, day or 1)
        ends = month or 12
        return first, first if day else date(year, ends, monthrange(year, ends)[1])
    except ValueError:
        return None
