"""How well are articles grouped? Pairs of articles, BCubed, labels of pairs, and how far the figures would swing.

Source of BCubed: Bagga and Baldwin 1998, "Entity-based cross-document coreferencing using the vector space model".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from evaluation import bootstrap

Text = Literal["reprint", "excerpt"]
LABELS = ("reprint", "excerpt", "same_event", "same_story", "different")
MERGED = frozenset(LABELS[:3])

_SAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Grouped:
    """What somebody makes of the articles. Each article's events and stories, the one it belongs to first in front.

    `texts`: what the texts of a pair are to each other, the smaller id first; pairs that are nothing are not in it.
    """

    events: Mapping[str, tuple[str, ...]]
    stories: Mapping[str, tuple[str, ...]]
    texts: Mapping[tuple[str, str], Text]


@dataclass(frozen=True, slots=True)
class Judged:
    """An article as it was judged."""

    id: str
    event: str
    story: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles as they were judged. `trap`: their template is one, their happenings are two."""

    a: str
    b: str
    label: str
    trap: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and their harmonic mean; `None` where nothing was said, or nothing was to be found."""

    p: float | None
    r: float | None

    @property
    def f1(self) -> float | None:
        if self.p is None or self.r is None:
            return None
        return 2 * self.p * self.r / (self.p + self.r) if self.p + self.r else 0.0


Weights = Mapping[str, int]  # of events: how often each was drawn


def pairwise(
    gold: Mapping[str, str], said: Mapping[str, str], events: Mapping[str, str]
) -> Callable[[Weights | None], Figures]:
    """Over pairs of articles that stand together, in truth or as said; a function of the events' weights."""
    rows = [
        (events[a], events[b], gold[a] == gold[b], said[a] == said[b])
        for a, b in combinations(sorted(gold), 2)
        if gold[a] == gold[b] or said[a] == said[b]
    ]
    return lambda weights: _counted(rows, weights)


def merging(
    pairs: Iterable[tuple[Pair, bool, bool]], events: Mapping[str, str]
) -> Callable[[Weights | None], Figures]:
    """Over judged pairs with what is true of them and what is said."""
    rows = [(events.get(one.a, one.a), events.get(one.b, one.b), true, said) for one, true, said in pairs]
    return lambda weights: _counted(rows, weights)


def _counted(rows: Sequence[tuple[str, str, bool, bool]], weights: Weights | None) -> Figures:
    right = told = wanted = 0
    for one, other, true, said in rows:
        weight = 1
        if weights is not None:
            weight = weights[one] if one == other else weights[one] * weights[other]
        right += weight * (true and said)
        told += weight * said
        wanted += weight * true
    return Figures(right / told if told else None, right / wanted if wanted else None)


def bcubed(
    gold: Mapping[str, str], said: Mapping[str, str], events: Mapping[str, str]
) -> Callable[[Weights | None], Figures]:
    """The mean over articles of how pure and how whole their group is."""
    of_gold, of_said = Counter(gold.values()), Counter(said[one] for one in gold)
    both = Counter((gold[one], said[one]) for one in gold)
    rows = [
        (
            events[one],
            both[gold[one], said[one]] / of_said[said[one]],
            both[gold[one], said[one]] / of_gold[gold[one]],
        )
        for one in sorted(gold)
    ]

    def figures(weights: Weights | None) -> Figures:
        weighed = [(weights[event] if weights is not None else 1, p, r) for event, p, r in rows]
        total = sum(weight for weight, _, _ in weighed)
        if not total:
            return Figures(None, None)
        return Figures(
            sum(weight * p for weight, p, _ in weighed) / total,
            sum(weight * r for weight, _, r in weighed) / total,
        )

    return figures


def interval(
    figures: Callable[[Weights | None], Figures], events: Iterable[str]
) -> tuple[float, float] | None:
    """The middle 95 % of F1 over samples of the events drawn with repetition."""
    known = sorted(set(events))
    samples = (figures(Counter(sample)).f1 for sample in bootstrap.drawn(known, samples=_SAMPLES))
    return bootstrap.middle(f1 for f1 in samples if f1 is not None)


def label(pair: Pair, grouped: Grouped) -> str:
    """The first of reprint, excerpt, same_event, same_story, different that holds."""
    low, high = sorted((pair.a, pair.b))
    if text := grouped.texts.get((low, high)):
        return text
    if set(grouped.events[pair.a]) & set(grouped.events[pair.b]):
        return "same_event"
    return "same_story" if set(grouped.stories[pair.a]) & set(grouped.stories[pair.b]) else "different"
