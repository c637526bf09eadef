"""What would answer the same question without us? Queries written by hand against tantivy, and SQLite FTS5 over the same stems."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from warraq.indexes import times
from warraq.indexes.analyzers import OURS
from warraq.indexes.fields import COUNTED, SCHEMA
from warraq.indexes.tantivy import TantivyIndex
from warraq.indexes.weights import OTHER_FORMS, WEIGHTS
from warraq.language.analysis import AskedWord, Form, asked_words
from warraq.ports.index import IndexEntry
from warraq.query import grammar
from warraq.query.tree import Question, Sort

_SINCE = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question in its three ways."""

    ours: Callable[[], object]
    by_hand: Callable[[], object]
    fts: Callable[[], object]


def fts(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, check_same_thread=False)
    base.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        "CREATE VIRTUAL TABLE words USING fts5(stems, content='', tokenize='unicode61 remove_diacritics 0');"
        "CREATE VIRTUAL TABLE spelling USING fts5(folded, content='', tokenize='unicode61 remove_diacritics 0');"
        "CREATE TABLE article (id INTEGER PRIMARY KEY, source TEXT, section TEXT, at INTEGER, month INTEGER);"
        "CREATE INDEX article_at ON article (at);"
    )
    return base


def into_fts(base: sqlite3.Connection, batch: list[IndexEntry]) -> None:
    read = [(one.id, OURS.read(one.title, "ar"), OURS.read(one.body, "ar")) for one in batch]
    for kind, table in enumerate(("words(rowid, stems)", "spelling(rowid, folded)")):
        rows = [(article, " ".join([*title[kind], *body[kind]])) for article, title, body in read]
        base.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
    base.executemany(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?)",
        [
            (one.id, one.source, one.section, int(one.at.timestamp()), one.at.year * 12 + one.at.month)
            for one in batch
        ],
    )
    base.commit()


class ByHand:
    """What somebody who knows tantivy and the fields would write for one kind of question."""

    def __init__(self, folder: Path) -> None:
        self.index = tantivy.Index(SCHEMA, path=str(next(folder.glob("*/meta.json")).parent))
        self.searcher = self.index.searcher()

    def known(self, text: str) -> list[AskedWord]:
        """The words of a text with the forms that some article holds."""
        return [
            replace(word, forms=tuple(filter(self._held, word.forms)) or word.forms[:1])
            for word in asked_words(text)
        ]

    def _held(self, form: Form) -> bool:
        return all(self.searcher.doc_freq("stem", word) for word in form.words)

    def strict(self, words: list[AskedWord]) -> list[tuple[Occur, Query]]:
        return [(Occur.Must, self._any("stem", word.forms, 1.0)) for word in words]

    def ranked(self, words: list[AskedWord]) -> list[tuple[Occur, Query]]:
        weigh = []
        for word in words:
            spelled = Query.term_query(SCHEMA, "surface", word.surface)
            weigh.append((Occur.Should, Query.boost_query(spelled, WEIGHTS.surface)))
            forms = tuple(form for form in word.forms if form.weight > 0.3)
            weigh.append((Occur.Should, self._any("title", forms, WEIGHTS.title)))
            single = tuple(form for form in forms if len(form.words) == 1)
            weigh.append((Occur.Should, self._any("lead", single, WEIGHTS.lead)))
        return [*self.strict(words), *weigh]

    def _any(self, field: str, forms: tuple[Form, ...], weight: float) -> Query:
        rows = [
            Query.boost_query(
                Query.term_query(SCHEMA, field, form.words[0])
                if len(form.words) == 1
                else Query.phrase_query(SCHEMA, field, list(form.words)),
                weight * form.weight,
            )
            for form in forms
        ]
        if not rows:
            return Query.empty_query()
        return rows[0] if len(rows) == 1 else Query.disjunction_max_query(rows, OTHER_FORMS)

    def best(self, parts: list[tuple[Occur, Query]]) -> list[object]:
        found = self.searcher.search(Query.boolean_query(parts), limit=10, weight_by_field="fresh")
        return list(self.searcher.fast_field_values("id", [address for _, address in found.hits]))

    def newest(self, parts: list[tuple[Occur, Query]]) -> list[object]:
        found = self.searcher.search(Query.boolean_query(parts), limit=10, order_by_field="at")
        return list(self.searcher.fast_field_values("id", [address for _, address in found.hits]))

    def facets(self, parts: list[tuple[Occur, Query]]) -> object:
        named = {
            name: {"terms": {"field": name, "size": 10_000, "segment_size": 10_000}}
            for name in (*COUNTED, "month")
        }
        return self.searcher.aggregate(Query.boolean_query(parts), named)


def _read(words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    stems, surfaces = OURS.read(" ".join(words), "ar")
    return stems, surfaces


def _asked(text: str, **narrowed: object) -> Question:
    return replace(grammar.read(text), **narrowed)  # type: ignore[arg-type]


def _match(stems: list[str]) -> str:
    return " AND ".join(f'"{one}"' for one in stems)


def _fts_best(base: sqlite3.Connection, match: str, table: str = "words") -> object:
    best = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT 10"
    number = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
    return base.execute(best, (match,)).fetchall(), base.execute(number, (match,)).fetchone()


def _one_word(index: TantivyIndex, hand: ByHand, base: sqlite3.Connection, words: tuple[str, ...]) -> Turn:
    question, (stems, _), known = _asked(words[0]), _read(words[:1]), hand.known(words[0])
    return Turn(
        lambda: index.search(question, limit=10, near=True),
        lambda: hand.best(hand.ranked(known)),
        lambda: _fts_best(base, _match(stems)),
    )


def _two_words(index: TantivyIndex, hand: ByHand, base: sqlite3.Connection, words: tuple[str, ...]) -> Turn:
    question, (stems, _), known = _asked(" ".join(words)), _read(words), hand.known(" ".join(words))
    return Turn(
        lambda: index.search(question, limit=10),
        lambda: hand.best(hand.ranked(known)),
        lambda: _fts_best(base, _match(stems)),
    )


def _phrase(index: TantivyIndex, hand: ByHand, base: sqlite3.Connection, words: tuple[str, ...]) -> Turn:
    question, (_, surfaces) = _asked(f'"{" ".join(words)}"'), _read(words)
    row = (Occur.Must, Query.phrase_query(SCHEMA, "surface", list(surfaces)))
    titled = Query.boost_query(Query.phrase_query(SCHEMA, "title_surface", list(surfaces)), WEIGHTS.title)
    return Turn(
        lambda: index.search(question, limit=10),
        lambda: hand.best([row, (Occur.Should, titled)]),
        lambda: _fts_best(base, f'"{" ".join(surfaces)}"', "spelling"),
    )


def _narrowed(index: TantivyIndex, hand: ByHand, base: sqlite3.Connection, words: tuple[str, ...]) -> Turn:
    until = _SINCE + timedelta(days=89)
    question = _asked(words[0], sources=frozenset(["paper7"]), since=_SINCE, until=until)
    (stems, _), known = _read(words[:1]), hand.known(words[0])
    first, last = times.day_key(_SINCE, UTC), times.day_key(until, UTC, after=1)

    def by_hand() -> object:
        days = Query.range_query(SCHEMA, "at", FieldType.Integer, first, last, include_upper=False)
        narrow = [(Occur.Must, Query.term_query(SCHEMA, "source", "paper7")), (Occur.Must, days)]
        return hand.best([*hand.ranked(known), *narrow])

    sql = (
        "SELECT words.rowid, count(*) OVER () FROM words JOIN article ON article.id = words.rowid"
        " WHERE words MATCH ? AND source = 'paper7' AND at >= ? AND at < ? ORDER BY rank LIMIT 10"
    )
    days = [int(datetime(one.year, one.month, one.day, tzinfo=UTC).timestamp()) for one in (_SINCE, until)]
    return Turn(
        lambda: index.search(question, limit=10),
        by_hand,
        lambda: base.execute(sql, (_match(stems), days[0], days[1] + 86_400)).fetchall(),
    )


def _facets(index: TantivyIndex, hand: ByHand, base: sqlite3.Connection, words: tuple[str, ...]) -> Turn:
    question, (stems, _), known = _asked(words[0]), _read(words[:1]), hand.known(words[0])
    by = "SELECT {0}, count(*) FROM words JOIN article ON article.id = words.rowid WHERE words MATCH ? GROUP BY {0}"
    return Turn(
        lambda: index.facets(question, most=20),
        lambda: hand.facets(hand.strict(known)),
        lambda: [
            base.execute(by.format(name), (_match(stems),)).fetchall()
            for name in ("source", "section", "month")
        ],
    )


def _newest(index: TantivyIndex, hand: ByHand, base: sqlite3.Connection, words: tuple[str, ...]) -> Turn:
    question, (stems, _) = _asked(words[0], sort=Sort.NEWEST), _read(words[:1])
    known = hand.known(words[0])
    sql = (
        "SELECT words.rowid, count(*) OVER () FROM words JOIN article ON article.id = words.rowid"
        " WHERE words MATCH ? ORDER BY at DESC LIMIT 10"
    )
    return Turn(
        lambda: index.search(question, limit=10),
        lambda: hand.newest(hand.strict(known)),
        lambda: base.execute(sql, (_match(stems),)).fetchall(),
    )


KINDS: dict[str, Callable[[TantivyIndex, ByHand, sqlite3.Connection, tuple[str, ...]], Turn]] = {
    "one word": _one_word,
    "two words": _two_words,
    "phrase": _phrase,
    "source and 90 days": _narrowed,
    "facets and histogram": _facets,
    "newest first": _newest,
}
