"""What do papers' own labels teach? A linear model of stems, learnt from several papers so that it holds for others.

Three things follow from how papers label. A paper that has no desk of a name files its articles elsewhere, so that its
"world" also holds what others call "Arab world": the articles of such a paper are read by those that have the desk, and what
they say clearly belongs there teaches that desk. A paper's desks are of other sizes than the next one's: for a paper whose
articles are at hand (read or not labelled), the sizes are judged from their words. And a guess is as sure as guesses
of that kind were right of papers that had taught nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from warraq.sections import fitting, sureness
from warraq.sections.fitting import Fit, Floats, Places, Rows
from warraq.sections.model import Model, Word, chances, weight

# A label that so few articles have is not learnt.
FEWEST = 20
# Papers are left out in so many groups at most, to see what a model says of those that taught it nothing.
_GROUPS = 5
# What other papers say of an article of a paper without their desk counts from here on.
_CLEARLY = 0.5
# How much of what the sizes of desks seem to be is believed.
_BELIEVED = 0.7


@dataclass(frozen=True, slots=True)
class Example:
    """An article whose paper says which desk it is from. `words` as `sections.model.counted` has them."""

    source: str
    label: str
    words: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A paper's part: how many of its articles taught, by label; how many guesses of a model that it had not taught were
    right (`None`: no other paper taught one); `moved`: how many were taken for a desk that it has not."""

    labels: Mapping[str, int]
    right: int | None = None
    sure: int | None = None  # guesses that were sure enough
    sure_right: int | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class _Set:
    """Examples as numbers, and the stems and labels that they stand for."""

    sources: list[str]
    labels: Places
    rows: Rows
    stems: list[str]
    names: tuple[str, ...]

    def of(self, papers: Sequence[str]) -> Places:
        """The places of their articles."""
        return np.flatnonzero(np.isin(self.sources, papers))


Told = Callable[[str], None]


def learnt(
    examples: Iterable[Example], *, told: Told | None = None, right: float = 0.9
) -> tuple[Model, dict[str, Lesson]]:
    """The model, and what each paper taught. `right`: the model abstains below the sureness from which on at least this
    share of guesses was right of papers that had taught nothing (of one paper alone nothing is known of others: it takes
    that for the least chance).

    Raises: ValueError where there are fewer than two labels with `FEWEST` articles.
    """
    held = _numbered(examples)
    groups = _grouped(held)
    plain = np.zeros((len(held.labels), len(held.names)), np.float32)
    said = plain.copy()
    for number, group in enumerate(groups, 1) if len(groups) > 1 else ():
        rest = np.setdiff1d(np.arange(len(held.labels)), held.of(group))
        fit = fitting.fitted(held.rows.part(rest), held.labels[rest], len(held.names), fewest=2)
        for paper in group:
            own = held.of([paper])
            plain[own] = fit.chances(held.rows.part(own))
            said[own] = fitting.tilted(plain[own], fitting.tilt(plain[own], fit.sizes, believed=_BELIEVED))
        if told:
            told(f"{number} of {len(groups)} groups of papers left out")
    apart = len(groups) > 1
    targets = _moved(held, plain) if apart else held.labels
    judged = _Judged(said, said.argmax(axis=1) == held.labels) if apart else None
    weights = sureness.learnt(judged.chances.tolist(), judged.right.tolist()) if judged else ()
    enough = judged.enough(weights, right) if judged else right
    fit = fitting.fitted(held.rows, targets, len(held.names), fewest=3)
    model = replace(_model(held, fit), sureness=weights, enough=enough)
    return model, _lessons(held, targets, judged, weights, enough)


def leaning(model: Model, texts: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    """What a paper's own articles, whatever their labels, tell of the sizes of its desks: for `Model.leanings`.

    Empty where no article says anything.
    """
    plain = replace(model, leanings={})
    found = [one for words in texts if (one := chances(plain, words))]
    if not found:
        return ()
    tilt = fitting.tilt(np.array(found, np.float32), np.array(model.sizes, np.float32), believed=_BELIEVED)
    return tuple(round(float(one), 4) for one in tilt)


def _numbered(examples: Iterable[Example]) -> _Set:
    kept = list(examples)
    enough = {label for label, number in Counter(one.label for one in kept).items() if number >= FEWEST}
    if len(enough) < 2:
        raise ValueError(f"fewer than two labels have {FEWEST} articles")
    kept = [one for one in kept if one.label in enough and one.words]
    names = tuple(sorted(enough))
    seen = Counter(chain.from_iterable(one.words for one in kept))
    stems = sorted(stem for stem, number in seen.items() if number > 1)
    place_of = {stem: place for place, stem in enumerate(stems)}
    rows = [
        [
            (place, weight(counts))
            for stem, counts in one.words.items()
            if (place := place_of.get(stem)) is not None
        ]
        for one in kept
    ]
    label_of = {name: place for place, name in enumerate(names)}
    labels = np.array([label_of[one.label] for one in kept], np.int64)
    return _Set([one.source for one in kept], labels, fitting.rows_of(rows, len(stems)), stems, names)


def _grouped(held: _Set) -> list[tuple[str, ...]]:
    """The papers in groups of about the same number of articles, the same whenever they are the same papers."""
    groups: list[tuple[int, tuple[str, ...]]] = [(0, ())] * min(_GROUPS, len(set(held.sources)))
    for source, number in sorted(Counter(held.sources).items(), key=lambda one: (-one[1], one[0])):
        least = min(range(len(groups)), key=lambda place: groups[place][0])
        size, papers = groups[least]
        groups[least] = (size + number, (*papers, source))
    return [papers for _, papers in groups]


def _moved(held: _Set, plain: Floats) -> Places:
    """The labels to learn: the paper's own, but where it has no desk for what all others clearly call one."""
    targets, best = held.labels.copy(), plain.argmax(axis=1)
    for paper in set(held.sources):
        own = held.of([paper])
        lacked = ~np.isin(best[own], held.labels[own]) & (plain[own].max(axis=1) > _CLEARLY)
        targets[own[lacked]] = best[own[lacked]]
    return targets


def _model(held: _Set, fit: Fit) -> Model:
    used = np.flatnonzero(fit.rarity)
    words = {
        held.stems[place]: Word(rarity, tuple(says))
        for place, rarity, says in zip(
            used.tolist(), fit.rarity[used].tolist(), fit.says[used].tolist(), strict=True
        )
    }
    return Model(held.names, words, sizes=tuple(fit.sizes.tolist()))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What models said of papers that had not taught them, and whether the best chance was right."""

    chances: Floats
    right: NDArray[np.bool_]

    def sure(self, weights: Sequence[float]) -> NDArray[np.float64]:
        return np.array([sureness.sure(weights, one) for one in self.chances.tolist()])

    def enough(self, weights: Sequence[float], right: float) -> float:
        """The least sureness from which on this share of guesses was right; above 1 where there is none."""
        sure = self.sure(weights)
        order = np.argsort(-sure, kind="stable")
        good = np.flatnonzero(np.cumsum(self.right[order]) >= right * np.arange(1, len(order) + 1))
        if not len(good):
            return 1.01
        least = round(float(sure[order][good[-1]]), 4)
        # where all that was seen would do, less sure guesses than any that was seen are taken by their own word
        return min(least, right) if good[-1] == len(order) - 1 else least


def _lessons(
    held: _Set, targets: Places, judged: _Judged | None, weights: Sequence[float], enough: float
) -> dict[str, Lesson]:
    lessons = {}
    sure = judged.sure(weights) >= enough if judged else None
    for source in sorted(set(held.sources)):
        own = held.of([source])
        labels = dict(Counter(held.names[label] for label in held.labels[own].tolist()))
        if judged is None or sure is None:
            lessons[source] = Lesson(labels)
            continue
        hit, certain = judged.right[own], sure[own]
        moved = int((targets[own] != held.labels[own]).sum())
        lessons[source] = Lesson(labels, int(hit.sum()), int(certain.sum()), int(hit[certain].sum()), moved)
    return lessons
