"""Turns of the desks that stand behind pages."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.newsroom.conftest import NOON, StoppedClock
from warraq.newsroom.turns import Turns
from warraq.newsroom.writer import Writer

SHARE = timedelta(seconds=30)


async def test_a_host_has_one_request_in_hand_and_the_desk_no_more_than_its_places() -> None:
    turns, goes = Turns(places=2, share=SHARE, pages=frozenset), asyncio.Event()

    async def work() -> None:
        await goes.wait()

    turns.begin("a:80", work(), NOON)
    assert turns.free() == 1
    assert turns.without(NOON, sharing=True) == {"a:80"}
    turns.begin("b:80", work(), NOON)
    assert turns.free() == 0
    goes.set()
    while turns.free() < 2:
        assert not await turns.rest(StoppedClock(), more=False, once=True), "two were in hand"
    assert turns.without(NOON, sharing=True) == frozenset()
    assert await turns.rest(StoppedClock(), more=False, once=True)
    assert not await turns.rest(StoppedClock(), more=True, once=True)


async def test_a_host_whose_pages_are_fetched_gives_a_turn_now_and_then() -> None:
    turns = Turns(places=2, share=SHARE, pages=lambda: frozenset({"busy:80"}))
    assert turns.without(NOON, sharing=True) == frozenset()
    turns.begin("busy:80", asyncio.sleep(0), NOON)
    await turns.rest(StoppedClock(), more=False, once=True)
    assert turns.without(NOON + SHARE / 2, sharing=True) == {"busy:80"}
    assert turns.without(NOON + SHARE / 2, sharing=False) == frozenset()
    assert turns.without(NOON + SHARE, sharing=True) == frozenset()


async def test_what_is_in_hand_at_the_end_is_let_go() -> None:
    turns = Turns(places=1, share=SHARE, pages=frozenset)
    turns.begin("a:80", asyncio.Event().wait(), NOON)  # type: ignore[arg-type]
    await turns.end()
    assert turns.free() == 1


async def test_a_desk_writes_in_the_order_in_which_it_asks_and_hears_what_failed() -> None:
    writer, written = Writer("test"), list[int]()
    await asyncio.gather(*(writer.do(written.append, one) for one in range(50)))
    assert written == list(range(50))
    with pytest.raises(ZeroDivisionError):
        await writer.do(lambda: 1 // 0)
    await writer.end()
