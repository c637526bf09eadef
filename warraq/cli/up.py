"""`warraq up`: everything at once. The site first, collecting beside it; without a network, the demo press."""

from __future__ import annotations

import asyncio
import importlib
from socket import socket

import click

from warraq import editions, wiring
from warraq.cli import following, output, running
from warraq.cli.options import shared
from warraq.press import Edition, Settings
from warraq.wiring import House


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
    """Collect; what that takes is as much to load as the site, and is loaded in a thread while the first page is read."""
    await asyncio.to_thread(importlib.import_module, "warraq.cli.reaching")
    from warraq.cli import reaching

    await reaching.collect(house, edition, stage, collector)
