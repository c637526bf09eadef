"""Does every back end keep the contract of placings, events and editors' words?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorystories import MemoryStories
from warraq.archives.sql import SqlArchive, stories_of
from warraq.ports.stories import Batch, Place, Seen, Stories
from warraq.press import (
    ArticleId,
    Case,
    Coverage,
    EventId,
    Evidence,
    Grounds,
    Kin,
    Kinship,
    Member,
    Move,
    MoveKind,
    Placing,
    Proposal,
    Sameness,
    StoryId,
    StoryWord,
    StoryWordKind,
)

Again = Callable[[], Stories]
GROUNDS = Grounds(Evidence.WORDS, ArticleId(1), 0.42, ("طرابلس",), ("انفجار", "مرفأ"), ("17",), 3600.0)
PAPERS = {1: ("nahar", "lb"), 2: ("ahram", "eg"), 3: ("masry", "eg"), 4: ("sabah", "tn"), 5: ("nahar", "lb")}


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    """Opens the same stories again, as another process would; articles 1 to 9 stand beside them."""
    archive = opener()[0]
    archive.file([draft(number) for number in range(1, 10)], now=NOON)
    if isinstance(archive, MemoryArchive):
        held = MemoryStories()
        yield lambda: held
        return

    def opened() -> Stories:
        fresh = opener()[0]
        assert isinstance(fresh, SqlArchive)
        return stories_of(fresh)

    yield opened


@pytest.fixture
def stories(again: Again) -> Stories:
    return again()


def member(article: int, event: int, *, story: int | None = None, **given: object) -> Member:
    """Article n comes n minutes after noon, in a paper of its own."""
    source, country = PAPERS.get(article, (f"paper-{article}", "eg"))
    placing = Placing(
        ArticleId(article), EventId(event), StoryId(story if story is not None else event), GROUNDS
    )
    return replace(Member(placing, source, country, at(article), "politics"), **given)  # type: ignore[arg-type]


def group(stories: Stories, *members: Member, **given: object) -> None:
    position = stories.position()
    assert stories.group(Batch(members, **given), position=position + 1, after=position)  # type: ignore[arg-type]


def ids(members: tuple[Member, ...]) -> list[int]:
    return [one.placing.article for one in members]


def merge(event: int, other: int) -> StoryWord:
    return StoryWord(StoryWordKind.MERGE, EventId(event), "الإدارة", "حدث واحد", other=EventId(other))


def split(event: int, *articles: int) -> StoryWord:
    case = Case(ArticleId(1), ArticleId(articles[0]), Sameness.DIFFERENT)
    return StoryWord(
        StoryWordKind.SPLIT,
        EventId(event),
        "الإدارة",
        "حدثان\n«مختلفان»",
        articles=tuple(map(ArticleId, articles)),
        cases=(case,),
    )


def test_nothing_is_grouped_at_first(stories: Stories) -> None:
    assert (stories.position(), stories.last_word(), stories.words(), stories.proposals()) == (0, 0, (), ())
    assert stories.event(EventId(1)) is stories.event(EventId(0)) is stories.event(EventId(2**70)) is None
    assert (stories.live(limit=9), stories.waiting(), stories.samples(limit=9)) == ((), (), ())
    assert stories.members(EventId(1), limit=9) == stories.told_in(StoryId(1), limit=9) == ()
    assert stories.places([ArticleId(1)]) == {}


def test_a_place_comes_back_as_it_was_put_with_all_that_explains_it(again: Again) -> None:
    whole = member(2, 1, shown=True, past=True, leads=False, copy=ArticleId(1), section=None, country=None)
    group(again(), member(1, 1), whole)
    assert again().places([ArticleId(2), ArticleId(9), ArticleId(2**70)]) == {2: (whole,)}
    assert again().position() == 1


def test_what_somebody_else_grouped_meanwhile_is_not_written_over(stories: Stories) -> None:
    group(stories, member(1, 1))
    assert not stories.group(Batch((member(2, 1),)), position=5, after=0)
    assert stories.position() == 1
    assert stories.places([ArticleId(2)]) == {}


def test_an_event_tells_its_papers_in_the_order_in_which_they_began(again: Again) -> None:
    group(again(), *(member(n, 1, copy=ArticleId(1) if n == 2 else None) for n in (1, 2, 3, 4, 5)))
    event = again().event(EventId(1))
    assert event is not None
    assert event.papers == (
        Coverage("nahar", "lb", at(1), 2, own=True),
        Coverage("ahram", "eg", at(2), 1, own=False),
        Coverage("masry", "eg", at(3), 1, own=True),
        Coverage("sabah", "tn", at(4), 1, own=True),
    )
    assert (event.lead, event.first, event.last, event.articles) == (1, at(1), at(5), 5)
    assert (event.section, event.leads, event.live, event.settled) == ("politics", True, True, True)
    assert again().events([EventId(1), EventId(2)]) == {1: event}


def test_what_is_not_shown_is_in_no_list_and_no_count(again: Again) -> None:
    group(again(), member(1, 1), member(2, 1))
    group(again(), member(1, 1, shown=False))
    event = again().event(EventId(1))
    assert event is not None
    assert (event.lead, event.articles, len(event.papers)) == (2, 1, 1)
    assert ids(again().members(EventId(1), limit=9)) == [2]
    group(again(), member(2, 1, shown=False))
    event = again().event(EventId(1))
    assert event is not None
    assert (event.lead, event.first, event.articles) == (None, None, 0)
    assert again().live(limit=9) == again().told_in(StoryId(1), limit=9) == ()


def test_members_are_read_page_by_page_from_either_end(stories: Stories) -> None:
    group(stories, *(member(n, 1) for n in range(1, 6)))
    first = stories.members(EventId(1), limit=2)
    assert ids(first) == [5, 4]
    assert ids(stories.members(EventId(1), limit=2, after=Place(first[-1].at, ArticleId(4)))) == [3, 2]
    assert ids(stories.members(EventId(1), limit=2, newest=False)) == [1, 2]
    assert ids(stories.members(EventId(1), limit=9, newest=False, after=Place(at(3), ArticleId(3)))) == [4, 5]
    assert stories.members(EventId(1), limit=0) == ()


def test_a_round_up_stands_in_several_events_its_own_first(again: Again) -> None:
    group(again(), member(1, 1), member(2, 2), member(3, 2), member(3, 1))
    assert [one.placing.event for one in again().places([ArticleId(3)])[ArticleId(3)]] == [2, 1]
    assert ids(again().members(EventId(1), limit=9)) == [3, 1]
    assert ids(again().members(EventId(2), limit=9)) == [3, 2]


def test_a_merged_event_answers_with_its_heir_and_takes_every_article_along(again: Again) -> None:
    group(again(), member(1, 1), member(2, 2), member(3, 2), member(3, 1))
    group(again(), moves=(Move(MoveKind.MERGED, EventId(1), at(9), EventId(2), (ArticleId(2),)),))
    heir = again().event(EventId(2))
    assert heir is not None
    assert (heir.id, heir.articles) == (1, 3)
    assert again().events([EventId(2)]) == {}
    assert ids(again().members(EventId(1), limit=9)) == [3, 2, 1]
    assert len(again().places([ArticleId(3)])[ArticleId(3)]) == 1
    assert again().moves(EventId(1)) == (
        Move(MoveKind.MERGED, EventId(1), at(9), EventId(2), (ArticleId(2),)),
    )


def test_a_provisional_place_waits_and_its_address_leads_to_where_the_article_settles(again: Again) -> None:
    group(again(), member(1, 1), member(2, 2, provisional=True), member(3, 2, provisional=True))
    assert again().waiting() == (2, 3)
    assert ids(again().settled(at(0), limit=9)) == [1]
    event = again().event(EventId(2))
    assert event is not None
    assert not event.settled
    group(again(), member(2, 1), member(3, 3, story=1))
    assert again().waiting() == ()
    assert [again().event(EventId(n)).id for n in (1, 2, 3)] == [1, 1, 3]  # type: ignore[union-attr]
    assert [one.id for one in again().told_in(StoryId(1), limit=9)] == [3, 1]


def test_what_settled_is_read_by_time(stories: Stories) -> None:
    group(stories, *(member(n, n) for n in (3, 1, 2)), member(4, 4, shown=False))
    assert ids(stories.settled(at(2), limit=9)) == [2, 3, 4]
    assert ids(stories.settled(at(1), limit=1, after=Place(at(1), ArticleId(1)))) == [2]
    assert ids(stories.settled(at(1), limit=9, until=at(3))) == [1, 2]


def test_the_hottest_come_first_for_readers_of_each_country(again: Again) -> None:
    group(again(), member(1, 1), member(2, 1), member(3, 1), member(4, 4), member(5, 4), member(6, 6))
    assert [one.id for one in again().live(limit=9)] == [1, 4, 6]
    assert [one.id for one in again().live(limit=1)] == [1]
    assert [one.id for one in again().live(limit=9, countries=frozenset({"eg"}))] == [1, 6]
    assert [one.id for one in again().live(limit=9, countries=frozenset({"eg", "tn"}))] == [1, 6, 4]
    assert again().live(limit=9, countries=frozenset()) == again().live(limit=0) == ()


def test_what_was_brought_in_later_asks_for_care_or_rests_does_not_lead(again: Again) -> None:
    group(again(), member(1, 1, past=True), member(2, 2, leads=False), member(3, 3), member(4, 3, past=True))
    assert [one.id for one in again().live(limit=9)] == [3]
    group(again(), moves=(Move(MoveKind.RESTED, EventId(3), at(9)),))
    assert again().live(limit=9) == ()
    group(again(), member(5, 3), moves=(Move(MoveKind.REVIVED, EventId(3), at(10)),))
    assert [one.id for one in again().live(limit=9)] == [3]


def test_kin_are_found_from_both_sides(again: Again) -> None:
    one = Kin(ArticleId(2), ArticleId(1), Kinship.REPRINT, 0.75)
    other = Kin(ArticleId(3), ArticleId(2), Kinship.EXCERPT, 0.5)
    group(again(), kin=(one, other))
    assert again().kin([ArticleId(2)]) == (one, other)
    assert again().kin([ArticleId(1)]) == (one,)
    assert again().kin([ArticleId(1), ArticleId(3)], limit=1) == (one,)
    group(again(), kin=(replace(one, share=0.9),))
    assert again().kin([ArticleId(1)]) == (replace(one, share=0.9),)


def test_samples_come_back_newest_first(again: Again) -> None:
    group(again(), samples=((ArticleId(1), (5, 2**61 - 1)), (ArticleId(2), (7,)), (ArticleId(3), ())))
    assert again().samples(limit=2) == ((3, ()), (2, (7,)))
    assert again().samples(ArticleId(2), limit=9) == ((1, (5, 2**61 - 1)),)


def test_an_editor_merges_events_for_good(again: Again) -> None:
    group(again(), member(1, 1), member(2, 2), member(3, 3))
    said = again().say(merge(3, 1), now=at(60))
    assert said is not None
    assert (said.number, said.made, said.at) == (1, 1, at(60))
    assert again().event(EventId(3)).id == 1  # type: ignore[union-attr]
    assert again().say(merge(3, 1), now=at(61)) is None
    assert again().say(merge(1, 1), now=at(61)) is None
    assert (again().words(), again().last_word(), again().words(after=1)) == ((said,), 1, ())


def test_an_editor_splits_an_event_and_its_number_stays_with_the_article_that_it_began_with(
    again: Again,
) -> None:
    group(again(), *(member(n, 1) for n in (1, 2, 3, 4)))
    said = again().say(split(1, 2, 4), now=at(60))
    assert said is not None
    assert said.made == 2
    assert ids(again().members(EventId(1), limit=9)) == [3, 1]
    assert ids(again().members(EventId(2), limit=9)) == [4, 2]
    assert again().event(EventId(2)).story == 1  # type: ignore[union-attr]
    assert again().words() == (said,)
    assert again().say(split(1, 1), now=at(61)).made == 3  # type: ignore[union-attr]
    assert ids(again().members(EventId(1), limit=9)) == [1]
    assert again().say(split(1, 1), now=at(62)) is None
    assert again().moves(EventId(1))[0] == Move(
        MoveKind.SPLIT, EventId(1), at(60), EventId(2), (ArticleId(2), ArticleId(4))
    )


def test_an_editor_pins_the_lead_and_takes_it_back(again: Again) -> None:
    group(again(), *(member(n, 1) for n in (1, 2, 3)))
    pin = StoryWord(StoryWordKind.PIN, EventId(1), "الإدارة", "أوضح", articles=(ArticleId(3),))
    assert again().say(pin, now=at(60)) is not None
    group(again(), member(4, 1))
    event = again().event(EventId(1))
    assert event is not None
    assert (event.lead, event.pinned) == (3, True)
    assert again().say(replace(pin, articles=(ArticleId(9),)), now=at(61)) is None
    assert again().say(replace(pin, articles=()), now=at(62)) is not None
    event = again().event(EventId(1))
    assert event is not None
    assert (event.lead, event.pinned) == (1, False)


def test_letters_that_no_store_holds_are_mended_in_what_an_editor_says(again: Again) -> None:
    group(again(), member(1, 1), member(2, 2))
    assert again().say(replace(merge(1, 2), reason="نصف حرف \ud83d"), now=NOON) is not None
    assert again().words()[0].word.by == "الإدارة"


def test_proposals_replace_those_before(again: Again) -> None:
    one = Proposal(MoveKind.MERGED, EventId(1), EventId(2))
    other = Proposal(MoveKind.SPLIT, EventId(1), articles=(ArticleId(3),))
    again().propose([one, other])
    assert again().proposals() == (one, other)
    again().propose([other])
    assert again().proposals() == (other,)


def test_heat_doubles_with_papers_and_halves_with_time(stories: Stories) -> None:
    old = [member(n, 1, at=at(0) - timedelta(hours=10)) for n in (1, 2, 3, 4)]
    group(stories, *old, member(6, 6))
    assert [one.id for one in stories.live(limit=9)] == [1, 6]
    group(stories, *(replace(one, at=one.at - timedelta(hours=10)) for one in old))
    assert [one.id for one in stories.live(limit=9)] == [6, 1]


def test_of_an_event_that_somebody_spoke_of_nothing_is_said_by_who_had_not_heard_it(again: Again) -> None:
    group(again(), member(1, 1), member(2, 2), member(3, 3))
    first = again().say(merge(3, 1), now=at(60), seen=Seen(EventId(3), 0))
    assert first is not None
    assert again().say(merge(1, 2), now=at(61), seen=Seen(EventId(1), 0)) is None
    assert again().words() == (first,)
    assert again().say(merge(1, 2), now=at(62), seen=Seen(EventId(1), first.number)) is not None
