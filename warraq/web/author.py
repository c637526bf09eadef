"""What was signed with this name, newest first? Of a name, not of a person: two people may have one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.language import names
from warraq.web import wording
from warraq.web.desks import author_path
from warraq.web.failing import not_found
from warraq.web.listing import listed
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View


async def view(request: Request) -> View | None:
    """The list of `/author/<name>`, by any spelling of it; `None` where nothing was signed so."""
    site, scope = site_of(request), scope_of(request)
    key = names.key(request.path_params["name"])
    printed = await site.pool.ask(lambda: _printed(site, key)) if key else None
    if printed is None:
        return None
    return View(scope.path(author_path(key)), printed, countries=scope.kept, author=key)


async def author(request: Request) -> Response:
    """GET /author/<name>?before=<cursor>: another spelling of the name leads to the one in addresses."""
    of = await view(request)
    if of is None:
        return await not_found(request)
    if request.path_params["name"] != of.author:
        return RedirectResponse(of.path, status_code=301)
    return await listed(
        request,
        of,
        kicker=wording.said("author", "kicker"),
        told=wording.said("author", "told"),
        empty=wording.said("author", "nothing"),
    )


def _printed(site: Site, key: str) -> str | None:
    """The name as the newest article has it."""
    for one in site.archive.newest(limit=1, author=key):
        held = site.archive.article(one.id)
        for name in held.draft.authors if held else ():
            if names.key(name) == key:
                return name
    return None
