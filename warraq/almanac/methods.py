"""By which reckoning does a country pray? The angles and minutes of its own authority, as its printed tables have them.

Where a country's authority prints tables, the numbers are those that give its tables again (docs/design/0045 names them). Where
no table of its own was found, another's reckoning that is usual there stands in, and `own` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# To the nearest minute; or as Umm al-Qura's calendar does: never before the moment itself, and sunrise never after it.
Rounding = Literal["nearest", "careful"]


@dataclass(frozen=True, slots=True)
class Method:
    """`name` is the authority's word in the catalogue. Dawn and nightfall are when the sun is so many degrees below the horizon, or
    nightfall so many minutes after sunset (`isha_min`), in Ramadan `ramadan_min`. `shifts` are minutes that the authority adds, by
    prayer. Afternoon is everywhere here when a shadow is once as long again (the reckoning of all schools but one)."""

    name: str
    fajr_deg: float
    isha_deg: float | None = None
    isha_min: int | None = None
    ramadan_min: int | None = None
    shifts: Mapping[str, int] = field(default_factory=dict)
    rounding: Rounding = "nearest"


EGYPT = Method("egypt", 19.5, 17.5)
LEAGUE = Method("league", 18, 17)
UMM_AL_QURA = Method("umm_al_qura", 18.5, isha_min=90, ramadan_min=120, rounding="careful")

METHODS: Mapping[str, Method] = {
    "eg": EGYPT,
    "sa": UMM_AL_QURA,
    "ae": Method("emirates", 18.2, 18.2, shifts={"sunrise": -3, "dhuhr": 3, "asr": 3, "maghrib": 3}),
    "kw": Method("kuwait", 18, 17.5),
    "qa": Method("qatar", 18, isha_min=90, shifts={"maghrib": 1, "isha": 1}),
    "om": Method("oman", 18, 18, shifts={"maghrib": 6}),
    "jo": Method("jordan", 18, 18, shifts={"maghrib": 5}),
    "dz": Method("algeria", 18, 17, shifts={"maghrib": 1}),
    "tn": Method("tunisia", 18, 18, shifts={"fajr": -1, "dhuhr": 7, "maghrib": 2, "isha": 1}),
    "ma": Method("morocco", 19, 17, shifts={"sunrise": -4, "dhuhr": 5, "maghrib": 5}),
}
# What is usual where no table of the country's own was found.
_USUAL: Mapping[str, Method] = {
    "ps": EGYPT, "lb": EGYPT, "sy": EGYPT, "sd": EGYPT, "ly": EGYPT, "so": EGYPT, "dj": EGYPT, "km": EGYPT,
    "iq": LEAGUE, "mr": LEAGUE,
    "ye": UMM_AL_QURA, "bh": UMM_AL_QURA,
}  # fmt: skip


def own(country: str) -> bool:
    """Whether the method is that of the country's own authority."""
    return country in METHODS


def method_of(country: str) -> Method:
    """The country's own method, or what is usual there."""
    return METHODS.get(country) or _USUAL.get(country, LEAGUE)
