"""Who notes how the papers do while they are collected? Counts visits, minds our own gaps, tells when a paper turns.

Counted in memory, written once an hour: unchanged feeds write nothing in between. A sign of life goes with it, so
that the next collector knows how long nobody looked.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from warraq.crawling import health
from warraq.errors import WarraqError
from warraq.newsroom.health import UNSEEN, health_of, records
from warraq.newsroom.tools import Do, Tools
from warraq.ports.ledger import Ledger
from warraq.press import Condition, DayTally, Feed, Gap, GapKind, Outcome, Source, Trouble, Turn

log = logging.getLogger(__name__)

_EVERY = timedelta(hours=1)
KEPT_DAYS = 400


@dataclass(slots=True)
class _Count:
    source: str
    came: Counter[str] = field(default_factory=Counter)
    failures: Counter[Trouble] = field(default_factory=Counter)


class Watching:
    """Beside one collecting desk. Without a ledger it notes nothing."""

    def __init__(self, tools: Tools, sources: tuple[Source, ...], *, do: Do) -> None:
        self._tools = tools
        self._ledger = tools.ledger
        self._sources = sources
        self._do = do
        self._counts: dict[tuple[date, str], _Count] = {}
        self._written: datetime | None = None
        self._alive: datetime | None = None
        self._gap: Gap | None = None
        self._unwritten: list[Gap] = []
        self._turned: dict[str, Turn] | None = None
        self._outcomes: Counter[str] = Counter()

    def outcomes(self) -> tuple[tuple[str, int], ...]:
        """What came of every visit since this desk began; safe to call from any thread."""
        return tuple(sorted(self._outcomes.copy().items()))

    def visited(self, feed: Feed, came: Trouble | bool | None, *, entries: int, now: datetime) -> None:
        """A visit: `came` is True for a body, False for a 304, a trouble for a failure, `None` where it was not asked."""
        if came is None:
            return
        count = self._count(feed.id, feed.source, now)
        self._outcomes["fetched" if came is True else "unchanged" if came is False else came.value] += 1
        if isinstance(came, Trouble):
            count.failures[came] += 1
        else:
            count.came["fetched" if came else "unchanged"] += 1
        count.came["entries"] += entries

    def filed(self, feed: str, source: str, outcome: Outcome, *, now: datetime) -> None:
        what = {Outcome.NEW: "filed", Outcome.VERSION: "versions"}.get(outcome)
        if what is not None:
            self._count(feed, source, now).came[what] += 1

    async def look(self, now: datetime, *, offline: bool, halted: bool) -> list[tuple[str, str]]:
        """Once a round: minds gaps, and every hour writes down what was counted. What the operator should hear, as
        (paper, clause)."""
        if self._ledger is None:
            return []
        if self._alive is None:
            await self._opened(self._ledger, now)
        elif now - self._alive > UNSEEN:  # the machine slept, or the clock was set
            self._unwritten.append(Gap(self._alive, now, GapKind.STOPPED))
        self._alive = now
        self._mind(GapKind.HALTED if halted else GapKind.OFFLINE if offline else None, now)
        await self._write_gaps(self._ledger)
        if self._written is not None and timedelta() <= now - self._written < _EVERY:
            return []
        self._written = now
        await self._flush(self._ledger, now)
        return [] if self._gap else await self._turns(self._ledger, now)

    async def end(self, now: datetime) -> None:
        """What was counted so far, and the last sign of life."""
        if self._ledger is not None and self._alive is not None:
            await self._flush(self._ledger, now)

    async def _opened(self, ledger: Ledger, now: datetime) -> None:
        beat = await self._do(ledger.beat)
        still = [gap for gap in await self._do(lambda: ledger.gaps(now)) if gap.ended is None]
        self._unwritten += [replace(gap, ended=now) for gap in still]
        if not still and beat is not None and now - beat > UNSEEN:
            self._unwritten.append(Gap(beat, now, GapKind.STOPPED))

    def _mind(self, kind: GapKind | None, now: datetime) -> None:
        if self._gap is not None and self._gap.kind is not kind:
            self._unwritten.append(replace(self._gap, ended=now))
            self._gap = None
        if self._gap is None and kind is not None:
            self._gap = Gap(now, None, kind)
            self._unwritten.append(self._gap)

    async def _write_gaps(self, ledger: Ledger) -> None:
        """A full disk may not take them now: they are tried again."""
        while self._unwritten:
            gap = self._unwritten[0]
            try:
                await self._do(lambda gap=gap: ledger.put_gap(gap))  # type: ignore[misc]
            except WarraqError as error:
                log.warning("a gap of ours is not written yet: %s", error)
                return
            self._unwritten.pop(0)

    async def _flush(self, ledger: Ledger, now: datetime) -> None:
        counts, tallies = self._counts, tuple(self._tallies())
        self._counts = {}
        try:
            await self._do(lambda: ledger.add(tallies, beat=now))
            await self._do(lambda: ledger.forget((now - timedelta(days=KEPT_DAYS)).astimezone(UTC).date()))
        except WarraqError as error:
            log.warning("figures are not written yet: %s", error)
            for key, count in counts.items():
                held = self._counts.setdefault(key, count)
                if held is not count:
                    held.came += count.came
                    held.failures += count.failures

    def _tallies(self) -> Iterator[DayTally]:
        for (day, feed), count in self._counts.items():
            yield DayTally(
                feed, count.source, day, failures=tuple(sorted(count.failures.items())), **count.came
            )

    async def _turns(self, ledger: Ledger, now: datetime) -> list[tuple[str, str]]:
        """Judge each paper; a paper a turn of the writer's, so that filing never waits for all of them."""
        try:
            if self._turned is None:
                self._turned = await self._do(ledger.conditions)
            known = await self._do(lambda: records(self._tools.daybook, ledger, now=now))
            turned: list[Turn] = []
            alone = await self._do(self._tools.left_alone)
            for source in self._sources:
                if source.slug in alone:
                    continue
                found = await self._do(
                    lambda source=source: health_of(self._tools.archive, source, known)  # type: ignore[misc]
                )
                if told := health.turn(self._turned.get(source.slug), found, now=now):
                    turned.append(told)
            await self._do(lambda: ledger.turned(turned))
        except WarraqError as error:
            log.warning("the papers' health cannot be judged now: %s", error)
            return []
        self._turned.update({one.source: one for one in turned})
        return [(one.source, spoken(one)) for one in turned]

    def _count(self, feed: str, source: str, now: datetime) -> _Count:
        return self._counts.setdefault((now.astimezone(UTC).date(), feed), _Count(source))


def spoken(turn: Turn) -> str:
    """A turn in the operator's words."""
    last = f"; its newest article is of {turn.last:%Y-%m-%d}" if turn.last else ""
    match turn.condition:
        case Condition.SILENT:
            return f"fell silent: its feeds answer and give nothing{last}, and {turn.pace or 0:.3g} a day are usual"
        case Condition.UNREAD:
            return f"its feeds name new articles, but their pages cannot be had{last}"
        case Condition.FAILING:
            return f"no feed has answered for a day: {turn.says or 'no reason is known'}"
        case Condition.GONE:
            return f"every feed is gone: {turn.says or 'HTTP 410'}"
        case _:
            return "is well again"
