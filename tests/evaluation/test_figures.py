"""Are rankings judged as the definitions say?"""

from __future__ import annotations

import math

import pytest

from evaluation.families import MORPHOLOGY, NAMES, OTHER, QUESTIONS, SPELLING, TYPOS, family
from evaluation.figures import Scores, interval, mean, relevant_from, scores


def test_a_perfect_ranking_has_every_figure_at_one() -> None:
    assert scores(["a", "b"], {"a": 3, "b": 2, "c": 0}, relevant=2) == Scores(1.0, 1.0, 1.0, 0.0)


def test_the_gain_of_a_grade_is_a_power_of_two_and_falls_with_the_rank() -> None:
    found = scores(["x", "b", "a"], {"a": 3, "b": 1, "c": 2}, relevant=2)
    ideal = 7 + 3 / math.log2(3) + 1 / 2
    assert found.ndcg10 == pytest.approx((1 / math.log2(3) + 7 / 2) / ideal)
    assert (found.mrr10, found.recall20) == (1 / 3, 0.5)
    assert found.unjudged10 == pytest.approx(1 / 3)


def test_the_eleventh_rank_counts_for_recall_alone() -> None:
    ranked = [f"x{number}" for number in range(10)] + ["a"]
    found = scores(ranked, {"a": 3}, relevant=2)
    assert (found.ndcg10, found.mrr10, found.recall20) == (0.0, 0.0, 1.0)


def test_recall_asks_for_no_more_than_twenty() -> None:
    ranked = [f"a{number}" for number in range(30)]
    assert scores(ranked, dict.fromkeys(ranked, 1), relevant=1).recall20 == 1.0


def test_a_ranking_of_nothing_has_no_share_of_unjudged() -> None:
    assert scores([], {"a": 1}, relevant=1) == Scores(0.0, 0.0, 0.0, None)


def test_where_nothing_is_relevant_only_the_gain_can_be_had() -> None:
    assert scores(["a"], {"a": 1}, relevant=2) == Scores(1.0, None, None, 0.0)


def test_two_is_relevant_where_grades_go_to_three() -> None:
    assert (relevant_from([0, 3]), relevant_from([0, 1]), relevant_from([2]), relevant_from([])) == (
        2,
        1,
        1,
        1,
    )


def test_a_mean_is_of_what_could_be_had() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None


def test_an_interval_is_of_paired_gains_and_always_the_same() -> None:
    theirs: list[float | None] = [0.1 * (number % 7) for number in range(200)]
    ours = [(value or 0.0) + 0.2 + 0.1 * (number % 3 - 1) for number, value in enumerate(theirs)]
    low, high = interval(ours, theirs) or (0.0, 0.0)
    assert 0.18 < low < 0.2 < high < 0.22
    assert interval(ours, theirs) == (low, high)
    assert interval(theirs, theirs) == (0.0, 0.0)
    assert interval([None], [1.0]) is None


@pytest.mark.parametrize(
    ("label", "belongs"),
    [
        ("hamza-drop person", SPELLING),
        ("ya/alef-maqsura swap", SPELLING),
        ("broken plural 2", MORPHOLOGY),
        ("attached prefixes", MORPHOLOGY),
        ("month names", MORPHOLOGY),
        ("transliteration g", NAMES),
        ("latin product", NAMES),
        ("question why/how many", QUESTIONS),
        ("typo 2", TYPOS),
        ("maghrebi dialect", TYPOS),
        ("economy", OTHER),
        (None, OTHER),
    ],
)
def test_a_label_tells_its_family(label: str | None, belongs: str) -> None:
    assert family(label) == belongs
    assert family(label, said="cities") == "cities"
