"""Which articles are still where their papers printed them, and which papers' doors still lead to them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from warraq.press import ArticleId


@dataclass(frozen=True, slots=True)
class Watch:
    """An article that is visited again. `host` is name:port of its address, `since` what its age is counted from,
    `filed` when we first had it, `due` when it is visited next.

    `missed` is when its address was first found gone with no success since, `misses` how many of the two that count
    were seen, `withdrawn` whether this desk marked it so. `problem` is what the last visit met, in one clause.
    """

    article: ArticleId
    source: str
    host: str
    since: datetime
    filed: datetime
    due: datetime
    etag: str | None = None
    last_modified: str | None = None
    missed: datetime | None = None
    misses: int = 0
    withdrawn: bool = False
    problem: str | None = None


class DoorState(StrEnum):
    """What stands behind a paper's front page."""

    OPEN = "open"
    MOVED = "moved"  # it leads to another domain; whether that is the paper, a person says
    DEAD = "dead"
    HIJACKED = "hijacked"  # somebody else is at home there


@dataclass(frozen=True, slots=True)
class Sample:
    """How many of some old addresses of a paper answered when they were asked."""

    at: datetime
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Doorway:
    """A paper's front page as it was last found. `since` is when its state began, `target` where it leads if it moved.

    `leaning` is the state that its last looks spoke for, if it is another: since when, and in how many looks. `decided`
    says that a person gave the state, which no look changes. `sample` is the last that was taken of its addresses.
    """

    source: str
    state: DoorState = DoorState.OPEN
    since: datetime | None = None
    due: datetime | None = None
    checked: datetime | None = None
    target: str | None = None
    reason: str | None = None
    decided: bool = False
    leaning: DoorState | None = None
    leaning_since: datetime | None = None
    looks: int = 0
    sample: Sample | None = None


class Rechecks(Protocol):
    """Articles to be visited again, and papers' doors. Raises: ArchiveError when the back end fails.

    Lost, watches cost requests: they are made anew from the archive's changes. A person's word about a door is durable.
    """

    def position(self) -> int:
        """The last change of the archive that was followed; 0 for none."""
        ...

    def follow(self, watches: Sequence[Watch], *, position: int) -> int:
        """Watch these articles and remember that changes were followed so far, in ONE transaction; how many are new.
        One that is watched already stays as it is."""
        ...

    def due(self, *, now: datetime, limit: int, without: frozenset[str] = frozenset()) -> tuple[Watch, ...]:
        """Articles that are due: the first of each host, the longest due before the others. `without`: hosts left out."""
        ...

    def watch(self, article: ArticleId) -> Watch | None: ...

    def put(self, watch: Watch) -> None:
        """Remember what a visit came to; of an article that is not watched, nothing."""
        ...

    def old(self, source: str, *, after: ArticleId, filed_before: datetime) -> Watch | None:
        """The paper's next watched article behind that id that was filed before then and is not marked withdrawn."""
        ...

    def missing(self) -> dict[str, int]:
        """How many articles of each paper are missed at their addresses at the moment; papers without any are left out."""
        ...

    def doors(self) -> dict[str, Doorway]:
        """Every door that was looked at or decided, by paper."""
        ...

    def put_door(self, door: Doorway) -> None:
        """Remember what a look found. Where a person decided, it changes nothing but when the door was looked at, when it
        is due, and its sample."""
        ...

    def decide_door(self, door: Doorway) -> None:
        """Remember a person's word, over whatever stands: `decided`, or no longer so."""
        ...
