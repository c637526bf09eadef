"""Is there room on the disk to collect more, and for how many days? Decides on figures that others measured.

One rule for the collecting desk and for `warraq doctor`: a disk is full when more than `limit` of it is used, unless
20 GB are still free: a tenth of a large disk is room for months, and nobody's press should stop for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

AMPLE = 20 * 2**30
# Once full, so much more must be free before it is not: else one page more and one page less would toggle it.
_BACK, _BACK_AMPLE = 0.02, 2 * 2**30
_FURTHEST_DAYS = 3650
_LEAST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usage:
    """A disk's size, and what of it may still be written."""

    total_bytes: int
    free_bytes: int

    @property
    def used(self) -> float:
        """The share that is used, 0 to 1."""
        return 1 - self.free_bytes / self.total_bytes if self.total_bytes else 0.0


def full(usage: Usage, *, limit: float, was: bool = False) -> bool:
    """Whether nothing more should be collected onto this disk; `was` it found full before? A limit of 1: never."""
    if limit >= 1:
        return False
    share, ample = (limit - _BACK, AMPLE + _BACK_AMPLE) if was else (limit, AMPLE)
    return usage.used > share and usage.free_bytes < ample


def left_bytes(usage: Usage, *, limit: float) -> int:
    """What may be written before the disk is full."""
    most_used = max(limit * usage.total_bytes, usage.total_bytes - AMPLE if limit < 1 else 0)
    return max(int(most_used) - (usage.total_bytes - usage.free_bytes), 0)


@dataclass(frozen=True, slots=True)
class Growth:
    """One kind of bytes: what is held, what a day adds, and after how many days they go (0: never)."""

    held_bytes: int
    daily_bytes: float
    days: int = 0

    @property
    def steady_bytes(self) -> int | None:
        """What it levels off at; `None` for what grows as long as it is fed."""
        return int(self.daily_bytes * self.days) if self.days else None

    def after(self, days: int) -> float:
        """Bytes more than now, so many days on."""
        grown = self.daily_bytes * days
        if self.steady_bytes is None:
            return grown
        return min(grown, max(self.steady_bytes - self.held_bytes, 0))


def days_until(left: int, growths: tuple[Growth, ...]) -> int | None:
    """Days until so many bytes are written; `None` past ten years, or never."""

    def written(days: int) -> float:
        return sum(growth.after(days) for growth in growths)

    if written(_FURTHEST_DAYS) < left:
        return None
    low, high = 0, _FURTHEST_DAYS  # written() never falls
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if written(middle) >= left else (middle + 1, high)
    return low


def told_enough(age: timedelta) -> bool:
    """Whether a pace can be told from what was collected in so long a time."""
    return age >= _LEAST
