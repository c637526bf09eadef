"""Does the desk count, wait, spread a person's word to near copies, and give a paper its day back?"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

import pytest

from tests.web.press import NOON, Newsstand
from warraq.archives.memoryreports import MemoryReports
from warraq.errors import DecisionError
from warraq.moderation import caselog, transitions
from warraq.moderation.nearcopies import Album, alike, distance
from warraq.newsroom.moderating import Moderating, Overtaken
from warraq.press import (
    ArticleId,
    CaseEvent,
    CaseLine,
    CaseState,
    Category,
    Likeness,
    PictureId,
    PictureState,
    Proof,
    Reporter,
    ReportRules,
)

ONE, TWO, THREE = PictureId(1), PictureId(2), PictureId(3)
PDQ = "f" * 64
NEAR = "f" * 60 + "0000"  # 16 bits away
FAR = "0" * 27 + "f" * 37  # 108 bits away


@dataclass
class Pressroom:
    """A newsstand with a desk that stays."""

    stand: Newsstand = field(default_factory=Newsstand)

    def __post_init__(self) -> None:
        stand = self.stand
        self.desk = Moderating(
            stand.reports,
            stand.pictures,
            stand.archive,
            stand.decisions,
            stand.clock,
            rules=ReportRules(),
        )

    def hang(self, *names: str, source: str = "sada") -> list[ArticleId]:
        articles = []
        for name in names:
            article = self.stand.file(
                source=source,
                image=f"https://cdn.example/{name}.png",
                ago=timedelta(),
                seen=self.stand.clock.time,
            )
            self.stand.hang(article, name=name)
            articles.append(article)
        return articles

    def looks(self, picture: PictureId, pdq: str, quality: int = 90) -> None:
        """What the darkroom says of it."""
        self.stand.pictures.prove(picture, Proof((), 0, pdq, quality))

    def crowd(self, picture: PictureId, many: int = 6, *, apart: str = "", **given: Category) -> None:
        """So many people who reported before, of networks of their own."""
        made = self.stand.clock.now() - timedelta(days=9)
        for number in range(many):
            place = f"{apart}{number}"
            reporter = Reporter(f"{place} token", f"{place} prefix", f"{place} net", made)
            self.desk.report(picture, reporter, given.get("category", Category.OTHER))

    def wait(self, **time: float) -> None:
        self.stand.clock.time += timedelta(**time)
        self.desk.catch_up()

    def state(self, picture: PictureId) -> CaseState:
        return self.stand.reports.case(picture).standing.state

    def seen(self, picture: PictureId) -> PictureState:
        held = self.stand.pictures.picture(picture)
        assert held is not None
        return held.state


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


def test_a_crowd_hides_a_picture_after_ten_minutes_and_it_is_veiled_after_a_week(room: Pressroom) -> None:
    room.hang("a")
    room.crowd(ONE)
    room.wait(minutes=9)
    assert room.seen(ONE) is PictureState.VISIBLE
    room.wait(minutes=1)
    assert room.seen(ONE) is PictureState.HIDDEN
    assert room.stand.reports.log()[-1].said.sources == ("sada",)
    room.wait(days=7)
    assert room.seen(ONE) is PictureState.BLURRED


def test_a_voice_counts_once_however_often_it_speaks(room: Pressroom) -> None:
    room.hang("a")
    for _ in range(5):
        room.crowd(ONE, 4)
    room.wait(minutes=30)
    assert room.seen(ONE) is PictureState.VISIBLE
    assert len(room.stand.reports.case(ONE).voices) == 4


def test_a_persons_word_spreads_to_near_copies_and_a_crowds_does_not(room: Pressroom) -> None:
    room.hang("a", "b", "c")
    for picture, pdq in ((ONE, PDQ), (TWO, NEAR), (THREE, FAR)):
        room.looks(picture, pdq)
    room.crowd(ONE)
    room.wait(minutes=10)
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.AUTO_HIDDEN, CaseState.VISIBLE]
    room.desk.decide(ONE, CaseEvent.HIDE, "دم")
    assert [room.state(one) for one in (ONE, TWO, THREE)] == [
        CaseState.CONFIRMED_HIDDEN, CaseState.MATCH_HIDDEN, CaseState.VISIBLE,
    ]  # fmt: skip
    room.desk.decide(ONE, CaseEvent.KEEP, "لوحة")
    assert room.state(TWO) is CaseState.KEPT


def test_a_copy_that_comes_later_is_hidden_when_it_comes(room: Pressroom) -> None:
    room.hang("a")
    room.looks(ONE, PDQ)
    room.desk.decide(ONE, CaseEvent.HIDE, "دم")
    room.desk.catch_up()
    room.hang("b", "c")
    room.looks(TWO, NEAR)
    room.looks(THREE, PDQ, 10)
    room.desk.catch_up()
    assert room.state(TWO) is CaseState.MATCH_HIDDEN
    assert room.state(THREE) is CaseState.VISIBLE  # too little is to be seen on it to say what it is like


def test_a_copy_that_comes_later_of_what_reports_alone_hid_or_a_person_kept_is_shown(room: Pressroom) -> None:
    room.hang("a", "b")
    room.looks(ONE, PDQ)
    room.crowd(ONE)
    room.wait(minutes=10)
    room.looks(TWO, NEAR)
    room.desk.catch_up()
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.AUTO_HIDDEN, CaseState.VISIBLE]
    room.desk.decide(ONE, CaseEvent.KEEP, "لوحة")
    assert room.state(TWO) is CaseState.VISIBLE


def test_what_was_hidden_before_it_was_known_by_its_looks_spreads_once_it_is(room: Pressroom) -> None:
    room.hang("a", "b", "c")
    room.looks(TWO, NEAR)
    room.desk.catch_up()
    room.desk.decide(ONE, CaseEvent.HIDE, "دم")
    room.looks(ONE, PDQ)
    room.desk.catch_up()
    assert [room.state(one) for one in (TWO, THREE)] == [CaseState.MATCH_HIDDEN, CaseState.VISIBLE]


def test_a_desk_that_starts_holds_what_came_meanwhile_against_what_is_hidden(room: Pressroom) -> None:
    room.hang("a", "b")
    room.looks(ONE, PDQ)
    room.desk.decide(ONE, CaseEvent.HIDE, "دم")
    room.looks(TWO, NEAR)
    room.stand.moderating.catch_up()
    assert room.state(TWO) is CaseState.MATCH_HIDDEN


def test_an_album_finds_the_nearest_of_many_to_the_last_bit() -> None:
    chance = random.Random(4)
    known = [Likeness(PictureId(number), f"{chance.getrandbits(256):064x}", 90) for number in range(1, 200)]
    album = Album(known)
    for one in known[:40]:
        places = chance.sample(range(256), chance.choice([0, 16, 31, 32]))
        pdq = f"{int(one.pdq, 16) ^ sum(1 << place for place in places):064x}"
        found = album.like(Likeness(PictureId(999), pdq, 90))
        assert found == (one.picture if len(places) <= 31 else None)
        assert album.like(Likeness(PictureId(999), pdq, 49)) is None


def test_what_is_near_lies_between_recompressed_and_different() -> None:
    one = Likeness(ONE, PDQ, 100)
    assert (distance(PDQ, NEAR), distance(PDQ, FAR)) == (16, 108)
    assert alike(one, Likeness(TWO, NEAR, 100))
    assert not alike(one, Likeness(TWO, FAR, 100))
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        distance(PDQ, "ff")


def test_tokens_that_moderators_contradicted_weigh_less(room: Pressroom) -> None:
    names = [f"p{number}" for number in range(6)]
    room.hang(*names)
    for number in range(1, 6):  # few at a time, so that they do not seem to move together
        room.crowd(PictureId(number), 2)
        room.desk.decide(PictureId(number), CaseEvent.KEEP, "لا عيب")
    room.crowd(PictureId(6), 2, apart="")
    trusts = {one.trust for one in room.stand.reports.case(PictureId(6)).voices}
    assert trusts == {round(2 / 7, 3)}


def test_a_paper_gets_its_day_back_at_one_word(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(9)))
    for number in range(1, 8):
        room.crowd(PictureId(number), apart=f"{number} ")
    room.wait(minutes=10)
    states = [room.state(PictureId(number)) for number in range(1, 8)]
    assert states == [CaseState.AUTO_HIDDEN] * 3 + [CaseState.FROZEN] * 4
    room.desk.decide(ONE, CaseEvent.HIDE, "هذه وحدها فيها دم")
    kept = room.desk.restore("sada", NOON.date(), UTC, "هجوم منظم")
    assert [one.said.picture for one in kept] == [2, 3, 4, 5, 6, 7]
    assert room.desk.restore("other", NOON.date(), UTC, "هجوم") == ()
    assert room.state(ONE) is CaseState.CONFIRMED_HIDDEN
    assert room.seen(TWO) is PictureState.VISIBLE
    room.crowd(TWO, 30, apart="again")
    room.wait(days=1)
    assert room.seen(TWO) is PictureState.VISIBLE
    log = room.stand.reports.log()
    assert caselog.broken(log) is None
    for picture, standing in transitions.replayed(log).items():
        assert room.stand.reports.case(picture).standing == standing


def test_what_would_be_given_back_is_what_is_given_back_and_of_it_what_was_seen(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(5)))
    for number in range(1, 6):
        room.crowd(PictureId(number), apart=f"{number} ")
    room.wait(minutes=10)
    day = NOON.date()
    assert [one.picture for one in room.desk.restorable("sada", day, UTC)] == [1, 2, 3, 4, 5]
    assert room.desk.restorable("sada", day - timedelta(days=1), UTC) == ()
    second = room.desk.restorable("sada", day, UTC)[1].line
    kept = room.desk.restore("sada", day, UTC, "هجوم", upto=second)
    assert [one.said.picture for one in kept] == [1, 2]
    assert [one.picture for one in room.desk.restorable("sada", day, UTC)] == [3, 4, 5]


def test_a_word_on_a_case_that_changed_meanwhile_is_not_written_and_says_what_happened(
    room: Pressroom,
) -> None:
    room.hang("a")
    room.crowd(ONE)
    room.wait(minutes=10)
    last = room.stand.reports.log(ONE)[-1].number
    done = room.desk.decide_seen(ONE, CaseEvent.KEEP, "خبر", last=last)
    assert isinstance(done, CaseLine)
    late = room.desk.decide_seen(ONE, CaseEvent.HIDE, "دم", last=last)
    assert late == Overtaken((done,))
    assert room.state(ONE) is CaseState.KEPT
    assert room.stand.reports.log()[-1] == done
    again = room.desk.decide_seen(ONE, CaseEvent.HIDE, "دم", last=done.number)
    assert isinstance(again, CaseLine)
    assert room.state(ONE) is CaseState.CONFIRMED_HIDDEN


def test_who_speaks_between_the_look_and_the_writing_is_not_spoken_over(room: Pressroom) -> None:
    """The log is read before the transaction that decides: the case is compared in it again."""
    room.hang("a")
    room.crowd(ONE)
    room.wait(minutes=10)
    last = room.stand.reports.log(ONE)[-1].number
    other = room.stand.moderating
    kept: list[CaseLine] = []

    class Interrupted(MemoryReports):
        def log(self, picture: PictureId | None = None, **given: Any) -> tuple[CaseLine, ...]:
            lines = room.stand.reports.log(picture, **given)
            if not kept:
                kept.append(other.decide(ONE, CaseEvent.KEEP, "خبر"))
            return tuple(lines)

        def settle(self, *said: Any, **given: Any) -> tuple[CaseLine, ...]:
            found: tuple[CaseLine, ...] = room.stand.reports.settle(*said, **given)
            return found

    room.desk.reports = Interrupted(room.stand.pictures)
    late = room.desk.decide_seen(ONE, CaseEvent.HIDE, "دم", last=last)
    assert late == Overtaken(tuple(kept))
    assert room.state(ONE) is CaseState.KEPT


def test_what_a_person_hides_while_a_day_is_given_back_stays_hidden(room: Pressroom) -> None:
    room.hang("a", "b")
    for picture in (ONE, TWO):
        room.crowd(picture, apart=f"{picture} ")
    room.wait(minutes=10)
    held, other = room.stand.reports, room.stand.moderating

    class Interrupted(MemoryReports):
        def __getattribute__(self, name: str) -> Any:
            return getattr(held, name) if name != "settle" else object.__getattribute__(self, name)

        def settle(self, picture: PictureId, *said: Any, **given: Any) -> tuple[CaseLine, ...]:
            if picture == ONE:
                other.decide(TWO, CaseEvent.LEGAL, "حكم")
            return held.settle(picture, *said, **given)

    room.desk.reports = Interrupted(room.stand.pictures)
    kept = room.desk.restore("sada", NOON.date(), UTC, "هجوم")
    assert [one.said.picture for one in kept] == [ONE]
    assert room.state(TWO) is CaseState.LEGAL_HIDDEN


def test_copies_follow_a_word_that_is_taken_back_and_said_again(room: Pressroom) -> None:
    room.hang("a", "b", "c")
    for picture, pdq in ((ONE, PDQ), (TWO, NEAR), (THREE, NEAR)):
        room.looks(picture, pdq)
    room.desk.decide(THREE, CaseEvent.KEEP, "لوحة")
    for word, state in (
        (CaseEvent.HIDE, CaseState.MATCH_HIDDEN),
        (CaseEvent.KEEP, CaseState.KEPT),
        (CaseEvent.HIDE, CaseState.MATCH_HIDDEN),
    ):
        room.desk.decide(ONE, word, "تراجع")
        assert room.state(TWO) is state
        assert room.state(THREE) is CaseState.KEPT  # that one a person looked at
    assert caselog.broken(room.stand.reports.log()) is None


def test_keeping_one_picture_does_not_look_through_all_that_likeness_hid(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(40)))
    room.looks(ONE, PDQ)
    for number in range(3, 40):
        room.looks(PictureId(number), NEAR)
    room.desk.decide(ONE, CaseEvent.HIDE, "دم")
    held, read = room.stand.reports, []

    class Counted(MemoryReports):
        def __getattribute__(self, name: str) -> Any:
            return getattr(held, name) if name != "log" else object.__getattribute__(self, name)

        def log(self, picture: PictureId | None = None, **given: Any) -> tuple[CaseLine, ...]:
            read.append(picture)
            return held.log(picture, **given)

    room.desk.reports = Counted(room.stand.pictures)
    room.desk.decide(TWO, CaseEvent.KEEP, "خبر")
    assert read == []
    assert room.state(THREE) is CaseState.MATCH_HIDDEN


def test_a_thaw_is_for_what_is_frozen_and_as_it_was_seen(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(4)))
    for number in range(1, 5):
        room.crowd(PictureId(number), apart=f"{number} ")
    room.wait(minutes=10)
    last = {number: room.stand.reports.log(PictureId(number))[-1].number for number in (1, 4)}
    assert isinstance(room.desk.decide_seen(PictureId(4), CaseEvent.THAW, "نظر", last=last[4]), CaseLine)
    assert room.state(PictureId(4)) is CaseState.QUEUED
    assert room.desk.decide_seen(ONE, CaseEvent.THAW, "نظر", last=last[1]) == Overtaken(())
    assert isinstance(room.desk.decide_seen(PictureId(4), CaseEvent.THAW, "نظر", last=last[4]), Overtaken)


def test_keys_of_a_period_are_destroyed_when_it_is_over(room: Pressroom) -> None:
    room.hang("a")
    room.crowd(ONE, 2)
    assert room.stand.reports.forget(before_period=0) == 0
    room.wait(days=31)
    assert room.stand.reports.forget(before_period=10**6) <= 1  # today's alone
    assert room.stand.reports.case(ONE).key is None


def test_a_word_needs_a_picture_and_a_reason(room: Pressroom) -> None:
    room.hang("a")
    with pytest.raises(DecisionError, match="a reason is wanted"):
        room.desk.decide(ONE, CaseEvent.HIDE, " ")
    with pytest.raises(DecisionError, match="there is no picture 77"):
        room.desk.decide(PictureId(77), CaseEvent.HIDE, "دم")
    assert room.desk.thaw(ONE, "x") is None
