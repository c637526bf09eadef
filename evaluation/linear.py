"""What does the usual linear model say? TF-IDF of plain words and logistic regression: the baseline of desks, without our stems.

Nothing of what ours adds to it: no stems, no marks of headline and lead, no grams, no naive Bayes, no papers judged by others,
no sizes. The surest are those of the largest chance.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from warraq.language.arabic import fold
from warraq.sections import fitting
from warraq.sections.fitting import Places, Rows

_WORD = re.compile(r"\w\w+")
_FEWEST = 2  # articles, before a word counts


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article, its own label, and how often each of its folded words stands in it."""

    source: str
    label: str
    words: Counter[str]


def counted(title: str, text: str) -> Counter[str]:
    return Counter(_WORD.findall(fold(f"{title} {text}")))


def judged_by(teaching: Sequence[Labelled], judged: Sequence[Labelled]) -> list[tuple[str, float]]:
    """For each of `judged` the likeliest label and its chance (0 to 1)."""
    seen = Counter(chain.from_iterable(one.words for one in teaching))
    places = {
        word: place for place, word in enumerate(sorted(word for word in seen if seen[word] >= _FEWEST))
    }
    names = sorted({one.label for one in teaching})
    labels: Places = np.array([names.index(one.label) for one in teaching], np.int64)
    rows = _rows(teaching, places)
    number = np.bincount(rows.words, minlength=len(places))
    rarity = (1 + np.log((1 + len(rows)) / (1 + number))).astype(np.float32)
    says = fitting.logistic(fitting.weighed(rows, rarity), labels, len(names))
    chances = fitting.softmax(fitting.scores(fitting.weighed(_rows(judged, places), rarity), says))
    best = chances.argmax(axis=1)
    return [(names[place], float(row[place])) for place, row in zip(best.tolist(), chances, strict=True)]


def _rows(articles: Sequence[Labelled], places: dict[str, int]) -> Rows:
    known = [
        [
            (place, 1 + math.log(times))
            for word, times in one.words.items()
            if (place := places.get(word)) is not None
        ]
        for one in articles
    ]
    return fitting.rows_of(known, len(places))
