"""How does a moderator judge a reported picture? `/desk/pictures/<id>`: what is known of it, and one key for each decision.

A decision holds for the case as it was seen: where its log went on meanwhile nothing is written, and what happened is shown.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.newsroom import casework
from warraq.newsroom.admission import Seat
from warraq.newsroom.casework import Look
from warraq.newsroom.moderating import REASON_LETTERS, Overtaken
from warraq.press import Actor, CaseEvent, CaseState, Picture, PictureId, Role
from warraq.web import addresses, casefile, casewords, dates, wording
from warraq.web.admitted import Fields, room, seated
from warraq.web.bidi import isolated
from warraq.web.casefile import OPPOSITE, PATH, Sieve
from warraq.web.casewords import ROOM, Told
from warraq.web.deskpictures import Hanging, hangings
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.gallery import Gallery
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.site import Site, site_of
from warraq.web.tongue import number as number_of

log = logging.getLogger(__name__)

_LONGEST = 12 * REASON_LETTERS + 2_000
_LOOK = "look"
_USERS, _COPIES = 60, 12
_WORDS = {"keep": CaseEvent.KEEP, "hide": CaseEvent.HIDE, "thaw": CaseEvent.THAW}
# Said to readers by the law's word; it is answered where the law is pleaded.
_SHUT = CaseState.LEGAL_HIDDEN


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as its page has it. `seen` says what readers see now, `reports` of which kinds and how many, `counts` what they
    come to; `spoke`: how many had spoken, where it is decided and nothing more is known. `look` and `cover` lead to the page
    with the picture and without it; `print_` is what stands there now, `None` where nothing is kept."""

    picture: PictureId
    state: str
    severe: bool
    since: str | None
    seen: str
    reports: tuple[tuple[str, str], ...]
    counts: str | None
    spoke: str | None
    appeal: tuple[Markup, ...]
    lines: tuple[Line, ...]
    unnamed: str | None
    papers: Markup | str
    copies: tuple[Hanging, ...]
    log: tuple[Told, ...]
    last: int
    frozen: bool
    shut: bool
    print_: str | None
    looked: bool
    width: int
    height: int


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/pictures/<id>?look=1&did="""
    return await _page(request, seat, casefile.sieve(request.query_params))


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST /desk/pictures/<id>: do=keep, hide or thaw with a reason, or undo; `last` is the last line that was seen."""
    site, gallery = site_of(request), site_of(request).gallery
    number, through = addresses.picture_id(request.path_params["id"]), casefile.sieve(fields)
    deed, last = fields.get("do", ""), int(addresses.article_id(fields.get("last", "")) or 0)
    if gallery is None or number is None or deed not in (*_WORDS, "undo"):
        return await not_found(request)
    if await site.pool.ask(lambda: gallery.pictures.picture(number)) is None:
        return await not_found(request)
    order = await site.pool.ask(lambda: [one.picture for one in casefile.found(gallery, through)])
    word, reason = await site.pool.ask(lambda: _meant(gallery, number, fields, last))
    if word is not None and not reason:
        return await _page(request, seat, through, stage="reason", status=422)
    said = (
        await site.pool.ask(lambda: gallery.desk.decide_seen(number, word, reason, last=last))
        if word is not None
        else Overtaken(())
    )
    if isinstance(said, Overtaken):
        return await _page(request, seat, through, stage="late", seen=last, status=409)
    log.info("picture %d: %s by %s", number, said.said.event.value, seat.user.name)
    goes_on = number if deed == "undo" else _next(order, number)
    where = f"{PATH}/{goes_on}" if goes_on else PATH
    return RedirectResponse(f"{where}{through.query(did=f'{number}.{said.number}')}", status_code=303)


def _meant(gallery: Gallery, number: PictureId, fields: Fields, last: int) -> tuple[CaseEvent | None, str]:
    """Which word is meant, and why; `None` where none may be said of the picture as it stands. Blocks."""
    standing = gallery.desk.reports.case(number).standing
    word = _WORDS.get(fields["do"])
    if standing.state is _SHUT:
        return None, ""
    if word is not None:
        return word, _reason(word, fields)
    lines = gallery.desk.reports.log(number)
    undone = lines[-1].said if lines and lines[-1].number == last else None
    if undone is None or undone.actor is not Actor.MODERATOR or undone.event not in OPPOSITE:
        return None, ""
    return OPPOSITE[undone.event], wording.said(ROOM, "reason_undo", line=str(last))


def _reason(word: CaseEvent, fields: Fields) -> str:
    """The moderator's own words, else the reason that they chose; "" for none of ours."""
    own = fields.get("reason", "").strip()
    if own:
        return own
    if word is CaseEvent.THAW:
        return casewords.reason("thaw")
    codes = casewords.KEEPS if word is CaseEvent.KEEP else casewords.HIDES
    chosen = fields.get(f"why_{word.value}", "")
    return casewords.reason(chosen) if chosen in codes else ""


def _next(order: list[PictureId], number: PictureId) -> PictureId | None:
    """What comes after the picture in the queue, from its head again where it was the last; `None`: nothing else waits."""
    at = order.index(number) if number in order else -1
    behind = order[at + 1 :] + order[: max(at, 0)]
    return behind[0] if behind else None


async def _page(
    request: Request,
    seat: Seat,
    through: Sieve,
    *,
    stage: str | None = None,
    seen: int | None = None,
    status: int = 200,
) -> Response:
    site, gallery = site_of(request), site_of(request).gallery
    number = addresses.picture_id(request.path_params["id"])
    if gallery is None or number is None:
        return await not_found(request)
    held = await site.pool.ask(lambda: gallery.pictures.picture(number))
    if held is None:
        return await not_found(request)
    around, did = await site.whole(), request.query_params.get("did", "")
    looked = _LOOK in request.query_params
    order = await site.pool.ask(lambda: [one.picture for one in casefile.found(gallery, through)])
    after = _next(order, number)
    look = await site.pool.ask(lambda: casework.look(gallery.desk, number))
    return await page(
        request,
        "desk_case.html",
        status=status,
        kept=False,
        one=await site.pool.ask(lambda: _case(site, gallery, around, held, look, looked=looked, seen=seen)),
        through=through,
        told=_stage(stage, look, seen),
        done=await site.pool.ask(lambda: casefile.done(gallery, did)),
        place=_place(order, number),
        skip=f"{PATH}/{after}{through.query()}" if after else None,
        back=PATH + through.query(),
        here=f"{PATH}/{number}{through.query()}",
        look=f"{PATH}/{number}{through.query(look=1)}",
        keeps=casewords.reasons(casewords.KEEPS),
        hides=casewords.reasons(casewords.HIDES),
        meant=look.kinds[0][0].value if look.kinds else "",
        letters=REASON_LETTERS,
        **room(request, seat),
    )


def _stage(stage: str | None, look: Look, seen: int | None) -> str | None:
    """What became of what was sent, where nothing was done."""
    if stage == "late" and look.case.standing.state is _SHUT:
        return wording.said(ROOM, "shut")
    if stage == "late" and seen == look.last:
        return wording.said(ROOM, "cannot")
    return wording.said(ROOM, stage) if stage else None


def _place(order: list[PictureId], number: PictureId) -> str | None:
    if number not in order:
        return None
    at, many = number_of(order.index(number) + 1), number_of(len(order))
    return wording.said(ROOM, "place", at=at, many=many)


def _case(
    site: Site,
    gallery: Gallery,
    around: Frame,
    held: Picture,
    look: Look,
    *,
    looked: bool,
    seen: int | None,
) -> Shown:
    """Blocks."""
    standing, tally = look.case.standing, look.tally
    users = sorted(gallery.pictures.users(held.id, limit=_USERS))
    lines = casefile.printed(site, users, around)
    copies = [gallery.desk.reports.case(one) for one in look.copies[:_COPIES]]
    named = {one.picture: gallery.desk.papers(one.picture) for one in copies}
    unnamed = len(users) - len(lines)
    return Shown(
        held.id,
        casewords.state(standing.state),
        look.case.severe,
        dates.stamp(standing.since, site.zone, site.how) if standing.since else None,
        wording.said(ROOM, f"seen_{held.state.value}"),
        tuple((casewords.kind(kind), wording.counted("reporters", many)) for kind, many in look.kinds),
        casewords.score(tally.score, tally.prefixes, tally.nets) if look.kinds else None,
        _spoke(look),
        tuple(isolated(one) for one in (look.case.appeal or "").splitlines() if one),
        tuple(lines[one] for one in reversed(users) if one in lines),
        wording.counted("unnamed_articles", unnamed) if unnamed else None,
        casewords.papers(look.papers, around.sources),
        hangings(site, gallery, around, copies, named, Sieve()),
        tuple(casewords.told(one, site, around.sources, seen=seen) for one in reversed(look.log)),
        look.last,
        standing.state is CaseState.FROZEN,
        standing.state is _SHUT,
        f"{PATH}/{held.id}/{'full' if looked else 'blurred'}" if held.stored is not None else None,
        looked,
        held.negative.full.width,
        held.negative.full.height,
    )


def _spoke(look: Look) -> str | None:
    """How many had reported it, where who they were is forgotten."""
    if look.kinds:
        return None
    many = next((one.said.voices for one in reversed(look.log) if one.said.voices), 0)
    return wording.counted("had_reported", many) if many else None


case = seated(_shown, _done, least=Role.MODERATOR, longest=_LONGEST)
