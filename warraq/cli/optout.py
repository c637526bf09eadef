"""`warraq source optout`: a publisher wants nothing here but headline and link, and no more visits."""

from __future__ import annotations

import click

from warraq.cli import output
from warraq.cli.decide import OPERATOR, kept, row
from warraq.cli.options import shared
from warraq.errors import DecisionError
from warraq.newsroom import deciding
from warraq.press import Decision, DecisionKind, Settings


@click.command()
@shared
@click.argument("slug")
@click.option("--reason", required=True, help="Why, in public words.")
@click.option("--note", help="What is remembered of it and never shown.")
@click.option("--by", default=OPERATOR, help="In what office it is decided.")
@click.option("--request", "claim", type=click.IntRange(min=1), help="The request that it answers.")
@click.option("--undo", "back", is_flag=True, help="The paper may be collected and shown again.")
def optout(
    settings: Settings,
    *,
    slug: str,
    reason: str,
    note: str | None,
    by: str,
    claim: int | None,
    back: bool,
    as_json: bool,
) -> None:
    """Leave the paper SLUG alone: nothing of it is asked for any more, and of its whole past a public site shows headlines and links.

    A running collector and a running site obey within seconds. What was agreed before counts again after --undo.
    """
    with kept(settings) as house:
        now = house.clock.now()
        if back:
            lines = deciding.come_back(house.bench(), slug, reason=reason, by=by, now=now, claim=claim)
            if not lines:
                raise DecisionError(f"{slug!r} never opted out; `warraq decide list` lists what stands")
            line = lines[-1]
        else:
            made = Decision(DecisionKind.OPT_OUT, reason, by, source=slug, note=note, claim=claim)
            line = deciding.decide(house.bench(), made, now=now)
    output.note(f"decision {line.number}: {slug} {'may be read again' if back else 'is left alone'}")
    if as_json:
        output.say_json(row(line))
