"""What did readers report, and what was decided? Cases and their log, in the archive's own database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select

from warraq.archives.sql import reportrows, rows
from warraq.archives.sql.engine import Desk, Store
from warraq.archives.sql.schema import (
    CASE_DUE,
    report_cases,
    report_log,
    report_members,
    report_months,
    report_moves,
    report_periods,
)
from warraq.ports.reports import UNASKED, Asked, Case, Outcome
from warraq.press import CaseEvent, CaseLine, CaseStanding, CaseState, PictureId, ReportMonth

_LARGEST = 2**63 - 1

_DUE = (
    select(report_cases.c.picture)
    .where(CASE_DUE, report_cases.c.due_us <= bindparam("until_us"))
    .order_by(report_cases.c.due_us, report_cases.c.picture)
    .limit(bindparam("most"))
)
_LISTED = (
    reportrows.CASES.where(report_cases.c.state == bindparam("in_state"))
    .order_by(report_cases.c.severe.desc(), report_cases.c.picture.desc())
    .limit(bindparam("most"))
)
_LISTED_OPEN = _LISTED.where(report_cases.c.key.is_not(None))
_TALLY = select(report_cases.c.state, func.count()).group_by(report_cases.c.state)
_LOG = (
    reportrows.LINES.where(
        report_log.c.at_us >= bindparam("since_us"),
        report_log.c.at_us < bindparam("until_us"),
        report_log.c.number > bindparam("after"),
    )
    .order_by(report_log.c.number)
    .limit(bindparam("most"))
)
_LOG_OF = _LOG.where(report_log.c.picture == bindparam("of_picture"))
_PERIOD = select(report_periods.c.key).where(report_periods.c.number == bindparam("of_number"))
_BEGIN = insert(report_periods)
_END = delete(report_periods).where(report_periods.c.number < bindparam("before"))
_FORGOTTEN = (
    delete(report_moves).where(report_moves.c.period < bindparam("before")),
    delete(report_members).where(report_members.c.period < bindparam("before")),
)
_MONTHS = select(report_months.c.month, report_months.c.what, report_months.c.times).order_by(
    report_months.c.month.desc(), report_months.c.what
)


@cache
def _log(one: bool, events: frozenset[CaseEvent] | None) -> Select[Any]:
    asked = _LOG_OF if one else _LOG
    return asked if events is None else asked.where(reportrows.telling(events))


class SqlReports:
    """`ports.reports.Reports` on SQLite or PostgreSQL. What people said is forced to disk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def settle(
        self,
        picture: PictureId,
        judge: Callable[[Case], Outcome | None],
        *,
        asked: Asked = UNASKED,
        now: datetime,
    ) -> tuple[CaseLine, ...]:
        if not 0 < picture <= _LARGEST:
            return ()
        with self._store.writing(Desk.PICTURES) as work:
            if not work.rows(reportrows.KNOWN, {"of_picture": picture}):
                return ()
            before = reportrows.read(work, picture, asked, now)
            outcome = judge(before)
            return reportrows.write(work, before, outcome, now) if outcome is not None else ()

    def case(self, picture: PictureId) -> Case:
        if not 0 < picture <= _LARGEST:
            return Case(picture)
        with self._store.reading() as work:
            return reportrows.plain(work, picture)

    def standings(self, pictures: Sequence[PictureId]) -> dict[PictureId, CaseStanding]:
        asked = [one for one in dict.fromkeys(pictures) if 0 < one <= _LARGEST]
        with self._store.reading() as work:
            found = rows.among(work, reportrows.CASES, report_cases.c.picture, asked)
            return {PictureId(row[0]): reportrows.standing(row) for row in found}

    def read(self, picture: PictureId, *, asked: Asked, now: datetime) -> Case:
        if not 0 < picture <= _LARGEST:
            return Case(picture)
        with self._store.reading() as work:
            return reportrows.read(work, picture, asked, now)

    def due(self, now: datetime, *, limit: int) -> tuple[PictureId, ...]:
        with self._store.reading() as work:
            found = work.rows(_DUE, {"until_us": rows.micros(now), "most": max(limit, 0)})
        return tuple(PictureId(picture) for (picture,) in found)

    def listed(self, states: Sequence[CaseState], *, limit: int, open_only: bool = False) -> tuple[Case, ...]:
        most = max(limit, 0)
        asked = _LISTED_OPEN if open_only else _LISTED
        with self._store.reading() as work:
            found = [
                reportrows.whole(work, row)
                for state in dict.fromkeys(states)
                for row in work.rows(asked, {"in_state": state.value, "most": most})
            ]
        if open_only:
            found = [one for one in found if one.voices]
        return tuple(sorted(found, key=lambda one: (not one.severe, -one.picture))[:most])

    def tally(self) -> dict[CaseState, int]:
        with self._store.reading() as work:
            found = {CaseState(state): many for state, many in work.rows(_TALLY, {})}
        return {state: many for state, many in found.items() if state is not CaseState.VISIBLE}

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
        if picture is not None and not 0 < picture <= _LARGEST:
            return ()
        values = {
            "since_us": rows.micros(since) if since else 0,
            "until_us": rows.micros(until) if until else _LARGEST,
            "after": max(after, 0),
            "most": _LARGEST if limit is None else max(limit, 0),
        }
        asked = _log(picture is not None, events)
        with self._store.reading() as work:
            found = work.rows(asked, values if picture is None else {**values, "of_picture": picture})
        return tuple(reportrows.line(row) for row in found)

    def period(self, number: int, *, fresh: str) -> str:
        with self._store.reading() as work:
            held = work.rows(_PERIOD, {"of_number": number})
        if held:
            return str(held[0][0])
        with self._store.writing(Desk.PICTURES) as work:
            if held := work.rows(_PERIOD, {"of_number": number}):
                return str(held[0][0])
            work.run(_BEGIN, {"number": number, "key": fresh})
        return fresh

    def forget(self, *, before_period: int) -> int:
        with self._store.writing(Desk.PICTURES) as work:
            for statement in _FORGOTTEN:
                work.run(statement, {"before": before_period})
            return work.run(_END, {"before": before_period})

    def months(self) -> tuple[ReportMonth, ...]:
        told: dict[str, list[tuple[str, int]]] = {}
        with self._store.reading() as work:
            for month, what, times in work.rows(_MONTHS, {}):
                told.setdefault(month, []).append((what, times))
        return tuple(ReportMonth(month, tuple(counts)) for month, counts in told.items())
