"""Is a server that fails left alone, and never asked before it said?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import politeness
from warraq.ports.daybook import HostState
from warraq.ports.fetcher import Failed, Fetched, Moved, Refused, Unchanged
from warraq.press import Capture

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOST = HostState("x.example:443")
DELAY = timedelta(seconds=2)
CAPTURE = Capture("https://x.example/", NOW, 200, (), b"")
ANSWERS = [
    Fetched(CAPTURE),
    Unchanged(CAPTURE),
    Moved("https://y.example/", False, CAPTURE),
    Failed("HTTP 404", 404),
    Failed("HTTP 403", 403),
]
FAILURES = [
    Failed("name not found", offline=True),
    Failed("HTTP 503", 503),
    Failed("HTTP 429", 429),
    Failed("timed out"),
]

jitters = st.floats(0, 1, exclude_max=True)
intervals = st.integers(1, 7 * 24 * 3600).map(lambda s: timedelta(seconds=s))


@pytest.mark.parametrize("outcome", ANSWERS)
def test_an_answer_ends_the_back_off(outcome: Fetched) -> None:
    after = politeness.after_request(HostState(HOST.host, errors=5), outcome, now=NOW, delay=DELAY)
    assert after == HostState(HOST.host, due=NOW + DELAY, errors=0)


def waits(outcome: Failed, times: int) -> list[float]:
    """Minutes between failures in a row."""
    host, minutes = HOST, []
    for _ in range(times):
        host = politeness.after_request(host, outcome, now=NOW, interval=timedelta(minutes=15))
        assert host.due is not None
        minutes.append((host.due - NOW) / timedelta(minutes=1))
    return minutes


def test_a_host_that_is_not_reached_waits_twice_as_long_each_time() -> None:
    assert waits(FAILURES[0], 9) == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]


@pytest.mark.parametrize("outcome", FAILURES[1:])
def test_a_host_that_answers_badly_is_left_alone_for_minutes_first(outcome: Failed) -> None:
    assert waits(outcome, 11) == [4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]


def test_a_refused_address_costs_its_host_nothing() -> None:
    assert politeness.after_request(HOST, Refused("a private address"), now=NOW) == HOST


def test_a_wish_to_be_left_alone_is_kept_whatever_the_status() -> None:
    for status in (200, 403, 429, 503):
        after = politeness.after_request(HOST, Failed("no", status, retry_after_s=7200), now=NOW)
        assert after.due is not None
        assert after.due >= NOW + timedelta(hours=2)


@given(st.floats(allow_nan=False), jitters, st.integers(0, 2000), intervals)
def test_a_server_is_never_asked_before_it_said(
    seconds: float, jitter: float, errors: int, interval: timedelta
) -> None:
    outcome = Failed("HTTP 429", 429, retry_after_s=seconds)
    after = politeness.after_request(
        HostState("x", errors=errors), outcome, now=NOW, interval=interval, jitter=jitter
    )
    assert after.due is not None
    assert after.due - NOW >= timedelta(seconds=min(max(seconds, 0), 30 * 24 * 3600))
    assert after.due - NOW <= timedelta(days=30)


@given(st.integers(0, 100_000), jitters, intervals)
def test_the_wait_is_never_shorter_than_the_interval_nor_for_ever(
    errors: int, jitter: float, interval: timedelta
) -> None:
    wait = politeness.back_off(errors, interval=interval, jitter=jitter)
    assert interval <= wait <= max(interval, timedelta(hours=24))


@given(st.integers(0, 40), intervals)
def test_the_wait_never_shrinks_with_more_failures(errors: int, interval: timedelta) -> None:
    assert politeness.back_off(errors, interval=interval) <= politeness.back_off(
        errors + 1, interval=interval
    )


@given(
    st.sampled_from(FAILURES),
    intervals.filter(lambda i: i >= timedelta(minutes=1)),
    st.lists(jitters, min_size=20, max_size=20),
)
def test_a_dead_host_is_asked_at_most_twelve_times_in_three_days(
    outcome: Failed, interval: timedelta, random: list[float]
) -> None:
    host, now, asked = HOST, NOW, 0
    while now < NOW + timedelta(hours=72):
        asked += 1
        host = politeness.after_request(host, outcome, now=now, interval=interval, jitter=random[asked % 20])
        assert host.due is not None
        now = host.due
    assert asked <= 12


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 09:10:00 GMT", 600.0),
        ("Monday, 23-Nov-26 09:10:00 GMT", 600.0),
        ("Mon Nov 23 09:10:00 2026", 600.0),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 12:10:00 +0300", 600.0),
        ("9" * 400, 30 * 24 * 3600.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 30 * 24 * 3600.0),
        ("-5", None),
        ("1.5", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("٣٠", None),
        ("Mon, 99 Nov 2026 09:10:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert politeness.retry_after_s(value, now=NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_is_too_strange(value: str) -> None:
    seconds = politeness.retry_after_s(value, now=NOW)
    assert seconds is None or 0 <= seconds <= 30 * 24 * 3600
