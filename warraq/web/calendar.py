"""Which days of a month have articles, by either calendar, in weeks as an edition's readers begin them?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from warraq.almanac import hijri as reckoning
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
    """One day of a month: `href` where there are articles, `hint` how many, and `other`, its day by the other calendar."""

    day: str
    other: str | None
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
    """A month: its weeks (`None`: a day of another month), the months of its year, and the years there are. `other` is what the
    other calendar calls these days, `turned` the same month there; `is_hijri` says which of both this one is."""

    name: str
    other: str | None
    turned: str | None
    is_hijri: bool
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

    def hijri(self, day: date) -> tuple[int, int, int] | None:
        """Year, month and day as the edition counts them."""
        return reckoning.of(day, self.how.hijri_offset)

    def first(self, year: int, month: int) -> date | None:
        """The day on which a Hijri month began there."""
        return reckoning.gregorian(year, month, offset=self.how.hijri_offset)


def edge(day: date, zone: tzinfo) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def sheet(archive: Archive, reader: Reader, month: date, *, here: date | None = None) -> Sheet:
    """The month of which `month` is the first day: three questions, each of a bounded cost. `here` is the day on show."""
    length = monthrange(month.year, month.month)[1]
    days = [month + timedelta(days=number) for number in range(length)]
    start = reader.hijri(days[0])
    return Sheet(
        name=dates.month(month, reader.how),
        other=_said(span) if (span := _hijri_span(days[0], days[-1], reader)) else None,
        turned=f"{reader.prefix}/{start[0]}-{start[1]:02}" if start else None,
        is_hijri=False,
        weekdays=_weekdays(reader),
        weeks=_weeks(archive, reader, days, here, is_hijri=False),
        months=_months(archive, reader, month),
        years=_years(archive, reader, month),
    )


def hijri_sheet(archive: Archive, reader: Reader, year: int, month: int) -> Sheet | None:
    """The same of a Hijri month, as the edition counts its days; `None` for one beyond the table."""
    first = reader.first(year, month)
    if first is None:
        return None
    days = [first + timedelta(days=number) for number in range(reckoning.length(year, month))]
    return Sheet(
        name=_said(_span(*[(dates.hijri_month(month), year)] * 2)),
        other=_span(
            (reader.how.months[days[0].month - 1], days[0].year),
            (reader.how.months[days[-1].month - 1], days[-1].year),
        ),
        turned=f"{reader.prefix}/{min(days[len(days) // 2], reader.today):%Y-%m}",
        is_hijri=True,
        weekdays=_weekdays(reader),
        weeks=_weeks(archive, reader, days, None, is_hijri=True),
        months=_hijri_months(archive, reader, year, month),
        years=_hijri_years(archive, reader, year, month),
    )


def _weekdays(reader: Reader) -> tuple[str, ...]:
    return tuple(reader.how.weekdays[(reader.how.first_day + place) % 7] for place in range(7))


def _weeks(
    archive: Archive, reader: Reader, days: Sequence[date], here: date | None, *, is_hijri: bool
) -> tuple[tuple[Cell | None, ...], ...]:
    counts = _tallied(archive, reader, [*days, days[-1] + timedelta(days=1)], most=MOST)
    cells = tuple(
        _cell(day, count, reader, here, number=number if is_hijri else None)
        for number, (day, count) in enumerate(zip(days, counts, strict=True), start=1)
    )
    lead = (days[0].weekday() - reader.how.first_day) % 7
    padded = (*[None] * lead, *cells, *[None] * (-(lead + len(days)) % 7))
    return tuple(tuple(padded[start : start + 7]) for start in range(0, len(padded), 7))


def _cell(day: date, count: int, reader: Reader, here: date | None, *, number: int | None) -> Cell:
    """`number` is the day's in a Hijri month, `None` in a Gregorian one."""
    told = wording.counted("article", count)
    if number is None:
        hijri = reader.hijri(day)
        other = figures(f"{hijri[2]}") if hijri else None
    else:
        other = figures(f"{day.day}")
    return Cell(
        day=figures(f"{number or day.day}"),
        other=other,
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


def _hijri_months(archive: Archive, reader: Reader, year: int, month: int) -> tuple[Leaf, ...]:
    firsts = [reader.first(*reckoning.following(year, 1, number)) for number in range(13)]
    known = [first for first in firsts if first is not None]
    given = _tallied(archive, reader, known, most=1)
    return tuple(
        Leaf(
            dates.hijri_month(number),
            f"{reader.prefix}/{year}-{number:02}" if count and first <= reader.today else None,
            number == month,
        )
        for number, (first, count) in enumerate(zip(known, given, strict=False), start=1)
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


def _hijri_years(archive: Archive, reader: Reader, year: int, month: int) -> tuple[Leaf, ...]:
    """As `_years`. The table of the calendar has some 130 years: one question for all of them."""
    today = reader.hijri(reader.today)
    this = today[0] if today else year
    known = range(reckoning.FIRST_YEAR, max(this, year) + 2)
    firsts = {one: first for one in known if (first := reader.first(one, 1)) is not None}
    found = _tallied(archive, reader, list(firsts.values()), most=1)
    given = {one for one, count in zip(firsts, found, strict=False) if count and one <= max(this, year)}
    reached = today[:2] if today else (year, month)
    return tuple(
        Leaf(figures(f"{one}"), "{}/{}-{:02}".format(reader.prefix, *min((one, month), reached)), one == year)
        for one in sorted(given | {year}, reverse=True)
    )


def _tallied(archive: Archive, reader: Reader, days: Sequence[date], *, most: int) -> tuple[int, ...]:
    return archive.tallied([edge(day, reader.zone) for day in days], most=most, countries=reader.countries)


def _hijri_span(first: date, last: date, reader: Reader) -> str | None:
    ends = [dates.hijri_parts(day, reader.how.hijri_offset) for day in (first, last)]
    named = [(parts[1], parts[2]) for parts in ends if parts is not None]
    return _span(named[0], named[1]) if len(named) == 2 else None


def _said(span: str) -> str:
    return f"{span} {wording.said('dates', 'hijri_era')}"


def _span(start: tuple[str, int], end: tuple[str, int]) -> str:
    """One month, or the two that another calendar's month lies in."""
    if start == end:
        return figures(f"{start[0]} {start[1]}")
    year = "" if start[1] == end[1] else f" {start[1]}"
    return figures(wording.listed([f"{start[0]}{year}", f"{end[0]} {end[1]}"]))
