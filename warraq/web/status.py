"""Is the house standing?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from warraq.errors import WarraqError
from warraq.web.site import Site, site_of


async def health(request: Request) -> Response:
    """GET /healthz: 200 while archive and index answer, else 503 and what failed. `behind` counts changes that the
    index has not followed yet."""
    site = site_of(request)
    try:
        held = await site.pool.ask(lambda: _held(site))
    except WarraqError as error:
        failed = {"status": "failing", "reason": f"{type(error).__name__}: {error}"}
        return JSONResponse(failed, status_code=503, headers={"cache-control": "no-store"})
    return JSONResponse({"status": "ok"} | held, headers={"cache-control": "no-store"})


def _held(site: Site) -> dict[str, int]:
    change, position = site.archive.last_change(), site.index.position()
    return {
        "articles": site.archive.count(),
        "change": change,
        "indexed_change": position,
        "behind": max(0, change - position),
    }
