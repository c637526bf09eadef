"""Who watches hears of each story once, and of news alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.newsroom.conftest import NOON
from tests.newsroom.watched import DAM, Watched, draft
from warraq.newsroom.alerting import MOST_AN_HOUR, Told, placing
from warraq.press import (
    DIGEST,
    ArticleId,
    Coverage,
    Decision,
    DecisionKind,
    Event,
    EventId,
    Evidence,
    Grounds,
    Member,
    MessageState,
    Moment,
    Placing,
    Precision,
    State,
    StoryId,
    WatchState,
)


def stories(house: Watched, watch: object) -> list[int]:
    return [one.note.story for one in house.told(watch)]  # type: ignore[arg-type]


@pytest.fixture
def house() -> Watched:
    return Watched()


def test_a_new_article_that_answers_is_told_of_and_another_is_not(house: Watched) -> None:
    watch = house.watch()
    dam, _ = house.file(draft(1), draft(2, "الدوري المصري: فوز الأهلي"))
    house.step()
    (told,) = house.told(watch)
    assert (told.note.story, told.note.articles, told.note.state) == (dam, (dam,), MessageState.WAITING)
    assert house.watches.position() == house.archive.last_change()


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ('"سد النهضة"', True),
        ("سدود", True),  # as /search finds it: by the stem
        ("سد -مفاوضات", False),
        ("title:النهضة source:nahar", True),
        ("source:ahram", False),
        ("country:eg سد", True),
        ("النهضه", True),
        ("سد غزة", False),  # nothing is relaxed
        ("", False),
        ("-سد", False),
    ],
)
def test_a_watch_is_read_as_a_search_is(house: Watched, query: str, *, answers: bool) -> None:
    watch = house.watch(query)
    house.file(draft(1))
    house.step()
    assert bool(house.told(watch)) is answers


def test_one_story_is_one_message_however_many_papers_tell_it(house: Watched) -> None:
    house.places = lambda ids: {one: Told(1, papers=len(ids)) for one in ids}
    watch = house.watch()
    first, second = house.file(draft(1), draft(2))
    house.step()
    house.file(draft(3))
    house.step()
    (told,) = house.told(watch)
    assert told.note.articles == (first, second)


def test_a_story_that_became_part_of_another_is_not_told_of_again(house: Watched) -> None:
    house.places = lambda ids: {one: Told(100) for one in ids}
    watch = house.watch()
    house.file(draft(1))
    house.step()
    house.places = lambda ids: {one: Told(50) for one in ids}  # merged: the first article stands there too
    house.file(draft(2))
    house.step()
    assert stories(house, watch) == [100]


def test_a_story_is_an_event_and_its_papers_are_counted() -> None:
    def member(article: int, event: int) -> Member:
        grounds = Grounds(Evidence.FIRST)
        place = Placing(ArticleId(article), EventId(event), StoryId(event), grounds)
        return Member(place, "nahar", "eg", NOON, provisional=True)

    class Held:
        def places(self, articles: Sequence[ArticleId]) -> dict[ArticleId, tuple[Member, ...]]:
            known = {1: (member(1, 1), member(1, 9)), 2: (member(2, 1),), 3: ()}
            return {one: known[one] for one in articles if one in known}

        def events(self, ids: Sequence[EventId]) -> dict[EventId, Event]:
            papers = tuple(Coverage(name, "eg", NOON, 1, True) for name in ("nahar", "sada"))
            assert list(ids) == [1]
            return {EventId(1): Event(EventId(1), StoryId(1), ArticleId(1), NOON, NOON, 2, papers)}

    found = placing(Held())([ArticleId(number) for number in range(1, 5)])
    assert found == {1: Told(1, papers=2), 2: Told(1, papers=2)}


def test_an_article_waits_for_its_story_but_not_for_ever(house: Watched) -> None:
    watch = house.watch()
    house.placed = 0
    house.file(draft(1))
    house.step()
    assert house.told(watch) == []
    house.clock.pass_by(minutes=6)
    house.step()
    assert len(house.told(watch)) == 1


def test_what_is_old_wakes_nobody(house: Watched) -> None:
    watch = house.watch()
    old = Moment(NOON - timedelta(days=2), Precision.DAY, "Africa/Cairo")
    ahead = Moment(NOON + timedelta(days=2), Precision.DAY, "Africa/Cairo")
    house.file(
        draft(1, published=old),
        draft(2, published=ahead),
        draft(3, published=None, reader="import/1"),
    )
    house.step()
    assert house.told(watch) == []
    assert house.watches.position() == house.archive.last_change()


@pytest.mark.parametrize(
    ("hours", "precision", "told"),
    [
        (23, Precision.MINUTE, True),
        (25, Precision.MINUTE, False),
        (34, Precision.DAY, True),  # the evening of yesterday, perhaps
        (37, Precision.DAY, False),
        (-2, Precision.MINUTE, True),  # a clock that is fast
        (-4, Precision.MINUTE, False),
        (1, Precision.MONTH, False),
    ],
)
def test_news_is_a_day_old_at_most(house: Watched, hours: int, precision: Precision, *, told: bool) -> None:
    watch = house.watch()
    house.file(draft(1, published=Moment(NOON - timedelta(hours=hours), precision, "UTC")))
    house.step()
    assert bool(house.told(watch)) is told


def test_without_a_date_it_counts_when_the_page_was_seen(house: Watched) -> None:
    watch = house.watch()
    (seen,) = house.file(draft(1, published=None))
    house.step()
    assert stories(house, watch) == [seen]


def test_without_a_date_nothing_counts_of_a_paper_whose_past_is_fetched(house: Watched) -> None:
    watch = house.watch()
    house.filling = frozenset(["nahar"])
    (_, dated) = house.file(draft(1, published=None), draft(2))
    house.step()
    assert stories(house, watch) == [dated]


def test_what_was_filed_while_nobody_looked_for_days_wakes_nobody(house: Watched) -> None:
    watch = house.watch()
    house.file(draft(1))
    house.clock.pass_by(days=2)
    house.step()
    assert house.told(watch) == []


def test_an_edit_is_no_new_article(house: Watched) -> None:
    watch = house.watch()
    house.file(draft(1, "خبر آخر"))
    house.step()
    house.file(replace(draft(1), fingerprint="other"))
    house.step()
    assert house.told(watch) == []


def test_what_is_withheld_before_anybody_was_told_is_not_told_of(house: Watched) -> None:
    watch = house.watch()
    (one,) = house.file(draft(1))
    house.archive.restate(one, State.WITHHELD, reason="بطلب", now=house.clock.now())
    house.step()
    assert house.told(watch) == []


def test_a_name_that_is_no_way_to_find_articles_is_none_to_watch_for(house: Watched) -> None:
    house.decisions.record(
        Decision(DecisionKind.MASK, "بطلب", "desk", name="سمير التجاني"), now=house.clock.now()
    )
    watch = house.watch("سمير التجاني")
    house.file(draft(1, "محاكمة سمير التجاني"))
    house.step()
    assert house.told(watch) == []


def test_services_are_told_of_where_they_are_wanted(house: Watched) -> None:
    without, wanted = house.watch("الطقس"), house.watch("الطقس", services=True)
    house.file(draft(1, "حالة الطقس اليوم الثلاثاء ودرجات الحرارة المتوقعة"))
    house.step()
    assert house.told(without) == []
    assert len(house.told(wanted)) == 1


def test_without_a_webhook_stories_stand_in_the_feed_alone(house: Watched) -> None:
    watch = house.watch(target=None)
    house.file(draft(1))
    house.step()
    assert [one.note.state for one in house.told(watch)] == [MessageState.LISTED]


def test_more_than_fits_into_an_hour_stands_in_the_feed_alone(house: Watched) -> None:
    watch = house.watch()
    house.file(*(draft(number) for number in range(MOST_AN_HOUR + 5)))
    house.step()
    assert house.watches.tally(watch.id) == {MessageState.WAITING: MOST_AN_HOUR, MessageState.LISTED: 5}
    house.clock.pass_by(minutes=61)
    house.file(draft(999))
    house.step()
    assert house.watches.tally(watch.id)[MessageState.WAITING] == MOST_AN_HOUR + 1


def test_a_paused_watch_is_silent_and_catches_up_with_nothing(house: Watched) -> None:
    paused, other = house.watch(), house.watch("مفاوضات")
    house.watches.restate(paused.id, WatchState.PAUSED)
    house.file(draft(1))
    house.step()
    house.watches.restate(paused.id, WatchState.ACTIVE)
    house.step()
    assert house.told(paused) == []
    assert len(house.told(other)) == 1


def test_where_every_watch_rests_what_is_printed_meanwhile_is_told_of_by_none(house: Watched) -> None:
    watch = house.watch()
    house.watches.restate(watch.id, WatchState.PAUSED)
    house.file(draft(1))
    house.step()
    house.watches.restate(watch.id, WatchState.ACTIVE)
    (after,) = house.file(draft(2))
    house.step()
    assert stories(house, watch) == [after]


def test_the_first_message_holds_the_day_before_and_its_stories_are_not_told_of_again(house: Watched) -> None:
    house.places = lambda ids: {one: Told(7 if one < 3 else int(one)) for one in ids}
    older = Moment(NOON - timedelta(hours=30), Precision.MINUTE, "Africa/Cairo")
    first, second, third, _, _ = house.file(
        draft(1), draft(2), draft(3), draft(4, published=older), draft(5, "الدوري")
    )
    watch = house.watch(begun=False)
    house.step()
    told = house.told(watch)
    digest = told[-1]
    assert digest.note.story == DIGEST
    assert digest.note.state is MessageState.WAITING
    assert len(digest.note.articles) == 2
    assert third in digest.note.articles
    assert {one.note.story for one in told} == {DIGEST, 7, third}
    assert [one.state for one in (one.note for one in told[:-1])] == [MessageState.LISTED] * 2
    house.file(draft(6, DAM))
    house.places = lambda ids: {one: Told(7) for one in ids}
    house.step()
    assert len(house.told(watch)) == 3
    assert {first, second} & {one for message in told for one in message.note.articles}


def test_a_first_message_with_nothing_in_it_is_sent_all_the_same(house: Watched) -> None:
    watch = house.watch(begun=False)
    house.step()
    (digest,) = house.told(watch)
    assert (digest.note.story, digest.note.articles) == (DIGEST, ())


def test_the_first_message_waits_for_the_index(house: Watched) -> None:
    house.watch("مفاوضات")
    watch = house.watch(begun=False)
    house.step()
    assert house.told(watch)[0].note.story == DIGEST
    house.file(draft(1), indexed=False)
    house.step()
    late = house.watch(begun=False)
    house.step()
    assert house.told(late) == []
    house.file(draft(2))
    house.step()
    assert DIGEST in stories(house, late)


def test_killed_between_two_steps_nothing_is_lost_and_nothing_told_twice(house: Watched) -> None:
    watch = house.watch()
    for number in range(6):
        house.file(draft(number))
        if number % 2:
            house.desk().step()  # each time another process, that ends here
    house.step()
    found = stories(house, watch)
    assert len(found) == len(set(found)) == 6


def test_of_two_who_follow_at_once_one_writes(house: Watched) -> None:
    watch = house.watch()
    house.file(draft(1))
    before = house.watches.position()

    def meanwhile(ids: Sequence[ArticleId]) -> dict[ArticleId, Told]:
        if house.watches.position() == before:
            house.watches.tell((), now=NOON, position=before + 1, after=before)
        return {}

    house.places = meanwhile
    house.desk().step()
    assert house.told(watch) == []  # the other one's work stands


def test_an_archive_that_was_restored_is_followed_from_where_it_stands(house: Watched) -> None:
    watch = house.watch()
    house.watches.tell((), now=NOON, position=900, after=house.watches.position())
    house.file(draft(1))
    house.step()
    assert house.watches.position() == house.archive.last_change()
    house.file(draft(2))
    house.step()
    assert len(house.told(watch)) == 1
