"""Does every kind of index pass the public litmus, and find each headline of a real page by itself?"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from warraq import wiring
from warraq.newsroom.litmus import Case, cases, failing
from warraq.ports.index import Index, IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar

CASES = cases()
LONG = bool(os.environ.get("WARRAQ_LONG"))
# Headlines of real articles to stand beside those of the page; the memory index looks at every article for every question.
NOISE = {"memory": 2_000 if LONG else 300, "tantivy": 100_000 if LONG else 6_000}


@pytest.fixture(params=wiring.INDEXES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def index(kind: str) -> Iterator[Index]:
    with wiring.spare_index(kind) as index:
        yield index


def test_every_case_passes_on_every_index(index: Index) -> None:
    failed = [f"{one.phenomenon}: {one.query} / {one.text} / {one.must}" for one in failing(index, CASES)]
    assert failed == []


def test_a_case_that_asks_the_impossible_fails(index: Index) -> None:
    right, wrong = CASES[0], CASES[1]
    turned = Case(wrong.query, wrong.article, not wrong.must, wrong.phenomenon, wrong.why)
    assert failing(index, [right, turned]) == (turned,)


def test_the_litmus_is_long_and_no_case_stands_twice() -> None:
    assert len(CASES) >= 200
    assert sum(not case.must for case in CASES) >= 30
    assert len({(case.query, case.article.title, case.article.body) for case in CASES}) == len(CASES)
    assert all(case.query.strip() and case.why.endswith(".") for case in CASES)
    assert min(Counter(case.phenomenon for case in CASES).values()) >= 1
    assert len({case.phenomenon for case in CASES}) >= 30


def test_each_headline_of_a_page_finds_itself_first_among_others(
    index: Index, kind: str, shared: Path
) -> None:
    own = headlines(shared)
    assert len(own) == 58
    titles = [*own, *islice(others(shared), NOISE[kind])]
    index.apply([entry(number, title) for number, title in enumerate(titles, 1)], (), position=1)
    for number, title in enumerate(own, 1):
        hits = index.search(grammar.read(title), limit=1)
        assert (hits.ids[:1], hits.relaxed) == ((number,), False), title


def headlines(shared: Path) -> list[str]:
    page = (shared / "reference" / "page.txt").read_text(encoding="utf-8").splitlines()[0]
    return [one.strip() for one in page.split("\u00a0" * 4) if one.strip()]


def others(shared: Path) -> Iterator[str]:
    for name in ("antcorpus-multisource", "saudinewsnet", "antcorpus-jawhara"):
        with gzip.open(shared / "data" / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (title for line in lines if (title := json.loads(line)["title"]))


def entry(number: int, title: str) -> IndexEntry:
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    return IndexEntry(ArticleId(number), "nahar", "eg", title, "", at, language="ar")
