"""What shapes can a question have?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; matched folded and stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row as typed between quotes; folded only as far as spelling variants, never stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Word | Phrase


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold, except words that only hold a sentence together (في, من …) beside others. An index that finds nothing with every Word may answer with articles that hold some of
    them (and every Phrase and Not), saying so in `Hits.relaxed`."""

    parts: tuple[Word | Phrase | Not, ...]


class Sort(StrEnum):
    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `notes` says, in words for the reader's page (message keys with values), how a malformed or
    overlong text was read as best it could be.

    What narrows it: an article passes when it is of one of `sources`, `sections` (desk slugs), `countries` (ISO 3166, lower
    case) and `languages` (BCP 47), is about one of `places` (ISO 3166-2), and is dated from `since` to `until`, inclusive days
    in `zone`. An empty set and `None` let everything pass. The articles with the numbers in `without_articles`, and
    those of `without_sources`, are no answer, whatever they hold. Set with `dataclasses.replace`, a text asks for none of them."""

    tree: All
    sort: Sort = Sort.BEST
    sources: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    notes: tuple[tuple[str, str], ...] = ()
    places: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    zone: tzinfo = UTC
    without_articles: frozenset[int] = frozenset()
    without_sources: frozenset[str] = frozenset()

    @property
    def narrowed(self) -> bool:
        """True when not every article passes, whatever its words."""
        sets = (self.sources, self.places, self.sections, self.countries, self.languages)
        return any(sets) or self.since is not None or self.until is not None

    @property
    def empty(self) -> bool:
        """True when nothing positive is asked for, neither by words nor by what narrows the question."""
        return not self.narrowed and not any(isinstance(part, Word | Phrase) for part in self.tree.parts)
