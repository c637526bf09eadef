"""What did the reader narrow the question by in its own text? Each filter typed is a chip that takes it out of the text."""

from __future__ import annotations

from warraq.query.tree import Dated, Kind, Not, Of, Part
from warraq.web import dates, spans, wording
from warraq.web.asked import Asked
from warraq.web.bidi import isolated
from warraq.web.facets import Choice, Names
from warraq.web.frame import Frame
from warraq.web.scope import Scope


def typed(asked: Asked, around: Frame, scope: Scope, place: Names) -> tuple[Choice, ...]:
    """In the order of the text. A filter among alternatives or in parentheses with words is no chip: it stays text."""

    def said(part: Part) -> str:
        match part:
            case Not(inner):
                return wording.said("typed", "without", name=said(inner))
            case Of(kind, values):
                return wording.said("typed", "or").join(_named(kind, value) or value for value in values)
            case Dated():
                return _span(part, scope)
            case _:
                raise ValueError(f"{part} is no filter")

    def _named(kind: Kind, value: str) -> str | None:
        match kind:
            case Kind.SOURCE:
                return around.sources[value].name if value in around.sources else None
            case Kind.SECTION:
                return scope.label(value)
            case Kind.PLACE:
                return place(value)
            case Kind.COUNTRY:
                return wording.country(value)
            case Kind.LANGUAGE:
                return wording.language(value)

    return tuple(
        Choice(isolated(said(one.part)), asked.without(one), None, chosen=True) for one in asked.said.typed
    )


def _span(part: Dated, scope: Scope) -> str:
    first, last = part.since, part.until
    if first is None or last is None:
        day = first or last
        assert day is not None  # the grammar makes no date without one
        message = "until" if first is None else "since"
        return wording.said("typed", message, day=dates.day(day, scope.how))
    return spans.of_days(first, last, scope)
