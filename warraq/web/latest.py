"""What came in, newest first, without end? News and opinions alike, all of it or of one desk and one paper."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from warraq.web import addresses, wording
from warraq.web.listing import listed
from warraq.web.site import scope_of, site_of
from warraq.web.view import View


async def view(request: Request) -> View | None:
    """The list of `/latest?section=<desk>&source=<paper>`, each of which may be left out; `None` for a desk or paper that is none."""
    scope = scope_of(request)
    chosen = {key: value for key in ("section", "source") if (value := request.query_params.get(key))}
    names = [wording.said("page", "latest")]
    if desk := chosen.get("section"):
        name = scope.label(desk)
        if name is None:
            return None
        names.append(name)
    if slug := chosen.get("source"):
        paper = (await site_of(request).frame(scope)).sources.get(slug) if addresses.slug(slug) else None
        if paper is None:
            return None
        names.append(paper.name)
    return View(
        scope.path("/latest"),
        " · ".join(names),
        countries=scope.kept,
        source=chosen.get("source"),
        section=desk,
        query=urlencode(chosen),
    )


async def latest(request: Request) -> Response:
    """GET /latest?section=<desk>&source=<paper>&before=<cursor>"""
    scope = scope_of(request)
    papers = sorted(scope.edition.sources, key=lambda paper: paper.name)
    return await listed(request, await view(request), "latest.html", here="latest", papers=papers)
