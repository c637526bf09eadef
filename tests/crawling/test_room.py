"""When is a disk full, and when will it be?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling.room import AMPLE, Growth, Usage, days_until, full, left_bytes, told_enough

GB = 2**30


def disk(total: float, used: float) -> Usage:
    """A disk of so many GB of which so much (0 to 1) is used."""
    return Usage(int(total * GB), int(total * GB * (1 - used)))


@pytest.mark.parametrize(
    ("usage", "is_full"),
    [
        (disk(100, 0.5), False),
        (disk(100, 0.89), False),
        (disk(100, 0.91), True),
        (disk(1, 0.5), False),  # little is free, but nobody said that it may not be used
        (disk(10_000, 0.95), False),  # 500 GB are free
        (disk(10_000, 0.999), True),
        (disk(190, 0.901), True),
        (Usage(0, 0), False),
    ],
)
def test_a_disk_is_full_past_its_limit_unless_there_is_ample_room(usage: Usage, is_full: bool) -> None:
    assert full(usage, limit=0.9) is is_full
    assert not full(usage, limit=1.0)


def test_once_full_it_takes_more_than_one_page_less_to_go_on() -> None:
    assert full(disk(100, 0.89), limit=0.9, was=True)
    assert not full(disk(100, 0.879), limit=0.9, was=True)
    assert full(Usage(1000 * GB, AMPLE + GB), limit=0.9, was=True)
    assert not full(Usage(1000 * GB, AMPLE + 3 * GB), limit=0.9, was=True)


@given(st.floats(0.1, 5000), st.floats(0, 1), st.floats(0.5, 1))
def test_what_is_full_has_nothing_left_and_what_was_full_goes_on_later(
    total: float, used: float, limit: float
) -> None:
    usage = disk(total, used)
    if full(usage, limit=limit):
        assert full(usage, limit=limit, was=True)
        assert left_bytes(usage, limit=limit) <= 1
    elif limit < 1 and left_bytes(usage, limit=limit) == 0:
        assert usage.used >= limit - 1 / usage.total_bytes  # a byte is the least there is


def test_days_are_counted_until_the_last_byte() -> None:
    assert days_until(100, (Growth(0, 10),)) == 10
    assert days_until(101, (Growth(0, 10),)) == 11
    assert days_until(0, (Growth(0, 10),)) == 0
    assert days_until(100, ()) is None
    assert days_until(10**9, (Growth(0, 10),)) is None


def test_what_is_kept_for_some_days_levels_off() -> None:
    captures = Growth(held_bytes=0, daily_bytes=10, days=30)
    assert captures.steady_bytes == 300
    assert days_until(300, (captures,)) == 30
    assert days_until(301, (captures,)) is None
    assert days_until(310, (captures, Growth(500, 1))) == 28 + 1  # 29 days: 290 and 29
    assert days_until(1, (Growth(300, 10, 30),)) is None  # as many go as come
    assert Growth(0, 10).steady_bytes is None


def test_less_than_a_day_tells_nothing() -> None:
    assert not told_enough(timedelta(hours=23))
    assert told_enough(timedelta(hours=24))
