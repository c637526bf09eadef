"""Does an index find what any reader means? The public litmus: cases as data, put to an index one article at a time."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

from warraq.ports.index import Index, IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.names import Here, Names
from warraq.query.tree import Kind

_DAY = date(2025, 6, 3)


@dataclass(frozen=True, slots=True)
class Case:
    """What is typed, and an article that must answer it or must not. `article` has a number and place of its own.

    `relaxed`: it may answer as one that holds only some of the words, or words spelled nearly so.
    """

    query: str
    article: IndexEntry
    must: bool
    phenomenon: str
    why: str
    relaxed: bool = False

    @property
    def text(self) -> str:
        return self.article.title


def cases() -> tuple[Case, ...]:
    """The cases of litmus.toml, in its order."""
    found: list[Case] = []
    for phenomenon, table in _tables().items():
        for must, key in ((True, "must"), (False, "must_not")):
            for row in table.get(key, ()):
                article = _article(ArticleId(len(found) + 1), row)
                relaxed = row.get("relaxed", False)
                found.append(Case(row["query"], article, must, phenomenon, table["why"], relaxed))
    return tuple(found)


def here() -> Here:
    """The papers, desks and countries that the cases name."""
    return Here(
        {Kind(kind): Names.of(names.items()) for kind, names in _told()["names"].items()},
        today=_DAY,
    )


def failing(index: Index, tried: Sequence[Case]) -> tuple[Case, ...]:
    """Those that fail on this index, which is emptied and filled with their articles."""
    index.clear()
    index.apply([case.article for case in tried], (), position=1)
    names = here()
    return tuple(case for case in tried if _answers(index, case, names) is not case.must)


def _answers(index: Index, case: Case, names: Here) -> bool:
    """Whether its article does, alone: the place in which it is sought holds no other."""
    question = replace(grammar.read(case.query, here=names), places=frozenset(case.article.places))
    hits = index.search(question, limit=1)
    return case.article.id in hits.ids and (case.relaxed or not hits.relaxed)


def _article(number: ArticleId, row: dict[str, Any]) -> IndexEntry:
    return IndexEntry(
        id=number,
        source=row.get("source", "nahar"),
        country=row.get("country", "eg"),
        title=row["text"],
        body=row.get("body", ""),
        at=datetime.combine(row.get("day", _DAY), time(12), UTC),
        section=row.get("section"),
        language=row.get("language", "ar"),
        places=(f"LITMUS-{number}",),
        authors=(row["author"],) if "author" in row else (),
    )


def _tables() -> dict[str, dict[str, Any]]:
    return {name: table for name, table in _told().items() if name != "names"}


def _told() -> dict[str, Any]:
    return tomllib.loads((files("warraq.newsroom") / "litmus.toml").read_text("utf-8"))
