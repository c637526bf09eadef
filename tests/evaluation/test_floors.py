"""Does search still answer as well as it did? Pinned floors, on real judged questions beside light10.

The short form asks fewer articles, which makes every ranker look better: its floors are its own. WARRAQ_LONG=1 asks all.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import figures, search
from evaluation.search import Task

# A loaded machine, or all of it, takes longer than a test may.
pytestmark = pytest.mark.timeout(1800)

LONG = bool(os.environ.get("WARRAQ_LONG"))
SETS = ("saudinewsnet", "antcorpus-multisource", "antcorpus-jawhara")
# Every so many articles beside the judged ones, and every so many queries, in the short form.
NOISE, ASKED = 40, 4
# A headline finds its own article easily among few: more of both, or the short form could tell nothing.
NOISE_OF_HEADLINES = 10
# The least that ours must have of what light10 has: (short form, all). They never go down without a design note.
FLOORS = {"qa": (1.03, 1.03), "headlines": (1.02, 1.04), "news": (1.05, 1.05)}


def corpora(shared: Path) -> list[Path]:
    return [shared / "data" / name / "articles.jsonl.gz" for name in SETS]


def judged(shared: Path, name: str) -> Task:
    """A task on its report half alone: nothing was tuned there."""
    folder = shared / "data" / name
    files = [folder / "paragraphs.jsonl.gz"] if name == "qa" else corpora(shared)
    whole = search.task(
        files,
        folder / ("questions.jsonl" if name == "qa" else "queries.jsonl"),
        folder / "qrels.tsv",
        by_headline=False,
    )
    return reported(whole)


def reported(work: Task) -> Task:
    return replace(work, queries=[query for query in work.queries if query.half == "report"])


def fewer(work: Task, *, noise: int = NOISE) -> Task:
    """The short form: fewer articles, though all the judged ones."""
    if LONG:
        return work
    needed = {one for query in work.queries for one in work.judged[query.qid]}
    articles = [one for at, one in enumerate(work.articles) if one.id in needed or at % noise == 0]
    return replace(work, articles=articles)


def gained(work: Task, figure: str) -> float:
    """Our figure, of light10's in the same run."""
    ours, theirs = (search.measure(name, work, 20) for name in (search.OURS, search.ANCHOR))
    means = [figures.mean([getattr(one, figure) for one in measured.scores]) for measured in (ours, theirs)]
    assert means[0] is not None
    assert means[1]
    return means[0] / means[1]


def floor(name: str) -> float:
    return FLOORS[name][LONG]


def test_questions_find_their_paragraphs(shared: Path) -> None:
    work = judged(shared, "qa")
    asked = work if LONG else replace(work, queries=work.queries[::ASKED])
    assert gained(asked, "mrr10") >= floor("qa")


def test_judged_news_queries_find_what_was_judged_good(shared: Path) -> None:
    assert gained(fewer(judged(shared, "search")), "ndcg10") >= floor("news")


def test_headlines_find_their_articles(shared: Path) -> None:
    work = reported(search.task(corpora(shared), None, None, by_headline=True))
    assert gained(fewer(work, noise=NOISE_OF_HEADLINES), "mrr10") >= floor("headlines")


@pytest.mark.parametrize("name", [*FLOORS])
def test_a_short_floor_is_never_above_the_long_one(name: str) -> None:
    short, long = FLOORS[name]
    assert 1.0 < short <= long
