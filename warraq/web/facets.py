"""By what can an answer be narrowed? Papers, desks, places and time, each a link, each to be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from warraq.ports.index import Facets
from warraq.web import wording
from warraq.web.asked import Asked, Narrowing
from warraq.web.bidi import isolated
from warraq.web.frame import Frame
from warraq.web.scope import Scope

MOST = 8
_MONTHS = 24  # more of them are told by their years


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
        _time(facets, asked, scope),
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


def _time(facets: Facets, asked: Asked, scope: Scope) -> Facet:
    """Years where there are many months, else months, newest first. A chosen year still offers its months."""
    name = wording.said("facets", "when")
    months = {f"{first:%Y-%m}": count for first, count in reversed(facets.months)}
    chosen = (
        [Choice(isolated(when(asked.when, scope)), asked.wider("when", asked.when), None, chosen=True)]
        if asked.when
        else []
    )
    if asked.when and len(asked.when) > 4:
        return Facet(name, tuple(chosen))
    counts = dict(months)
    if not asked.when and len(months) > _MONTHS:
        years: Counter[str] = Counter()
        for month, count in months.items():
            years[month[:4]] += count
        counts = dict(years)
    if len(counts) < 2:
        return Facet(name, tuple(chosen))
    given = (
        Choice(isolated(when(span, scope)), asked.narrower("when", span), n, chosen=False)
        for span, n in counts.items()
    )
    return Facet(name, (*chosen, *given))


def when(span: str, scope: Scope) -> str:
    """A month ("2026-11") or a year as the edition's readers say it."""
    year, _, month = span.partition("-")
    return f"{scope.how.months[int(month) - 1]} {year}" if month else year
