"""Does every back end keep the contract of what is visited again?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memoryrechecks import MemoryRechecks
from warraq.archives.sql import SqlArchive, rechecks_of
from warraq.ports.archive import Archive
from warraq.ports.rechecks import DoorState, Doorway, Rechecks, Sample, Watch
from warraq.press import ArticleId, State

Again = Callable[[], Rechecks]


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    """Opens the same watches again, as another process would; articles 1 to 40 stand beside them."""
    archive = opener()[0]
    archive.file([draft(number) for number in range(1, 41)], now=NOON)
    if isinstance(archive, MemoryArchive):
        held = MemoryRechecks()
        yield lambda: held
        return

    def opened() -> Rechecks:
        fresh: Archive = opener()[0]
        assert isinstance(fresh, SqlArchive)
        return rechecks_of(fresh)

    yield opened


@pytest.fixture
def rechecks(again: Again) -> Rechecks:
    return again()


def watch(number: int, **given: Any) -> Watch:
    plain = Watch(ArticleId(number), "nahar", "nahar.example:443", since=NOON, filed=NOON, due=at(number))
    return replace(plain, **given)


def due(rechecks: Rechecks, minutes: float, **given: Any) -> list[int]:
    return [one.article for one in rechecks.due(now=at(minutes), **{"limit": 10, **given})]


def test_watches_are_kept_with_the_position_and_come_back_whole(again: Again) -> None:
    whole = watch(
        3,
        etag='"é"',
        last_modified="Tue, 10 Mar 2026",
        missed=at(5),
        misses=1,
        withdrawn=True,
        problem="HTTP 404",
    )
    assert again().follow([watch(1), whole], position=9) == 2
    assert again().position() == 9
    assert again().watch(ArticleId(3)) == whole
    assert again().watch(ArticleId(7)) is None


def test_an_article_that_is_watched_stays_as_it_is_when_it_is_followed_again(rechecks: Rechecks) -> None:
    rechecks.follow([watch(1)], position=1)
    rechecks.put(watch(1, due=at(99), misses=1, missed=at(1)))
    assert rechecks.follow([watch(1), watch(1), watch(2)], position=2) == 1
    assert rechecks.watch(ArticleId(1)) == watch(1, due=at(99), misses=1, missed=at(1))


def test_the_first_of_each_host_is_due_the_longest_due_before_others(rechecks: Rechecks) -> None:
    watches = [
        watch(1),
        watch(2),
        watch(3, host="ahd.example:80"),
        watch(4, host="ahd.example:80", due=at(1)),
    ]
    rechecks.follow(watches, position=1)
    assert due(rechecks, 0) == []
    assert due(rechecks, 60) == [1, 4]
    assert due(rechecks, 60, limit=1) == [1]
    assert due(rechecks, 60, limit=0) == []
    assert due(rechecks, 60, without=frozenset({"nahar.example:443"})) == [4]


def test_a_visit_is_remembered_of_watched_articles_alone(rechecks: Rechecks) -> None:
    rechecks.follow([watch(1)], position=1)
    rechecks.put(watch(2, misses=1))
    assert rechecks.watch(ArticleId(2)) is None
    rechecks.put(watch(1, etag='"x"', due=at(700)))
    assert due(rechecks, 600) == []
    assert due(rechecks, 700) == [1]


def test_old_addresses_of_a_paper_are_walked_by_id(rechecks: Rechecks) -> None:
    watches = [watch(number, filed=at(number), withdrawn=number == 3) for number in range(1, 6)]
    rechecks.follow([*watches, watch(6, source="ahd")], position=1)
    walked = []
    after = ArticleId(0)
    while one := rechecks.old("nahar", after=after, filed_before=at(5)):
        walked.append(one.article)
        after = one.article
    assert walked == [1, 2, 4]
    assert rechecks.old("none", after=ArticleId(0), filed_before=at(99)) is None


def test_what_is_missed_is_counted_by_paper(rechecks: Rechecks) -> None:
    rechecks.follow([watch(1, missed=at(1)), watch(2), watch(3, source="ahd", missed=at(2))], position=1)
    assert rechecks.missing() == {"nahar": 1, "ahd": 1}
    rechecks.put(watch(1))
    assert rechecks.missing() == {"ahd": 1}


WHOLE = Doorway(
    "nahar", DoorState.MOVED, since=at(1), due=at(2), checked=at(3), target="https://new.example/",
    reason="تحوّل", leaning=DoorState.DEAD, leaning_since=at(4), looks=2, sample=Sample(at(5), 20, 19),
)  # fmt: skip


def test_a_door_comes_back_whole(again: Again) -> None:
    again().put_door(WHOLE)
    again().put_door(Doorway("ahd"))
    assert again().doors() == {"nahar": WHOLE, "ahd": Doorway("ahd")}
    again().put_door(replace(WHOLE, state=DoorState.OPEN, sample=None, leaning=None))
    assert again().doors()["nahar"].state is DoorState.OPEN


def test_a_persons_word_about_a_door_stands_whatever_is_seen_later(rechecks: Rechecks) -> None:
    decided = replace(WHOLE, state=DoorState.DEAD, decided=True)
    rechecks.decide_door(decided)
    rechecks.put_door(replace(WHOLE, state=DoorState.OPEN, checked=at(90), due=at(99), sample=None))
    assert rechecks.doors()["nahar"] == replace(decided, checked=at(90), due=at(99), sample=None)
    rechecks.decide_door(Doorway("nahar", decided=True))
    assert rechecks.doors()["nahar"] == Doorway("nahar", decided=True)
    rechecks.decide_door(Doorway("nahar"))
    rechecks.put_door(replace(decided, state=DoorState.MOVED))  # a look never speaks for a person
    assert rechecks.doors()["nahar"] == replace(decided, state=DoorState.MOVED, decided=False)


def test_every_back_end_does_what_the_one_in_memory_does(rechecks: Rechecks) -> None:
    chance, model = random.Random(7), MemoryRechecks()
    hosts = ("a:1", "b:2", "c:3")
    for step in range(150):
        one = watch(
            chance.randrange(1, 40),
            host=chance.choice(hosts),
            due=at(chance.randrange(50)),
            missed=chance.choice((None, at(step))),
            withdrawn=chance.random() < 0.3,
        )
        held = model.watch(one.article)
        for each in (model, rechecks):
            if held is None:
                each.follow([one], position=step)
            else:
                each.put(replace(one, host=held.host))
        now = at(chance.randrange(50))
        assert rechecks.due(now=now, limit=2) == model.due(now=now, limit=2)
        assert rechecks.missing() == model.missing()
    assert rechecks.position() == model.position()


def test_a_state_changes_only_from_the_one_it_was_thought_to_have(opener: Opener) -> None:
    archive = opener()[0]
    one = archive.file([draft(1)], now=NOON)[0].id
    archive.restate(one, State.WITHHELD, reason="request 4", now=at(1))
    changes = archive.last_change()
    assert archive.restate(one, State.WITHDRAWN, reason="404", now=at(2), only_from=State.VISIBLE) is None
    assert archive.last_change() == changes
    assert archive.restate(one, State.VISIBLE, reason="x", now=at(3), only_from=State.WITHHELD) is not None
    article = archive.article(one)
    assert article is not None
    assert article.state is State.VISIBLE


def test_what_is_to_be_visited_in_a_year_is_not_due_before(rechecks: Rechecks) -> None:
    far = watch(1, due=at(60 * 24 * 365))
    rechecks.follow([far], position=1)
    assert rechecks.due(now=at(60 * 24 * 300), limit=5) == ()
    assert rechecks.due(now=at(60 * 24 * 365), limit=5) == (far,)
