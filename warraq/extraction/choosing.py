"""Which way reads a source's pages best? What its own feed told of them, and a page that a person approved, are the evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from warraq.extraction.ways import USUAL, WAYS, Way
from warraq.language.arabic import fold

TRIED = 3  # articles before the evidence of a feed counts
MOST_TRIED = 12  # afterwards what is older counts half, and again half: papers are redesigned
EACH = 20  # articles, of which one is tried when so many were
MARGIN = 0.03  # of agreement, before another way than the usual is taken
# A feed's text that no way agrees with is a beginning or another text: it tells nothing.
TELLS = 0.8
CERTAIN = 0.97  # where the usual way agrees so far, no other is asked
_SHORTEST = 80  # words: a summary is no full text
_WORD = re.compile(r"\w+")

# By way: how many articles, and the sum of its agreements.
Trials = Mapping[str, tuple[int, float]]


def is_full(told: str | None) -> bool:
    """Whether a feed's text is long enough to be an article's."""
    return told is not None and len(_WORD.findall(told)) >= _SHORTEST


def agreement(found: str, told: str) -> float:
    """F1 of the folded words of both, each as often as it stands: 0 to 1."""
    one, other = (Counter(_WORD.findall(fold(text))) for text in (found, told))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


def after(trials: Trials, trial: Mapping[str, float]) -> dict[str, tuple[int, float]]:
    """The evidence after one more article; as it was, where no way agrees with what was told."""
    if max(trial.values(), default=0.0) < TELLS:
        return dict(trials)
    counted = dict(trials)
    for way, value in trial.items():
        times, total = counted.get(way, (0, 0.0))
        if times >= MOST_TRIED:
            times, total = times // 2, total * (times // 2) / times
        counted[way] = times + 1, total + value
    return counted


def is_open(trials: Trials, articles: int) -> bool:
    """Whether the next article, after so many, is to be tried."""
    return trials.get(USUAL, (0, 0.0))[0] < MOST_TRIED or articles % EACH == 0


def best(trials: Trials) -> Way:
    """The way that agrees best, if clearly better than the usual one over enough articles."""
    means = {way: trials[way][1] / trials[way][0] for way in WAYS if trials.get(way, (0, 0.0))[0] >= TRIED}
    if USUAL not in means:
        return USUAL
    leader = max(means, key=lambda way: (means[way], way == USUAL))
    return leader if means[leader] >= means[USUAL] + MARGIN else USUAL
