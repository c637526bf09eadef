"""`warraq request`: who asked for what, is it they who ask, and what is the answer?"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click

from warraq.cli import output
from warraq.cli.decide import OPERATOR, kept, text_of
from warraq.cli.options import shared
from warraq.errors import WarraqError
from warraq.newsroom import answering
from warraq.newsroom.answering import Answer
from warraq.newsroom.petitions import Desk, proof_token, stands_as
from warraq.newsroom.proving import record
from warraq.press import Claim, ClaimState, Settings
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
        host = answering.host(house.archive, house.shown()[0].sources(), claim, paper)
        proof = (
            answering.by_mail(host, mail)
            if mail
            else asyncio.run(desks.proof(settings, host, proof_token(claim)))
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
    path: Path | None,
    delisted: tuple[str, ...],
    masked: tuple[str, ...],
    as_json: bool,
    **asked: Any,
) -> None:
    """Answer request NUMBER by decisions, or refuse it. What was hidden at once is shown again unless it is hidden for good."""
    with kept(settings) as house:
        claim = _held(house, number)
        seen = stands_as(house.decisions.log(), claim)
        reply = text_of(path) if path is not None else None
        said = Answer(reason, by, delist=delisted, mask=masked, reply=reply, **asked)
        decisions = answering.decisions(house.bench(), claim, said)
        if bool(decisions or done) == refuse:
            raise WarraqError("say what is done (--withhold, --mask, --done …), or --refuse; not both")
        desk = Desk(house.bench(), house.claims)
        settled = desk.settle(
            number,
            decisions,
            granted=not refuse,
            outcome=reason,
            by=by,
            now=house.clock.now(),
            seen=seen,
        )
        row = _row(settled) | {"decisions": _decisions(house, number)}
    output.note(f"request {number}: {settled.state.value}, {len(decisions)} decisions")
    if as_json:
        output.say_json(row)


@request.command("ask")
@shared
@click.argument("number", type=click.IntRange(min=1))
@click.option("--question", required=True, help="What more is wanted, in public words: its page shows them.")
def ask_more(settings: Settings, *, number: int, question: str, as_json: bool) -> None:
    """Ask who made request NUMBER for more: its page shows the question, and takes an answer, with which it waits again."""
    with kept(settings) as house:
        asked = Desk(house.bench(), house.claims).ask(number, question, now=house.clock.now())
        row = _row(asked) | {"decisions": _decisions(house, number)}
    output.note(f"request {number}: {asked.state.value}")
    if as_json:
        output.say_json(row)


def _held(house: House, number: int) -> Claim:
    held = house.claims.claim(number)
    if held is None:
        raise WarraqError(f"there is no request {number}; `warraq request list` lists them")
    return held


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
