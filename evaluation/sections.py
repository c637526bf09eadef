"""Which desk is an article from, told by its words alone? `python -m evaluation.sections --leave-one-paper-out FILE…`

Ours, by the code of `warraq train sections`. One JSON object is the last line of stdout; what it holds is in
docs/reference/evaluation.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from evaluation import linear
from evaluation.command import ended, peak_mb, say
from evaluation.corpus import Unmeasurable, documents
from evaluation.linear import Labelled
from warraq.sections import learning
from warraq.sections.learning import FEWEST, Example
from warraq.sections.model import chances, counted
from warraq.sections.sureness import sure

# The surest part, of which accuracy_at_85 speaks.
SUREST = 0.85
# Labels of one desk that papers part otherwise, for the merged figure.
MERGED = {"middleEast": "internationalNews"}
NOWHERE = "?"
USUAL = "tfidf_logistic"


@dataclass(frozen=True, slots=True)
class Judged:
    """One article of a paper that taught nothing: its own label, what is guessed, and how surely (0 to 1)."""

    source: str
    label: str
    guess: str
    sure: float


@dataclass(frozen=True, slots=True)
class Part:
    """What was said of some articles: by ours, by ours with merged labels, by the usual linear model."""

    ours: list[Judged]
    merged: list[Judged]
    usual: list[Judged]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.sections", description=__doc__)
    parser.add_argument(
        "--train", type=Path, nargs="+", metavar="FILE", help="articles that teach, JSON lines"
    )
    parser.add_argument("--test", type=Path, nargs="+", metavar="FILE", help="articles that are judged")
    parser.add_argument(
        "--leave-one-paper-out", type=Path, nargs="+", metavar="FILE", help="each paper by the others"
    )
    asked = parser.parse_args(arguments)
    one_way = asked.leave_one_paper_out and not (asked.train or asked.test)
    if not one_way and not (asked.train and asked.test and not asked.leave_one_paper_out):
        parser.error("give --train and --test, or --leave-one-paper-out")
    if one_way:
        return ended("sections", lambda: left_out(asked.leave_one_paper_out))
    return ended("sections", lambda: parted(asked.train, asked.test))


def left_out(files: Sequence[Path]) -> dict[str, Any]:
    """Each paper judged by a model that the others taught. Raises: Unmeasurable."""
    began = time.perf_counter()
    examples, plain = labelled(files)
    papers = sorted({one.source for one in examples})
    if len(papers) < 2:
        raise Unmeasurable(f"only {', '.join(papers)} has labels: there is no other paper to learn from")
    return report([_told(*without(examples, paper), *without(plain, paper)) for paper in papers], began)


def parted(train: Sequence[Path], test: Sequence[Path]) -> dict[str, Any]:
    """Some files judged by a model that others taught. Raises: Unmeasurable."""
    began = time.perf_counter()
    (teaching, plainly), (judged, plain) = labelled(train), labelled(test)
    return report([_told(teaching, judged, plainly, plain)], began)


def labelled(files: Sequence[Path], *, every: int = 1) -> tuple[list[Example], list[Labelled]]:
    """The articles that have a category, or every so many of them, for our model and for the usual one. Raises: Unmeasurable."""
    examples, plain = [], []
    for one in islice(filter(lambda one: one.category, documents(files)), 0, None, every):
        source, label = one.source or NOWHERE, one.category or ""
        examples.append(Example(source, label, counted(one.title, one.text)))
        plain.append(Labelled(source, label, linear.counted(one.title, one.text)))
    if not examples:
        raise Unmeasurable(f"no article with a category stands in {', '.join(map(str, files))}")
    return examples, plain


T = TypeVar("T", Example, Labelled)


def without(articles: Sequence[T], paper: str) -> tuple[list[T], list[T]]:
    """What the others printed, and what this paper did."""
    return [one for one in articles if one.source != paper], [one for one in articles if one.source == paper]


def _told(
    teaching: Sequence[Example],
    judged: Sequence[Example],
    plainly: Sequence[Labelled],
    plain: Sequence[Labelled],
) -> Part:
    found = judged_by(teaching, judged)
    usual = usually(plainly, plain)
    merged = judged_by(_merged(teaching), _merged(judged))
    name = ", ".join(sorted({one.source for one in judged})) or "nobody"
    said = (
        f"{name}: {accuracy(found):.4f}, surest {surest(found):.4f}"
        if found
        else f"{name}: no label that was taught"
    )
    say(said)
    return Part(found, merged, usual)


def usually(teaching: Sequence[Labelled], judged: Sequence[Labelled]) -> list[Judged]:
    """What the usual linear model says of the same articles."""
    enough = {label for label, number in Counter(one.label for one in teaching).items() if number >= FEWEST}
    kept = [one for one in teaching if one.label in enough]
    asked = [one for one in judged if one.label in enough]
    said = linear.judged_by(kept, asked) if asked else []
    return [Judged(one.source, one.label, *guess) for one, guess in zip(asked, said, strict=True)]


def judged_by(teaching: Sequence[Example], judged: Sequence[Example]) -> list[Judged]:
    """What a model says of articles whose label was taught. Of a paper it sees all texts at once, and no label: the sizes of
    its desks are judged from them, as a house does with a paper that it collects. Raises: Unmeasurable."""
    try:
        model, _ = learning.learnt(teaching)
    except ValueError as error:
        raise Unmeasurable(f"nothing can be learnt: {error}") from error
    papers: dict[str, list[Example]] = defaultdict(list)
    for one in judged:
        if one.label in model.labels:
            papers[one.source].append(one)
    leanings = {paper: learning.leaning(model, [one.words for one in own]) for paper, own in papers.items()}
    model = replace(model, leanings={paper: tilt for paper, tilt in leanings.items() if tilt})
    largest = model.labels[max(range(len(model.labels)), key=lambda place: model.sizes[place])]
    found = []
    for one in (one for own in papers.values() for one in own):
        likely = chances(model, one.words, one.source)
        if not likely:  # an article without a known word
            found.append(Judged(one.source, one.label, largest, 0.0))
            continue
        best = max(range(len(likely)), key=lambda place: (likely[place], -place))
        found.append(Judged(one.source, one.label, model.labels[best], sure(model.sureness, likely)))
    return found


def report(parts: Sequence[Part], began: float) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    every = [one for part in parts for one in part.ours]
    merged = [one for part in parts for one in part.merged]
    usual = [one for part in parts for one in part.usual]
    if not every:
        raise Unmeasurable("no article to judge has a label that was taught")
    papers: dict[str, list[Judged]] = defaultdict(list)
    for one in every:
        papers[one.source].append(one)
    return {
        **_figures(every),
        "merged": _figures(merged),
        "per_source": {
            paper: {**_figures(own), "labels": _labels(own)} for paper, own in sorted(papers.items())
        },
        "seconds": round(time.perf_counter() - began, 3),
        "peak_mb": peak_mb(),
        "baselines": {USUAL: _figures(usual)},
    }


def accuracy(judged: Sequence[Judged]) -> float:
    return sum(one.guess == one.label for one in judged) / len(judged)


def surest(judged: Sequence[Judged]) -> float:
    """The accuracy of the surest 85 %."""
    order = sorted(judged, key=lambda one: -one.sure)
    return accuracy(order[: max(1, round(SUREST * len(order)))])


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "accuracy": round(accuracy(judged), 4),
        "accuracy_at_85": round(surest(judged), 4),
        "articles": len(judged),
    }


def _labels(judged: Sequence[Judged]) -> Mapping[str, Mapping[str, int]]:
    """By label: how many there are, how many guesses, how many of these right."""
    own, guesses = Counter(one.label for one in judged), Counter(one.guess for one in judged)
    right = Counter(one.label for one in judged if one.label == one.guess)
    return {
        label: {"articles": own[label], "guessed": guesses[label], "right": right[label]}
        for label in sorted({*own, *guesses})
    }


def _merged(examples: Sequence[Example]) -> list[Example]:
    return [replace(one, label=MERGED.get(one.label, one.label)) for one in examples]


if __name__ == "__main__":
    sys.exit(main())
