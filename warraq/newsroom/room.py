"""Has the desk to stop because the disk is full? Measured every few seconds, remembered in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from warraq.crawling import room
from warraq.crawling.room import Usage

_EVERY = timedelta(seconds=3)


class Room:
    """The data folder's disk. `measure` says how full it is, `limit` (0 to 1) from when on it is full."""

    def __init__(self, measure: Callable[[], Usage], *, limit: float) -> None:
        self._measure = measure
        self._limit = limit
        self._full = False
        self._measured: datetime | None = None

    def lacking(self, now: datetime) -> str | None:
        """Why nothing more may be collected now; `None` while there is room. What cannot be measured has room."""
        if self._measured is None or not timedelta() <= now - self._measured < _EVERY:
            self._measured = now
            try:
                self._full = room.full(self._measure(), limit=self._limit, was=self._full)
            except OSError:
                self._full = False
        if not self._full:
            return None
        return f"the disk is more than {self._limit:.0%} full: nothing is collected until there is room again"


def endless() -> Room:
    """Room without end, where nobody measures."""
    return Room(lambda: Usage(1, 1), limit=1.0)
