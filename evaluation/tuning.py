"""Which weights answer best? `python -m evaluation.tuning --qa FOLDER --news FOLDER --corpus FILE… [--half tune] [--short]`

A seeded walk over round values, one weight at a time, on one half alone: questions to paragraphs, headlines to articles and
judged news queries count alike, each beside light10 on the same half. What a step gains on the other half is printed beside
it: a gain that is not there too was luck. Nothing is written: the weights stand in `warraq/indexes/weights.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from evaluation import figures
from evaluation.command import ended, say
from evaluation.corpus import Query, Unmeasurable
from evaluation.ranking import answered, filled, reopened
from evaluation.search import ANCHOR, OURS, Task, task
from warraq.indexes.weights import WEIGHTS, Weights
from warraq.ports.index import Index

HALVES = ("tune", "report")
_SEED = 20_250_603
_MOST = 400  # queries a task and half: the walk asks them hundreds of times
# The short form, of minutes: so many queries, and beside the judged articles one of so many.
_FEW, _NOISE = 60, 20
_STEPS: dict[str, tuple[float, ...]] = {
    "surface": (0.0, 0.1, 0.2, 0.3, 0.5),
    "title": (0.0, 0.3, 0.5, 0.7, 1.0),
    "lead": (0.0, 0.2, 0.3, 0.5),
    "gram": (0.0, 0.1, 0.2, 0.3, 0.5, 0.7),
}
# Less than this is no gain: the flat top of a hill is as good as its peak, and what stands is kept.
_ENOUGH = 0.002


@dataclass(frozen=True, slots=True)
class Exercise:
    """One task, indexed once: asked with any weights. `figure` is the one that it is judged by."""

    name: str
    work: Task
    folder: Path
    figure: str
    most: int  # queries of a half
    anchor: dict[str, float]  # of each half

    def ratio(self, weights: Weights, half: str) -> float:
        """Our figure on that half, of light10's."""
        with reopened(self.folder, weights) as index:
            return _figure(self, index, half) / self.anchor[half]


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)

    def run() -> dict[str, Any]:
        with ExitStack() as stack:
            exercises = [_prepared(stack, *one, short=given.short) for one in _tasks(given)]
            return asdict(walk(exercises, given.half))

    return ended("tuning", run)


def walk(exercises: Sequence[Exercise], half: str) -> Weights:
    """Each weight in turn, in a drawn order, until a whole round gains nothing."""
    draw = random.Random(_SEED)  # noqa: S311 (nothing is guarded)
    weights, worth = WEIGHTS, _worth(exercises, WEIGHTS, half)
    moved = True
    while moved:
        moved = False
        for name in draw.sample(sorted(_STEPS), len(_STEPS)):
            for value in _STEPS[name]:
                tried = replace(weights, **{name: value})  # type: ignore[arg-type]
                if tried != weights and (found := _worth(exercises, tried, half)) > worth + _ENOUGH:
                    weights, worth, moved = tried, found, True
    return weights


def _worth(exercises: Sequence[Exercise], weights: Weights, half: str) -> float:
    """The mean over the tasks; told with what each task says on both halves."""
    said, own = [], []
    for exercise in exercises:
        ratios = {one: exercise.ratio(weights, one) for one in HALVES}
        own.append(ratios[half])
        said.append(f"{exercise.name} " + " ".join(f"{one} {ratio:.4f}" for one, ratio in ratios.items()))
    worth = sum(own) / len(own)
    told = " ".join(f"{name}={getattr(weights, name)}" for name in _STEPS)
    say(f"{worth:.4f}  {told}  |  {'  |  '.join(said)}")
    return worth


def _prepared(stack: ExitStack, name: str, work: Task, figure: str, *, short: bool) -> Exercise:
    if short:
        work = _fewer(work)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"warraq-tuning-{name}-")))
    exercise = Exercise(name, work, folder, figure, _FEW if short else _MOST, {})
    with filled(ANCHOR, work.articles) as (index, _):
        exercise.anchor.update({half: _figure(exercise, index, half) for half in HALVES})
    if absent := [half for half, figure in exercise.anchor.items() if not figure]:
        raise Unmeasurable(
            f"{name}: light10 answers no query of the half {absent[0]}, so nothing can be beside it"
        )
    with filled(OURS, work.articles, folder=folder):
        return exercise


def _figure(exercise: Exercise, index: Index, half: str) -> float:
    work = exercise.work
    relevant = figures.relevant_from([grade for one in work.judged.values() for grade in one.values()])
    found = [
        figures.scores(
            answered(index, work.articles, query.text, depth=figures.AMONG),
            work.judged[query.qid],
            relevant=relevant,
        )
        for query in _some(work.queries, half, exercise.most)
    ]
    return figures.mean([getattr(one, exercise.figure) for one in found]) or 0.0


def _some(queries: Sequence[Query], half: str, most: int) -> list[Query]:
    of_half = [query for query in queries if query.half == half]
    draw = random.Random(_SEED)  # noqa: S311
    return draw.sample(of_half, most) if len(of_half) > most else of_half


def _fewer(work: Task) -> Task:
    queries = [query for half in HALVES for query in _some(work.queries, half, _FEW)]
    needed = {one for query in queries for one in work.judged[query.qid]}
    articles = [one for at, one in enumerate(work.articles) if one.id in needed or at % _NOISE == 0]
    return replace(work, articles=articles, queries=queries)


def _tasks(asked: argparse.Namespace) -> list[tuple[str, Task, str]]:
    paragraphs = [asked.qa / "paragraphs.jsonl.gz"]
    return [
        ("qa", task(paragraphs, asked.qa / "questions.jsonl", asked.qa / "qrels.tsv", by_headline=False), "mrr10"),
        ("headlines", task(asked.corpus, None, None, by_headline=True), "mrr10"),
        ("news", task(asked.corpus, asked.news / "queries.jsonl", asked.news / "qrels.tsv", by_headline=False), "ndcg10"),
    ]  # fmt: skip


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.tuning", description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True, metavar="FILE")
    parser.add_argument("--qa", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--news", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--half", choices=HALVES, default="tune", help="the half that is looked at")
    parser.add_argument(
        "--short", action="store_true", help="fewer queries and articles: minutes in place of hours"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
