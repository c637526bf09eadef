"""`warraq picture`: what readers reported and what was hidden; and the operator's own word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import WarraqError
from warraq.moderation import reports
from warraq.press import (
    Picture,
    PictureDecision,
    PictureId,
    PictureState,
    Settings,
    object_key,
)
from warraq.wiring import House

_USERS = 20


@click.group()
def picture() -> None:
    """Pictures: which are reported or hidden, and what is to become of them."""


@picture.command("list")
@shared
@click.option(
    "--reported", is_flag=True, help="Those that are reported and still shown, instead of the hidden."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="How many at most.  [default: 50]")
def list_pictures(settings: Settings, *, reported: bool, limit: int, as_json: bool) -> None:
    """List hidden pictures, or those that readers reported, the newest first."""
    with _kept(settings) as house:
        found = house.pictures.listed(hidden=not reported, limit=limit)
        rows = [_row(house, one) for one in found]
        tally = {state.value: count for state, count in house.pictures.tally().items()}
        count = house.pictures.count()
    if as_json:
        output.say_json({"pictures": rows, "kept": count, "addresses": tally})
        return
    for row in rows:
        click.echo("\t".join(_plain(row[name]) for name in ("id", "state", "reporters", "since", "reason")))
    addresses = ", ".join(f"{number} {state}" for state, number in tally.items())
    output.note(f"{len(rows)} of {count} pictures; addresses: {addresses}")


@picture.command("show")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def show_picture(settings: Settings, *, number: int, as_json: bool) -> None:
    """Say what is known of a picture: how it stands, which articles show it, and every decision about it."""
    with _kept(settings) as house:
        held = _held(house, number)
        articles = house.pictures.users(held.id, limit=_USERS)
        log = house.pictures.log(held.id)
        row = _row(house, held) | {
            "articles": sorted(articles),
            "log": [_line(line) for line in log],
            "objects": [object_key(held.negative.pixels, size) for size in ("full", "card")],
        }
    if as_json:
        output.say_json(row)
        return
    for name, value in row.items():
        if name == "log":
            for line in log:
                click.echo(f"log\t{_spoken(line)}")
        else:
            click.echo(f"{name}\t{_plain(value)}")


@picture.command("hide")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why, in one clause: it stands in the log.")
def hide_picture(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Hide a picture wherever it appears, and wherever it will."""
    _restate(settings, number, PictureState.HIDDEN, reason, as_json=as_json)


@picture.command("restore")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why, in one clause: it stands in the log.")
def restore_picture(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Show a picture again, for good: reports hide it no more."""
    _restate(settings, number, PictureState.VISIBLE, reason, as_json=as_json)


def _restate(settings: Settings, number: int, state: PictureState, reason: str, *, as_json: bool) -> None:
    if not reason.strip():
        raise WarraqError("a reason is wanted: it is what the log says to whoever asks later")
    with _kept(settings) as house:
        held = _held(house, number)
        if held.state is state and held.rule == reports.OPERATOR:
            why = f": {held.reason}" if held.reason else ""
            output.note(f"picture {number} is {state.value} already by your word, nothing is changed{why}")
            if as_json:
                output.say_json({"picture": number} | _line(house.pictures.log(held.id)[-1]))
            return
        line = house.pictures.restate(held.id, state, reason=reason.strip(), now=house.clock.now())
    assert line is not None
    output.note(f"picture {number}: {_spoken(line)}")
    if as_json:
        output.say_json({"picture": number} | _line(line))


def _kept(settings: Settings) -> Any:
    if not wiring.begun(settings):
        raise WarraqError(f"nothing is kept in {settings.data} yet; `warraq up` or `warraq collect` begins")
    return wiring.house(settings)


def _held(house: House, number: int) -> Picture:
    held = house.pictures.picture(PictureId(number))
    if held is None:
        raise WarraqError(
            f"there is no picture {number}; its number stands in its address, /picture/<number>"
        )
    return held


def _row(house: House, one: Picture) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state.value,
        "kept": one.kept,
        "rule": one.rule,
        "reason": one.reason,
        "since": one.since,
        "reporters": _reporters(house, one),
        "width": one.negative.width,
        "height": one.negative.height,
        "media_type": one.negative.media_type,
        "first_seen": one.first_seen,
        "stored": one.stored,
    }


def _reporters(house: House, one: Picture) -> int:
    """How many report it; of a hidden one, how many had when it was hidden: who they were is forgotten then."""
    if one.state is PictureState.HIDDEN and (log := house.pictures.log(one.id)):
        return next((line.reporters for line in reversed(log) if line.before is not line.after), 0)
    return house.pictures.reporters(one.id)


def _plain(value: object) -> str:
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


def _line(line: PictureDecision) -> dict[str, Any]:
    return {
        "number": line.number,
        "at": line.at,
        "from": line.before.value,
        "to": line.after.value,
        "rule": line.rule,
        "reporters": line.reporters,
        "reason": line.reason,
    }


def _spoken(line: PictureDecision) -> str:
    why = f": {line.reason}" if line.reason else ""
    became = f"{line.before.value} -> {line.after.value}"
    if line.before is line.after:
        became = f"stays {line.after.value}"
    return f"{line.at:%Y-%m-%d %H:%M} UTC {became} by {line.rule}, {line.reporters} reporters{why}"
