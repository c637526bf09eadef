"""Does the index on disk survive processes that come, fail and die?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warraq.errors import Busy, IndexFailure
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

# A process of its own that applies the batches named on its input and answers each with its position.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import IndexEntry
index = TantivyIndex(Path(sys.argv[1]))
for line in sys.stdin:
    number = int(line)
    at = datetime(2026, 3, 10, tzinfo=UTC)
    index.apply([IndexEntry(number, "alpha", "eg", "مصر", "", at)], [], position=number)
    print(index.position(), flush=True)
index.close()
"""

# One that is killed with a batch added and not committed.
BEGUN = """
import sys
from pathlib import Path
from warraq.indexes.fields import document
from warraq.indexes.tantivy import TantivyIndex
filled = TantivyIndex(Path(sys.argv[1]))._filled
filled.take_writer()
filled._held.delete_documents_by_term("id", 1)
filled._held.add_document(document({"kind": "article", "id": 2}))
print("added", flush=True)
sys.stdin.read()
"""


def entry(number: int, title: str = "مصر") -> IndexEntry:
    return IndexEntry(ArticleId(number), "alpha", "eg", title, "", NOON)


def total(index: TantivyIndex, text: str = "مصر") -> int:
    return index.search(grammar.read(text), limit=1).total


class Writer:
    """The other process."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def apply(self, number: int) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self, *, by: signal.Signals | None = None) -> None:
        if by:
            os.kill(self.process.pid, by)
        self.process.communicate(timeout=30)


def test_another_process_sees_each_commit_and_waits_its_turn_to_write(tmp_path: Path) -> None:
    ours = TantivyIndex(tmp_path)
    assert ours.position() == 0
    writer = Writer(tmp_path)
    for number in (1, 2, 3):
        assert writer.apply(number) == number
        assert (ours.position(), ours.count(), total(ours), len(list(ours.ids()))) == (number,) * 4
    with pytest.raises(Busy, match="another process"):
        ours.apply([entry(9)], [], position=9)
    with pytest.raises(Busy):
        ours.clear()
    assert ours.position() == 3
    writer.end()
    ours.apply([entry(4)], [], position=4)
    assert (ours.position(), total(ours)) == (4, 4)
    ours.close()


def test_a_killed_writer_leaves_its_last_commit_and_no_lock(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.apply(1)
    writer.apply(2)
    writer.end(by=signal.SIGKILL)
    ours = TantivyIndex(tmp_path)
    assert (ours.position(), total(ours)) == (2, 2)
    ours.apply([entry(2), entry(3)], [], position=3)
    assert (ours.position(), total(ours), sorted(ours.ids())) == (3, 3, [1, 2, 3])
    ours.close()


def test_a_writer_killed_before_its_commit_loses_that_batch_alone(tmp_path: Path) -> None:
    ours = TantivyIndex(tmp_path)
    ours.apply([entry(1)], [], position=1)
    ours.close()
    begun = subprocess.Popen(
        [sys.executable, "-c", BEGUN, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert begun.stdout
    assert begun.stdout.readline() == "added\n"
    begun.kill()
    begun.communicate(timeout=30)
    assert (ours.position(), sorted(ours.ids())) == (1, [1])
    ours.apply([entry(1), entry(2)], [], position=2)
    assert (ours.position(), total(ours), sorted(ours.ids())) == (2, 2, [1, 2])
    ours.close()


def test_what_was_applied_is_there_after_reopening(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path)
    first.apply([entry(1), entry(7)], [], position=5)
    first.close()
    again = TantivyIndex(tmp_path)
    assert (again.position(), sorted(again.ids())) == (5, [1, 7])
    again.apply([entry(1), entry(7)], [], position=5)
    assert (again.count(), total(again)) == (2, 2)
    again.close()


def test_a_bad_document_costs_its_batch_alone_and_is_said(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.apply([entry(1)], [], position=1)
    bad = IndexEntry(ArticleId(9), "\ud800", "eg", "مصر", "", NOON)
    with pytest.raises(IndexFailure, match=str(tmp_path)) as failure:
        index.apply([entry(2), bad, entry(3)], [ArticleId(1)], position=2)
    assert (index.position(), sorted(index.ids())) == (1, [1])
    # applied again without the bad one, while the failure is still being held and told of
    index.apply([entry(2), entry(3)], [ArticleId(1)], position=2)
    assert (index.position(), sorted(index.ids())) == (2, [2, 3])
    assert "source" in str(failure.value)
    index.close()


def test_searching_needs_no_writer(tmp_path: Path) -> None:
    writing, reading = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    writing.apply([entry(1)], [], position=1)
    assert (total(reading), reading.position()) == (1, 1)
    writing.apply([entry(2)], [], position=2)
    assert (total(reading), reading.position()) == (2, 2)
    with pytest.raises(Busy):
        reading.apply([], [], position=3)
    writing.close()
    reading.apply([entry(3)], [], position=3)
    assert total(reading) == 3
    reading.close()


def test_a_damaged_index_is_said_in_one_line_with_what_to_do(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.apply([entry(1)], [], position=1)
    index.close()
    next(tmp_path.rglob("meta.json")).write_text("no json")
    with pytest.raises(IndexFailure, match="remove that folder") as failure:
        TantivyIndex(tmp_path)
    assert str(tmp_path) in str(failure.value)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFailure):
        TantivyIndex(tmp_path / "file" / "index")


def test_many_commits_stay_few_segments(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    for number in range(1, 31):
        index.apply([entry(number)], [], position=number)
    assert (index.count(), index.position()) == (30, 30)
    assert index._view().searcher.num_segments <= 16
    index.close()


def test_what_a_killed_writer_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """A list of deletions was written, its commit was not: after the crash tantivy counts up to that number again."""
    index = TantivyIndex(tmp_path)
    entries = [
        IndexEntry(ArticleId(number), "paper", "eg", f"خبر {number}", "نص", datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(1, 11)
    ]
    index.apply(entries, [], position=10)
    index.close()
    (meta,) = tmp_path.rglob("meta.json")
    told = json.loads(meta.read_bytes())
    for segment in told["segments"]:
        for opstamp in range(told["opstamp"], told["opstamp"] + 40):
            name = f"{segment['segment_id'].replace('-', '')}.{opstamp}.del"
            meta.with_name(name).write_bytes(b"left behind")
    again = TantivyIndex(tmp_path)
    again.apply(entries[:5], [ArticleId(10)], position=20)
    again.apply(entries[:2], [ArticleId(9)], position=30)
    assert sorted(again.ids()) == list(range(1, 9))
    again.close()
    assert TantivyIndex(tmp_path).position() == 30
