"""`warraq source icon`: what stands beside a paper's name, where does it come from, and what does a person say of it?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from warraq.cli import output
from warraq.cli.decide import kept
from warraq.cli.options import shared
from warraq.errors import EditionError, WarraqError
from warraq.newsroom import iconing
from warraq.press import Icon, Settings


@click.command()
@shared
@click.argument("slug")
@click.option(
    "--refresh",
    is_flag=True,
    help="Have it asked for again, also after --remove; a running collector does within a minute.",
)
@click.option("--remove", metavar="REASON", help="Take it down, and ask for it no more.")
def icon(settings: Settings, *, slug: str, refresh: bool, remove: str | None, as_json: bool) -> None:
    """Say what is known of the icon of the paper SLUG, have it asked for again, or take it down.

    A running site obeys within seconds. A paper without an icon has the first letter of its name.
    """
    if refresh and remove is not None:
        raise WarraqError("--refresh and --remove are opposites: say one")
    if remove is not None and not remove.strip():
        raise WarraqError("a reason is wanted: it is what is told to whoever asks later")
    with kept(settings) as house:
        if slug not in house.archive.sources():
            raise EditionError(f"no paper is called {slug!r}; `warraq source list` lists them")
        now = house.clock.now()
        before = house.icons.held().get(slug)
        one = before or Icon(slug, now, now)
        if refresh and before is not None:  # who was never asked is due anyway
            house.icons.say(replace(one, due=now, removed=None))
        elif remove is not None:
            house.icons.say(replace(one, print=None, address=None, stored=None, removed=remove.strip()))
            iconing.forget(house.icons, house.objects, one.print)
        held = house.icons.held().get(slug)
    if as_json:
        output.say_json(row(slug, held))
    else:
        output.note(f"{slug}: {told(held)}")


def row(slug: str, one: Icon | None) -> dict[str, Any]:
    return {
        "slug": slug,
        "shown": one is not None and one.shown,
        "address": one.address if one else None,
        "print": one.print if one else None,
        "stored": one.stored if one else None,
        "asked": one.asked if one else None,
        "due": one.due if one and one.removed is None else None,
        "problem": one.problem if one else None,
        "removed": one.removed if one else None,
    }


def told(one: Icon | None) -> str:
    """What stands there, in words."""
    if one is None:
        return "never asked for yet"
    if one.removed is not None:
        return f"taken down by a person: {one.removed}"
    asked = f"asked {one.asked:%Y-%m-%d}, again {one.due:%Y-%m-%d}"
    problem = f"; the last time: {one.problem}" if one.problem else ""
    if one.print is None:
        return f"none ({asked}){problem}"
    return f"{one.address}, kept since {one.stored:%Y-%m-%d} ({asked}){problem}"
