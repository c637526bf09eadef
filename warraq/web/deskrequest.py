"""What does one request ask, what would each answer do, and which one is given? `/desk/requests/<number>`.

Whatever `warraq request` can do is done here by the same functions. A form that was opened before something changed is not
carried out: it comes back with what it held, and with what happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.errors import DecisionError, Late
from warraq.newsroom import answering, deciding
from warraq.newsroom.admission import Seat
from warraq.newsroom.answering import Answer
from warraq.newsroom.deciding import NAME_LETTERS, REASON_LETTERS, REPLY_LETTERS
from warraq.newsroom.petitions import TEXT_LETTERS, due, proof_token
from warraq.newsroom.proving import record
from warraq.press import ClaimState, Role
from warraq.query import grammar
from warraq.web import addresses, dates, petitionfile, wording
from warraq.web.admitted import Fields, room, seated, signature
from warraq.web.deskrequests import PATH, told_due
from warraq.web.failing import not_found
from warraq.web.pages import page
from warraq.web.petitionfile import Held
from warraq.web.refusals import told
from warraq.web.rights import Rights
from warraq.web.site import Site, site_of

# Arabic as forms send it takes six bytes a letter.
_LONGEST = 6 * (REPLY_LETTERS + 2 * TEXT_LETTERS + 20 * NAME_LETTERS) + 4_000
_NAMES = 10  # of each list: who needs more asks twice
_DONE = ("granted", "refused", "asked", "proven", "undone")
_BOXES = ("withhold", "hide", "everywhere", "done")


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/requests/<number>"""
    stage = next((one for one in _DONE if one in request.query_params), None)
    return await _form(request, seat, {}, stage=stage)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST: do=grant|refuse|ask with a reason, do=prove|mail, or do=undo with a decision's number; do=look only counts where
    the names stand."""
    site = site_of(request)
    rights, number = site.rights, _number(request)
    deed = _DEEDS.get(fields.get("do", ""))
    held = await site.pool.ask(lambda: petitionfile.held(rights, site, number)) if rights and number else None
    if held is not None and fields.get("do") == "look":
        return await _form(request, seat, fields, stage=None, looked=True)
    if rights is None or held is None or deed is None or site.lodge is None:
        return await not_found(request)
    try:
        if not _may(seat, held, fields):
            flaw = "not_yours"
        elif deed is _proven:  # others need not wait until a paper's site has answered
            flaw = await deed(site, rights, held, fields, signature(seat))
        else:
            async with site.lodge.turn:
                held = await site.pool.ask(lambda: petitionfile.held(rights, site, number)) or held
                late = fields.get("after") != held.seen
                flaw = "late" if late else await deed(site, rights, held, fields, signature(seat))
    except Late:  # another process decided in the same moment
        flaw = "late"
    except DecisionError as error:
        return await _form(request, seat, fields, stage="impossible", why=told(error), status=400)
    if flaw == "late":
        return await _form(request, seat, fields, stage="late", status=409)
    if flaw == "not_yours":
        return await _form(request, seat, fields, stage=flaw, status=403)
    if flaw in _DONE:
        return RedirectResponse(f"{PATH}/{number}?{flaw}", status_code=303)
    return await _form(request, seat, fields, stage=flaw, status=400)


async def _granted(site: Site, rights: Rights, held: Held, fields: Fields, by: str) -> str:
    said = _answer(fields, by)
    if not said.reason:
        return "no_reason"
    if said.reply is not None and not said.signed:
        return "unsigned"
    made = await site.pool.ask(lambda: answering.decisions(rights.bench, held.claim, said))
    if not made and "done" not in fields:
        return "nothing_chosen"
    await site.pool.ask(
        lambda: rights.desk.settle(
            held.claim.number,
            made,
            granted=True,
            outcome=said.reason,
            by=by,
            now=site.clock.now(),
            seen=held.seen,
        )
    )
    return "granted"


async def _refused(site: Site, rights: Rights, held: Held, fields: Fields, by: str) -> str:
    said = _answer(fields, by)
    if not said.reason:
        return "no_reason"
    if _acts(said) or "done" in fields:
        return "not_both"
    await site.pool.ask(
        lambda: rights.desk.settle(
            held.claim.number,
            (),
            granted=False,
            outcome=said.reason,
            by=by,
            now=site.clock.now(),
            seen=held.seen,
        )
    )
    return "refused"


async def _asked(site: Site, rights: Rights, held: Held, fields: Fields, by: str) -> str:
    said = _answer(fields, by)
    if not said.reason:
        return "no_question"
    if _acts(said) or "done" in fields:
        return "not_both"
    await site.pool.ask(
        lambda: rights.desk.ask(held.claim.number, said.reason, now=site.clock.now(), seen=held.seen)
    )
    return "asked"


async def _proven(site: Site, rights: Rights, held: Held, fields: Fields, by: str) -> str:
    """By a file or a record that is looked for now, or by a mail that somebody read."""
    mail = " ".join(fields.get("mail", "").split())[:NAME_LETTERS]
    if fields["do"] == "mail" and not mail:
        return "no_mail"
    if fields["do"] == "prove" and rights.prover is None:
        return "no_prover"
    slug = addresses.slug(fields.get("paper", "").strip()) if held.article is None else None
    if held.article is None and slug is None:
        return "no_paper"
    host = await site.pool.ask(
        lambda: answering.host(rights.bench.archive, site.archive.sources(), held.claim, slug)
    )
    if fields["do"] == "mail":
        proof = answering.by_mail(host, f"{mail} ({by})")
    else:
        assert rights.prover is not None
        proof = await rights.prover(host, proof_token(held.claim))
    await site.pool.ask(lambda: rights.claims.prove(held.claim.number, proof))
    return "proven"


async def _undone(site: Site, rights: Rights, held: Held, fields: Fields, by: str) -> str:
    number = int(addresses.article_id(fields.get("number", "")) or 0)
    reason = fields.get("why", "").strip()
    if not reason:
        return "no_reason"
    own = {one.number for one in held.lines}  # what was decided elsewhere is taken back there
    if number not in held.stands & own:
        return "late"
    await site.pool.ask(
        lambda: deciding.undo(
            rights.bench, number, reason=reason, by=by, now=site.clock.now(), claim=held.claim.number
        )
    )
    return "undone"


_DEEDS: dict[str, Callable[[Site, Rights, Held, Fields, str], Awaitable[str]]] = {
    "grant": _granted,
    "refuse": _refused,
    "ask": _asked,
    "prove": _proven,
    "mail": _proven,
    "undo": _undone,
}


def _may(seat: Seat, held: Held, fields: Fields) -> bool:
    """A whole paper is left alone, or no longer, by admins: here as at `/desk/papers`."""
    if seat.user.role is Role.ADMIN:
        return True
    if fields["do"] == "undo":
        number = addresses.article_id(fields.get("number", ""))
        return all(
            one.decision.kind not in petitionfile.OF_A_PAPER for one in held.lines if one.number == number
        )
    return not fields.get("optout", "").strip()


def _stand(site: Site, given: Fields) -> tuple[tuple[str, str], ...]:
    """In how many articles readers find each of the names. Blocks."""
    said = _answer(given, "")
    counts = {
        name: site.index.search(grammar.read(f'"{name.replace(chr(34), " ")}"'), limit=0).total
        for name in (*said.mask, *said.delist)
    }
    return tuple((name, wording.counted("articles_hold", count)) for name, count in counts.items())


def _answer(fields: Fields, by: str) -> Answer:
    """What the form says, as `warraq request settle` takes it."""

    def names(field: str) -> tuple[str, ...]:
        return tuple(one.strip() for one in fields.get(field, "").splitlines() if one.strip())[:_NAMES]

    return Answer(
        fields.get("reason", "").strip(),
        by,
        withhold="withhold" in fields,
        hide="hide" in fields,
        delist=names("delist"),
        mask=names("mask"),
        everywhere="everywhere" in fields,
        reply=fields.get("reply", "").strip() or None,
        signed=fields.get("signed", "").strip() or None,
        optout=addresses.slug(fields.get("optout", "").strip()),
        note=fields.get("note", "").strip() or None,
    )


def _acts(said: Answer) -> bool:
    return any((said.withhold, said.hide, said.delist, said.mask, said.reply, said.optout))


async def _form(
    request: Request,
    seat: Seat,
    given: Fields,
    *,
    stage: str | None,
    why: str | None = None,
    looked: bool = False,
    status: int = 200,
) -> Response:
    site = site_of(request)
    rights, number = site.rights, _number(request)
    held = await site.pool.ask(lambda: petitionfile.held(rights, site, number))
    if rights is None or held is None:
        return await not_found(request)
    claim, now = held.claim, site.clock.now()
    waits = claim.state in (ClaimState.OPEN, ClaimState.ASKED)
    admin = seat.user.role is Role.ADMIN
    return await page(
        request,
        "desk_request.html",
        kept=False,
        status=status,
        told=wording.said("petitions", f"told_{stage}") if stage else None,
        alarm=status != 200,
        why=why,
        claim=claim,
        kind=wording.said("claims", claim.kind.value),
        state=wording.said("claim_states", claim.state.value),
        waits=waits,
        came=dates.stamp(claim.opened, site.zone, site.how),
        settled=dates.stamp(claim.settled, site.zone, site.how) if claim.settled else None,
        due=told_due(due(claim), now) if waits else None,
        hides=waits and claim.hidden,
        provable=rights.prover is not None,
        token_file=f"/.well-known/warraq-{proof_token(claim)}.txt",
        token_record=record(proof_token(claim)),
        after=held.seen,
        lines=tuple(petitionfile.line(one, held, site, admin=admin) for one in held.lines),
        meanwhile=tuple(petitionfile.meanwhile(held, given.get("after", ""), site))
        if stage == "late"
        else (),
        admin=admin,
        most={"reason": REASON_LETTERS, "reply": REPLY_LETTERS, "name": NAME_LETTERS},
        given={name: given.get(name, "") for name in _FIELDS},
        ticked={name: name in given for name in _BOXES},
        copies=await site.pool.ask(lambda: petitionfile.copies(rights, held)),
        stand=await site.pool.ask(lambda: _stand(site, given)) if looked else (),
        **petitionfile.about(held, site),
        **room(request, seat),
    )


_FIELDS = ("reason", "delist", "mask", "reply", "signed", "optout", "note", "mail", "paper", "why")


def _number(request: Request) -> int:
    return int(addresses.article_id(request.path_params["number"]) or 0)


one = seated(_shown, _done, least=Role.MODERATOR, longest=_LONGEST)
