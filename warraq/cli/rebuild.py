"""`warraq rebuild`: make again what follows the archive; of stories, propose."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import Busy, IndexFailure
from warraq.newsroom.regrouping import regroup
from warraq.press import Settings
from warraq.wiring import House

_TURN_S = 0.2


@click.group()
def rebuild() -> None:
    """Make again what follows the archive."""


@rebuild.command()
@shared
def index(settings: Settings, *, as_json: bool) -> None:
    """Fill a search index anew from the archive, beside the one that is searched meanwhile.

    A running warraq may go on: when everything is in it, every process searches the new one, and the old one is removed.
    Interrupted, it goes on where it stopped. An index that is damaged beyond opening is thrown away.
    """
    began = time.monotonic()
    with _opened(settings) as house:
        changes = house.indexing().rebuild(told=lambda count: output.note(f"  {count} changes applied"))
        found = house.index.count()
    seconds = time.monotonic() - began
    output.note(f"{found} articles can be found; {changes} changes applied in {seconds:.1f} s")
    if as_json:
        output.say_json({"articles": found, "changes": changes, "seconds": round(seconds, 3)})


@rebuild.command()
@shared
def names(settings: Settings, *, as_json: bool) -> None:
    """Read anew who is named in every article, with the lists as they are now (names.txt in the data folder).

    A running warraq may go on, and helps; pages of names stand meanwhile as they were. Interrupted, whoever follows next goes on.
    """
    began = time.monotonic()
    with wiring.house(settings) as house:
        desk, target = house.registering(), house.archive.last_change()
        desk.restart()
        read = 0
        while house.namebook.followed().position < target:
            try:
                read += desk.step()
            except Busy:  # a running warraq was faster with this batch
                time.sleep(_TURN_S)
    seconds = time.monotonic() - began
    output.note(f"{target} changes read again in {seconds:.1f} s")
    if as_json:
        output.say_json({"changes": target, "read": read, "seconds": round(seconds, 3)})


@rebuild.command()
@shared
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=7,
    show_default=True,
    help="So far back it is looked at anew.",
)
def stories(settings: Settings, *, days: int, as_json: bool) -> None:
    """Group what is not grouped yet, then the last days anew, and propose what that would change.

    Nothing that stands is renamed: `warraq stories proposals` lists what an editor may follow. A running warraq may go on; it
    groups what comes itself.
    """
    began = time.monotonic()
    with wiring.house(settings) as house:
        desk = house.grouping()
        with contextlib.suppress(Busy):  # a running warraq has the turn
            while count := desk.step():
                output.note(f"  {count} changes and places grouped")
        found = regroup(
            desk, now=house.clock.now(), days=days, told=lambda read: output.note(f"  {read} articles read")
        )
    seconds = time.monotonic() - began
    output.note(f"{len(found)} proposals in {seconds:.1f} s; `warraq stories proposals` lists them")
    if as_json:
        output.say_json({"proposals": len(found), "seconds": round(seconds, 3)})


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[House]:
    with contextlib.ExitStack() as stack:
        try:
            house = stack.enter_context(wiring.house(settings))
        except IndexFailure as error:
            output.note(f"{error}\nIt is thrown away and made anew.")
            wiring.throw_index_away(settings)
            house = stack.enter_context(wiring.house(settings))
        yield house
