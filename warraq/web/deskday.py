"""How does a paper get back the pictures that reports took in a day? `/desk/pictures/restore`: seen first, then at one click."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.newsroom.admission import Seat
from warraq.newsroom.moderating import REASON_LETTERS, Taken
from warraq.press import PictureId, Role
from warraq.web import addresses, casefile, casewords, dates, wording
from warraq.web.admitted import Fields, room, seated
from warraq.web.casefile import PATH, Sieve
from warraq.web.casewords import ROOM
from warraq.web.day import day_of
from warraq.web.deskpictures import EACH, hangings
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.gallery import Gallery
from warraq.web.pages import page
from warraq.web.site import Site, site_of
from warraq.web.tongue import number as number_of

log = logging.getLogger(__name__)

_LONGEST = 12 * REASON_LETTERS + 2_000


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/pictures/restore?paper=&day=&after=<line of the log>&restored="""
    query = request.query_params
    many = int(addresses.article_id(query.get("restored", "")) or 0)
    told = wording.counted("pictures_restored", many) if many else None
    after = int(addresses.article_id(query.get("after", "")) or 0)
    return await _page(request, seat, query.get("paper", ""), query.get("day", ""), after=after, told=told)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST /desk/pictures/restore: paper, day, a reason, and the line of the log up to which the day was seen: all of it, whatever
    page was open."""
    site, gallery = site_of(request), site_of(request).gallery
    paper, day = addresses.slug(fields.get("paper", "")), _day(site, fields.get("day", ""))
    if gallery is None or paper is None or day is None or fields.get("do") != "restore":
        return await not_found(request)
    reason = fields.get("reason", "").strip() or casewords.reason("attack")
    upto = int(addresses.article_id(fields.get("upto", "")) or 0)
    kept = await site.pool.ask(lambda: gallery.desk.restore(paper, day, site.zone, reason, upto=upto))
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
    after: int = 0,
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
    asked = await site.pool.ask(lambda: _asked(site, gallery, around, of, on, after))
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
    site: Site, gallery: Gallery, around: Frame, paper: str | None, day: date | None, after: int
) -> dict[str, Any]:
    """What would be given back, of which a page is shown: what was taken after that line of the log. Blocks."""
    alerts = casefile.alerts(site, gallery, around)
    if paper is None or day is None:
        return {"alerts": alerts, "asked": None, "hangings": (), "upto": 0, "many": "", "range": None}
    taken = gallery.desk.restorable(paper, day, site.zone)
    first = sum(one.line <= after for one in taken)
    shown = taken[first : first + EACH]
    cases = [gallery.desk.reports.case(one.picture) for one in shown]
    named: dict[PictureId, tuple[str, ...]] = {one.picture: () for one in cases}
    here = casefile.day_path(paper, day.isoformat())
    name = casewords.paper(paper, around.sources)
    return {
        "alerts": alerts,
        "asked": wording.said(ROOM, "day_of", paper=name, day=dates.day(day, site.how)),
        "hangings": hangings(site, gallery, around, cases, named, Sieve()),
        "upto": max((one.line for one in taken), default=0),
        "many": wording.counted("pictures_to_restore", len(taken)),
        "range": _range(first, len(shown), len(taken)),
        "before": _on(here, taken, first - EACH) if first else None,
        "after": _on(here, taken, first + EACH) if first + EACH < len(taken) else None,
    }


def _range(first: int, shown: int, many: int) -> str | None:
    """Which of them the page shows, where it does not show all."""
    if shown == many:
        return None
    here = {"first": number_of(first + 1), "last": number_of(first + shown), "many": number_of(many)}
    return wording.said(ROOM, "range", **here)


def _on(here: str, taken: Sequence[Taken], first: int) -> str:
    """The page that begins with that one."""
    return f"{here}&after={taken[first - 1].line}" if first > 0 else here


restore = seated(_shown, _done, least=Role.MODERATOR, longest=_LONGEST)
