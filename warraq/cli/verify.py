"""`warraq verify`: was anything altered since it was filed?"""

from __future__ import annotations

import time
from itertools import islice

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError, WarraqError
from warraq.newsroom import verifying
from warraq.newsroom.verifying import Head, Verifying
from warraq.press import Settings

_MOST = 1_000  # faults that are named; what is wrong with so many is wrong with all
_SHOWN = 50


@click.command()
@shared
@click.option("--captures", is_flag=True, help="Read every kept capture too, and compare it with its digest.")
@click.option("--head", "only_head", is_flag=True, help="Only print the head: one hash over every change.")
@click.option(
    "--at", type=click.IntRange(min=1), metavar="NUMBER", help="With --head: as it was at that change."
)
def verify(settings: Settings, *, captures: bool, only_head: bool, at: int | None, as_json: bool) -> None:
    """Read everything that is kept, and say what is not as it was filed.

    Every wording is compared with its hash, every hash with the one before, the change feed, addresses, lists and index
    with the archive. Note the head elsewhere: later, `warraq verify --head --at NUMBER` must print the same hash. Ends
    non-zero when something was altered. Changes nothing; a running warraq goes on.
    """
    if at is not None and not only_head:
        raise SettingsError("--at goes with --head: what is wrong is looked for in everything")
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet, so there is nothing to verify")
    began = time.monotonic()
    with wiring.house(settings) as house:
        if only_head:
            head = verifying.head(house.archive, at=at)
            if at is not None and head.change != at:
                raise WarraqError(f"there is no change {at}: the one before it is {head.change}")
            click.echo(f"{head.change} {head.hash}")
            if as_json:
                output.say_json({"head": _told(head)})
            return
        desk = Verifying(
            house.archive,
            house.index,
            house.keeping(),
            captures=captures,
            public=settings.public,
            told=_progress,
        )
        faults = list(islice(desk.faults(house.clock.now()), _MOST))
    for fault in faults[:_SHOWN]:
        output.note(f"ALTERED  {fault.what}: {fault.says}")
    for note in desk.notes:
        output.note(f"   note  {note}")
    counted = ", ".join(f"{many} {what}" for what, many in desk.tally.items())
    output.note(f"{counted or 'nothing'} read in {time.monotonic() - began:.1f} s")
    if desk.head:
        output.note(f"head     {desk.head.change} {desk.head.hash}")
    if as_json:
        output.say_json(
            {
                "well": not faults,
                "read": dict(desk.tally),
                "faults": [{"what": one.what, "says": one.says} for one in faults],
                "notes": desk.notes,
                "head": _told(desk.head),
                "seconds": round(time.monotonic() - began, 3),
            }
        )
    if faults:
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise WarraqError(
            f"{faults[0].what}: {faults[0].says}{more}; restore a backup from before, and find out who wrote to the archive"
        )


def _told(head: Head | None) -> dict[str, object] | None:
    return {"change": head.change, "hash": head.hash} if head else None


def _progress(what: str, many: int) -> None:
    if output.interactive() and many % 10_000 == 0:
        output.note(f"  {many} {what}")
