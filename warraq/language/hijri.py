"""Which day is a day of the Hijri calendar? The calculated day, and how far a sighted one may stand from it.

The calculated calendar is that of Umm al-Qura. Elsewhere a month begins when its moon is seen, and papers print what their
country announced, or what a program reckoned: up to two days earlier or later. So a Hijri date alone is a day only where
that calendar is the civil one; elsewhere its weekday, if it is printed, tells which of the five days is meant.
Source: R. H. van Gent, "The Umm al-Qura calendar of Saudi Arabia" (webspace.science.uu.nl/~gent0113/islam/ummalqura.htm).
"""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Hijri

YEARS = range(1343, 1501)  # the table of Umm al-Qura
TOLERANCE = timedelta(days=2)

# Where Umm al-Qura is the civil calendar.
_CIVIL = frozenset(["bh", "qa", "sa"])


def calculated(year: int, month: int, day: int) -> date | None:
    """The Gregorian day by Umm al-Qura; `None` if that calendar has no such day.

    A 30th of a month of 29 days is a sighting's: it is the day after the 29th.
    """
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    first = Hijri(year, month, 1).to_gregorian()
    return date(first.year, first.month, first.day) + timedelta(days=day - 1)


def agree(reckoned: date, printed: date) -> bool:
    """Whether a sighting may have made the one day out of the other."""
    return abs(reckoned - printed) <= TOLERANCE


def day_of(year: int, month: int, day: int, *, country: str, weekday: int | None) -> date | None:
    """The day that a Hijri date means which stands alone; `None` where only a sighting could tell.

    `weekday` (0 is Monday) is the printed one: it picks the day within the tolerance, if one of these five bears it.
    """
    reckoned = calculated(year, month, day)
    if reckoned is None:
        return None
    if weekday is None:
        is_one = day <= Hijri(year, month, 1).month_length()
        return reckoned if country in _CIVIL and is_one else None
    by = (weekday - reckoned.weekday() + 3) % 7 - 3
    return reckoned + timedelta(days=by) if abs(by) <= TOLERANCE.days else None
