"""Does simulated time pass as real time does, only sooner?"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.simulated import SimulatedClock, SimulatedLoop, lived

START = datetime(2026, 3, 10, tzinfo=UTC)


def test_two_who_sleep_at_once_take_as_long_as_the_longer_and_no_real_time() -> None:
    async def main(loop: SimulatedLoop) -> tuple[float, timedelta]:
        clock = SimulatedClock(loop, START)
        await asyncio.gather(clock.sleep(3600), clock.sleep(7200))
        return loop.time(), clock.now() - START

    began = time.monotonic()
    assert lived(main) == (7200, timedelta(hours=2))
    assert time.monotonic() - began < 5


def test_no_time_passes_while_a_thread_is_at_work() -> None:
    async def main(loop: SimulatedLoop) -> float:
        waiting = asyncio.create_task(asyncio.sleep(3600))
        await asyncio.to_thread(time.sleep, 0.05)
        assert not waiting.done()
        assert loop.time() == 0
        await waiting
        return loop.time()

    assert lived(main) == 3600


def test_a_deadline_passes_where_nobody_answers() -> None:
    async def main(loop: SimulatedLoop) -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(30):
                await asyncio.get_running_loop().create_future()
        return loop.time()

    assert lived(main) == 30


def test_where_time_flows_a_real_wait_counts_and_a_simulated_one_is_skipped() -> None:
    async def main(loop: SimulatedLoop) -> float:
        began = loop.time()
        with loop.awaiting():
            await asyncio.to_thread(time.sleep, 0.05)
        await asyncio.sleep(3600)
        return loop.time() - began

    assert 3600.05 <= lived(main, flowing=True) < 3610
