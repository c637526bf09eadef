"""Whatever is altered behind the archive's back is found and named; what is filed meanwhile is not taken for it."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ports.drafting import NOON, at, draft, reworded
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.sql import open_archive
from warraq.archives.sql.articles import SqlArchive
from warraq.indexes.memory import MemoryIndex
from warraq.newsroom import verifying
from warraq.newsroom.indexing import Indexing
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.verifying import Verifying
from warraq.objects.memory import MemoryObjects
from warraq.press import ArticleId, Capture, Source, State

LATER = at(60)


@dataclass
class Vault:
    """An archive in a file, which somebody else may write to."""

    path: Path
    archive: SqlArchive
    index: MemoryIndex
    keeping: Keeping

    def alter(self, *statements: str) -> None:
        with sqlite3.connect(self.path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def faults(self, **given: Any) -> list[str]:
        desk = Verifying(self.archive, self.index, self.keeping, **given)
        return [f"{fault.what}: {fault.says}" for fault in desk.faults(LATER)]


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    path = tmp_path / "archive.sqlite3"
    archive, daybook = open_archive(f"sqlite:///{path}")
    assert isinstance(archive, SqlArchive)
    archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
    archive.file([draft(number) for number in range(1, 8)], now=NOON)
    archive.file([reworded(2), reworded(5)], now=at(1))
    archive.restate(ArticleId(7), State.WITHHELD, reason="قرار", now=at(2))
    index = MemoryIndex()
    Indexing(archive, index).catch_up()
    yield Vault(path, archive, index, Keeping(MemoryObjects(), daybook, days=30))
    archive.close()


def test_a_sound_archive_has_no_fault(vault: Vault) -> None:
    desk = Verifying(vault.archive, vault.index, vault.keeping, captures=True)
    assert list(desk.faults(LATER)) == []
    assert dict(desk.tally) == {"articles": 7, "wordings": 9, "changes": 10, "indexed": 6}
    assert desk.notes == []
    assert desk.head == verifying.head(vault.archive)


@pytest.mark.parametrize(
    ("altered", "named"),
    [
        ("UPDATE versions SET body = body || '.' WHERE article = 3", "article 3, wording 1: was altered"),
        ("UPDATE versions SET title = 'x' WHERE article = 2 AND number = 1", "article 2, wording 1: was altered"),
        ("UPDATE versions SET authors = '[\"x\"]' WHERE article = 4", "article 4, wording 1: was altered"),
        ("UPDATE versions SET url = 'https://x/' WHERE article = 1", "article 1, wording 1: was altered"),
        ("UPDATE versions SET hash = 'x' WHERE article = 2 AND number = 1", "article 2, wording 1: was altered"),
        ("UPDATE articles SET state = 'withdrawn' WHERE id = 3", "article 3: is withdrawn"),
        ("UPDATE articles SET state = 'visible', reason = NULL WHERE id = 7", "article 7: is visible"),
        ("UPDATE articles SET reason = 'x' WHERE id = 7", "article 7: is withheld, or gives a reason, otherwise"),
        ("UPDATE articles SET teaser = 'x' WHERE id = 3", "article 3: lists show a beginning that is not its own"),
        ("UPDATE versions SET previous = 'x' WHERE article = 2 AND number = 2", "wording 2: is not linked"),
        ("DELETE FROM versions WHERE article = 2 AND number = 1", "article 2, wording 2: stands where wording 1"),
        ("DELETE FROM versions WHERE article = 2 AND number = 2", "article 2: has no current wording"),
        ("DELETE FROM versions WHERE article = 7", "article 7: has no wording"),
        ("DELETE FROM versions WHERE article = 4", "article 4: has no wording"),
        ("UPDATE versions SET filed_us = filed_us - 1 WHERE article = 6", "article 6: no change tells of its wording 1"),
        ("UPDATE articles SET hash = 'x' WHERE id = 6", "article 6: does not stand at its last wording"),
        ("UPDATE articles SET title = 'x' WHERE id = 6", "article 6: lists say something else"),
        ("UPDATE articles SET state = 'withheld' WHERE id = 6", "article 6: can be found, though"),
        ("UPDATE articles SET state = 'visible' WHERE id = 7", "article 7: is visible, but the index"),
        ("DELETE FROM articles WHERE id = 6", "wording 1 belongs to article 6, which there is not"),
        ("DELETE FROM addresses WHERE article = 6", "article 6: its address nahar.example/news/6 leads to no article"),
        ("UPDATE addresses SET article = 99 WHERE article = 6", "nahar.example/news/6 belongs to article 99"),
        ("DELETE FROM changes WHERE number = 3", "article 3: no change tells of its wording 1"),
        ("DELETE FROM changes WHERE number = 10", "change 10: is counted, but the change feed ends with 9"),
        ("UPDATE changes SET version = 1 WHERE number = 8", "article 2: no change tells of its wording 2"),
        ("UPDATE changes SET version = 9 WHERE number = 8", "change 8: speaks of wording 9 of article 2"),
        ("UPDATE changes SET at_us = at_us + 1 WHERE number = 4", "article 4: a change of 2026"),
        ("UPDATE counters SET value = 8 WHERE name = 'last_change'", "change 10: stands behind the last"),
    ],
)  # fmt: skip
def test_what_is_altered_is_named(vault: Vault, altered: str, named: str) -> None:
    vault.alter(altered)
    assert any(named in fault for fault in vault.faults()), vault.faults()


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE changes SET reason = 'سبب آخر' WHERE number = 10",
        "UPDATE changes SET state = 'withdrawn' WHERE number = 10",
        "UPDATE versions SET hash = 'x' WHERE article = 2 AND number = 1",
    ],
)
def test_a_head_noted_elsewhere_shows_what_nothing_else_can(vault: Vault, altered: str) -> None:
    noted = verifying.head(vault.archive)
    vault.archive.file([draft(8)], now=at(3))
    assert verifying.head(vault.archive) != noted
    assert verifying.head(vault.archive, at=noted.change) == noted
    vault.alter(altered)
    assert verifying.head(vault.archive, at=noted.change) != noted


def test_chains_computed_anew_by_whoever_altered_them_do_not_reach_the_head(vault: Vault) -> None:
    """The forger's way: another text, with all hashes set right."""
    noted = verifying.head(vault.archive)
    forged, _ = open_archive(f"sqlite:///{vault.path.with_name('forged.sqlite3')}")
    forged.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
    forged.file(
        [draft(number, body="نص مزوّر" if number == 3 else draft(number).body) for number in range(1, 8)],
        now=NOON,
    )
    forged.file([reworded(2), reworded(5)], now=at(1))
    forged.restate(ArticleId(7), State.WITHHELD, reason="قرار", now=at(2))
    assert verifying.head(forged).change == noted.change
    assert verifying.head(forged).hash != noted.hash
    forged.close()


def test_an_index_that_is_behind_is_not_called_altered(vault: Vault) -> None:
    vault.archive.file([draft(8)], now=at(3))
    desk = Verifying(vault.archive, vault.index, vault.keeping)
    assert list(desk.faults(LATER)) == []
    assert desk.notes == ["the index was not compared: it is 1 changes behind, or the archive grows"]


def test_what_is_filed_while_everything_is_read_is_no_fault(vault: Vault) -> None:
    def file(what: str, _: int) -> None:
        vault.archive.file([reworded(number, fingerprint=what) for number in (1, 6)] + [draft(30)], now=LATER)

    assert vault.faults(told=file) == []


def test_a_capture_whose_bytes_changed_or_went_is_named(vault: Vault) -> None:
    names = [
        vault.keeping.keep(
            Capture(f"http://paper.example/{number}", NOON, 200, (), b"page %d" % number), now=NOON
        )
        for number in range(4)
    ]
    notes = [vault.keeping.daybook.capture(name or "") for name in names]
    records = [note.object for note in notes if note]
    other = vault.keeping.objects.get(records[1])
    assert other is not None
    assert vault.faults(captures=True) == []
    vault.keeping.objects.remove(records[0])
    vault.keeping.objects.remove(records[2])
    vault.keeping.objects.put(records[2], other)
    vault.keeping.objects.remove(records[3])
    vault.keeping.objects.put(records[3], b"damaged")
    found = sorted(vault.faults(captures=True))
    assert [fault.split(": ")[0] for fault in found] == sorted(
        f"capture {names[place]}" for place in (0, 2, 3)
    )
    assert vault.faults() == []  # unless asked for, they are not read


def test_both_archives_have_the_same_head(vault: Vault) -> None:
    memory = MemoryArchive()
    memory.file([draft(number) for number in range(1, 8)], now=NOON)
    memory.file([reworded(2), reworded(5)], now=at(1))
    memory.restate(ArticleId(7), State.WITHHELD, reason="قرار", now=at(2))
    assert verifying.head(memory) == verifying.head(vault.archive)
    index = MemoryIndex()
    Indexing(memory, index).catch_up()
    desk = Verifying(memory, index, Keeping(MemoryObjects(), MemoryDaybook(), days=30))
    assert list(desk.faults(LATER)) == []


def test_many_wordings_of_one_article_are_read_in_parts(vault: Vault) -> None:
    for number in range(300):
        vault.archive.file(
            [draft(1, title=f"عنوان {number}", fingerprint=f"{number}")],
            now=at(3) + timedelta(seconds=number),
        )
    Indexing(vault.archive, vault.index).catch_up()
    assert vault.faults() == []
    vault.alter("UPDATE versions SET title = 'x' WHERE article = 1 AND number = 250")
    assert any("article 1, wording 250: was altered" in fault for fault in vault.faults())


def test_memory_does_not_grow_with_what_is_read(vault: Vault) -> None:
    def peak() -> int:
        Indexing(vault.archive, vault.index).catch_up()
        tracemalloc.start()
        assert vault.faults() == []
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    text = "كلمة " * 2_000  # 18 KB: all of them together would be 18 MB
    vault.archive.file([draft(number, body=text) for number in range(100, 500)], now=NOON)
    few = peak()
    vault.archive.file([draft(number, body=text) for number in range(500, 1_500)], now=NOON)
    assert peak() < few + 3_000_000
