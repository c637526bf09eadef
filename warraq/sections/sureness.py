"""How sure is a guess? As often as guesses like it were right, of papers that had taught nothing.

A logistic regression on a few facts about the guess, learnt on papers left out: what a model says of papers that it knows is
surer than it should be, and some desks (world, beside the Arab one) are told apart by no two papers alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_STEPS = 12
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


def learnt(
    chances: Sequence[Sequence[float]], right: Sequence[bool], *, restraint: float = 3.0
) -> tuple[float, ...]:
    """The weights, from the chances of guesses and whether each was right. Empty where there is nothing to learn from.

    By Newton's steps (iteratively reweighted least squares); `restraint` draws weights to nought.
    """
    import numpy as np  # to teach alone

    if len(set(right)) < 2:
        return ()
    rows, wanted = np.array([facts(one) for one in chances]), np.array(right, float)
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (said - wanted) + restraint * weights
        bend = (rows * (said * (1 - said))[:, None]).T @ rows + restraint * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return tuple(round(float(one), 4) for one in weights)


def _share(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
