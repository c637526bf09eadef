"""What do reports of pictures do, with nothing behind them? The port's contract in dictionaries: for tests, and to read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from warraq.archives.memorypictures import MemoryPictures
from warraq.moderation import caselog, transitions, voices
from warraq.ports.reports import UNASKED, Asked, Case, Outcome
from warraq.press import CaseEvent, CaseLine, CaseStanding, CaseState, PictureId, ReportMonth


class MemoryReports:
    """`ports.reports.Reports` in dictionaries, under one lock, beside pictures in memory."""

    def __init__(self, pictures: MemoryPictures) -> None:
        self._lock = threading.RLock()
        self._pictures = pictures
        self._cases: dict[PictureId, Case] = {}
        self._log: list[CaseLine] = []
        self._periods: dict[int, str] = {}
        self._moves: dict[tuple[str, PictureId], int] = {}
        self._members: dict[str, tuple[int, int, int]] = {}  # period, agreed, differed
        self._months: dict[str, Counter[str]] = {}

    def settle(
        self,
        picture: PictureId,
        judge: Callable[[Case], Outcome | None],
        *,
        asked: Asked = UNASKED,
        now: datetime,
    ) -> tuple[CaseLine, ...]:
        with self._lock:
            if self._pictures.picture(picture) is None:
                return ()
            before = self._read(picture, asked, now)
            outcome = judge(before)
            if outcome is None:
                return ()
            lines = []
            for word in outcome.words:
                lines.append(caselog.added(self._log[-1] if self._log else None, word, now))
                self._log.append(lines[-1])
            self._write(before, outcome, now)
            return tuple(lines)

    def case(self, picture: PictureId) -> Case:
        with self._lock:
            return self._cases.get(picture, Case(picture))

    def standings(self, pictures: Sequence[PictureId]) -> dict[PictureId, CaseStanding]:
        with self._lock:
            return {one: self._cases[one].standing for one in pictures if one in self._cases}

    def read(self, picture: PictureId, *, asked: Asked, now: datetime) -> Case:
        with self._lock:
            return self._read(picture, asked, now)

    def due(self, now: datetime, *, limit: int) -> tuple[PictureId, ...]:
        with self._lock:
            waiting = [(case.due, case.picture) for case in self._cases.values() if case.due is not None]
        return tuple(picture for at, picture in sorted(waiting)[: max(limit, 0)] if at <= now)

    def listed(self, states: Sequence[CaseState], *, limit: int, open_only: bool = False) -> tuple[Case, ...]:
        with self._lock:
            found = [
                case
                for case in self._cases.values()
                if case.standing.state in states and (case.voices or not open_only)
            ]
        return tuple(sorted(found, key=lambda one: (not one.severe, -one.picture))[: max(limit, 0)])

    def tally(self) -> dict[CaseState, int]:
        with self._lock:
            counted = Counter(case.standing.state for case in self._cases.values())
        return {state: many for state, many in counted.items() if state is not CaseState.VISIBLE}

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
        with self._lock:
            found = tuple(
                line
                for line in self._log[max(after, 0) :]
                if (picture is None or line.said.picture == picture)
                and (since is None or line.at >= since)
                and (until is None or line.at < until)
                and (events is None or line.said.event in events)
            )
        return found if limit is None else found[: max(limit, 0)]

    def period(self, number: int, *, fresh: str) -> str:
        with self._lock:
            return self._periods.setdefault(number, fresh)

    def forget(self, *, before_period: int) -> int:
        with self._lock:
            old = [number for number in self._periods if number < before_period]
            for number in old:
                del self._periods[number]
            self._moves = {move: period for move, period in self._moves.items() if period >= before_period}
            self._members = {name: told for name, told in self._members.items() if told[0] >= before_period}
        return len(old)

    def months(self) -> tuple[ReportMonth, ...]:
        with self._lock:
            return tuple(
                ReportMonth(month, tuple(sorted(counts.items())))
                for month, counts in sorted(self._months.items(), reverse=True)
            )

    def _read(self, picture: PictureId, asked: Asked, now: datetime) -> Case:
        case = self.case(picture)
        movers = asked.movers | {one.mover for one in case.voices if one.mover}
        lost = [
            line.said
            for line in self._log
            if line.said.event in transitions.BY_READERS and now - line.at < timedelta(days=1)
        ]
        return replace(
            case,
            moved={
                mover: frozenset(one for name, one in self._moves if name == mover and one != picture)
                for mover in movers
            },
            agreed={name: self._members[name][1:] for name in asked.members if name in self._members},
            spent={
                source: len({said.picture for said in lost if source in said.sources} - {picture})
                for source in asked.sources
            },
        )

    def _write(self, before: Case, outcome: Outcome, now: datetime) -> None:
        case, period = outcome.case, voices.period_of(now)
        self._cases[case.picture] = replace(case, moved={}, agreed={}, spent={})
        for one in case.voices:
            if one.mover:
                self._moves.setdefault((one.mover, case.picture), period)
        if case.key is not None:
            for mover in {one.mover for one in before.voices} - {one.mover for one in case.voices}:
                self._moves.pop((mover, case.picture), None)
        for name, right in outcome.judged.items():
            _, agreed, differed = self._members.get(name, (period, 0, 0))
            self._members[name] = (period, agreed + right, differed + (not right))
        counts = self._months.setdefault(f"{now:%Y-%m}", Counter())
        counts.update(word.event.value for word in outcome.words)
        counts.update({"voices": outcome.received} if outcome.received else {})
        if not counts:
            del self._months[f"{now:%Y-%m}"]
        self._show(before, case)

    def _show(self, before: Case, case: Case) -> None:
        held, now, then = self._pictures.picture(case.picture), case.standing, before.standing
        if held is None or _shown(now) == _shown(then):
            return
        self._pictures.show(
            replace(held, state=now.seen, rule=now.rule, reason=now.reason, since=now.judged, kept=now.kept)
        )


def _shown(standing: CaseStanding) -> tuple[object, ...]:
    return standing.judged, standing.rule, standing.reason, standing.seen, standing.kept
