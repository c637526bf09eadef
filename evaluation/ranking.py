"""What does an index with this analyzer answer? Through the code that answers `/search`: grammar, question, index."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.corpus import Document, Query, Unmeasurable
from warraq.indexes.analyzers import ANALYZERS
from warraq.indexes.tantivy import TantivyIndex
from warraq.indexes.weights import WEIGHTS, Weights
from warraq.ports.index import Index, IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar

_BATCH = 1_000
# All are of one moment, and dates weigh nothing: how new an article is has no part in what is measured.
_AT = datetime(2020, 1, 1, tzinfo=UTC)
_UNDATED = replace(WEIGHTS, dated=False)


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was answered to each query (document ids, best first), and how fast."""

    answers: Mapping[str, tuple[str, ...]]
    queries_per_s: float
    documents_per_s: float


def ranked(analyzer: str, articles: Sequence[Document], queries: Sequence[Query], *, depth: int) -> Ranked:
    """The best `depth` answers to each query. Raises: Unmeasurable for an analyzer that is none."""
    with filled(analyzer, articles) as (index, documents_per_s):
        began = time.perf_counter()
        answers = {query.qid: answered(index, articles, query.text, depth=depth) for query in queries}
        seconds = time.perf_counter() - began
    return Ranked(answers, len(queries) / max(seconds, 1e-9), documents_per_s)


def answered(index: Index, articles: Sequence[Document], text: str, *, depth: int) -> tuple[str, ...]:
    hits = index.search(grammar.read(text), limit=depth, near=True)
    return tuple(articles[number - 1].id for number in hits.ids)


@contextmanager
def filled(
    analyzer: str, articles: Sequence[Document], *, folder: Path | None = None
) -> Iterator[tuple[Index, float]]:
    """An index of the articles and how many went in a second; in a folder that is there, or one of its own. An article's
    number is its place."""
    if analyzer not in ANALYZERS:
        raise Unmeasurable(f"no analyzer {analyzer!r}; there are {', '.join(ANALYZERS)}")
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(TemporaryDirectory(prefix="warraq-evaluation-")))
        index = TantivyIndex(place, analyzer=ANALYZERS[analyzer], weights=_UNDATED, collapsed=False)
        stack.callback(index.close)
        began = time.perf_counter()
        entries = (_entry(number, one) for number, one in enumerate(articles, 1))
        while batch := list(islice(entries, _BATCH)):
            index.apply(batch, (), position=batch[-1].id)
        yield index, len(articles) / max(time.perf_counter() - began, 1e-9)


@contextmanager
def reopened(folder: Path, weights: Weights) -> Iterator[Index]:
    """What `filled` left in a folder, ranked by other weights."""
    index = TantivyIndex(folder, weights=replace(weights, dated=False), collapsed=False)
    try:
        yield index
    finally:
        index.close()


def _entry(number: int, article: Document) -> IndexEntry:
    return IndexEntry(
        id=ArticleId(number),
        source=article.source or "unknown",
        country="zz",
        title=article.title,
        body=article.text,
        at=_AT,
        language=article.language,
    )
