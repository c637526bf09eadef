"""How is a moment said to readers of this country, in Gregorian and Hijri days?

Digits are 0-9 unless the reader set the eastern ones. A date is never made more exact than its source was: a day without an hour gets no hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names, get_timezone_location

from warraq.almanac import hijri as reckoning
from warraq.newsroom.naming import FIRST_DAYS
from warraq.press import Edition, Moment, Precision
from warraq.web.tongue import ARABIC, figures, spoken
from warraq.web.wording import counted, said

# A country whose papers name the months so, by the dialect of an edition.
_DIALECTS = {"egyptian": "EG", "levantine": "SY", "maghrebi": "DZ", "moroccan": "MA", "mauritanian": "MR"}

RECENT = timedelta(hours=12)  # so long "3 hours ago" is said

_COARSE = (Precision.YEAR, Precision.MONTH, Precision.DAY)


@dataclass(frozen=True, slots=True)
class Manner:
    """How an edition's readers name their months, read their clocks and begin their weeks."""

    dialect: str  # of months, as `press.Edition` has it
    twelve: bool  # in Arabic; other languages count 24 hours
    first_day: int  # of a week; 0 is Monday
    hijri_offset: int = 0  # days that their Hijri calendar is ahead of Umm al-Qura's

    @property
    def months(self) -> tuple[str, ...]:
        """From January."""
        return _names(_DIALECTS[self.dialect], spoken().tongue)[0]

    @property
    def weekdays(self) -> tuple[str, ...]:
        """From Monday."""
        return _names(_DIALECTS[self.dialect], spoken().tongue)[1]


def manner(edition: Edition, *, hijri_offset: int = 0, moved: int | None = None) -> Manner:
    """The customs that an edition tells of its readers. How far its Hijri calendar is ahead the operator's page says (`moved`), else
    the edition itself, else the setting (`hijri_offset`)."""
    own = hijri_offset if edition.hijri_offset is None else edition.hijri_offset
    return Manner(
        edition.months,
        twelve=edition.clock == "12h",
        first_day=FIRST_DAYS[edition.week_start],
        hijri_offset=own if moved is None else moved,
    )


@lru_cache(maxsize=32)
def _names(country: str, tongue: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    months = get_month_names("wide", locale=f"ar_{country}" if tongue == ARABIC else tongue)
    days = get_day_names("wide", locale=tongue)
    return tuple(months[number] for number in range(1, 13)), tuple(days[number] for number in range(7))


@lru_cache(maxsize=256)
def zone_of(name: str | None) -> tzinfo:
    """The zone of an IANA name or an offset ("+03:00"); UTC where neither is understood."""
    if not name:
        return UTC
    if name[0] in "+-":
        try:
            hours, _, minutes = name[1:].partition(":")
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            return timezone(-offset if name[0] == "-" else offset)
        except ValueError:
            return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found; a name like "../x"; a name that is a folder
        return UTC


def place_of(name: str | None) -> str:
    """The zone as a reader knows it: its city, else the offset."""
    return _place_of(name, spoken().tongue)


@lru_cache(maxsize=512)
def _place_of(name: str | None, tongue: str) -> str:
    if not name or name == "UTC":
        return "UTC"
    if name[0] in "+-":
        return f"UTC{name}"
    try:
        return get_timezone_location(name, locale=tongue, return_city=True)
    except (LookupError, ValueError):
        return "UTC"


def clock(at: datetime, how: Manner, *, half: bool = True) -> str:
    """The hour of a local time: "9:02 ص" where twelve hours are counted, else "09:02". Without `half` of the day: "9:02", where a
    table's heading tells it."""
    if not how.twelve or spoken().tongue != ARABIC:
        return figures(f"{at.hour:02}:{at.minute:02}")
    hour = figures(f"{at.hour % 12 or 12}:{at.minute:02}")
    return f"{hour} {said('dates', 'before_noon' if at.hour < 12 else 'after_noon')}" if half else hour


def day(when: date, how: Manner, *, weekday: bool = False, year: bool = True) -> str:
    """ "3 يونيو 2025", with its weekday before it if wanted."""
    text = f"{_first(when.day)} {how.months[when.month - 1]}"
    if year:
        text = f"{text} {when.year}"
    return figures(f"{how.weekdays[when.weekday()]} {text}" if weekday else text)


def stamp(at: datetime, zone: tzinfo, how: Manner) -> str:
    """A moment of ours, to the minute, in the zone: "3 يونيو 2025 9:02 ص"."""
    local = at.astimezone(zone)
    return f"{day(local.date(), how)} {clock(local, how)}"


def _first(day: int) -> str:
    return "1er" if day == 1 and spoken().tongue == "fr" else f"{day}"


def month(when: date, how: Manner) -> str:
    """ "يونيو 2025"."""
    return figures(f"{how.months[when.month - 1]} {when.year}")


def hijri_parts(when: date, offset: int = 0) -> tuple[int, str, int] | None:
    """Day, month's name and year by the Umm al-Qura calendar, `offset` days further; `None` outside of its table."""
    found = reckoning.of(when, offset)
    return None if found is None else (found[2], hijri_month(found[1]), found[0])


def hijri_month(number: int) -> str:
    """What the month is called, from 1."""
    return said("hijri", f"month_{number}")


def hijri(when: date, offset: int = 0) -> str | None:
    """ "3 رجب 1447"; `None` where the calendar's table does not reach."""
    parts = hijri_parts(when, offset)
    return None if parts is None else figures(f"{parts[0]} {parts[1]} {parts[2]}")


def both(when: date, how: Manner, *, weekday: bool = False) -> str:
    """A day in both calendars: "3 يونيو 2025 الموافق 7 ذو الحجة 1446 هـ"."""
    told, other = day(when, how, weekday=weekday), hijri(when, how.hijri_offset)
    return said("dates", "both", day=told, hijri=other) if other else told


def spaced(when: date) -> str:
    """ "03 - 06 - 2025": the form of the byline. It belongs into an element with dir="rtl", day at the right. In other languages
    than Arabic the month has its name."""
    if (tongue := spoken().tongue) != ARABIC:
        return f"{_first(when.day)} {_names('EG', tongue)[0][when.month - 1]} {when.year}"
    return figures(f"{when.day:02} - {when.month:02} - {when.year:04}")


def printed_day(moment: Moment, zone: tzinfo) -> date:
    """The day a paper dated it: a date without an hour is a day of the zone it was read in, never moved by ours."""
    if moment.precision in _COARSE:
        return moment.at.astimezone(zone_of(moment.zone)).date()
    return moment.at.astimezone(zone).date()


def machine(moment: Moment) -> str:
    """The `datetime` attribute: no finer than the source was."""
    local = moment.at.astimezone(zone_of(moment.zone))
    match moment.precision:
        case Precision.YEAR:
            return f"{local.year:04}"
        case Precision.MONTH:
            return f"{local:%Y-%m}"
        case Precision.DAY:
            return f"{local:%Y-%m-%d}"
        case _:
            return instant(moment.at)


def instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def has_hour(moment: Moment) -> bool:
    return moment.precision not in _COARSE


def hour_and_zone(at: datetime, zone: str, how: Manner) -> str:
    """ "الساعة 9:02 ص بتوقيت القاهرة"."""
    hour = said("dates", "at_hour", clock=clock(at.astimezone(zone_of(zone)), how))
    return f"{hour} {said('dates', 'zone_of', place=place_of(zone))}"


def short(at: datetime, now: datetime, zone: tzinfo, how: Manner, *, hour: bool = True) -> str:
    """For dense lists: the hour within half a day or today, "أمس" yesterday, else the day; the year if it is another."""
    if hour and timedelta(0) <= now - at < RECENT:
        return clock(at.astimezone(zone), how)
    return on_day(at, now.astimezone(zone).date(), zone, how, hour=hour)


def on_day(at: datetime, today: date, zone: tzinfo, how: Manner, *, hour: bool = True) -> str:
    """As `short` on a whole day, of what was not within half a day: the hour today, "أمس", else the day."""
    local = at.astimezone(zone)
    if local.date() == today:
        return clock(local, how) if hour else said("dates", "today")
    if local.date() == today - timedelta(days=1):
        return said("dates", "yesterday")
    return day(local.date(), how, year=local.year != today.year)


def ago(at: datetime, now: datetime, zone: tzinfo, how: Manner, *, hour: bool = True) -> str:
    """ "قبل 3 دقائق" up to twelve hours, then as `short`; a moment still to come is said as `short` too."""
    past = now - at
    if not hour or past < timedelta(0) or past >= RECENT:
        return short(at, now, zone, how, hour=hour)
    minutes = int(past.total_seconds() // 60)
    return counted("minutes_ago", minutes) if minutes < 60 else counted("hours_ago", minutes // 60)
