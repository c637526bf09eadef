from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.web.press import Newsstand
from warraq.errors import ArchiveError
from warraq.web.fresh import LONGEST, UNASKED, Fresh
from warraq.web.pool import Pool


class Counted:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self, now: datetime) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(2)
    yield made
    made.close()


async def test_within_two_seconds_nobody_is_asked(pool: Pool) -> None:
    stand, made = Newsstand(), Counted()
    fresh = Fresh(made, archive=stand.archive, clock=stand.clock, pool=pool)
    assert await fresh.get() == 1
    stand.file()
    stand.clock.time += UNASKED - timedelta(milliseconds=1)
    assert await fresh.get() == 1
    stand.clock.time += timedelta(milliseconds=1)
    assert await fresh.get() == 2


async def test_what_did_not_change_is_not_made_again_until_it_grew_old(pool: Pool) -> None:
    stand, made = Newsstand(), Counted()
    fresh = Fresh(made, archive=stand.archive, clock=stand.clock, pool=pool)
    await fresh.get()
    stand.clock.time += LONGEST - timedelta(seconds=1)
    assert await fresh.get() == 1
    stand.clock.time += UNASKED
    assert await fresh.get() == 2


async def test_a_clock_set_back_does_not_freeze_the_page(pool: Pool) -> None:
    stand, made = Newsstand(), Counted()
    fresh = Fresh(made, archive=stand.archive, clock=stand.clock, pool=pool)
    await fresh.get()
    stand.clock.time -= timedelta(days=1)
    assert await fresh.get() == 2


async def test_many_readers_at_once_make_it_once(pool: Pool) -> None:
    stand, made = Newsstand(), Counted()
    fresh = Fresh(made, archive=stand.archive, clock=stand.clock, pool=pool)
    assert set(await asyncio.gather(*(fresh.get() for _ in range(20)))) == {1}
    assert made.times == 1


async def test_after_a_failure_the_next_reader_asks_again(pool: Pool) -> None:
    stand = Newsstand()
    moods = iter([ArchiveError("disk"), None])

    def make(now: datetime) -> str:
        if (mood := next(moods)) is not None:
            raise mood
        return "made"

    fresh = Fresh(make, archive=stand.archive, clock=stand.clock, pool=pool)
    with pytest.raises(ArchiveError):
        await fresh.get()
    assert fresh.held() is None
    assert await fresh.get() == fresh.held() == "made"
