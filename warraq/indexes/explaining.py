"""Why is an article a hit? Which forms of the words it holds, and in which field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from warraq.ports.index import Reason
from warraq.query.asked import Asked, Beginning, Row, Term
from warraq.query.tree import Field


class As(Enum):
    """What is looked for in a field."""

    STEMS = 1
    SURFACES = 2
    BEGINNING = 3


class Way(NamedTuple):
    """One way in which an article may answer: these words in a row in the field, or words that begin with the only one."""

    words: tuple[str, ...]
    how: As
    field: Field | None
    reason: Reason


def ways(ask: Asked) -> Iterator[Way]:
    for term in ask.terms:
        fields: tuple[Field | None, ...] = (None, Field.TITLE) if term.field is None else (term.field,)
        for field in fields:
            yield from _ways(term, field)


def _ways(term: Term | Row | Beginning, field: Field | None) -> Iterator[Way]:
    match term:
        case Term(surface, forms):
            reason = Reason(surface, surface, field, exact=True, why="spelled")
            yield Way(tuple(surface.split()), As.SURFACES, field, reason)
            for form in forms:
                reason = Reason(surface, " ".join(form.words), field, exact=False, why=str(form.why))
                yield Way(form.words, As.STEMS, field, reason)
        case Row(surfaces):
            row = " ".join(surfaces)
            yield Way(surfaces, As.SURFACES, field, Reason(row, row, field, exact=True, why=None))
        case Beginning(begun):
            yield Way((begun,), As.BEGINNING, field, Reason(begun, begun, field, exact=False, why=None))


def shortest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Without what another one says better: the title is part of the whole, and a word as spelled has its own stem."""
    reasons = tuple(reasons)
    titled = {(one.sought, one.form) for one in reasons if one.field is not None}
    exact = {(one.sought, one.field) for one in reasons if one.exact}
    return tuple(
        one
        for one in reasons
        if not (one.field is None and (one.sought, one.form) in titled)
        and not (one.why == "stem" and (one.sought, one.field) in exact)
    )
