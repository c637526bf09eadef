"""How is one index of the folder opened, looked at and written to?"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy
from tantivy import FieldType, Order, Query

from warraq.errors import Busy
from warraq.indexes import counting
from warraq.indexes.analyzers import Analyzer
from warraq.indexes.asking import View
from warraq.indexes.fields import FORMAT, POSITION, SCHEMA, document, prepared
from warraq.indexes.paging import numbers
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId

# The writer's memory for one batch. More memory or threads make an import no faster: Python prepares the documents.
_HEAP_BYTES = 96_000_000
_WRITERS = 1
_PAGE = 10_000

# Without these an index, of whatever format, answers no question.
_NEEDED = frozenset({"kind", "position", "id", "at", "source", "month", "day", "stem", "surface", "title"})


class Generation:
    """One index. Raises ValueError and OSError as tantivy does; Busy where another process writes it."""

    def __init__(self, place: Path, analyzer: Analyzer) -> None:
        """Open it, making it if it is not there."""
        self.place = place
        self._meta = str(place / "meta.json")
        self._analyzer = analyzer
        self._reading = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._view: View | None = None
        self._positioned: tuple[View | None, int] = (None, 0)
        self._writer: tantivy.IndexWriter | None = None
        self._highest = 0  # no id above it is in the index; true while we hold the writer
        kind = f"{FORMAT}-{analyzer.name}"
        self._ours = place.name == kind or place.name.startswith(f"{kind}.")
        self._index = _opened(place, ours=self._ours)
        self._fields, self._columns = _told(place)
        if not self._ours and not self._fields >= _NEEDED:
            raise ValueError(f"{place.name} is of a format that is no longer read")

    def view(self) -> View:
        """The last commit of whichever process: each commit replaces meta.json, so a look at it is enough."""
        with self._reading:
            status = os.stat(self._meta)
            now = (status.st_mtime_ns, status.st_ino)
            if self._view is None or now != self._seen:
                self._index.reload()
                schema = SCHEMA if self._ours else self._index.schema
                searcher = self._index.searcher()
                repeated = counting.repeated(searcher) if "copy" in self._columns else None
                self._view = View(
                    searcher, schema, self._fields, self._columns, self._analyzer, self._ours, repeated
                )
                self._seen = now
            return self._view

    def position(self) -> int:
        view = self.view()
        known, position = self._positioned
        if known is not view:  # it stands inside its commit, and every page asks for it
            found = view.searcher.search(view.term("kind", POSITION), limit=1, count=False).hits
            position = numbers(view.searcher, "position", found)[0] if found else 0
            self._positioned = view, position
        return position

    def ids_after(self, last: int) -> list[ArticleId]:
        view = self.view()
        above = Query.range_query(view.schema, "id", FieldType.Unsigned, last + 1)
        found = view.searcher.search(above, limit=_PAGE, count=False, order_by_field="id", order=Order.Asc)
        return [ArticleId(int(number)) for number, _ in found.hits]

    # writing

    def take_writer(self) -> None:
        if self._writer is not None:
            return
        try:
            self._writer = self._index.writer(_HEAP_BYTES, _WRITERS)
            view = self.view()
            every = Query.range_query(view.schema, "id", FieldType.Unsigned, 0)
            found = view.searcher.search(every, limit=1, count=False, order_by_field="id").hits
        except (ValueError, OSError) as error:
            self._writer = None
            if "LockBusy" in str(error):
                raise Busy(f"another process writes the search index in {self.place}") from error
            raise
        self._highest = int(found[0][0]) if found else 0
        self._clear_the_way()

    def drop_writer(self) -> None:
        """Let the writer and its lock go, and with it whatever is not committed."""
        self._writer = None

    def commit(self, entering: Iterable[IndexEntry], leaving: Sequence[ArticleId], position: int) -> None:
        fields = {entry.id: prepared(entry, self._analyzer) for entry in entering}
        self._mark_copies(fields)
        documents = [
            document(one) for one in fields.values()
        ]  # before the writer is touched: one may be refused
        if replaced := [article for article in (*fields, *leaving) if article <= self._highest]:
            # by query: by term, tantivy-py 0.27 takes an int for a signed one and silently deletes nothing
            self._held.delete_documents_by_query(Query.term_set_query(SCHEMA, "id", replaced))
        for one in documents:
            self._held.add_document(one)
        self._held.delete_documents_by_term("kind", POSITION)
        self._held.add_document(document({"kind": POSITION, "position": position}))
        self._held.commit()
        self._highest = max(self._highest, *fields, 0)

    def empty(self) -> None:
        self._held.delete_all_documents()
        self._held.commit()
        self._highest = 0

    @property
    def _held(self) -> tantivy.IndexWriter:
        """The writer, never in a local variable: a traceback would keep it, and its lock, alive."""
        assert self._writer is not None
        return self._writer

    def _mark_copies(self, fields: dict[ArticleId, dict[str, object]]) -> None:
        """Say of each article whose text another one has, in the index or before it in the batch, that it is a copy."""
        texts = [one["text"] for one in fields.values() if "text" in one]
        view = self.view()
        often = {text: number for text in set(texts) if (number := view.searcher.doc_freq("text", text))}
        seen: set[object] = set()
        if often:
            same = Query.term_set_query(SCHEMA, "text", list(often))
            found = view.searcher.search(same, limit=sum(often.values()), count=False).hits
            pairs = zip(
                numbers(view.searcher, "id", found), numbers(view.searcher, "text", found), strict=True
            )
            seen = {text for article, text in pairs if article not in fields}
        for one in fields.values():
            if (text := one.get("text")) is None:
                continue
            if text in seen:
                one["copy"] = text
            seen.add(text)

    def _clear_the_way(self) -> None:
        """Remove lists of deletions that no commit knows: left by a writer that was killed.

        tantivy names such a list after its segment and operation number, counts from the last commit again after a
        crash, and refuses for ever to write over a file. Only who holds the writer's lock comes here.
        """
        known = {
            f"{segment['segment_id'].replace('-', '')}.{segment['deletes']['opstamp']}.del"
            for segment in json.loads((self.place / "meta.json").read_bytes())["segments"]
            if segment["deletes"]
        }
        for path in self.place.glob("*.del"):
            if path.name not in known:
                path.unlink(missing_ok=True)


def _opened(place: Path, *, ours: bool) -> tantivy.Index:
    """One process at a time, lest the empty beginning of one overwrite the first commit of another."""
    if not ours:
        index = tantivy.Index.open(str(place))
    else:
        place.mkdir(parents=True, exist_ok=True)
        with (place.parent / "opening.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            index = tantivy.Index(SCHEMA, path=str(place), reuse=True)
    index.config_reader(reload_policy="manual")
    return index


def _told(place: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Which fields an index has, and which of them it can be counted and sorted by."""
    schema = json.loads((place / "meta.json").read_bytes())["schema"]
    fields = {field["name"]: field["options"] for field in schema}
    return frozenset(fields), frozenset(name for name, options in fields.items() if options.get("fast"))
