"""`warraq source door`: is the paper still at home behind its address? A person's word, which no look changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.decide import OPERATOR
from warraq.cli.options import shared
from warraq.crawling import recheck
from warraq.errors import SettingsError
from warraq.newsroom import doorwords
from warraq.newsroom.withdrawing import told
from warraq.ports.rechecks import DoorState, Doorway, Rechecks
from warraq.press import Settings


@click.command()
@shared
@click.argument("slug")
@click.argument(
    "state",
    type=click.Choice(doorwords.STATES),
    metavar="open|dead|hijacked|watched|adopted",
)
@click.option("--reason", required=True, help="How you know it: kept with the door.")
@click.option(
    "--to",
    "address",
    metavar="URL",
    help="With adopted: the new front page.  [default: where the door leads]",
)
def door(
    settings: Settings, *, slug: str, state: str, reason: str, address: str | None, as_json: bool
) -> None:
    """Say how the door of the paper SLUG stands, whatever its weekly look finds: readers are sent to its site, or not.

    Behind a dead or a hijacked door nothing is visited again, and every link to the paper's site becomes a sentence
    about our copy. `watched` takes a word back: from then on what is found counts again, beginning with an open door.
    `adopted` says that a paper that moved is at home where its old address leads: readers are sent there, and there its door is
    looked at. It stands in the log of decisions; `warraq decide undo N` takes it back.
    """
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet: there is no paper to speak of")
    with wiring.house(settings) as house:
        said = doorwords.say(house.bench(), house.rechecks, slug, state, reason=reason, address=address,
                             by=OPERATOR, now=house.clock.now())  # fmt: skip
    paper, held, kept, line = said.paper, said.before, said.now, said.line
    output.note(f"{paper.name} ({slug})\n  before: {spoken(held)}\n  now:    {spoken(kept)}")
    if line is not None:
        home, undo = line.decision.address, f"`warraq decide undo {line.number}` takes it back"
        output.note(f"decision {line.number}: it is at home at {home}; {undo}")
    if as_json:
        decision = None if line is None else {"number": line.number, "address": line.decision.address}
        output.say_json({"slug": slug, "door": row(kept), "decision": decision})


def spoken(door: Doorway | None) -> str:
    """How a door stands, in words for the operator."""
    if door is None or (door.checked is None and not door.decided):
        return "door not looked at yet"
    since = f" since {door.since:%Y-%m-%d}" if door.since and door.state is not DoorState.OPEN else ""
    target = f" to {door.target}" if door.target else ""
    why = f": {door.reason}" if door.reason else ""
    whose = " (decided by the operator)" if door.decided else ""
    leaning = f", perhaps {door.leaning.value} ({door.looks} looks)" if door.leaning else ""
    return f"door {door.state.value}{target}{since}{why}{whose}{leaning}"


def gone(slug: str, door: Doorway | None, missing: Mapping[str, int]) -> str | None:
    """What is missed of a paper at its addresses, and why it is not hidden; `None` where nothing is."""
    count = missing.get(slug, 0)
    if not count:
        return None
    sample = door.sample if door else None
    why = f" ({told(sample)}; nothing is hidden)" if sample and not recheck.lives(sample) else ""
    return f"{count} articles missed at their addresses{why}"


def row(door: Doorway | None) -> dict[str, Any] | None:
    """A door for programs."""
    if door is None:
        return None
    sample = door.sample
    return {
        "state": door.state.value,
        "since": door.since,
        "target": door.target,
        "reason": door.reason,
        "decided": door.decided,
        "checked": door.checked,
        "sample": {"at": sample.at, "asked": sample.asked, "answered": sample.answered} if sample else None,
    }


def findings(rechecks: Rechecks) -> tuple[str, ...]:
    """What an operator should hear of doors and of what is missed, a clause each."""
    doors, missing = rechecks.doors(), rechecks.missing()
    bad = [f"{slug}: {spoken(one)}" for slug, one in sorted(doors.items()) if one.state is not DoorState.OPEN]
    lost = [f"{slug}: {said}" for slug in sorted(missing) if (said := gone(slug, doors.get(slug), missing))]
    return (*bad, *lost)
