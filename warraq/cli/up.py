"""`warraq up`: everything at once. The site first, collecting beside it; without a network, the demo press."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from socket import socket

import click

from warraq import editions, wiring
from warraq.cli import following, output, running
from warraq.cli.demo import demo_settings, showing_demo
from warraq.cli.options import shared
from warraq.newsroom.asking import reachable
from warraq.ports.daybook import FeedState
from warraq.press import Edition, Feed, Settings
from warraq.wiring import House

# "No source can be reached" is decided within five seconds of the start, names that do not resolve included.
_DECIDE_S = 4.0
_ASKED = 16
_RETRY_S = 60.0
_LOOK_S = 2.0
UNREACHED = "could not be reached, nor could any source of the edition"


@click.command()
@shared
@click.option("--port", type=click.IntRange(1, 65535), help="The site's port.  [default: 8000]")
@click.option("--host", help="The address to serve on.  [default: 127.0.0.1]")
def up(settings: Settings, *, as_json: bool) -> None:
    """Collect an edition of the press and serve the site, until stopped with Ctrl-C.

    The site answers at once; articles appear as they are filed. A second run goes on where the first stopped.
    Where no source can be reached, an invented demo press is shown instead, in a data folder of its own, and the
    edition is tried again every minute.
    """
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    for problem in edition.problems:
        output.note(f"warraq: {problem}")
    sock = running.listen(settings)
    alone = wiring.only_collector(settings.data, database=settings.database)
    with alone, wiring.house(settings) as house:
        progress = asyncio.run(_up(house, edition, sock))
    if as_json:
        output.say_json(progress)


async def _up(house: House, edition: Edition, sock: socket) -> dict[str, object]:
    stage, collector = running.Stage(), running.Collector()
    async with stage.showing(running.site(house, edition, collector.progress)):
        with following.following(house):
            async with running.serving(stage, sock) as ended:
                output.note(f"Warraq serves {edition.name} on {running.address(house.settings)}")
                telling = asyncio.create_task(running.tell(collector))
                work = asyncio.create_task(_collect(house, edition, stage, collector))
                try:
                    await running.ended_or(ended, work)
                finally:
                    await running.cancelled(work, telling)
    return running.summary(collector.progress())


async def _collect(
    house: House, edition: Edition, stage: running.Stage, collector: running.Collector
) -> None:
    """Collect the edition; while nothing of it can be reached, show what is kept, or else the demo press."""
    if not await _reached(house, edition):
        collector.offline = True
        await _until_reached(house, edition, stage, collector)
        collector.offline = False
    async with contextlib.AsyncExitStack() as stack:
        fetcher = wiring.fetcher(house.settings)
        stack.push_async_callback(fetcher.close)
        asking = wiring.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
        readers = await stack.enter_async_context(wiring.parsers(house.settings))
        collector.desk = wiring.collecting(house, asking, readers, edition)
        again = wiring.revisiting(house, asking, readers, edition, pages=collector.desk.at_pages)
        await running.work(house, asking, collector.desk, revisiting=again)


async def _until_reached(
    house: House, edition: Edition, stage: running.Stage, collector: running.Collector
) -> None:
    kept = house.archive.count()
    if kept:
        output.note(
            f"No source of {edition.name} can be reached: showing the {kept} articles kept so far, trying again every minute."
        )
        await _reached_at_last(house, edition)
        return
    demo = demo_settings(house.settings)
    output.note(
        f"No source of {edition.name} can be reached: showing an INVENTED demo press from {demo.data} "
        f"(--data {demo.data} for the commands), trying again every minute."
    )
    async with showing_demo(demo, stage, collector):
        reached = await _reached_at_last(house, edition, or_kept=True)
    collector.desk = None
    if reached:
        output.note(f"{edition.name} can be reached again: the demo press is put away.")
    else:
        output.note("Articles were imported: they are shown, and the demo press is put away.")
        await _reached_at_last(house, edition)


async def _reached_at_last(house: House, edition: Edition, *, or_kept: bool = False) -> bool:
    """Ask every minute until a source answers: True; or, `or_kept`, until somebody files an article: False."""
    while True:
        for _ in range(int(_RETRY_S / _LOOK_S)):
            await asyncio.sleep(_LOOK_S)
            if or_kept and house.archive.count():
                return False
        if await _reached(house, edition):
            return True


async def _reached(house: House, edition: Edition) -> bool:
    """Asked by a desk of its own: what is learnt while offline (no robots.txt, back-off) must not outlive it."""
    asked = _first(edition)
    fetcher = wiring.fetcher(house.settings)
    try:
        asking = wiring.asking(house.settings, fetcher, house.clock)
        found = await reachable(asking, asked, within_s=_DECIDE_S)
    finally:
        await fetcher.close()
    if not found:
        await asyncio.to_thread(_note_unreached, house, asked)
    return found


def _first(edition: Edition) -> tuple[Feed, ...]:
    """The feeds that are asked whether anything can be reached."""
    feeds = {feed.id: feed for source in edition.sources for feed in source.feeds}
    first = [feeds[name] for name in edition.first if name in feeds] or list(feeds.values())
    return tuple(first[:_ASKED])


def _note_unreached(house: House, feeds: tuple[Feed, ...]) -> None:
    """Remember that they were asked in vain, for `source list`, the directory of papers and the doctor. They are due at
    once: they are not to blame."""
    states, now = house.daybook.feed_states(), house.clock.now()
    for feed in feeds:
        held = states.get(feed.id)
        if held is None or held.url != feed.url:
            held = FeedState(feed.id, feed.url)
        if held.problem is None and held.stopped is None:
            house.daybook.put_feed_state(replace(held, due=now, tried=now, problem=UNREACHED))
