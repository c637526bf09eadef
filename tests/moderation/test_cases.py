"""Do enough people hide a picture, nobody alone, and does a person's word hold against any number of reports?"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.moderation.reporting import NOON, ONE, RULES, Stand, crowd, voice
from warraq.moderation import caselog, cases, transitions
from warraq.press import Actor, CaseEvent, CaseState, Category, PictureId, PictureState

PEOPLE = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 12), st.sampled_from([0.1, 1, 30])), max_size=40
)


def test_a_picture_goes_through_its_states_as_they_are_drawn() -> None:
    stand = Stand()
    stand.report(crowd(1)[0])
    assert stand.standing().state is CaseState.REPORTED
    stand.report(*crowd(2))
    assert stand.standing().state is CaseState.QUEUED
    stand.report(*crowd(5))
    assert stand.standing().state is CaseState.QUEUED  # not before ten minutes after the first report
    stand.wait(minutes=9)
    assert stand.standing().seen is PictureState.VISIBLE
    stand.wait(minutes=1)
    assert (stand.standing().state, stand.standing().seen) == (CaseState.AUTO_HIDDEN, PictureState.HIDDEN)
    line = stand.log[-1].said
    assert (line.actor, line.score, line.prefixes, line.nets) == (Actor.READERS, 5.0, 5, 3)
    stand.wait(days=7)
    assert (stand.standing().state, stand.standing().seen) == (CaseState.BLURRED, PictureState.BLURRED)
    stand.write(cases.appealed(stand.case(), "خطأ", now=stand.now))
    assert (stand.standing().state, stand.standing().seen) == (CaseState.APPEALED, PictureState.BLURRED)
    stand.write(cases.decided(stand.case(), CaseEvent.KEEP, "خريطة", now=stand.now))
    assert (stand.standing().state, stand.standing().seen) == (CaseState.KEPT, PictureState.VISIBLE)
    assert [line.said.event.value for line in stand.log] == [
        "report", "queue", "crowd", "lapse", "appeal", "keep",
    ]  # fmt: skip


@given(PEOPLE)
def test_one_network_alone_hides_nothing(people: list[tuple[int, int, float]]) -> None:
    stand = Stand()
    for who, _, hours in people:
        stand.report(voice(f"t{who}", "home", "home", age=timedelta(hours=hours)))
    stand.wait(days=8)
    assert stand.standing().seen is PictureState.VISIBLE


@given(PEOPLE, st.integers(1, 4))
def test_fewer_than_five_prefixes_hide_nothing(people: list[tuple[int, int, float]], most: int) -> None:
    stand = Stand()
    for who, where, hours in people:
        stand.report(voice(f"t{who}", f"p{where % most}", f"n{where % most}", age=timedelta(hours=hours)))
    stand.wait(days=8)
    assert stand.standing().seen is PictureState.VISIBLE


@given(PEOPLE)
def test_fewer_than_three_nets_hide_nothing(people: list[tuple[int, int, float]]) -> None:
    stand = Stand()
    for who, where, hours in people:
        stand.report(voice(f"t{who}", f"p{where}", f"n{where % 2}", age=timedelta(hours=hours)))
    stand.wait(days=8)
    assert stand.standing().seen is PictureState.VISIBLE


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(
    people: list[tuple[int, int, float]], chance: random.Random
) -> None:
    made = {who: timedelta(hours=hours) for who, _, hours in people}  # a token was made once
    said = [voice(f"t{who}", f"p{where}", f"n{where % 4}", age=made[who]) for who, where, _ in people]
    mixed = said.copy()
    chance.shuffle(mixed)
    ends = []
    for order in (said, mixed):
        stand = Stand()
        stand.report(*order)
        stand.wait(days=1)
        ends.append((stand.standing(), [line.said.event for line in stand.log[-1:]]))
    assert ends[0] == ends[1]


@given(st.sampled_from([CaseEvent.KEEP, CaseEvent.HIDE, CaseEvent.LEGAL]), st.integers(0, 30))
def test_no_report_changes_what_a_person_said(word: CaseEvent, many: int) -> None:
    stand = Stand()
    stand.report(*crowd(3))
    stand.write(cases.decided(stand.case(), word, "نظرنا فيها", now=stand.now))
    held, lines = stand.standing(), len(stand.log)
    stand.report(*crowd(many, nets=9))
    stand.wait(days=40)
    assert (stand.standing(), len(stand.log)) == (held, lines)
    assert stand.case().voices == ()
    assert stand.case().key is None


def test_a_token_grows_while_its_case_is_open() -> None:
    """Whoever reports for the first time has a token of this minute: it counts, after a while."""
    stand = Stand()
    stand.report(*(replace(one, made=NOON) for one in crowd(12, nets=12)))
    assert stand.standing().state is CaseState.REPORTED
    stand.wait(minutes=10)
    assert stand.standing().state is CaseState.AUTO_HIDDEN
    assert stand.log[-1].said.score == 6.0


def test_a_paper_loses_no_more_than_its_share_of_a_day_and_the_rest_is_frozen() -> None:
    stand = Stand(pictures_a_day=200)
    for number in range(1, 8):
        people = [replace(one, mover=f"{number} {one.mover}") for one in crowd(6, nets=6)]
        stand.report(*people, picture=PictureId(number))
    stand.wait(minutes=30)
    states = [stand.standing(PictureId(number)).state for number in range(1, 8)]
    assert states == [CaseState.AUTO_HIDDEN] * 4 + [CaseState.FROZEN] * 3
    stand.wait(hours=24)
    states = [stand.standing(PictureId(number)).state for number in range(1, 8)]
    assert CaseState.FROZEN not in states  # a new day: its own share


def test_a_moderator_takes_a_frozen_picture_back_to_the_queue() -> None:
    stand = Stand(rules=replace(RULES, day_least=0, day_share=0))
    stand.report(*crowd(6, nets=6))
    stand.wait(minutes=10)
    assert stand.standing().state is CaseState.FROZEN
    stand.write(cases.thawed(stand.case(), "للنظر", now=stand.now))
    assert (stand.standing().state, stand.log[-1].said.actor) == (CaseState.QUEUED, Actor.MODERATOR)


def test_prefixes_that_moved_together_before_are_one_voice() -> None:
    stand = Stand()
    gang = crowd(8, nets=8)
    for number in range(1, 8):
        stand.report(*gang, picture=PictureId(number))
        stand.wait(hours=2)
    seen = [stand.standing(PictureId(number)).seen for number in range(1, 8)]
    assert seen == [PictureState.HIDDEN] * 3 + [PictureState.VISIBLE] * 4
    assert stand.case(PictureId(7)).standing.state is CaseState.REPORTED


def test_severe_kinds_blur_early_from_three_prefixes_in_two_nets_only() -> None:
    grave = crowd(3, nets=2, category=Category.CHILD)
    for people in (grave[:2], crowd(3, nets=1, category=Category.CHILD), crowd(3, nets=2)):
        stand = Stand()
        stand.report(*people)
        assert stand.standing().seen is PictureState.VISIBLE
    stand = Stand()
    stand.report(*grave)
    assert (stand.standing().seen, stand.standing().state) == (PictureState.BLURRED, CaseState.QUEUED)
    assert stand.case().severe


def test_severe_kinds_are_no_way_around_the_breaker() -> None:
    stand = Stand(pictures_a_day=10)
    for number in range(1, 9):
        people = [replace(one, mover=f"{number} {one.mover}") for one in crowd(9, category=Category.CHILD)]
        stand.report(*people, picture=PictureId(number))
    stand.wait(hours=1)
    assert sum(stand.standing(PictureId(n)).seen is not PictureState.VISIBLE for n in range(1, 9)) == 3


def test_an_appeal_is_made_once_and_not_against_the_law() -> None:
    stand = Stand()
    stand.write(cases.decided(stand.case(), CaseEvent.HIDE, "دم", now=NOON))
    stand.write(cases.appealed(stand.case(), "لوحة", now=NOON))
    assert stand.case().appeal == "لوحة"
    stand.write(cases.decided(stand.case(), CaseEvent.HIDE, "نظرنا ثانية", now=NOON))
    assert stand.standing().state is CaseState.CONFIRMED_HIDDEN
    assert cases.appealed(stand.case(), "مرة أخرى", now=NOON) is None
    stand.write(cases.decided(stand.case(), CaseEvent.LEGAL, "حكم", now=NOON))
    assert cases.appealed(stand.case(), "لا", now=NOON) is None


def test_a_likeness_hides_what_no_person_judged() -> None:
    stand = Stand()
    stand.write(cases.matched(stand.case(), PictureId(7), now=NOON))
    assert (stand.standing().state, stand.log[-1].said.origin) == (CaseState.MATCH_HIDDEN, 7)
    kept = Stand()
    kept.write(cases.decided(kept.case(), CaseEvent.KEEP, "خريطة", now=NOON))
    assert cases.matched(kept.case(), PictureId(7), now=NOON) is None
    copy = Stand()
    copy.write(cases.decided(copy.case(), CaseEvent.KEEP, "مع أصلها", actor=Actor.COPY, now=NOON))
    copy.write(cases.matched(copy.case(), PictureId(7), now=NOON))
    assert copy.standing().state is CaseState.MATCH_HIDDEN


def test_a_report_taken_back_counts_no_more_and_hidden_stays_hidden() -> None:
    stand = Stand()
    stand.report(*crowd(5))
    stand.write(cases.withdrawn(stand.case(), "t0", stand.bounds, now=NOON))
    stand.wait(hours=1)
    assert stand.standing().seen is PictureState.VISIBLE
    stand.report(crowd(5)[0])
    assert stand.standing().seen is PictureState.HIDDEN
    stand.write(cases.withdrawn(stand.case(), "t0", stand.bounds, now=stand.now))
    assert stand.standing().seen is PictureState.HIDDEN


def test_after_a_month_a_case_has_neither_key_nor_voices() -> None:
    stand = Stand()
    stand.report(*crowd(3))
    stand.wait(days=29)
    assert len(stand.case().voices) == 3
    stand.wait(days=1)
    assert (stand.case().voices, stand.case().key, stand.case().opened) == ((), None, None)
    stand.report(*crowd(1))
    assert stand.case().opened == stand.now


def test_an_appeal_that_nobody_answers_keeps_no_key_beyond_the_month() -> None:
    stand = Stand()
    stand.report(*crowd(5))
    stand.wait(minutes=10)
    stand.write(cases.appealed(stand.case(), "خطأ", now=stand.now))
    stand.wait(days=30)
    assert (stand.standing().state, stand.case().key) == (CaseState.APPEALED, None)
    assert stand.case().appeal == "خطأ"


def test_ones_own_machine_counts_browsers() -> None:
    stand = Stand()
    stand.report(*(voice(f"t{number}", age=timedelta()) for number in range(4)))
    assert stand.standing().seen is PictureState.VISIBLE
    stand.report(voice("t4", age=timedelta()))
    assert stand.standing().seen is PictureState.HIDDEN


def test_how_tokens_turned_out_is_noted_at_a_persons_word() -> None:
    stand = Stand()
    stand.report(*crowd(2))
    assert cases.decided(stand.case(), CaseEvent.KEEP, "x", now=NOON).judged == {"t0": False, "t1": False}
    assert cases.decided(stand.case(), CaseEvent.HIDE, "x", now=NOON).judged == {"t0": True, "t1": True}


def test_no_state_is_left_by_an_event_that_is_not_drawn() -> None:
    drawn = {
        CaseEvent.REPORT: {CaseState.VISIBLE},
        CaseEvent.CROWD: {CaseState.QUEUED},
        CaseEvent.LAPSE: {CaseState.AUTO_HIDDEN},
    }
    for event, states in drawn.items():
        for state in CaseState:
            assert transitions.allowed(state, event) is (state in states)
    with pytest.raises(ValueError, match="crowd does not come in the state kept"):
        transitions.after(CaseState.KEPT, CaseEvent.CROWD)


def test_an_altered_line_of_the_log_is_found() -> None:
    stand = Stand()
    stand.report(*crowd(5))
    stand.wait(days=8)
    assert caselog.broken(stand.log) is None
    for number, line in enumerate(stand.log):
        for altered in (
            replace(line, said=replace(line.said, reason="لا")),
            replace(line, said=replace(line.said, score=line.said.score + 1)),
            replace(line, at=line.at + timedelta(seconds=1)),
        ):
            log = [*stand.log[:number], altered, *stand.log[number + 1 :]]
            assert caselog.broken(log) == line.number
        if number < len(stand.log) - 1:
            assert caselog.broken([*stand.log[:number], *stand.log[number + 1 :]]) is not None
    assert all(one.hash == other.previous for one, other in pairwise(stand.log))
    assert caselog.read(caselog.written(stand.log[-1].said)) == stand.log[-1].said
    assert stand.log[0].said.picture == ONE
