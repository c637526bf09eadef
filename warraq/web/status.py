"""Is the house standing, and may readers be sent to it?"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from warraq.crawling import room
from warraq.errors import WarraqError
from warraq.web.site import Site, site_of
from warraq.web.upkeep import Upkeep, insider, upkeep_of, usage

# An index further behind than this finds too little of what the archive holds.
MOST_BEHIND = 5_000


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


async def ready(request: Request) -> Response:
    """GET /readyz: 200 while everything works that readers and collecting need, else 503 and each reason. Strangers hear
    what fails, not why: reasons name paths and addresses of this house."""
    site, upkeep = site_of(request), upkeep_of(request)
    reasons = await site.pool.ask(lambda: list(_reasons(site, upkeep)))
    told: list[dict[str, str]] = [{"check": check, "reason": reason} for check, reason in reasons]
    if not insider(request, site):
        told = [{"check": check} for check, _ in reasons]
    return JSONResponse(
        {"ready": not reasons, "reasons": told},
        status_code=503 if reasons else 200,
        headers={"cache-control": "no-store"},
    )


def _reasons(site: Site, upkeep: Upkeep) -> Iterator[tuple[str, str]]:
    change = position = 0
    try:
        change = site.archive.last_change()
    except WarraqError as error:
        yield "archive", str(error)
    try:
        position = site.index.position()
        if change - position > MOST_BEHIND:
            yield "index", f"{change - position} changes behind the archive"
    except WarraqError as error:
        yield "index", str(error)
    if upkeep.ledger is not None and (unready := upkeep.ledger.unready()):
        yield "writing", unready
    measured = usage(site.settings.data)
    if measured is not None and room.full(measured, limit=site.settings.disk_full):
        yield (
            "disk",
            f"more than {site.settings.disk_full:.0%} used, {measured.free_bytes / 2**30:.1f} GB free",
        )


def _held(site: Site) -> dict[str, int]:
    change, position = site.archive.last_change(), site.index.position()
    return {
        "articles": site.archive.count(),
        "change": change,
        "indexed_change": position,
        "behind": max(0, change - position),
    }
