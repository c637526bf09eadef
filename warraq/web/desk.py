"""What waits for an editor? `/desk`: requests, pictures, proposals, papers in trouble, and where each is looked after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.transitions import AWAITING
from warraq.newsroom.admission import Seat
from warraq.press import ClaimState, Condition, Role
from warraq.web import wording
from warraq.web.admitted import room, seated
from warraq.web.casefile import PATH
from warraq.web.casefile import alerts as alerts_of
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.upkeep import Upkeep, upkeep_of

_MOST = 1_000  # are counted; beyond that nobody needs the number
_ILL = frozenset([Condition.SILENT, Condition.FAILING, Condition.UNREAD, Condition.GONE, Condition.TROUBLED])


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: how much, in words; where it is looked after."""

    many: int
    told: str
    why: str
    href: str


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk"""
    site, scope, upkeep = site_of(request), scope_of(request), upkeep_of(request)
    around, gallery = await site.whole(), site.gallery
    waits = await site.pool.ask(lambda: tuple(_waiting(site, scope, upkeep)))
    alerts = await site.pool.ask(lambda: alerts_of(site, gallery, around)) if gallery else []
    return await page(request, "desk.html", kept=False, waits=waits, alerts=alerts, **room(request, seat))


def _waiting(site: Site, scope: Scope, upkeep: Upkeep) -> Iterator[Waiting]:
    if site.rights is not None:
        claims = site.rights.claims.listed(state=ClaimState.OPEN, limit=_MOST)
        yield _told(len(claims), "waiting_requests", href="/desk/requests")
        at_once = sum(claim.hidden for claim in claims)
        if at_once:
            yield _told(at_once, "waiting_hidden", href="/desk/requests")
    if site.gallery is not None:
        stand = site.gallery.desk.reports.tally()
        waiting = sum(stand.get(state, 0) for state in AWAITING)
        yield _told(waiting, "waiting_pictures", href=PATH)
    if site.stories is not None:
        yield _told(len(site.stories.proposals()), "waiting_proposals", href="/desk/stories")
    if upkeep.report is not None:
        papers = {source.slug for source in scope.edition.sources}
        ill = [
            slug for slug, one in upkeep.report().papers.items() if slug in papers and one.condition in _ILL
        ]
        yield _told(len(ill), "waiting_papers", href="/desk/papers?only=ill")


def _told(many: int, message: str, *, href: str) -> Waiting:
    return Waiting(many, wording.counted(message, many), wording.said("desk", message), href)


desk = seated(_shown, least=Role.MODERATOR)
