"""At which moment of a day does the sun stand at a given height?

The position is good to about an arc minute from 1950 to 2050, which is some four seconds of time.
Source: "Computing approximate solar coordinates", U.S. Naval Observatory, from the Astronomical Almanac.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_ROUNDS = 4  # the sun moves while we reckon: each round is some hundred times nearer

# The upper edge stands at the horizon: half a degree across, and the air lifts it by 34 minutes of arc.
HORIZON_DEG = -50 / 60


def transit(day: date, longitude_deg: float) -> datetime:
    """When the sun passes the meridian (UTC) on the day of that longitude's own noon; east is positive."""
    return _settled(day, longitude_deg, lambda _: 0.0)


def at_height(
    day: date, latitude_deg: float, longitude_deg: float, height_deg: float, *, rising: bool
) -> datetime:
    """When the sun's centre stands at that height, before noon (`rising`) or after it.

    Raises: ValueError where it does not on that day, near a pole.
    """
    return _settled(
        day,
        longitude_deg,
        lambda declination: (-1 if rising else 1) * _angle(latitude_deg, declination, height_deg),
    )


def at_shadow(day: date, latitude_deg: float, longitude_deg: float, lengths: float) -> datetime:
    """When, after noon, a shadow is as long as at noon and `lengths` times what casts it."""

    def angle(declination: float) -> float:
        noon = math.tan(math.radians(abs(latitude_deg - declination)))
        return _angle(latitude_deg, declination, math.degrees(math.atan(1 / (lengths + noon))))

    return _settled(day, longitude_deg, angle)


def _settled(day: date, longitude_deg: float, angle: Callable[[float], float]) -> datetime:
    """Noon, and the hour angle (degrees) that the declination of that very moment asks for."""
    mean_noon = datetime.combine(day, time(12), UTC) - timedelta(hours=longitude_deg / 15)
    moment = mean_noon
    for _ in range(_ROUNDS):
        declination, equation_h = _sun(moment)
        moment = mean_noon + timedelta(hours=angle(declination) / 15 - equation_h)
    return moment


def _angle(latitude_deg: float, declination_deg: float, height_deg: float) -> float:
    """The hour angle in degrees at which the sun has that height."""
    latitude, declination = math.radians(latitude_deg), math.radians(declination_deg)
    above = math.sin(math.radians(height_deg)) - math.sin(latitude) * math.sin(declination)
    return math.degrees(math.acos(above / (math.cos(latitude) * math.cos(declination))))


def _sun(moment: datetime) -> tuple[float, float]:
    """Declination in degrees, and by how many hours the sun is ahead of the mean one."""
    days = (moment - _J2000) / timedelta(days=1)
    anomaly = math.radians(357.529 + 0.98560028 * days)
    mean_deg = 280.459 + 0.98564736 * days
    longitude = math.radians(mean_deg + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.00000036 * days)
    ascension_deg = math.degrees(math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude)))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    ahead_deg = (mean_deg - ascension_deg + 180) % 360 - 180
    return math.degrees(declination), ahead_deg / 15
