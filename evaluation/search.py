"""Does a reader find what they mean? `python -m evaluation.search --corpus FILE… --queries FILE --qrels FILE`

Our analyzer beside raw words, folded words and Lucene's light10, through the code that answers `/search`. One JSON object is
the last line of stdout; what it holds is in docs/reference/evaluation.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import figures, headlines
from evaluation.command import apart, ended, peak_mb, say
from evaluation.corpus import Document, Judgements, Query, Unmeasurable, documents, judgements, queries
from evaluation.families import family
from evaluation.figures import NAMES, Scores
from evaluation.ranking import Ranked, ranked

BASELINES = ("raw", "folded", "light10")
ANCHOR = "light10"
OURS = "ours"
SPEEDS = ("queries_per_s", "documents_per_s")
_DEPTH, _RUN_DEPTH = 20, 100


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked, of which articles, and what answers it. `missing`: judged documents that no file holds."""

    articles: Sequence[Document]
    queries: Sequence[Query]
    judged: Judgements
    missing: tuple[str, ...] = ()
    headlines: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """One analyzer's figures a query, in the order of the task's queries."""

    ranked: Ranked
    scores: tuple[Scores, ...]
    seconds: float
    peak_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    began = time.perf_counter()
    return ended("search", lambda: run(asked, began))


def run(asked: argparse.Namespace, began: float) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    work = task(asked.corpus, asked.queries, asked.qrels, by_headline=asked.headlines)
    say(
        f"{len(work.articles)} articles, {len(work.queries)} queries, {len(work.missing)} judged documents missing"
    )
    depth = _RUN_DEPTH if asked.run else _DEPTH
    measured = {name: _measured(name, work, depth) for name in dict.fromkeys((*BASELINES, asked.analyzer))}
    ours = measured[asked.analyzer]
    if asked.run:
        write_run(asked.run, ours.ranked, tag=f"warraq-{asked.analyzer}")
    return {
        **report(work, ours, measured[ANCHOR]),
        "seconds": round(time.perf_counter() - began, 3),
        "peak_mb": max(one.peak_mb for one in measured.values()),
        "analyzer": asked.analyzer,
        "articles": len(work.articles),
        "missing": list(work.missing),
        "baselines": {
            name: {
                **report(work, measured[name], measured[ANCHOR]),
                "seconds": round(measured[name].seconds, 3),
                "peak_mb": measured[name].peak_mb,
            }
            for name in BASELINES
        },
    }


def task(corpus: Sequence[Path], asked: Path | None, qrels: Path | None, *, by_headline: bool) -> Task:
    """Raises: Unmeasurable, saying what is missing."""
    articles = documents(corpus)
    if by_headline:
        questions, judged = headlines.asked(articles)
        if not questions:
            raise Unmeasurable(
                "no article of this corpus asks its headline (id, title of 4 words, body of 50)"
            )
        return Task(headlines.untitled(articles), questions, judged, headlines=True)
    if asked is None or qrels is None:
        raise Unmeasurable("--queries and --qrels are needed, or --headlines in their place")
    return _judged(articles, queries(asked), judgements(qrels), where=qrels)


def _judged(articles: Sequence[Document], questions: list[Query], judged: Judgements, *, where: Path) -> Task:
    """Only queries whose answer is there to be found: where no judged document above nought is, nothing can be measured."""
    if not any(query.qid in judged for query in questions):
        raise Unmeasurable(f"{where} judges none of the queries: not one qid is in both files")
    held = {article.id for article in articles}
    there = {
        query.qid: {one: grade for one, grade in judged.get(query.qid, {}).items() if one in held}
        for query in questions
    }
    missing = {one for query in questions for one in judged.get(query.qid, ()) if one not in held}
    kept = [query for query in questions if any(there[query.qid].values())]
    if not kept:
        raise Unmeasurable(f"not one document that {where} judges relevant stands in the corpus")
    if left := len(questions) - len(kept):
        say(f"{left} queries are left out: nothing that answers them is in the corpus")
    return Task(articles, kept, there, tuple(sorted(missing)))


def measure(name: str, work: Task, depth: int) -> Measured:
    began = time.perf_counter()
    answers = ranked(name, work.articles, work.queries, depth=depth)
    relevant = figures.relevant_from([grade for one in work.judged.values() for grade in one.values()])
    scores = [
        figures.scores(answers.answers[query.qid], work.judged[query.qid], relevant=relevant)
        for query in work.queries
    ]
    if work.headlines:  # nobody judged anything: only the place of the article itself is known
        scores = [Scores(mrr10=one.mrr10) for one in scores]
    return Measured(answers, tuple(scores), time.perf_counter() - began, peak_mb())


def _measured(name: str, work: Task, depth: int) -> Measured:
    found = apart(measure, name, work, depth)
    means = {one: figures.mean([getattr(score, one) for score in found.scores]) for one in NAMES}
    said = ", ".join(f"{one} {value:.4f}" for one, value in means.items() if value is not None)
    say(f"{name}: {said} in {found.seconds:.1f} s")
    return found


def report(work: Task, measured: Measured, anchor: Measured) -> dict[str, Any]:
    """The figures of all queries; of each half and each family, where queries have such."""
    halves = [query.half for query in work.queries]
    families = [
        family(query.phenomenon, said=query.family) if query.phenomenon or query.family else None
        for query in work.queries
    ]
    return {
        **_means(measured, anchor, range(len(work.queries))),
        **{name: round(getattr(measured.ranked, name), 1) for name in SPEEDS},
        "halves": _parted(measured, anchor, halves),
        "families": _parted(measured, anchor, families),
    }


def _parted(measured: Measured, anchor: Measured, labels: Sequence[str | None]) -> dict[str, dict[str, Any]]:
    return {
        label: _means(measured, anchor, [at for at, one in enumerate(labels) if one == label])
        for label in sorted({one for one in labels if one})
    }


def _means(measured: Measured, anchor: Measured, places: Sequence[int]) -> dict[str, Any]:
    """Means over these queries, with the interval of what is gained over the anchor."""
    ours = [measured.scores[at] for at in places]
    theirs = [anchor.scores[at] for at in places]
    intervals = {
        name: figures.interval([getattr(one, name) for one in ours], [getattr(one, name) for one in theirs])
        for name in ("ndcg10", "mrr10", "recall20")
    }
    return {
        **{name: figures.rounded(figures.mean([getattr(one, name) for one in ours])) for name in NAMES},
        "queries": len(ours),
        **dict.fromkeys(SPEEDS),  # of a part, nobody took the time
        "intervals": {name: figures.ends(pair) for name, pair in intervals.items()},
    }


def write_run(path: Path, answers: Ranked, *, tag: str) -> None:
    """A TREC run: qid Q0 docid rank score tag. The index gives an order, no scores: they fall by one a rank."""
    lines = (
        f"{qid} Q0 {document} {rank} {len(found) - rank + 1} {tag}\n"
        for qid, found in answers.answers.items()
        for rank, document in enumerate(found, 1)
    )
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise Unmeasurable(f"the run {path} cannot be written: {error.strerror}") from error


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.search", description=__doc__)
    parser.add_argument("--corpus", nargs="+", action="extend", type=Path, required=True, metavar="FILE")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="JSON lines: qid, text")
    parser.add_argument("--qrels", type=Path, metavar="FILE", help="lines of qid, docid, grade")
    parser.add_argument("--analyzer", choices=(*BASELINES, OURS), default=OURS)
    parser.add_argument("--run", type=Path, metavar="FILE", help="write the answers as a TREC run")
    parser.add_argument(
        "--headlines", action="store_true", help="articles ask their own headlines; no queries, no qrels"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
