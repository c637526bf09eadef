"""`warraq rebuild`: throw away a copy and make it again from the archive."""

from __future__ import annotations

import time

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.press import Settings


@click.group()
def rebuild() -> None:
    """Make again what follows the archive."""


@rebuild.command()
@shared
def index(settings: Settings, *, as_json: bool) -> None:
    """Empty the search index and fill it again from the archive.

    Stop the running server first: one process writes the index. Interrupted, it goes on where it stopped.
    """
    began = time.monotonic()
    with wiring.house(settings) as house:
        changes = house.indexing().rebuild(told=lambda count: output.note(f"  {count} changes applied"))
        found = house.index.count()
    seconds = time.monotonic() - began
    output.note(f"{found} articles can be found; {changes} changes applied in {seconds:.1f} s")
    if as_json:
        output.say_json({"articles": found, "changes": changes, "seconds": round(seconds, 3)})
