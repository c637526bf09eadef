"""What do back-fills do, with nothing behind them?"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warraq.archives.wording import clause
from warraq.crawling import urls
from warraq.press import ArticleId, Backfill, Found, Past, PastKind, PastState, PastTally


@dataclass(frozen=True, slots=True)
class _Row:
    past: Past
    state: PastState = PastState.PENDING
    settled: datetime | None = None
    asked: bool = False
    article: ArticleId | None = None
    reason: str | None = None


class MemoryPasts:
    """`ports.past.Pasts` in dictionaries, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._backfills: dict[str, Backfill] = {}
        self._rows: dict[tuple[str, str], _Row] = {}

    def put(self, backfill: Backfill) -> None:
        with self._lock:
            self._backfills[backfill.source] = replace(backfill, problem=clause(backfill.problem))

    def backfills(self) -> dict[str, Backfill]:
        with self._lock:
            return dict(self._backfills)

    def note(self, source: str, found: Sequence[Found], *, now: datetime) -> int:
        with self._lock:
            return self._note(source, found, now)

    def read(self, past: Past, found: Sequence[Found], *, now: datetime, reason: str | None = None) -> int:
        with self._lock:
            fresh = self._note(past.source, found, now)
            self._put(past, state=PastState.DONE, settled=now, asked=True, reason=clause(reason))
            return fresh

    def waiting(
        self, source: str, *, now: datetime, limit: int, lists: bool | None = None
    ) -> tuple[Past, ...]:
        with self._lock:
            due = [
                row.past
                for row in self._pending(source)
                if row.past.due <= now and lists in (None, row.past.found.kind is not PastKind.PAGE)
            ]
        return tuple(sorted(due, key=_order)[:limit])

    def next_due(self, source: str) -> datetime | None:
        with self._lock:
            return min((row.past.due for row in self._pending(source)), default=None)

    def settle(
        self,
        past: Past,
        state: PastState,
        *,
        now: datetime,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        asked: bool = True,
    ) -> None:
        with self._lock:
            if self._rows[past.source, past.found.url].state is not PastState.PENDING:
                return
            if state is PastState.PENDING:
                again = replace(past, due=due or now, attempts=past.attempts + asked)
                self._put(past, past=again, reason=clause(reason))
                return
            self._put(past, state=state, settled=now, asked=asked, article=article, reason=clause(reason))

    def reopen(self, source: str, *, now: datetime) -> int:
        with self._lock:
            again = [row for row in self._of(source) if _again(row)]
            for row in again:
                self._put(
                    row.past,
                    past=replace(row.past, due=now, attempts=0),
                    state=PastState.PENDING,
                    settled=None,
                    reason=None,
                )
            return len(again)

    def tally(self, source: str, *, since: datetime) -> PastTally:
        with self._lock:
            of = self._of(source)
        times = [
            row.settled
            for row in of
            if row.past.found.kind is PastKind.PAGE and row.asked and row.settled and row.settled >= since
        ]
        return PastTally(
            Counter((row.past.found.kind, row.state) for row in of),
            len(times),
            min(times, default=None),
            max(times, default=None),
        )

    def reasons(self, source: str, *, limit: int = 10) -> tuple[tuple[PastState, str, int], ...]:
        with self._lock:
            counted = Counter((row.state, row.reason) for row in self._of(source) if row.reason)
        ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0][0].value, one[0][1]))
        return tuple((state, reason, times) for (state, reason), times in ranked[:limit])

    def _note(self, source: str, found: Sequence[Found], now: datetime) -> int:
        before = len(self._rows)
        for one in found:
            number = len(self._rows) + 1
            self._rows.setdefault(
                (source, one.url), _Row(Past(number, source, urls.host(one.url), one, 0, now))
            )
        return len(self._rows) - before

    def _of(self, source: str) -> list[_Row]:
        return [row for row in self._rows.values() if row.past.source == source]

    def _pending(self, source: str) -> list[_Row]:
        return [row for row in self._of(source) if row.state is PastState.PENDING]

    def _put(self, which: Past, /, **changed: object) -> None:
        key = (which.source, which.found.url)
        self._rows[key] = replace(self._rows[key], **changed)  # type: ignore[arg-type]


def _again(row: _Row) -> bool:
    is_list = row.past.found.kind is not PastKind.PAGE
    return row.state is PastState.OUTSIDE or (is_list and row.state in (PastState.DONE, PastState.FAILED))


def _order(past: Past) -> tuple[float, int]:
    said = past.found.said
    return (-said.timestamp() if said else float("inf"), past.number)
