"""Does every back end keep the watches' contract?"""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorywatches import MemoryWatches
from warraq.archives.sql import SqlArchive, watches_of
from warraq.ports.watches import Watches
from warraq.press import DIGEST, ArticleId, MessageState, Note, Rule, WatchId, WatchState

RULE = Rule("سد النهضة", '"سد النهضة" -رياضة', "https://hooks.example/in?k=علي")
FEED = Rule("الموازنة", "الموازنة", services=True)


@pytest.fixture
def held(opener: Opener) -> Watches:
    archive = opener()[0]
    if isinstance(archive, MemoryArchive):
        return MemoryWatches()
    assert isinstance(archive, SqlArchive)
    return watches_of(archive)


def note(watch: int, story: int, *articles: int, state: MessageState = MessageState.WAITING) -> Note:
    return Note(WatchId(watch), story, tuple(map(ArticleId, articles or (story,))), state)


def test_a_watch_comes_back_as_it_was_added(held: Watches) -> None:
    one = held.add(RULE, salt="salt-1", now=NOON, position=7)
    other = held.add(FEED, salt="salt-2", now=at(1), position=9)
    assert (one.id, one.rule, one.salt, one.made, one.begun) == (1, RULE, "salt-1", NOON, None)
    assert held.listed() == (one, other)
    assert held.watch(2) == other
    assert held.watch(3) is None
    assert held.watch(2**70) is None
    assert held.position() == 7


def test_a_number_is_never_given_twice(held: Watches) -> None:
    first = held.add(RULE, salt="a", now=NOON, position=0)
    held.tell([note(1, 5)], now=NOON, position=3, after=0)
    held.remove(first.id)
    assert held.add(RULE, salt="b", now=NOON, position=8).id == 2
    assert held.position() == 8
    assert held.told(WatchId(1), limit=5) == ()


def test_a_story_is_told_of_once(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    assert held.tell([note(1, 5, 5, 6), note(1, 5, 9), note(1, 7)], now=at(1), position=4, after=0)
    assert held.tell([note(1, 5, 10)], now=at(2), position=6, after=4)
    told = held.told(WatchId(1), limit=9)
    assert [(one.note.story, one.note.articles, one.made) for one in told] == [
        (7, (7,), at(1)),
        (5, (5, 6), at(1)),
    ]
    assert held.position() == 6


def test_who_follows_beside_another_writes_nothing(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    assert held.tell([], now=NOON, position=4, after=0)
    assert not held.tell([note(1, 5)], now=NOON, position=5, after=0)
    assert held.told(WatchId(1), limit=9) == ()


def test_nothing_is_kept_for_a_watch_that_was_removed(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    held.remove(WatchId(1))
    assert held.tell([note(1, 5)], now=NOON, position=4, after=0)
    assert held.told(WatchId(1), limit=9) == ()


def test_a_watch_begins_once(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    first = [note(1, DIGEST, 3, 4), note(1, 3, state=MessageState.LISTED)]
    held.begin(WatchId(1), first, now=at(1))
    held.begin(WatchId(1), [note(1, 99)], now=at(2))
    found = held.watch(1)
    assert found is not None
    assert found.begun == at(1)
    assert {one.note.story for one in held.told(WatchId(1), limit=9)} == {DIGEST, 3}


def test_what_waits_is_due_in_its_order_and_only_of_active_watches(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    held.add(FEED, salt="b", now=NOON, position=0)
    held.tell([note(1, 5), note(2, 6), note(1, 7, state=MessageState.LISTED)], now=NOON, position=1, after=0)
    assert [one.note.story for one in held.due(NOON, limit=9)] == [5, 6]
    held.settle(held.due(NOON, limit=1)[0], MessageState.WAITING, due=at(5), problem="HTTP 503")
    assert [one.note.story for one in held.due(at(4), limit=9)] == [6]
    again = held.due(at(5), limit=9)[-1]
    assert (again.note.story, again.tries, again.problem, again.due) == (5, 1, "HTTP 503", at(5))
    held.restate(WatchId(1), WatchState.PAUSED, problem="HTTP 410")
    assert [one.note.story for one in held.due(at(9), limit=9)] == [6]
    found = held.watch(1)
    assert found is not None
    assert (found.state, found.problem) == (WatchState.PAUSED, "HTTP 410")


def test_the_dead_wait_again_when_a_person_says_so(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    held.tell([note(1, 5), note(1, 6)], now=NOON, position=1, after=0)
    first, second = held.due(NOON, limit=9)
    held.settle(replace(first, tries=8), MessageState.DEAD, due=NOON, problem="timed out")
    held.settle(second, MessageState.SENT, due=NOON, problem=None)
    assert held.tally(WatchId(1)) == held.tally() == {MessageState.DEAD: 1, MessageState.SENT: 1}
    assert held.tally(WatchId(2)) == {}
    assert held.due(at(9), limit=9) == ()
    assert held.retry(WatchId(1), now=at(9)) == 1
    assert [(one.note.story, one.tries) for one in held.due(at(9), limit=9)] == [(5, 0)]


def test_what_is_old_is_forgotten_but_what_waits(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    held.tell([note(1, 5), note(1, 6, state=MessageState.LISTED)], now=NOON, position=1, after=0)
    held.tell([note(1, 7, state=MessageState.LISTED)], now=at(9), position=2, after=1)
    assert held.forget(at(5)) == 1
    assert {one.note.story for one in held.told(WatchId(1), limit=9)} == {5, 7}


def test_of_several_who_follow_at_once_one_writes(held: Watches) -> None:
    held.add(RULE, salt="a", now=NOON, position=0)
    won: list[bool] = []
    threads = [
        Thread(
            target=lambda story=story: won.append(held.tell([note(1, story)], now=NOON, position=1, after=0))
        )
        for story in range(5, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]
    assert len(held.told(WatchId(1), limit=9)) == 1
