"""How sure is a guess? As often as guesses like it were right, of papers that had taught nothing.

A logistic regression on a few facts about the guess, learnt on papers left out: what a model says of papers that it knows is
surer than it should be, and some desks (world, beside the Arab one) are told apart by no two papers alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_STEPS = 60
_TINY = 1e-4


def facts(chances: Sequence[float]) -> tuple[float, ...]:
    """What is looked at: the best chance, how far it is ahead, how scattered all are, which label it is and which one follows."""
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    best, second = order[0], order[1] if len(order) > 1 else order[0]
    top, next_ = chances[best], chances[second]
    scatter = -sum(one * math.log(one + 1e-9) for one in chances)
    one_of = [float(place == best) for place in range(len(chances))]
    other_of = [float(place == second) for place in range(len(chances))]
    return (
        1.0,
        math.log(top + _TINY),
        math.log((top + _TINY) / (next_ + _TINY)),
        scatter,
        *one_of,
        *other_of,
    )


def sure(weights: Sequence[float], chances: Sequence[float]) -> float:
    """The sureness of the guess with these chances: half by what was learnt, half by its own chance (their geometric mean)."""
    top = max(chances)
    if not weights:
        return top
    return math.sqrt(top * _share(sum(a * b for a, b in zip(weights, facts(chances), strict=True))))


def learnt(guesses: Sequence[tuple[Sequence[float], bool]], *, restraint: float = 3.0) -> tuple[float, ...]:
    """The weights, from chances and whether the guess was right. Empty where there is nothing to learn from.

    By gradient steps with AdaGrad's lengths over all guesses at once; `restraint` draws weights to nought.
    """
    rows = [(facts(chances), 1.0 if right else 0.0) for chances, right in guesses]
    if len({right for _, right in rows}) < 2:
        return ()
    weights = [0.0] * len(rows[0][0])
    squares = [_TINY] * len(weights)
    for _ in range(_STEPS):
        slope = [restraint * one / len(rows) for one in weights]
        for row, right in rows:
            off = (_share(sum(map(float.__mul__, weights, row))) - right) / len(rows)
            slope = [one + off * fact for one, fact in zip(slope, row, strict=True)]
        squares = [one + step * step for one, step in zip(squares, slope, strict=True)]
        weights = [
            one - 0.5 * step / math.sqrt(square)
            for one, step, square in zip(weights, slope, squares, strict=True)
        ]
    return tuple(round(one, 4) for one in weights)


def _share(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
