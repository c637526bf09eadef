"""Where does a moment stand in an index's order, and where do the days and months of a zone begin?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from warraq.ports.index import ZONED

_ID_BITS = 28
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = range(-(2**34), 2**34)  # the years 1425 to 2514: what lies outside is sorted at the ends
_DAY = timedelta(days=1)


def key(at: datetime, article: int) -> int:
    """What newest-first sorts by, in one number: the second, then the id."""
    second = min(max((at - _EPOCH) // timedelta(seconds=1), _SECONDS.start), _SECONDS.stop - 1)
    return second << _ID_BITS | (article & (1 << _ID_BITS) - 1)


# A score is multiplied by log2(2 + what stands in the field), and by nothing below 1.
_YEARS = 200
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)


def fresh(at: datetime, a_year: float) -> float:
    """What makes an article of the year 2000 count once, and each year's younger one `a_year` more (older ones: no less).

    It depends on the article's date alone: an article's place among others does not change by growing older.
    """
    years = min(max((at - _SINCE) / timedelta(days=365.25), 0.0), _YEARS)
    return float(2.0 ** (1.0 + a_year * years) - 2.0)


@lru_cache(maxsize=4096)  # a chart of years asks for each of its months
def day_key(day: date, zone: tzinfo, *, after: int = 0) -> int:
    """A number that no key of the zone's day which is `after` days later is below, and every earlier one is."""
    second = (day.toordinal() - _EPOCH.toordinal() + after) * 86_400
    if zone is not UTC and day.year in ZONED:
        begins = datetime.combine(day + after * _DAY, time(), zone)
        second = (begins - _EPOCH) // timedelta(seconds=1)
    return min(max(second, _SECONDS.start), _SECONDS.stop) << _ID_BITS


def months_around(months: Iterable[date]) -> list[tuple[date, date]]:
    """The months (by their first days) and their neighbours, each to the next one's first day: what is of a month in one
    zone may be of its neighbour in another."""
    near = {one for month in months for one in ((month - _DAY).replace(day=1), month, _next(month))}
    return [(month, _next(month)) for month in sorted(near)]


def days_between(since: date, until: date) -> list[tuple[date, date]]:
    """Each day from `since` to `until`, both included, to the next one."""
    days = (since + number * _DAY for number in range((until - since).days + 1))
    return [(day, day + _DAY) for day in days]


def _next(month: date) -> date:
    return (month + 31 * _DAY).replace(day=1)
