"""Where is a city, and in which zone? A small table of Arab cities (`cities.tsv`): capitals, and the largest of each country."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class City:
    """`slug` is its word in addresses, `country` a lower-case ISO 3166 code; degrees north and east; `zone` an IANA name."""

    slug: str
    country: str
    name: str
    name_fr: str
    name_en: str
    latitude_deg: float
    longitude_deg: float
    zone: str


@cache
def cities() -> tuple[City, ...]:
    """Every city, a country's together, its first city first."""
    text = (files("warraq.almanac") / "cities.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        City(slug, country, ar, fr, en, float(latitude), float(longitude), zone)
        for slug, country, ar, fr, en, latitude, longitude, zone in rows
    )


def city(slug: str) -> City | None:
    """The city of that word; `None` for one that the table does not have."""
    return next((one for one in cities() if one.slug == slug), None)


def of_countries(countries: Collection[str]) -> tuple[City, ...]:
    """The cities of these countries."""
    return tuple(one for one in cities() if one.country in countries)
