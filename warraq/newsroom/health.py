"""How do the papers of an edition do? Counts what `crawling.health` judges by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from warraq.crawling import health
from warraq.crawling.health import Day, Facts, Health
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.daybook import Daybook, FeedState
from warraq.ports.ledger import Ledger
from warraq.press import DayTally, Edition, Gap, GapKind, Source, Turn

_MOST = 9_999  # articles of a day are counted no further
_TURNS = 200
_HELD = timedelta(seconds=60)
# The collector's last sign of life may be an hour old: longer ago, it does not run.
UNSEEN = timedelta(minutes=90)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
# What stands in the archive of the day before yesterday and earlier seldom changes: counted anew once an hour.
_COUNTED_EVERY = timedelta(hours=1)
_RECENT_DAYS = 2

# Articles by paper and day.
Counts = dict[tuple[str, date], int]


@dataclass(frozen=True, slots=True)
class Records:
    """What all papers are judged by, read once. `tallies` are by paper; `begun` is the first UTC day of those looked back
    upon on which anything was asked, if it is not their first (`None`: we looked before, or never yet)."""

    states: Mapping[str, FeedState]
    tallies: Mapping[str, Sequence[DayTally]]
    gaps: tuple[Gap, ...]
    now: datetime
    begun: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The health of every paper of an edition, our own gaps of the same days, and the latest turns, newest first.
    `begun` as in `Records`."""

    papers: Mapping[str, Health]
    gaps: tuple[Gap, ...]
    turns: tuple[Turn, ...]
    made: datetime
    begun: date | None = None


def records(daybook: Daybook, ledger: Ledger, *, now: datetime) -> Records:
    """Four questions, whatever the number of papers."""
    since = now - timedelta(days=health.DAYS + 1)
    tallies: dict[str, list[DayTally]] = {}
    first = since.astimezone(UTC).date()
    begun: date | None = None
    for tally in ledger.tallies(first):
        tallies.setdefault(tally.source, []).append(tally)
        begun = tally.day if begun is None else min(begun, tally.day)
    gaps, beat = ledger.gaps(since), ledger.beat()
    if beat is not None and now - beat > UNSEEN and all(gap.ended for gap in gaps):
        gaps = (*gaps, Gap(beat, None, GapKind.STOPPED))  # nobody is there to note it
    begun = (
        begun or now.astimezone(UTC).date()
    )  # nothing is written down yet: of no day before is anything known
    return Records(daybook.feed_states(), tallies, gaps, now, begun if begun > first else None)


def health_of(
    archive: Archive, source: Source, known: Records, *, counts: Counts | None = None, alone: bool = False
) -> Health:
    """One paper's health; asks the archive for its articles of each day that `counts` does not have, and of the last two.
    `alone`: it opted out."""
    zone = _zone(source.zone)
    newest = archive.newest(limit=1, source=source.slug)
    last = newest[0].at if newest else None
    states = (known.states.get(feed.id) for feed in source.feeds)
    urls = {feed.id: feed.url for feed in source.feeds}
    return health.judged(
        Facts(
            source.slug,
            known.now,
            zone,
            tuple(state for state in states if state is not None and state.url == urls[state.feed]),
            _days(archive, source, zone, last, known, {} if counts is None else counts),
            tuple(known.tallies.get(source.slug, ())),
            known.gaps,
            min(last, known.now) if last else None,
            alone,
        )
    )


def report(
    archive: Archive,
    daybook: Daybook,
    ledger: Ledger,
    edition: Edition,
    *,
    now: datetime,
    counts: Counts | None = None,
    alone: frozenset[str] = frozenset(),
) -> Report:
    """Every paper of the edition, judged at `now`; `counts` as `health_of` has them. `alone` are those that opted out."""
    known = records(daybook, ledger, now=now)
    papers = {
        source.slug: health_of(archive, source, known, counts=counts, alone=source.slug in alone)
        for source in edition.sources
    }
    return Report(papers, known.gaps, ledger.turns(limit=_TURNS), now, known.begun)


@dataclass(slots=True)
class Examining:
    """The report on an edition, asked for as often as one likes and made once a minute.

    `decided` is a number that grows with people's decisions: what is withheld is counted no more, also of days long past.
    """

    make: Callable[[datetime, Counts], Report]
    clock: Clock
    decided: Callable[[], int] = int
    _counts: Counts = field(default_factory=dict)
    _counted: datetime | None = None
    _held: Report | None = None
    _decided: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def report(self) -> Report:
        with self._lock:
            now, decided = self.clock.now(), self.decided()
            if decided != self._decided:
                self._held, self._counted, self._decided = None, None, decided
            if self._held is None or not timedelta(0) <= now - self._held.made < _HELD:
                if self._counted is None or not timedelta(0) <= now - self._counted < _COUNTED_EVERY:
                    self._counts, self._counted = {}, now
                self._held = self.make(now, self._counts)
            return self._held


def _days(
    archive: Archive, source: Source, zone: tzinfo, last: datetime | None, known: Records, counts: Counts
) -> tuple[Day, ...]:
    today = known.now.astimezone(zone).date()
    days = [today - timedelta(days=number) for number in range(health.DAYS - 1, -1, -1)]
    if last is not None and last >= _midnight(days[0], zone):
        asked = [day for day in days[:-_RECENT_DAYS] if (source.slug, day) not in counts]
        asked = [day for day in days if day >= asked[0]] if asked else days[-_RECENT_DAYS:]
        edges = [_midnight(day, zone) for day in (*asked, today + timedelta(days=1))]
        found = archive.tallied(edges, most=_MOST, source=source.slug)
        counts.update({(source.slug, day): count for day, count in zip(asked, found, strict=True)})
    before = (Gap(_EVER, _midnight(known.begun, UTC), GapKind.STOPPED),) if known.begun else ()
    gaps = (*known.gaps, *before)
    return tuple(
        Day(day, counts.get((source.slug, day), 0), health.looked(day, zone, gaps, now=known.now))
        for day in days
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


@lru_cache(maxsize=256)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
