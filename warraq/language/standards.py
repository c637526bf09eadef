"""Is this a date as a standard writes it? ISO 8601 and RFC 822, with the slips that feeds and pages make in them.

Such a string is read as its standard says, and as nothing else: where its numbers are none (hour 25 …) it has no other meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from warraq.language import hijri
from warraq.language.instants import Instant, Time, instant
from warraq.language.months import MONTHS
from warraq.language.weekdays import WEEKDAYS, WEEKDAYS_ENGLISH_SHORT

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:(?:\s*[tT]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(z|Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?)?")
_RFC = re.compile(
    r"(?:([A-Za-z]{3,9})\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2}),?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*([A-Za-z]{1,5}|(?:GMT|UTC)?\s*[+-]\d{1,2}:?\d{2})?(?:\s*\([^)]*\))?"
)
# Fri Sep 15 1:00:00 GMT 2006
_ASCTIME = re.compile(
    r"([A-Za-z]{3,9})\s+([A-Za-z]{3,9})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([A-Za-z]{1,5})\s+)?(\d{4})"
)
_HALVES = frozenset(["am", "pm", "h"])


def shaped(text: str) -> Callable[[str], Instant | None] | None:
    """How to read a text of such a shape, given the zone of those without an offset; `None` if it has another shape.

    What is read is `None` if its numbers are none.
    """
    for shape, read_shape in _SHAPES:
        if match := _match(shape, text):
            return partial(read_shape, match)
    return None


def _match(shape: re.Pattern[str], text: str) -> re.Match[str] | None:
    match = shape.fullmatch(text)
    if match and shape is _RFC and (match[8] or "").lower() in _HALVES:
        return None  # an American's clock: "3 June 2025 10:30 PM"
    if match and int(match[1] if shape in (_ISO, _COMPACT) else 0) in hijri.YEARS:
        return None  # 1447-07-03: no standard's calendar
    return match


def _iso(match: re.Match[str], zone: str) -> Instant | None:
    year, month, day, hour, minute, second, offset = match.groups()
    if day is None:
        return instant(int(year), int(month), None, None, zone=zone)
    return instant(int(year), int(month), int(day), _time(hour, minute, second), zone=zone, offset=offset)


def _rfc(match: re.Match[str], zone: str) -> Instant | None:
    weekday, day, name, year, hour, minute, second, offset = match.groups()
    month = MONTHS.get(name.lower())
    if month is None:
        return None
    full_year = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    time = _time(hour, minute, second)
    return instant(full_year, month, int(day), time, zone=zone, offset=offset, weekday=_weekday(weekday))


def _asctime(match: re.Match[str], zone: str) -> Instant | None:
    weekday, name, day, hour, minute, second, offset, year = match.groups()
    month = MONTHS.get(name.lower())
    if month is None:
        return None
    time = _time(hour, minute, second)
    return instant(int(year), month, int(day), time, zone=zone, offset=offset, weekday=_weekday(weekday))


def _time(hour: str | None, minute: str, second: str | None) -> Time | None:
    return (int(hour), int(minute), int(second) if second else None) if hour else None


def _weekday(name: str | None) -> int | None:
    name = (name or "").lower()
    return WEEKDAYS_ENGLISH_SHORT.get(name, WEEKDAYS.get(name))


_SHAPES = ((_ISO, _iso), (_COMPACT, _iso), (_RFC, _rfc), (_ASCTIME, _asctime))
