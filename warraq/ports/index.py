"""How is what we hold found again by its words? The index is a copy: thrown away and rebuilt at will."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from warraq.press import ArticleId
from warraq.query.tree import Question


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index is told of a visible article. Original spelling: analysis is the index's own."""

    id: ArticleId
    source: str
    country: str
    title: str
    body: str
    at: datetime
    section: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """`total` counts every article that answers the question; `ids` are the page asked for, best first.

    `relaxed`: no article holds every word, so these hold some of them.
    """

    total: int
    ids: tuple[ArticleId, ...]
    relaxed: bool = False


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
        """Articles that answer, each once. An empty question has no hits."""
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
