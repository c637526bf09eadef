"""In which colours is the site printed? The operator's own, as a stylesheet: strict rules let no page carry a style."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.web import colours, titles
from warraq.web.packing import holds
from warraq.web.site import scope_of, site_of

_TYPE = "text/css; charset=utf-8"


async def sheet(request: Request) -> Response:
    """GET /site.css?v=<mark>: kept for a year where the mark is that of today's colours, else asked again each time."""
    around = await site_of(request).frame(scope_of(request))
    mark = titles.mark(around.masthead)
    named = request.query_params.get("v") == mark
    headers = {
        "etag": f'"{mark}"',
        "cache-control": "public, max-age=31536000, immutable" if named else "no-cache",
    }
    if holds(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(colours.sheet(around.masthead), media_type=_TYPE, headers=headers)
