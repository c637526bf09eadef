"""Which pictures do articles want, and which do we hold? (What readers say of them: `ports.reports`.)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from warraq.press import ArticleId, Negative, Picture, PictureId


class AddressState(StrEnum):
    """What came of a picture's address."""

    WANTED = "wanted"
    TAKEN = "taken"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Use:
    """Which picture an article shows from now on; `None`: none any more. With `asked` false it is not fetched for it."""

    article: ArticleId
    address: str | None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address that is to be asked for. `host` is name:port; `attempts` counts what was tried."""

    address: str
    host: str
    attempts: int
    due: datetime
    first_seen: datetime


class Pictures(Protocol):
    """Addresses and pictures. Addresses are as drafts hold them; each is asked for once, and what it gave is
    kept once by its pixels. Raises: ArchiveError when the back end fails.
    """

    # Following the archive

    def position(self) -> int:
        """The last change of the archive that was followed; 0 for none."""
        ...

    def follow(self, uses: Sequence[Use], *, position: int, now: datetime) -> int:
        """Note what these articles show and that changes were followed so far, in ONE transaction; how many addresses
        are newly wanted. An article shows one picture: the last use told of it counts."""
        ...

    # Asking

    def wanted(
        self, *, now: datetime, limit: int, without: frozenset[str] = frozenset()
    ) -> tuple[Wanted, ...]:
        """Addresses that are due: the first of each host, the longest due before the others. `without`: hosts left out.

        What is due in more than 31 days is due, as with `Daybook.assignments`.
        """
        ...

    def next_due(self) -> datetime | None:
        """When the next address is due; `None` when none is wanted."""
        ...

    def put_off(self, address: str, *, due: datetime, reason: str, attempted: bool = True) -> None:
        """Still wanted, not before `due`."""
        ...

    def give_up(self, address: str, *, reason: str, now: datetime) -> None:
        """Asked for no more, and why."""
        ...

    def take(self, address: str, negative: Negative, *, now: datetime) -> Picture:
        """The address gave this picture, whose bytes are in the object store: known by its pixels, or new.

        What was decided of the pixels before stands, whatever address they come back under.
        """
        ...

    def tally(self) -> dict[AddressState, int]:
        """How many addresses stand in each state."""
        ...

    def reasons(self, state: AddressState, *, limit: int = 20) -> tuple[tuple[str, int], ...]:
        """Why addresses are in this state, the most frequent first."""
        ...

    # Showing

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, Picture]:
        """What these articles show, in any state: one question for a page's lines. One that shows none is not in it."""
        ...

    def picture(self, picture: PictureId) -> Picture | None:
        """The picture in any state."""
        ...

    def users(self, picture: PictureId, *, limit: int) -> tuple[ArticleId, ...]:
        """Articles that show it, at most `limit`, in no order: the cost is that of the limit, however many there are."""
        ...

    def showing(self, address: str, *, limit: int) -> tuple[ArticleId, ...]:
        """Articles that show what that address gives, or would give: at most `limit`, in no order."""
        ...

    def last_change(self) -> int:
        """A number that grows whenever what may be seen changes: a picture taken, hidden, restored or let go."""
        ...

    def count(self) -> int:
        """How many pictures, in any state."""
        ...

    # Retention

    def expired(self, before: datetime, *, limit: int) -> tuple[Picture, ...]:
        """Pictures whose bytes were put before then, the oldest first."""
        ...

    def let_go(self, pictures: Sequence[PictureId]) -> None:
        """Their bytes are removed: nothing is shown of them until an address gives them again. Decisions stand."""
        ...
