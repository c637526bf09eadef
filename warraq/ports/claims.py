"""Who asked for what, and what came of it?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from warraq.press import ArticleId, Claim, ClaimKind, ClaimState, Decision, Month, Recorded


@dataclass(frozen=True, slots=True)
class Stood:
    """How a request and the log of decisions stood when they were looked at: `last` is the log's newest line."""

    claim: Claim
    last: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list of answered requests goes on: beside the one that was answered then, of that number."""

    at: datetime
    number: int


class Claims(Protocol):
    """Requests by number. Raises: ArchiveError when the back end fails."""

    def open(
        self,
        kind: ClaimKind,
        text: str,
        *,
        key: str,
        article: ArticleId | None,
        contact: str | None,
        now: datetime,
    ) -> Claim:
        """Keep a new one under the next number."""
        ...

    def claim(self, number: int) -> Claim | None:
        """In any state."""
        ...

    def listed(self, *, state: ClaimState | None, limit: int) -> tuple[Claim, ...]:
        """The newest, of one state or of all."""
        ...

    def answered(
        self, *, kind: ClaimKind | None = None, mark: Mark | None = None, later: bool = False, limit: int
    ) -> tuple[Claim, ...]:
        """Granted and refused ones, of one kind or of all, the last answered first: those behind the mark, or with `later` those
        right before it. What it costs is that of the limit, however many there are."""
        ...

    def count(self, states: Collection[ClaimState], *, kind: ClaimKind | None = None) -> int:
        """How many are in one of these states, of one kind or of all."""
        ...

    def mark_hidden(self, number: int) -> None:
        """Something was hidden for it at once."""
        ...

    def prove(self, number: int, proof: str) -> None:
        """Who asks is known to speak for the paper, and by what."""
        ...

    def settle(
        self,
        number: int,
        state: ClaimState,
        *,
        outcome: str,
        now: datetime,
        decisions: Sequence[Decision] = (),
        stood: Stood | None = None,
    ) -> tuple[Recorded, ...] | None:
        """What came of it, or what was asked of who asks (ASKED), and `decisions` as lines of the log in their order, in ONE
        transaction. Settled again, the last word counts; `None`, and nothing is written, unless both are as they `stood`."""
        ...

    def reopen(self, number: int, text: str) -> bool:
        """It says this now, and waits again: who asked was asked for more, and said it. False, and nothing changes, unless
        it was ASKED."""
        ...

    def hidden_since(self, since: datetime) -> int:
        """For how many requests opened since then something was hidden at once."""
        ...

    def forget_contacts(self, before: datetime) -> int:
        """Forget how to reach those whose requests were settled before then; of how many."""
        ...

    def months(self) -> tuple[Month, ...]:
        """What came in each month, the newest first; months without any are left out."""
        ...
