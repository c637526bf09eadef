"""Importing real articles to archived and searchable, beside each part alone on the same documents.

`warraq import jsonl` runs as a process of its own, from the files to "everything can be searched". Beside it, in
processes of their own too: analysis + tantivy (the same index, fields and batches, fed straight from the records),
tantivy with its own words (no analysis), and SQLite (one table of the same texts, FULL, batches of 500).
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

from benchmarks import corpora
from benchmarks.memory import watched

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


def _apart(work: Callable[[Path, Path], None], lines: Path, place: Path) -> float:
    """Seconds of `work` in a fresh process, imports not counted."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_timed, args=(work, lines, place, queue))
    process.start()
    seconds: float = queue.get()
    process.join()
    return seconds


def _timed(
    work: Callable[[Path, Path], None], lines: Path, place: Path, queue: multiprocessing.Queue[float]
) -> None:
    import warraq.indexes.tantivy  # noqa: F401  imports are not part of the work

    began = time.perf_counter()
    work(lines, place)
    queue.put(time.perf_counter() - began)


def _records(lines: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in lines.read_bytes().splitlines()]


def _analysis_and_tantivy(lines: Path, place: Path) -> None:
    from warraq.indexes.tantivy import TantivyIndex
    from warraq.newsroom.indexing import BATCH
    from warraq.ports.index import IndexEntry
    from warraq.press import ArticleId

    index, at = TantivyIndex(place), datetime(2026, 1, 1, tzinfo=UTC)
    entries = [
        IndexEntry(
            ArticleId(number), row["source"], "zz", row["title"] or "", row["text"] or "", at, None, "ar"
        )
        for number, row in enumerate(_records(lines), 1)
    ]
    for first in range(0, len(entries), BATCH):
        batch = entries[first : first + BATCH]
        index.apply(batch, (), position=batch[-1].id)
    index.close()


def _tantivy_alone(lines: Path, place: Path) -> None:
    import tantivy

    place.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    for name in ("source", "title", "body"):
        builder.add_text_field(name, stored=False)
    schema = builder.build()
    index = tantivy.Index(schema, path=str(place))
    writer = index.writer(128_000_000)
    for number, row in enumerate(_records(lines), 1):
        fields = {
            "id": number,
            "source": row["source"],
            "title": row["title"] or "",
            "body": row["text"] or "",
        }
        writer.add_document(tantivy.Document.from_dict(fields, schema))
        if number % 1000 == 0:
            writer.commit()
    writer.commit()
    writer.wait_merging_threads()


def _sqlite_alone(lines: Path, place: Path) -> None:
    base = sqlite3.connect(place)
    base.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE article (id INTEGER PRIMARY KEY, url TEXT UNIQUE, source TEXT, title TEXT, body TEXT, at TEXT);"
    )
    rows = [
        (number, f"{row.get('url')}#{number}", row["source"], row["title"], row["text"], row.get("published"))
        for number, row in enumerate(_records(lines), 1)
    ]
    for first in range(0, len(rows), 500):
        with base:
            base.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", rows[first : first + 500])
    base.close()
