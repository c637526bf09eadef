"""`warraq serve`: the site alone, on what is kept."""

from __future__ import annotations

import asyncio
from socket import socket

import click

from warraq import editions, wiring
from warraq.cli import following, output, running
from warraq.cli.options import shared
from warraq.press import Edition, Settings


@click.command()
@shared
@click.option("--port", type=click.IntRange(1, 65535), help="The site's port.  [default: 8000]")
@click.option("--host", help="The address to serve on.  [default: 127.0.0.1]")
def serve(settings: Settings, *, as_json: bool) -> None:
    """Serve the site without collecting, until stopped with Ctrl-C.

    What other commands file (`warraq collect`, `warraq import`) is searchable as soon as it is filed.
    """
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    sock = running.listen(settings)
    served = asyncio.run(_serve(settings, edition, sock))
    if as_json:
        output.say_json(served)


async def _serve(settings: Settings, edition: Edition, sock: socket) -> dict[str, object]:
    stage, collector = running.Stage(running.opening), running.Collector()
    with wiring.house(settings) as house, following.following(house):
        async with (
            stage.showing(running.site(house, edition, collector.progress)),
            running.serving(stage, sock) as ended,
        ):
            output.note(f"Warraq serves {edition.name} on {running.address(settings)}")
            await ended.wait()
        return {"articles": house.archive.count()}
