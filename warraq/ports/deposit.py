"""What does a store hold, row by row, so that a copy can be made of it and another store filled from the copy?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

Value = str | int | float | bool | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of rows, and the names of their values in the order in which a row gives them."""

    name: str
    columns: tuple[str, ...]


class Holdings(Protocol):
    """A store as it was at one moment, whatever is filed meanwhile. Raises: ArchiveError when the back end fails."""

    @property
    def schema(self) -> str:
        """The revision by which its shelves are made."""
        ...

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """In an order in which they can be filled again: what is referred to comes before what refers."""
        ...

    def rows(self, shelf: Shelf) -> Iterator[Row]:
        """Every row, in the order of its key: the same rows come in the same order from every back end."""
        ...


class Filling(Holdings, Protocol):
    """An empty store that is being filled; nothing of it stands before the end."""

    def put(self, shelf: Shelf, rows: Sequence[Row]) -> None:
        """Add rows, exactly as they were held."""
        ...
