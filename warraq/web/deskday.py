"""How does a paper get back the pictures that reports took in a day? `/desk/pictures/restore`: seen first, then at one click."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.newsroom.admission import Seat
from warraq.newsroom.moderating import REASON_LETTERS
from warraq.ports.reports import Case
from warraq.press import PictureId, Role
from warraq.web import addresses, casefile, casewords, dates, wording
from warraq.web.admitted import Fields, room, seated
from warraq.web.casefile import PATH, Sieve
from warraq.web.casewords import ROOM
from warraq.web.day import day_of
from warraq.web.deskpictures import hangings
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.gallery import Gallery
from warraq.web.pages import page
from warraq.web.site import Site, site_of

log = logging.getLogger(__name__)

# Of an attack of a day; each number is at most 18 figures, and a comma.
_MOST = 2_000
_LONGEST = 20 * _MOST + 12 * REASON_LETTERS + 2_000


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/pictures/restore?paper=&day=&restored="""
    query = request.query_params
    many = int(addresses.article_id(query.get("restored", "")) or 0)
    told = wording.counted("pictures_restored", many) if many else None
    return await _page(request, seat, query.get("paper", ""), query.get("day", ""), told=told)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST /desk/pictures/restore: paper, day, the pictures that were seen, and a reason."""
    site, gallery = site_of(request), site_of(request).gallery
    paper, day = addresses.slug(fields.get("paper", "")), _day(site, fields.get("day", ""))
    if gallery is None or paper is None or day is None or fields.get("do") != "restore":
        return await not_found(request)
    reason = fields.get("reason", "").strip() or casewords.reason("attack")
    given = (addresses.picture_id(one) for one in fields.get("pictures", "").split(","))
    seen = frozenset(one for one in given if one is not None)
    kept = await site.pool.ask(lambda: gallery.desk.restore(paper, day, site.zone, reason, seen=seen))
    if not kept:
        told = wording.said(ROOM, "nothing_restored")
        return await _page(request, seat, paper, day.isoformat(), told=told, alarm=True, status=409)
    log.info(
        "%d pictures of %s are kept that reports took on %s, by %s", len(kept), paper, day, seat.user.name
    )
    return RedirectResponse(
        f"{casefile.day_path(paper, day.isoformat())}&restored={len(kept)}", status_code=303
    )


async def _page(
    request: Request,
    seat: Seat,
    paper: str,
    day: str,
    *,
    told: str | None = None,
    alarm: bool = False,
    status: int = 200,
) -> Response:
    site, gallery = site_of(request), site_of(request).gallery
    if gallery is None:
        return await not_found(request)
    around, of, on = await site.whole(), addresses.slug(paper), _day(site, day)
    if of is not None and of not in around.sources:
        of = None
    asked = await site.pool.ask(lambda: _asked(site, gallery, around, of, on))
    today = site.clock.now().astimezone(site.zone).date()
    return await page(
        request,
        "desk_restore.html",
        status=status,
        kept=False,
        told=told,
        alarm=alarm,
        paper=of or "",
        day=(on or today).isoformat(),
        papers=sorted((source.name, slug) for slug, source in around.sources.items()),
        reason=casewords.reason("attack"),
        letters=REASON_LETTERS,
        back=PATH,
        **asked,
        **room(request, seat),
    )


def _day(site: Site, text: str) -> date | None:
    """A day on which something can have been reported."""
    day, today = day_of(text), site.clock.now().astimezone(site.zone).date()
    return day if day is not None and day <= today else None


def _asked(
    site: Site, gallery: Gallery, around: Frame, paper: str | None, day: date | None
) -> dict[str, Any]:
    """What would be given back. Blocks."""
    alerts = casefile.alerts(site, gallery, around)
    if paper is None or day is None:
        return {"alerts": alerts, "asked": None, "hangings": (), "ids": "", "many": ""}
    cases: tuple[Case, ...] = gallery.desk.restorable(paper, day, site.zone)[:_MOST]
    named: dict[PictureId, tuple[str, ...]] = {one.picture: () for one in cases}
    name = casewords.paper(paper, around.sources)
    return {
        "alerts": alerts,
        "asked": wording.said(ROOM, "day_of", paper=name, day=dates.day(day, site.how)),
        "hangings": hangings(site, gallery, around, cases, named, Sieve()),
        "ids": ",".join(str(one.picture) for one in cases),
        "many": wording.counted("pictures_to_restore", len(cases)),
    }


restore = seated(_shown, _done, least=Role.MODERATOR, longest=_LONGEST)
