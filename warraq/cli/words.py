"""`warraq words`: which words can search learn from this archive?"""

from __future__ import annotations

import time

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.language import analysis
from warraq.newsroom.counting import counted
from warraq.press import Settings


@click.command()
@shared
@click.option(
    "--times", type=click.IntRange(min=2), default=20, show_default=True, help="Printed at least so often."
)
@click.option(
    "--papers", type=click.IntRange(min=1), default=3, show_default=True, help="By at least so many papers."
)
@click.option("--forget", is_flag=True, help="Remove the list: search knows the words of Warraq's own lists.")
def words(settings: Settings, *, times: int, papers: int, forget: bool, as_json: bool) -> None:
    """Learn the words that papers print often and no list of Warraq knows: mostly names of people and places.

    Search then knows them behind و ف ب ل ك too (لزيلينسكي). The list is `words.txt` in the data folder, a word a line; a
    person may mend it. It is part of how the index is made: at its next start the running warraq fills a new index beside
    the one that answers, and changes over when it is full.
    """
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet, so there is nothing to learn from")
    if forget:
        wiring.teach(settings, ())
        output.note("forgotten; at the next start the index is filled anew")
        if as_json:
            output.say_json({"words": 0})
        return
    began = time.monotonic()
    with wiring.house(settings) as house:
        analysis.learn(())  # what the last list taught is counted again
        tally = counted(house.archive, told=lambda read: output.note(f"  {read} articles read"))
    found = tally.worth_knowing(times=times, papers=papers)
    wiring.teach(settings, found)
    seconds = time.monotonic() - began
    output.note(f"{len(found)} words learnt in {seconds:.1f} s; at the next start the index is filled anew")
    if as_json:
        output.say_json({"words": len(found), "seconds": round(seconds, 3)})
