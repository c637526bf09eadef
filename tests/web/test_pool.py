from __future__ import annotations

import asyncio
import threading

import pytest

from warraq.web.pool import Crowded, Pool


async def test_what_is_asked_is_answered_in_a_thread_of_the_pool() -> None:
    pool = Pool(1)
    assert (await pool.ask(lambda: threading.current_thread().name)).startswith("page")
    pool.close()


async def test_beyond_the_bound_readers_are_sent_away_and_later_served_again() -> None:
    pool, gate = Pool(1), threading.Event()
    waiting = [asyncio.ensure_future(pool.ask(gate.wait)) for _ in range(16)]
    await asyncio.sleep(0)
    with pytest.raises(Crowded):
        await pool.ask(lambda: None)
    gate.set()
    await asyncio.gather(*waiting)
    assert await pool.ask(lambda: 7) == 7
    pool.close()


async def test_a_failure_is_the_askers_and_frees_its_place() -> None:
    pool = Pool(1)
    for _ in range(40):
        with pytest.raises(ZeroDivisionError):
            await pool.ask(lambda: 1 // 0)
    assert await pool.ask(lambda: 7) == 7
    pool.close()
