"""What did one paper give, newest first, and where is it at home?"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.crawling import urls
from warraq.press import Source
from warraq.web import addresses, wording
from warraq.web.failing import not_found
from warraq.web.lines import Line, paper_path
from warraq.web.listing import listed
from warraq.web.origins import epitaph, reachable
from warraq.web.scope import Scope, code_of
from warraq.web.site import scope_of, site_of
from warraq.web.upkeep import upkeep_of
from warraq.web.view import View

_DESKS = 8


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """A desk that the paper has, and its articles of it."""

    name: str
    href: str


async def view(request: Request) -> View | None:
    """The list of `/<source>`; `None` for a paper that nobody knows."""
    around = await site_of(request).whole()
    slug = addresses.slug(request.path_params["source"])
    source = around.sources.get(slug or "")
    return View(paper_path(source.slug), source.name, source=source.slug) if source else None


async def source(request: Request) -> Response:
    """GET /<source>?before=<cursor>: a paper is everybody's, an edition's word before it leads to the address without."""
    site, scope = site_of(request), scope_of(request)
    of = await view(request)
    around = await site.whole()
    if of is None or of.source is None:
        return await not_found(request)
    if code_of(request):
        return RedirectResponse(of.path, status_code=301)
    paper = around.sources[of.source]
    home = reachable(paper.homepage, paper.slug, around.doors)
    door = around.doors.get(paper.slug)
    answer = await listed(
        request,
        of,
        "source.html",
        source=paper,
        home=home,
        door=epitaph(door, scope.zone, scope.how) if door else None,
        home_name=urls.host(home).rpartition(":")[0] if home else None,
        examined=upkeep_of(request).report is not None
        and any(one.slug == paper.slug for one in site.edition.sources),
        wishes=paper.wishes if site.settings.public else (),
        alone=wording.said("health", "alone") if paper.opted_out else None,
        desks=own_desks(paper, await site.newest_of(paper.slug), scope),
        empty=wording.said("source", "empty"),
    )
    answer.headers["referrer-policy"] = "same-origin"  # so that its button is known to be ours
    return answer


def own_desks(paper: Source, newest: tuple[Line, ...], scope: Scope) -> tuple[OwnDesk, ...]:
    """The desks of its feeds and of what it gave of late. They are asked of the index: along a paper's list, a rare desk
    would have to be sought through all of it."""
    given = (*(feed.section for feed in paper.feeds), *(line.desk for line in newest))
    named = {slug: name for slug in given if slug and (name := scope.label(slug))}
    asked = {
        slug: urlencode({"source": paper.slug, "section": slug, "sort": "newest"})
        for slug in list(named)[:_DESKS]
    }
    return tuple(OwnDesk(named[slug], f"/search?{query}") for slug, query in asked.items())
