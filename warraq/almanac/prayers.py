"""When are the five prayers and sunrise on a day, in a city, by its country's reckoning?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from warraq.almanac import hijri, sun
from warraq.almanac.cities import City
from warraq.almanac.methods import Method, Rounding, method_of

NAMES = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Whole minutes, in the city's own zone. Sunrise is no prayer: it ends the time of the first."""

    day: date
    fajr: datetime
    sunrise: datetime
    dhuhr: datetime
    asr: datetime
    maghrib: datetime
    isha: datetime

    def each(self) -> Iterator[tuple[str, datetime]]:
        return ((name, getattr(self, name)) for name in NAMES)


@lru_cache(maxsize=4096)  # a day's stay as they are, and a month's are asked for again and again
def times(city: City, day: date, *, hijri_offset: int = 0) -> Times:
    """The times of that day of the city; `hijri_offset` is how far the country is from Umm al-Qura's calendar, which tells Ramadan.

    Raises: ValueError near a pole, where the sun does not sink so far; no city of the table is there.
    """
    method, zone = method_of(city.country), ZoneInfo(city.zone)
    reckoned = hijri.of(day, hijri_offset)
    ramadan = reckoned is not None and reckoned[1] == hijri.RAMADAN
    told = {
        name: _rounded(moment + method.shifts.get(name, 0) * _MINUTE, name, method.rounding).astimezone(zone)
        for name, moment in _moments(city, day, method, ramadan=ramadan)
    }
    return Times(day, **told)


def following(city: City, now: datetime, *, hijri_offset: int = 0) -> tuple[str, datetime]:
    """The next prayer after that moment, and when it is; sunrise is passed over."""
    today = now.astimezone(ZoneInfo(city.zone)).date()
    for day in (today, today + timedelta(days=1)):
        for name, moment in times(city, day, hijri_offset=hijri_offset).each():
            if name != "sunrise" and moment > now:
                return name, moment
    raise ValueError(f"{city.slug}: no prayer within two days of {now}")


def _moments(city: City, day: date, method: Method, *, ramadan: bool) -> Iterator[tuple[str, datetime]]:
    """The very moments, to the second."""
    place = (day, city.latitude_deg, city.longitude_deg)
    sunset = sun.at_height(*place, sun.HORIZON_DEG, rising=False)
    yield "fajr", sun.at_height(*place, -method.fajr_deg, rising=True)
    yield "sunrise", sun.at_height(*place, sun.HORIZON_DEG, rising=True)
    yield "dhuhr", sun.transit(day, city.longitude_deg)
    yield "asr", sun.at_shadow(*place, 1)
    yield "maghrib", sunset
    minutes = (method.ramadan_min if ramadan else None) or method.isha_min
    if minutes is not None:
        yield "isha", sunset + minutes * _MINUTE
    else:
        yield "isha", sun.at_height(*place, -(method.isha_deg or 0), rising=False)


def _rounded(moment: datetime, name: str, how: Rounding) -> datetime:
    down = moment.replace(second=0, microsecond=0)
    if how == "careful" and name == "sunrise":
        return down
    if how == "careful":
        return down if moment == down else down + _MINUTE
    return down + _MINUTE if moment - down >= _MINUTE / 2 else down
