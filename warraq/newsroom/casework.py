"""What does a moderator see before they speak? The queue, a case as it is judged now, breakers, and whether the log is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from warraq.moderation import caselog, transitions, voices
from warraq.moderation import queue as waiting
from warraq.moderation.voices import Tally
from warraq.newsroom.moderating import Moderating
from warraq.ports.reports import UNASKED, Case, Reports
from warraq.press import CaseEvent, CaseLine, CaseState, Category, PictureId

# Who froze is thawed within this time; what was frozen before is no breaker's any more.
_FROZEN_SINCE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Look:
    """A case as it is judged now: what its reports come to, of which kinds they are (tokens each, the most first), its whole
    log, the papers that show the picture, and near copies of it."""

    case: Case
    tally: Tally
    kinds: tuple[tuple[Category, int], ...]
    log: tuple[CaseLine, ...]
    papers: tuple[str, ...]
    copies: tuple[PictureId, ...]

    @property
    def last(self) -> int:
        """The number of its log's last line; 0: nothing ever happened."""
        return self.log[-1].number if self.log else 0


@dataclass(frozen=True, slots=True)
class Breaker:
    """A paper that lost as many pictures to reports on a day as may be lost, and how many were frozen since then."""

    source: str
    day: date
    pictures: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How many lines of how many pictures were looked at; the first line that is `broken` (`None`: none), and pictures that
    do not stand as the log says."""

    lines: int
    pictures: int
    broken: int | None
    differ: tuple[PictureId, ...]

    @property
    def whole(self) -> bool:
        return self.broken is None and not self.differ


def queue(
    desk: Moderating, states: Sequence[CaseState] = transitions.AWAITING, *, limit: int
) -> tuple[Case, ...]:
    """Cases in these states in the order of `moderation.queue`; of each state at most `limit`."""
    return waiting.ordered(
        case for state in dict.fromkeys(states) for case in desk.reports.listed([state], limit=limit)
    )


def papers(reports: Reports, cases: Sequence[Case]) -> dict[PictureId, tuple[str, ...]]:
    """The papers that showed each picture when its log was last added to: asked of the log alone, for lists."""
    return {case.picture: log[-1].said.sources for case in cases if (log := reports.log(case.picture))}


def look(desk: Moderating, picture: PictureId) -> Look:
    """Raises: ArchiveError."""
    now, papers = desk.clock.now(), desk.papers(picture)
    case = desk.reports.read(picture, asked=UNASKED, now=now)
    past = {mover: pictures - {picture} for mover, pictures in case.moved.items()}
    kinds = Counter({one.token: one.category for one in case.voices}.values())
    return Look(
        case,
        voices.tally(case.voices, past, now, desk.rules),
        tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0].value))),
        desk.reports.log(picture),
        papers,
        desk.copies(picture),
    )


def breakers(desk: Moderating, zone: tzinfo) -> tuple[Breaker, ...]:
    """Which are open, the newest day first: by the pictures that are frozen now, on the days on which they were."""
    if not desk.reports.tally().get(CaseState.FROZEN):
        return ()
    lines = desk.reports.log(since=desk.clock.now() - _FROZEN_SINCE)
    frozen = {
        (source, one.at.astimezone(zone).date(), one.said.picture)
        for one in lines
        if one.said.event is CaseEvent.FREEZE
        and desk.reports.case(one.said.picture).standing.state is CaseState.FROZEN
        for source in one.said.sources
    }
    many = Counter((source, day) for source, day, _ in frozen)
    found = (Breaker(source, day, pictures) for (source, day), pictures in many.items())
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), -one.pictures, one.source)))


def verified(reports: Reports) -> Verified:
    """Whether the whole log is as it was written, and every picture stands as it says. Raises: ArchiveError."""
    lines = reports.log()
    replayed = transitions.replayed(lines)
    differ = tuple(one for one, standing in replayed.items() if reports.case(one).standing != standing)
    return Verified(len(lines), len(replayed), caselog.broken(lines), differ)
