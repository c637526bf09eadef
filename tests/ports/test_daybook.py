"""Does every daybook keep the daybook's contract?"""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.ports.daybook import Assignment, Daybook, EntryState, FeedState, HostState
from warraq.press import ArticleId, CaptureNote, Entry, Feed, Moment, Precision

FEED = Feed("nahar/politics", "nahar", "https://nahar.example/rss", "politics")
OTHER = Feed("nahar", "nahar", "https://nahar.example/all")


def entry(number: int, *, host: str = "nahar.example", **given: Any) -> Entry:
    plain = Entry(guid=f"g{number}", url=f"https://{host}/news/{number}", title=f"خبر {number}")
    return replace(plain, **given)


def whole() -> Entry:
    """An entry with something in every field."""
    return Entry(
        guid="tag:nahar.example,2026:١",
        url="https://nahar.example:8443/أخبار/1?x=1",
        title="«عُنوان» بـتـطويل",
        summary="سطر\nوسطر",
        content='<p>نص 👩🏽‍💻 "كامل"</p>',
        authors=("ليلى", "O'Neil"),
        published=Moment(NOON, Precision.MINUTE, "Africa/Cairo", "١٠ مارس"),
        updated=Moment(at(3), Precision.SECOND),
        categories=("سياسة", "محليات"),
        image="https://nahar.example/a.jpg",
    )


def due(daybook: Daybook, *, minutes: float = 0, limit: int = 100, per_host: int = 100) -> list[Assignment]:
    return list(daybook.assignments(now=at(minutes), limit=limit, per_host=per_host))


def guids(found: list[Assignment] | tuple[Assignment, ...]) -> list[str]:
    return [one.entry.guid for one in found]


# Feeds and hosts


def test_a_feed_state_comes_back_as_it_was_put(daybook: Daybook) -> None:
    state = FeedState(
        "nahar", "https://nahar.example/rss", due=at(15), errors=3, etag='W/"x"', last_modified="Tue, 10 Mar 2026",
        digest="ab" * 32, tried=at(1), reached=at(-9), status=503, problem="HTTP 503", stopped=None,
        interval=timedelta(minutes=7, microseconds=3), ttl=timedelta(hours=1), skip_hours=(0, 1, 23), skip_days=(4, 5),
        moved_to="https://nahar.example/new", moved_since=at(-4000), moved_times=2,
    )  # fmt: skip
    daybook.put_feed_state(state)
    daybook.put_feed_state(FeedState("ahd", "https://ahd.example/"))
    assert daybook.feed_states() == {"nahar": state, "ahd": FeedState("ahd", "https://ahd.example/")}


def test_several_feeds_states_are_written_at_once_over_those_that_stand(daybook: Daybook) -> None:
    daybook.put_feed_state(FeedState("nahar", "https://a/", errors=5, problem="HTTP 500"))
    both = [
        FeedState("nahar", "https://a/", tried=NOON, status=304),
        FeedState("ahd", "https://b/", tried=NOON),
    ]
    daybook.put_feed_states(both)
    assert daybook.feed_states() == {one.feed: one for one in both}
    daybook.put_feed_states([])
    assert len(daybook.feed_states()) == 2


def test_a_feed_has_one_state_its_last(daybook: Daybook) -> None:
    daybook.put_feed_state(FeedState("nahar", "https://a/", errors=5, problem="HTTP 500"))
    better = FeedState("nahar", "https://b/", status=200, stopped="HTTP 410 since 2026-03-01")
    daybook.put_feed_state(better)
    assert daybook.feed_states() == {"nahar": better}


def test_hosts_are_remembered_while_their_state_is_worth_it(daybook: Daybook) -> None:
    daybook.put_host_state(HostState("a:443", at(1), 2))
    daybook.put_host_state(HostState("b:80", None, 1))
    daybook.put_host_state(HostState("a:443", at(5), 3))
    assert daybook.host_states() == {
        "a:443": HostState("a:443", at(5), 3),
        "b:80": HostState("b:80", None, 1),
    }
    daybook.put_host_state(HostState("a:443"))
    assert set(daybook.host_states()) == {"b:80"}


# Noting


def test_an_entry_comes_back_exactly_in_its_assignment(daybook: Daybook) -> None:
    assert daybook.note(FEED, [whole()], now=NOON) == 1
    (found,) = due(daybook)
    assert found == Assignment(
        feed=FEED.id, source="nahar", host="nahar.example:8443", entry=whole(), section="politics",
        first_seen=NOON, attempts=0, due=NOON,
    )  # fmt: skip


@pytest.mark.parametrize("bad", ["half \ud83d a letter", "nul \0 in it", "x" * 5000, ""])
def test_an_entry_with_bad_letters_costs_nothing_else(daybook: Daybook, bad: str) -> None:
    spoilt = entry(1, guid=bad, title=bad, summary=bad, content=bad, authors=(bad,))
    assert daybook.note(FEED, [spoilt, entry(2)], now=NOON) == 2
    assert daybook.note(FEED, [spoilt, entry(2)], now=NOON) == 0
    found = due(daybook)
    assert spoilt in [one.entry for one in found]
    daybook.settle(FEED.id, bad, EntryState.FAILED, now=NOON, reason=f"because {bad}")
    assert guids(due(daybook)) == ["g2"]
    ((reason, times),) = daybook.reasons(EntryState.FAILED)
    assert reason.startswith("because")
    assert times == 1


def test_long_guids_are_told_apart_by_their_ends(daybook: Daybook) -> None:
    assert (
        daybook.note(FEED, [entry(1, guid="x" * 5000 + "1"), entry(2, guid="x" * 5000 + "2")], now=NOON) == 2
    )


def test_an_entry_without_a_web_address_still_waits_for_its_verdict(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1, url="mailto:a@b"), entry(2)], now=NOON)
    assert sorted((one.host, one.entry.guid) for one in due(daybook)) == [
        ("", "g1"),
        ("nahar.example:443", "g2"),
    ]


def test_an_entry_is_assigned_once_for_its_feed(daybook: Daybook) -> None:
    assert daybook.note(FEED, [entry(1), entry(2)], now=NOON) == 2
    assert daybook.note(FEED, [entry(1), entry(2), entry(3)], now=at(1)) == 1
    assert daybook.note(OTHER, [entry(1)], now=at(1)) == 1
    assert [(one.feed, one.entry.guid) for one in due(daybook, minutes=1)] == [
        (FEED.id, "g1"), (FEED.id, "g2"), (FEED.id, "g3"), (OTHER.id, "g1"),
    ]  # fmt: skip


def test_what_a_feed_says_elsewhere_than_in_title_and_dates_asks_for_no_visit(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1)], now=NOON)
    daybook.settle(FEED.id, "g1", EntryState.FILED, now=NOON)
    quiet = entry(
        1, summary="أخرى", content="x", categories=("y",), image="https://i/", url="https://nahar.example/b"
    )
    assert daybook.note(FEED, [quiet], now=at(1)) == 0
    assert due(daybook, minutes=1) == []


@pytest.mark.parametrize(
    "news",
    [
        {"title": "تصحيح"},
        {"title": None},
        {"published": Moment(at(1), Precision.MINUTE, None, "١٢:٠١")},
        {"updated": Moment(at(1), Precision.MINUTE)},
    ],
    ids=str,
)
@pytest.mark.parametrize("state", list(EntryState))
def test_another_title_or_date_asks_for_another_visit(
    daybook: Daybook, state: EntryState, news: dict[str, Any]
) -> None:
    daybook.note(FEED, [entry(1)], now=NOON)
    daybook.settle(FEED.id, "g1", state, now=NOON, reason="x", due=at(600))
    assert daybook.note(FEED, [entry(1, **news)], now=at(30)) == 1
    (found,) = due(daybook, minutes=30)
    assert found.entry == entry(1, **news)
    assert (found.first_seen, found.due, found.attempts) == (NOON, at(30), 0)
    assert daybook.tally()[EntryState.PENDING] == 1
    assert sum(daybook.tally().values()) == 1
    assert daybook.note(FEED, [entry(1, **news)], now=at(31)) == 0


def test_of_what_a_feed_says_twice_its_last_word_counts(daybook: Daybook) -> None:
    twice = [entry(1), entry(1, title="آخر"), entry(2)]
    assert daybook.note(FEED, twice, now=NOON) == 2
    assert {one.entry.title for one in due(daybook)} == {"آخر", "خبر 2"}
    assert daybook.note(FEED, twice, now=at(1)) == 0


def test_noting_nothing_does_nothing(daybook: Daybook) -> None:
    assert daybook.note(FEED, [], now=NOON) == 0
    assert daybook.next_due() is None


def test_a_long_feed_is_noted_in_one_call(daybook: Daybook) -> None:
    entries = [entry(number) for number in range(1200)]
    assert daybook.note(FEED, entries, now=NOON) == 1200
    assert daybook.note(FEED, entries, now=NOON) == 0
    assert daybook.tally()[EntryState.PENDING] == 1200


# Assignments


def test_assignments_come_in_the_order_they_fell_due(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1), entry(2)], now=at(1))
    daybook.note(FEED, [entry(3)], now=NOON)
    daybook.settle(FEED.id, "g1", EntryState.PENDING, now=at(1), due=at(2))
    assert guids(due(daybook, minutes=5)) == ["g3", "g2", "g1"]
    assert guids(due(daybook, minutes=1)) == ["g3", "g2"]
    assert guids(due(daybook, minutes=-1)) == []
    assert guids(due(daybook, minutes=5, limit=1)) == ["g3"]
    assert due(daybook, minutes=5, limit=0) == []


def test_no_host_takes_more_than_its_share(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(number, host="big.example") for number in range(50)], now=NOON)
    daybook.note(FEED, [entry(100, host="a.example"), entry(101, host="z.example")], now=at(1))
    assert guids(daybook.assignments(now=at(2), limit=10)) == ["g0", "g100", "g101"]
    assert guids(daybook.assignments(now=at(2), limit=10, per_host=2)) == ["g0", "g1", "g100", "g101"]
    assert guids(daybook.assignments(now=at(2), limit=2, per_host=2)) == ["g0", "g1"]
    assert daybook.assignments(now=at(2), limit=2, per_host=0) == ()


def test_the_port_belongs_to_the_host(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1, host="x.example"), entry(2, host="x.example:8080")], now=NOON)
    assert [one.host for one in daybook.assignments(now=NOON, limit=9)] == ["x.example:443", "x.example:8080"]


def test_hosts_that_are_busy_are_left_out(daybook: Daybook) -> None:
    hosts = [f"h{number}.example" for number in range(9)]
    daybook.note(FEED, [entry(number, host=host) for number, host in enumerate(hosts)], now=NOON)
    without = frozenset(f"{host}:443" for host in hosts[:7]) | {"elsewhere:443"}
    assert guids(daybook.assignments(now=NOON, limit=1, without=without)) == ["g7"]
    assert guids(daybook.assignments(now=NOON, limit=5, without=without)) == ["g7", "g8"]


def test_what_is_settled_is_not_assigned(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(number) for number in range(4)], now=NOON)
    daybook.settle(FEED.id, "g0", EntryState.FILED, now=NOON, article=ArticleId(7))
    daybook.settle(FEED.id, "g1", EntryState.REFUSED, now=NOON, reason="robots.txt")
    daybook.settle(FEED.id, "g2", EntryState.FAILED, now=NOON, reason="HTTP 500")
    assert guids(due(daybook)) == ["g3"]
    assert daybook.tally() == {
        EntryState.PENDING: 1, EntryState.FILED: 1, EntryState.REFUSED: 1, EntryState.FAILED: 1,
    }  # fmt: skip


def test_putting_off_counts_an_attempt(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1)], now=NOON)
    for attempt in (1, 2):
        daybook.settle(
            FEED.id, "g1", EntryState.PENDING, now=at(attempt), due=at(attempt * 10), reason="HTTP 503"
        )
        assert due(daybook, minutes=attempt * 10 - 1) == []
        (found,) = due(daybook, minutes=attempt * 10)
        assert (found.attempts, found.due, found.entry) == (attempt, at(attempt * 10), entry(1))
    daybook.settle(FEED.id, "g1", EntryState.PENDING, now=at(60))
    assert due(daybook, minutes=60)[0].due == at(60)
    assert daybook.tally()[EntryState.PENDING] == 1


def test_only_what_is_pending_can_be_settled(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1)], now=NOON)
    daybook.settle(FEED.id, "g1", EntryState.FILED, now=NOON)
    for state in EntryState:
        daybook.settle(FEED.id, "g1", state, now=at(1), reason="late", due=at(1))
        daybook.settle(FEED.id, "never-seen", state, now=at(1))
        daybook.settle(OTHER.id, "g1", state, now=at(1))
    assert daybook.tally() == {state: int(state is EntryState.FILED) for state in EntryState}


def test_what_a_clock_that_ran_ahead_noted_is_not_lost(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1)], now=NOON + timedelta(days=3_650))
    daybook.note(FEED, [entry(2, host="b.example")], now=NOON + timedelta(days=30))
    assert [one.entry.guid for one in daybook.assignments(now=NOON, limit=9)] == ["g1"]


def test_the_next_due_is_the_earliest_pending(daybook: Daybook) -> None:
    assert daybook.next_due() is None
    daybook.note(FEED, [entry(1), entry(2)], now=at(2))
    daybook.settle(FEED.id, "g1", EntryState.PENDING, now=at(2), due=at(9))
    assert daybook.next_due() == at(2)
    daybook.settle(FEED.id, "g2", EntryState.FILED, now=at(2))
    assert daybook.next_due() == at(9)
    daybook.settle(FEED.id, "g1", EntryState.FAILED, now=at(9))
    assert daybook.next_due() is None


def test_an_empty_daybook_counts_every_state(daybook: Daybook) -> None:
    assert daybook.tally() == dict.fromkeys(EntryState, 0)
    assert daybook.feed_states() == {}
    assert daybook.host_states() == {}


def test_the_most_frequent_reasons_come_first(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(number) for number in range(9)], now=NOON)
    for number, reason in enumerate(["HTTP 404", "HTTP 500", "HTTP 404", "", None, "أخرى"]):
        daybook.settle(FEED.id, f"g{number}", EntryState.FAILED, now=NOON, reason=reason)
    daybook.settle(FEED.id, "g6", EntryState.REFUSED, now=NOON, reason="robots.txt")
    assert daybook.reasons(EntryState.FAILED) == (("HTTP 404", 2), ("HTTP 500", 1), ("أخرى", 1))
    assert daybook.reasons(EntryState.FAILED, limit=1) == (("HTTP 404", 2),)
    assert daybook.reasons(EntryState.REFUSED) == (("robots.txt", 1),)
    assert daybook.reasons(EntryState.FILED) == ()


def test_reasons_are_told_of_one_source_alone(daybook: Daybook) -> None:
    daybook.note(FEED, [entry(1), entry(2)], now=NOON)
    other = replace(OTHER, source="other")
    daybook.note(other, [entry(3)], now=NOON)
    daybook.settle(FEED.id, "g1", EntryState.FAILED, now=NOON, reason="a list of articles")
    daybook.settle(other.id, "g3", EntryState.FAILED, now=NOON, reason="a PDF, no page")
    daybook.settle(FEED.id, "g2", EntryState.PENDING, now=NOON, due=at(5), reason="HTTP 500")
    assert daybook.reasons(EntryState.FAILED, source=FEED.source) == (("a list of articles", 1),)
    assert daybook.reasons(EntryState.FAILED, source="other") == (("a PDF, no page", 1),)
    assert daybook.reasons(EntryState.PENDING, source=FEED.source) == (("HTTP 500", 1),)
    assert daybook.reasons(EntryState.PENDING, source="other") == ()


# Captures


def note(name: str, expires: datetime | None) -> CaptureNote:
    return CaptureNote(
        name,
        "https://nahar.example/أخبار/1",
        NOON,
        200,
        "text/html",
        "cd" * 32,
        18_000,
        f"captures/{name}",
        expires,
    )


def test_a_capture_is_remembered_until_it_is_forgotten(daybook: Daybook) -> None:
    daybook.keep(note("a", at(5)))
    daybook.keep(replace(note("b", None), media_type=None))
    assert daybook.capture("a") == note("a", at(5))
    assert daybook.capture("b") == replace(note("b", None), media_type=None)
    assert daybook.capture("c") is None
    daybook.keep(note("a", at(6)))
    assert daybook.capture("a") == note("a", at(6))
    daybook.forget(["a", "c"])
    assert daybook.capture("a") is None
    daybook.forget([])


def test_captures_are_listed_in_the_order_they_are_kept_page_by_page(daybook: Daybook) -> None:
    chance, model = random.Random(1), MemoryDaybook()
    for number in range(40):
        ends = None if number % 7 == 0 else at(100 + chance.randrange(10))
        one = replace(note(f"c{number:02}", ends), at=at(chance.randrange(50)))
        daybook.keep(one)
        model.keep(one)
    everything = daybook.captures(limit=100)
    assert everything == model.captures(limit=100)
    assert len(everything) == 40
    assert [one.expires is None for one in everything] == [False] * 34 + [True] * 6
    assert daybook.captures(limit=0) == ()
    for since, until in ((None, None), (at(10), None), (None, at(30)), (at(10), at(30))):
        listed: list[CaptureNote] = []
        while page := daybook.captures(
            after=listed[-1] if listed else None, since=since, until=until, limit=3
        ):
            assert len(page) <= 3
            listed += page
        within = [one for one in everything if (since or at(0)) <= one.at < (until or at(99))]
        assert listed == within


def test_captures_are_counted_by_day(daybook: Daybook) -> None:
    assert daybook.captures_by_day(NOON) == ()
    for number, hours in enumerate((0, 1, 11, 12, 60, -30)):
        daybook.keep(
            replace(note(f"c{number}", at(9)), at=NOON + timedelta(hours=hours), size_bytes=10 + number)
        )
    day = NOON.date()
    assert daybook.captures_by_day(NOON - timedelta(hours=1)) == (
        (day, 3, 33),
        (day + timedelta(days=1), 1, 13),
        (day + timedelta(days=3), 1, 14),
    )


def test_captures_expire_when_their_retention_ends(daybook: Daybook) -> None:
    for name, expires in [("late", at(9)), ("b", at(5)), ("a", at(5)), ("first", at(1)), ("kept", None)]:
        daybook.keep(note(name, expires))
    assert [one.id for one in daybook.expired(at(5), limit=10)] == ["first", "a", "b"]
    assert [one.id for one in daybook.expired(at(5), limit=2)] == ["first", "a"]
    assert daybook.expired(at(0), limit=10) == ()
    assert daybook.expired(at(5), limit=0) == ()


# Together


def test_several_threads_share_a_daybook(opener: Opener) -> None:
    shared = opener()[1]
    doors = [shared, shared, opener()[1]]
    started = threading.Barrier(len(doors), timeout=30)

    def work(number: int, daybook: Daybook) -> int:
        started.wait()
        made = daybook.note(FEED, [entry(one) for one in range(60)], now=NOON)
        for one in range(number, 60, len(doors)):
            daybook.settle(FEED.id, f"g{one}", EntryState.FILED, now=NOON)
            daybook.put_host_state(HostState("h:1", NOON + timedelta(seconds=one), 1))
            daybook.assignments(now=NOON, limit=5)
        return made

    with ThreadPoolExecutor(len(doors)) as pool:
        made = [pool.submit(work, number, door) for number, door in enumerate(doors)]
        assert sum(one.result(timeout=60) for one in made) == 60
    assert shared.tally() == {state: 60 * (state is EntryState.FILED) for state in EntryState}


@pytest.mark.parametrize("seed", range(3))
def test_every_daybook_answers_as_the_one_in_memory_does(daybook: Daybook, seed: int) -> None:
    chance, model = random.Random(seed), MemoryDaybook()
    for _ in range(60):
        now = at(chance.randrange(30))
        entries = [
            entry(chance.randrange(20), host=f"h{chance.randrange(4)}", title=f"t{chance.randrange(3)}")
            for _ in range(chance.randrange(4))
        ]
        assert daybook.note(FEED, entries, now=now) == model.note(FEED, entries, now=now)
        state, guid, later = (
            chance.choice(list(EntryState)),
            f"g{chance.randrange(20)}",
            at(chance.randrange(60)),
        )
        for one in (daybook, model):
            one.settle(FEED.id, guid, state, now=now, reason=state.value, due=later)
        without = frozenset(f"h{number}:443" for number in range(4) if chance.random() < 0.3)
        limit, per_host = chance.randrange(6), chance.randrange(1, 4)
        assert daybook.assignments(
            now=now, limit=limit, per_host=per_host, without=without
        ) == model.assignments(now=now, limit=limit, per_host=per_host, without=without)
        assert daybook.next_due() == model.next_due()
        assert daybook.tally() == model.tally()
    for state in EntryState:
        assert daybook.reasons(state) == model.reasons(state)
