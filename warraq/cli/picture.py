"""`warraq picture`: which pictures are kept, and how each stands. What becomes of reported ones: `warraq reports`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.cli.placeholders import placeholders, told, unhang
from warraq.errors import WarraqError
from warraq.moderation import caselog
from warraq.moderation.cases import OPERATOR
from warraq.moderation.transitions import HIDING
from warraq.ports.reports import Case
from warraq.press import (
    CaseEvent,
    CaseLine,
    CaseState,
    Picture,
    PictureId,
    PictureState,
    Settings,
    object_key,
)
from warraq.wiring import House

_USERS = 20
WAITING = (CaseState.REPORTED, CaseState.QUEUED, CaseState.FROZEN)
_BY_PERSONS = (CaseEvent.KEEP, CaseEvent.HIDE, CaseEvent.LEGAL)


@click.group()
def picture() -> None:
    """Pictures: which are reported or hidden, and what is to become of them."""


picture.add_command(placeholders)
picture.add_command(unhang)


@picture.command("list")
@shared
@click.option(
    "--reported", is_flag=True, help="Those that are reported and still shown, instead of the hidden."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="How many at most.  [default: 50]")
def list_pictures(settings: Settings, *, reported: bool, limit: int, as_json: bool) -> None:
    """List hidden pictures, or those that readers reported, the newest first."""
    with kept(settings) as house:
        cases = house.reports.listed(WAITING if reported else HIDING, limit=limit, open_only=reported)
        found = sorted(cases, key=lambda one: -one.picture)
        rows = [row(house, held, one) for one in found if (held := house.pictures.picture(one.picture))]
        tally = {state.value: count for state, count in house.pictures.tally().items()}
        count = house.pictures.count()
    if as_json:
        output.say_json({"pictures": rows, "kept": count, "addresses": tally})
        return
    for one in rows:
        click.echo("\t".join(plain(one[name]) for name in ("id", "state", "reporters", "since", "reason")))
    addresses = ", ".join(f"{number} {state}" for state, number in tally.items())
    output.note(f"{len(rows)} of {count} pictures; addresses: {addresses}")


@picture.command("show")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def show_picture(settings: Settings, *, number: int, as_json: bool) -> None:
    """Say what is known of a picture: how it stands, which articles show it, and every decision about it."""
    show(settings, number, as_json=as_json)


@picture.command("hide")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why, in one clause: it stands in the log.")
def hide_picture(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Hide a picture wherever it appears, and wherever it will."""
    decide(settings, number, CaseEvent.HIDE, reason, as_json=as_json)


@picture.command("restore")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why, in one clause: it stands in the log.")
def restore_picture(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Show a picture again, for good: reports hide it no more."""
    decide(settings, number, CaseEvent.KEEP, reason, as_json=as_json)


def show(settings: Settings, number: int, *, as_json: bool) -> None:
    with kept(settings) as house:
        held = _held(house, number)
        articles = house.pictures.users(held.id, limit=_USERS)
        log, case = house.reports.log(held.id), house.reports.case(held.id)
        stands_in = house.placeholders.held().get(held.id)
        said = row(house, held, case) | {
            "placeholder": told(stands_in) if stands_in else None,
            "articles": sorted(articles),
            "appeal": case.appeal,
            "log": [caselog.told(one) for one in log],
            "objects": [object_key(held.negative.pixels, size) for size in ("full", "card")],
        }
    if as_json:
        output.say_json(said)
        return
    for name, value in said.items():
        if name == "log":
            for one in log:
                click.echo(f"log\t{spoken(one)}")
        else:
            click.echo(f"{name}\t{plain(value)}")


def decide(settings: Settings, number: int, word: CaseEvent, reason: str, *, as_json: bool) -> None:
    """A person's word. Said a second time it changes nothing."""
    if not reason.strip():
        raise WarraqError("a reason is wanted: it is what the log says to whoever asks later")
    wanted = {CaseEvent.KEEP: CaseState.KEPT, CaseEvent.HIDE: CaseState.CONFIRMED_HIDDEN}[word]
    with kept(settings) as house:
        held = _held(house, number)
        if house.reports.case(held.id).standing.state is wanted and held.rule == OPERATOR:
            why = f": {held.reason}" if held.reason else ""
            output.note(f"picture {number} is {_shown(held)} already by your word, nothing is changed{why}")
            said = house.reports.log(held.id)[-1]
        else:
            said = house.moderating().decide(held.id, word, reason)
            output.note(f"picture {number}: {spoken(said)}")
    if as_json:
        output.say_json({"picture": number} | caselog.told(said))


@contextlib.contextmanager
def kept(settings: Settings) -> Iterator[House]:
    if not wiring.begun(settings):
        raise WarraqError(f"nothing is kept in {settings.data} yet; `warraq up` or `warraq collect` begins")
    with wiring.house(settings) as house:
        yield house


def _held(house: House, number: int) -> Picture:
    held = house.pictures.picture(PictureId(number))
    if held is None:
        raise WarraqError(
            f"there is no picture {number}; its number stands in its address, /picture/<number>"
        )
    return held


def row(house: House, one: Picture, case: Case) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state.value,
        "case": case.standing.state.value,
        "severe": case.severe,
        "kept": one.kept,
        "rule": one.rule,
        "reason": one.reason,
        "since": one.since,
        "reporters": _reporters(house, case),
        "width": one.negative.width,
        "height": one.negative.height,
        "media_type": one.negative.media_type,
        "first_seen": one.first_seen,
        "stored": one.stored,
    }


def _reporters(house: House, case: Case) -> int:
    """How many report it; of one that was decided about, how many had: who they were is forgotten then."""
    if case.key is not None:
        return len({one.token for one in case.voices})
    log = house.reports.log(case.picture)
    spoke = (one.said.voices for one in reversed(log) if one.said.before is not one.said.after)
    return next((many for many in spoke if many), 0) if case.standing.state in HIDING else 0


def _shown(held: Picture) -> str:
    return "hidden" if held.state is PictureState.HIDDEN else "kept"


def plain(value: object) -> str:
    """A value as a person reads it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return str(value)


def spoken(one: CaseLine) -> str:
    said = one.said
    why = f": {said.reason}" if said.reason else ""
    became = f"{said.before.value} -> {said.after.value}"
    if said.before is said.after:
        became = f"stays {said.after.value}"
    counts = f", score {said.score:g}" if said.score and said.event not in _BY_PERSONS else ""
    near = f", nearly picture {said.origin}" if said.origin is not None else ""
    return (
        f"{one.at:%Y-%m-%d %H:%M} UTC {became} ({said.event.value}) by {said.rule},"
        f" {said.voices} reporters{counts}{near}{why}"
    )
