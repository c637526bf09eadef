"""What becomes of what readers report? The desk between the form, the clock and the moderator's word.

`moderation.cases` decides; here it is given what it asks for: keys, the papers that show a picture, and how many pictures
they printed within a day. What is hidden is hidden in the transaction that says so, and every page, feed and print asks.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from warraq.errors import DecisionError
from warraq.extraction.sanitise import line, paragraphs
from warraq.moderation import cases, transitions, voices
from warraq.moderation.cases import Bounds
from warraq.moderation.providers import Providers
from warraq.newsroom.likening import Likening
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.decisions import Decisions
from warraq.ports.pictures import Pictures
from warraq.ports.reports import Asked, Case, Outcome, Reports
from warraq.press import (
    CaseEvent,
    CaseLine,
    CaseStanding,
    CaseState,
    Category,
    PictureId,
    PictureState,
    Reporter,
    ReportRules,
)

log = logging.getLogger(__name__)

REASON_LETTERS = 300
APPEAL_LETTERS = 2_000
_KEY_BYTES = 32
_DAY = timedelta(days=1)
# A paper's day is counted anew after so long: it grows by a picture every few minutes.
_COUNTED = timedelta(minutes=10)
_MOST_A_DAY = 2_000
_STEP = 100
_SWEEP_EVERY = timedelta(hours=1)
# New pictures are held against those confirmed hidden, some at a time; at a start, so many of the newest.
_LOOKED_BACK = 20_000
_MET = 1_000


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What happened since somebody looked at the case, or nothing where their word cannot come as it stands: theirs was not
    written."""

    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that reports alone took from readers on a day, how it stands, and the line of the log that first said so."""

    line: int
    picture: PictureId
    standing: CaseStanding


@dataclass(slots=True)
class Moderating:
    """`providers`: the operator's table of whose networks are, if there is one."""

    reports: Reports
    pictures: Pictures
    archive: Archive
    decisions: Decisions
    clock: Clock
    rules: ReportRules = field(default_factory=ReportRules)
    providers: Providers = field(default_factory=Providers)
    fresh: Callable[[], str] = field(default=lambda: secrets.token_hex(_KEY_BYTES))
    _days: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _swept: datetime | None = None
    _looked: int | None = None

    # Readers

    def report(self, picture: PictureId, reporter: Reporter, category: Category) -> None:
        """Count the reporter's voice, once. Nothing tells whether it counted."""
        now = self.clock.now()
        period = bytes.fromhex(self.reports.period(voices.period_of(now), fresh=self.fresh()))
        member, mover = voices.members(reporter, period=period)
        bounds, new = self._bounds(picture, now), self.fresh()

        def judge(case: Case) -> Outcome | None:
            key = cases.unexpired(case, self.rules, now).key or new
            said = voices.voice(
                reporter,
                key=bytes.fromhex(key),
                period=period,
                category=category,
                now=now,
                trust=voices.trust(*case.agreed.get(member, (0, 0)), self.rules),
            )
            return cases.reported(case, said, bounds, key=key, now=now)

        asked = Asked(tuple(bounds.day), frozenset([mover]) - {""}, frozenset([member]))
        self._tell(self.reports.settle(picture, judge, asked=asked, now=now))

    def withdraw(self, picture: PictureId, reporter: Reporter) -> None:
        """Count the reporter's voice no more. What is hidden stays hidden."""
        now, bounds = self.clock.now(), self._bounds(picture, self.clock.now())

        def judge(case: Case) -> Outcome | None:
            if case.key is None:
                return None
            token = voices.token_of(reporter, key=bytes.fromhex(case.key))
            return cases.withdrawn(case, token, bounds, now=now)

        self._tell(self.reports.settle(picture, judge, asked=Asked(tuple(bounds.day)), now=now))

    def appeal(self, picture: PictureId, words: str) -> None:
        """Somebody says that it was wrong to hide it: a moderator will look. Nothing tells whether one was made before."""
        now, said = self.clock.now(), paragraphs(words, limit=APPEAL_LETTERS)
        asked = Asked(self.papers(picture))
        self._tell(
            self.reports.settle(
                picture, lambda case: cases.appealed(case, said, now=now), asked=asked, now=now
            )
        )

    # Moderators

    def decide(self, picture: PictureId, word: CaseEvent, reason: str) -> CaseLine:
        """A person's word: keep, hide, or the law's; of near copies it holds too. Raises: DecisionError for a picture nobody
        knows, and a word without a reason; ArchiveError."""
        found = self._decided(picture, word, reason)
        if found is None:
            raise DecisionError(
                f"there is no picture {picture}; its number stands in its address",
                "no_picture",
                picture=str(picture),
            )
        return found

    def decide_seen(
        self, picture: PictureId, word: CaseEvent, reason: str, *, last: int
    ) -> CaseLine | Overtaken:
        """The word (a thaw is one too) of somebody who saw the case when its log ended with line `last`, 0 for none.

        Raises: DecisionError for a word without a reason; ArchiveError.
        """
        lines = self.reports.log(picture)
        if (lines[-1].number if lines else 0) != last:
            return Overtaken(tuple(one for one in lines if one.number > last))
        seen = transitions.replayed(lines).get(picture, CaseStanding())
        found = (
            self.thaw(picture, reason, seen=seen)
            if word is CaseEvent.THAW
            else self._decided(picture, word, reason, seen=seen)
        )
        return found or Overtaken(self.reports.log(picture, after=last))

    def _decided(
        self, picture: PictureId, word: CaseEvent, reason: str, *, seen: CaseStanding | None = None
    ) -> CaseLine | None:
        """`None`: nobody knows the picture, or it no longer stands as it was `seen`."""
        now, why = self.clock.now(), _reason(reason)
        found = self.reports.settle(
            picture,
            lambda case: cases.decided(case, word, why, now=now) if _stands(case, seen) else None,
            asked=Asked(self.papers(picture)),
            now=now,
        )
        if not found:
            return None
        self._tell(found)
        if word is CaseEvent.HIDE:
            self._tell(self._likening.spread(picture, now))
        elif word is CaseEvent.KEEP:
            self._tell(self._likening.release(picture, why, now))
        return found[-1]

    def thaw(self, picture: PictureId, reason: str, *, seen: CaseStanding | None = None) -> CaseLine | None:
        """Take a frozen picture back to the queue; `None` for one that is not frozen, or stands no more as it was `seen`."""
        now, why = self.clock.now(), _reason(reason)
        asked = Asked(self.papers(picture))
        found = self.reports.settle(
            picture,
            lambda case: cases.thawed(case, why, now=now) if _stands(case, seen) else None,
            asked=asked,
            now=now,
        )
        self._tell(found)
        return found[-1] if found else None

    def restore(
        self, source: str, day: date, zone: tzinfo, reason: str, *, upto: int | None = None
    ) -> tuple[CaseLine, ...]:
        """Keep every picture of a paper that reports alone hid, blurred or froze on that day, as far as line `upto` of the log,
        which somebody saw. What a person or the law hid since stays, also while this is being written.

        The whole answer to a rehearsed attack. Raises: DecisionError; ArchiveError.
        """
        kept = (
            self._decided(one.picture, CaseEvent.KEEP, reason, seen=one.standing)
            for one in self.restorable(source, day, zone)
            if upto is None or one.line <= upto
        )
        return tuple(one for one in kept if one is not None)

    def restorable(self, source: str, day: date, zone: tzinfo) -> tuple[Taken, ...]:
        """What `restore` would keep, in the order in which it was taken."""
        since = datetime.combine(day, time(), zone)
        until = datetime.combine(day + _DAY, time(), zone)  # a day of summer time has no 24 hours
        moved = transitions.BY_READERS | {CaseEvent.FREEZE}
        named: dict[PictureId, int] = {}
        for one in self.reports.log(since=since, until=until, events=moved):
            if source in one.said.sources:
                named.setdefault(one.said.picture, one.number)
        stands = self.reports.standings(list(named))
        return tuple(
            Taken(number, picture, stands[picture])
            for picture, number in named.items()
            if picture in stands and _by_readers(stands[picture])
        )

    # Time

    def step(self) -> int:
        """Look at the cases whose time has come, and at new pictures; how many there were. For a follower."""
        now = self.clock.now()
        due = self.reports.due(now, limit=_STEP)
        for picture in due:
            bounds = self._bounds(picture, now)
            self._tell(
                self.reports.settle(
                    picture,
                    partial(_reviewed, bounds=bounds, now=now),
                    asked=Asked(tuple(bounds.day)),
                    now=now,
                )
            )
        if self._swept is None or now - self._swept >= _SWEEP_EVERY:
            self._swept = now
            self.reports.forget(before_period=voices.period_of(now))
        return len(due) + self._met(now)

    def behind(self) -> bool:
        return bool(self.reports.due(self.clock.now(), limit=1))

    def catch_up(self) -> None:
        """Everything whose time came while nobody worked here."""
        while self.step():
            pass

    # Near copies

    def copies(self, origin: PictureId) -> tuple[PictureId, ...]:
        """Pictures that are nearly the same one, by number, as far as likenesses are kept."""
        return self._likening.copies(origin)

    def _met(self, now: datetime) -> int:
        """Hold pictures that are newly known by their looks against those that are hidden; how many were looked at."""
        if self._looked is None:
            self._looked = max(self.pictures.last_proof() - _LOOKED_BACK, 0)
        new = self.pictures.proved(after=self._looked, limit=_MET)
        if new:
            self._tell(self._likening.met([one for _, one in new], now))
            self._looked = new[-1][0]
        return len(new)

    @property
    def _likening(self) -> Likening:
        return Likening(self.reports, self.pictures, self.archive, self.decisions)

    # What is judged by

    def _bounds(self, picture: PictureId, now: datetime) -> Bounds:
        day: Mapping[str, int] = {source: self._printed(source, now) for source in self.papers(picture)}
        return Bounds(self.rules, day, bool(self.providers))

    def papers(self, picture: PictureId) -> tuple[str, ...]:
        """The papers that show it."""
        return self._likening.papers(picture)

    def _printed(self, source: str, now: datetime) -> int:
        """How many pictures the paper's articles of the last day show."""
        counted = self._days.get(source)
        if counted is None or not timedelta() <= now - counted[0] < _COUNTED:
            lines = self.archive.newest(limit=_MOST_A_DAY, source=source, since=now - _DAY)
            shown = self.pictures.of([one.id for one in lines])
            counted = now, len({one.id for one in shown.values()})
            self._days[source] = counted
        return counted[1]

    def _tell(self, lines: Sequence[CaseLine]) -> None:
        """An editor cares: what is hidden, and what reports alone may hide no more."""
        for one in lines:
            said = one.said
            if said.event is CaseEvent.FREEZE:
                log.warning(
                    "picture %d is frozen: %s lost as many pictures to reports as may be lost in a day; look at them",
                    said.picture,
                    ", ".join(said.sources),
                )
            elif said.event is not CaseEvent.REPORT:
                log.info("picture %d: %s -> %s", said.picture, said.before.value, said.after.value)


def _by_readers(standing: CaseStanding) -> bool:
    """Whether reports alone gave the picture what it has."""
    waits = standing.state in (CaseState.AUTO_HIDDEN, CaseState.BLURRED, CaseState.FROZEN)
    veiled = standing.state in transitions.LISTENING and standing.seen is not PictureState.VISIBLE
    return waits or veiled


def _stands(case: Case, seen: CaseStanding | None) -> bool:
    return seen is None or case.standing == seen


def _reviewed(case: Case, *, bounds: Bounds, now: datetime) -> Outcome:
    return cases.reviewed(case, bounds, now=now)


def _reason(reason: str) -> str:
    """Raises: DecisionError."""
    said = line(reason, limit=REASON_LETTERS)
    if not said:
        raise DecisionError("a reason is wanted: it is what the log says to whoever asks later", "no_reason")
    return said
