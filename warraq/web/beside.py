"""What stands beside and above the answers: by what they can be narrowed, and their chart. Made once while their numbers hold.

Every page of a question, its order changed or not yet, shows the same; and it is half of what a page costs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from warraq.ports.index import Facets
from warraq.press import Source
from warraq.web import histogram
from warraq.web.asked import Asked
from warraq.web.facets import Facet, Names, offered
from warraq.web.frame import Frame
from warraq.web.scope import Scope
from warraq.web.templating import templates
from warraq.web.tongue import Speech, spoken

_REMEMBERED = 128  # some 20 kB each


@dataclass(frozen=True, slots=True)
class Beside:
    """`chosen` are facets of which something is chosen; `offers` and `chart` are empty where there is nothing to offer."""

    chosen: tuple[Facet, ...]
    offers: Markup
    chart: Markup


@dataclass(frozen=True, slots=True)
class _Held:
    counts: Facets
    sources: Mapping[str, Source]
    made: Beside


@dataclass(slots=True)
class Besides:
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: OrderedDict[tuple[Asked, str, Speech], _Held] = field(default_factory=OrderedDict)

    def of(self, asked: Asked, counts: Facets, around: Frame, scope: Scope, place: Names) -> Beside:
        """Of the very numbers and papers that it was made of before, or made anew; `place` names places."""
        key = (replace(asked, after=()), scope.prefix, spoken())
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.counts is counts and held.sources is around.sources:
                self._held.move_to_end(key)
                return held.made
        made = _made(key[0], counts, around, scope, place)
        with self._lock:
            self._held[key] = _Held(counts, around.sources, made)
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        return made


def _made(asked: Asked, counts: Facets, around: Frame, scope: Scope, place: Names) -> Beside:
    facets = offered(counts, asked, around, scope, place)
    offers = tuple(facet for facet in facets if facet.offers)
    chart = histogram.histogram(counts, asked, scope)
    return Beside(
        chosen=tuple(facet for facet in facets if any(choice.chosen for choice in facet.choices)),
        offers=_rendered("search_facets.html", offers=offers) if offers else Markup(),
        chart=_rendered("search_chart.html", chart=chart, asked=asked) if chart else Markup(),
    )


def _rendered(template: str, **given: object) -> Markup:
    return Markup(templates().get_template(template).render(**given))  # noqa: S704 (it escaped)
