"""Are feeds visited when they should be, and left alone when they should not?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import politeness, schedule, urls
from warraq.ports.daybook import FeedState, HostState
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Moved, Refused, Unchanged
from warraq.press import Capture, Feed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
STATE = FeedState("a", "https://a.example/rss")
FEEDS = tuple(Feed(name, name, f"https://{name}.example/rss") for name in "abcd")


def fetched(*headers: tuple[str, str]) -> Fetched:
    return Fetched(Capture(STATE.url, NOW, 200, headers, b"<rss/>"))


UNCHANGED = Unchanged(Capture(STATE.url, NOW, 304, (), b""))
FAILURES: list[FetchOutcome] = [
    Failed("HTTP 404", 404),
    Failed("HTTP 503", 503, retry_after_s=90),
    Failed("timed out after 30 s"),
    Failed("name not found", offline=True),
    Refused("the address 10.0.0.1 is not public (a private network)"),
    Moved("https://b.example/rss", True, Capture(STATE.url, NOW, 301, (), b"")),
]
outcomes = st.sampled_from([fetched(), UNCHANGED, *FAILURES])


def names(feeds: object) -> str:
    return "".join(feed.id for feed in feeds)  # type: ignore[attr-defined]


def test_new_feeds_come_first_then_the_longest_due() -> None:
    states = {
        "a": FeedState("a", FEEDS[0].url, due=NOW - timedelta(minutes=1)),
        "b": FeedState("b", FEEDS[1].url, due=NOW - timedelta(minutes=9)),
        "c": FeedState("c", FEEDS[2].url, due=NOW + timedelta(seconds=1)),
    }
    assert names(schedule.due(FEEDS, states, {}, NOW)) == "dba"


def test_the_edition_says_which_feeds_to_try_first() -> None:
    assert names(schedule.due(FEEDS, {}, {}, NOW, first=("c", "nowhere", "b"))) == "cbad"


def test_a_feed_waits_for_its_host() -> None:
    hosts = {"a.example:443": HostState("a.example:443", due=NOW + timedelta(hours=1), errors=3)}
    assert names(schedule.due(FEEDS, {}, hosts, NOW)) == "bcd"
    assert names(schedule.due(FEEDS, {}, hosts, NOW + timedelta(hours=1))) == "abcd"


def test_asked_for_again_every_living_feed_is_visited() -> None:
    states = {
        "a": replace(STATE, due=NOW + timedelta(hours=1)),
        "b": FeedState("b", FEEDS[1].url, stopped="HTTP 410 since 2026-11-01"),
    }
    assert names(schedule.due(FEEDS, states, {}, NOW, again=True)) == "cda"


def test_a_feed_that_is_gone_stops_and_says_so_until_it_gets_another_address() -> None:
    gone = schedule.after_visit(STATE, Failed("HTTP 410", 410), now=NOW)
    assert gone.stopped == "HTTP 410 since 2026-11-23; remove it or give it its new address"
    later = NOW + timedelta(days=3650)
    assert names(schedule.due(FEEDS[:1], {"a": gone}, {}, later)) == ""
    moved = replace(FEEDS[0], url="https://a.example/new-rss")
    assert names(schedule.due([moved], {"a": gone}, {}, NOW)) == "a"


def test_a_clock_that_jumped_back_does_not_keep_a_feed_for_years() -> None:
    states = {"a": replace(STATE, due=NOW + timedelta(days=4000))}
    assert names(schedule.due(FEEDS[:1], states, {}, NOW)) == "a"


def test_a_clock_that_was_set_back_by_hours_does_not_keep_a_feed_for_hours() -> None:
    tried = NOW + timedelta(hours=9)
    states = {"a": replace(STATE, tried=tried, due=tried + QUARTER)}
    assert names(schedule.due(FEEDS[:1], states, {}, NOW)) == "a"
    assert names(schedule.due(FEEDS[:1], states, {}, tried)) == ""


def test_validators_are_remembered_and_sent_back_until_others_come() -> None:
    state = schedule.after_visit(STATE, fetched(("etag", '"1"'), ("last-modified", "yesterday")), now=NOW)
    assert (state.etag, state.last_modified, state.status) == ('"1"', "yesterday", 200)
    same = schedule.after_visit(state, UNCHANGED, now=NOW + QUARTER)
    assert (same.etag, same.last_modified, same.status, same.reached) == (
        '"1"',
        "yesterday",
        304,
        NOW + QUARTER,
    )
    assert schedule.after_visit(same, fetched(), now=NOW).etag is None
    assert schedule.after_visit(same, fetched(("etag", '"' + "x" * 9999 + '"')), now=NOW).etag is None


def test_a_feed_that_could_not_be_read_is_asked_for_whole_again() -> None:
    held = replace(STATE, etag='"1"', last_modified="yesterday")
    state = schedule.after_visit(held, fetched(("etag", '"2"')), now=NOW, unreadable="no feed but a page")
    assert (state.etag, state.last_modified, state.problem, state.errors) == (
        None,
        None,
        "no feed but a page",
        1,
    )
    assert state.due is not None
    assert state.due >= NOW + QUARTER


@pytest.mark.parametrize("outcome", FAILURES)
def test_a_failure_is_told_and_what_was_held_is_kept(outcome: FetchOutcome) -> None:
    held = replace(STATE, etag='"1"', digest="d", reached=NOW - QUARTER)
    state = schedule.after_visit(held, outcome, now=NOW)
    assert state.problem
    assert state.errors == 1
    assert (state.etag, state.digest, state.reached, state.tried) == ('"1"', "d", NOW - QUARTER, NOW)
    assert state.stopped is None


def test_a_feed_recovers_at_its_next_visit_and_keeps_its_normal_interval_then() -> None:
    state = STATE
    for _ in range(5):
        state = schedule.after_visit(state, Failed("HTTP 404", 404), now=NOW, interval=QUARTER)
    assert state.due == NOW + timedelta(hours=8)
    state = schedule.after_visit(state, fetched(), now=NOW, interval=QUARTER)
    assert (state.errors, state.problem, state.due) == (0, None, NOW + QUARTER)


@pytest.mark.parametrize(
    "outcome", [Failed("HTTP 503", 503), Failed("the answer broke off", 200), Failed("reset")]
)
@pytest.mark.parametrize("reached", [None, NOW])
def test_a_mishap_keeps_a_feeds_interval_for_two_hours_and_then_doubles_it(
    outcome: Failed, reached: datetime | None
) -> None:
    state, now, waits = replace(STATE, reached=reached), NOW + QUARTER, []
    for _ in range(12):
        state = schedule.after_visit(state, outcome, now=now, interval=QUARTER)
        assert state.due is not None
        waits.append((state.due - now) / QUARTER)
        now = state.due
    spared = 8 if reached is None else 7
    assert waits[:spared] == [1] * spared
    assert waits[spared:] in ([2, 4, 8, 16], [2, 2, 4, 8, 16])


def test_a_feed_that_is_not_there_backs_off_at_once() -> None:
    state = schedule.after_visit(
        replace(STATE, reached=NOW), Failed("HTTP 404", 404), now=NOW + QUARTER, interval=QUARTER
    )
    assert state.due == NOW + 3 * QUARTER


@given(
    st.lists(st.tuples(outcomes, st.floats(0, 1, exclude_max=True)), min_size=1, max_size=40),
    st.integers(1, 100_000),
)
def test_a_feed_is_never_due_before_its_interval_nor_for_ever(
    visits: list[tuple[FetchOutcome, float]], interval_s: int
) -> None:
    state, interval = STATE, timedelta(seconds=interval_s)
    for outcome, jitter in visits:
        state = schedule.after_visit(state, outcome, now=NOW, interval=interval, jitter=jitter)
        assert state.due is not None
        assert NOW + interval <= state.due <= NOW + max(timedelta(hours=24), interval * 1.1)
        assert (state.errors == 0) == (state.problem is None)


def simulated(
    feeds: tuple[Feed, ...], *, hours: int, alive_from: timedelta | None = None
) -> list[tuple[datetime, str]]:
    """What a desk asks for in so many hours if it keeps to the schedule, one request at a time; all hosts are dead
    until `alive_from`."""
    states: dict[str, FeedState] = {}
    hosts: dict[str, HostState] = {}
    asked, now = [], NOW
    while now < NOW + timedelta(hours=hours):
        for feed in schedule.due(feeds, states, hosts, now):
            name = urls.host(feed.url)
            host = hosts.get(name, HostState(name))
            if host.due and host.due > now:
                continue  # the one before it has just found its host dead
            alive = alive_from is not None and now >= NOW + alive_from
            outcome = fetched() if alive else Failed("no connection", offline=True)
            asked.append((now, feed.id))
            hosts[name] = politeness.after_request(host, outcome, now=now, jitter=0.9)
            state = states.get(feed.id, FeedState(feed.id, feed.url))
            states[feed.id] = schedule.after_visit(state, outcome, now=now, interval=QUARTER, jitter=0.9)
        now += timedelta(seconds=30)
    return asked


def test_a_dead_host_is_asked_at_most_twelve_times_in_three_days_by_all_its_feeds_together() -> None:
    feeds = tuple(Feed(f"a/{n}", "a", f"https://a.example/rss/{n}") for n in range(20))
    assert 6 <= len(simulated(feeds, hours=72)) <= 12


def test_the_first_feed_that_gets_through_frees_its_neighbours() -> None:
    feeds = tuple(Feed(f"a/{n}", "a", f"https://a.example/rss/{n}") for n in range(4))
    asked = simulated(feeds, hours=48, alive_from=timedelta(hours=20))
    recovered = next(at for at, _ in asked if at >= NOW + timedelta(hours=20))
    soon = [feed for at, feed in asked if recovered <= at <= recovered + QUARTER]
    assert set(soon) == {feed.id for feed in feeds}
