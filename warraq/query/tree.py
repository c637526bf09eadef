"""What shapes can a question have?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from enum import StrEnum
from typing import Literal


class Field(StrEnum):
    """A part of an article that words may be sought in alone."""

    TITLE = "title"
    AUTHOR = "author"


class Kind(StrEnum):
    """What an article is known to be of, by values that are no words of its text."""

    SOURCE = "source"  # slugs
    SECTION = "section"  # desk slugs
    COUNTRY = "country"  # ISO 3166, lower case
    LANGUAGE = "language"  # BCP 47
    PLACE = "place"  # ISO 3166-2


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; matched folded and stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row as typed between quotes; folded only as far as spelling variants, never stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word as typed, without its star."""

    text: str


@dataclass(frozen=True, slots=True)
class Of:
    """The article is of one of these."""

    kind: Kind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """The article is dated from `since` to `until`, inclusive days of the question's zone; one of them may be open."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class In:
    """What is asked of one field alone; inside are no filters and no other fields."""

    field: Field
    part: Part


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold, unless one of `unless` does: these are nothing that a reader types, but what keeps an exclusion
    from telling who stands where a name is not shown (`moderation.names`). The part is no `Not`."""

    part: Part
    unless: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of two or more parts must hold; none of them is an `Any`."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold, except words that only hold a sentence together (في, من …) beside others; none of them is an
    `All`. An index that finds nothing with every Word and Phrase of the outermost may answer with articles that hold some of
    their words (and every other part), saying so in `Hits.relaxed`; a question of phrases alone is never read so."""

    parts: tuple[Part, ...]


Part = Word | Phrase | Prefix | Of | Dated | In | Not | Any | All
Leaf = Word | Phrase | Prefix | Of | Dated


class Sort(StrEnum):
    BEST = "best"
    NEWEST = "newest"


# How a text was not quite a question; `Note.value` is what it is about, as typed.
Flaw = Literal[
    "cut",  # more was typed than is read; the number of terms kept
    "unbalanced_quote",  # the mark; it is then no quote
    "unbalanced_parenthesis",  # the mark; it is then none
    "too_deep",  # parentheses in more parentheses than are read
    "or_without_side",  # the word for "or"; it is then left out
    "empty_field",  # the field's name; it is then left out
    "field_as_text",  # a name before a colon, spaced from what follows; both are then words
    "unknown_source",
    "unknown_section",
    "unknown_country",
    "unknown_language",
    "unknown_place",
    "unknown_sort",
    "unread_date",  # these are left out
    "from_after_to",  # the two days; they are then exchanged
    "lone_star",
    "star_inside",  # the word; the star is then none
    "prefix_too_short",  # the beginning; it is then a word
    "only_exclusions",
]
Note = tuple[Flaw, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter that stands outermost in the text: `text[start:end]`."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `notes` says, in words for the reader's page (message keys with values), how a malformed or
    overlong text was read as best it could be.

    What narrows it beside its tree: an article passes when it is of one of `sources`, `sections` (desk slugs), `countries`
    (ISO 3166, lower case) and `languages` (BCP 47), is about one of `places` (ISO 3166-2), and is dated from `since` to
    `until`, inclusive days in `zone`. An empty set and `None` let everything pass. The articles with the numbers in
    `without_articles`, and those of `without_sources`, are no answer, whatever they hold. Set with `dataclasses.replace`: a text's own filters stand in its
    tree, and in `typed` with their places in the text.
    """

    tree: All
    sort: Sort = Sort.BEST
    sources: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    notes: tuple[Note, ...] = ()
    places: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    zone: tzinfo = UTC
    without_articles: frozenset[int] = frozenset()
    without_sources: frozenset[str] = frozenset()
    typed: tuple[Typed, ...] = field(default=(), compare=False)

    @property
    def narrowed(self) -> bool:
        """True when not every article passes, whatever its words."""
        sets = (self.sources, self.places, self.sections, self.countries, self.languages)
        given = any(sets) or self.since is not None or self.until is not None
        return given or any(isinstance(leaf, Of | Dated) for leaf in positive(self.tree))

    @property
    def empty(self) -> bool:
        """True when nothing positive is asked for, neither by words nor by what narrows the question."""
        return not self.narrowed and not any(positive(self.tree))

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The first and last day that an answer may be of, by what narrows the question and by what stands outermost in its tree."""
        dated = [part for part in self.tree.parts if isinstance(part, Dated)]
        since = [day for day in (self.since, *(part.since for part in dated)) if day is not None]
        until = [day for day in (self.until, *(part.until for part in dated)) if day is not None]
        return max(since, default=None), min(until, default=None)


def positive(part: Part) -> Iterator[Leaf]:
    """Every leaf that is asked for, not excluded."""
    return (leaf for leaf, wanted in _leaves(part, wanted=True) if wanted)


def _leaves(part: Part, *, wanted: bool) -> Iterator[tuple[Leaf, bool]]:
    match part:
        case Not(inner):
            yield from _leaves(inner, wanted=not wanted)
        case In(_, inner):
            yield from _leaves(inner, wanted=wanted)
        case All(parts) | Any(parts):
            for one in parts:
                yield from _leaves(one, wanted=wanted)
        case _:
            yield part, wanted


def flat(parts: list[Part]) -> tuple[Part, ...]:
    """Without parts of parts: all of them must hold anyway."""
    return tuple(one for part in parts for one in (part.parts if isinstance(part, All) else (part,)))


def either(first: Part, second: Part) -> Any:
    sides = (side.parts if isinstance(side, Any) else (side,) for side in (first, second))
    return Any(tuple(part for side in sides for part in side))
