"""Which moment does a printed date mean? Right, or `None`: never a guess shown as a fact.

The rules, in the order they are asked:
- ISO 8601 and RFC 822 are read as their standards say, with their offset; without one they are in the source's zone.
- Elsewhere the day stands before the month, always (`03 - 06 - 2025` is 3 June); the year has four digits. A string
  that would only make sense month-first (`12/25/2025`) is not read.
- A string that names two different days, or a range of them, is not read. Twin names (`نيسان/أبريل`) must be the same month. A missing
  year is not filled in.
- A Hijri date beside a Gregorian one gives way to it. Alone, it is a day where `language.hijri` can tell which.
- Words that count from another moment (`منذ 3 ساعات`, `أمس`) are read if that moment is stated, as `language.relative` says.
- Times of the day are read as `language.clocks` says; a time that is not certain leaves the day.
- Dates that programs print when they know none (1 January 1970, 2000 …), dates before 1900 and dates more than a day
  ahead of `now` are no dates.
What was read and yet leaves a doubt (a weekday that is not that day's) is kept, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from warraq.language import hijri, standards
from warraq.language.clocks import OWN, Clock, clocks
from warraq.language.days import Named, named
from warraq.language.instants import Instant, instant, local_day
from warraq.language.months import plain
from warraq.language.relative import counted
from warraq.press import Moment, Precision

_EARLIEST = datetime(1900, 1, 2, tzinfo=UTC)
_AHEAD = timedelta(days=1)
# Databases and content systems print midnight of 1 January of these years for "none", and moments around 1970's.
_EMPTY_YEARS = frozenset([1900, 1970, 1980, 2000])
_AROUND_EMPTY = frozenset(year + by for year in _EMPTY_YEARS for by in (-1, 0, 1))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOO_LONG = 300

_DIGITS = {ord(digit): str(value) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(row)}
# direction marks and other characters that print nothing
_INVISIBLE = dict.fromkeys(
    (0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
)
_SAME = {
    0x00A0: " ",
    0x202F: " ",
    0x060C: ",",
    0x066B: ".",
    0x2013: "-",
    0x2014: "-",
    0x2010: "-",
    0x2011: "-",
    0x2212: "-",
    0x06BE: "ه",
    0x06C1: "ه",
}
_SEPARATING = re.compile(r"(?<=\d)ـ+(?=\d)")  # 23ـ12ـ2025
_TABLE = {**_DIGITS, **_INVISIBLE, **_SAME}
_YEAR_ALONE = re.compile(r"(?:في )?(?:ال)?(?:عام|سنه) (\d{4})(?: م)?")


class Doubt(StrEnum):
    """Why a moment that was read may yet not be what was meant."""

    WEEKDAY = "weekday"  # the printed day of the week is not that day's
    CALENDAR = "calendar"  # the Hijri date beside it is another day, further than a sighting explains
    RECKONED = "reckoned"  # a Hijri date alone: the calendar was reckoned, or its day picked by the weekday
    COUNTED = "counted"  # counted back from a reference, by a unit that programs round


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment, and what is doubtful about it."""

    moment: Moment
    doubts: tuple[Doubt, ...] = ()


def read(
    printed: str, *, country: str, zone: str, now: datetime, reference: Moment | None = None
) -> Moment | None:
    """The one moment that `printed` names, with the finest precision it gives; `None` if it names none or several.

    `country` (ISO 3166, lower case) decides what only a country can: the clock, the Libyan months, the Hijri calendar. `zone`
    is the IANA name in which a date without offset is meant. `now` is aware. `reference` is the moment from which
    words like «أمس» count; `None`: nobody stated one, and they are not read.
    """
    found = reading(printed, country=country, zone=zone, now=now, reference=reference)
    return found.moment if found else None


def reading(
    printed: str, *, country: str, zone: str, now: datetime, reference: Moment | None = None
) -> Reading | None:
    """As `read`, with what is doubtful about it."""
    if len(printed) > _TOO_LONG:
        return None
    text = " ".join(
        (printed if printed.isascii() else _SEPARATING.sub("-", printed.translate(_TABLE))).split()
    )
    standard = standards.shaped(text)
    if standard:
        found, doubts = _Found(standard(zone))
    else:
        found, doubts = _in_words(plain(text), country, zone, reference)
    if found is None or found.at < _EARLIEST or found.at > now + _AHEAD or _is_empty(found.at, found.zone):
        return None
    if found.weekday is not None and local_day(found.at, found.zone).weekday() != found.weekday:
        doubts = (Doubt.WEEKDAY, *doubts)
    return Reading(Moment(found.at, found.precision, found.zone, printed), doubts)


def of_day(year: int, month: int, day: int, *, zone: str, now: datetime, printed: str) -> Moment | None:
    """A day known by its numbers alone (from an address, say), under the same rules of plausibility."""
    found = instant(year, month, day, None, zone=zone)
    if found is None or found.at > now + _AHEAD or _is_empty(found.at, zone):
        return None
    return Moment(found.at, Precision.DAY, zone, printed)


class _Found(NamedTuple):
    instant: Instant | None = None
    doubts: tuple[Doubt, ...] = ()


_NOTHING = _Found()


def _in_words(text: str, country: str, zone: str, reference: Moment | None) -> _Found:
    """A date as people print it; `text` is in the plain form of month names."""
    said = named(text, country=country)
    if said.contradictory or len(said.gregorian) > 1:
        return _NOTHING
    if said.gregorian:
        return _gregorian(said, country, zone)
    if said.hijri:
        return _Found(_hijri(said, country, zone), (Doubt.RECKONED,))
    if year := _YEAR_ALONE.fullmatch(text):
        return _Found(instant(int(year[1]), None, None, None, zone=zone))
    return _Found(_counted(text, country, zone, reference), (Doubt.COUNTED,)) if reference else _NOTHING


def _gregorian(said: Named, country: str, zone: str) -> _Found:
    year, month, day = next(iter(said.gregorian))
    if day is None:
        return _Found(instant(year, month, None, None, zone=zone))
    times, _ = clocks(said.rest, country=country)
    found = _at(year, month, day, times, zone)
    if found is None:
        return _NOTHING
    if len(said.weekdays) == 1:
        found = replace(found, weekday=next(iter(said.weekdays)))
    beside = [reckoned for one in said.hijri if (reckoned := hijri.calculated(*one))]
    agrees = all(hijri.agree(reckoned, date(year, month, day)) for reckoned in beside)
    return _Found(found, () if agrees else (Doubt.CALENDAR,))


def _hijri(said: Named, country: str, zone: str) -> Instant | None:
    if len(said.hijri) > 1 or len(said.weekdays) > 1:
        return None
    weekday = next(iter(said.weekdays), None)
    day = hijri.day_of(*next(iter(said.hijri)), country=country, weekday=weekday)
    if not day:
        return None
    times, _ = clocks(said.rest, country=country)
    return _at(day.year, day.month, day.day, times, zone)


def _counted(text: str, country: str, zone: str, reference: Moment) -> Instant | None:
    local = reference.at.astimezone(ZoneInfo(zone))
    try:
        found = counted(text, reference=local, precision=reference.precision, country=country)
    except OverflowError:  # "999 years ago"
        return None
    if found is None:
        return None
    at = found.at
    match found.precision:
        case Precision.YEAR:
            return instant(at.year, None, None, None, zone=zone)
        case Precision.MONTH:
            return instant(at.year, at.month, None, None, zone=zone)
        case Precision.DAY:
            return _at(at.year, at.month, at.day, found.clocks, zone)
    return Instant(at.astimezone(UTC).replace(second=0, microsecond=0), found.precision, zone)


def _at(year: int, month: int, day: int, times: Iterable[Clock], zone: str) -> Instant | None:
    """The day, at its one time if the text is certain of one: several must be the same moment on different clocks."""
    whole_day = instant(year, month, day, None, zone=zone)
    found: dict[datetime, Instant] = {}
    for clock in times:
        if clock.time is None or not clock.zones:
            return whole_day
        for name in clock.zones:
            one = _by_clock(year, month, day, clock, name, zone)
            if one is None:
                return whole_day
            found.setdefault(one.at, one)
    return next(iter(found.values())) if len(found) == 1 else whole_day


def _by_clock(year: int, month: int, day: int, clock: Clock, name: str, zone: str) -> Instant | None:
    if name == OWN:
        return instant(year, month, day, clock.time, zone=zone)
    if "/" in name:
        return instant(year, month, day, clock.time, zone=name)
    return instant(year, month, day, clock.time, zone=zone, offset=name)


def _is_empty(at: datetime, zone: str | None) -> bool:
    """Whether this is what programs print for "no date", in UTC or in the zone it was read in."""
    if at.year not in _AROUND_EMPTY:
        return False
    if abs(at - _EPOCH) <= timedelta(days=1):
        return True
    local = at.astimezone(ZoneInfo(zone)) if zone and zone[0] not in "+-" else at
    return any(
        moment.year in _EMPTY_YEARS and moment.timetuple()[1:6] == (1, 1, 0, 0, 0) for moment in (at, local)
    )
