"""What do sites' wishes do, with nothing behind them?"""

from __future__ import annotations

import threading
from dataclasses import replace

from warraq.press import SiteWishes


class MemoryWishes:
    """`ports.wishes.Wishes` in a dictionary, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, SiteWishes] = {}
        self._changes = 0

    def put(self, wishes: SiteWishes) -> None:
        with self._lock:
            before = self._held.get(wishes.source)
            self._held[wishes.source] = wishes
            same = before is not None and replace(before, asked=wishes.asked) == wishes
            self._changes += not same

    def held(self) -> dict[str, SiteWishes]:
        with self._lock:
            return dict(self._held)

    def changes(self) -> int:
        return self._changes
