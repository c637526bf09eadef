"""When are the hours of prayer today in the edition's cities, and by whose reckoning?"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from warraq import almanac
from warraq.almanac import City, Method
from warraq.web import dates, wording
from warraq.web.bidi import isolated
from warraq.web.dates import Manner
from warraq.web.day import Turn
from warraq.web.failing import not_found
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_now, site_of
from warraq.web.tongue import decimal, figures, spoken

PATH = "/prayer"
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_LAST_YEAR = 2076  # of the Hijri calendar's table, which tells Ramadan


@dataclass(frozen=True, slots=True)
class Hour:
    """One of a day's times: what it is called, as its readers read a clock, and for machines. `next`: it is the next prayer."""

    name: str
    clock: str
    machine: str
    next: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A city's day, or a day of a city's month: then `hijri` is its number there, and `here` says that it is today."""

    name: Markup | str
    href: str | None
    hours: tuple[Hour, ...]
    hijri: str | None = None
    machine: str | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Land:
    """A country's cities, and whose reckoning its times are."""

    name: Markup | str
    authority: str
    rows: tuple[Row, ...]


async def prayers(request: Request) -> Response:
    """GET /prayer: today in the cities of the edition's countries; of an edition of none of them, in every capital"""
    site, scope = site_of(request), await scope_now(request)
    now = site.clock.now()
    countries = tuple(part.code for part in scope.edition.parts) or (scope.edition.code,)
    known = {one.country: almanac.of_countries({one.country}) for one in almanac.cities()}
    shown = {country: known[country] for country in countries if country in known}
    lands = tuple(
        Land(
            isolated(wording.country(country) or country),
            authority(country),
            tuple(_today(site, scope, city, now) for city in cities),
        )
        for country, cities in shown.items()
    )
    if not lands:
        rows = tuple(_today(site, scope, cities[0], now) for cities in known.values())
        lands = (Land(wording.said("prayer", "capitals"), wording.said("prayer", "whose"), rows),)
    return await page(request, "prayers.html", kept=False, here="prayer", lands=lands, names=names())


async def prayer(request: Request) -> Response:
    """GET /prayer/<city>?month=<yyyy-mm>: today, and a month"""
    site, scope = site_of(request), await scope_now(request)
    city = almanac.city(request.path_params["city"])
    if city is None:
        return await not_found(request)
    how, now = customs(site, scope, city), site.clock.now()
    today = now.astimezone(ZoneInfo(city.zone)).date()
    month = _month(request.query_params.get("month"), today)
    if month is None:
        return await not_found(request)
    name, moment = almanac.following(city, now, hijri_offset=how.hijri_offset)
    others = (one for one in almanac.of_countries({city.country}) if one != city)
    return await page(
        request,
        "prayer.html",
        kept=False,
        here="prayer",
        city=called(city),
        today=_today(site, scope, city, now, half=True),
        names=names(),
        date=dates.day(today, how, weekday=True),
        hijri=dates.hijri(today, how.hijri_offset),
        zone=wording.said("dates", "zone_of", place=dates.place_of(city.zone)),
        following=wording.said("prayer", "next", prayer=_named(name), clock=dates.clock(moment, how)),
        following_machine=dates.instant(moment),
        authority=authority(city.country),
        how=tuple(explained(almanac.method_of(city.country))),
        month=dates.month(month, how),
        days=tuple(_days(city, how, month, today)),
        previous=_turn(month - timedelta(days=1), city, how, scope),
        onward=_turn(month + timedelta(days=31), city, how, scope),
        others=tuple((called(one), city_path(scope, one)) for one in others),
    )


def line(site: Site, scope: Scope, now: datetime) -> tuple[str, str] | None:
    """The next prayer in the first city of an edition's country, and where its page is; `None` of several countries, and of one
    without a city in the table."""
    cities = almanac.of_countries({scope.edition.code})
    if not cities:
        return None
    how = customs(site, scope, cities[0])
    name, moment = almanac.following(cities[0], now, hijri_offset=how.hijri_offset)
    told = wording.said(
        "prayer", "next_in", city=called(cities[0]), prayer=_named(name), clock=dates.clock(moment, how)
    )
    return told, city_path(scope, cities[0])


def names() -> tuple[str, ...]:
    return tuple(_named(one) for one in almanac.NAMES)


def called(city: City) -> Markup:
    names = {"fr": city.name_fr, "en": city.name_en}
    return isolated(names.get(spoken().tongue, city.name))


def city_path(scope: Scope, city: City) -> str:
    return scope.path(f"{PATH}/{city.slug}")


def customs(site: Site, scope: Scope, city: City) -> Manner:
    """How the city's own readers read a clock and count Hijri days, where their edition is deployed; else the reader's own."""
    return site.scopes.get(city.country, scope).how


def authority(country: str) -> str:
    """Whose reckoning it is, in a sentence; said to be another's where the country's own is not known."""
    named = wording.said("prayer_authority", almanac.method_of(country).name)
    if almanac.own(country):
        return wording.said("prayer", "by_own", authority=named)
    land = wording.country(country) or country
    return wording.said("prayer", "by_usual", authority=named, country=land)


def explained(method: Method) -> Iterator[str]:
    """What a reader may hold against another table."""
    yield wording.said("prayer", "fajr_how", degrees=decimal(method.fajr_deg))
    if method.isha_deg is not None:
        yield wording.said("prayer", "isha_how", degrees=decimal(method.isha_deg))
    elif method.ramadan_min:
        minutes, more = figures(f"{method.isha_min}"), figures(f"{method.ramadan_min}")
        yield wording.said("prayer", "isha_ramadan", minutes=minutes, more=more)
    else:
        yield wording.said("prayer", "isha_after", minutes=figures(f"{method.isha_min}"))
    yield wording.said("prayer", "asr_how")
    shifts = [
        wording.said("prayer", "shift", prayer=_named(name), minutes=figures(f"{minutes:+d}"))
        for name, minutes in method.shifts.items()
    ]
    if shifts:
        yield wording.said("prayer", "shifts", shifts=wording.listed(shifts))


def _named(name: str) -> str:
    return wording.said("prayer", name)


def _today(site: Site, scope: Scope, city: City, now: datetime, *, half: bool = False) -> Row:
    how = customs(site, scope, city)
    told = almanac.times(city, now.astimezone(ZoneInfo(city.zone)).date(), hijri_offset=how.hijri_offset)
    following = almanac.following(city, now, hijri_offset=how.hijri_offset)
    return Row(
        called(city),
        city_path(scope, city),
        tuple(
            _hour(name, moment, how, is_next=(name, moment) == following, half=half)
            for name, moment in told.each()
        ),
    )


def _days(city: City, how: Manner, month: date, today: date) -> Iterator[Row]:
    for number in range(monthrange(month.year, month.month)[1]):
        day = month + timedelta(days=number)
        hijri = dates.hijri_parts(day, how.hijri_offset)
        told = almanac.times(city, day, hijri_offset=how.hijri_offset)
        hours = tuple(_hour(name, moment, how) for name, moment in told.each())
        name = figures(f"{how.weekdays[day.weekday()]} {day.day}")
        begins = hijri and (f"{hijri[0]} {hijri[1]}" if hijri[0] == 1 or day == month else f"{hijri[0]}")
        yield Row(name, None, hours, figures(begins) if begins else None, day.isoformat(), day == today)


def _hour(name: str, moment: datetime, how: Manner, *, is_next: bool = False, half: bool = False) -> Hour:
    return Hour(_named(name), dates.clock(moment, how, half=half), f"{moment:%H:%M}", is_next)


def _month(asked: str | None, today: date) -> date | None:
    """The first day of the month asked for, or of this one; `None` for what is no month."""
    if asked is None:
        return today.replace(day=1)
    found = _MONTH.fullmatch(asked)
    month = date(int(found[1]), int(found[2]), 1) if found else None
    return month if month and month.year <= _LAST_YEAR else None


def _turn(day: date, city: City, how: Manner, scope: Scope) -> Turn | None:
    if _month(f"{day:%Y-%m}", day) is None:
        return None
    return Turn(dates.month(day, how), f"{city_path(scope, city)}?month={day:%Y-%m}#month")
