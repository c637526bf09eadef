"""What is kept of how a paper's feeds do, and of the times when we ourselves did not look?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Trouble(StrEnum):
    """Why a visit failed, as far as it makes a difference to what is to be done."""

    GONE = "gone"  # HTTP 410
    MISSING = "missing"  # HTTP 404
    FORBIDDEN = "forbidden"  # HTTP 401, 403, 451 and their like
    BUSY = "busy"  # HTTP 429 or 503: it wants to be left alone
    SERVER = "server"  # any other 5xx
    SLOW = "slow"
    NAME = "name"  # its name leads nowhere
    CERTIFICATE = "certificate"
    CONNECTION = "connection"  # refused, reset, broken off
    ROBOTS = "robots"
    UNREADABLE = "unreadable"  # what was sent is no feed
    ENCODING = "encoding"
    MOVED = "moved"  # redirects that lead nowhere
    CLOSED = "closed"  # our own egress door does not open it
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DayTally:
    """What one UTC day brought of one feed. `entries` are those that were new or changed in it; `filed` and `versions`
    what came of their pages. `failures` are counted by kind, in the kinds' alphabetical order."""

    feed: str
    source: str
    day: date
    fetched: int = 0
    unchanged: int = 0
    failures: tuple[tuple[Trouble, int], ...] = ()
    entries: int = 0
    filed: int = 0
    versions: int = 0

    @property
    def failed(self) -> int:
        return sum(times for _, times in self.failures)

    @property
    def answered(self) -> int:
        return self.fetched + self.unchanged

    @property
    def visits(self) -> int:
        return self.answered + self.failed


class GapKind(StrEnum):
    """Why we did not look: no collector ran, our own network was down, or the disk was full."""

    STOPPED = "stopped"
    OFFLINE = "offline"
    HALTED = "halted"


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nothing was collected; `ended` is `None` while it lasts."""

    began: datetime
    ended: datetime | None
    kind: GapKind


class Condition(StrEnum):
    """How a paper does, as judged from its feeds and its articles."""

    NEW = "new"  # not asked yet
    WELL = "well"
    TROUBLED = "troubled"  # no feed answers, for less than a day
    FAILING = "failing"  # no feed has answered for a day or longer
    GONE = "gone"  # every feed said 410
    SILENT = "silent"  # its feeds answer, and it gives nothing
    UNREAD = "unread"  # its feeds name new articles, whose pages cannot be had
    ALONE = "alone"  # it opted out: nobody asks it anything


@dataclass(frozen=True, slots=True)
class Turn:
    """A paper's condition from `at` on. `says` is the operator's clause; `None` where the condition says it all.

    `last` is the date of its newest article then, `pace` its usual articles a day: what the turn was judged by.
    """

    source: str
    at: datetime
    condition: Condition
    says: str | None = None
    last: datetime | None = None
    pace: float | None = None
