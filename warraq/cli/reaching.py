"""Can a source be reached, and what is shown until then? Loaded beside the first page, which needs nothing of it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace

from warraq.cli import output, running, working
from warraq.cli.demo import demo_settings, showing_demo
from warraq.newsroom.asking import reachable
from warraq.ports.daybook import FeedState
from warraq.press import Edition, Feed
from warraq.wiring import House, desks

# "No source can be reached" is decided within five seconds of the start, names that do not resolve included.
_DECIDE_S = 4.0
_ASKED = 16
_RETRY_S = 60.0
_LOOK_S = 2.0
UNREACHED = "could not be reached, nor could any source of the edition"


async def collect(house: House, edition: Edition, stage: running.Stage, collector: running.Collector) -> None:
    """Collect the edition; while nothing of it can be reached, show what is kept, or else the demo press."""
    if not await _reached(house, edition):
        collector.offline = True
        await _until_reached(house, edition, stage, collector)
        collector.offline = False
    async with contextlib.AsyncExitStack() as stack:
        fetcher = desks.fetcher(house.settings)
        stack.push_async_callback(fetcher.close)
        asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
        readers = await stack.enter_async_context(desks.parsers(house.settings))
        collector.desk = desks.collecting(house, asking, readers, edition)
        again = desks.revisiting(house, asking, readers, edition, pages=collector.desk.at_pages)
        past = desks.backfilling(house, asking, readers, edition, pages=collector.desk.at_pages)
        await working.work(house, asking, collector.desk, revisiting=again, past=past)


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
    fetcher = desks.fetcher(house.settings)
    try:
        asking = desks.asking(house.settings, fetcher, house.clock)
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
