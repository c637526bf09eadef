"""What do papers' own labels teach? A linear model of stems, learnt from several papers so that it holds for others.

Three things follow from how papers label. A paper that has no desk of a name files its articles elsewhere, so that its
"world" also holds what others call "Arab world": the articles of such a paper are read by those that have the desk, and what
they say clearly belongs there teaches that desk. A paper's desks are of other sizes than the next one's: for a paper whose
articles are at hand (read or not labelled), the sizes are judged from their words. And a guess is as sure as guesses
of that kind were right of papers that had taught nothing.
"""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from warraq.sections import sureness
from warraq.sections.model import Guess, Model, Word, chances, likely, weight

# A label that so few articles have is not learnt.
FEWEST = 20
# Papers are left out in so many groups at most, to see what a model says of those that taught it nothing.
_GROUPS = 5
_EPOCHS = 3
_FIRST_STEP = 6.0
# A guess that is so nearly right teaches nothing more.
_LEARNT = 0.97
# Logistic regression and complement naive Bayes, added: both are linear in the same numbers.
_OF_LOGISTIC, _OF_BAYES, _SMOOTHING = 1.0, 1.0, 0.3
# What other papers say of an article of a paper without their desk counts from here on.
_CLEARLY = 0.5
# How much of what the sizes of desks seem to be is believed.
_BELIEVED = 0.6
_ROUNDS = 10
_SEED = 20181020


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
    """Examples as numbers: places of words and how often each stands there."""

    sources: list[str]
    labels: list[int]
    words: list[array[int]]
    times: list[array[float]]
    stems: list[str]
    names: tuple[str, ...]


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
    every = list(range(len(held.labels)))
    groups = _grouped(held)
    plain: Chances = {}
    said: Chances = {}
    for number, group in enumerate(groups, 1) if len(groups) > 1 else ():
        rest = [place for place in every if held.sources[place] not in group]
        fit = _fitted(held, rest, held.labels, 2)
        for paper in group:
            own = [place for place in every if held.sources[place] == paper]
            asked = [fit.chances(held, place) for place in own]
            tilt = _tilt(asked, fit.sizes)
            plain.update(zip(own, asked, strict=True))
            said.update((place, _tilted(one, tilt)) for place, one in zip(own, asked, strict=True))
        if told:
            told(f"{number} of {len(groups)} groups of papers left out")
    targets = _moved(held, plain)
    weights = sureness.learnt([(one, _best(one) == held.labels[place]) for place, one in said.items()])
    enough = _enough(held, said, weights, right) if said else right
    fit = _fitted(held, every, targets, 3)
    return replace(fit.model(held), sureness=weights, enough=enough), _lessons(
        held, said, weights, enough, targets
    )


def leaning(model: Model, texts: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    """What a paper's own articles, whatever their labels, tell of the sizes of its desks: for `Model.leanings`.

    Expectation and maximisation over the chances, half believed. Empty where no article says anything.
    Source: Saerens, Latinne and Decaestecker 2002, "Adjusting the outputs of a classifier to new a priori probabilities".
    """
    found = [one for words in texts if (one := chances(replace(model, leanings={}), words))]
    return _tilt(found, model.sizes)


def guess(model: Model, words: Mapping[str, float], source: str | None = None) -> Guess | None:
    """The surest label, however sure; `None` where no word is known."""
    found = chances(model, words, source)
    if not found:
        return None
    return Guess(model.labels[_best(found)], sureness.sure(model.sureness, found))


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
    words, times = [], []
    for one in kept:
        known = [(place_of[stem], weight(counts)) for stem, counts in one.words.items() if stem in place_of]
        words.append(array("l", [place for place, _ in known]))
        times.append(array("d", [weighs for _, weighs in known]))
    label_of = {name: place for place, name in enumerate(names)}
    return _Set(
        [one.source for one in kept], [label_of[one.label] for one in kept], words, times, stems, names
    )


def _grouped(held: _Set) -> list[tuple[str, ...]]:
    """The papers in groups of about the same number of articles, the same whenever they are the same papers."""
    groups: list[tuple[int, tuple[str, ...]]] = [(0, ())] * min(_GROUPS, len(set(held.sources)))
    for source, number in sorted(Counter(held.sources).items(), key=lambda one: (-one[1], one[0])):
        least = min(range(len(groups)), key=lambda place: groups[place][0])
        size, papers = groups[least]
        groups[least] = (size + number, (*papers, source))
    return [papers for _, papers in groups]


def _moved(held: _Set, apart: Mapping[int, tuple[float, ...]]) -> list[int]:
    """The labels to learn: the paper's own, but where it has no desk for what all others clearly call one."""
    has: dict[str, set[int]] = {}
    for source, label in zip(held.sources, held.labels, strict=True):
        has.setdefault(source, set()).add(label)
    targets = list(held.labels)
    for place, found in apart.items():
        if found and (best := _best(found)) not in has[held.sources[place]] and found[best] > _CLEARLY:
            targets[place] = best
    return targets


Vector = list[tuple[int, float]]
Chances = dict[int, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class _Fit:
    """A model in the numbers of the set that taught it."""

    rarity: list[float]
    says: list[list[float]]
    sizes: tuple[float, ...]

    def chances(self, held: _Set, place: int) -> tuple[float, ...]:
        scores = [0.0] * len(held.names)
        for stem, share in _vector(held, place, self.rarity):
            scores = [score + share * one for score, one in zip(scores, self.says[stem], strict=True)]
        return likely(scores)

    def model(self, held: _Set) -> Model:
        words = {
            stem: Word(self.rarity[place], tuple(self.says[place]))
            for place, stem in enumerate(held.stems)
            if self.rarity[place]
        }
        return Model(held.names, words, sizes=self.sizes)


def _fitted(held: _Set, places: Sequence[int], targets: Sequence[int], fewest: int) -> _Fit:
    """A model of the examples at these places, of words in `fewest` of them at least."""
    seen = Counter(chain.from_iterable(held.words[place] for place in places))
    rarity = [0.0] * len(held.stems)
    for stem, number in seen.items():
        if number >= fewest:
            rarity[stem] = 1 + math.log((1 + len(places)) / (1 + number))
    vectors = [_vector(held, place, rarity) for place in places]
    labels = [targets[place] for place in places]
    many, size = len(held.names), len(held.stems)
    says = _logistic(vectors, labels, many, size)
    for stem, others in enumerate(_bayes(vectors, labels, many, size)):
        says[stem] = [
            _OF_LOGISTIC * one + _OF_BAYES * other for one, other in zip(says[stem], others, strict=True)
        ]
    taught = Counter(labels)
    sizes = tuple(max(taught[label] / len(labels), 1e-6) for label in range(many))
    return _Fit(rarity, says, sizes)


def _vector(held: _Set, place: int, rarity: Sequence[float]) -> Vector:
    row = [
        (stem, weighs * rarity[stem])
        for stem, weighs in zip(held.words[place], held.times[place], strict=True)
        if rarity[stem]
    ]
    length = math.sqrt(sum(share * share for _, share in row)) or 1.0
    return [(stem, share / length) for stem, share in row]


def _logistic(vectors: Sequence[Vector], labels: Sequence[int], many: int, size: int) -> list[list[float]]:
    """Multinomial logistic regression by stochastic gradient steps that grow shorter."""
    weights = [[0.0] * many for _ in range(size)]
    dice, order = random.Random(_SEED), list(range(len(vectors)))  # noqa: S311 (an order, no secret)
    steps, done = _EPOCHS * len(order), 0
    for _ in range(_EPOCHS):
        dice.shuffle(order)
        for place in order:
            done += 1
            vector, label = vectors[place], labels[place]
            scores = [0.0] * many
            for stem, share in vector:
                scores = [score + share * says for score, says in zip(scores, weights[stem], strict=True)]
            found = likely(scores)
            if found[label] > _LEARNT:
                continue
            step = _FIRST_STEP * (1 - done / steps) + 0.1
            push = [-step * one for one in found]
            push[label] += step
            for stem, share in vector:
                weights[stem] = [says + share * one for says, one in zip(weights[stem], push, strict=True)]
    return weights


def _bayes(vectors: Sequence[Vector], labels: Sequence[int], many: int, size: int) -> list[list[float]]:
    """Complement naive Bayes. Source: Rennie, Shih, Teevan and Karger 2003, "Tackling the poor assumptions of naive Bayes"."""
    counts = [[0.0] * many for _ in range(size)]
    for vector, label in zip(vectors, labels, strict=True):
        for stem, share in vector:
            counts[stem][label] += share
    others = [[sum(row) - one + _SMOOTHING for one in row] for row in counts]
    whole = [math.log(sum(row[label] for row in others)) for label in range(many)]
    return [[all_ - math.log(one) for one, all_ in zip(row, whole, strict=True)] for row in others]


def _tilt(asked: Sequence[tuple[float, ...]], sizes: Sequence[float]) -> tuple[float, ...]:
    """What is to be added to the scores of a paper of which these are the chances, learnt where labels had these sizes."""
    if not asked:
        return ()
    tilt = [0.0] * len(sizes)
    for _ in range(_ROUNDS):
        levelled = [_tilted(one, tilt) for one in asked]
        seem = [sum(one[label] for one in levelled) / len(asked) for label in range(len(sizes))]
        tilt = [_BELIEVED * math.log(max(one, 1e-6) / was) for one, was in zip(seem, sizes, strict=True)]
    return tuple(tilt)


def _tilted(found: Sequence[float], tilt: Sequence[float]) -> tuple[float, ...]:
    if not tilt:
        return tuple(found)
    raised = [one * math.exp(more) for one, more in zip(found, tilt, strict=True)]
    whole = sum(raised)
    return tuple(one / whole for one in raised)


def _best(found: Sequence[float]) -> int:
    return max(range(len(found)), key=lambda place: (found[place], -place))


def _enough(
    held: _Set, said: Mapping[int, tuple[float, ...]], weights: Sequence[float], right: float
) -> float:
    """The least sureness from which on this share of guesses was right; above 1 where there is none."""
    judged = sorted(
        ((sureness.sure(weights, one), _best(one) == held.labels[place]) for place, one in said.items()),
        reverse=True,
    )
    least, hits = 1.01, 0
    for number, (sure, hit) in enumerate(judged, 1):
        hits += hit
        if hits >= right * number:
            least = sure
    return round(least, 4)


def _lessons(
    held: _Set,
    said: Mapping[int, tuple[float, ...]],
    weights: Sequence[float],
    enough: float,
    targets: Sequence[int],
) -> dict[str, Lesson]:
    lessons = {}
    for source in sorted(set(held.sources)):
        own = [place for place, paper in enumerate(held.sources) if paper == source]
        labels = Counter(held.names[held.labels[place]] for place in own)
        moved = sum(targets[place] != held.labels[place] for place in own)
        asked = [place for place in own if place in said]
        if not asked:
            lessons[source] = Lesson(dict(labels))
            continue
        hit = {place: _best(said[place]) == held.labels[place] for place in asked}
        sure = [place for place in asked if sureness.sure(weights, said[place]) >= enough]
        lessons[source] = Lesson(
            dict(labels), sum(hit.values()), len(sure), sum(hit[place] for place in sure), moved
        )
    return lessons
