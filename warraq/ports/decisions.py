"""What did people decide? A log to which lines are only added: what holds is what all of them together say."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from warraq.press import Decision, Recorded


class Decisions(Protocol):
    """The log of decisions. Raises: ArchiveError when the back end fails."""

    def record(self, decision: Decision, *, now: datetime) -> Recorded:
        """Add a line and give it the next number; durable when this returns. Whether it makes sense is for who asks."""
        ...

    def record_next(self, decision: Decision, *, last: int, now: datetime) -> Recorded | None:
        """As `record`, as long as the newest line is still `last`; `None`, and nothing is written, where it is not."""
        ...

    def log(self, *, after: int = 0) -> tuple[Recorded, ...]:
        """The lines with a number > `after`, in their order."""
        ...

    def last(self) -> int:
        """The newest line's number; 0 for none."""
        ...
