"""Does what the law hides take its near copies along, and does taking it back bring back those alone that it hid?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.newsroom.test_moderating import FAR, NEAR, ONE, PDQ, THREE, TWO, Pressroom
from warraq.moderation import caselog, transitions
from warraq.newsroom import deciding
from warraq.newsroom.likening import hidden_for
from warraq.press import (
    CaseEvent,
    CaseState,
    Category,
    Decision,
    DecisionKind,
    PictureId,
    PictureState,
    Recorded,
)

FOUR = PictureId(4)
# 16 bits from NEAR on its other side, 32 from PDQ: no copy of that.
BEYOND = "f" * 56 + "0" * 8


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


def hung(room: Pressroom, *looks: str) -> None:
    """Pictures from 1 on that look so."""
    room.hang(*(f"p{number}" for number in range(len(looks))))
    for number, pdq in enumerate(looks, 1):
        room.looks(PictureId(number), pdq)
    room.desk.catch_up()


def law(room: Pressroom, picture: PictureId = ONE, **said: bool) -> Recorded:
    return room.stand.decide(DecisionKind.HIDE, picture=picture, **said)


def whole(room: Pressroom) -> None:
    """The log is a chain, and everything stands as it says."""
    lines = room.stand.reports.log()
    assert caselog.broken(lines) is None
    for picture, standing in transitions.replayed(lines).items():
        assert room.stand.reports.case(picture).standing == standing
        assert room.seen(picture) is standing.seen


def test_what_the_law_hides_takes_its_near_copies_along_and_back(room: Pressroom) -> None:
    hung(room, PDQ, NEAR, FAR)
    before = room.stand.pictures.last_change()
    line = law(room)
    assert [room.state(one) for one in (ONE, TWO, THREE)] == [
        CaseState.LEGAL_HIDDEN, CaseState.MATCH_HIDDEN, CaseState.VISIBLE,
    ]  # fmt: skip
    assert hidden_for(room.stand.reports.log(TWO)) == ONE
    assert room.stand.reports.log(TWO)[-1].said.sources == ("sada",)
    hidden = room.stand.pictures.last_change()
    assert hidden > before
    room.stand.undo(line)
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.KEPT, CaseState.VISIBLE]
    assert room.seen(TWO) is PictureState.VISIBLE
    assert room.stand.pictures.last_change() > hidden
    lifted = room.stand.reports.log(TWO)[-1].said
    assert (lifted.event, lifted.origin, lifted.reason) == (CaseEvent.LIFT, ONE, "زال السبب")
    whole(room)


def test_readers_are_heard_again_about_a_copy_that_came_back(room: Pressroom) -> None:
    """Nobody looked at it: it is not kept for good as what a moderator keeps."""
    hung(room, PDQ, NEAR)
    room.stand.undo(law(room))
    room.crowd(TWO)
    room.wait(minutes=10)
    assert room.state(TWO) is CaseState.AUTO_HIDDEN
    whole(room)


def test_what_nobody_has_looked_at_takes_nothing_along(room: Pressroom) -> None:
    hung(room, PDQ, NEAR)
    line = law(room, provisional=True)
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.LEGAL_HIDDEN, CaseState.VISIBLE]
    law(room)  # a person has
    room.stand.undo(line)
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.LEGAL_HIDDEN, CaseState.MATCH_HIDDEN]
    room.hang("later")
    room.looks(THREE, NEAR)
    room.desk.catch_up()
    assert room.state(THREE) is CaseState.MATCH_HIDDEN
    whole(room)


def test_a_copy_that_comes_while_nobody_has_looked_is_shown(room: Pressroom) -> None:
    hung(room, PDQ)
    law(room, provisional=True)
    room.hang("later")
    room.looks(TWO, NEAR)
    room.desk.catch_up()
    assert room.state(TWO) is CaseState.VISIBLE


def test_a_copy_that_comes_later_is_hidden_as_long_as_the_decision_stands(room: Pressroom) -> None:
    hung(room, PDQ)
    line = law(room)
    room.hang("a paper's own cut")
    room.looks(TWO, NEAR)
    room.desk.catch_up()
    assert room.state(TWO) is CaseState.MATCH_HIDDEN
    room.stand.undo(line)
    room.hang("another's")
    room.looks(THREE, NEAR)
    room.desk.catch_up()
    assert [room.state(one) for one in (TWO, THREE)] == [CaseState.VISIBLE, CaseState.VISIBLE]
    whole(room)


def test_what_was_hidden_before_it_was_known_by_its_looks_spreads_once_it_is(room: Pressroom) -> None:
    room.hang("a", "b")
    room.looks(TWO, NEAR)
    room.desk.catch_up()
    law(room)
    assert room.state(TWO) is CaseState.VISIBLE
    room.looks(ONE, PDQ)
    room.desk.catch_up()
    assert room.state(TWO) is CaseState.MATCH_HIDDEN


def test_what_a_moderator_said_of_a_copy_holds_before_and_after(room: Pressroom) -> None:
    hung(room, PDQ, NEAR, NEAR, NEAR)
    room.desk.decide(TWO, CaseEvent.KEEP, "صورة أخرى")
    line = law(room)
    assert [room.state(one) for one in (TWO, THREE, FOUR)] == [
        CaseState.KEPT, CaseState.MATCH_HIDDEN, CaseState.MATCH_HIDDEN,
    ]  # fmt: skip
    room.desk.decide(THREE, CaseEvent.KEEP, "صورة أخرى")
    room.desk.decide(FOUR, CaseEvent.HIDE, "دم")
    assert deciding.enforce(room.stand.bench, now=room.stand.clock.now()) == 0
    room.stand.undo(line)
    assert [room.state(one) for one in (TWO, THREE, FOUR)] == [
        CaseState.KEPT, CaseState.KEPT, CaseState.CONFIRMED_HIDDEN,
    ]  # fmt: skip
    whole(room)


def test_what_readers_hid_is_hidden_by_them_again(room: Pressroom) -> None:
    hung(room, PDQ, NEAR, NEAR, NEAR)
    room.crowd(TWO)
    room.crowd(THREE, 3, category=Category.CHILD)
    room.crowd(FOUR, 3)
    room.wait(minutes=10)
    room.stand.clock.time += timedelta(minutes=1)
    states = [room.state(one) for one in (TWO, THREE, FOUR)]
    assert states == [CaseState.AUTO_HIDDEN, CaseState.QUEUED, CaseState.QUEUED]
    assert room.seen(THREE) is PictureState.BLURRED
    line = law(room)
    assert {room.seen(one) for one in (TWO, THREE, FOUR)} == {PictureState.HIDDEN}
    room.stand.undo(line)
    room.desk.catch_up()
    assert [(room.state(one), room.seen(one)) for one in (TWO, THREE, FOUR)] == [
        (CaseState.AUTO_HIDDEN, PictureState.HIDDEN),
        (CaseState.BLURRED, PictureState.BLURRED),  # a veil was over it: it waits for a moderator behind one
        (CaseState.QUEUED, PictureState.VISIBLE),
    ]
    whole(room)
    room.wait(days=7)
    assert room.state(TWO) is CaseState.BLURRED
    whole(room)


def test_a_copy_of_two_hidden_pictures_stays_hidden_until_neither_hides_it(room: Pressroom) -> None:
    hung(room, PDQ, NEAR, BEYOND)
    first, second = law(room, ONE), law(room, THREE)
    assert hidden_for(room.stand.reports.log(TWO)) == ONE
    room.stand.undo(first)
    assert (room.state(TWO), hidden_for(room.stand.reports.log(TWO))) == (CaseState.MATCH_HIDDEN, THREE)
    room.stand.undo(second)
    assert room.state(TWO) is CaseState.VISIBLE
    whole(room)


def test_a_moderators_keep_gives_back_no_copy_of_what_the_law_hides(room: Pressroom) -> None:
    hung(room, PDQ, NEAR, BEYOND)
    room.desk.decide(THREE, CaseEvent.HIDE, "دم")
    line = law(room, ONE)
    assert hidden_for(room.stand.reports.log(TWO)) == THREE
    room.desk.decide(THREE, CaseEvent.KEEP, "لوحة")
    assert (room.state(TWO), hidden_for(room.stand.reports.log(TWO))) == (CaseState.MATCH_HIDDEN, ONE)
    room.stand.undo(line)
    assert room.state(TWO) is CaseState.VISIBLE
    whole(room)


def test_two_decisions_on_one_picture_hide_its_copies_until_both_are_taken_back(room: Pressroom) -> None:
    hung(room, PDQ, NEAR)
    first, second = law(room), law(room)
    room.stand.undo(first)
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.LEGAL_HIDDEN, CaseState.MATCH_HIDDEN]
    room.stand.undo(second)
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.KEPT, CaseState.VISIBLE]


def test_copies_come_back_when_only_what_nobody_looked_at_hides_their_picture(room: Pressroom) -> None:
    hung(room, PDQ, NEAR)
    law(room, provisional=True)
    room.stand.undo(law(room))
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.LEGAL_HIDDEN, CaseState.VISIBLE]


def test_a_copy_that_the_law_hid_itself_is_hidden_for_the_others_sake_when_that_is_taken_back(
    room: Pressroom,
) -> None:
    hung(room, PDQ, NEAR)
    copy, origin = law(room, TWO), law(room, ONE)
    room.stand.undo(copy)
    assert (room.state(TWO), hidden_for(room.stand.reports.log(TWO))) == (CaseState.MATCH_HIDDEN, ONE)
    room.stand.undo(origin)
    assert room.state(TWO) is CaseState.VISIBLE
    whole(room)


def test_an_appeal_against_a_copy_is_answered_when_what_it_is_like_is_shown_again(room: Pressroom) -> None:
    hung(room, PDQ, NEAR)
    line = law(room)
    room.desk.appeal(TWO, "صورة أخرى")
    assert room.state(TWO) is CaseState.APPEALED
    room.stand.undo(line)
    assert room.state(TWO) is CaseState.VISIBLE
    assert room.stand.reports.case(TWO).appeal is None
    whole(room)


def test_what_a_crash_left_out_is_done_by_who_opens_the_house(room: Pressroom) -> None:
    hung(room, PDQ, NEAR)
    now = room.stand.clock.now()
    said = Decision(DecisionKind.HIDE, "حكم", "الإدارة", picture=ONE)
    line = room.stand.decisions.record(said, now=now)
    assert deciding.enforce(room.stand.bench, now=now) == 1
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.LEGAL_HIDDEN, CaseState.MATCH_HIDDEN]
    room.stand.decisions.record(deciding.contrary(line, reason="نُقض", by="الإدارة"), now=now)
    assert deciding.enforce(room.stand.bench, now=now) == 1
    assert [room.state(one) for one in (ONE, TWO)] == [CaseState.KEPT, CaseState.VISIBLE]
    assert deciding.enforce(room.stand.bench, now=now) == 0
    whole(room)
