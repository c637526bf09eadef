"""Which weights fit labelled articles best? Logistic regression and complement naive Bayes over sparse rows, in numpy.

Apart from the rest of the room: numpy is needed to teach a model (the extra `train`), never to ask one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

_EPOCHS = 8
_BATCH = 16
_FIRST_STEP = 1.0
# Draws weights towards nought, a little at every step.
_RESTRAINT = 2e-5
# Both are linear in the same numbers, and are added.
_OF_LOGISTIC, _OF_BAYES, _SMOOTHING = 1.0, 1.0, 0.3
_SEED = 20181020


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows one behind the other: row n is `words[starts[n]:starts[n + 1]]`, and how much each weighs. None is empty."""

    words: Places
    weighs: Floats
    starts: Places
    many: int  # how many words there are

    def __len__(self) -> int:
        return len(self.starts) - 1

    def part(self, places: Places) -> Rows:
        """The rows at these places, in this order."""
        first, length = self.starts[places], self.starts[places + 1] - self.starts[places]
        starts = np.concatenate(([0], np.cumsum(length)))
        entries = np.repeat(first - starts[:-1], length) + np.arange(starts[-1])
        return Rows(self.words[entries], self.weighs[entries], starts, self.many)


@dataclass(frozen=True, slots=True)
class Fit:
    """How rare each word is (0: not used), what it says for each label, and the labels' shares of what taught."""

    rarity: Floats
    says: Floats
    sizes: Floats

    def chances(self, rows: Rows) -> Floats:
        """A row of chances for each of these rows."""
        return softmax(scores(weighed(rows, self.rarity), self.says))


def rows_of(examples: Sequence[Sequence[tuple[int, float]]], many: int) -> Rows:
    """Rows of words, each given by its place and weight; one without any holds a word that weighs nothing."""
    filled = [one or [(0, 0.0)] for one in examples]
    starts = np.cumsum([0, *map(len, filled)], dtype=np.int64)
    words = np.fromiter((place for place, _ in chain.from_iterable(filled)), np.int64, count=int(starts[-1]))
    weighs = np.fromiter((by for _, by in chain.from_iterable(filled)), np.float32, count=int(starts[-1]))
    return Rows(words, weighs, starts, many)


def fitted(rows: Rows, labels: Places, many: int, *, fewest: int) -> Fit:
    """A model of these rows, `many` labels of them, of words that stand in `fewest` rows at least."""
    seen = np.bincount(rows.words, minlength=rows.many)
    rarity = np.where(seen >= fewest, 1 + np.log((1 + len(rows)) / (1 + seen)), 0.0).astype(np.float32)
    taught = weighed(rows, rarity)
    says = _OF_LOGISTIC * logistic(taught, labels, many) + _OF_BAYES * _bayes(taught, labels, many)
    sizes = np.maximum(np.bincount(labels, minlength=many) / len(labels), 1e-6)
    return Fit(rarity, says.astype(np.float32), sizes.astype(np.float32))


def weighed(rows: Rows, rarity: Floats) -> Rows:
    """The rows by rarity, each of length 1."""
    weighs = rows.weighs * rarity[rows.words]
    lengths = np.sqrt(np.add.reduceat(weighs * weighs, rows.starts[:-1]))
    shares = weighs / np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.starts))
    return Rows(rows.words, shares.astype(np.float32), rows.starts, rows.many)


def softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def tilt(chances: Floats, sizes: Floats, *, believed: float, rounds: int = 10) -> Floats:
    """What is to be added to the scores of a paper of which these are the chances, learnt where labels had these sizes.

    Source: Saerens, Latinne and Decaestecker 2002, "Adjusting the outputs of a classifier to new a priori probabilities";
    `believed` of it, 0 to 1.
    """
    found = np.zeros_like(sizes)
    for _ in range(rounds):
        seem = tilted(chances, found).mean(axis=0)
        found = (believed * np.log(np.maximum(seem, 1e-6) / sizes)).astype(np.float32)
    return found


def tilted(chances: Floats, by: Floats) -> Floats:
    raised = chances * np.exp(by)
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def scores(rows: Rows, says: Floats) -> Floats:
    parts = says[rows.words] * rows.weighs[:, None]
    found: Floats = np.add.reduceat(parts, rows.starts[:-1], axis=0)
    return found


def logistic(rows: Rows, labels: Places, many: int) -> Floats:
    """Multinomial logistic regression by stochastic gradient steps that grow shorter; the last half's weights on average."""
    says = np.zeros((rows.many, many), np.float32)
    mean = np.zeros_like(says)
    dice = np.random.default_rng(_SEED)
    steps = math.ceil(len(rows) / _BATCH) * _EPOCHS
    done = 0
    for epoch in range(_EPOCHS):
        order = dice.permutation(len(rows)).astype(np.int64)
        turned, wanted = rows.part(order), labels[order]
        for first in range(0, len(rows), _BATCH):
            last = min(first + _BATCH, len(rows))
            words, off = _step(turned, wanted, says, first, last)
            step = _FIRST_STEP * (1 - done / steps) + 0.02
            np.subtract.at(says, words, step * off)
            done += 1
        says *= 1 - _RESTRAINT * len(rows)
        if epoch >= _EPOCHS // 2:
            mean += says
    averaged: Floats = (mean / (_EPOCHS - _EPOCHS // 2)).astype(np.float32)
    return averaged


def _step(rows: Rows, wanted: Places, says: Floats, first: int, last: int) -> tuple[Places, Any]:
    """The words of these rows, and how far off each of them was."""
    start, end = rows.starts[first], rows.starts[last]
    words, weighs = rows.words[start:end], rows.weighs[start:end, None]
    scores = np.add.reduceat(says[words] * weighs, rows.starts[first:last] - start, axis=0)
    off = softmax(scores)
    off[np.arange(last - first), wanted[first:last]] -= 1
    return words, np.repeat(off, np.diff(rows.starts[first : last + 1]), axis=0) * weighs


def _bayes(rows: Rows, labels: Places, many: int) -> Floats:
    """Complement naive Bayes. Source: Rennie, Shih, Teevan and Karger 2003, "Tackling the poor assumptions of naive Bayes"."""
    of_entry = np.repeat(labels, np.diff(rows.starts))
    counts = np.stack(
        [
            np.bincount(rows.words[of_entry == label], rows.weighs[of_entry == label], minlength=rows.many)
            for label in range(many)
        ],
        axis=1,
    )
    others = counts.sum(axis=1, keepdims=True) - counts + _SMOOTHING
    says: Floats = (np.log(others.sum(axis=0)) - np.log(others)).astype(np.float32)
    return says
