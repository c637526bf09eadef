"""What shapes can a question have?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    overlong text was read as best it could be. `since` and `until` are inclusive days in UTC."""

    tree: All
    sort: Sort = Sort.BEST
    sources: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing positive is asked for."""
        return not any(isinstance(part, Word | Phrase) for part in self.tree.parts)
