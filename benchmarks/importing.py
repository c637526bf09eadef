"""Importing real articles to archived and searchable, beside each part alone on the same documents.

`warraq import jsonl` runs as a process of its own, from the files to "everything can be searched". Beside it, in
processes of their own too: analysis + tantivy (the same index, fields and batches, fed straight from the records),
tantivy (the same fields, handed its words ready), and SQLite (one table of the same texts, FULL, batches of 500).
"""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import tantivy

from benchmarks import corpora
from benchmarks.memory import watched
from warraq.indexes.fields import SCHEMA, document, prepared
from warraq.indexes.tantivy import TantivyIndex
from warraq.newsroom.indexing import BATCH
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId

DOCUMENTS = 22_000


def run(data: Path, *, short: bool = False) -> dict[str, float]:
    count = DOCUMENTS // 10 if short else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        lines = place / "records.jsonl"
        rows = corpora.records(data, limit=count)
        lines.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in rows))
        ours, peak = _import(lines, place / "data")
        seconds = {
            "analysis_tantivy": _apart(_analysis_and_tantivy, lines, place / "t"),
            "tantivy_alone": _apart(_tantivy_alone, lines, place / "u"),
            "sqlite_alone": _apart(_sqlite_alone, lines, place / "s.sqlite3"),
        }
    slower = max(seconds["tantivy_alone"], seconds["sqlite_alone"])
    return {
        "documents": float(len(rows)),
        "import_documents_per_s": len(rows) / ours,
        **{f"{name}_documents_per_s": len(rows) / value for name, value in seconds.items()},
        "ratio_to_analysis_and_tantivy (bar 0.6)": seconds["analysis_tantivy"] / ours,
        "ratio_to_slower_of_tantivy_and_sqlite (bar 0.35)": slower / ours,
        "peak_mb_of_all_processes (bar 700)": peak,
    }


def _import(lines: Path, data: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "warraq", "import", "jsonl", str(lines), "--data", str(data), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        with watched(process.pid) as peak:
            assert process.stdout is not None
            said = json.loads(process.stdout.read().splitlines()[-1])
        process.wait()
    assert said["filed"] + said["versions"] + said["duplicates"] > 0, said
    return said["seconds"], peak.mb


def _apart(prepare: Callable[[Path, Path], Callable[[], None]], lines: Path, place: Path) -> float:
    """Seconds of the work that `prepare` returns, in a fresh process; imports and reading the lines not counted."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_timed, args=(prepare, lines, place, queue))
    process.start()
    seconds: float = queue.get()
    process.join()
    return seconds


def _timed(
    prepare: Callable[[Path, Path], Callable[[], None]],
    lines: Path,
    place: Path,
    queue: multiprocessing.Queue[float],
) -> None:
    work = prepare(lines, place)
    began = time.perf_counter()
    work()
    queue.put(time.perf_counter() - began)


def _records(lines: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in lines.read_bytes().splitlines()]


def _entries(lines: Path) -> list[IndexEntry]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        IndexEntry(
            ArticleId(number), row["source"], "zz", row["title"] or "", row["text"] or "", at, None, "ar"
        )
        for number, row in enumerate(_records(lines), 1)
    ]


def _analysis_and_tantivy(lines: Path, place: Path) -> Callable[[], None]:
    entries = _entries(lines)

    def work() -> None:
        index = TantivyIndex(place)
        for first in range(0, len(entries), BATCH):
            batch = entries[first : first + BATCH]
            index.apply(batch, (), position=batch[-1].id)
        index.close()

    return work


def _tantivy_alone(lines: Path, place: Path) -> Callable[[], None]:
    documents = [document(prepared(entry)) for entry in _entries(lines)]
    place.mkdir()

    def work() -> None:
        writer = tantivy.Index(SCHEMA, path=str(place)).writer(heap_size=64 * 2**20, num_threads=1)
        for first in range(0, len(documents), BATCH):
            for made in documents[first : first + BATCH]:
                writer.add_document(made)
            writer.commit()
        writer.wait_merging_threads()

    return work


def _sqlite_alone(lines: Path, place: Path) -> Callable[[], None]:
    rows = [
        (number, f"{row.get('url')}#{number}", row["source"], row["title"], row["text"], row.get("published"))
        for number, row in enumerate(_records(lines), 1)
    ]

    def work() -> None:
        base = sqlite3.connect(place)
        base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE article"
            " (id INTEGER PRIMARY KEY, url TEXT UNIQUE, source TEXT, title TEXT, body TEXT, at TEXT);"
        )
        for first in range(0, len(rows), 500):
            with base:
                base.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", rows[first : first + 500])
        base.close()

    return work
