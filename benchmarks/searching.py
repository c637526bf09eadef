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
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import tantivy

from benchmarks import beside, corpora
from warraq.indexes.analyzers import OURS
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.web.warming import warm

DOCUMENTS = 200_000
ROUNDS = 200
_BATCH = 2_000
_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_DAYS = 5 * 365
_SECTIONS = ("politics", "economy", "sports", "culture", "health", "science", "society", "opinion")


def run(data: Path, *, short: bool = False) -> dict[str, float]:
    count = DOCUMENTS // 20 if short else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fill(place, data, count)
        return measure(place, data, count)


def fill(place: Path, data: Path, count: int) -> None:
    """The index, the FTS5 table, and for their size two small indexes: ours, and one of stems alone."""
    index = TantivyIndex(place / "ours")
    base = beside.fts(place / "fts.sqlite3")
    for batch in _batches(entries(data, count)):
        index.apply(batch, [], position=batch[-1].id)
        beside.into_fts(base, batch)
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


def measure(place: Path, data: Path, count: int) -> dict[str, float]:
    index = TantivyIndex(place / "ours")
    base = sqlite3.connect(place / "fts.sqlite3", check_same_thread=False)
    hand = beside.ByHand(place / "ours")
    words = _words(data, count)
    result = {"documents": float(count)}
    for name, turn in beside.KINDS.items():
        asked = [turn(index, hand, base, words[number % len(words)]) for number in range(ROUNDS)]
        result |= _timed(name, asked)
    result |= _alone(index, data, count)
    result["size beside stems alone (bar 3.6)"] = _bytes(place / "whole") / _bytes(place / "stems")
    result |= _while_read(place, index)
    index.close()
    base.close()
    return result


def _timed(name: str, turns: list[beside.Turn]) -> dict[str, float]:
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
