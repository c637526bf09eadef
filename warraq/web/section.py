"""What did one desk give, newest first?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.sections.desks import is_opinion
from warraq.web import addresses, wording
from warraq.web.desks import desk_path
from warraq.web.listing import listed
from warraq.web.site import scope_of
from warraq.web.view import View


async def view(request: Request) -> View | None:
    """The list of `/section/<desk>`; `None` for a desk that nobody has a word for."""
    scope = scope_of(request)
    slug = addresses.slug(request.path_params["desk"])
    name = scope.label(slug)
    if slug is None or name is None or slug != slug.lower():
        return None
    return View(scope.path(desk_path(slug)), name, countries=scope.kept, section=slug)


async def section(request: Request) -> Response:
    """GET /section/<desk>?before=<cursor>"""
    of = await view(request)
    told = wording.said("section", "opinion") if of and is_opinion(of.section) else None
    return await listed(
        request,
        of,
        here=of.section if of else None,
        told=told,
        empty=wording.said("section", "nothing"),
    )
