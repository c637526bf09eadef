"""What time is it, and how do we wait?"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the desks see it; tests stop it."""

    def now(self) -> datetime:
        """The current time: aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once `seconds` have passed on this clock."""
        ...
