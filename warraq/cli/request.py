"""`warraq request`: who asked for what, is it they who ask, and what is the answer?"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click

from warraq.cli import output
from warraq.cli.decide import OPERATOR, kept, text_of
from warraq.cli.options import shared
from warraq.crawling import urls
from warraq.errors import WarraqError
from warraq.newsroom.petitions import Desk, proof_token
from warraq.newsroom.proving import prove, prove_by_record, record
from warraq.press import (
    ArticleId,
    Claim,
    ClaimState,
    Decision,
    DecisionKind,
    Settings,
)
from warraq.wiring import House, desks

_ALL = 1_000_000


@click.group()
def request() -> None:
    """Requests for corrections and withdrawals: list them, prove who asks, answer."""


@request.command("list")
@shared
@click.option("--all", "every", is_flag=True, help="Also those that are answered.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="How many at most.  [default: 50]")
def list_requests(settings: Settings, *, every: bool, limit: int, as_json: bool) -> None:
    """List requests that wait for an answer, the newest first; those that hid something at once stand before all others."""
    with kept(settings) as house:
        Desk(house.bench(), house.claims).forget(house.clock.now())
        # all of them, so that no flood of later ones pushes out what hides something
        found = house.claims.listed(state=None if every else ClaimState.OPEN, limit=_ALL)
    shown = sorted(found, key=lambda one: not (one.hidden and one.state is ClaimState.OPEN))[:limit]
    if as_json:
        output.say_json({"requests": [_row(one) for one in shown]})
        return
    for one in shown:
        article = one.article or "-"
        hidden = "hidden at once" if one.hidden else "-"
        when = f"{one.opened:%Y-%m-%d %H:%M}"
        click.echo("\t".join(map(str, (one.number, one.kind.value, one.state.value, when, article, hidden))))
    output.note(f"{len(shown)} requests" + (f" of {len(found)}" if len(found) > len(shown) else ""))


@request.command("show")
@shared
@click.argument("number", type=click.IntRange(min=1))
def show_request(settings: Settings, *, number: int, as_json: bool) -> None:
    """Say all that is kept of a request."""
    with kept(settings) as house:
        row = _row(_held(house, number)) | {"decisions": _decisions(house, number)}
    if as_json:
        output.say_json(row)
        return
    for name, value in row.items():
        click.echo(
            "{}\t{}".format(name, str(value).replace("\n", "\n\t"))
        )  # no line of theirs looks like ours


@request.command("prove")
@shared
@click.argument("number", type=click.IntRange(min=1))
@click.option("--mail", help="Whose mail from the paper's domain confirmed it: the operator's own word.")
@click.option("--paper", metavar="SLUG", help="Which paper asks, where the request is about no article.")
def prove_request(
    settings: Settings, *, number: int, mail: str | None, paper: str | None, as_json: bool
) -> None:
    """Check that the publisher asks: by a file on its site, else by a TXT record of its name, else by its mail (--mail).

    The request's page tells the publisher which file to lay at which address, and which record to write.
    """
    with kept(settings) as house:
        claim = _held(house, number)
        host = _host(house, claim, paper)
        proof = (
            f"mail from {host}: {mail}" if mail else asyncio.run(_looked(settings, host, proof_token(claim)))
        )
        house.claims.prove(number, proof)
    output.note(f"request {number}: proven by {proof}")
    if as_json:
        output.say_json({"number": number, "proof": proof})


@request.command("settle")
@shared
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="The answer, in public words: the request's page shows it.")
@click.option("--withhold", is_flag=True, help="Withhold the article.")
@click.option("--hide", is_flag=True, help="Hide the article's picture.")
@click.option("--delist", "delisted", metavar="NAME", multiple=True, help="Take the name out of search.")
@click.option("--mask", "masked", metavar="NAME", multiple=True, help="Show initials in the name's place.")
@click.option(
    "--reply", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Show this text beneath the article.",
)  # fmt: skip
@click.option("--signed", help="Whose reply it is.")
@click.option("--optout", metavar="SLUG", help="Leave the paper alone, as `warraq source optout` does.")
@click.option("--done", is_flag=True, help="Granted by other means: a correction, an opt-out.")
@click.option("--refuse", is_flag=True, help="Refused: what was hidden for it is shown again.")
@click.option("--everywhere", is_flag=True, help="Names in every article, not in the request's alone.")
@click.option("--note", help="What is remembered of it and never shown.")
@click.option("--by", default=OPERATOR, help="In what office it is answered.")
def settle_request(
    settings: Settings,
    *,
    number: int,
    reason: str,
    done: bool,
    refuse: bool,
    by: str,
    as_json: bool,
    **asked: Any,
) -> None:
    """Answer request NUMBER by decisions, or refuse it. What was hidden at once is shown again unless it is hidden for good."""
    with kept(settings) as house:
        claim = _held(house, number)
        decisions = _asked_for(house, claim, reason=reason, by=by, **asked)
        if bool(decisions or done) == refuse:
            raise WarraqError("say what is done (--withhold, --mask, --done …), or --refuse; not both")
        desk = Desk(house.bench(), house.claims)
        now = house.clock.now()
        settled = desk.settle(number, decisions, granted=not refuse, outcome=reason, by=by, now=now)
        row = _row(settled) | {"decisions": _decisions(house, number)}
    output.note(f"request {number}: {settled.state.value}, {len(decisions)} decisions")
    if as_json:
        output.say_json(row)


def _asked_for(
    house: House, claim: Claim, *, reason: str, by: str, path: Path | None, signed: str | None, **asked: Any
) -> list[Decision]:
    """The decisions that the options name, about the request's article, or a whole paper."""
    article, note = claim.article, asked["note"]
    made: list[Decision] = []
    if asked["withhold"]:
        made.append(Decision(DecisionKind.WITHHOLD, reason, by, article=article, note=note))
    if asked["hide"]:
        picture = house.pictures.of([article]).get(article) if article is not None else None
        if picture is None:
            raise WarraqError(f"the article of request {claim.number} shows no picture")
        made.append(Decision(DecisionKind.HIDE, reason, by, picture=picture.id, note=note))
    of: tuple[ArticleId, ...] = () if asked["everywhere"] or article is None else (article,)
    for kind, names in ((DecisionKind.DELIST, asked["delisted"]), (DecisionKind.MASK, asked["masked"])):
        made += [Decision(kind, reason, by, name=name, articles=of, note=note) for name in names]
    if asked["optout"]:
        made.append(Decision(DecisionKind.OPT_OUT, reason, by, source=asked["optout"], note=note))
    if path is not None:
        text = text_of(path)
        made.append(
            Decision(DecisionKind.REPLY, reason, by, article=article, text=text, signed=signed, note=note)
        )
    return made


def _held(house: House, number: int) -> Claim:
    held = house.claims.claim(number)
    if held is None:
        raise WarraqError(f"there is no request {number}; `warraq request list` lists them")
    return held


def _host(house: House, claim: Claim, slug: str | None) -> str:
    """The own host of the paper whose article the request is about, else of the one that a person names.

    Raises: WarraqError where there is none, or where the request is about another paper's article.
    """
    article = house.archive.article(claim.article) if claim.article is not None else None
    if article and slug not in (None, article.draft.source):
        raise WarraqError(
            f"request {claim.number} is about an article of {article.draft.source}, not of {slug}"
        )
    if article is None and slug is None:
        raise WarraqError(
            f"request {claim.number} is about no article: name the paper that asks with --paper"
        )
    slug = article.draft.source if article else slug
    if article is None and (newest := house.archive.newest(limit=1, source=slug)):
        article = house.archive.article(newest[0].id)
    paper = house.shown()[0].sources().get(slug or "")
    address = (paper.homepage if paper else None) or (article.draft.url if article else "")
    host = urls.host(address).rpartition(":")[0]
    if not host:
        raise WarraqError(f"request {claim.number} is about no paper whose address is known")
    return host


async def _looked(settings: Settings, host: str, token: str) -> str:
    """By which file, or else by which record, the publisher is known. Raises: WarraqError where there is neither."""
    fetcher = desks.fetcher(settings)
    try:
        found = await prove(fetcher, host, token)
    finally:
        await fetcher.close()
    if found.problem is None:
        return f"the file {found.address}"
    written = await prove_by_record(desks.names(), host, token)
    if written.problem is None:
        return f"the TXT record of {written.address}"
    raise WarraqError(
        f"{found.address} proves nothing: {found.problem}; nor does a TXT record of {written.address}: "
        f"{written.problem}; or confirm a mail from {host} with --mail"
    )


def _decisions(house: House, number: int) -> list[int]:
    return [one.number for one in house.decisions.log() if one.decision.claim == number]


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "kind": claim.kind.value,
        "state": claim.state.value,
        "article": claim.article,
        "opened": claim.opened,
        "settled": claim.settled,
        "hidden": claim.hidden,
        "proof": claim.proof,
        "proof_file": f"/.well-known/warraq-{proof_token(claim)}.txt",
        "proof_record": record(proof_token(claim)),
        "outcome": claim.outcome,
        "contact": claim.contact,
        "text": claim.text,
    }
