"""How is an edition collected? Feeds are visited when due, their new entries' pages fetched, read and filed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from warraq.crawling import schedule, urls
from warraq.errors import Unreadable, WarraqError
from warraq.moderation import policy
from warraq.newsroom import filing, rereading
from warraq.newsroom.asking import PATIENCE, Answer, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.tools import Tools
from warraq.newsroom.visiting import Visiting
from warraq.newsroom.watching import Watching
from warraq.ports.daybook import Assignment, EntryState, FeedState
from warraq.ports.fetcher import Failed, Fetched, Refused, Request, Unchanged
from warraq.press import ArticleId, Capture, Feed, Outcome, Progress, Source

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

MAX_ATTEMPTS = 6
_FIRST_RETRY = timedelta(minutes=10)
_LONGEST_RETRY = timedelta(hours=12)
_SWEEP_EVERY = timedelta(hours=1)
_LONGEST_NAP_S = 5.0
_SHORTEST_NAP_S = 0.5  # what is due may wait for its host: looking more often would find nothing new
_MOST_TROUBLES = 5
_LEAST_ASIDE, _MOST_ASIDE = timedelta(seconds=30), timedelta(hours=1)
_OUTLIVED = timedelta(days=30)  # an entry whose site has not let itself be asked for so long is given up
# Entries of papers that this edition does not read lie aside for so long, and are let go after a month.
_ASIDE = timedelta(days=7)
# Calls are asked for with so much overlap: another process's clock may be a little behind.
_OVERLAP = timedelta(minutes=1)
_ASK_AHEAD = 4  # assignments looked up per free place, so that a busy host does not idle the others
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/plain")


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
        sweeps: tuple[Callable[[datetime], object], ...] = (),
    ) -> None:
        """`sweeps` are what else is to be swept every hour."""
        self._tools = tools
        self._asking = asking
        self._sources = {source.slug: source for source in sources}
        self._feeds = {feed.id: feed for source in sources for feed in source.feeds}
        self._first = first
        self._places = places
        self._sites = _sites(sources)
        self._states: dict[str, FeedState] = {}
        self._running: dict[asyncio.Task[None], str] = {}
        self._visited: set[str] = set()
        self._sweeps = (tools.keeping.sweep, *sweeps)
        self._left_alone = frozenset[str]()
        self._aside: dict[str, tuple[datetime, int]] = {}  # until when, and how often in a row
        self._problems: deque[tuple[str, str]] = deque(maxlen=50)
        self._filed = self._versions = self._pending = 0
        self._halted: str | None = None
        self._since: datetime | None = None
        self._sweep: datetime | None = None
        self._listened: datetime | None = None  # until when hubs' calls were heard
        # archive and daybook are plain blocking code: one writer thread keeps the loop free and writes in order
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="filing")
        self._visiting = Visiting(tools, asking, self._sources, interval=interval, jitter=jitter, do=self._do)
        self._watching = Watching(tools, sources, do=self._do)

    def progress(self) -> Progress:
        """How far it has come since it started; safe to call from any thread."""
        known = [self._states.get(feed) for feed in self._feeds]
        tried = [state for state in known if state and state.feed in self._visited]
        return Progress(
            feeds=len(self._feeds),
            reached=sum(1 for state in tried if not state.problem),
            failed=sum(1 for state in tried if state.problem),
            filed=self._filed,
            versions=self._versions,
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
        if self._sweep is None or now >= self._sweep:
            self._sweep = now + _SWEEP_EVERY  # first: a sweep that fails must not be all that is ever tried
            for sweep in self._sweeps:
                await self._do(sweep, now)
        self._left_alone = await self._do(self._tools.left_alone)
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
                    await self._not_asked(page, f"failed here: {error}", now)
                else:
                    await self._put_off(page, f"failed here: {error}", now)

    def _lying_aside(self, now: datetime) -> frozenset[str]:
        """Feeds and hosts whose work failed here a moment ago."""
        return frozenset(name for name, (until, _) in self._aside.items() if until > now)

    async def _end(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        with contextlib.suppress(WarraqError):
            await self._watching.end(self._tools.clock.now())
        await asyncio.to_thread(self._writer.shutdown)

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
        free = max(self._places // 2, 1) - sum(1 for name in busy if name in self._feeds)
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
            self._start(feed.id, self._guarded(feed.id, self._visit(feed)))
            free -= 1

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
        before = self._states.get(feed.id)
        visit = await self._visiting.visit(feed, before)
        self._visited.add(feed.id)
        now = self._tools.clock.now()
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
                assignment.host, self._guarded(assignment.host, self._page(assignment), page=assignment)
            )
        return bool(due)

    def _reads(self, source: str) -> bool:
        return source in self._sources and source not in self._left_alone

    async def _page(self, assignment: Assignment) -> None:
        entry, now = assignment.entry, self._tools.clock.now()
        if (clean := urls.clean(entry.url)) is None:
            await self._settle(assignment, EntryState.REFUSED, reason="not a web address")
            return
        if (held := await self._do(self._held, assignment, clean)) is not None:
            await self._settle(assignment, EntryState.FILED, article=held)
            return
        answer = await self._asking.ask(Request(clean))
        match answer.outcome:
            case Fetched(capture=capture):
                await self._file(assignment, capture, answer)
            case Waiting(until=until):
                await self._not_asked(assignment, "its host is left alone", until)
            case Unknown(reason=reason, until=until):
                await self._not_asked(assignment, reason, until)
            case Failed(reason=reason, offline=True):  # its host's back-off paces the next look
                await self._not_asked(assignment, reason, now + PATIENCE)
            case Disallowed(reason=reason):
                await self._settle(assignment, EntryState.REFUSED, reason=reason)
            case Refused(reason=reason):
                # a name may lead to a private address for an hour (a hotel's portal): not refused for good at once
                await self._put_off(assignment, reason, now)
            case Failed(reason=reason, status=404 | 410):
                await self._settle(assignment, EntryState.FAILED, reason=reason)
            case Failed(reason=reason, retry_after_s=wait):
                await self._put_off(assignment, reason, now, wait)
            case Unchanged():
                await self._put_off(assignment, "HTTP 304 to an unconditional request", now)
            case other:
                await self._put_off(assignment, f"unexpected {type(other).__name__}", now)

    def _held(self, assignment: Assignment, url: str) -> ArticleId | None:
        """The article, if we hold it and the entry says nothing newer (two feeds of a paper list one page)."""
        entry, archive = assignment.entry, self._tools.archive
        found = archive.find(urls.key(url))
        article = archive.article(found) if found is not None else None
        if article is None or article.draft.source != assignment.source:
            return None
        told = entry.updated or entry.published
        newer = told is not None and told.at > (article.changed or article.first_seen)
        feed = self._feeds.get(assignment.feed)
        renamed = filing.renamed(entry, article.draft.title, kind=feed.kind if feed else "feed")
        return None if newer or renamed else article.id

    async def _file(self, assignment: Assignment, capture: Capture, answer: Answer) -> None:
        now, source = self._tools.clock.now(), self._sources[assignment.source]
        media = (capture.header("content-type") or "text/html").split(";")[0].strip().lower()
        if media not in _PAGE_TYPES:
            await self._settle(assignment, EntryState.REFUSED, reason=f"not a page but {media}")
            return
        if owner := self._other_owner(source, answer.url):
            await self._settle(
                assignment, EntryState.REFUSED, reason=f"the page belongs to another paper, {owner}"
            )
            return
        kept = await self._do(lambda: self._tools.keeping.keep(capture, now=now, trail=answer.trail))
        reserved = await self._do(self._tools.reserved, source.slug, answer.url)
        try:
            reading = await self._tools.parsers.page(
                capture.body,
                url=answer.url,
                content_type=capture.header("content-type"),
                country=source.country,
                zone=source.zone,
                now=capture.at,
            )
            draft = filing.drafted(
                reading,
                assignment.entry,
                source,
                address=answer.url,
                section=assignment.section,
                capture=kept,
                headers=capture.headers,
                reserved=reserved,
            )
            draft = filing.prepared(draft)
        except Unreadable as error:
            await self._put_off(assignment, str(error), now)
            return
        cause = await rereading.cause(self._tools, self._do, draft, assignment=assignment, source=source)
        seen = {} if cause is None else {0: cause}
        (filed,) = await self._do(lambda: self._tools.archive.file([draft], now=now, seen=seen))
        self._filed += filed.outcome is Outcome.NEW
        self._versions += filed.outcome is Outcome.VERSION
        self._watching.filed(assignment.feed, assignment.source, filed.outcome, now=now)
        await self._settle(assignment, EntryState.FILED, article=filed.id)

    def _other_owner(self, source: Source, url: str) -> str | None:
        """The other paper of the edition whose site this is, if it is not this paper's own."""
        owners = self._sites.get(urls.site(url), frozenset())
        return None if not owners or source.slug in owners else min(owners)

    async def _put_off(
        self, assignment: Assignment, reason: str, now: datetime, wait_s: float | None = None
    ) -> None:
        if assignment.attempts + 1 >= MAX_ATTEMPTS:
            self._problem(assignment.entry.url, reason)
            await self._settle(assignment, EntryState.FAILED, reason=reason)
            return
        pause = min(_FIRST_RETRY * 3**assignment.attempts, _LONGEST_RETRY)
        due = now + max(pause, timedelta(seconds=wait_s or 0))
        await self._settle(assignment, EntryState.PENDING, reason=reason, due=due)
        if assignment.attempts == 0:
            self._problem(assignment.entry.url, reason)

    async def _not_asked(self, assignment: Assignment, reason: str, until: datetime) -> None:
        """Put off without an attempt, unless its site has not let itself be asked for a month."""
        now = self._tools.clock.now()
        if now - assignment.first_seen > _OUTLIVED:
            await self._settle(assignment, EntryState.FAILED, reason=reason)
            return
        least = now + _FIRST_RETRY
        await self._settle(
            assignment, EntryState.PENDING, reason=reason, due=max(until, least), attempted=False
        )

    async def _put_aside(self, assignment: Assignment, now: datetime) -> None:
        """Of a paper that another edition reads, or that wants to be left alone: it must not stand in the way of others."""
        alone = assignment.source in self._left_alone
        why = "wants to be left alone" if alone else "is not read by this edition"
        await self._not_asked(assignment, f"{assignment.source} {why}", now + _ASIDE)

    async def _settle(
        self,
        assignment: Assignment,
        state: EntryState,
        *,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        attempted: bool = True,
    ) -> None:
        now = self._tools.clock.now()
        await self._do(
            lambda: self._tools.daybook.settle(
                assignment.feed,
                assignment.entry.guid,
                state,
                now=now,
                article=article,
                reason=reason,
                due=due,
                attempted=attempted,
            )
        )

    # Small print

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._running[asyncio.create_task(work)] = name

    def _problem(self, what: str, why: str) -> None:
        self._problems.append((what, why))
        log.info("%s: %s", what, why)

    async def _do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, lambda: call(*args, **kwargs))


def _sites(sources: tuple[Source, ...]) -> dict[str, frozenset[str]]:
    """Which papers live on which registrable domain."""
    owners: dict[str, set[str]] = {}
    for source in sources:
        for address in (source.homepage, *(feed.url for feed in source.feeds)):
            if address:
                owners.setdefault(urls.site(address), set()).add(source.slug)
    return {site: frozenset(slugs) for site, slugs in owners.items()}
