"""What happened in this governorate, and which governorates are there? Asked of the index, which knows what texts are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.entities import places as gazetteer
from warraq.query.tree import All, Question, Sort
from warraq.web import wording
from warraq.web.bidi import isolated
from warraq.web.failing import not_found
from warraq.web.listing import EACH, days
from warraq.web.muting import muted, spared, told
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View

_LAST_PAGE = 50
_DAYS = 30  # of which the directory counts: what it costs does not grow with the archive
_MOST = 200
_NEWEST = Question(All(()), sort=Sort.NEWEST)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the directory, with how many articles of late are about it."""

    name: Markup
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class Land:
    """A country's places under its own word for them (المحافظات، الولايات، الجهات …)."""

    name: Markup
    called: str
    spots: tuple[Spot, ...]


def named(code: str) -> str | None:
    """What a place is called; `None` for a code that no gazetteer has."""
    found = gazetteer.place(code)
    return found.name if found else None


def place_path(code: str) -> str:
    return f"/place/{code.lower()}"


async def view(request: Request) -> View | None:
    """The list of `/place/<code>`; `None` for a code that no gazetteer has."""
    found = _asked(request)
    if found is None:
        return None
    called = gazetteer.called(found.country)
    return View(
        scope_of(request).path(place_path(found.code)),
        f"{called} {found.name}" if called else found.name,
        question=Question(_NEWEST.tree, sort=Sort.NEWEST, places=frozenset([found.code])),
    )


async def place(request: Request) -> Response:
    """GET /place/<code>?page=: the code as addresses have it, in small letters; another spelling leads there."""
    site, scope = site_of(request), scope_of(request)
    of, number = await view(request), request.query_params.get("page", "1")
    if of is None or of.question is None or not (number.isascii() and number.isdecimal() and len(number) < 4):
        return await not_found(request)
    if request.path_params["code"] != of.path.rpartition("/")[2]:
        return RedirectResponse(of.path, status_code=301)
    turned = max(1, int(number))
    if turned > _LAST_PAGE:
        return await not_found(request)
    found = await site.headlines(of, limit=EACH + 1, offset=(turned - 1) * EACH)
    around = await site.frame(scope)
    lines = site.lines(found, around, scope)
    return await page(
        request,
        "list.html",
        view=of,
        first=turned == 1,
        days=days(spared(lines[:EACH], muted(request)), scope, site.clock.now()),
        older=f"{of.path}?page={turned + 1}" if len(lines) > EACH and turned < _LAST_PAGE else None,
        here="places",
        told=wording.said("places", "how"),
        silenced=told(request, around, of.path),
        empty=wording.said("places", "nothing"),
    )


async def places(request: Request) -> Response:
    """GET /places: the places of the edition's countries (without an edition's word of every paper kept), by what was written of them in the last thirty days"""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    kept = () if scope.prefix else around.sources.values()
    countries = dict.fromkeys(source.country for source in (*scope.edition.sources, *kept))
    lands = await site.pool.ask(lambda: _lands(site, scope, countries))
    return await page(request, "places.html", here="places", lands=lands)


def _lands(site: Site, scope: Scope, countries: Iterable[str]) -> tuple[Land, ...]:
    since = site.clock.now().astimezone(scope.zone).date() - timedelta(days=_DAYS)
    found = []
    for country in countries:
        known = gazetteer.places(country)
        if known:
            question = Question(_NEWEST.tree, countries=frozenset([country]), since=since, zone=scope.zone)
            counts = dict(site.index.facets(question, most=_MOST).places)
            spots = [
                Spot(isolated(one.name), scope.path(place_path(one.code)), counts.get(one.code, 0))
                for one in known
            ]
            called = wording.regions(gazetteer.called(country) or "")
            found.append(Land(isolated(wording.country(country) or country), called, tuple(spots)))
    return tuple(found)


def _asked(request: Request) -> gazetteer.Place | None:
    code: str = request.path_params["code"]
    return gazetteer.place(code.upper()) if code.isascii() and len(code) <= 8 else None
