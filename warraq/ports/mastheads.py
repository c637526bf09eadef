"""What is the site called, in what colours, and what was it before?"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from warraq.press import Masthead, Recast


class Mastheads(Protocol):
    """Every masthead that was set, by number. Several threads may call at once. Raises: ArchiveError.

    Only ever added to; what is written is durable when the call returns.
    """

    def last(self) -> int:
        """The newest number; 0 where none was set. Cheap: asked every few seconds."""
        ...

    def standing(self) -> Recast | None:
        """The newest; `None` where none was set."""
        ...

    def recast(self, number: int) -> Recast | None: ...

    def put(
        self, masthead: Masthead, *, by: str, now: datetime, after: int, undoes: int | None = None
    ) -> Recast | None:
        """Set it under the next number; `None`, and nothing done, unless the newest is `after`: somebody else was faster."""
        ...

    def listed(self, *, limit: int) -> tuple[Recast, ...]:
        """The newest first."""
        ...
