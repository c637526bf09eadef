"""Of what do most papers tell? `/stories`: the events of the last day and a half, by distinct papers and their own words."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from warraq.stories import ranking
from warraq.web import outfeeds, titles, wording, xmltext
from warraq.web.addresses import home
from warraq.web.events import EventLine, event_lines
from warraq.web.muting import NOTHING, Muted, muted, told
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View
from warraq.web.xmltext import element, writable

_LIVE = 120  # that are looked at
_EACH = 30


async def most(request: Request) -> Response:
    """GET /stories"""
    site, scope = site_of(request), scope_of(request)
    found = await _found(site, scope, muted(request))
    silenced = told(request, await site.frame(scope), scope.path("/stories"))
    return await page(request, "most.html", kept=False, view=_view(scope), events=found, silenced=silenced)


async def feed(request: Request) -> Response:
    """GET /stories/rss: an item an event, which leads to its page."""
    site, scope = site_of(request), scope_of(request)
    found = await _found(site, scope, NOTHING)
    at = home(request, site.settings.address)
    items = [part for one in found for part in _item(one, at)]
    view, name = _view(scope), titles.shown((await site.frame(scope)).masthead).name
    says = wording.said("most", "feed", name=view.title, edition=wording.edition(scope.edition))
    text = outfeeds.channel(view, items, home=at, says=says, name=name)
    return outfeeds.answered(request, text.encode("utf-8"))


def _view(scope: Scope) -> View:
    return View(scope.path("/stories"), wording.said("page", "most"))


async def _found(site: Site, scope: Scope, without: Muted) -> tuple[EventLine, ...]:
    around = await site.frame(scope)

    def asked() -> tuple[EventLine, ...]:
        if site.stories is None:
            return ()
        live = site.stories.live(limit=_LIVE, countries=around.countries)
        ranked = ranking.most_covered(live, now=around.now, limit=_EACH, countries=around.countries)
        return event_lines(site, ranked, around, scope, without=without)

    return await site.pool.ask(asked)


def _item(told: EventLine, at: str) -> Iterator[str]:
    yield "<item>"
    yield element("title", told.line.title)
    yield element("link", at + told.href)
    yield f'<guid isPermaLink="true">{xmltext.text(at + told.href)}</guid>'
    if told.line.section:
        yield element("category", told.line.section)
    others = dict.fromkeys(str(one.line.paper.striptags()) for one in told.others)
    said = f"{told.covered}: {wording.listed([str(told.line.paper.striptags()), *others])}"
    yield element("description", escape(writable(said)))  # readers take it for HTML: words stay words
    yield "</item>"
