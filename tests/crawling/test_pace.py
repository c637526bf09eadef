"""A feed is looked at as often as its entries come, within bounds, and its own wishes are kept as far as they make sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import pace, schedule
from warraq.crawling.schedule import Read
from warraq.ports.daybook import FeedState
from warraq.ports.fetcher import Fetched, Unchanged
from warraq.press import Capture, Entry, FeedReading, Moment, Precision

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday
USUAL = timedelta(minutes=15)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def entries(*minutes_ago: float) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            str(n),
            f"https://a.example/{n}",
            published=Moment(NOW - ago * MINUTE, Precision.SECOND, None, None),
        )
        for n, ago in enumerate(minutes_ago)
    )


def learnt(
    before: timedelta | None, found: tuple[Entry, ...], *, fresh: int = 0, elapsed: timedelta | None = None
) -> timedelta:
    return pace.learnt(before, found, fresh=fresh, elapsed=elapsed, now=NOW, usual=USUAL)


@pytest.mark.parametrize(
    ("minutes_ago", "interval"),
    [
        ([n * 40 for n in range(1, 21)], 20 * MINUTE),  # one in forty minutes: looked at every twenty
        (list(range(1, 31)), 5 * MINUTE),  # one a minute: never sooner than a third of the usual
        ([n * 1440 for n in range(1, 11)], 6 * HOUR),  # one a day: never later than six hours
        ([600, 601, 602, 603, 604], 604 / 5 / 2 * MINUTE),  # a burst ten hours ago: silence counts
    ],
)  # fmt: skip
def test_a_feed_is_looked_at_twice_as_often_as_its_entries_come(
    minutes_ago: list[float], interval: timedelta
) -> None:
    assert learnt(None, entries(*minutes_ago)) == interval


def test_a_feed_that_wakes_up_is_seen_at_once_and_one_that_tires_by_and_by() -> None:
    busy, tired = entries(*range(1, 11)), entries(*(n * 60 for n in range(1, 11)))
    assert learnt(6 * HOUR, busy) == 5 * MINUTE
    assert learnt(10 * MINUTE, tired) == 20 * MINUTE


def test_without_dates_what_comes_between_two_visits_is_counted() -> None:
    undated = (Entry("1", "https://a.example/1"),)
    assert learnt(None, undated, fresh=30, elapsed=None) == USUAL
    assert learnt(HOUR, undated, fresh=3, elapsed=HOUR) == 10 * MINUTE
    assert learnt(HOUR, undated, fresh=0, elapsed=HOUR) == HOUR


def test_dates_of_the_future_teach_nothing() -> None:
    assert learnt(None, entries(-60, -50, -40)) == USUAL


def test_visits_that_bring_nothing_grow_rarer_up_to_six_hours() -> None:
    interval: timedelta | None = 5 * MINUTE
    waits = []
    for _ in range(30):
        interval = pace.quiet(interval, usual=USUAL)
        assert interval is not None
        waits.append(interval)
    assert waits[0] == 6.25 * MINUTE
    assert waits[-1] == 6 * HOUR
    assert pace.quiet(None, usual=USUAL) is None


def test_an_operator_who_wants_days_gets_days() -> None:
    found = entries(*range(1, 11))
    assert pace.learnt(None, found, fresh=9, elapsed=None, now=NOW, usual=timedelta(days=3)) == timedelta(
        days=1
    )
    assert pace.quiet(timedelta(days=3), usual=timedelta(days=3)) == timedelta(days=3)


@pytest.mark.parametrize(
    ("seconds", "counts"),
    [(None, None), (0, None), (-5, None), (1800, 30 * MINUTE), (31_536_000, 6 * HOUR), (10**30, 6 * HOUR)],
)
def test_a_ttl_counts_up_to_six_hours(seconds: int | None, counts: timedelta | None) -> None:
    assert pace.ttl(seconds) == counts


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 10),
        ({"cache-control": "public, MAX-AGE=600, must-revalidate", "age": "120"}, 8),
        ({"cache-control": "max-age=600", "age": "9999"}, 0),
        ({"cache-control": "s-maxage=600"}, 0),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "max-age=31536000"}, 60),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age=600", "age": "گ"}, 10),
    ],
)
def test_max_age_is_a_hint_of_an_hour_at_most(headers: dict[str, str], fresh: int) -> None:
    capture = Capture("https://a.example/", NOW, 200, tuple(headers.items()), b"")
    assert pace.max_age(capture) == fresh * MINUTE


@pytest.mark.parametrize(
    ("hours", "days", "until"),
    [
        ((), (), NOW),
        ((8,), (6,), NOW),
        ((9,), (), NOW + 30 * MINUTE),
        ((9, 10, 11), (), NOW + 2.5 * HOUR),
        ((), (0,), NOW + 14.5 * HOUR),
        ((), (0, 1), NOW + 38.5 * HOUR),
        ((), (0, 1, 2, 3, 4, 5), NOW + 48 * HOUR),
        (tuple(range(24)), (), NOW),
        ((), tuple(range(7)), NOW),
    ],
)
def test_a_feed_is_left_alone_in_its_skipped_hours_and_days_two_days_at_most(
    hours: tuple[int, ...], days: tuple[int, ...], until: datetime
) -> None:
    assert pace.awake(NOW, skip_hours=hours, skip_days=days) == until


def test_a_visit_remembers_the_pace_and_the_wishes() -> None:
    state = FeedState("a", "https://a.example/rss")
    reading = FeedReading(
        "ا", entries(*(n * 40 for n in range(1, 11))), "rss/1", ttl_s=3600, skip_hours=(10,), skip_days=(4,)
    )
    answer = Fetched(Capture(state.url, NOW, 200, (), b""))
    after = schedule.after_visit(state, answer, now=NOW, interval=USUAL, read=Read(reading, 10))
    assert (after.interval, after.ttl, after.skip_hours, after.skip_days) == (20 * MINUTE, HOUR, (10,), (4,))
    assert after.due == NOW + 1.5 * HOUR  # the ttl's hour ends at half past ten, which is skipped
    quiet = schedule.after_visit(
        after, Unchanged(Capture(state.url, NOW, 304, (), b"")), now=NOW, interval=USUAL
    )
    assert (quiet.interval, quiet.ttl) == (25 * MINUTE, HOUR)
    freed = schedule.after_visit(
        quiet, answer, now=NOW, interval=USUAL, read=Read(FeedReading("ا", (), "rss/1"), 0)
    )
    assert (freed.ttl, freed.skip_hours, freed.due) == (None, (), NOW + 25 * MINUTE)


@given(
    st.one_of(st.none(), st.timedeltas(timedelta(seconds=1), timedelta(days=400))),
    st.lists(st.floats(-1e5, 1e6), max_size=20),
    st.integers(0, 1000),
    st.timedeltas(timedelta(minutes=1), timedelta(days=7)),
    st.lists(st.integers(0, 23), max_size=24),
    st.lists(st.integers(0, 6), max_size=7),
    st.one_of(st.none(), st.integers(-10, 10**12)),
)
def test_no_feed_is_silenced_nor_asked_without_end(
    before: timedelta | None, ago: list[float], fresh: int, usual: timedelta, hours: list[int], days: list[int], ttl_s: int | None
) -> None:  # fmt: skip
    reading = FeedReading(
        "ا", entries(*ago), "rss/1", ttl_s=ttl_s, skip_hours=tuple(hours), skip_days=tuple(days)
    )
    state = FeedState("a", "https://a.example/rss", reached=NOW - HOUR, interval=before)
    answer = Fetched(Capture(state.url, NOW, 200, (("cache-control", "max-age=99999999"),), b""))
    after = schedule.after_visit(
        state, answer, now=NOW, interval=usual, jitter=0.99, read=Read(reading, fresh)
    )
    assert after.due is not None
    longest = max(pace.LONGEST, usual) * 1.1
    assert NOW + usual / 3 <= after.due <= NOW + longest + pace.LONGEST_SKIP
