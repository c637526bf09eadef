"""What do readers say of pictures, and what became of it? Cases, their voices, and a log that is only added to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from warraq.press import (
    CaseEvent,
    CaseLine,
    CaseStanding,
    CaseState,
    CaseWord,
    PictureId,
    ReportMonth,
    Voice,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a case is read with: the papers that show the picture, and the keyed hashes of who speaks now."""

    sources: tuple[str, ...] = ()
    movers: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()


UNASKED = Asked()


@dataclass(frozen=True, slots=True)
class Case:
    """A picture's case as it stands. `opened` and `key` (hex) are `None` where none is open; `voices` are its reports.

    `moved`: other pictures that each prefix of the case (`Voice.mover`) reported in this period. `agreed`: how often a
    token (`Voice.member`) was right and wrong in it. `spent`: how many other pictures each asked source (all are named)
    lost to reports alone within the last 24 hours. `severe` and `appeal` (its words) are for the queue.
    """

    picture: PictureId
    standing: CaseStanding = field(default_factory=CaseStanding)
    opened: datetime | None = None
    key: str | None = None
    voices: tuple[Voice, ...] = ()
    severe: bool = False
    appeal: str | None = None
    due: datetime | None = None
    moved: Mapping[str, frozenset[PictureId]] = field(default_factory=dict)
    agreed: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be written: the case as it is now (its `moved`, `agreed` and `spent` are not), and the log's new lines.

    `judged`: whether each token (`Voice.member`) turned out right. `received`: how many voices are new.
    """

    case: Case
    words: tuple[CaseWord, ...] = ()
    judged: Mapping[str, bool] = field(default_factory=dict)
    received: int = 0


class Reports(Protocol):
    """Cases of pictures. Only keyed hashes are kept, and with their keys they are destroyed. Raises: ArchiveError when
    the back end fails.
    """

    def settle(
        self,
        picture: PictureId,
        judge: Callable[[Case], Outcome | None],
        *,
        asked: Asked = UNASKED,
        now: datetime,
    ) -> tuple[CaseLine, ...]:
        """Read the case, ask `judge`, and write its outcome, in ONE transaction; the lines added to the log.

        `None` writes nothing, nor does a picture nobody knows, of which `judge` is not asked. What readers see of the
        picture (`Pictures.picture`) is set with it, and `Pictures.last_change` moves if that changed.
        """
        ...

    def case(self, picture: PictureId) -> Case:
        """The case as it stands, without `moved`, `agreed` and `spent`: nothing but the standing, where none is open."""
        ...

    def standings(self, pictures: Sequence[PictureId]) -> dict[PictureId, CaseStanding]:
        """How these pictures stand; those of which nothing ever happened are not in it."""
        ...

    def read(self, picture: PictureId, *, asked: Asked, now: datetime) -> Case:
        """The case with all that it is judged by, as `settle` reads it. Nothing is written."""
        ...

    def due(self, now: datetime, *, limit: int) -> tuple[PictureId, ...]:
        """Pictures whose case has to be looked at again by now, the longest due first."""
        ...

    def listed(self, states: Sequence[CaseState], *, limit: int, open_only: bool = False) -> tuple[Case, ...]:
        """Cases in these states: severe ones first, then the newest pictures. `open_only`: those with voices.
        As `case` gives them."""
        ...

    def tally(self) -> dict[CaseState, int]:
        """How many pictures stand in each state that any stands in, but VISIBLE."""
        ...

    def log(
        self,
        picture: PictureId | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        after: int = 0,
        events: frozenset[CaseEvent] | None = None,
        limit: int | None = None,
    ) -> tuple[CaseLine, ...]:
        """The log, oldest first: all of it, one picture's, of a time (`since` <= at < `until`), of these events, or what stands
        after line `after`; the first `limit` of these."""
        ...

    def period(self, number: int, *, fresh: str) -> str:
        """The key (hex) of that 30-day period: `fresh` where it has none yet, from then on always the same."""
        ...

    def forget(self, *, before_period: int) -> int:
        """Destroy the keys of earlier periods with all that was noted under them; how many."""
        ...

    def months(self) -> tuple[ReportMonth, ...]:
        """What came of reports, by month (UTC), the newest first."""
        ...
