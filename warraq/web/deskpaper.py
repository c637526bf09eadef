"""What was agreed with one paper, how does it do, and what does another agreement change? `/desk/papers/<paper>`.

A moderator looks; an admin decides. What may be shown is recorded as `warraq source policy` records it, a paper is left alone
and its door spoken of as `warraq source optout` and `door` do, by the same functions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import get_args

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.errors import DecisionError, EditionError
from warraq.moderation.policy import case, in_public, may_show
from warraq.newsroom import deciding, doorwords
from warraq.newsroom.admission import Seat
from warraq.newsroom.deciding import REASON_LETTERS
from warraq.ports.rechecks import DoorState
from warraq.press import Condition, Decision, DecisionKind, Policy, Recorded, Role, Source, State
from warraq.web import addresses, dates, wording
from warraq.web.admitted import Fields, refused, room, seated, signature, signed
from warraq.web.deskpapers import ILL, PATH, Paper, known, rests
from warraq.web.failing import not_found
from warraq.web.health import facts, sentence
from warraq.web.lines import paper_path
from warraq.web.origins import epitaph
from warraq.web.pages import page
from warraq.web.passing import DOORS, passes
from warraq.web.refusals import told
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.upkeep import Upkeep, upkeep_of

_LONGEST = 6 * 4 * REASON_LETTERS + 4_000
_POLICIES = (*get_args(Policy), "none")
_DONE = ("saved", "optout", "back", "door")
_MOST = 1_000_000  # articles of a paper that are counted
_EVER = (datetime(1, 1, 2, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC))
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
_FIELDS = ("permission", "reason", "why", "home", "because")


@dataclass(frozen=True, slots=True)
class Change:
    """What passes a door today, and what would."""

    door: str
    today: str
    then: str
    other: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What was decided of the paper."""

    told: str
    reason: str
    by: Markup | str
    at: str
    machine: str


@dataclass(frozen=True, slots=True)
class Held:
    """A paper with what was decided of it. `seen` is another word once any of it has changed."""

    paper: Paper
    lines: tuple[Recorded, ...]
    seen: str

    @property
    def source(self) -> Source:
        return self.paper.source


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/papers/<paper>"""
    stage = next((one for one in _DONE if one in request.query_params), None)
    return await _page(request, seat, {}, stage=stage)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST, for admins: do=preview or do=save what is agreed; do=optout, do=back; do=door."""
    site, upkeep, slug = site_of(request), upkeep_of(request), request.path_params["source"]
    held = await site.pool.ask(lambda: _held(site, upkeep, slug))
    do = fields.get("do", "")
    if held is None or site.lodge is None or (do != "preview" and do not in _DEEDS):
        return await not_found(request)
    if seat.user.role is not Role.ADMIN:
        return await refused(request, "not_yours", seat)
    if do == "preview":
        flaw = _flaw(fields)
        status = 400 if flaw else 200
        return await _page(request, seat, fields, stage=flaw, preview=flaw is None, status=status)
    async with site.lodge.turn:
        held = await site.pool.ask(lambda: _held(site, upkeep, slug)) or held
        if fields.get("after") != held.seen:
            return await _page(request, seat, fields, stage="late", status=409)
        try:
            flaw = await _DEEDS[do](site, upkeep, held, fields, signature(seat))
        except (DecisionError, EditionError) as error:
            return await _page(request, seat, fields, stage="impossible", why=told(error), status=409)
    if flaw in _DONE:
        return RedirectResponse(f"{PATH}/{held.source.slug}?{flaw}", status_code=303)
    return await _page(request, seat, fields, stage=flaw, status=400)


def _flaw(fields: Fields) -> str | None:
    """What the form of the agreement lacks."""
    leave = fields.get("permission", "").strip()
    if fields.get("policy") not in _POLICIES:
        return "no_policy"
    if leave and ("ended" in fields or fields["policy"] == "none"):
        return "not_both"
    return "no_date" if leave and not _DATE.search(leave) else None


def _agreed(source: Source, fields: Fields) -> Source:
    """The paper as the form has it."""
    policy: Policy | None = next((one for one in get_args(Policy) if one == fields.get("policy")), None)
    leave = " ".join(fields.get("permission", "").split()) or source.permission
    return replace(source, policy=policy, permission=None if "ended" in fields or policy is None else leave)


async def _saved(site: Site, upkeep: Upkeep, held: Held, fields: Fields, by: str) -> str:
    agree, reason = upkeep.agree, fields.get("reason", "").strip()
    if flaw := _flaw(fields):
        return flaw
    if agree is None:
        return "not_here"
    if not reason:
        return "no_reason"
    after, leave = _agreed(held.source, fields), fields.get("permission", "").strip() or None
    await site.pool.ask(lambda: agree(held.source.slug, after.policy, leave, "ended" in fields, reason, by))
    return "saved"


async def _left_alone(site: Site, _: Upkeep, held: Held, fields: Fields, by: str) -> str:
    rights, reason, slug = site.rights, fields.get("why", "").strip(), held.source.slug
    if rights is None:
        return "not_here"
    if not reason:
        return "no_reason"
    now, bench = site.clock.now(), rights.bench
    if fields["do"] == "optout":
        if not held.source.opted_out:
            made = Decision(DecisionKind.OPT_OUT, reason, by, source=slug)
            await site.pool.ask(lambda: deciding.decide(bench, made, now=now))
        return "optout"
    await site.pool.ask(lambda: deciding.come_back(bench, slug, reason=reason, by=by, now=now))
    return "back"


async def _spoken(site: Site, upkeep: Upkeep, held: Held, fields: Fields, by: str) -> str:
    rights, rechecks, reason = site.rights, upkeep.rechecks, fields.get("because", "").strip()
    state, address = fields.get("state", ""), fields.get("home", "").strip() or None
    if rights is None or rechecks is None:
        return "not_here"
    if state not in doorwords.STATES:
        return "no_state"
    if not reason:
        return "no_reason"
    await site.pool.ask(
        lambda: doorwords.say(
            rights.bench,
            rechecks,
            held.source.slug,
            state,
            reason=reason,
            address=address if state == "adopted" else None,
            by=by,
            now=site.clock.now(),
        )
    )
    return "door"


_DEEDS: dict[str, Callable[[Site, Upkeep, Held, Fields, str], Awaitable[str]]] = {
    "save": _saved,
    "optout": _left_alone,
    "back": _left_alone,
    "door": _spoken,
}


def _held(site: Site, upkeep: Upkeep, asked: str) -> Held | None:
    """Blocks."""
    slug = addresses.slug(asked)
    paper = known(site, upkeep).get(slug or "")
    if paper is None or site.rights is None:
        return None
    lines = tuple(
        one for one in site.rights.bench.decisions.log() if one.decision.source == paper.source.slug
    )
    door = (paper.door.state.value, paper.door.decided) if paper.door else ()
    said = (paper.source.policy, paper.source.permission, *door)
    stood = f"{lines[-1].number if lines else 0} {said!r}"
    return Held(paper, lines, hashlib.sha256(stood.encode()).hexdigest()[:24])


async def _page(
    request: Request,
    seat: Seat,
    given: Fields,
    *,
    stage: str | None,
    why: str | None = None,
    preview: bool = False,
    status: int = 200,
) -> Response:
    site, scope, upkeep = site_of(request), scope_of(request), upkeep_of(request)
    held = await site.pool.ask(lambda: _held(site, upkeep, request.path_params["source"]))
    if held is None:
        return await not_found(request)
    source, health, door = held.source, held.paper.health, held.paper.door
    after = _agreed(source, given) if preview else source
    [articles] = await site.pool.ask(lambda: site.archive.tallied(_EVER, most=_MOST, source=source.slug))
    return await page(
        request,
        "desk_paper.html",
        kept=False,
        status=status,
        told=wording.said("agreed", f"told_{stage}") if stage else None,
        alarm=status != 200,
        why=why,
        paper=source,
        path=paper_path(source.slug),
        here_path=f"{PATH}/{source.slug}",
        shows=in_public(source),
        rests=rests(source),
        private=not site.settings.public,
        sentence=sentence(health, scope) if health else wording.said("agreed", "unlisted"),
        facts=tuple(facts(health, scope, site.clock.now(), raw=True)) if health else (),
        advice=tuple(_advice(held.paper)),
        door=(epitaph(door, scope.zone, scope.how) or wording.said("agreed", "door_open")) if door else None,
        door_says=door.reason if door else None,
        door_decided=door is not None and door.decided,
        count=wording.counted("articles_of_paper", articles),
        changes=tuple(_changes(source, after)),
        preview=preview,
        policies=tuple((one, wording.said("agreed", f"policy_{one}")) for one in _POLICIES),
        policy=given.get("policy") or source.policy or "none",
        states=tuple((one, wording.said("agreed", f"state_{one}")) for one in doorwords.STATES),
        state=given.get("state") or _stands(held.paper),
        ended="ended" in given,
        given={name: given.get(name, "") for name in _FIELDS},
        after=held.seen,
        lines=tuple(_line(one, site, scope) for one in reversed(held.lines)),
        most=REASON_LETTERS,
        admin=seat.user.role is Role.ADMIN,
        **room(request, seat),
    )


def _stands(paper: Paper) -> str:
    """Which word stands of its door."""
    door = paper.door
    return door.state.value if door and door.decided and door.state is not DoorState.MOVED else "watched"


def _changes(before: Source, after: Source) -> Iterator[Change]:
    """By the one judgement, of a visible article in public: what its own page asks of robots comes on top."""
    for door in DOORS:
        today, then = (
            passes(may_show(case(State.VISIBLE, one, public=True), door), door) for one in (before, after)
        )
        yield Change(wording.said("doors", door.value), today, then, today != then)


def _advice(paper: Paper) -> Iterator[str]:
    """What a person may do about what is wrong with it."""
    health = paper.health
    if health is None or (health.condition not in ILL and not health.moved):
        return
    if health.condition in (Condition.SILENT, Condition.UNREAD):
        yield wording.said("advice", health.condition.value)
    elif health.trouble is not None and health.condition in ILL:
        yield wording.said("advice", f"trouble_{health.trouble.value}")
    if health.moved:
        yield wording.said("advice", "moved_feed")


def _line(one: Recorded, site: Site, scope: Scope) -> Line:
    said = one.decision
    told = wording.said("decisions", said.kind.value)
    if said.undoes is not None:
        told = wording.said("decisions", "undoes", number=str(said.undoes), what=told)
    elif said.kind is DecisionKind.AGREE:
        policy = wording.said("agreed", f"policy_{said.policy or 'none'}")
        told = wording.listed([policy, said.permission] if said.permission else [policy])
    elif said.address:
        told = f"{told}: {said.address}"
    when = dates.stamp(one.at, site.zone, scope.how)
    return Line(told, said.reason, signed(said.by), when, dates.instant(one.at))


paper = seated(_shown, _done, least=Role.MODERATOR, longest=_LONGEST)
