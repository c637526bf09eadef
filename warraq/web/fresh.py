"""What did we say a moment ago that still holds? For what every reader sees alike: the ticker, the front page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.web.pool import Pool

T = TypeVar("T")

# Within this, nobody even asks whether something changed: the longest that a reader sees yesterday's state.
UNASKED = timedelta(seconds=2)
# Past this it is made anew though nothing changed: "3 minutes ago" grows older by itself.
LONGEST = timedelta(seconds=20)


@dataclass(slots=True)
class _Held(Generic[T]):
    value: T
    change: tuple[int, int, int]
    made: datetime
    asked: datetime


class Fresh(Generic[T]):
    """One value made from the archive, at most one making at a time, remade when the archive changed.

    `make` runs in the pool: `make(now)`. `also` is a number that changes with what else it is made of. What speaks is made for
    one language: whoever keeps it has `tongue.spoken()` in the key.
    """

    def __init__(
        self,
        make: Callable[[datetime], T],
        *,
        archive: Archive,
        clock: Clock,
        pool: Pool,
        also: Callable[[], int] = int,
    ) -> None:
        self._make = make
        self._archive = archive
        self._clock = clock
        self._pool = pool
        self._also = also
        self._held: _Held[T] | None = None
        self._making = asyncio.Lock()

    def held(self) -> T | None:
        """What was made last, however old: for pages that must stand when the archive does not answer."""
        return self._held.value if self._held else None

    @property
    def change(self) -> tuple[int, int, int] | None:
        """Where the archive and its papers stood when it was last asked."""
        return self._held.change if self._held else None

    async def get(self) -> T:
        """The value, never older than `UNASKED` against the archive. Raises what `make` and the archive raise."""
        held = self._held
        if held is not None and self._holds(held):
            return held.value
        async with self._making:
            held = self._held
            if held is None or not self._holds(held):
                held = self._held = await self._pool.ask(lambda: self._renewed(held))
            return held.value

    def _holds(self, held: _Held[T]) -> bool:
        return timedelta(0) <= self._clock.now() - held.asked < UNASKED

    def _renewed(self, held: _Held[T] | None) -> _Held[T]:
        now = self._clock.now()
        # articles, and what was agreed with their papers
        change = (
            self._archive.last_change(),
            self._archive.papers_change(),
            self._also(),
        )  # before making: a change in between is seen the next time
        if held is not None and held.change == change and timedelta(0) <= now - held.made < LONGEST:
            return _Held(held.value, change, held.made, now)
        return _Held(self._make(now), change, now, now)
