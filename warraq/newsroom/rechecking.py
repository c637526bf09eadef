"""Are articles still where their papers printed them, and with the same words? Visited again politely, ever more seldom.

Behind pages, feeds and pictures: a few places of its own, and of a host whose pages are being fetched a turn now and then.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from warraq.crawling import recheck, urls
from warraq.crawling.recheck import Sight
from warraq.errors import ArchiveError, ObjectsError, Unreadable, WarraqError
from warraq.newsroom import filing
from warraq.newsroom.asking import PATIENCE, Answer, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.rounds import rounds
from warraq.newsroom.tools import Tools
from warraq.newsroom.withdrawing import Withdrawing
from warraq.ports.fetcher import Failed, Fetched, Refused, Request, Unchanged
from warraq.ports.rechecks import DoorState, Rechecks, Watch
from warraq.press import Article, Capture, ChangeKind, Entry, Source, State

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_BATCH = 200
_NAP_S = 2.0
# A host whose pages are being fetched is given a visit so often.
_SHARE = timedelta(seconds=60)
_MOST_HOSTS = 2_000
_LONGEST_VALIDATOR = 500
# What is not asked for at all (withheld here, of a paper of another edition or one that opted out, behind a bad door)
# lies aside so long.
_ASIDE = timedelta(days=7)
_NOT_ASKED = timedelta(minutes=30)
_TRIED = timedelta(days=1)
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/plain")


@dataclass(frozen=True, slots=True)
class Look:
    """What one visit said. `until` is when an address that was not asked may be asked; validators come from a page whose
    words are ours."""

    sight: Sight
    reason: str | None = None
    until: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None


class Rechecking:
    """The desk that visits articles again until told to stop (or once around)."""

    def __init__(
        self,
        tools: Tools,
        rechecks: Rechecks,
        asking: Asking,
        sources: tuple[Source, ...],
        *,
        places: int,
        jitter: Callable[[], float],
        pages: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """`pages` names the hosts (name:port) whose pages are being fetched: they come first."""
        self._tools = tools
        self._rechecks = rechecks
        self._asking = asking
        self._sources = {source.slug: source for source in sources}
        self._places = places
        self._jitter = jitter
        self._pages = pages
        self._running: dict[asyncio.Task[None], str] = {}
        self._turns: dict[str, datetime] = {}
        self._shut: frozenset[str] = frozenset()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="rechecking")
        self._withdrawing = Withdrawing(tools.archive, rechecks, tools.clock, look=self.visited, do=self._do)

    async def run(self, *, once: bool = False) -> None:
        """Work until cancelled; with `once`, until everything is followed and nothing is due that can be had."""
        try:
            await rounds(
                partial(self._round, once=once), self._tools.clock, log, name="rechecking", once=once
            )
        finally:
            await self._end()

    async def _round(self, *, once: bool) -> bool:
        now = self._tools.clock.now()
        followed = await self._do(self._follow, now)
        await self._start(now, sharing=not once)
        if self._running:
            done, _ = await asyncio.wait(self._running, timeout=_NAP_S, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                self._running.pop(task)
                task.result()
            return False
        if followed:
            return False
        if once:
            return True
        await self._tools.clock.sleep(_NAP_S)
        return False

    async def _end(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        await asyncio.to_thread(self._writer.shutdown)

    # Following

    def _follow(self, now: datetime) -> int:
        """Watch the articles of the next changes; how many changes."""
        archive = self._tools.archive
        position = self._rechecks.position()
        changes = archive.changes(position, limit=_BATCH)
        if not changes:
            return 0
        filed = [change.article for change in changes if change.kind is ChangeKind.FILED]
        watches = [self._watch(article, now) for article in archive.articles(filed)]
        self._rechecks.follow([one for one in watches if one.host], position=changes[-1].number)
        return len(changes)

    def _watch(self, article: Article, now: datetime) -> Watch:
        since = min(article.at, article.first_seen)
        host = urls.host(article.draft.url)
        due = recheck.first_visit(since, now, spread=self._jitter())
        return Watch(article.id, article.draft.source, host, since, article.first_seen, due)

    # Asking

    async def _start(self, now: datetime, *, sharing: bool) -> None:
        free = self._places - len(self._running)
        if free <= 0 or self._tools.room.lacking(now) or self._asking.cut_off():
            return
        without = frozenset(self._running.values()) | self._asking.waiting()
        busy = self._pages() if sharing else frozenset[str]()
        without |= {host for host in busy if now - self._turns.get(host, now - _SHARE) < _SHARE}
        due = await self._do(lambda: self._rechecks.due(now=now, limit=free, without=without))
        if due:
            doors = await self._do(self._rechecks.doors)
            self._shut = frozenset(
                slug for slug, door in doors.items() if door.state in (DoorState.DEAD, DoorState.HIJACKED)
            )
        for watch in due:
            if len(self._turns) >= _MOST_HOSTS:
                self._turns.clear()
            self._turns[watch.host] = now
            self._running[asyncio.create_task(self._guarded(watch))] = watch.host

    async def _guarded(self, watch: Watch) -> None:
        """One bad article is logged and put off, and never stops the others."""
        try:
            await self._visit(watch)
        except Exception as error:
            log.error(
                "rechecking article %d: %s", watch.article, error, exc_info=not isinstance(error, WarraqError)
            )
            with contextlib.suppress(WarraqError):  # the store itself may be what fails
                due = self._tools.clock.now() + _TRIED
                put_off = replace(watch, due=due, problem=f"failed here: {error}")
                await self._do(self._rechecks.put, put_off)

    async def _visit(self, watch: Watch) -> None:
        seen = await self.visited(watch)
        if seen is not None and recheck.ripe(seen) and not seen.withdrawn:
            await self._withdrawing.judge(seen)

    async def visited(self, watch: Watch) -> Watch | None:
        """The watch after a visit that said something of the article; `None` where nothing was learnt."""
        now = self._tools.clock.now()
        article = await self._do(self._tools.archive.article, watch.article)
        source = self._sources.get(watch.source)
        alone = watch.source in self._shut or watch.source in await self._do(self._tools.left_alone)
        if article is None or source is None or article.state is State.WITHHELD or alone:
            await self._do(self._rechecks.put, replace(watch, due=now + _ASIDE))
            return None
        look = await self._look(watch, article, source)
        now = self._tools.clock.now()
        if look.until is not None:
            await self._do(self._rechecks.put, replace(watch, due=look.until, problem=look.reason))
            return None
        after = recheck.after(watch, look.sight, now, spread=self._jitter(), reason=look.reason)
        if look.sight is Sight.HERE:
            after = replace(after, etag=look.etag, last_modified=look.last_modified)
            # missed twice and withdrawn is by us, also where we were stopped before we could note it
            if article.state is State.WITHDRAWN and (watch.withdrawn or recheck.ripe(watch)):
                await self._withdrawing.came_back(article)
                after = replace(after, withdrawn=False)
        await self._do(self._rechecks.put, after)
        return after

    async def _look(self, watch: Watch, article: Article, source: Source) -> Look:
        url = urls.clean(article.draft.url)
        now = self._tools.clock.now()
        if url is None:
            return Look(Sight.UNASKED, "not a web address", until=now + recheck.YEARLY)
        etag, modified = await self._do(self._validators, watch, article, url)
        answer = await self._asking.ask(Request(url, etag=etag, last_modified=modified))
        match answer.outcome:
            case Fetched(capture=capture):
                if away := await self._do(self._led_away, article, url, answer.url):
                    return Look(*away)
                return await self._read(article, source, capture, answer)
            case Unchanged():
                return Look(Sight.HERE, etag=etag, last_modified=modified)
            case Failed(reason=reason, status=404 | 410):
                return Look(Sight.GONE, reason)
            case Waiting(until=until):
                return Look(Sight.UNASKED, "its host is left alone", until=max(until, now + _NOT_ASKED))
            case Unknown(reason=reason, until=until):
                return Look(Sight.UNASKED, reason, until=max(until, now + _NOT_ASKED))
            case Failed(reason=reason, offline=True):
                return Look(Sight.UNASKED, reason, until=now + PATIENCE)  # its host's back-off paces the next
            case Disallowed(reason=reason) | Refused(reason=reason):
                return Look(Sight.UNASKED, reason, until=now + _ASIDE)
            case Failed(reason=reason):
                return Look(Sight.UNASKED, reason, until=now + _TRIED)
            case other:
                return Look(Sight.UNASKED, f"unexpected {type(other).__name__}", until=now + _TRIED)

    def _validators(self, watch: Watch, article: Article, url: str) -> tuple[str | None, str | None]:
        """Those of the page whose words we hold: as the last visit met them, else as the kept capture has them."""
        if watch.etag or watch.last_modified:
            return watch.etag, watch.last_modified
        if article.draft.capture is None:
            return None, None
        try:
            capture = self._tools.keeping.open(article.draft.capture)
        except (ObjectsError, ArchiveError):
            return None, None  # a damaged capture costs one whole answer
        if capture is None or capture.url != url:
            return None, None
        return _validator(capture, "etag"), _validator(capture, "last-modified")

    def _led_away(self, article: Article, asked: str, answered: str) -> tuple[Sight, str] | None:
        """Whether the address led to another page: the front page, or one that is another article's."""
        if away := recheck.led_away(asked, answered):
            return away
        if urls.key(asked) == urls.key(answered):
            return None
        owner = self._tools.archive.find(urls.key(answered))
        return (
            (Sight.GONE, "it leads to another article") if owner is not None and owner != article.id else None
        )

    # Reading

    async def _read(self, article: Article, source: Source, capture: Capture, answer: Answer) -> Look:
        """What a page that answered says; other words are filed through the ordinary door."""
        media = (capture.header("content-type") or "text/html").split(";")[0].strip().lower()
        if media not in _PAGE_TYPES:
            return Look(Sight.DOUBTFUL, f"not a page but {media}")
        held = article.draft
        try:
            reading = await self._tools.parsers.page(
                capture.body,
                url=answer.url,
                content_type=capture.header("content-type"),
                country=source.country,
                zone=source.zone,
                now=capture.at,
            )
        except Unreadable as error:
            return Look(Sight.DOUBTFUL, str(error))
        if doubt := recheck.doubt(held.title, held.body, reading.title or "", reading.body):
            return Look(Sight.DOUBTFUL, doubt)
        found = Look(
            Sight.HERE, etag=_validator(capture, "etag"), last_modified=_validator(capture, "last-modified")
        )
        if reading.reader != held.reader:
            return found  # an import, or an older extractor of ours: its words differ by our doing, not the paper's
        entry = Entry(
            guid=held.url,
            url=held.url,
            title=held.title,
            authors=held.authors,
            published=held.published,
            updated=held.updated,
            image=held.image,
        )
        reserved = await self._do(self._tools.reserved, source.slug, answer.url)
        draft = filing.prepared(
            filing.drafted(
                reading,
                entry,
                source,
                address=answer.url,
                section=held.section,
                capture=held.capture,
                headers=capture.headers,
                reserved=reserved,
            )
        )
        if draft.fingerprint != held.fingerprint or draft.robots != held.robots:
            now = self._tools.clock.now()
            kept = await self._do(lambda: self._tools.keeping.keep(capture, now=now, trail=answer.trail))
            await self._do(lambda: self._tools.archive.file([replace(draft, capture=kept)], now=now))
        return found

    async def _do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, lambda: call(*args, **kwargs))


def _validator(capture: Capture, name: str) -> str | None:
    """The validator a server gave; one too long to be one is not kept a quarter of a million times."""
    value = capture.header(name)
    return value if value and len(value) <= _LONGEST_VALIDATOR else None
