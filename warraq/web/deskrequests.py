"""Which requests of publishers and people wait, and how long may they? `/desk/requests`: what hides something first, then by its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from warraq.newsroom.admission import Seat
from warraq.newsroom.petitions import due, rank, urgent
from warraq.ports.claims import Mark
from warraq.press import Article, ArticleId, Claim, ClaimKind, ClaimState, Role
from warraq.web import dates, wording
from warraq.web.addresses import cursor, cursor_text
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


@dataclass(frozen=True, slots=True)
class Turned:
    """A page of the list: of how many in all, and whether there are others before and behind it."""

    claims: tuple[Claim, ...]
    many: int
    newer: bool
    older: bool


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/requests?state=open|asked|answered&kind=&after= or before=<where another page ends or begins>"""
    site = site_of(request)
    rights = site.rights
    if rights is None:
        return await not_found(request)
    asked = request.query_params
    state = asked.get("state", "open") if asked.get("state") in _STATES else "open"
    kind = next((one for one in ClaimKind if one.value == asked.get("kind")), None)
    turned = await site.pool.ask(
        lambda: (
            _answered(rights, kind, asked) if state == "answered" else _waiting(rights, state, kind, asked)
        )
    )
    listed = turned.claims
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
        count=wording.counted("requests_listed", turned.many),
        rows=tuple(row(one, site, articles, site.clock.now()) for one in listed),
        newer=_href(state, kind, before=_place(state, listed[0])) if turned.newer else None,
        older=_href(state, kind, after=_place(state, listed[-1])) if turned.older else None,
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


def _answered(rights: Rights, kind: ClaimKind | None, asked: Mapping[str, str]) -> Turned:
    """The last answered first, from the store a page at a time: there are ever more of them. Blocks."""
    claims, states = rights.claims, _STATES["answered"]
    many = claims.count(states, kind=kind)
    after, before = _mark(asked.get("after")), _mark(asked.get("before"))
    if before is not None and after is None:
        found = claims.answered(kind=kind, mark=before, later=True, limit=_SHOWN + 1)
        if len(found) >= _SHOWN:
            more = len(found) > _SHOWN
            return Turned(found[-_SHOWN:], many, newer=more, older=True)
        after = None  # nearer to the head than a page: the first one
    found = claims.answered(kind=kind, mark=after, limit=_SHOWN + 1)
    if after is not None and not found:
        return _answered(rights, kind, {})
    return Turned(found[:_SHOWN], many, newer=after is not None, older=len(found) > _SHOWN)


def _waiting(rights: Rights, state: str, kind: ClaimKind | None, asked: Mapping[str, str]) -> Turned:
    """What hides something first, then by its day: all of them, since somebody has to answer them all. Blocks."""
    claims = [
        one
        for wanted in _STATES[state]
        for one in rights.claims.listed(state=wanted, limit=_ALL)
        if kind in (None, one.kind)
    ]
    found = urgent(claims)
    after, before = asked.get("after"), asked.get("before")
    first = 0
    if after is not None:
        first = sum(_place(state, one) <= after for one in found)
    elif before is not None:
        first = max(0, sum(_place(state, one) < before for one in found) - _SHOWN)
    first = first if first < len(found) else 0
    last = first + _SHOWN
    return Turned(tuple(found[first:last]), len(found), newer=first > 0, older=last < len(found))


def _place(state: str, claim: Claim) -> str:
    """Where a request stands in its list, as it stands behind an address: of waiting ones these sort as their list does."""
    if state == "answered":
        return cursor_text(claim.settled or claim.opened, claim.number)
    hides, until, number = rank(claim)
    return f"{hides:d}.{until:%Y%m%d%H%M%S.%f}.{number:018}"


def _mark(text: str | None) -> Mark | None:
    found = cursor(text)
    return Mark(found.at, int(found.id)) if found else None


def _articles(rights: Rights, claims: Iterable[Claim]) -> dict[ArticleId, Article]:
    """As the archive has them: who answers sees also what is withheld."""
    wanted = [one.article for one in claims if one.article is not None]
    return {one.id: one for one in rights.bench.archive.articles(wanted)}


def _href(state: str, kind: ClaimKind | None, **place: str) -> str:
    said = {"state": state if state != "open" else "", "kind": kind.value if kind else "", **place}
    asked = {name: value for name, value in said.items() if value}
    return f"{PATH}?{urlencode(asked)}" if asked else PATH


listed = seated(_shown, least=Role.MODERATOR)
