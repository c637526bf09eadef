"""How good is a ranking, as a number? Per query, on average, and whether one is truly better than another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation import bootstrap

AMONG = 10  # the ranks that nDCG and MRR look at
RECALLED = 20


@dataclass(frozen=True, slots=True)
class Scores:
    """One query's figures, 0 to 1. `None`: cannot be had, since nothing was judged that would count."""

    ndcg10: float | None = None
    mrr10: float | None = None
    recall20: float | None = None
    unjudged10: float | None = None


NAMES = ("ndcg10", "mrr10", "recall20", "unjudged10")


def relevant_from(grades: Sequence[int]) -> int:
    """The grade from which on a document is relevant: 2 where grades go to 3, else 1."""
    return 2 if max(grades, default=0) >= 3 else 1


def scores(ranked: Sequence[str], grades: Mapping[str, int], *, relevant: int) -> Scores:
    """Of a ranking, best first.

    nDCG@10: gain 2^grade - 1, discount log2(rank + 1), ideal over all judged documents. Recall@20: its denominator is
    capped at 20.
    """
    ideal = _discounted(sorted(grades.values(), reverse=True))
    wanted = {one for one, grade in grades.items() if grade >= relevant}
    top = ranked[:AMONG]
    return Scores(
        ndcg10=_discounted([grades.get(one, 0) for one in ranked]) / ideal if ideal else None,
        mrr10=reciprocal(ranked, wanted) if wanted else None,
        recall20=len(wanted.intersection(ranked[:RECALLED])) / min(len(wanted), RECALLED) if wanted else None,
        unjudged10=sum(one not in grades for one in top) / len(top) if top else None,
    )


def reciprocal(ranked: Sequence[str], wanted: set[str] | frozenset[str]) -> float:
    """One over the rank of the first that is wanted, nought beyond the tenth."""
    return next((1 / rank for rank, one in enumerate(ranked[:AMONG], 1) if one in wanted), 0.0)


def mean(values: Iterable[float | None]) -> float | None:
    had = [value for value in values if value is not None]
    return sum(had) / len(had) if had else None


def rounded(value: float | None) -> float | None:
    """As it is printed."""
    return None if value is None else round(value, 4)


def ends(interval: tuple[float, float] | None) -> list[float] | None:
    """As it is printed."""
    return None if interval is None else [round(end, 4) for end in interval]


def interval(ours: Sequence[float | None], theirs: Sequence[float | None]) -> tuple[float, float] | None:
    """The middle 95 % of how much better `ours` is on average, over samples of the queries drawn with repetition.

    Both hold the same queries in the same order. `None` where nothing can be paired.
    """
    gains = [a - b for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    if not gains:
        return None
    return bootstrap.middle(sum(sample) / len(sample) for sample in bootstrap.drawn(gains))


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:AMONG], 1))
