"""How is an edition collected? Feeds are visited when due, their new entries' pages fetched, read and filed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from warraq.crawling import schedule
from warraq.errors import WarraqError
from warraq.moderation import policy
from warraq.newsroom.asking import Asking
from warraq.newsroom.paging import Paging
from warraq.newsroom.tools import Tools
from warraq.newsroom.visiting import Visiting
from warraq.newsroom.watching import Watching
from warraq.newsroom.writer import Writer
from warraq.ports.daybook import Assignment, EntryState, FeedState
from warraq.press import Feed, Progress, Source

log = logging.getLogger(__name__)

_SWEEP_EVERY = timedelta(hours=1)
_LONGEST_NAP_S = 5.0
_SHORTEST_NAP_S = 0.5  # what is due may wait for its host: looking more often would find nothing new
_MOST_TROUBLES = 5
_LONG_VISIT = timedelta(seconds=10)
_LEAST_ASIDE, _MOST_ASIDE = timedelta(seconds=30), timedelta(hours=1)
# Entries of papers that this edition does not read lie aside for so long, and are let go a while after a month.
_ASIDE = timedelta(days=7)
_BEHIND_DOORS = timedelta(days=1)
# Calls are asked for with so much overlap: another process's clock may be a little behind.
_OVERLAP = timedelta(minutes=1)
_ASK_AHEAD = 4  # assignments looked up per free place, so that a busy host does not idle the others


class Collecting:
    """The desk that collects some papers' feeds until told to stop (or once around)."""

    def __init__(
        self,
        tools: Tools,
        asking: Asking,
        sources: tuple[Source, ...],
        *,
        first: tuple[str, ...] = (),
        interval: timedelta,
        places: int,
        jitter: Callable[[], float],
        shut: Callable[[], frozenset[str]] = frozenset,
        sweeps: tuple[Callable[[datetime], object], ...] = (),
    ) -> None:
        """`shut` says at whose doors a stranger may be at home: their pages wait. It is asked in every round, and may block.
        `sweeps` are what else is to be swept every hour."""
        self._tools = tools
        self._asking = asking
        self._sources = {source.slug: source for source in sources}
        self._feeds = {feed.id: feed for source in sources for feed in source.feeds}
        self._first = first
        self._places = places
        self._states: dict[str, FeedState] = {}
        self._running: dict[asyncio.Task[None], str] = {}
        self._visited: set[str] = set()
        self._slow: set[str] = set()  # feeds whose last visit took long
        taught = (tools.teaching.write,) if tools.teaching else ()
        self._sweeps = (tools.keeping.sweep, *taught, *sweeps)
        self._left_alone = frozenset[str]()
        self._shut, self._behind = shut, frozenset[str]()
        self._aside: dict[str, tuple[datetime, int]] = {}  # until when, and how often in a row
        self._problems: deque[tuple[str, str]] = deque(maxlen=50)
        self._pending = 0
        self._halted: str | None = None
        self._since: datetime | None = None
        self._sweep: datetime | None = None
        self._listened: datetime | None = None  # until when hubs' calls were heard
        self._writer = Writer("filing")
        self._do = self._writer.do
        self._visiting = Visiting(tools, asking, self._sources, interval=interval, jitter=jitter, do=self._do)
        self._watching = Watching(tools, sources, do=self._do)
        self._paging = Paging(
            tools, asking, sources, watching=self._watching, told=self._problem, do=self._do
        )

    def progress(self) -> Progress:
        """How far it has come since it started; safe to call from any thread."""
        asked = [feed.id for feed in self._feeds.values() if feed.source not in self._left_alone]
        known = [self._states.get(feed) for feed in asked]
        tried = [state for state in known if state and state.feed in self._visited]
        return Progress(
            feeds=len(asked),
            reached=sum(1 for state in tried if not state.problem),
            failed=sum(1 for state in tried if state.problem),
            filed=self._paging.filed,
            versions=self._paging.versions,
            pending=self._pending,
            problems=tuple(reversed(self._problems)),
            since=self._since,
            halted=self._halted,
            visits=self._watching.outcomes(),
        )

    def _put_papers(self) -> None:
        """Papers outlive the catalogue; what was agreed with them may have changed since it was read."""
        held = self._tools.archive.sources()
        self._tools.archive.put_sources(tuple(policy.agreed(self._sources.values(), held).values()))

    def at_pages(self) -> frozenset[str]:
        """The hosts whose pages are being fetched at the moment."""
        return frozenset(name for name in self._running.values() if name not in self._feeds)

    async def run(self, *, once: bool = False) -> Progress:
        """Collect until cancelled; with `once`, until every feed was visited and no page that can be had is left."""
        clock = self._tools.clock
        self._since = clock.now()
        opened, troubles = False, 0
        try:
            while True:
                try:
                    if not opened:
                        self._states = await self._do(self._tools.daybook.feed_states)
                        await self._do(self._put_papers)
                        opened = True
                    done = await self._round(once=once)
                    troubles = 0
                except Exception as error:
                    # A store that is full or locked mends itself or is mended: the press does not stop for it.
                    troubles += 1
                    log.error("collecting: %s", error, exc_info=not isinstance(error, WarraqError))
                    self._problem("collecting", str(error))
                    if once and troubles >= _MOST_TROUBLES:
                        raise
                    await clock.sleep(_LONGEST_NAP_S)
                    continue
                if done:
                    return self.progress()
        finally:
            await self._end()

    async def _round(self, *, once: bool) -> bool:
        """Start what is due and wait for something to end; whether, `once`, all is done."""
        now = self._tools.clock.now()
        if self._sweep is None or not timedelta() <= now - self._sweep < _SWEEP_EVERY:
            self._sweep = now  # first: a sweep that fails must not be all that is ever tried
            await self._visiting.write()
            for sweep in self._sweeps:
                await self._do(sweep, now)
        self._left_alone = await self._do(self._tools.left_alone)
        self._behind = await self._do(self._shut)
        waiting, halted = False, self._halt(now)
        for what, why in await self._watching.look(now, offline=self._asking.cut_off(), halted=halted):
            self._problem(what, why)
        if not halted:
            await self._listen(now)
            self._start_visits(now, once=once)
            waiting = await self._start_pages(now)
        if self._running:
            await self._wait()
            return False
        if once and (self._halted or (not waiting and self._all_visited())):
            return True
        await self._tools.clock.sleep(await self._nap(now))
        return False

    def _halt(self, now: datetime) -> bool:
        """Whether the disk is too full to start anything; said once, and once when there is room again."""
        halted = self._tools.room.lacking(now)
        if halted and not self._halted:
            log.warning("%s", halted)
            self._problem("disk", halted)
        elif self._halted and not halted:
            log.warning("there is room on the disk again: collecting goes on")
        self._halted = halted
        return halted is not None

    async def _wait(self) -> None:
        done, _ = await asyncio.wait(self._running, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            self._running.pop(task)
            task.result()

    async def _guarded(
        self, name: str, work: Coroutine[Any, Any, None], *, page: Assignment | None = None
    ) -> None:
        """One bad article is logged, set aside, and never stops the press: nor is it asked for again at once."""
        try:
            await work
            self._aside.pop(name, None)
        except Exception as error:
            log.error("collecting %s: %s", name, error, exc_info=not isinstance(error, WarraqError))
            self._problem(page.entry.url if page else name, f"failed here: {error}")
            now = self._tools.clock.now()
            times = self._aside[name][1] + 1 if name in self._aside else 1
            self._aside[name] = now + min(_LEAST_ASIDE * 2 ** min(times, 10), _MOST_ASIDE), times
            if page is None:
                self._visited.add(name)
                return
            with contextlib.suppress(WarraqError):  # the store itself may be what fails
                if isinstance(error, WarraqError):
                    await self._paging.not_asked(page, f"failed here: {error}", now)
                else:
                    await self._paging.put_off(page, f"failed here: {error}", now)

    def _lying_aside(self, now: datetime) -> frozenset[str]:
        """Feeds and hosts whose work failed here a moment ago."""
        # no longer than anything is ever laid aside: the clock may have been set back since
        return frozenset(name for name, (until, _) in self._aside.items() if now < until <= now + _MOST_ASIDE)

    async def _end(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        with contextlib.suppress(WarraqError):
            await self._visiting.write()
        with contextlib.suppress(WarraqError):
            await self._watching.end(self._tools.clock.now())
        if (teaching := self._tools.teaching) is not None:
            await asyncio.to_thread(teaching.write, self._tools.clock.now())
        await self._writer.end()

    def _all_visited(self) -> bool:
        stopped = {feed for feed, state in self._states.items() if state.stopped}
        alone = {feed.id for feed in self._feeds.values() if feed.source in self._left_alone}
        return set(self._feeds) <= self._visited | stopped | alone

    async def _nap(self, now: datetime) -> float:
        """Seconds until something is due, a few at most: what another process changed is seen soon."""
        dues = [state.due for feed, state in self._states.items() if feed in self._feeds and state.due]
        if (page := await self._do(self._tools.daybook.next_due)) is not None:
            dues.append(page)
        soonest = min(dues, default=now + timedelta(seconds=_LONGEST_NAP_S))
        return min(max((soonest - now).total_seconds(), _SHORTEST_NAP_S), _LONGEST_NAP_S)

    # Feeds

    def _start_visits(self, now: datetime, *, once: bool) -> None:
        busy = set(self._running.values())
        # pages wait for feeds only in half of the places, so that dead feeds cannot starve living pages
        places = max(self._places // 2, 1) if self._pending else self._places
        visits = [name for name in busy if name in self._feeds]
        free = places - len(visits)
        # those that answer well wait for no others: five hundred servers that let their bytes drip cannot hold them up
        unsure = max(places * 3 // 4, 1) - sum(map(self._unsure, visits))
        hosts, aside = self._asking.states(), self._lying_aside(now)
        for feed in schedule.due(
            self._feeds.values(), self._states, hosts, now, first=self._first, again=once
        ):
            if free <= 0:
                return
            if feed.id in busy or feed.id in aside or (once and feed.id in self._visited):
                continue
            if feed.source in self._left_alone:
                continue
            if self._unsure(feed.id):
                if unsure <= 0:
                    continue
                unsure -= 1
            self._start(feed.id, self._guarded(feed.id, self._visit(feed)))
            free -= 1

    def _unsure(self, feed: str) -> bool:
        """Whether a visit may take long: it did the last time, or the feed did not answer well, or was never asked."""
        return feed in self._slow or not schedule.well(self._states.get(feed))

    async def _listen(self, now: datetime) -> None:
        """Feeds whose hub has called are due."""
        hubs = self._tools.hubs
        if hubs is None:
            return
        since, self._listened = self._listened, now - _OVERLAP
        calls = await self._do(hubs.called_since, since or now - _OVERLAP)
        for state in schedule.called(self._states, calls, now=now):
            if state.feed in self._feeds:
                self._states[state.feed] = state

    async def _visit(self, feed: Feed) -> None:
        before, began = self._states.get(feed.id), self._tools.clock.now()
        visit = await self._visiting.visit(feed, before)
        self._visited.add(feed.id)
        now = self._tools.clock.now()
        (self._slow.add if now - began > _LONG_VISIT else self._slow.discard)(feed.id)
        self._watching.visited(feed, visit.came, entries=visit.entries, now=now)
        if visit.told:
            self._problem(feed.id, visit.told)
        self._states[feed.id] = visit.state

    # Pages

    async def _start_pages(self, now: datetime) -> bool:
        """Start fetching due pages; whether any that is due (and whose host answers) is left."""
        free = self._places - len(self._running)
        tally = await self._do(self._tools.daybook.tally)
        self._pending = tally.get(EntryState.PENDING, 0)
        if free <= 0:
            return True
        without = self.at_pages() | self._asking.waiting() | self._lying_aside(now)
        due = await self._do(
            lambda: self._tools.daybook.assignments(
                now=now, limit=free * _ASK_AHEAD, per_host=1, without=without
            )
        )
        ours = [one for one in due if self._reads(one.source)]
        for stranger in due:
            if not self._reads(stranger.source):
                await self._put_aside(stranger, now)
        for assignment in ours[:free]:
            self._start(
                assignment.host,
                self._guarded(assignment.host, self._paging.page(assignment), page=assignment),
            )
        return bool(due)

    def _reads(self, source: str) -> bool:
        return source in self._sources and source not in self._left_alone | self._behind

    async def _put_aside(self, assignment: Assignment, now: datetime) -> None:
        """Of a paper that another edition reads, that wants to be left alone, or whose domain may be a stranger's: it must
        not stand in the way of others."""
        until, why = now + _ASIDE, "is not read by this edition"
        if assignment.source in self._left_alone:
            why = "wants to be left alone"
        elif assignment.source in self._behind:
            until, why = now + _BEHIND_DOORS, "is not at home at its own address, as it seems"
        await self._paging.not_asked(assignment, f"{assignment.source} {why}", until)

    # Small print

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._running[asyncio.create_task(work)] = name

    def _problem(self, what: str, why: str) -> None:
        self._problems.append((what, why))
        log.info("%s: %s", what, why)
