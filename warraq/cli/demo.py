"""`warraq demo`: the whole of Warraq on an invented press, no network needed."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from socket import socket

import click

from warraq import wiring
from warraq.cli import following, output, running, working
from warraq.cli.options import shared
from warraq.demopress import opening
from warraq.demopress.server import STEADY_PORTS
from warraq.demopress.server import serve as serve_press
from warraq.demopress.truth import press
from warraq.press import Settings
from warraq.wiring import desks

_STALE = timedelta(days=3)


@click.command()
@shared
@click.option("--port", type=click.IntRange(1, 65535), help="The site's port.  [default: 8000]")
@click.option("--host", help="The address to serve on.  [default: 127.0.0.1]")
def demo(settings: Settings, *, as_json: bool) -> None:
    """Serve an invented press on loopback, collect it and show the site, until stopped with Ctrl-C.

    Every page says that its papers and news are invented. It lives in the folder `demo` of the data folder.
    """
    sock = running.listen(settings)
    progress = asyncio.run(_demo(demo_settings(settings), sock))
    if as_json:
        output.say_json(progress)


async def _demo(settings: Settings, sock: socket) -> dict[str, object]:
    stage, collector = running.Stage(running.opening), running.Collector()
    async with running.serving(stage, sock) as ended, showing_demo(settings, stage, collector):
        output.note(f"Warraq serves an invented press on {running.address(settings)}")
        telling = asyncio.create_task(running.tell(collector))
        await ended.wait()
        await running.cancelled(telling)
    return running.summary(collector.progress())


def demo_settings(settings: Settings) -> Settings:
    """Settings of the demo: a folder of its own, and little pause, as all its hosts are this machine."""
    return replace(
        settings,
        data=settings.data / "demo",
        database=None,
        demo=True,
        edition="demo",
        host_delay=min(settings.host_delay, timedelta(milliseconds=50)),
        feed_interval=min(settings.feed_interval, timedelta(minutes=1)),
    )


@contextlib.asynccontextmanager
async def showing_demo(
    settings: Settings, stage: running.Stage, collector: running.Collector
) -> AsyncIterator[None]:
    """Inside: the demo press runs, is collected, and is what the stage shows."""
    async with contextlib.AsyncExitStack() as stack:
        clock = wiring.SystemClock()
        stack.enter_context(wiring.only_collector(settings.data))
        _put_away_old(settings.data, clock.now())
        held = opening.ports(settings.data, usual=STEADY_PORTS)
        shown = press(start=opening.opened(settings.data, now=clock.now()))
        served = await stack.enter_async_context(serve_press(shown, clock, ports=held or STEADY_PORTS))
        if not opening.holds(settings.data, held, served.ports):
            # this showing gets a folder that is thrown away
            passing = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="warraq-")))
            folder, settings = settings.data, replace(settings, data=passing)
            output.note(
                f"the ports of the demo press in {folder} are taken: this showing is not kept; another --data keeps its own"
            )
        house = stack.enter_context(wiring.house(settings))
        edition = wiring.demo_edition(served.sources)
        stack.enter_context(following.following(house))
        await stack.enter_async_context(stage.showing(running.site(house, edition, collector.progress)))
        fetcher = desks.fetcher(settings, private=served.private)
        stack.push_async_callback(fetcher.close)
        readers = await stack.enter_async_context(desks.parsers(settings))
        asking = desks.asking(settings, fetcher, house.clock, daybook=house.daybook)
        collector.desk = desks.collecting(house, asking, readers, edition)
        again = desks.revisiting(house, asking, readers, edition, pages=collector.desk.at_pages)
        work = asyncio.create_task(working.work(house, asking, collector.desk, revisiting=again))
        try:
            yield
        finally:
            await running.cancelled(work)


def _put_away_old(folder: Path, now: datetime) -> None:
    """A demo opened days ago is no longer news: its folder, which holds nothing but invented things, begins anew."""
    if (folder / opening.FILE).is_file() and now - opening.opened(folder, now=now) > _STALE:
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != wiring.COLLECTING_LOCK:
                path.unlink()
