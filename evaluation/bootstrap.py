"""How far may a figure be chance? It is had again over samples of what was measured, drawn with repetition.

Source: Sakai 2006, "Evaluating evaluation metrics based on the bootstrap".
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

SAMPLES = 2_000
_SEED = 20_250_603
_TAIL = 0.025


def drawn(units: Sequence[T], *, samples: int = SAMPLES) -> Iterator[list[T]]:
    """Samples as large as `units`, which holds one at least: always the same ones."""
    draw = random.Random(_SEED)  # noqa: S311 (statistics)
    for _ in range(samples):
        yield draw.choices(units, k=len(units))


def middle(values: Iterable[float]) -> tuple[float, float] | None:
    """Between which ends the middle 95 % of them lie; `None` of none."""
    found = sorted(values)
    if not found:
        return None
    return found[int(len(found) * _TAIL)], found[max(0, int(len(found) * (1 - _TAIL)) - 1)]
