"""Which days of a month have articles, by both calendars, in weeks as an edition's readers begin them?"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from warraq.ports.archive import Archive
from warraq.web import dates, wording
from warraq.web.dates import Manner
from warraq.web.tongue import figures

# Counting stops here: "200 or more" says enough, and a day costs no more than that.
MOST = 200
# Before this, nothing that calls itself a date of the press is believed to be one.
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month: `href` where there are articles, `hint` how many, and its day by the Hijri calendar."""

    day: str
    hijri: str | None
    machine: str
    href: str | None
    hint: str
    here: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """A month or a year to turn to; without `href` there is nothing."""

    name: str
    href: str | None
    here: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month: its weeks (`None`: a day of another month), the months of its year, and the years there are."""

    name: str
    hijri: str | None
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]
    months: tuple[Leaf, ...]
    years: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a sheet is made: an edition's zone, customs and countries, its address of days, and the day it is."""

    zone: tzinfo
    how: Manner
    countries: frozenset[str] | None
    prefix: str  # "/day" or "/eg/day"
    today: date

    @property
    def last(self) -> date:
        """The last day that has a page: papers print dates still to come, and east of here it is tomorrow already."""
        return self.today + timedelta(days=1)


def edge(day: date, zone: tzinfo) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def sheet(archive: Archive, reader: Reader, month: date, *, here: date | None = None) -> Sheet:
    """The month of which `month` is the first day: three questions, each of a bounded cost. `here` is the day on show."""
    length = monthrange(month.year, month.month)[1]
    days = [month + timedelta(days=number) for number in range(length)]
    counts = _tallied(archive, reader, [*days, days[-1] + timedelta(days=1)], most=MOST)
    cells = tuple(_cell(day, count, reader, here) for day, count in zip(days, counts, strict=True))
    lead = (month.weekday() - reader.how.first_day) % 7
    padded = (*[None] * lead, *cells, *[None] * (-(lead + length) % 7))
    return Sheet(
        name=dates.month(month, reader.how),
        hijri=_hijri_span(days[0], days[-1]),
        weekdays=tuple(reader.how.weekdays[(reader.how.first_day + place) % 7] for place in range(7)),
        weeks=tuple(tuple(padded[start : start + 7]) for start in range(0, len(padded), 7)),
        months=_months(archive, reader, month),
        years=_years(archive, reader, month),
    )


def _cell(day: date, count: int, reader: Reader, here: date | None) -> Cell:
    told = wording.counted("article", count)
    hijri = dates.hijri_parts(day)
    return Cell(
        day=figures(f"{day.day}"),
        hijri=figures(f"{hijri[0]}") if hijri else None,
        machine=day.isoformat(),
        href=f"{reader.prefix}/{day.isoformat()}" if count and day <= reader.last else None,
        hint=f"{dates.day(day, reader.how, weekday=True)}: "
        + (wording.said("dates", "or_more", count=told) if count >= MOST else told),
        here=day == here,
        today=day == reader.today,
    )


def _months(archive: Archive, reader: Reader, month: date) -> tuple[Leaf, ...]:
    firsts = [date(month.year, number, 1) for number in range(1, 13)]
    given = _tallied(archive, reader, [*firsts, date(month.year + 1, 1, 1)], most=1)
    return tuple(
        Leaf(
            reader.how.months[first.month - 1],
            f"{reader.prefix}/{first:%Y-%m}" if count and first <= reader.today else None,
            first == month,
        )
        for first, count in zip(firsts, given, strict=True)
    )


def _years(archive: Archive, reader: Reader, month: date) -> tuple[Leaf, ...]:
    """Newest first, as far back as there is anything; a year leads to the same month of it, whose own row leads on."""
    given = {month.year}
    ends = [date(year, 1, 1) for year in range(FIRST_YEAR, max(reader.today.year, month.year) + 11, 10)]
    for decade, some in zip(ends, _tallied(archive, reader, ends, most=1), strict=False):
        if some:
            firsts = [date(decade.year + number, 1, 1) for number in range(11)]
            found = _tallied(archive, reader, firsts, most=1)
            given |= {first.year for first, count in zip(firsts, found, strict=False) if count}
    return tuple(
        Leaf(
            figures(f"{year}"),
            f"{reader.prefix}/{min(month.replace(year=year), reader.today):%Y-%m}",
            year == month.year,
        )
        for year in sorted(given, reverse=True)
        if year <= max(reader.today.year, month.year)
    )


def _tallied(archive: Archive, reader: Reader, days: list[date], *, most: int) -> tuple[int, ...]:
    return archive.tallied([edge(day, reader.zone) for day in days], most=most, countries=reader.countries)


def _hijri_span(first: date, last: date) -> str | None:
    start, end = dates.hijri_parts(first), dates.hijri_parts(last)
    if start is None or end is None:
        return None
    if start[1:] == end[1:]:
        return figures(f"{start[1]} {start[2]}")
    year = "" if start[2] == end[2] else f" {start[2]}"
    return figures(wording.listed([f"{start[1]}{year}", f"{end[1]} {end[2]}"]))
