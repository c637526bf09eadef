"""`warraq collect`: collecting alone, without the site."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from dataclasses import replace
from pathlib import Path

import click

from warraq import editions, wiring
from warraq.cli import following, output, running, working
from warraq.cli.options import shared
from warraq.errors import WarraqError
from warraq.press import Edition, Progress, Settings
from warraq.wiring import House, desks

_MOST_TOLD = 20


@click.command()
@shared
@click.option("--once", is_flag=True, help="Visit every feed once, fetch what is new, and end.")
@click.option(
    "--replay", "recorded", multiple=True, metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Collect from this WARC or ARC file (again for several) instead of the network; needs --once.",
)  # fmt: skip
def collect(settings: Settings, *, once: bool, recorded: tuple[Path, ...], as_json: bool) -> None:
    """Collect an edition of the press, until stopped with Ctrl-C, or once.

    Ends non-zero when with --once not one feed could be reached. What failed is said, with the reason; it is tried
    again at a later run, at growing intervals. With --replay nothing is asked of the network: the feeds and pages are
    those that were recorded, each feed visited as often as it was recorded.
    """
    if recorded and not once:
        raise click.UsageError("--replay needs --once: a recording has an end")
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    alone = wiring.only_collector(settings.data, database=settings.database)
    with alone, wiring.house(settings) as house:
        wiring.remember(house, edition)
        work = replay(house, edition, recorded) if recorded else _collect(house, edition, once=once)
        progress = asyncio.run(work)
    output.note(running.spoken(progress))
    if as_json:
        output.say_json(running.summary(progress))
    if once and progress.halted:
        raise WarraqError(f"{progress.halted}; `warraq doctor` tells more")
    if once and progress.feeds and not progress.reached:
        raise WarraqError(
            f"no feed of {edition.name} could be reached; `warraq source probe` tells more of each"
        )


async def _collect(house: House, edition: Edition, *, once: bool) -> Progress:
    collector = running.Collector()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(following.following(house))
        fetcher = desks.fetcher(house.settings)
        stack.push_async_callback(fetcher.close)
        readers = await stack.enter_async_context(desks.parsers(house.settings))
        asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
        collector.desk = desks.collecting(house, asking, readers, edition)
        again = desks.revisiting(house, asking, readers, edition, pages=collector.desk.at_pages)
        ended = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
        telling = asyncio.create_task(running.tell(collector))
        past = desks.backfilling(house, asking, readers, edition, pages=collector.desk.at_pages)
        work = asyncio.create_task(
            working.work(house, asking, collector.desk, once=once, revisiting=again, past=past)
        )
        try:
            await running.ended_or(ended, work)
        finally:
            await running.cancelled(work, telling)
        # a collection is done once what it filed can be found
        await asyncio.to_thread(following.wait_indexed, house)
    return collector.progress()


async def replay(house: House, edition: Edition, files: tuple[Path, ...]) -> Progress:
    """Around as often as the most recorded feed was recorded; what came of all the rounds together."""
    fetcher = await asyncio.to_thread(desks.recording, files)
    for spoilt in fetcher.spoilt[:_MOST_TOLD]:
        output.note(f"  failed  {spoilt.where}: {spoilt.reason}")
    rounds = fetcher.times(feed.url for source in edition.sources for feed in source.feeds)
    total = Progress()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(following.following(house))
        readers = await stack.enter_async_context(desks.parsers(house.settings))
        asking = desks.asking(house.settings, fetcher, house.clock, live=False)
        for _ in range(max(rounds, 1)):
            desk = desks.collecting(house, asking, readers, edition, watched=False)
            done = await desk.run(once=True)
            total = replace(
                done,
                reached=max(total.reached, done.reached),
                filed=total.filed + done.filed,
                versions=total.versions + done.versions,
            )
        await asyncio.to_thread(following.wait_indexed, house)
    return total
