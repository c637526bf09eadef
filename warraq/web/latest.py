"""What came in, newest first, without end? News and opinions alike."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.web import wording
from warraq.web.listing import listed
from warraq.web.site import scope_of
from warraq.web.view import View


async def view(request: Request) -> View:
    """The list of `/latest`."""
    scope = scope_of(request)
    return View(scope.path("/latest"), wording.said("page", "latest"), countries=scope.kept)


async def latest(request: Request) -> Response:
    """GET /latest?before=<cursor>"""
    return await listed(request, await view(request), here="latest", empty=wording.said("latest", "nothing"))
