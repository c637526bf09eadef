"""Which instant do these numbers mean? A day, perhaps a time of that day, in a zone or at an offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from warraq.press import Precision

Time = tuple[int, int, int | None]  # hour, minute, second (`None`: not printed)

_NAMED_OFFSETS = {
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


@dataclass(frozen=True, slots=True)
class Instant:
    """`at` in UTC; `zone` as in a `Moment` (`None`: UTC was said); `weekday` the printed one (0 is Monday), if any."""

    at: datetime
    precision: Precision
    zone: str | None
    weekday: int | None = None


def instant(
    year: int,
    month: int | None,
    day: int | None,
    time: Time | None,
    *,
    zone: str,
    offset: str | None = None,
    weekday: int | None = None,
) -> Instant | None:
    """`None` if no calendar has such numbers, or the offset is unknown.

    A time that the clocks of the zone left out that day (when summer time began) leaves the day alone.
    """
    where, name = _zone(offset, zone)
    if where is None:
        return None
    hour, minute, second = time or (0, 0, None)
    leap = second == 60
    try:
        local = datetime(
            year,
            1 if month is None else month,
            1 if day is None else day,
            hour,
            minute,
            59 if leap else second or 0,
            tzinfo=where,
        )
        at = local.astimezone(UTC)
        if time and not offset and at.astimezone(where).replace(tzinfo=None) != local.replace(tzinfo=None):
            return instant(year, month, day, None, zone=zone, offset=offset, weekday=weekday)
    except (ValueError, OverflowError):
        return None
    return Instant(at, _precision(month, day, time), name, weekday)


def local_day(at: datetime, zone: str | None) -> date:
    """The day of an instant as its own source counts it; `zone` as in a `Moment`."""
    where, _ = _zone(zone if zone and zone[0] in "+-" else None, zone or "UTC")
    return at.astimezone(where).date()


def _precision(month: int | None, day: int | None, time: Time | None) -> Precision:
    if month is None:
        return Precision.YEAR
    if day is None:
        return Precision.MONTH
    if time is None:
        return Precision.DAY
    return Precision.MINUTE if time[2] is None else Precision.SECOND


@lru_cache(maxsize=1_000)
def _zone(offset: str | None, zone: str) -> tuple[tzinfo | None, str | None]:
    """The zone to read in, and its name in a Moment (`None` for UTC)."""
    if not offset:
        return ZoneInfo(zone), zone
    label = offset.strip().lower()
    for prefix in ("gmt", "utc"):
        if label.startswith(prefix) and len(label) > 3:
            label = label[3:].strip()
    if label in _NAMED_OFFSETS:
        hours = _NAMED_OFFSETS[label]
        return (UTC, None) if hours == 0 else (timezone(timedelta(hours=hours)), f"{hours:+03}:00")
    return _numbered(label)


def _numbered(label: str) -> tuple[tzinfo | None, str | None]:
    sign, digits = label[:1], label[1:].replace(":", "").strip()
    if sign not in ("+", "-") or not digits.isdecimal() or len(digits) > 4:
        return None, None
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    delta = timedelta(hours=hours, minutes=minutes)
    if delta > timedelta(hours=14) or minutes > 59:
        return None, None
    if not delta:
        return UTC, None
    return timezone(delta if sign == "+" else -delta), f"{sign}{hours:02}:{minutes:02}"
