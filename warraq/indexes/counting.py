"""How are the answers to a query spread over papers, desks, places, countries, languages and time?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, tzinfo
from typing import Any

import tantivy
from tantivy import Occur, Query

from warraq.indexes import times
from warraq.indexes.asking import View
from warraq.indexes.fields import COUNTED
from warraq.indexes.paging import counted
from warraq.ports.index import ZONED, Facets, by_day
from warraq.query.tree import Question

_MOST = 10_000  # values of one kind that are told apart


def facets(view: View, query: Query, question: Question, *, most: int, texts: bool) -> Facets:
    found = _counted(view, query, question, most=most, texts=texts)
    return found if question.zone is UTC else _zoned(view, query, question, found)


def _counted(view: View, query: Query, question: Question, *, most: int, texts: bool) -> Facets:
    """Months and days are UTC's."""
    named = [name for name in COUNTED if name in view.columns]
    # None: too many to be known
    copies = ["copy"] if texts and "copy" in view.columns and view.repeated != frozenset() else []
    fields = [*named, "month", *(["day"] if by_day(question) else []), *copies]
    terms = {name: {"terms": {"field": name, "size": _MOST, "segment_size": _MOST}} for name in fields}
    counts = view.searcher.aggregate(query, terms)

    def told(name: str) -> list[tuple[Any, int]]:
        return [(one["key"], one["doc_count"]) for one in counts.get(name, {}).get("buckets", ())]

    # each article is of one paper, so their numbers come to all of them: it need not be asked for
    total = sum(n for _, n in told("source")) + counts.get("source", {}).get("sum_other_doc_count", 0)

    def first(name: str) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(told(name), key=lambda pair: (-pair[1], pair[0]))[: max(0, most)])

    return Facets(
        total=total,
        sources=first("source"),
        sections=first("section"),
        places=first("place"),
        countries=first("country"),
        languages=first("language"),
        months=tuple(sorted((date(int(key) // 12, int(key) % 12 + 1, 1), n) for key, n in told("month"))),
        days=tuple(sorted((date.fromordinal(int(key)), n) for key, n in told("day"))),
        texts=total - _alike(view, query, dict(told("copy"))) if texts else 0,
    )


def _alike(view: View, query: Query, copies: dict[float, int]) -> int:
    """How many answers have a text that another answer has, all but one of each: counted without looking at each answer.

    Only copies are in the column, and of each text one article is none. So of a text whose copies answer, all of these
    are repeated if that one answers too, else all but one of them.
    """
    if not copies:
        return 0
    alike = view.among("text", [int(text) for text in copies])
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, alike)])
    return counted(view, both) - len(copies)


def repeated(searcher: tantivy.Searcher) -> frozenset[int] | None:
    """The marks of texts that an article has which another one had before; None where they are more than are told apart.

    Each commit is asked once, some .3 ms of 200,000 articles: to ask of each hit costs a third as much, every time.
    """
    terms = {"terms": {"field": "copy", "size": _MOST, "segment_size": _MOST}}
    found = searcher.aggregate(Query.exists_query("copy"), {"copy": terms})["copy"]
    if found["sum_other_doc_count"]:
        return None
    return frozenset(int(one["key"]) for one in found["buckets"])


def _zoned(view: View, query: Query, question: Question, found: Facets) -> Facets:
    """The same facets with the months and days of the question's zone: a second look, since documents know UTC's."""
    near = (month for month, _ in found.months if month.year in ZONED)
    months = _between(view, query, question.zone, times.months_around(near))
    days: tuple[tuple[date, int], ...] = ()
    since, until = question.span
    if found.total and since and until and by_day(question):
        days = _between(view, query, question.zone, times.days_between(since, until))
    far = (pair for pair in found.months if pair[0].year not in ZONED)
    return replace(found, months=tuple(sorted((*far, *months))), days=days)


def _between(
    view: View, query: Query, zone: tzinfo, spans: list[tuple[date, date]]
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
    counts = view.searcher.aggregate(query, {"at": {"range": {"field": "at", "ranges": ranges}}})
    wanted = {span["key"] for span in ranges}
    return tuple(
        (date.fromisoformat(one["key"]), one["doc_count"])
        for one in counts["at"]["buckets"]
        if one["key"] in wanted and one["doc_count"]
    )
