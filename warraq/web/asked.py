"""What does a search's address ask for, and what would the same address with one thing more, or less, ask for?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import Literal
from urllib.parse import quote_plus

from starlette.datastructures import QueryParams

from warraq.ports.index import Cursor
from warraq.query import grammar
from warraq.query.names import NOWHERE, Here
from warraq.query.tree import Question, Sort, Typed
from warraq.web import addresses, spans

# Behind so many answers pages end: deeper ones cost the index more and help nobody; a narrower question does.
DEEPEST = 10_000
_TRAIL = 20  # pages that a way back is known of
# More than the grammar reads, so that it is the grammar that cuts, and says so.
_LONGEST_QUESTION = 10_000
_MOST = 20  # of each thing that narrows a question
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")
# What would turn the words around it where a question is said again: chips, notes, a feed's title. No word has one.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PLACE = re.compile(r"[A-Za-z]{2}-[A-Za-z0-9]{1,3}", re.ASCII)
_COUNTRY = re.compile(r"[A-Za-z]{2}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)

Narrowing = Literal["sources", "sections", "places", "countries", "languages", "when"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, as far as it could be understood. `path` is the search of an edition, of whose
    countries (`within`) it then is. `when` is a stretch of time (`web.spans`) of its `zone`. `said` is the text, read; its own
    order counts where the address gives no `sort`. `after` are the places at which this page and those before it begin, the
    first page left out."""

    path: str
    text: str
    said: Question
    sort: Sort | None = None
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    when: str | None = None
    after: tuple[Cursor, ...] = ()
    within: frozenset[str] = frozenset()
    zone: tzinfo = UTC
    grouped: bool = False  # answers of one event together

    @property
    def nothing(self) -> bool:
        """Whether there is neither a word nor anything that narrows."""
        return not (self.text.strip() or self.narrowed)

    @property
    def narrowed(self) -> bool:
        return bool(self.when or any(values for _, values in self.sets))

    @property
    def sets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What narrows it but time, by the address's words."""
        return (
            ("source", self.sources),
            ("section", self.sections),
            ("place", self.places),
            ("country", self.countries),
            ("language", self.languages),
        )

    @property
    def order(self) -> Sort:
        return self.sort or self.said.sort

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Names and values of its first page's address, in order."""
        given = [("q", self.text)] if self.text or not self.narrowed else []
        if self.order is not self.said.sort:
            given.append(("sort", self.order.value))
        given += [(name, value) for name, values in self.sets for value in values]
        if self.when:
            given.append(("when", self.when))
        if self.grouped:
            given.append(("group", "story"))
        return tuple(given)

    def query(self, *, after: tuple[Cursor, ...] = ()) -> str:
        turned = (("after", str(place)) for place in after)
        return "&".join(f"{name}={_quoted(value)}" for name, value in (*self.fields, *turned))

    def address(self, *, sort: Sort | None = None) -> str:
        """The address of this question's first page, also in another order."""
        asked = self if sort is None else replace(self, sort=sort)
        return f"{self.path}?{asked.query()}"

    def grouping(self, *, grouped: bool) -> str:
        """The address of this question's first page with answers of one event together, or each alone."""
        return replace(self, grouped=grouped).address()

    def page(self, after: tuple[Cursor, ...]) -> str:
        """The address of the page that begins behind the last of these."""
        return f"{self.path}?{self.query(after=after[-_TRAIL:])}"

    def beside(self, ending: str) -> str:
        """Where the same question is answered for machines: `.json`, `.csv`."""
        return f"{self.path}{ending}?{self.query()}"

    def chosen(self, name: Narrowing) -> tuple[str, ...]:
        """What narrows the question so."""
        if name == "when":
            return (self.when,) if self.when else ()
        values: tuple[str, ...] = getattr(self, name)
        return values

    def without(self, typed: Typed) -> str:
        """The address of this question without what is typed there."""
        return self.but(self.text[: typed.start], self.text[typed.end :]).address()

    def but(self, before: str, after: str) -> Asked:
        """This question with a text of these two parts."""
        return self.worded(f"{before.rstrip()} {after.lstrip()}".strip())

    def worded(self, text: str) -> Asked:
        """This question with another text, which is not read: its address is what counts."""
        return replace(self, text=text, after=())

    def narrower(self, name: Narrowing, value: str) -> str:
        """The address of this question with one thing more; of time there is but one."""
        return self.held(name, (*self.chosen(name), value)).address()

    def wider(self, name: Narrowing, value: str) -> str:
        """The address without it."""
        return self.held(name, tuple(one for one in self.chosen(name) if one != value)).address()

    def held(self, name: Narrowing, values: tuple[str, ...]) -> Asked:
        """This question narrowed by these in place of what it is narrowed by."""
        return replace(
            self,
            sources=values if name == "sources" else self.sources,
            sections=values if name == "sections" else self.sections,
            places=values if name == "places" else self.places,
            countries=values if name == "countries" else self.countries,
            languages=values if name == "languages" else self.languages,
            when=next(reversed(values), None) if name == "when" else self.when,
            after=(),
        )

    def question(self) -> Question:
        """What the index is asked."""
        since, until = (self.when and spans.read(self.when)) or (None, None)
        return replace(
            self.said,
            sort=self.order,
            sources=frozenset(self.sources),
            sections=frozenset(self.sections),
            places=frozenset(self.places),
            countries=frozenset(self.countries) or self.within,
            languages=frozenset(self.languages),
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
    """The question of an address, of an edition's `countries`. What cannot be understood is read as if it were not there."""
    text = _TURNING.sub("", _UNPRINTABLE.sub(" ", params.get("q", "")))[:_LONGEST_QUESTION]
    within = countries or frozenset()
    given = (one.lower() for one in params.getlist("country") if _COUNTRY.fullmatch(one))
    places = (one.upper() for one in params.getlist("place") if _PLACE.fullmatch(one))
    return Asked(
        path=path,
        text=text,
        said=grammar.read(text, here=here),
        sort=next((sort for sort in Sort if sort.value == params.get("sort")), None),
        sources=_some(addresses.slug(one) for one in params.getlist("source")),
        sections=_some(addresses.slug(one) for one in params.getlist("section")),
        places=_some(places),
        countries=_some(one for one in given if not within or one in within),
        languages=_some(one for one in params.getlist("language") if _LANGUAGE.fullmatch(one)),
        when=_when(params),
        after=_after(params.getlist("after")),
        within=within,
        zone=zone,
        grouped=params.get("group") == "story",
    )


def _when(params: QueryParams) -> str | None:
    """The stretch of time that is given, or that a form asks for by its ends."""
    given = params.get("when", "")
    return given if spans.read(given) else spans.between(params.get("from", ""), params.get("to", ""))


def _after(given: list[str]) -> tuple[Cursor, ...]:
    places = [place for text in given[-_TRAIL:] if (place := Cursor.read(text))]
    return tuple(places) if places and places[-1].rank < DEEPEST else ()


@lru_cache(maxsize=64)  # a page with facets says it some forty times
def _quoted(text: str) -> str:
    return quote_plus(text)


def _some(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:_MOST]
