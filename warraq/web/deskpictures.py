"""Which pictures wait for a moderator, the most pressing first? `/desk/pictures`, narrowed by state and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.transitions import AWAITING
from warraq.newsroom import casework
from warraq.newsroom.admission import Seat
from warraq.ports.reports import Case
from warraq.press import PictureId, Role
from warraq.web import addresses, casefile, casewords, dates, wording
from warraq.web.admitted import room, seated
from warraq.web.casefile import PATH, Sieve
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.gallery import Gallery
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.site import Site, site_of
from warraq.web.tongue import number as number_of

EACH = 24
_USERS = 4


@dataclass(frozen=True, slots=True)
class Hanging:
    """A case in the list. `line` is an article that shows the picture, `None` where none may be named; `said`: how many
    speak, and since when it stands so; `blurred` is where its blurred print lies, `None` where nothing is kept of it."""

    picture: PictureId
    href: str
    blurred: str | None
    state: str
    severe: bool
    said: str
    papers: Markup | str
    line: Line | None


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/pictures?state=&paper=&page="""
    site, gallery = site_of(request), site_of(request).gallery
    if gallery is None:
        return await not_found(request)
    around, query = await site.whole(), request.query_params
    through = casefile.sieve(query)
    at = int(addresses.article_id(query.get("page", "1")) or 1)
    asked = await site.pool.ask(lambda: _asked(site, gallery, around, through, at))
    done = await site.pool.ask(lambda: casefile.done(gallery, query.get("did", "")))
    return await page(
        request, "desk_pictures.html", kept=False, through=through, done=done, **asked, **room(request, seat)
    )


def _asked(site: Site, gallery: Gallery, around: Frame, through: Sieve, at: int) -> dict[str, Any]:
    tally = gallery.desk.reports.tally()
    every = casefile.found(gallery, Sieve(through.state))
    named = casework.papers(gallery.desk.reports, every)
    cases = [one for one in every if through.paper in (None, *named.get(one.picture, ()))]
    shown = cases[(at - 1) * EACH : at * EACH]
    slugs = {slug for papers in named.values() for slug in papers} | {through.paper or ""}
    return {
        "waiting": wording.counted("waiting_pictures", sum(tally.get(one, 0) for one in AWAITING)),
        "hangings": hangings(site, gallery, around, shown, named, through),
        "states": [
            (one.value, casewords.state(one), number_of(tally[one]))
            for one in casewords.STATES
            if tally.get(one)
        ],
        "papers": sorted(
            (str(casewords.paper(one, around.sources).striptags()), one) for one in slugs if one
        ),
        "alerts": casefile.alerts(site, gallery, around),
        "before": PATH + through.query(page=at - 1 if at > 2 else "") if at > 1 else None,
        "after": PATH + through.query(page=at + 1) if at * EACH < len(cases) else None,
    }


def hangings(
    site: Site,
    gallery: Gallery,
    around: Frame,
    cases: Sequence[Case],
    named: Mapping[PictureId, tuple[str, ...]],
    through: Sieve,
) -> tuple[Hanging, ...]:
    """The cases as a list shows them. Blocks."""
    users = {one.picture: sorted(gallery.pictures.users(one.picture, limit=_USERS)) for one in cases}
    lines = casefile.printed(site, [user for many in users.values() for user in many], around)
    return tuple(
        Hanging(
            one.picture,
            f"{PATH}/{one.picture}{through.query()}",
            f"{PATH}/{one.picture}/blurred" if casefile.has_print(gallery, one.picture) else None,
            casewords.state(one.standing.state),
            one.severe,
            _said(site, one),
            casewords.papers(named.get(one.picture, ()), around.sources),
            next((lines[user] for user in users[one.picture] if user in lines), None),
        )
        for one in cases
    )


def _said(site: Site, case: Case) -> str:
    voices = len({one.token for one in case.voices})
    told = [wording.counted("reporters", voices)] if voices else []
    if case.standing.since is not None:
        when = dates.short(case.standing.since, site.clock.now(), site.zone, site.how)
        told.append(wording.said(casewords.ROOM, "since", when=when))
    return wording.listed(told)


pictures = seated(_shown, least=Role.MODERATOR)
