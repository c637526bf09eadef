"""Which requests of publishers and people wait, and how long may they? `/desk/requests`: what hides something first, then by its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from warraq.newsroom.admission import Seat
from warraq.newsroom.petitions import due, urgent
from warraq.press import Article, ArticleId, Claim, ClaimKind, ClaimState, Role
from warraq.web import dates, wording
from warraq.web.admitted import room, seated
from warraq.web.failing import not_found
from warraq.web.pages import page
from warraq.web.rights import Rights
from warraq.web.site import Site, site_of

PATH = "/desk/requests"
_ALL = 1_000_000  # no flood of later ones pushes out what hides something
_SHOWN = 50
# What is listed under each name, in the order in which the page offers it.
_STATES: dict[str, tuple[ClaimState, ...]] = {
    "open": (ClaimState.OPEN,),
    "asked": (ClaimState.ASKED,),
    "answered": (ClaimState.GRANTED, ClaimState.REFUSED),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of what is listed."""

    href: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A request in the list. `due` says by when it is to be answered, `late` that this is over; `article` is the headline it is
    about."""

    number: int
    href: str
    kind: str
    state: str
    came: str
    machine: str
    due: str | None
    late: bool
    hidden: bool
    proven: bool
    article: Article | None


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/requests?state=open|asked|answered&kind=&page="""
    site = site_of(request)
    rights = site.rights
    if rights is None:
        return await not_found(request)
    asked = request.query_params
    state = asked.get("state", "open") if asked.get("state") in _STATES else "open"
    kind = next((one for one in ClaimKind if one.value == asked.get("kind")), None)
    found = await site.pool.ask(lambda: _found(rights, state, kind))
    number = min(_number(asked.get("page", "")), max(1, -(-len(found) // _SHOWN)))
    first = _SHOWN * (number - 1)
    listed = found[first : first + _SHOWN]
    articles = await site.pool.ask(lambda: _articles(rights, listed))
    return await page(
        request,
        "desk_requests.html",
        kept=False,
        states=tuple(
            Choice(_href(one, kind), wording.said("petitions", one), one == state) for one in _STATES
        ),
        kinds=(
            Choice(_href(state, None), wording.said("petitions", "every_kind"), kind is None),
            *(Choice(_href(state, one), wording.said("claims", one.value), one is kind) for one in ClaimKind),
        ),
        count=wording.counted("requests_listed", len(found)),
        rows=tuple(row(one, site, articles, site.clock.now()) for one in listed),
        newer=_href(state, kind, number - 1) if number > 1 else None,
        older=_href(state, kind, number + 1) if first + _SHOWN < len(found) else None,
        **room(request, seat),
    )


def row(claim: Claim, site: Site, articles: Mapping[ArticleId, Article], now: datetime) -> Row:
    waits = claim.state in (ClaimState.OPEN, ClaimState.ASKED)
    until = due(claim)
    return Row(
        claim.number,
        f"{PATH}/{claim.number}",
        wording.said("claims", claim.kind.value),
        wording.said("claim_states", claim.state.value),
        dates.ago(claim.opened, now, site.zone, site.how),
        dates.instant(claim.opened),
        told_due(until, now) if waits else None,
        waits and until <= now,
        waits and claim.hidden,
        claim.proof is not None,
        articles.get(claim.article) if claim.article is not None else None,
    )


def told_due(until: datetime, now: datetime) -> str:
    """By when it is to be answered, in a sentence."""
    if until <= now:
        return wording.counted("days_late", (now - until) // timedelta(days=1))
    left = until - now
    if left < timedelta(days=2):
        return wording.counted("hours_left", left // timedelta(hours=1))
    return wording.counted("days_left", left // timedelta(days=1))


def _found(rights: Rights, state: str, kind: ClaimKind | None) -> list[Claim]:
    claims = [
        one
        for wanted in _STATES[state]
        for one in rights.claims.listed(state=wanted, limit=_ALL)
        if kind in (None, one.kind)
    ]
    if state == "answered":
        return sorted(claims, key=lambda one: (one.settled or one.opened, one.number), reverse=True)
    return urgent(claims)


def _articles(rights: Rights, claims: Iterable[Claim]) -> dict[ArticleId, Article]:
    """As the archive has them: who answers sees also what is withheld."""
    wanted = [one.article for one in claims if one.article is not None]
    return {one.id: one for one in rights.bench.archive.articles(wanted)}


def _href(state: str, kind: ClaimKind | None, number: int = 1) -> str:
    said = {"state": state if state != "open" else "", "kind": kind.value if kind else ""}
    asked = {name: value for name, value in said.items() if value} | (
        {"page": str(number)} if number > 1 else {}
    )
    return f"{PATH}?{urlencode(asked)}" if asked else PATH


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


listed = seated(_shown, least=Role.MODERATOR)
