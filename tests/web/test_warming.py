"""Is what takes long asked before a reader does, and does nothing hang on it?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warraq.errors import IndexFailure
from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.language import aliases, analysis
from warraq.ports.index import Completion, IndexEntry
from warraq.press import ArticleId
from warraq.web.warming import warm

_NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_the_names_of_things_are_read_when_it_is_warm() -> None:
    analysis.forget()
    warm(MemoryIndex())
    assert aliases.table.cache_info().currsize == 1


def test_what_was_found_while_warming_is_what_is_found_then(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "index")
    index.apply([IndexEntry(ArticleId(1), "p", "eg", "أيام المدرسة", "نص", _NOW)], [], position=1)
    warm(index)
    assert index.complete("الم", most=3) == (Completion("المدرسة", 1),)
    assert index.complete("أيام الم", most=3) == index.complete("أيام الم", most=3)
    index.apply([IndexEntry(ArticleId(2), "p", "eg", "أيام المسجد", "نص", _NOW)], [], position=2)
    found = [one.text for one in index.complete("أيام الم", most=3)]
    assert found == ["أيام المدرسة", "أيام المسجد"]
    index.close()


def test_an_index_that_does_not_answer_keeps_nobody_from_opening() -> None:
    class Broken(MemoryIndex):
        def complete(self, prefix: str, *, most: int) -> tuple[Completion, ...]:
            raise IndexFailure("gone")

    warm(Broken())
