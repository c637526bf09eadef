"""Which articles ask their own headline? One in twenty, told by its id, so that everybody asks the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from evaluation.corpus import Document, Judgements, Query

_ONE_IN = 20
_TITLE_WORDS, _BODY_WORDS = 4, 50


def asked(articles: Sequence[Document]) -> tuple[list[Query], Judgements]:
    """The queries and what answers each: the article, and every exact duplicate of its body.

    Titles are not to be indexed. The halves, `tune` and `report`, are told by the id too.
    """
    same: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        same[article.text].append(article.id)
    queries = [Query(one.id, one.title, half=_half(one.id)) for one in articles if _asks(one)]
    texts = {one.id: one.text for one in articles}
    return queries, {query.qid: dict.fromkeys(same[texts[query.qid]], 1) for query in queries}


def untitled(articles: Iterable[Document]) -> list[Document]:
    return [Document(one.id, "", one.text, one.source, one.url, one.published) for one in articles]


def _asks(article: Document) -> bool:
    return (
        _number(article.id) % _ONE_IN == 0
        and len(article.title.split()) >= _TITLE_WORDS
        and len(article.text.split()) >= _BODY_WORDS
    )


def _half(key: str) -> str:
    return "report" if _number(key) // _ONE_IN % 2 else "tune"


def _number(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16)
