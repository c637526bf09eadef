"""Is a decision refused that decides nothing, and does each come back to what was before?"""

from __future__ import annotations

import time

import pytest

from tests.web.press import NOON, Newsstand
from warraq.errors import DecisionError
from warraq.moderation.decisions import broken
from warraq.newsroom import deciding, transcript
from warraq.press import (
    ArticleId,
    CaseEvent,
    CaseState,
    Decision,
    DecisionKind,
    PictureId,
    PictureState,
    State,
)

ONE = ArticleId(1)


@pytest.fixture
def stand() -> Newsstand:
    made = Newsstand()
    made.file()
    return made


@pytest.mark.parametrize(
    "decision",
    [
        Decision(DecisionKind.WITHHOLD, "سبب", "الإدارة", article=ArticleId(99)),
        Decision(DecisionKind.WITHHOLD, "سبب", "الإدارة"),
        Decision(DecisionKind.WITHHOLD, "  ", "الإدارة", article=ONE),
        Decision(DecisionKind.WITHHOLD, "سبب", "", article=ONE),
        Decision(DecisionKind.HIDE, "سبب", "الإدارة", picture=PictureId(5)),
        Decision(DecisionKind.DELIST, "سبب", "الإدارة", name="…"),
        Decision(DecisionKind.MASK, "سبب", "الإدارة", name="سلمى", articles=(ONE, ArticleId(7))),
        Decision(DecisionKind.REPLY, "سبب", "الإدارة", article=ONE, text="رد"),
        Decision(DecisionKind.REPLY, "سبب", "الإدارة", article=ONE, signed="سامي"),
        Decision(DecisionKind.OPT_OUT, "سبب", "الإدارة", source="nobody"),
        Decision(DecisionKind.AGREE, "سبب", "الإدارة", source="nobody", policy="link"),
    ],
)
def test_a_decision_about_nothing_is_refused_and_not_written_down(
    stand: Newsstand, decision: Decision
) -> None:
    with pytest.raises(DecisionError):
        deciding.decide(stand.bench, decision, now=NOON)
    assert stand.decisions.last() == 0


def test_an_article_that_its_source_took_away_is_so_again_when_a_decision_is_undone(stand: Newsstand) -> None:
    stand.archive.restate(ONE, State.WITHDRAWN, reason="404", now=NOON)
    first = stand.decide(DecisionKind.WITHHOLD, article=ONE)
    second = stand.decide(DecisionKind.WITHHOLD, article=ONE)
    stand.undo(first)
    assert stand.archive.article(ONE).state is State.WITHHELD
    stand.undo(second)
    assert stand.archive.article(ONE).state is State.WITHDRAWN


def test_what_is_agreed_with_a_paper_holds_by_the_newest_word_and_reaches_a_restored_house(
    stand: Newsstand,
) -> None:
    leave = "رسالة المحرر، 2026-11-01"
    first = stand.decide(DecisionKind.AGREE, source="sada", policy="full", permission=leave)
    held = stand.archive.sources()["sada"]
    assert (held.policy, held.permission) == ("full", leave)
    stand.decide(DecisionKind.AGREE, source="sada", policy="link")
    with pytest.raises(DecisionError, match="say what is agreed now"):
        stand.undo(first)
    held = stand.archive.sources()["sada"]
    assert (held.policy, held.permission) == ("link", None)
    assert broken(stand.decisions.log()) is None
    restored = Newsstand()
    lines = [transcript.text(one) for one in transcript.entries(stand.bench)]
    carried = transcript.carry(restored.bench, restored.claims, transcript.parsed(lines))
    assert (carried.done, carried.waiting) == (2, [])
    assert restored.archive.sources()["sada"].policy == "link"


def test_a_decision_is_undone_once(stand: Newsstand) -> None:
    line = stand.decide(DecisionKind.WITHHOLD, article=ONE)
    undone = stand.undo(line)
    for number in (line.number, undone.number, 99):
        with pytest.raises(DecisionError, match="stands"):
            deciding.undo(stand.bench, number, reason="سبب", by="الإدارة", now=NOON)


def test_a_picture_that_a_moderator_hid_stays_hidden_when_the_law_hides_it_no_more(stand: Newsstand) -> None:
    hidden, shown = stand.hang(stand.file(), name="a"), stand.hang(stand.file(), name="b")
    stand.moderating.decide(hidden.id, CaseEvent.HIDE, "دم")
    stand.moderating.appeal(hidden.id, "لوحة")
    for picture, state, seen in (
        (hidden.id, CaseState.CONFIRMED_HIDDEN, PictureState.HIDDEN),
        (shown.id, CaseState.KEPT, PictureState.VISIBLE),
    ):
        line = stand.decide(DecisionKind.HIDE, picture=picture)
        assert stand.reports.case(picture).standing.state is CaseState.LEGAL_HIDDEN
        stand.undo(line)
        standing = stand.reports.case(picture).standing
        assert (standing.state, standing.seen) == (state, seen)
    assert deciding.enforce(stand.bench, now=NOON) == 0


def test_words_of_a_decision_are_made_harmless(stand: Newsstand) -> None:
    said = Decision(DecisionKind.MASK, "<b>سبب</b>\nآخر", "الإدارة", name="سلمى\u202e <i>أحمد</i>")
    line = deciding.decide(stand.bench, said, now=NOON)
    assert (line.decision.reason, line.decision.name) == ("سبب آخر", "سلمى أحمد")


def test_setting_again_what_was_decided_costs_as_much_as_there_are_decisions(stand: Newsstand) -> None:
    """Sixteen times as many must not cost two hundred times as much: a site does it at each start."""

    def cost_s(count: int) -> float:
        made = Newsstand()
        for _ in range(count):
            article = made.file()
            made.decisions.record(
                Decision(DecisionKind.WITHHOLD, "سبب", "الإدارة", article=article), now=NOON
            )
            made.decisions.record(
                Decision(DecisionKind.MASK, "سبب", "الإدارة", name=f"سلمى عبد الله {article}"), now=NOON
            )
        assert deciding.enforce(made.bench, now=NOON) == count
        began = time.process_time()
        assert deciding.enforce(made.bench, now=NOON) == 0
        return time.process_time() - began

    assert cost_s(320) < 64 * max(cost_s(20), 0.001)
