"""Which pictures do articles want, and which do we hold? (What readers say of them: `ports.reports`.)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from warraq.press import ArticleId, Likeness, Negative, Picture, PictureId, Proof


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

        What was decided of the pixels before stands, whatever address they come back under. The negative's proof, if it
        has one, takes the place of an older one; what a picture looks like (`pdq`) stays as it was first told.
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

    # Prints for screens, and near copies

    def unproved(self, *, before: PictureId | None = None, limit: int) -> tuple[Picture, ...]:
        """Pictures that are kept and have no proof yet, the newest first; `before`: with smaller numbers than this."""
        ...

    def prove(self, picture: PictureId, proof: Proof) -> None:
        """A picture that is kept has this proof from now on, whose bytes are in the object store. One that has no bytes
        any more, or a proof already, is passed over."""
        ...

    def likenesses(self, pictures: Sequence[PictureId]) -> tuple[Likeness, ...]:
        """What these pictures look like, in no order; those without a proof are not in it."""
        ...

    def proved(self, *, after: int, limit: int) -> tuple[tuple[int, Likeness], ...]:
        """The first of those pictures whose proof was made after that of this number, in the order of their proofs."""
        ...

    def last_proof(self) -> int:
        """The number of the latest proof; 0 for none."""
        ...

    def alike(self, pdq: str, *, within: int) -> tuple[Likeness, ...]:
        """All pictures (in any state) whose PDQ differs from this one's in at most so many bits (up to 31), exactly; but
        for those of a quality below `nearcopies.LEAST_QUALITY`, which are like nothing. Raises: ValueError beyond 31."""
        ...

    # Retention

    def expired(self, before: datetime, *, limit: int) -> tuple[Picture, ...]:
        """Pictures whose bytes were put before then, the oldest first."""
        ...

    def let_go(self, pictures: Sequence[PictureId]) -> None:
        """Their bytes are removed: nothing is shown of them until an address gives them again. Decisions stand."""
        ...
