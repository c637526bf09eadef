"""How is what we hold found again by its words? The index is a copy: thrown away and rebuilt at will."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol

from warraq.press import ArticleId
from warraq.query.tree import Question


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index is told of a visible article. Original spelling: analysis is the index's own.

    `section` is a desk slug; `places` are codes of the governorates it is about (`entities.places`); `authors` are names as
    printed.
    """

    id: ArticleId
    source: str
    country: str
    title: str
    body: str
    at: datetime
    section: str | None = None
    language: str | None = None
    places: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """`total` counts every article that answers the question; `ids` are the page asked for, best first.

    `relaxed`: no article holds every word, so these hold some of them.
    """

    total: int
    ids: tuple[ArticleId, ...]
    relaxed: bool = False


# Days are counted one by one where the question spans no more than these; months always.
MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class Facets:
    """How the articles that answer a question are spread: (value, number), each number above nought.

    `sources`, `sections` and `places` stand most frequent first, equals by value; an article without a section or place is
    counted in none, one about two places in both. `months` (first days of theirs) and `days`, those of the question's zone, stand oldest first and whole;
    `days` is empty unless the question spans at most `MOST_DAYS` days (`by_day`).
    """

    total: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[date, int], ...] = ()
    days: tuple[tuple[date, int], ...] = ()


def by_day(question: Question) -> bool:
    """Whether the days of a question are few enough to be counted one by one."""
    since, until = question.span
    return since is not None and until is not None and 0 <= (until - since).days < MOST_DAYS


# Years in which newspapers were printed, with room: before and after, a day is UTC's in every zone.
ZONED = range(1500, 2500)


def day_of(at: datetime, zone: tzinfo) -> date:
    """On which day of the zone a moment is."""
    return at.astimezone(zone if at.year in ZONED else UTC).date()


class Index(Protocol):
    """A searchable copy that remembers, inside its own commit, the change up to which it has followed the archive.

    Raises: IndexFailure when the back end fails (the batch is then not applied, and may be applied again);
    Busy when another process writes.
    """

    def position(self) -> int:
        """The number of the last change applied; 0 for an empty index. Sees other processes' commits."""
        ...

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        """In one commit: enter these (replacing what stood under their ids), drop those, move to `position`.

        Applying the same batch twice is harmless. An id in both is entered.
        """
        ...

    def search(self, question: Question, *, limit: int, offset: int = 0) -> Hits:
        """Articles that answer, each once. An empty question has no hits.

        A question without words that is narrowed (`Question.narrowed`) is answered by every article that passes and
        holds nothing excluded, newest first whatever its `sort`.
        """
        ...

    def facets(self, question: Question, *, most: int) -> Facets:
        """Of the same articles that `search` finds (relaxed where it is), how many of each source, section, place, month.

        At most `most` sources, sections and places each. What narrows the question narrows its facets too: to offer a
        reader the other papers, ask again without `sources`.
        """
        ...

    def count(self) -> int:
        """How many articles can be found."""
        ...

    def ids(self) -> Iterator[ArticleId]:
        """Every article in it, in no order: to compare with the archive."""
        ...

    def clear(self) -> None:
        """Empty it, position included."""
        ...

    def close(self) -> None:
        """Let the writer and its lock go."""
        ...
