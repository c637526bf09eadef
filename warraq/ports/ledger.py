"""What did each day bring of each feed, when did we not look, and when did a paper's condition turn?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from warraq.press import DayTally, Gap, Turn


class Ledger(Protocol):
    """Small counters, beside the daybook. Several threads may call at once; lost, it costs figures, never articles.

    Raises: ArchiveError when the back end fails.
    """

    def add(self, tallies: Sequence[DayTally], *, beat: datetime) -> None:
        """Add these to what stands of their feeds and days, and remember that the collector lived at `beat` (the
        latest counts). One transaction."""
        ...

    def beat(self) -> datetime | None:
        """When the collector last said that it lives; `None`: never."""
        ...

    def tallies(self, since: date, *, source: str | None = None) -> tuple[DayTally, ...]:
        """Of the days from `since` on, by day and feed."""
        ...

    def put_gap(self, gap: Gap) -> None:
        """Remember a gap, over one that began at the same moment."""
        ...

    def gaps(self, since: datetime) -> tuple[Gap, ...]:
        """Those that last, or ended after `since`, the earliest first."""
        ...

    def turned(self, turns: Sequence[Turn]) -> None:
        """Remember that these papers' conditions turned. Only ever added to. One transaction."""
        ...

    def turns(self, *, limit: int, sources: frozenset[str] | None = None) -> tuple[Turn, ...]:
        """The latest turns (of these papers), the newest first."""
        ...

    def conditions(self) -> dict[str, Turn]:
        """Each paper's last turn."""
        ...

    def forget(self, before: date) -> None:
        """Drop tallies of days before this one, gaps that ended before it, and turns before it but each paper's last."""
        ...

    def unready(self) -> str | None:
        """Why nothing can be written here at the moment, as one clause; `None` where it can. Writes nothing."""
        ...
