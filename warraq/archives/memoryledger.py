"""What does a ledger do, with nothing behind it? The port's contract in lists: for tests, and to read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from warraq.press import DayTally, Gap, Turn


def summed(held: DayTally, more: DayTally) -> DayTally:
    """Both tallies of one feed and day as one."""
    failures = Counter(dict(held.failures)) + Counter(dict(more.failures))
    return replace(
        held,
        source=more.source,
        fetched=held.fetched + more.fetched,
        unchanged=held.unchanged + more.unchanged,
        failures=tuple(sorted(failures.items())),
        entries=held.entries + more.entries,
        filed=held.filed + more.filed,
        versions=held.versions + more.versions,
    )


class MemoryLedger:
    """`ports.ledger.Ledger` in lists, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._tallies: dict[tuple[date, str], DayTally] = {}
        self._gaps: dict[datetime, Gap] = {}
        self._turns: list[Turn] = []
        self._beat: datetime | None = None

    def add(self, tallies: Sequence[DayTally], *, beat: datetime) -> None:
        with self._lock:
            for tally in tallies:
                empty = DayTally(tally.feed, tally.source, tally.day)
                held = self._tallies.get((tally.day, tally.feed), empty)
                self._tallies[tally.day, tally.feed] = summed(held, tally)
            self._beat = max(self._beat or beat, beat)

    def beat(self) -> datetime | None:
        return self._beat

    def tallies(self, since: date, *, source: str | None = None) -> tuple[DayTally, ...]:
        with self._lock:
            found = sorted(self._tallies.items())
        return tuple(
            tally for _, tally in found if tally.day >= since and (source is None or tally.source == source)
        )

    def put_gap(self, gap: Gap) -> None:
        with self._lock:
            self._gaps[gap.began] = gap

    def gaps(self, since: datetime) -> tuple[Gap, ...]:
        with self._lock:
            found = sorted(self._gaps.items())
        return tuple(gap for _, gap in found if gap.ended is None or gap.ended > since)

    def turned(self, turns: Sequence[Turn]) -> None:
        with self._lock:
            self._turns += turns

    def turns(self, *, limit: int, sources: frozenset[str] | None = None) -> tuple[Turn, ...]:
        with self._lock:
            found = [turn for turn in reversed(self._turns) if sources is None or turn.source in sources]
        return tuple(found[: max(limit, 0)])

    def conditions(self) -> dict[str, Turn]:
        with self._lock:
            return {turn.source: turn for turn in self._turns}

    def forget(self, before: date) -> None:
        with self._lock:
            last = set(map(id, self.conditions().values()))
            self._tallies = {key: tally for key, tally in self._tallies.items() if tally.day >= before}
            self._gaps = {
                began: gap
                for began, gap in self._gaps.items()
                if gap.ended is None or gap.ended.astimezone(UTC).date() >= before
            }
            self._turns = [
                turn for turn in self._turns if turn.at.astimezone(UTC).date() >= before or id(turn) in last
            ]

    def unready(self) -> str | None:
        return None
