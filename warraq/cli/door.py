"""`warraq source door`: is the paper still at home behind its address? A person's word, which no look changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.decide import OPERATOR
from warraq.cli.options import shared
from warraq.crawling import recheck, urls
from warraq.errors import EditionError, SettingsError
from warraq.newsroom import deciding
from warraq.newsroom.withdrawing import told
from warraq.ports.rechecks import DoorState, Doorway, Rechecks
from warraq.press import Decision, DecisionKind, Recorded, Settings
from warraq.wiring import House

_WATCHED, _ADOPTED = "watched", "adopted"


@click.command()
@shared
@click.argument("slug")
@click.argument(
    "state",
    type=click.Choice(["open", "dead", "hijacked", _WATCHED, _ADOPTED]),
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
    if address is not None and state != _ADOPTED:
        raise EditionError("--to goes with adopted: it names the address where the paper is at home now")
    if not reason.strip():
        raise EditionError(
            'the reason is empty; write how you know it: --reason "the editor wrote, 2026-11-01"'
        )
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet: there is no paper to speak of")
    with wiring.house(settings) as house:
        paper = house.archive.sources().get(slug)
        if paper is None:
            raise EditionError(f"no paper is called {slug!r}; `warraq source list` lists those of an edition")
        held = house.rechecks.doors().get(slug) or Doorway(slug)
        now = house.clock.now()
        line = _adopted(house, held, address, reason, now) if state == _ADOPTED else None
        found = DoorState.OPEN if state in (_WATCHED, _ADOPTED) else DoorState(state)
        since = held.since if held.state is found and held.since else now
        due = now if line else held.due  # at its new address it is looked at soon
        said = Doorway(slug, found, since=since, due=due, checked=held.checked, sample=held.sample)
        watched = state in (_WATCHED, _ADOPTED)
        decided = replace(said, reason=" ".join(reason.split()), decided=not watched)
        house.rechecks.decide_door(decided)
        kept = house.rechecks.doors()[slug]
    output.note(f"{paper.name} ({slug})\n  before: {spoken(held)}\n  now:    {spoken(kept)}")
    if line is not None:
        home, undo = line.decision.address, f"`warraq decide undo {line.number}` takes it back"
        output.note(f"decision {line.number}: it is at home at {home}; {undo}")
    if as_json:
        decision = None if line is None else {"number": line.number, "address": line.decision.address}
        output.say_json({"slug": slug, "door": row(kept), "decision": decision})


def _adopted(house: House, held: Doorway, address: str | None, reason: str, now: datetime) -> Recorded:
    """The line of the log that says where the paper is at home. Raises: EditionError, DecisionError."""
    target = address or (held.target if held.state is DoorState.MOVED else None)
    if target is None:
        raise EditionError(
            f"the door of {held.source} was not seen to lead elsewhere; name the address with --to URL"
        )
    home = urls.clean(target)
    if home is None:
        raise EditionError(f"{target!r} is no web address; it begins with http:// or https://")
    made = Decision(DecisionKind.ADOPT, reason, OPERATOR, source=held.source, address=home)
    return deciding.decide(house.bench(), made, now=now)


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
