"""What stood in the papers on that day? The archive by its calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.almanac import hijri as reckoning
from warraq.ports.archive import Archive, Cursor
from warraq.press import ArticleId
from warraq.web import dates, wording
from warraq.web.bidi import isolated
from warraq.web.calendar import FIRST_YEAR, Reader, Sheet, edge, hijri_sheet, sheet
from warraq.web.failing import not_found
from warraq.web.listing import listed
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_now, scope_of, site_of
from warraq.web.tongue import figures
from warraq.web.view import View

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
# A year before FIRST_YEAR is of the Hijri calendar.
_HIJRI = re.compile(r"(1[345][0-9]{2})-(0[1-9]|1[0-2])(?:-([0-9]{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Turn:
    """A neighbouring day or month."""

    name: str
    href: str


async def view(request: Request) -> View | None:
    """The list of `/day/<yyyy-mm-dd>`; `None` for what is no day, or one that no paper can have been printed on."""
    site, scope = site_of(request), scope_of(request)
    day = day_of(request.path_params["day"])
    if day is None or day > reader_of(scope, today_of(site, scope)).last:
        return None
    return View(
        scope.path(f"/day/{day.isoformat()}"),
        wording.said("day", "title", day=dates.day(day, scope.how, weekday=True)),
        countries=scope.kept,
        since=edge(day, scope.zone),
        until=edge(day + timedelta(days=1), scope.zone),
    )


async def day(request: Request) -> Response:
    """GET /day/<yyyy-mm-dd>?before=<cursor>, and /day/<yyyy-mm>: the month's calendar. The same of a Hijri year: its month has a
    calendar, and its day leads to the Gregorian one."""
    site, scope = site_of(request), await scope_now(request)
    if found := _HIJRI.fullmatch(request.path_params["day"]):
        return await _of_hijri(request, int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    month = month_of(request.path_params["day"])
    if month is not None:
        return await _month(request, month)
    of, shown = await view(request), day_of(request.path_params["day"])
    if of is None or shown is None:
        return await not_found(request)
    reader = reader_of(scope, today_of(site, scope))
    leaf = await site.pool.ask(lambda: sheet(site.archive, reader, shown.replace(day=1), here=shown))
    previous = await site.pool.ask(lambda: last_before(site.archive, shown, reader))
    following = shown + timedelta(days=1)
    return await listed(
        request,
        of,
        "day.html",
        here="day",
        sheet=leaf,
        hijri=dates.hijri(shown, scope.how.hijri_offset),
        hijri_href=leaf.turned,
        issue_href=scope.path(f"/issue/{shown.isoformat()}"),
        month_href=f"{reader.prefix}/{shown:%Y-%m}",
        previous=_turn(previous, shown, reader) if previous else None,
        following=_turn(following, shown, reader) if following <= reader.today else None,
        empty=_nothing(scope),
    )


async def days(request: Request) -> Response:
    """GET /day: the calendar of this month"""
    site, scope = site_of(request), scope_of(request)
    return RedirectResponse(scope.path(f"/day/{today_of(site, scope):%Y-%m}"), status_code=302)


async def _month(request: Request, month: date) -> Response:
    site, scope = site_of(request), await scope_now(request)
    reader = reader_of(scope, today_of(site, scope))
    if month > reader.today:
        return await not_found(request)
    made: Sheet = await site.pool.ask(lambda: sheet(site.archive, reader, month))
    before = await site.pool.ask(lambda: last_before(site.archive, month, reader))
    after = (month + timedelta(days=31)).replace(day=1)
    return await page(
        request,
        "month.html",
        here="day",
        kept=None if any(cell and cell.href for week in made.weeks for cell in week) else False,
        sheet=made,
        previous=_month_turn(before.replace(day=1), reader) if before else None,
        following=_month_turn(after, reader) if after <= reader.today else None,
    )


async def _of_hijri(request: Request, year: int, month: int, day: int | None) -> Response:
    site, scope = site_of(request), await scope_now(request)
    reader = reader_of(scope, today_of(site, scope))
    if day is not None:
        shown = reckoning.gregorian(year, month, day, offset=scope.how.hijri_offset)
        if shown is None or shown > reader.last:
            return await not_found(request)
        # not for good: where the month began may still be set right
        return RedirectResponse(f"{reader.prefix}/{shown.isoformat()}", status_code=302)
    first = reader.first(year, month)
    if first is None or first > reader.today:
        return await not_found(request)
    made = await site.pool.ask(lambda: hijri_sheet(site.archive, reader, year, month))
    before = await site.pool.ask(lambda: last_before(site.archive, first, reader))
    earlier = reader.hijri(before) if before else None
    later = reckoning.following(year, month)
    begins = reader.first(*later)
    return await page(
        request,
        "month.html",
        here="day",
        kept=False,  # the same days as in the other calendar
        sheet=made,
        previous=_hijri_turn(*earlier[:2], reader) if earlier else None,
        following=_hijri_turn(*later, reader) if begins is not None and begins <= reader.today else None,
    )


def day_of(text: str) -> date | None:
    """A day of the calendar, written yyyy-mm-dd, that a newspaper may have been printed on."""
    found = _DAY.fullmatch(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
    return day if day and day.year >= FIRST_YEAR else None


def month_of(text: str) -> date | None:
    """The first day of a month written yyyy-mm."""
    return day_of(f"{text}-01") if _MONTH.fullmatch(text) else None


def reader_of(scope: Scope, today: date) -> Reader:
    return Reader(scope.zone, scope.how, scope.kept, scope.path("/day"), today)


def _nothing(scope: Scope) -> Markup:
    """Of an edition's list only its papers are missing: others may have been kept."""
    if not scope.prefix:
        return escape(wording.said("day", "nothing"))
    return escape(wording.said("day", "nothing_of", edition=isolated(wording.edition(scope.edition))))


def today_of(site: Site, scope: Scope) -> date:
    return site.clock.now().astimezone(scope.zone).date()


def last_before(archive: Archive, shown: date, reader: Reader) -> date | None:
    """The latest day before that has anything: gaps in an archive are stepped over."""
    before = Cursor(edge(shown, reader.zone), ArticleId(0))
    found = archive.newest(limit=1, before=before, countries=reader.countries)
    day = found[0].at.astimezone(reader.zone).date() if found else None
    return day if day and day.year >= FIRST_YEAR else None


def _turn(day: date, shown: date, reader: Reader) -> Turn:
    name = dates.day(day, reader.how, weekday=True, year=day.year != shown.year)
    return Turn(name, f"{reader.prefix}/{day.isoformat()}")


def _hijri_turn(year: int, month: int, reader: Reader) -> Turn:
    return Turn(figures(f"{dates.hijri_month(month)} {year}"), f"{reader.prefix}/{year}-{month:02}")


def _month_turn(month: date, reader: Reader) -> Turn:
    return Turn(dates.month(month, reader.how), f"{reader.prefix}/{month:%Y-%m}")
