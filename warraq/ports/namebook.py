"""Which articles name whom? A copy of the archive like the index, made anew from it whenever somebody wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from warraq.ports.archive import Cursor
from warraq.press import ArticleId, Known, NameUse, Naming

# A name that no list has counts once so many papers printed it, on so many days.
PAPERS, DAYS = 3, 3

Step = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Followed:
    """Up to which change of the archive, and with which lists (`entities.register.Register.version`; 0: none) from its beginning."""

    position: int
    register: int


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A name that no list has, with the papers and days it was seen in."""

    name: Known
    papers: int
    days: int


class Namebook(Protocol):
    """Names and the articles they stand in. Whatever is asked of one name costs the same however many articles there are, unless
    a method says otherwise.

    Raises: ArchiveError when the back end fails.
    """

    def followed(self) -> Followed: ...

    def follow(self, namings: Sequence[Naming], *, after: int, position: int) -> bool:
        """What these articles name now, in the place of whatever they named before, and that changes were followed up to `position`, in
        ONE transaction. `False`, and nothing done, where the position is not `after`: another process follows too.

        An article that comes twice counts as it comes last. Counts, and who is believed, are right when it returns.
        """
        ...

    def restart(self, register: int) -> None:
        """Follow from the first change on, with these lists. What was read stands until each article is read again."""
        ...

    def clear(self) -> None:
        """Forget every name, the position and the lists."""
        ...

    def known(self, keys: Sequence[str]) -> dict[str, Known]:
        """Those of the names that stand in an article."""
        ...

    def of(self, article: ArticleId) -> tuple[Known, ...]:
        """Whom an article names: those of its headline first, then by their articles, the most first."""
        ...

    def articles(
        self,
        key: str,
        *,
        limit: int,
        before: Cursor | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[NameUse, ...]:
        """Articles with that name, newest first (then highest id), of papers of these countries: the empty set asks for nothing."""
        ...

    def beside(
        self, key: str, *, most: int, of: int = 200, countries: frozenset[str] | None = None
    ) -> tuple[tuple[Known, int], ...]:
        """Believed names that stand with it in the newest `of` of its articles, and in how many of them, the most first."""
        ...

    def papers(self, key: str) -> dict[str, int]:
        """By paper, in how many of its articles the name stands."""
        ...

    def times(
        self, key: str, step: Step, *, since: date, countries: frozenset[str] | None = None
    ) -> dict[date, int]:
        """In how many articles it stands by day or month (its first day), from `since` on; days without any are left out."""
        ...

    def begun(self, prefix: str, *, most: int) -> tuple[Known, ...]:
        """Believed names whose key begins so, by key."""
        ...

    def most(self, *, limit: int) -> tuple[Known, ...]:
        """Believed names by their articles, the most first. Reads every name."""
        ...

    def proposed(self, *, limit: int) -> tuple[ProposedName, ...]:
        """Names that no list has, by their papers, then their articles, the most first. Reads every name."""
        ...
