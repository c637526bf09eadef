"""Do articles find their place among the stories as they come, whoever came first and whatever becomes of them?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from tests.newsroom.conftest import NOON, StoppedClock
from tests.newsroom.telling import BANK, CUP, PORT, WIRE, minutes, printed
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorystories import MemoryStories
from warraq.errors import ArchiveError
from warraq.newsroom.grouping import Grouping
from warraq.newsroom.leading import kept_back
from warraq.newsroom.regrouping import regroup
from warraq.ports.stories import Batch
from warraq.press import (
    ArticleId,
    Draft,
    Event,
    EventId,
    Evidence,
    Grounds,
    Kinship,
    Member,
    MoveKind,
    Placing,
    Proposal,
    Source,
    State,
    StoryId,
    StoryWord,
    StoryWordKind,
)

SOURCES = tuple(
    Source(slug, slug, country, "Africa/Cairo", "ar")
    for slug, country in (("tishrin", "sy"), ("nahar", "lb"), ("ahram", "eg"), ("chorouk", "tn"))
)


@dataclass
class Desk:
    """A grouping desk with what it stands on."""

    clock: StoppedClock = field(default_factory=StoppedClock)
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    stories: MemoryStories = field(default_factory=MemoryStories)
    grouping: Grouping = field(init=False)

    def __post_init__(self) -> None:
        self.archive.put_sources(SOURCES)
        self.begin()

    def begin(self) -> None:
        """As after a restart: nothing is known but what was kept."""
        self.grouping = Grouping(self.archive, self.stories, self.clock)

    def file(self, *drafts: Draft) -> None:
        self.archive.file(drafts, now=self.clock.now())
        self.grouping.catch_up()

    def pass_by(self, **delta: float) -> None:
        self.clock.pass_by(**delta)
        self.grouping.catch_up()

    def events(self) -> list[list[int]]:
        """Articles by their event, as lists show them."""
        found: dict[EventId, list[int]] = {}
        for article in self.archive.ids():
            for member in self.stories.places([article]).get(article, ())[:1]:
                if member.shown:
                    found.setdefault(member.placing.event, []).append(article)
        return sorted(found.values())

    def event(self, number: int) -> Event:
        event = self.stories.event(EventId(number))
        assert event is not None
        return event


@pytest.fixture
def desk() -> Desk:
    return Desk()


def port(number: int, place: int, source: str, minute: float = 0.0) -> Draft:
    return printed(number, PORT[place], source, NOON + minutes(minute))


def test_accounts_in_other_words_are_one_event_within_the_hour_and_marked_as_provisional(desk: Desk) -> None:
    desk.file(port(1, 0, "tishrin"), printed(2, CUP, "nahar", NOON))
    desk.clock.pass_by(minutes=5)
    desk.file(port(3, 1, "ahram", 3))
    assert desk.events() == [[1, 3], [2]]
    assert not desk.event(1).settled
    assert desk.stories.waiting() == (1, 2, 3)
    desk.pass_by(minutes=70)
    assert desk.events() == [[1, 3], [2]]
    assert desk.event(1).settled
    assert desk.stories.waiting() == ()
    assert [one.source for one in desk.event(1).papers] == ["tishrin", "ahram"]
    assert desk.event(1).countries == {"sy", "eg"}


def test_why_it_stands_there_is_told_in_the_words_that_the_paper_printed(desk: Desk) -> None:
    desk.file(port(1, 0, "tishrin"), port(2, 1, "ahram", 1))
    for waited in (0, 90):
        desk.pass_by(minutes=waited)
        grounds = desk.stories.places([ArticleId(2)])[ArticleId(2)][0].placing.grounds
        assert grounds.nearest == 1
        assert "17" in grounds.numbers
        printed_words = " ".join(PORT[1])
        assert all(word in printed_words for word in (*grounds.names, *grounds.words))
        assert {"بمرفأ", "اللاذقية"} & {*grounds.names, *grounds.words}


def test_within_the_hour_it_does_not_matter_who_came_first() -> None:
    drafts = [
        port(1, 0, "tishrin", 2),
        port(2, 1, "ahram", 4),
        port(3, 2, "nahar", 9),
        printed(4, BANK[0], "chorouk", NOON + minutes(6)),
        printed(5, BANK[1], "ahram", NOON + minutes(11)),
    ]
    found = set()
    for order in itertools.islice(itertools.permutations(drafts), 0, 120, 17):
        desk = Desk()
        for draft in order:
            desk.clock.pass_by(minutes=2)
            desk.file(draft)
        desk.pass_by(minutes=90)
        urls = {article: desk.archive.articles([ArticleId(article)])[0].draft.url for article in range(1, 6)}
        found.add(tuple(sorted(tuple(sorted(urls[one] for one in event)) for event in desk.events())))
    assert len(found) == 1
    assert [len(event) for event in next(iter(found))] == [3, 2] or [
        len(event) for event in next(iter(found))
    ] == [2, 3]


def test_a_wire_that_two_papers_print_is_found_and_counts_as_one_account(desk: Desk) -> None:
    edited = (WIRE[0], WIRE[1].replace("وشيكة", "محدقة").replace("دون قيود", "بلا شروط"))
    desk.file(printed(1, WIRE, "nahar", NOON))
    desk.clock.pass_by(minutes=10)
    desk.file(printed(2, edited, "ahram", NOON + minutes(10)))
    desk.pass_by(minutes=90)
    (kin,) = desk.stories.kin([ArticleId(2)])
    assert (kin.article, kin.older, kin.kinship) == (2, 1, Kinship.REPRINT)
    assert [one.own for one in desk.event(1).papers] == [True, False]
    assert desk.stories.places([ArticleId(2)])[ArticleId(2)][0].placing.grounds.evidence is Evidence.TEXT


def test_what_is_taken_away_leaves_lists_and_counts_and_comes_back(desk: Desk) -> None:
    desk.file(port(1, 0, "tishrin"), port(2, 1, "ahram", 1))
    desk.pass_by(minutes=90)
    desk.archive.restate(ArticleId(1), State.WITHHELD, reason="طلب", now=desk.clock.now())
    desk.grouping.catch_up()
    assert desk.events() == [[2]]
    assert (desk.event(1).lead, desk.event(1).articles) == (2, 1)
    desk.archive.restate(ArticleId(1), State.VISIBLE, reason=None, now=desk.clock.now())
    desk.grouping.catch_up()
    assert desk.events() == [[1, 2]]


def test_what_is_withheld_before_it_was_grouped_is_nowhere_until_it_is_shown(desk: Desk) -> None:
    desk.archive.file([port(1, 0, "tishrin")], now=NOON)
    desk.archive.restate(ArticleId(1), State.WITHHELD, reason="طلب", now=NOON)
    desk.grouping.catch_up()
    assert desk.stories.places([ArticleId(1)]) == {}
    desk.archive.restate(ArticleId(1), State.VISIBLE, reason=None, now=NOON)
    desk.grouping.catch_up()
    assert desk.events() == [[1]]


def test_another_wording_is_read_again_and_keeps_its_place(desk: Desk) -> None:
    desk.file(printed(1, WIRE, "nahar", NOON), printed(2, CUP, "ahram", NOON))
    desk.pass_by(minutes=90)
    assert desk.stories.kin([ArticleId(2)]) == ()
    copied = replace(printed(2, CUP, "ahram", NOON), body=WIRE[1], fingerprint="other")
    desk.file(copied)
    assert [one.older for one in desk.stories.kin([ArticleId(2)])] == [1]
    assert desk.events() == [[1], [2]]


def test_what_came_long_after_it_was_printed_is_grouped_in_its_own_time_and_leads_nothing(desk: Desk) -> None:
    then = NOON - timedelta(days=400)
    desk.file(port(1, 0, "tishrin"))
    desk.file(
        printed(2, PORT[1], "ahram", then),
        printed(3, CUP, "nahar", then - timedelta(days=9)),
        printed(4, PORT[2], "nahar", then + minutes(30)),
    )
    desk.pass_by(minutes=90)
    assert desk.events() == [[1], [2, 4], [3]]
    assert [one.id for one in desk.stories.live(limit=9)] == [1]
    assert not desk.event(2).live


def test_the_past_that_comes_in_any_order_finds_what_came_before(desk: Desk) -> None:
    then = NOON - timedelta(days=400)
    desk.file(printed(1, PORT[0], "tishrin", then))
    desk.file(printed(2, CUP, "nahar", then + timedelta(days=100)))
    desk.file(printed(3, PORT[1], "ahram", then + minutes(40)))
    assert desk.events() == [[1, 3], [2]]


def test_a_date_far_ahead_and_no_date_at_all_count_from_their_coming(desk: Desk) -> None:
    desk.file(printed(1, PORT[0], "tishrin", NOON + timedelta(days=300)), printed(2, PORT[1], "ahram", None))
    desk.pass_by(minutes=90)
    assert desk.events() == [[1, 2]]
    assert desk.stories.waiting() == ()
    assert desk.event(1).last == NOON
    desk.begin()
    desk.file(port(3, 2, "nahar", 80))
    desk.pass_by(minutes=90)
    assert desk.events() == [[1, 2, 3]]


def test_after_a_restart_it_goes_on_where_it_stood(desk: Desk) -> None:
    desk.file(port(1, 0, "tishrin"), printed(2, BANK[0], "chorouk", NOON))
    desk.pass_by(minutes=90)
    desk.file(port(3, 1, "ahram", 85))
    desk.begin()
    desk.pass_by(minutes=90)
    desk.begin()
    desk.file(printed(4, BANK[1], "ahram", desk.clock.now()), printed(5, WIRE, "nahar", desk.clock.now()))
    desk.pass_by(minutes=90)
    assert desk.events() == [[1, 3], [2, 4], [5]]
    desk.begin()
    desk.file(printed(6, WIRE, "ahram", desk.clock.now()))
    assert [one.older for one in desk.stories.kin([ArticleId(6)])] == [5]


class Breaking(MemoryStories):
    """Fails once, before anything is written."""

    broken = False

    def group(self, batch: Batch, *, position: int, after: int) -> bool:
        if not self.broken and batch.members:
            self.broken = True
            raise ArchiveError("the disk is full")
        return super().group(batch, position=position, after=after)


def test_a_batch_that_was_not_written_is_taken_again_and_doubles_nothing() -> None:
    desk = Desk(stories=Breaking())
    desk.archive.file([port(1, 0, "tishrin"), port(2, 1, "ahram", 1)], now=NOON)
    with pytest.raises(ArchiveError):
        desk.grouping.step()
    desk.pass_by(minutes=90)
    assert desk.events() == [[1, 2]]
    assert desk.event(1).articles == 2


def test_two_that_follow_never_write_over_each_other(desk: Desk) -> None:
    other = Grouping(desk.archive, desk.stories, desk.clock)
    desk.file(port(1, 0, "tishrin"))
    desk.archive.file([port(2, 1, "ahram", 1)], now=NOON)
    other.catch_up()
    desk.file(port(3, 2, "nahar", 2))
    desk.pass_by(minutes=90)
    other.catch_up()
    assert desk.events() == [[1, 2, 3]]


def say(desk: Desk, kind: StoryWordKind, event: int, other: int | None, articles: Sequence[int]) -> None:
    word = StoryWord(kind, EventId(event), "الإدارة", "سبب",
                     other=EventId(other) if other else None, articles=tuple(map(ArticleId, articles)))  # fmt: skip
    assert desk.stories.say(word, now=desk.clock.now()) is not None


def test_what_an_editor_parted_is_not_put_together_again_and_what_was_merged_takes_what_follows(
    desk: Desk,
) -> None:
    desk.file(port(1, 0, "tishrin"), port(2, 1, "ahram", 1), printed(3, CUP, "nahar", NOON))
    desk.pass_by(minutes=90)
    say(desk, StoryWordKind.SPLIT, 1, None, [2])
    say(desk, StoryWordKind.MERGE, 3, 2, [])
    assert desk.events() == [[1], [2, 3]]
    desk.file(port(4, 2, "nahar", 80))
    desk.pass_by(minutes=90)
    by_event = desk.events()
    assert [1, 2] not in by_event
    assert sum(4 in event for event in by_event) == 1
    assert not any({1, 2} <= set(event) for event in by_event)


def test_ten_thousand_alike_from_one_paper_swallow_nothing(desk: Desk) -> None:
    flood = [
        printed(number, ("عاجل", f"خبر عاجل رقم {number}"), "ahram", NOON + minutes(number / 60))
        for number in range(1, 400)
    ]
    desk.file(*flood, *(port(400 + place, place, source) for place, source in enumerate(("tishrin", "nahar", "chorouk"))))  # fmt: skip
    desk.pass_by(minutes=120)
    assert [400, 401, 402] in desk.events()
    assert max(len(event) for event in desk.events()) <= 60


def test_service_items_never_lead_however_many_papers_print_them(desk: Desk) -> None:
    desk.grouping = Grouping(desk.archive, desk.stories, desk.clock, kept_back)
    prayers = ("مواقيت الصلاة اليوم الثلاثاء في القاهرة والإسكندرية", "تنشر الصحيفة مواقيت الصلاة اليوم الثلاثاء في القاهرة والإسكندرية وأسوان.")  # fmt: skip
    desk.file(*(printed(n, prayers, source, NOON) for n, source in enumerate(("ahram", "nahar", "chorouk"), 1)),
              port(4, 0, "tishrin"), printed(5, CUP, "nahar", NOON))  # fmt: skip
    desk.pass_by(minutes=90)
    assert desk.events() == [[1, 2, 3], [4], [5]]
    assert {one.id for one in desk.stories.live(limit=9)} == {4, 5}


def test_grouping_anew_proposes_and_renames_nothing(desk: Desk) -> None:
    desk.file(
        port(1, 0, "tishrin"), port(2, 1, "ahram", 1), printed(3, CUP, "nahar", NOON), port(4, 2, "nahar", 3)
    )
    desk.pass_by(minutes=90)
    assert regroup(desk.grouping, now=desk.clock.now(), days=5) == ()
    say(desk, StoryWordKind.SPLIT, 1, None, [4])
    say(desk, StoryWordKind.MERGE, 1, 3, [])
    stands = desk.events()
    assert regroup(desk.grouping, now=desk.clock.now(), days=5) == ()  # an editor said so
    desk.stories = MemoryStories()
    desk.begin()
    assert desk.stories.group(Batch(tuple(member(desk, n, e) for n, e in ((1, 1), (2, 2), (3, 1), (4, 4)))),
                              position=desk.archive.last_change(), after=0)  # fmt: skip
    stands = desk.events()
    found = regroup(desk.grouping, now=desk.clock.now(), days=5)
    assert found == desk.stories.proposals()
    assert Proposal(MoveKind.MERGED, EventId(1), EventId(2)) in found
    assert Proposal(MoveKind.MERGED, EventId(1), EventId(4)) in found
    assert Proposal(MoveKind.SPLIT, EventId(1), articles=(ArticleId(3),)) in found
    assert desk.events() == stands == [[1, 3], [2], [4]]


def member(desk: Desk, article: int, event: int) -> Member:
    held = desk.archive.articles([ArticleId(article)])[0]
    placing = Placing(ArticleId(article), EventId(event), StoryId(event), Grounds(Evidence.FIRST))
    return Member(placing, held.draft.source, None, held.at)
