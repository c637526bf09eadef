"""What is known of papers' pasts, and what is still to be asked for?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from warraq.press import ArticleId, Backfill, Found, Past, PastState, PastTally


class Pasts(Protocol):
    """Back-fills, one a paper, and the addresses they found. Several threads may call at once. Raises: ArchiveError.

    What a call wrote stands whole or not at all. Lost, it costs requests: an article is filed once however often its
    page is read.
    """

    def put(self, backfill: Backfill) -> None:
        """Remember the wish, over the paper's earlier one; what was found stays."""
        ...

    def backfills(self) -> dict[str, Backfill]:
        """By paper, also those that ended."""
        ...

    def note(self, source: str, found: Sequence[Found], *, now: datetime) -> int:
        """Remember addresses that are new to this paper, each to be asked for from `now` on; how many."""
        ...

    def read(self, past: Past, found: Sequence[Found], *, now: datetime, reason: str | None = None) -> int:
        """A list was read: note what it names and have done with it, in ONE transaction, so that no crash loses what it
        named; how many are new."""
        ...

    def waiting(
        self, source: str, *, now: datetime, limit: int, lists: bool | None = None
    ) -> tuple[Past, ...]:
        """Pending addresses that are due: the latest printed (or changed) first, of no date last, then as they were noted.

        `lists`: only what is no page, or only pages.
        """
        ...

    def next_due(self, source: str) -> datetime | None:
        """When the earliest pending address is due; `None` where none is pending."""
        ...

    def settle(
        self,
        past: Past,
        state: PastState,
        *,
        now: datetime,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        asked: bool = True,
    ) -> None:
        """Say what came of it. PENDING puts it off until `due` (`None`: `now`) and counts an attempt, if it was `asked`
        for. `asked` also tells pages that cost a request from those that did not."""
        ...

    def reopen(self, source: str, *, now: datetime) -> int:
        """Something else is asked for: what lay outside is pending again, and every list and day that was read or failed; how
        many."""
        ...

    def tally(self, source: str, *, since: datetime) -> PastTally:
        """How far the paper's back-fill is. Counts every row: for people, not for every round. `asked`, `first` and `last`
        are of pages settled from `since` on that cost a request."""
        ...

    def reasons(self, source: str, *, limit: int = 10) -> tuple[tuple[PastState, str, int], ...]:
        """The most frequent reasons why pages or lists were refused, failed or wait."""
        ...
