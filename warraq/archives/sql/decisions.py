"""Where does the log of decisions stand? In the archive's own database, so that a copy of the one holds the other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import decisions
from warraq.archives.wording import mended
from warraq.moderation import decisions as log
from warraq.press import Decision, Recorded

_LOG = select(*decisions.c).where(decisions.c.number > bindparam("after")).order_by(decisions.c.number)
_RECORD = insert(decisions)


class SqlDecisions:
    """`ports.decisions.Decisions` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, decision: Decision, *, now: datetime) -> Recorded:
        with self._store.writing(Desk.DECISIONS) as work:
            return added(work, decision, now)

    def record_next(self, decision: Decision, *, last: int, now: datetime) -> Recorded | None:
        with self._store.writing(Desk.DECISIONS) as work:
            return added(work, decision, now) if counters.read(work, counters.DECISIONS) == last else None

    def log(self, *, after: int = 0) -> tuple[Recorded, ...]:
        with self._store.reading() as work:
            return tuple(_line(row) for row in work.rows(_LOG, {"after": max(after, 0)}))

    def last(self) -> int:
        with self._store.reading() as work:
            return counters.read(work, counters.DECISIONS)


def added(work: Work, decision: Decision, now: datetime) -> Recorded:
    """One more line, in the transaction at hand."""
    said = log.read(mended(log.written(decision)))
    number = counters.read(work, counters.DECISIONS)
    held = work.rows(_LOG, {"after": number - 1}) if number else []
    line = log.recorded(said, last=_line(held[-1]) if held else None, now=now)
    work.run(
        _RECORD,
        {
            "number": line.number,
            "at_us": rows.micros(now),
            "said": log.written(said),
            "hash": line.hash,
            "previous": line.previous,
        },
    )
    counters.add(work, counters.DECISIONS, 1)
    return line


def _line(row: Row) -> Recorded:
    number, at_us, said, digest, previous = row
    return Recorded(number, rows.instant(at_us), log.read(said), digest, previous)
