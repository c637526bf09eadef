"""Why is an article a hit? Which forms of the words it holds, and in which field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tantivy import Occur, Query

from warraq.indexes.asking import View, beginning
from warraq.indexes.fields import STEMS, SURFACES
from warraq.indexes.paging import numbers
from warraq.ports.index import Reason
from warraq.press import ArticleId
from warraq.query.asked import Asked, Beginning, Row, Term
from warraq.query.tree import Field


def explain(view: View, ask: Asked, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Reason, ...]]:
    """One small query a form and field: the index itself says what it found."""
    told: dict[ArticleId, list[Reason]] = {article: [] for article in ids}
    if not told:
        return {}
    these = view.among("id", ids)
    for query, reason in _asked(view, ask):
        held = Query.boolean_query([(Occur.Must, these), (Occur.Must, query)])
        found = view.searcher.search(held, limit=len(ids), count=False)
        for article in numbers(view.searcher, "id", found.hits):
            told[ArticleId(article)].append(reason)
    return {article: tuple(_shortest(reasons)) for article, reasons in told.items()}


def _asked(view: View, ask: Asked) -> Iterator[tuple[Query, Reason]]:
    for term in ask.terms:
        fields: tuple[Field | None, ...] = (None, Field.TITLE) if term.field is None else (term.field,)
        for field in (one for one in fields if {STEMS[one], SURFACES[one]} <= view.fields):
            stem, surface = STEMS[field], SURFACES[field]
            match term:
                case Term():
                    words = term.surface.split()
                    yield view.row(surface, words), Reason(term.surface, term.surface, field, True, "spelled")
                    for form in term.forms:
                        why = str(getattr(form, "why", "stem"))
                        yield (
                            view.row(stem, form.words),
                            Reason(term.surface, " ".join(form.words), field, False, why),
                        )
                case Row(surfaces):
                    row = " ".join(surfaces)
                    yield view.row(surface, surfaces), Reason(row, row, field, True, None)
                case Beginning(begun):
                    yield beginning(view, begun, field), Reason(begun, begun, field, False, None)


def _shortest(reasons: list[Reason]) -> Iterator[Reason]:
    """Without what another one says better: the title is part of the whole, and a spelling has its stem."""
    titled = {(one.sought, one.form) for one in reasons if one.field is not None}
    exact = {(one.sought, one.field) for one in reasons if one.exact}
    for one in reasons:
        if one.field is None and (one.sought, one.form) in titled:
            continue
        if not one.exact and one.why == "stem" and (one.sought, one.field) in exact:
            continue
        yield one
