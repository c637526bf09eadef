"""What of a paper's past is to be had, and how far is it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PastKind(StrEnum):
    """What stands at an address of a paper's past."""

    LIST = "list"  # a sitemap, an index of them, a feed, a list of addresses
    DAY = "day"  # an archive's page of one day or month, from which the walk goes on to the one before
    MORE = "more"  # a further page of such a day
    PAGE = "page"  # an article, as it seems


class PastState(StrEnum):
    """What came of it."""

    PENDING = "pending"
    DONE = "done"  # a list that was read, an article that was filed or that we hold
    OUTSIDE = "outside"  # printed before or after the days that are asked for
    REFUSED = "refused"  # robots, egress door, no article, no date
    FAILED = "failed"  # given up


@dataclass(frozen=True, slots=True)
class Backfill:
    """The wish to have a paper's past. `since` and `until` are days, both included (`None`: as far as it goes).

    `lists` are the addresses it begins with, `archives` the day archives' as patterns (`crawling.past`); with neither,
    the site's own robots.txt and front page name them. `begun`: they were looked for. `most`: pages to be asked for
    since `asked` (`None`: all). `ended` says when nothing was left, or the most was reached, or a person stopped it,
    and `problem` why, where something was wrong.
    """

    source: str
    asked: datetime
    since: date | None = None
    until: date | None = None
    most: int | None = None
    lists: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    begun: bool = False
    ended: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An address of the past as a list names it. `said`: when its article was printed, or last changed; `printed`: it is
    the former, and means a day (in UTC). `blank`: how many days before it, one after another, had nothing."""

    url: str
    kind: PastKind
    said: datetime | None = None
    printed: bool = False
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """An address of a paper's past, as it waits. `host` is name:port."""

    number: int
    source: str
    host: str
    found: Found
    attempts: int
    due: datetime


@dataclass(frozen=True, slots=True)
class PastTally:
    """How far a back-fill is: addresses by kind and state, and how many pages were asked for since its wish, and when the
    first and the last of them."""

    counts: Mapping[tuple[PastKind, PastState], int]
    asked: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def count(self, state: PastState, *kinds: PastKind) -> int:
        return sum(self.counts.get((kind, state), 0) for kind in kinds or tuple(PastKind))
