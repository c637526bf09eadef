"""Which moment does a printed date mean? Right, or `None`: never a guess shown as a fact.

The rules, in the order they are asked:
- ISO 8601 and RFC 822 are read as their standards say, with their offset; without one they are in the source's zone.
- Elsewhere the day stands before the month, always (`03 - 06 - 2025` is 3 June); the year has four digits. A string
  that would only make sense month-first (`12/25/2025`) is not read.
- A string that names two different days is not read; years of the Hijri calendar do not count as days named.
- Twin names (`نيسان/أبريل`) must be the same month. A missing year is not filled in.
- `ص` and `م` (AM, PM …) tell the half of the day. Without them a time in words is read on the 24-hour clock if it can
  only be meant so (13:00, 00:10, or seconds printed) or if the country prints that clock; else only the day is kept.
- Dates that programs print when they know none (1 January 1970, 2000 …), dates before 1900 and dates more than a day
  ahead of `now` are no dates.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from warraq.language.months import HIJRI, LIBYAN_MONTHS, LIBYAN_YEARS, MONTHS, plain
from warraq.press import Moment, Precision

# Countries whose papers print the 24-hour clock.
_CLOCK_24 = frozenset(["dz", "fr", "ly", "ma", "mr", "tn"])
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
    (0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
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
}
_TABLE = {**_DIGITS, **_INVISIBLE, **_SAME}

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:(?:\s*[tT]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(z|Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?)?")
_RFC = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2}),?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*([A-Za-z]{1,5}|(?:GMT|UTC)?\s*[+-]\d{1,2}:?\d{2})?(?:\s*\([^)]*\))?"
)
# Fri Sep 15 1:00:00 GMT 2006
_ASCTIME = re.compile(
    r"[A-Za-z]{3,9}\s+([A-Za-z]{3,9})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([A-Za-z]{1,5})\s+)?(\d{4})"
)
_NAMED_ZONES = {
    "z": 0,
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
}
_NAMED_ZONES |= {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "bst": 1,
}

_NAME = "|".join(re.escape(name) for name in sorted({*MONTHS, *LIBYAN_MONTHS}, key=len, reverse=True))
_LETTER = r"[^\W\d_]"
_MONTH = rf"(?<!{_LETTER})(?:من\s+|شهر\s+|de\s+)?({_NAME})\.?(?:\s*[/(-]\s*({_NAME})\s*\)?)?(?!{_LETTER})"
_DAY_MONTH_YEAR = re.compile(
    rf"(?<![\d/.:-])(\d{{1,2}})(?:er|st|nd|rd|th)?\s*[-/,. ]?\s*{_MONTH}\s*[-/,. ]*\s*(?:عام\s+|سنه\s+)?(\d{{4}})(?!\d)"
)
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*(\d{{4}})(?!\d)")
_MONTH_YEAR = re.compile(rf"{_MONTH}\s*,?\s*(\d{{4}})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d/.:-])(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?![\d/-]|\s*ه(?!\w))")
_YEAR_FIRST = re.compile(r"(?<![\d/.:-])(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?![\d/-]|\s*ه(?!\w))")
_TIME = re.compile(
    r"(?<![\d:/.-])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])\s*"
    rf"((?:صباحا|صباح|مساء|ظهرا|ليلا|فجرا|عصرا|ص|م|[ap]\.?m\.?)(?!{_LETTER}))?"
)
_MORNING = frozenset(["صباحا", "صباح", "ص", "am", "فجرا"])
_EVENING = frozenset(["مساء", "م", "pm", "عصرا"])
_OFFSET = re.compile(
    r"(?:gmt|utc|غرينتش|جرينتش|غرينيتش|جرينيتش)\s*\)?\s*(?:([+-])\s*(\d{1,2})(?::?(\d{2}))?)?"
)
_ELSEWHERE = re.compile(r"بتوقيت|توقيت")


def read(printed: str, *, country: str, zone: str, now: datetime) -> Moment | None:
    """The one moment that `printed` names, with the finest precision it gives; `None` if it names none or several.

    `country` (ISO 3166, lower case) decides what only a country can: the clock, the Libyan months. `zone` is the IANA
    name in which a date without offset is meant. `now` is aware.
    """
    if len(printed) > _TOO_LONG:
        return None
    text = " ".join((printed if printed.isascii() else printed.translate(_TABLE)).split())
    for shape, read_shape in _SHAPES:
        match = shape.fullmatch(text)
        if match:  # a date of this shape that is none (hour 25 …) is not tried as another
            found = read_shape(match, zone)
            break
    else:
        found = _in_words(plain(text), country, zone)
    if found is None:
        return None
    at, precision, read_in = found
    if at < _EARLIEST or at > now + _AHEAD or _is_empty(at, read_in):
        return None
    return Moment(at, precision, read_in, printed)


def of_day(year: int, month: int, day: int, *, zone: str, now: datetime, printed: str) -> Moment | None:
    """A day known by its numbers alone (from an address, say), under the same rules of plausibility."""
    found = _moment(year, month, day, None, zone=zone)
    if found is None or found[0] > now + _AHEAD or _is_empty(found[0], zone):
        return None
    return Moment(found[0], Precision.DAY, zone, printed)


_Found = tuple[datetime, Precision, str | None]


def _iso(match: re.Match[str], zone: str) -> _Found | None:
    year, month, day, hour, minute, second, offset = match.groups()
    if day is None:
        return _moment(int(year), int(month), None, None, zone=zone)
    clock = (int(hour), int(minute), int(second) if second else None) if hour else None
    return _moment(int(year), int(month), int(day), clock, zone=zone, offset=offset)


def _compact(match: re.Match[str], zone: str) -> _Found | None:
    year, month, day, hour, minute, second, offset = match.groups()
    clock = (int(hour), int(minute), int(second) if second else None) if hour else None
    return _moment(int(year), int(month), int(day), clock, zone=zone, offset=offset)


def _rfc(match: re.Match[str], zone: str) -> _Found | None:
    month = MONTHS.get(match.group(2).lower())
    if month is None:
        return None
    day, _, year, hour, minute, second, offset = match.groups()
    full_year = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    return _moment(
        full_year,
        month,
        int(day),
        (int(hour), int(minute), int(second) if second else None),
        zone=zone,
        offset=offset,
    )


def _asctime(match: re.Match[str], zone: str) -> _Found | None:
    month = MONTHS.get(match.group(1).lower())
    if month is None:
        return None
    _, day, hour, minute, second, offset, year = match.groups()
    return _moment(
        int(year), month, int(day), (int(hour), int(minute), int(second)), zone=zone, offset=offset
    )


_SHAPES = ((_ISO, _iso), (_COMPACT, _compact), (_RFC, _rfc), (_ASCTIME, _asctime))


def _in_words(text: str, country: str, zone: str) -> _Found | None:
    """A date as people print it; `text` is in the plain form of month names."""
    days, rest = _days(text, country)
    if len(days) != 1:
        return None
    year, month, day = days.pop()
    if day is None:
        return _moment(year, month, None, None, zone=zone)
    clock = _clock(rest, country)
    if clock is None:
        return _moment(year, month, day, None, zone=zone)
    elsewhere = _OFFSET.search(rest)
    if elsewhere:
        sign, hours, minutes = elsewhere.groups()
        offset = f"{sign}{int(hours):02}:{int(minutes or 0):02}" if sign else "Z"
        return _moment(year, month, day, clock, zone=zone, offset=offset)
    if _ELSEWHERE.search(rest):  # "by the time of Mecca": an offset that is not said in numbers
        return _moment(year, month, day, None, zone=zone)
    return _moment(year, month, day, clock, zone=zone)


def _days(text: str, country: str) -> tuple[set[tuple[int, int, int | None]], str]:
    """Every day (or, where there is none, month) that the text names, and the text without them."""
    days: set[tuple[int, int, int | None]] = set()
    impossible = False

    def named(match: re.Match[str], day: str | None, first: str, second: str | None, year: str) -> str:
        nonlocal impossible
        month = _month(first, second, int(year), country)
        if month is None:
            impossible = impossible or first not in HIJRI
        else:
            days.add((int(year), month, int(day) if day else None))
        return " | "

    def numbered(match: re.Match[str], day: str, month: str, year: str) -> str:
        nonlocal impossible
        if 1900 <= int(year) <= 2100:  # else a Hijri year
            days.add((int(year), int(month), int(day)))
            impossible = impossible or not 1 <= int(month) <= 12
        return " | "

    text = _DAY_MONTH_YEAR.sub(lambda m: named(m, m[1], m[2], m[3], m[4]), text)
    text = _MONTH_DAY_YEAR.sub(lambda m: named(m, m[3], m[1], m[2], m[4]), text)
    text = _YEAR_FIRST.sub(lambda m: numbered(m, m[4], m[3], m[1]), text)
    text = _NUMBERS.sub(lambda m: numbered(m, m[1], m[3], m[4]), text)
    if not days and not impossible:
        text = _MONTH_YEAR.sub(lambda m: named(m, None, m[1], m[2], m[3]), text)
    return (set() if impossible else days), text


def _month(first: str, second: str | None, year: int, country: str) -> int | None:
    """The month that one name, or twin names, mean; `None` if the twins disagree or the name is none here."""
    months = {MONTHS.get(name) for name in (first, second) if name}
    if months == {None} and country == "ly" and year in LIBYAN_YEARS and second is None:
        return LIBYAN_MONTHS.get(first)
    return months.pop() if len(months) == 1 else None


def _clock(text: str, country: str) -> tuple[int, int, int | None] | None:
    """The one time of day that the text prints; `None` if there is none, or several, or its half of the day is unsaid."""
    times = {match.groups() for match in _TIME.finditer(text)}
    if len(times) != 1:
        return None
    hour_s, minute_s, second_s, half = times.pop()
    hour, minute, second = int(hour_s), int(minute_s), int(second_s) if second_s else None
    half = (half or "").replace(".", "")
    if hour > 23 or minute > 59:
        return None
    if half and 1 <= hour <= 12:
        if half in _MORNING:
            return hour % 12, minute, second
        if half in _EVENING or (half == "ظهرا" and hour in (12, 1, 2, 3)):
            return hour % 12 + 12, minute, second
        return None  # "11:00 at night", "12 at noon" and the like: not worth a guess
    if half and hour < 13:
        return (0, minute, second) if half in _MORNING else None
    certain = (
        hour >= 13 or hour == 0 or second is not None or country in _CLOCK_24 or bool(_OFFSET.search(text))
    )
    return (hour, minute, second) if certain else None


def _moment(
    year: int,
    month: int,
    day: int | None,
    clock: tuple[int, int, int | None] | None,
    *,
    zone: str,
    offset: str | None = None,
) -> _Found | None:
    """The moment of these numbers, or `None` if no calendar has them or the offset is unknown."""
    where, name = _zone(offset, zone)
    if where is None:
        return None
    hour, minute, second = clock or (0, 0, None)
    leap = second == 60
    try:
        local = datetime(year, month, day or 1, hour, minute, 59 if leap else second or 0, tzinfo=where)
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if day is None:
        precision = Precision.MONTH
    elif clock is None:
        precision = Precision.DAY
    else:
        precision = Precision.MINUTE if second is None else Precision.SECOND
    return at, precision, name


@lru_cache(maxsize=1_000)
def _zone(offset: str | None, zone: str) -> tuple[tzinfo | None, str | None]:
    """The zone to read in, and its name in a Moment (`None` for UTC)."""
    if not offset:
        return ZoneInfo(zone), zone
    label = offset.strip().lower()
    for prefix in ("gmt", "utc"):
        if label.startswith(prefix) and len(label) > 3:
            label = label[3:].strip()
    if label in _NAMED_ZONES:
        hours = _NAMED_ZONES[label]
        return (UTC, None) if hours == 0 else (timezone(timedelta(hours=hours)), f"{hours:+03}:00")
    match = re.fullmatch(r"([+-])(\d{1,2}?):?(\d{2})?", label)
    if not match:
        return None, None
    sign, hours_s, minutes_s = match.groups()
    delta = timedelta(hours=int(hours_s), minutes=int(minutes_s or 0))
    if delta > timedelta(hours=14):
        return None, None
    if not delta:
        return UTC, None
    return timezone(delta if sign == "+" else -delta), f"{sign}{int(hours_s):02}:{int(minutes_s or 0):02}"


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
