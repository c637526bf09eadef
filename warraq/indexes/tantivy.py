"""How does tantivy hold the copy for searching? In one folder, read by many processes, written by one.

The folder holds one index a format: another analyser or other fields mean another subfolder, empty, which the follower
fills again from the first change on.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, tzinfo
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import tantivy
from tantivy import FieldType, Occur, Order, Query

from warraq.errors import Busy, IndexFailure
from warraq.indexes import times
from warraq.indexes.fields import ARTICLE, COUNTED, FIELDS, FORMAT, POSITION, SCHEMA, document
from warraq.ports.index import ZONED, Facets, Hits, IndexEntry, by_day
from warraq.press import ArticleId
from warraq.query.asked import (
    Asked,
    Beginning,
    Between,
    Both,
    Either,
    Held,
    Node,
    Row,
    Term,
    Without,
    asked,
)
from warraq.query.tree import Field, Question, Sort

# The writer's memory for one batch. More memory or threads make an import no faster: Python prepares the documents.
_HEAP_BYTES = 96_000_000
_WRITERS = 1

# What a match in the title, and one in exactly the spelling asked for, weigh beside a match by stem (BM25 each).
_TITLE_WEIGHT = 2.0
_SURFACE_WEIGHT = 0.3

_PAGE = 10_000


class _Found(Protocol):
    """A result of tantivy's search; its published types leave `count` out."""

    hits: list[tuple[float, tantivy.DocAddress]]
    count: int


_Part = tuple[Occur, Query]  # of a query that has several
P = ParamSpec("P")
R = TypeVar("R")


def _answering(
    method: Callable[Concatenate[TantivyIndex, P], R],
) -> Callable[Concatenate[TantivyIndex, P], R]:
    """tantivy says with ValueError what goes wrong; nobody above should need to know."""

    @wraps(method)
    def answered(self: TantivyIndex, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except (ValueError, OSError) as error:
            raise IndexFailure(self._failed(error)) from error

    return answered


class TantivyIndex:
    """`warraq.ports.index.Index` in a folder. The first `apply` or `clear` takes the writer and its lock."""

    def __init__(self, folder: Path) -> None:
        """Open the index, making it if it is not there. Raises: IndexFailure."""
        self._folder = folder
        self._place = folder / FORMAT
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._highest = 0  # no id above it is in the index; true while we hold the writer
        self._seen: tuple[int, int] | None = None
        try:
            self._index = self._open()
        except (ValueError, OSError) as error:
            raise IndexFailure(self._failed(error)) from error

    @_answering
    def position(self) -> int:
        return self._position(self._searcher())

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        entries = {entry.id: entry for entry in entering}
        gone = [article for article in leaving if article not in entries]
        with self._writing:
            self._take_writer()
            try:
                self._commit(entries, gone, position)
            except BaseException as error:
                # What the writer holds after an error is not to be trusted: the next commit would say "done" without
                # the batch. Dropped, it leaves the last commit, and the follower applies the batch again.
                self._writer = None
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                raise IndexFailure(self._failed(error)) from error

    @_answering
    def search(self, question: Question, *, limit: int, offset: int = 0) -> Hits:
        ask = asked(question)
        if ask.empty and not question.narrowed:
            return Hits(0, ())
        searcher, filters = self._searcher(), self._filters(question)
        sort = Sort.NEWEST if ask.empty else question.sort
        weighing = [] if sort is Sort.NEWEST else [*self._weighing(ask)]
        hits = _page(
            searcher,
            self._query(ask.root, question.zone, filters, weighing),
            sort,
            limit=limit,
            offset=offset,
        )
        if hits.total or ask.loosened is None:
            return hits
        hits = _page(
            searcher,
            self._query(ask.loosened, question.zone, filters, weighing),
            sort,
            limit=limit,
            offset=offset,
        )
        return Hits(hits.total, hits.ids, relaxed=hits.total > 0)

    @_answering
    def facets(self, question: Question, *, most: int) -> Facets:
        ask = asked(question)
        if ask.empty and not question.narrowed:
            return Facets()
        searcher, filters = self._searcher(), self._filters(question)
        query = self._query(ask.root, question.zone, filters)
        facets = _counted(searcher, query, question, most=most)
        if not facets.total and ask.loosened is not None:
            query = self._query(ask.loosened, question.zone, filters)
            facets = _counted(searcher, query, question, most=most)
        return facets if question.zone is UTC else _zoned(searcher, query, question, facets)

    @_answering
    def count(self) -> int:
        return _found(self._searcher(), self._term("kind", ARTICLE), limit=1).count

    def ids(self) -> Iterator[ArticleId]:
        try:
            searcher, last = self._searcher(), -1
            while found := self._ids_after(searcher, last):
                yield from found
                last = found[-1]
        except (ValueError, OSError) as error:
            raise IndexFailure(self._failed(error)) from error

    def clear(self) -> None:
        with self._writing:
            self._take_writer()
            try:
                self._held.delete_all_documents()
                self._held.commit()
                self._highest = 0
            except BaseException as error:
                self._writer = None
                raise IndexFailure(self._failed(error)) from error

    def close(self) -> None:
        with self._writing:
            self._writer = None

    def _failed(self, error: BaseException) -> str:
        """What to tell of an error of the library."""
        return (
            f"the search index in {self._folder} failed ({type(error).__name__}: {error}); if this stays so, stop warraq "
            "and remove that folder: the index is filled again from the archive"
        )

    # reading

    def _open(self) -> tantivy.Index:
        """One process at a time, lest the empty beginning of one overwrite the first commit of another."""
        self._place.mkdir(parents=True, exist_ok=True)
        with (self._folder / "opening.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            index = tantivy.Index(SCHEMA, path=str(self._place), reuse=True)
        index.config_reader(reload_policy="manual")
        return index

    def _searcher(self) -> tantivy.Searcher:
        """A view of the last commit of whichever process: each commit replaces meta.json, so a look at it is enough."""
        with self._reading:
            status = os.stat(self._place / "meta.json")
            now = (status.st_mtime_ns, status.st_ino)
            if now != self._seen:
                self._index.reload()
                self._seen = now
            return self._index.searcher()

    def _position(self, searcher: tantivy.Searcher) -> int:
        found = searcher.search(self._term("kind", POSITION), limit=1, count=False).hits
        return _numbers(searcher, "position", found)[0] if found else 0

    def _ids_after(self, searcher: tantivy.Searcher, last: int) -> list[ArticleId]:
        above = Query.range_query(SCHEMA, "id", FieldType.Unsigned, last + 1)
        found = searcher.search(above, limit=_PAGE, count=False, order_by_field="id", order=Order.Asc).hits
        return [ArticleId(int(number)) for number, _ in found]

    # asking

    def _query(self, root: Both, zone: tzinfo, filters: list[_Part], weighing: Sequence[_Part] = ()) -> Query:
        """What the root asks for; title and spelling only weigh, where the order counts."""
        return Query.boolean_query([(Occur.Must, self._holding(root, zone)), *filters, *weighing])

    def _holding(self, node: Node, zone: tzinfo) -> Query:
        match node:
            case Both(parts):
                held = [
                    (Occur.MustNot, self._holding(part.part, zone))
                    if isinstance(part, Without)
                    else (Occur.Must, self._holding(part, zone))
                    for part in parts
                ]
                if all(isinstance(part, Without) for part in parts):  # all else passes, but not the position
                    held.append((Occur.Must, self._term("kind", ARTICLE)))
                return Query.boolean_query(held)
            case Either(parts):
                return Query.boolean_query([(Occur.Should, self._holding(part, zone)) for part in parts])
            case Without():
                return self._holding(Both((node,)), zone)
            case Held(kind, values):
                return Query.term_set_query(SCHEMA, kind.value, list(values))
            case Between(since, until):
                return _days(since, until, zone)
            case Term():
                stem = "stem" if node.field is None else f"{FIELDS[node.field]}_stem"
                return self._some([self._row(stem, form.words) for form in node.forms])
            case Row():
                return self._row(_surface(node.field), node.surfaces)
            case Beginning():
                stem = "stem" if node.field is None else f"{FIELDS[node.field]}_stem"
                begun = re.escape(node.surface) + ".*"
                fields = (_surface(node.field), stem)
                return self._some([Query.regex_query(SCHEMA, field, begun) for field in fields])

    def _some(self, queries: list[Query]) -> Query:
        return (
            queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])
        )

    def _weighing(self, ask: Asked) -> Iterator[_Part]:
        for term in ask.terms:
            match term:
                case Term():
                    yield (
                        Occur.Should,
                        Query.boost_query(self._term("surface", term.surface), _SURFACE_WEIGHT),
                    )
                    for form in term.forms:
                        for stem in form.words:
                            yield Occur.Should, Query.boost_query(self._term("title", stem), _TITLE_WEIGHT)
                case Row():
                    row = self._row("headline_surface", term.surfaces)
                    yield Occur.Should, Query.boost_query(row, _TITLE_WEIGHT)
                case Beginning():
                    pass

    def _filters(self, question: Question) -> list[_Part]:
        asked_for = {
            "source": question.sources,
            "section": question.sections,
            "country": question.countries,
            "language": question.languages,
            "place": question.places,
        }
        filters = [
            (Occur.Must, Query.term_set_query(SCHEMA, field, sorted(values)))
            for field, values in asked_for.items()
            if values
        ]
        if question.since or question.until:
            days = _days(question.since, question.until, question.zone)
            filters.append((Occur.Must, days))
        if question.without_articles:
            spared = Query.term_set_query(SCHEMA, "id", sorted(question.without_articles))
            filters.append((Occur.MustNot, spared))
        return filters

    def _row(self, field: str, words: tuple[str, ...]) -> Query:
        if len(words) == 1:
            return self._term(field, words[0])
        return Query.phrase_query(SCHEMA, field, list(words))

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(SCHEMA, field, value)

    # writing

    @property
    def _held(self) -> tantivy.IndexWriter:
        """The writer, never in a local variable: a traceback would keep it, and its lock, alive."""
        assert self._writer is not None
        return self._writer

    def _take_writer(self) -> None:
        if self._writer is not None:
            return
        try:
            self._writer = self._index.writer(_HEAP_BYTES, _WRITERS)
            found = (
                self._searcher()
                .search(
                    Query.range_query(SCHEMA, "id", FieldType.Unsigned, 0),
                    limit=1,
                    count=False,
                    order_by_field="id",
                )
                .hits
            )
        except (ValueError, OSError) as error:
            self._writer = None
            if "LockBusy" in str(error):
                raise Busy(f"another process writes the search index in {self._folder}") from error
            raise IndexFailure(self._failed(error)) from error
        self._highest = int(found[0][0]) if found else 0
        self._clear_the_way()
        for other in self._folder.iterdir():
            if other.is_dir() and other != self._place:
                shutil.rmtree(
                    other, ignore_errors=True
                )  # an index of another format: nobody will read it again

    def _clear_the_way(self) -> None:
        """Remove lists of deletions that no commit knows: left by a writer that was killed.

        tantivy names such a list after its segment and operation number, counts from the last commit again after a
        crash, and refuses for ever to write over a file. Only who holds the writer's lock comes here.
        """
        known = {
            f"{segment['segment_id'].replace('-', '')}.{segment['deletes']['opstamp']}.del"
            for segment in json.loads((self._place / "meta.json").read_bytes())["segments"]
            if segment["deletes"]
        }
        for path in self._place.glob("*.del"):
            if path.name not in known:
                path.unlink(missing_ok=True)

    def _commit(self, entries: dict[ArticleId, IndexEntry], gone: list[ArticleId], position: int) -> None:
        if replaced := [article for article in (*entries, *gone) if article <= self._highest]:
            # by query: by term, tantivy-py 0.27 takes an int for a signed one and silently deletes nothing
            self._held.delete_documents_by_query(tantivy.Query.term_set_query(SCHEMA, "id", replaced))
        for entry in entries.values():
            self._held.add_document(document(entry))
        self._held.delete_documents_by_term("kind", POSITION)
        mark = {"kind": POSITION, "position": position}
        self._held.add_document(tantivy.Document.from_dict(mark, SCHEMA))
        self._held.commit()
        self._highest = max(self._highest, *entries, 0)


def _days(since: date | None, until: date | None, zone: tzinfo) -> Query:
    lower = times.day_key(since or date.min, zone)
    upper = times.day_key(until or date.max, zone, after=1)
    return Query.range_query(SCHEMA, "at", FieldType.Integer, lower, upper, include_upper=False)


def _surface(field: Field | None) -> str:
    return "surface" if field is None else f"{FIELDS[field]}_surface"


def _page(searcher: tantivy.Searcher, query: Query, sort: Sort, *, limit: int, offset: int) -> Hits:
    # tantivy makes room for as many hits as are asked for, so it is not asked for more than there are documents
    beyond = limit <= 0 or offset >= searcher.num_docs
    limit, offset = (1, 0) if beyond else (min(limit, searcher.num_docs), offset)
    order = "at" if sort is Sort.NEWEST else None
    found = _found(searcher, query, limit=limit, offset=offset, order_by=order)
    ids = () if beyond else tuple(ArticleId(number) for number in _numbers(searcher, "id", found.hits))
    return Hits(found.count, ids)


def _counted(searcher: tantivy.Searcher, query: Query, question: Question, *, most: int) -> Facets:
    """Months and days are UTC's."""
    fields = [*COUNTED, "month", *(["day"] if by_day(question) else [])]
    terms = {name: {"terms": {"field": name, "size": _PAGE, "segment_size": _PAGE}} for name in fields}
    counts = searcher.aggregate(query, terms)

    def counted(name: str) -> list[tuple[Any, int]]:
        return [(one["key"], one["doc_count"]) for one in counts.get(name, {}).get("buckets", ())]

    # each article is of one paper, so their numbers come to all of them: it need not be asked for
    total = sum(n for _, n in counted("source")) + counts.get("source", {}).get("sum_other_doc_count", 0)
    named = {
        name: tuple(sorted(counted(name), key=lambda pair: (-pair[1], pair[0]))[: max(0, most)])
        for name in COUNTED
    }
    return Facets(
        total=total,
        sources=named["source"],
        sections=named["section"],
        places=named["place"],
        months=tuple(sorted((date(int(key) // 12, int(key) % 12 + 1, 1), n) for key, n in counted("month"))),
        days=tuple(sorted((date.fromordinal(int(key)), n) for key, n in counted("day"))),
    )


def _zoned(searcher: tantivy.Searcher, query: Query, question: Question, facets: Facets) -> Facets:
    """The same facets with the months and days of the question's zone: a second look, since documents know UTC's."""
    near = (month for month, _ in facets.months if month.year in ZONED)
    months = _between(searcher, query, question.zone, times.months_around(near))
    days: tuple[tuple[date, int], ...] = ()
    since, until = question.span
    if facets.total and since and until and by_day(question):
        shown = times.days_between(since, until)
        days = _between(searcher, query, question.zone, shown)
    far = (pair for pair in facets.months if pair[0].year not in ZONED)
    return replace(facets, months=tuple(sorted((*far, *months))), days=days)


def _between(
    searcher: tantivy.Searcher, query: Query, zone: tzinfo, spans: list[tuple[date, date]]
) -> tuple[tuple[date, int], ...]:
    """How many are dated from the first to before the second day of each span; spans of none are left out."""
    if not spans:
        return ()
    ranges = [
        {
            "key": first.isoformat(),
            "from": float(times.day_key(first, zone)),
            "to": float(times.day_key(end, zone)),
        }
        for first, end in spans
    ]
    counts = searcher.aggregate(query, {"at": {"range": {"field": "at", "ranges": ranges}}})
    wanted = {span["key"] for span in ranges}
    return tuple(
        (date.fromisoformat(one["key"]), one["doc_count"])
        for one in counts["at"]["buckets"]
        if one["key"] in wanted and one["doc_count"]
    )


def _found(
    searcher: tantivy.Searcher, query: Query, *, limit: int, offset: int = 0, order_by: str | None = None
) -> _Found:
    return cast(_Found, searcher.search(query, limit=limit, offset=offset, order_by_field=order_by))


def _numbers(
    searcher: tantivy.Searcher, field: str, hits: Sequence[tuple[object, tantivy.DocAddress]]
) -> list[int]:
    values = searcher.fast_field_values(field, [address for _, address in hits])
    return [int(value) for value in values if value is not None]
