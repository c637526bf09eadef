"""Whatever readers, moderators and time do, in whatever order: do the rules of reported pictures hold?"""

from __future__ import annotations

import os
import random
import statistics
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.moderation.reporting import AGED, NOON, RULES, Stand, crowd, voice
from warraq.moderation import caselog, cases, transitions
from warraq.moderation.rehearsal import Model, attacked, honest, run
from warraq.newsroom.likening import hidden_for, stood_before
from warraq.press import CaseEvent, CaseStanding, CaseState, Category, PictureId, PictureState

PICTURES = st.integers(1, 6).map(PictureId)
WORDS = st.sampled_from([CaseEvent.KEEP, CaseEvent.HIDE, CaseEvent.LEGAL])
# The long form: WARRAQ_LONG=1.
LONG = bool(os.environ.get("WARRAQ_LONG"))


class Readers(RuleBasedStateMachine):
    """Six pictures of one paper on one day."""

    def __init__(self) -> None:
        super().__init__()
        self.stand = Stand(pictures_a_day=100)
        self.said: dict[PictureId, CaseState] = {}

    @rule(
        picture=PICTURES,
        who=st.integers(0, 40),
        where=st.integers(0, 20),
        age=st.sampled_from([timedelta(), timedelta(hours=1), AGED]),
        category=st.sampled_from(Category),
    )
    def report(self, picture: PictureId, who: int, where: int, age: timedelta, category: Category) -> None:
        one = voice(f"t{who}", f"p{where}", f"n{where % 6}", age=age, at=self.stand.now, category=category)
        self.stand.report(one, picture=picture)

    @rule(picture=PICTURES, nets=st.integers(1, 9), many=st.integers(5, 12))
    def crowd(self, picture: PictureId, nets: int, many: int) -> None:
        self.stand.report(*crowd(many, nets=nets), picture=picture)

    @rule(picture=PICTURES, who=st.integers(0, 40))
    def withdraw(self, picture: PictureId, who: int) -> None:
        case = self.stand.case(picture)
        self.stand.write(cases.withdrawn(case, f"t{who}", self.stand.bounds, now=self.stand.now))

    @rule(minutes=st.sampled_from([1, 11, 90, 60 * 25, 60 * 24 * 8, 60 * 24 * 31]))
    def wait(self, minutes: int) -> None:
        self.stand.wait(minutes=minutes)

    @rule(picture=PICTURES, word=WORDS)
    def decide(self, picture: PictureId, word: CaseEvent) -> None:
        outcome = cases.decided(self.stand.case(picture), word, "سبب", now=self.stand.now)
        self.stand.write(outcome)
        self.said[picture] = outcome.case.standing.state

    @rule(picture=PICTURES)
    def appeal(self, picture: PictureId) -> None:
        outcome = cases.appealed(self.stand.case(picture), "خطأ", now=self.stand.now)
        self.stand.write(outcome)
        if outcome is not None:
            self.said.pop(picture, None)

    @rule(picture=PICTURES)
    def thaw(self, picture: PictureId) -> None:
        self.stand.write(cases.thawed(self.stand.case(picture), None, now=self.stand.now))

    @precondition(lambda self: CaseState.CONFIRMED_HIDDEN in self.said.values())
    @rule(picture=PICTURES)
    def match(self, picture: PictureId) -> None:
        origin = next(one for one, state in self.said.items() if state is CaseState.CONFIRMED_HIDDEN)
        outcome = cases.matched(self.stand.case(picture), origin, now=self.stand.now)
        self.stand.write(outcome)
        if outcome is not None:
            self.said[picture] = CaseState.MATCH_HIDDEN

    @rule(picture=PICTURES)
    def lift(self, picture: PictureId) -> None:
        """What it is like is hidden no more."""
        lines = tuple(one for one in self.stand.log if one.said.picture == picture)
        origin = hidden_for(lines)
        if origin is None:
            return
        stood = stood_before(picture, lines)
        outcome = cases.lifted(self.stand.case(picture), stood, "زال", origin=origin, now=self.stand.now)
        self.stand.write(outcome)
        if outcome is not None:
            self.said.pop(picture, None)
            seen = self.stand.standing(picture).seen
            assert (seen is PictureState.VISIBLE) is (stood.seen is PictureState.VISIBLE)

    @invariant()
    def the_state_is_what_the_log_comes_to(self) -> None:
        replayed = transitions.replayed(self.stand.log)
        for picture, case in self.stand.cases.items():
            assert replayed.get(picture, CaseStanding()) == case.standing
        assert caselog.broken(self.stand.log) is None

    @invariant()
    def what_a_person_said_holds(self) -> None:
        for picture, state in self.said.items():
            assert self.stand.standing(picture).state is state
            assert self.stand.case(picture).voices == ()

    @invariant()
    def a_paper_loses_three_pictures_a_day_at_most(self) -> None:
        by_readers = [line for line in self.stand.log if line.said.event in (CaseEvent.CROWD, CaseEvent.VEIL)]
        for line in by_readers:
            day = {
                other.said.picture
                for other in by_readers
                if timedelta() <= line.at - other.at < timedelta(days=1)
            }
            assert len(day) <= RULES.day_least

    @invariant()
    def nobody_hides_with_fewer_prefixes_or_nets_than_the_rules_say(self) -> None:
        for line in self.stand.log:
            if line.said.event is CaseEvent.CROWD:
                assert line.said.score >= RULES.score
                assert line.said.prefixes >= RULES.prefixes
                assert line.said.nets >= RULES.nets

    @invariant()
    def no_key_outlives_a_decision_or_a_month(self) -> None:
        for case in self.stand.cases.values():
            if case.standing.state in transitions.STICKY:
                assert case.key is None
            if case.key is None:
                assert case.voices == ()
            else:
                assert case.opened is not None
                assert self.stand.now - case.opened <= RULES.case


TestReaders = Readers.TestCase
TestReaders.settings = settings(
    max_examples=400 if LONG else 25, stateful_step_count=60 if LONG else 25, deadline=None
)


def test_any_number_of_reports_from_one_prefix_hides_nothing() -> None:
    stand = Stand()
    for number in range(100_000 if LONG else 2_000):
        stand.report(voice(f"t{number}", "home", "home"))
    stand.wait(days=10)
    assert stand.standing().seen is PictureState.VISIBLE
    assert len(stand.case().voices) <= 8


def test_twelve_honest_reporters_hide_within_half_an_hour() -> None:
    chance = random.Random(5)
    runs = 2_000 if LONG else 300
    times = [run(honest(12, Model(), chance), cases.Bounds(RULES))[0] for _ in range(runs)]
    hidden = [one for one in times if one is not None]
    assert len(hidden) >= 0.99 * runs
    assert statistics.median(hidden) <= 30


def test_a_newsroom_hides_two_pictures_of_a_hundred_or_three() -> None:
    rooms = [voice(f"d{n}", f"p{n}", f"n{n % 25}", at=NOON) for n in range(50)]
    for pictures, most in ((40, 3), (200, 4)):
        for each in (6, 50):
            hidden, _ = attacked(rooms, RULES, random.Random(each), pictures=pictures, each=each)
            assert hidden <= most
