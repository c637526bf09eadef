"""What does a search's address ask for, and what would the same address with one thing more, or less, ask for?"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo
from functools import lru_cache
from typing import Literal
from urllib.parse import quote_plus

from starlette.datastructures import QueryParams

from warraq.query import grammar
from warraq.query.names import NOWHERE, Here
from warraq.query.tree import Question, Sort, Typed
from warraq.web import addresses

# Deeper pages cost the index more and help nobody: a narrower question does.
LAST_PAGE = 100
# More than the grammar reads, so that it is the grammar that cuts, and says so.
_LONGEST_QUESTION = 10_000
_MOST = 20  # of each thing that narrows a question
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")
_PLACE = re.compile(r"[A-Za-z]{2}-[A-Za-z0-9]{1,3}", re.ASCII)
_WHEN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?", re.ASCII)


Narrowing = Literal["sources", "sections", "places", "when"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, as far as it could be understood. `path` is the search of an edition, of whose
    `countries` it then is. `when` is a month ("2026-11") or a year ("2026") of its `zone`. `said` is the text, read; its own
    order counts where the address gives no `sort`."""

    path: str
    text: str
    said: Question
    sort: Sort | None = None
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: str | None = None
    page: int = 1
    countries: frozenset[str] = frozenset()
    zone: tzinfo = UTC

    @property
    def nothing(self) -> bool:
        """Whether there is neither a word nor anything that narrows."""
        return not (self.text.strip() or self.narrowed)

    @property
    def narrowed(self) -> bool:
        return bool(self.sources or self.sections or self.places or self.when)

    @property
    def order(self) -> Sort:
        return self.sort or self.said.sort

    def query(self, *, page: int = 1) -> str:
        given = [f"q={_quoted(self.text)}"] if self.text or not self.narrowed else []
        if self.order is not self.said.sort:
            given.append(f"sort={self.order.value}")
        for name, values in (("source", self.sources), ("section", self.sections), ("place", self.places)):
            given += [f"{name}={quote_plus(value)}" for value in values]
        if self.when:
            given.append(f"when={self.when}")
        if page > 1:
            given.append(f"page={page}")
        return "&".join(given)

    def address(self, *, sort: Sort | None = None, page: int = 1) -> str:
        """The address of this question in another order, or on another page of it."""
        asked = self if sort is None else replace(self, sort=sort)
        return f"{self.path}?{asked.query(page=page)}"

    def chosen(self, name: Narrowing) -> tuple[str, ...]:
        """What narrows the question so."""
        times = (self.when,) if self.when else ()
        return {"sources": self.sources, "sections": self.sections, "places": self.places, "when": times}[
            name
        ]

    def without(self, typed: Typed) -> str:
        """The address of this question without what is typed there."""
        rest = f"{self.text[: typed.start].rstrip()} {self.text[typed.end :].lstrip()}".strip()
        return replace(self, text=rest).address()

    def narrower(self, name: Narrowing, value: str) -> str:
        """The address of this question with one thing more; of time there is but one."""
        return self._with(name, (*self.chosen(name), value))

    def wider(self, name: Narrowing, value: str) -> str:
        """The address without it."""
        return self._with(name, tuple(one for one in self.chosen(name) if one != value))

    def _with(self, name: Narrowing, values: tuple[str, ...]) -> str:
        changed = replace(
            self,
            sources=values if name == "sources" else self.sources,
            sections=values if name == "sections" else self.sections,
            places=values if name == "places" else self.places,
            when=next(reversed(values), None) if name == "when" else self.when,
        )
        return changed.address()

    def question(self) -> Question:
        """What the index is asked."""
        since, until = (self.when and span(self.when)) or (None, None)
        return replace(
            self.said,
            sort=self.order,
            sources=frozenset(self.sources),
            sections=frozenset(self.sections),
            places=frozenset(self.places),
            countries=self.countries,
            since=since,
            until=until,
            zone=self.zone,
        )


def read(
    params: QueryParams,
    *,
    path: str = "/search",
    countries: frozenset[str] | None = None,
    zone: tzinfo = UTC,
    here: Here = NOWHERE,
) -> Asked:
    """The question of an address. What cannot be understood is read as if it were not there."""
    text = _UNPRINTABLE.sub(" ", params.get("q", ""))[:_LONGEST_QUESTION]
    number = params.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    places = (text.upper() for text in params.getlist("place") if _PLACE.fullmatch(text))
    when = params.get("when", "")
    return Asked(
        path=path,
        text=text,
        said=grammar.read(text, here=here),
        sort=next((sort for sort in Sort if sort.value == params.get("sort")), None),
        sources=_some(addresses.slug(text) for text in params.getlist("source")),
        sections=_some(addresses.slug(text) for text in params.getlist("section")),
        places=_some(places),
        when=when if span(when) else None,
        page=min(max(1, wanted), LAST_PAGE),
        countries=countries or frozenset(),
        zone=zone,
    )


def span(when: str) -> tuple[date, date] | None:
    """The first and last day of a month or a year; `None` for what is neither."""
    found = _WHEN.fullmatch(when)
    if found is None or int(found[1]) < 1 or not 1 <= int(found[2] or 1) <= 12:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    return date(year, month or 1, 1), last


@lru_cache(maxsize=16)  # a page with facets says it some forty times
def _quoted(text: str) -> str:
    return quote_plus(text)


def _some(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:_MOST]
