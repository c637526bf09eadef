"""What works beside the collecting desk?"""

from __future__ import annotations

import asyncio
import contextlib

from warraq.newsroom.asking import Asking
from warraq.newsroom.backfilling import Backfilling
from warraq.newsroom.collecting import Collecting
from warraq.newsroom.picturing import Picturing
from warraq.wiring import House, desks


async def work(
    house: House,
    asking: Asking,
    desk: Collecting,
    *,
    once: bool = False,
    revisiting: tuple[desks.Beside, ...] = (),
    past: Backfilling | None = None,
) -> None:
    """Collect, and beside it fetch pictures and visit articles again; `once`, first every page, then what else can be had. The `past`
    that is wished for has no end of its own: it is fetched only where collecting has none either."""
    async with contextlib.AsyncExitStack() as stack:
        beside: list[Picturing | desks.Beside] = []
        if house.settings.pictures:
            worker = await stack.enter_async_context(desks.darkroom(house.settings))
            beside.append(desks.picturing(house, asking, worker, pages=desk.at_pages))
        beside += revisiting
        if once:
            await desk.run(once=True)
            for other in beside:
                await other.run(once=True)
            return
        try:
            async with asyncio.TaskGroup() as together:
                together.create_task(desk.run())
                if past is not None:
                    together.create_task(past.run())
                for other in beside:
                    together.create_task(other.run())
        except ExceptionGroup as several:  # the first says what a person must hear
            raise several.exceptions[0] from several
