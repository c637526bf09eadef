"""What do mastheads do, with nothing behind them?"""

from __future__ import annotations

import threading
from datetime import datetime

from warraq.press import Masthead, Recast


class MemoryMastheads:
    """`ports.mastheads.Mastheads` in a list, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[Recast] = []

    def last(self) -> int:
        return len(self._held)

    def standing(self) -> Recast | None:
        with self._lock:
            return self._held[-1] if self._held else None

    def recast(self, number: int) -> Recast | None:
        with self._lock:
            return self._held[number - 1] if 0 < number <= len(self._held) else None

    def put(
        self, masthead: Masthead, *, by: str, now: datetime, after: int, undoes: int | None = None
    ) -> Recast | None:
        with self._lock:
            if len(self._held) != after:
                return None
            self._held.append(Recast(after + 1, masthead, by, now, undoes))
            return self._held[-1]

    def listed(self, *, limit: int) -> tuple[Recast, ...]:
        with self._lock:
            return tuple(reversed(self._held))[: max(limit, 0)]
