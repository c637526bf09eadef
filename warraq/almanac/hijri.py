"""What day is it by the Hijri calendar? Umm al-Qura's reckoning, and by how many days a country is ahead of it or behind.

Countries begin their months by what they saw: a day apart, sometimes two. `offset` is what is added to the reckoned day: 1 where
it is already the second while the reckoning has the first.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

# The days and the years of the table.
FIRST, LAST = date(1924, 8, 1), date(2077, 11, 16)
FIRST_YEAR, LAST_YEAR = 1343, 1500
MOST_OFFSET = 2
RAMADAN = 9


@lru_cache(maxsize=1024)
def of(day: date, offset: int = 0) -> tuple[int, int, int] | None:
    """Year, month and day of a Gregorian day; `None` beyond the table."""
    if not FIRST <= day <= LAST:
        return None
    moved = day + timedelta(days=offset)
    if not FIRST <= moved <= LAST:
        return None
    year, month, number = Gregorian(moved.year, moved.month, moved.day).to_hijri().datetuple()
    return year, month, number


def gregorian(year: int, month: int, day: int = 1, offset: int = 0) -> date | None:
    """The Gregorian day of a Hijri one; `None` for what is no day of the table."""
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day) - timedelta(days=offset)


def length(year: int, month: int) -> int:
    """How many days a month of the table has: 29 or 30."""
    return Hijri(year, month, 1).month_length()


def following(year: int, month: int, by: int = 1) -> tuple[int, int]:
    """The month that is `by` months later."""
    ahead = year * 12 + (month - 1) + by
    return ahead // 12, ahead % 12 + 1
