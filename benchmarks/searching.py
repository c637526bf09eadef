"""Searching 200,000 articles: our engine call beside the same query written by hand against tantivy, and beside SQLite FTS5.

Real articles first; where they run out, runs of eight words of real ones are put together anew. The three hold the same
articles and are asked one after the other. The words are drawn from running headlines, so a word as often as it is printed.
Questions are analysed beforehand, on all sides. By hand means: the same clauses with the same weights, the ten best, their
number and their ids; ours looks for copies besides. FTS5 holds the same stems (for
phrases the same folded words), and gives the ten best by bm25 and their number. `size` is beside an index of the stems alone
(with positions), both merged.
"""

from __future__ import annotations

import gc
import random
import shutil
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from benchmarks import corpora
from warraq.indexes import times
from warraq.indexes.analyzers import OURS
from warraq.indexes.fields import COUNTED, SCHEMA
from warraq.indexes.tantivy import TantivyIndex
from warraq.indexes.weights import OTHER_FORMS, WEIGHTS
from warraq.language.analysis import AskedWord, Form, asked_words
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.tree import Question, Sort
from warraq.web.warming import warm

DOCUMENTS = 200_000
ROUNDS = 200
_BATCH = 2_000
_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_DAYS = 5 * 365
_SECTIONS = ("politics", "economy", "sports", "culture", "health", "science", "society", "opinion")
_SINCE = date(2026, 3, 1)


def run(data: Path, *, short: bool = False) -> dict[str, float]:
    count = DOCUMENTS // 20 if short else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fill(place, data, count)
        return measure(place, data, count)


def fill(place: Path, data: Path, count: int) -> None:
    """The index, the FTS5 table, and for their size two small indexes: ours, and one of stems alone."""
    index = TantivyIndex(place / "ours")
    base = _fts(place / "fts.sqlite3")
    for batch in _batches(entries(data, count)):
        index.apply(batch, [], position=batch[-1].id)
        _into_fts(base, batch)
    index.hand_over()
    index.close()
    for table in ("words", "spelling"):
        base.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    base.commit()
    base.close()
    _sizes(place, data, min(count, 20_000))


def entries(data: Path, count: int) -> Iterator[IndexEntry]:
    """Real ones, then such as are put together of their words; over five years, three countries and some 60 papers."""
    chance = random.Random(4)
    real = corpora.records(data, limit=count)
    for number in range(1, count + 1):
        if number <= len(real):
            title, body = real[number - 1]["title"] or "", real[number - 1]["text"] or ""
        else:
            title, body = _resampled(real, chance)
        yield IndexEntry(
            ArticleId(number),
            f"paper{chance.randrange(60)}",
            chance.choice(("eg", "tn", "sa")),
            title,
            body,
            _NOW - timedelta(minutes=chance.randrange(_DAYS * 24 * 60)),
            chance.choice(_SECTIONS),
            "ar",
        )


def _resampled(real: list[dict[str, str]], chance: random.Random) -> tuple[str, str]:
    def words(field: str, runs: int) -> Iterator[str]:
        for _ in range(runs):
            text = (chance.choice(real)[field] or "خبر").split()
            at = chance.randrange(max(1, len(text) - 8))
            yield from text[at : at + 8]

    return " ".join(islice(words("title", 2), 9)), " ".join(words("text", chance.randrange(8, 40)))


def _batches(stream: Iterator[IndexEntry]) -> Iterator[list[IndexEntry]]:
    while batch := list(islice(stream, _BATCH)):
        yield batch


# Beside us


def _fts(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, check_same_thread=False)
    base.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        "CREATE VIRTUAL TABLE words USING fts5(stems, content='', tokenize='unicode61 remove_diacritics 0');"
        "CREATE VIRTUAL TABLE spelling USING fts5(folded, content='', tokenize='unicode61 remove_diacritics 0');"
        "CREATE TABLE article (id INTEGER PRIMARY KEY, source TEXT, section TEXT, at INTEGER, month INTEGER);"
        "CREATE INDEX article_at ON article (at);"
    )
    return base


def _into_fts(base: sqlite3.Connection, batch: list[IndexEntry]) -> None:
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


def _sizes(place: Path, data: Path, count: int) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("stem", tokenizer_name="whitespace", index_option="position")
    schema = builder.build()
    (place / "stems").mkdir()
    writer = tantivy.Index(schema, path=str(place / "stems")).writer(200_000_000, 1)
    whole = TantivyIndex(place / "whole")
    batch = list(entries(data, count))
    whole.apply(batch, [], position=1)
    whole.hand_over()
    whole.close()
    for one in batch:
        stems = [*OURS.read(one.title, "ar")[0], "|", *OURS.read(one.body, "ar")[0]]
        writer.add_document(tantivy.Document.from_dict({"id": one.id, "stem": " ".join(stems)}, schema))
    writer.commit()
    writer.wait_merging_threads()


def _bytes(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


# Measured


@dataclass(frozen=True, slots=True)
class Turn:
    """One question in its three ways."""

    ours: Callable[[], object]
    by_hand: Callable[[], object]
    fts: Callable[[], object]


def measure(place: Path, data: Path, count: int) -> dict[str, float]:
    index = TantivyIndex(place / "ours")
    base = sqlite3.connect(place / "fts.sqlite3", check_same_thread=False)
    hand = ByHand(place / "ours")
    words = _words(data, count)
    kinds: dict[str, Callable[[int], Turn]] = {
        "one word": lambda n: _one_word(index, hand, base, words[n]),
        "two words": lambda n: _two_words(index, hand, base, words[n]),
        "phrase": lambda n: _phrase(index, hand, base, words[n]),
        "source and 90 days": lambda n: _narrowed(index, hand, base, words[n]),
        "facets and histogram": lambda n: _facets(index, hand, base, words[n]),
        "newest first": lambda n: _newest(index, hand, base, words[n]),
    }
    result = {"documents": float(count)}
    for name, turn in kinds.items():
        result |= _timed(name, [turn(number % len(words)) for number in range(ROUNDS)])
    result |= _alone(index, data, count)
    result["size beside stems alone (bar 3.6)"] = _bytes(place / "whole") / _bytes(place / "stems")
    result |= _while_read(place, index)
    index.close()
    base.close()
    return result


def _timed(name: str, turns: list[Turn]) -> dict[str, float]:
    """Processor time, since another process's turn says nothing of ours. Four rounds through all questions, one way
    after the other, so that none finds warm what another one has read just now; the best of the last three, when the disk is read
    and the questions are analysed."""
    rounds: dict[str, list[list[float]]] = {"ours": [], "by_hand": [], "fts": []}
    for _ in range(4):
        for way, times_taken in rounds.items():
            times_taken.append([_once(getattr(turn, way)) for turn in turns])
    taken = {way: [min(one) for one in zip(*several[1:], strict=True)] for way, several in rounds.items()}

    def at(way: str, share: float) -> float:
        return statistics.quantiles(taken[way], n=100)[round(share * 100) - 1]

    told = {f"{name}: {way} {label} ms": at(way, share) for way in taken for label, share in _SHARES}
    told[f"{name}: by hand ratio of all"] = sum(taken["ours"]) / sum(taken["by_hand"])
    told[f"{name}: FTS5 times slower of all"] = sum(taken["fts"]) / sum(taken["ours"])
    for label, share in _SHARES:
        told[f"{name}: by hand {label} ratio (bar 1.5)"] = at("ours", share) / at("by_hand", share)
        told[f"{name}: FTS5 {label} times slower"] = at("fts", share) / at("ours", share)
    return told


def _once(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


_SHARES = (("p50", 0.5), ("p99", 0.99))


def _words(data: Path, count: int) -> list[tuple[str, ...]]:
    """Two neighbouring telling words of a headline each, as printed."""
    chance = random.Random(5)
    found = []
    while len(found) < ROUNDS:
        title = (chance.choice(_headlines(data, count)) or "").split()
        pairs = [pair for pair in pairwise(title) if all(len(one) > 3 and one.isalpha() for one in pair)]
        if pairs:
            found.append(chance.choice(pairs))
    return found


_HEADLINES: dict[int, list[str]] = {}


def _headlines(data: Path, count: int) -> list[str]:
    if count not in _HEADLINES:
        _HEADLINES[count] = [one["title"] for one in corpora.records(data, limit=min(count, 30_000))]
    return _HEADLINES[count]


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


def _alone(index: TantivyIndex, data: Path, count: int) -> dict[str, float]:
    """What nothing stands beside: sixty-four words, relatives, completion, «did you mean», reasons."""
    titles = _headlines(data, count)
    chance = random.Random(6)
    long = [" ".join(" ".join(chance.sample(titles, 12)).split()[:64]) for _ in range(20)]
    some = [" ".join(chance.choice(titles).split()[:6]) for _ in range(50)]
    begun = [
        chance.choice(chance.choice(titles).split() or ["خبر"])[: chance.randrange(1, 5)] for _ in range(100)
    ]
    asked = {
        "64 words: processor ms (bar 200)": [
            lambda text=text: index.search(grammar.read(text), limit=10, near=True) for text in long
        ],
        "six words of a headline: processor ms": [
            lambda text=text: index.search(grammar.read(text), limit=10, near=True) for text in some
        ],
        "completion: processor ms (bar 5)": [
            lambda text=text: index.complete(text, most=8) for text in begun
        ],
        "completion of one letter behind ال, or two: processor ms (bar 5)": [
            lambda begun=begun: index.complete(begun, most=8) for begun in _begun()
        ],
        "did you mean: processor ms": [
            lambda text=text: index.suggest(grammar.read(text[:3] + "ظ" + text[3:])) for text in some
        ],
        "reasons of ten hits: processor ms": [
            lambda text=text: index.explain(
                grammar.read(text), index.search(grammar.read(text), limit=10).ids
            )
            for text in some
        ],
    }
    warm(index)  # as whoever serves does, and sets aside what stays
    gc.freeze()
    told: dict[str, float] = {}
    for name, calls in asked.items():
        taken = [_once(call) for call in calls]
        told |= {f"{name} p50": statistics.median(taken), f"{name} most": max(taken)}
    return told


def _begun() -> list[str]:
    letters = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    return [f"ال{one}" for one in letters] + [f"{one}{other}" for one in letters for other in letters]


def _while_read(place: Path, index: TantivyIndex) -> dict[str, float]:
    """Seconds until a new article is found while eight readers search without a pause."""
    copy = place / "while-read"
    shutil.copytree(place / "ours", copy)
    writing, stop = TantivyIndex(copy), threading.Event()
    questions = [grammar.read(text) for text in ("مصر", "وزير التعليم", "كأس العالم", "أسعار النفط")]

    def read(number: int) -> None:
        while not stop.is_set():
            writing.search(questions[number % len(questions)], limit=10, near=True)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for reader in readers:
        reader.start()
    taken = []
    try:
        for number in range(10):
            word = f"جديد{'ابتثجحخدذر'[number] * 3}"
            entry = IndexEntry(ArticleId(10_000_000 + number), "paper1", "eg", word, "نص", _NOW)
            began = time.perf_counter()
            writing.apply([entry], [], position=10_000_000 + number)
            while not writing.search(grammar.read(word), limit=1).total:
                pass
            taken.append(time.perf_counter() - began)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        writing.close()
    return {"found while eight read: s (bar 2), most": max(taken)}
