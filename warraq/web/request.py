"""What may somebody ask of us, and how far is it? A form on every article, a number, and a secret address for the answer."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.moderation.voices import place_of
from warraq.newsroom.petitions import CONTACT_LETTERS, TEXT_LETTERS, Limits, key_of, proof_token
from warraq.newsroom.proving import record
from warraq.press import Article, Claim, ClaimKind, ClaimState
from warraq.web import addresses, asker, dates, forms, tokens, wording
from warraq.web.failing import not_found
from warraq.web.lines import article_path
from warraq.web.pages import page
from warraq.web.rights import Rights
from warraq.web.site import Site, site_of

# Arabic as forms send it takes six letters each.
_LONGEST_BODY = 6 * (TEXT_LETTERS + CONTACT_LETTERS) + 2_000
_SECRET_BYTES = 18
_TICKET = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{20,64})", re.ASCII)
_PUBLISHERS = frozenset([ClaimKind.CORRECTION, ClaimKind.WITHDRAWAL, ClaimKind.OPT_OUT])


@dataclass(frozen=True, slots=True)
class Filled:
    """What stood in a form that came back."""

    kind: ClaimKind | None = None
    text: str = ""
    contact: str = ""


async def ask(request: Request) -> Response:
    """GET and POST /request?article=<id>"""
    site = site_of(request)
    rights = site.rights
    if rights is None:
        return await not_found(request)
    posted = request.method == "POST"
    read = await forms.body(request, most=_LONGEST_BODY) if posted else b""
    article = await _article(site, request.query_params.get("article", ""))
    subject = f"request-{article.id if article else 0}"
    if read is None:
        return await _form(request, site, rights, article, stage="long", status=413)
    if not posted:
        return await _form(request, site, rights, article)
    fields = {name: said[0] for name, said in parse_qs(read.decode("utf-8", "replace")).items()}
    known = forms.who(request, site, rights.secret)
    if not forms.ours(request, site, rights.secret, fields.get("token", ""), known, subject):
        return await _form(request, site, rights, article, stage="refused", status=403)
    filled = _filled(fields)
    if filled.kind is None or not filled.text.strip():
        return await _form(request, site, rights, article, stage="empty", status=400, filled=filled)
    if len(filled.text) > TEXT_LETTERS:
        return await _form(request, site, rights, article, stage="long", status=413, filled=filled)
    return await _taken(request, site, rights, article, filled)


async def ticket(request: Request) -> Response:
    """GET /request/<number>-<secret>: how far a request is, for who made it. POST: more of it, where they were asked for more."""
    site = site_of(request)
    posted = request.method == "POST"
    read = await forms.body(request, most=_LONGEST_BODY) if posted else b""
    rights, parts = site.rights, _TICKET.fullmatch(request.path_params["ticket"])
    if rights is None or parts is None:
        return await not_found(request)
    claim = await site.pool.ask(lambda: rights.claims.claim(int(parts[1])))
    if claim is None or not hmac.compare_digest(key_of(parts[2]), claim.key):
        return await not_found(request)
    if posted:
        return await _more(request, site, rights, claim, read)
    return await _ticket(request, site, rights, claim)


async def _more(request: Request, site: Site, rights: Rights, claim: Claim, read: bytes | None) -> Response:
    """Who asked says more: once for each time that they were asked."""
    if read is None:
        return await _ticket(request, site, rights, claim, stage="long", status=413)
    fields = {name: said[0] for name, said in parse_qs(read.decode("utf-8", "replace")).items()}
    known, text = forms.who(request, site, rights.secret), _filled(fields).text
    if not forms.ours(request, site, rights.secret, fields.get("token", ""), known, f"more-{claim.number}"):
        return await _ticket(request, site, rights, claim, stage="refused", status=403)
    if not text.strip():
        return await _ticket(request, site, rights, claim, stage="empty_more", status=400)
    if len(text) > TEXT_LETTERS:
        return await _ticket(request, site, rights, claim, stage="long", status=413, text=text)
    if not await site.pool.ask(lambda: rights.desk.more(claim.number, text)):
        return await _ticket(request, site, rights, claim, stage="unasked", status=409)
    return forms.private(RedirectResponse(f"/request/{request.path_params['ticket']}", status_code=303))


async def _ticket(
    request: Request,
    site: Site,
    rights: Rights,
    claim: Claim,
    *,
    stage: str | None = None,
    status: int = 200,
    text: str = "",
) -> Response:
    article = await _article(site, str(claim.article or ""))
    asked = claim.state is ClaimState.ASKED
    known, fresh = forms.named(request, site, rights.secret) if asked else ("", None)
    answer = await page(
        request,
        "ticket.html",
        status=status,
        told=wording.said("asking", stage) if stage else None,
        asked=asked,
        text=text,
        most=TEXT_LETTERS,
        token=tokens.form_token(rights.secret, known, f"more-{claim.number}") if asked else None,
        claim=claim,
        kind=wording.said("claims", claim.kind.value),
        state=wording.said("claim_states", claim.state.value),
        opened=dates.day(claim.opened.astimezone(site.zone).date(), site.how),
        settled=dates.day(claim.settled.astimezone(site.zone).date(), site.how) if claim.settled else None,
        hidden=claim.hidden and (asked or claim.state is ClaimState.OPEN),
        article=article,
        back=_path(article),
        proof=_proof(claim),
        record=record(proof_token(claim)),
        contact=site.settings.contact,
    )
    forms.give(answer, fresh, request, site, path="/request")
    return forms.private(answer)


async def _taken(
    request: Request, site: Site, rights: Rights, article: Article | None, filled: Filled
) -> Response:
    now, settings = site.clock.now(), site.settings
    place, _ = place_of(asker.address(request, settings.proxies), public=settings.public)
    if filled.kind is None or not rights.desk.admits(place, now=now):
        return await _form(request, site, rights, article, stage="many", status=429, filled=filled)
    kind, secret = filled.kind, secrets.token_urlsafe(_SECRET_BYTES)
    claim = await site.pool.ask(
        lambda: rights.desk.take(
            kind,
            filled.text,
            key=key_of(secret),
            article=article.id if article else None,
            contact=filled.contact,
            place=place,
            limits=Limits(settings.provisional_each, settings.provisional_day),
            now=now,
        )
    )
    return forms.private(RedirectResponse(f"/request/{claim.number}-{secret}", status_code=303))


async def _form(
    request: Request,
    site: Site,
    rights: Rights,
    article: Article | None,
    *,
    stage: str = "ask",
    status: int = 200,
    filled: Filled | None = None,
) -> Response:
    known, fresh = forms.named(request, site, rights.secret)
    answer = await page(
        request,
        "request.html",
        status=status,
        stage=stage,
        told=wording.said("asking", stage) if stage != "ask" else None,
        article=article,
        back=_path(article),
        kinds=tuple((kind.value, wording.said("claims", kind.value)) for kind in ClaimKind),
        filled=filled or Filled(),
        most=TEXT_LETTERS,
        most_contact=CONTACT_LETTERS,
        token=tokens.form_token(rights.secret, known, f"request-{article.id if article else 0}"),
    )
    forms.give(answer, fresh, request, site, path="/request")
    return forms.private(answer)


def _filled(fields: dict[str, str]) -> Filled:
    kind = next((kind for kind in ClaimKind if kind.value == fields.get("kind")), None)
    # a browser sends two letters for each end of a line, and counts one
    text = fields.get("text", "").replace("\r\n", "\n")
    return Filled(kind, text, fields.get("contact", "")[:CONTACT_LETTERS])


async def _article(site: Site, asked: str) -> Article | None:
    number = addresses.article_id(asked)
    return await site.pool.ask(lambda: site.archive.article(number)) if number is not None else None


def _path(article: Article | None) -> str:
    return article_path(article.draft.source, article.id, article.draft.language) if article else "/"


def _proof(claim: Claim) -> str | None:
    """The word that a publisher lays on its site; `None` where nobody has to prove anything, or has done so."""
    waits = claim.state in (ClaimState.OPEN, ClaimState.ASKED)
    wanted = claim.kind in _PUBLISHERS and waits and claim.proof is None
    about = (
        claim.article is not None or claim.kind is ClaimKind.OPT_OUT
    )  # of a whole paper, which its text names
    return proof_token(claim) if wanted and about else None
