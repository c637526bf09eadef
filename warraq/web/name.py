"""What do papers print of somebody, and who is named with them? Of a name, not of a person: two people may have one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.newsroom.shownnames import ShownNames
from warraq.press import Known, NameKind, Source
from warraq.web import addresses, curve, naming, steps, wording
from warraq.web.bidi import isolated
from warraq.web.curve import Curve
from warraq.web.failing import not_found
from warraq.web.lines import paper_path
from warraq.web.listing import EACH, listed
from warraq.web.naming import Chip, name_path
from warraq.web.pages import packed_for
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.steps import Step
from warraq.web.view import View

_BESIDE, _PAPERS = 16, 10
_HELD = {"cache-control": "private, no-cache"}


@dataclass(frozen=True, slots=True)
class Tallied:
    """A paper or a country, and in how many of its articles the name stands."""

    name: Markup
    count: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a name's page says beside its list. `others` are further forms of the name, as its list spells them."""

    kind: str
    told: str
    others: tuple[Markup, ...]
    beside: tuple[Chip, ...]
    curve: Curve | None
    countries: tuple[Tallied, ...]
    papers: tuple[Tallied, ...]


async def view(request: Request) -> View | None:
    """The list of `/name/<name>`, by any form of it; `None` for whom no article names, or who is not shown."""
    found = await _found(request)
    return _view(found, scope_of(request)) if found else None


async def name(request: Request) -> Response:
    """GET /name/<name>?before=<cursor>: another form of the name leads to the one in addresses."""
    site, scope = site_of(request), scope_of(request)
    names, found = site.names, await _found(request)
    if names is None or found is None:
        return await not_found(request)
    of = _view(found, scope)
    if request.path_params["name"] != found.key:
        return RedirectResponse(of.path, status_code=301)
    first = "before" not in request.query_params
    around = await site.frame(scope)
    sources = around.sources
    portrait = await site.pool.ask(lambda: _portrait(site, names, found, scope, sources)) if first else None
    return await listed(
        request,
        of,
        "name.html",
        kicker=naming.kind(found.kind),
        portrait=portrait,
        empty=wording.said("names", "nothing"),
    )


async def as_json(request: Request) -> Response:
    """GET /name/<name>.json?before=<cursor>: what the page shows, sixty articles at a time."""
    site, scope = site_of(request), scope_of(request)
    names, found = site.names, await _found(request)
    before = addresses.cursor(request.query_params.get("before"))
    if names is None or found is None or (before is None and "before" in request.query_params):
        return await not_found(request)
    of = _view(found, scope)
    newest = await site.headlines(of, limit=EACH + 1, before=before)
    shown = site.lines(newest, await site.frame(scope), scope)
    sources = (await site.frame(scope)).sources
    told = await site.pool.ask(lambda: _told(names, found, scope, sources))
    home = addresses.home(request, site.settings.address)
    told["newest"] = [
        {"id": one.id, "title": one.title, "source": one.source, "at": one.machine, "page": home + one.href}
        for one in shown[:EACH]
    ]
    last = shown[EACH - 1] if len(shown) > EACH else None
    told["next"] = addresses.cursor_text(last.at, last.id) if last else None
    return packed_for(request, orjson.dumps(told), "application/json", _HELD)


async def _found(request: Request) -> Known | None:
    site, given = site_of(request), request.path_params["name"]
    names = site.names
    return None if names is None else await site.pool.ask(lambda: names.name(given))


def _view(found: Known, scope: Scope) -> View:
    return View(scope.path(name_path(found.key)), found.shown, countries=scope.kept, named=found.key)


def _told(names: ShownNames, found: Known, scope: Scope, sources: Mapping[str, Source]) -> dict[str, Any]:
    papers = _papers(names, found, scope, sources)
    by, counts = _times(names, found.key, scope, until=None)
    return {
        "key": found.key,
        "name": found.shown,
        "kind": found.kind.value,
        "listed": found.listed,
        "others": names.others(found.key),
        "articles": sum(papers.values()),
        "papers": papers,
        "beside": [
            {"key": known.key, "name": known.shown, "kind": known.kind.value, "articles": many}
            for known, many in names.beside(found.key, most=_BESIDE, countries=scope.kept)
        ],
        "step": by,
        "times": {steps.machine(first, by): many for first, many in counts.items()},
    }


def _portrait(
    site: Site, names: ShownNames, found: Known, scope: Scope, sources: Mapping[str, Source]
) -> Portrait:
    papers = _papers(names, found, scope, sources)
    today = site.clock.now().astimezone(scope.zone).date()
    by, counts = _times(names, found.key, scope, until=today + timedelta(days=1))
    articles = wording.counted("article", sum(papers.values()))
    message = "person_told" if found.kind is NameKind.PERSON else "told"
    return Portrait(
        kind=naming.kind(found.kind),
        told=wording.said(
            "names", message, articles=articles, papers=wording.counted("in_paper", len(papers))
        ),
        others=tuple(isolated(one) for one in names.others(found.key)),
        beside=tuple(
            Chip(isolated(known.shown), scope.path(name_path(known.key)), wording.counted("article", many))
            for known, many in names.beside(found.key, most=_BESIDE, countries=scope.kept)
        ),
        curve=curve.curve(counts, by, scope.how),
        countries=_countries(papers, sources),
        papers=tuple(
            Tallied(isolated(sources[slug].name), wording.counted("article", many), paper_path(slug))
            for slug, many in _most(papers)[:_PAPERS]
        ),
    )


def _papers(names: ShownNames, found: Known, scope: Scope, sources: Mapping[str, Source]) -> dict[str, int]:
    """In how many articles of each paper of the edition the name stands."""
    return {
        slug: many
        for slug, many in names.papers(found.key).items()
        if slug in sources and (scope.kept is None or sources[slug].country in scope.kept)
    }


def _countries(papers: Mapping[str, int], sources: Mapping[str, Source]) -> tuple[Tallied, ...]:
    """By country, where there are several."""
    lands: Counter[str] = Counter()
    for slug, many in papers.items():
        lands[sources[slug].country] += many
    if len(lands) < 2:
        return ()
    return tuple(
        Tallied(isolated(wording.country(code) or code), wording.counted("article", many))
        for code, many in _most(lands)
    )


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _times(names: ShownNames, key: str, scope: Scope, *, until: date | None) -> tuple[Step, dict[date, int]]:
    """By day or month, whichever can be drawn; what a paper dated later than `until` is left out."""
    months = names.times(key, "month", since=date(1, 1, 1), countries=scope.kept)
    kept = {first: many for first, many in months.items() if until is None or first <= until}
    by = curve.step(kept)
    if by == "day":
        days = names.times(key, "day", since=min(kept), countries=scope.kept)
        kept = {day: many for day, many in days.items() if until is None or day <= until}
    return by, kept
