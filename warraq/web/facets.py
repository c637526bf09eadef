"""By what can an answer be narrowed? Papers, desks, places, countries, languages, each a link, each to be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from warraq.ports.index import Facets
from warraq.web import spans, wording
from warraq.web.asked import Asked, Narrowing
from warraq.web.bidi import isolated
from warraq.web.frame import Frame
from warraq.web.scope import Scope

MOST = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the question, with how many answers it leaves; of one that is chosen, `href` takes it back."""

    name: Markup
    href: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: tuple[Choice, ...]

    @property
    def offers(self) -> bool:
        """Whether it has anything that is not chosen already."""
        return not all(choice.chosen for choice in self.choices)


Names = Callable[[str], str | None]


def offered(facets: Facets, asked: Asked, around: Frame, scope: Scope, place: Names) -> tuple[Facet, ...]:
    """What is chosen stands first, without a number; what would leave all there is narrows nothing and is left out."""

    def paper(slug: str) -> str | None:
        return around.sources[slug].name if slug in around.sources else slug

    made = (
        _facet("sources", facets.sources, asked, paper),
        _facet("sections", facets.sections, asked, scope.label),
        _facet("places", facets.places, asked, place),
        _facet("countries", facets.countries, asked, wording.country),
        _facet("languages", facets.languages, asked, wording.language),
        _time(asked, scope),
    )
    return tuple(facet for facet in made if facet.choices)


def _facet(of: Narrowing, counts: tuple[tuple[str, int], ...], asked: Asked, named: Names) -> Facet:
    choices = [
        Choice(isolated(named(value) or value), asked.wider(of, value), None, chosen=True)
        for value in asked.chosen(of)
    ]
    if not choices and len(counts) > 1:
        choices = [
            Choice(isolated(told), asked.narrower(of, value), count, chosen=False)
            for value, count in counts[:MOST]
            if (told := named(value))
        ]
    return Facet(wording.said("facets", of), tuple(choices))


def _time(asked: Asked, scope: Scope) -> Facet:
    """What is chosen: the rest is offered by the chart (`web.histogram`)."""
    chosen = (
        Choice(isolated(spans.said(span, scope)), asked.wider("when", span), None, chosen=True)
        for span in asked.chosen("when")
    )
    return Facet(wording.said("facets", "when"), tuple(chosen))
