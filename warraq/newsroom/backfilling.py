"""How is a paper's past brought in? Slowly, behind what is printed today: its lists read, then their pages, one now and then.

A host is asked with the manners of all requests and on a budget of its own; while its new pages are fetched they come
first. Every address found is remembered before its list is done with, and a page is done with once its article stands, so
that whoever is killed goes on where it was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from warraq.crawling import past as pasts
from warraq.crawling import urls
from warraq.errors import WarraqError
from warraq.newsroom.asking import Asking
from warraq.newsroom.pastlists import Lists
from warraq.newsroom.pastpages import Pages
from warraq.newsroom.rounds import rounds
from warraq.newsroom.tools import Tools
from warraq.newsroom.turns import Turns
from warraq.newsroom.writer import Writer
from warraq.ports.past import Pasts
from warraq.press import Backfill, Past, PastKind, PastState, Source

log = logging.getLogger(__name__)

_SHARE = timedelta(seconds=30)  # a host whose new pages are being fetched gives the past a turn so often
_ENOUGH = 100  # pages that wait: while there are so many, no further list is read
_LOOKED = 20
_NAP_S = 2.0
_SHORTEST_NAP_S = 0.05
_TRIED = timedelta(minutes=10)
_WISHES_FOR = timedelta(seconds=10)
STOPPED = "stopped by a person"


class Backfilling:
    """The desk that fetches pasts until told to stop (or until all that are wished for are had)."""

    def __init__(
        self,
        tools: Tools,
        kept: Pasts,
        asking: Asking,
        sources: tuple[Source, ...],
        *,
        pause: timedelta,
        places: int,
        pages: Callable[[], frozenset[str]] = frozenset,
        shut: Callable[[], frozenset[str]] = frozenset,
        only: str | None = None,
    ) -> None:
        """`pause` is the budget: so long between two requests to a host. `pages` names the hosts whose new pages are being
        fetched; `shut` the papers at whose doors a stranger may be at home. `only`: this paper's past alone."""
        self._tools = tools
        self._kept = kept
        self._asking = asking
        self._sources = {one.slug: one for one in sources if only in (None, one.slug)}
        self._pause = pause
        self._shut = shut
        self._turns = Turns(places=places, share=_SHARE, pages=pages)
        self._writer = Writer("backfilling")
        self._do = self._writer.do
        self._lists = Lists(tools, kept, asking, sources, do=self._do)
        self._pages = Pages(tools, kept, asking, sources, do=self._do)
        self._next: dict[str, datetime] = {}  # by host, and by paper until its lists are looked for
        self._busy: set[str] = set()
        self._asked: dict[str, int] = {}  # pages since the wish, of those that want no more than so many
        self._wishes: dict[str, Backfill] = {}
        self._looked: datetime | None = None

    @property
    def filed(self) -> int:
        """Articles filed since it began."""
        return self._pages.filed

    async def run(self, *, once: bool = False) -> None:
        """Work until cancelled; with `once`, until every past wished for is had, or given up."""
        try:
            around = partial(self._round, once=once)
            await rounds(around, self._tools.clock, log, name="back-fill", once=once)
        finally:
            await self._turns.end()
            await self._writer.end()

    async def _round(self, *, once: bool) -> bool:
        now = self._tools.clock.now()
        open_ = await self._open(now)
        if open_ and not self._tools.room.lacking(now) and not self._asking.resting():
            for backfill in open_:
                await self._start(backfill, now, sharing=not once)
        if self._turns.busy:
            await self._turns.rest(self._tools.clock, more=True, once=once)
            return False
        if once and not await self._open(now, anew=True):
            return True
        await self._tools.clock.sleep(self._nap(now))
        return False

    async def _open(self, now: datetime, *, anew: bool = False) -> list[Backfill]:
        """The wishes to work on: what another process wishes is seen soon."""
        stale = self._looked is None or not timedelta() <= now - self._looked < _WISHES_FOR
        if stale or anew:
            before = self._wishes
            self._wishes, self._looked = await self._do(self._kept.backfills), now
            for slug, one in self._wishes.items():
                if slug in before and before[slug].asked != one.asked:
                    self._asked.pop(slug, None)  # another wish: its limit counts from now on
        wished = [one for one in self._wishes.values() if one.ended is None and one.source in self._sources]
        if not wished:
            return []
        alone = await self._do(self._tools.left_alone) | await self._do(self._shut)
        return [one for one in wished if one.source not in alone]

    def _nap(self, now: datetime) -> float:
        dues = [(due - now).total_seconds() for due in self._next.values() if due > now]
        return min(max(min(dues, default=_NAP_S), _SHORTEST_NAP_S), _NAP_S)

    # One step of one paper

    async def _start(self, backfill: Backfill, now: datetime, *, sharing: bool) -> None:
        if not self._turns.free() or backfill.source in self._busy:
            return
        source = self._sources[backfill.source]
        if not backfill.begun:
            host = urls.host(source.homepage or (source.feeds[0].url if source.feeds else ""))
            if self._is_free(host, now, sharing=sharing):
                self._begin(backfill, host, self._lists.begin(backfill, source), now)
            return
        if await self._had_enough(backfill, now):
            return
        waiting = await self._waiting(backfill.source, now)
        if not waiting and await self._do(self._kept.next_due, backfill.source) is None:
            await self._end(backfill, now)
            return
        for past in waiting:
            if self._is_free(past.host, now, sharing=sharing):
                self._begin(backfill, past.host, self._step(past, backfill, source), now)
                return

    async def _waiting(self, source: str, now: datetime) -> tuple[Past, ...]:
        """Lists come first while few pages wait: what is known is bounded, and what is left can be told."""
        pages = await self._do(self._kept.waiting, source, now=now, limit=_ENOUGH, lists=False)
        if len(pages) >= _ENOUGH:
            return pages[:_LOOKED]
        lists = await self._do(self._kept.waiting, source, now=now, limit=_LOOKED, lists=True)
        return (*lists, *pages[:_LOOKED])

    def _is_free(self, host: str, now: datetime, *, sharing: bool) -> bool:
        if host in self._turns.without(now, sharing=sharing) or host in self._asking.waiting():
            return False
        due = self._next.get(host)
        return due is None or due <= now or due > now + self._pause  # a clock that was set back

    def _begin(self, backfill: Backfill, host: str, work: Coroutine[Any, Any, None], now: datetime) -> None:
        self._busy.add(backfill.source)
        self._turns.begin(host, self._guarded(backfill, host, work), now)

    async def _step(self, past: Past, backfill: Backfill, source: Source) -> None:
        if past.found.kind is not PastKind.PAGE:
            await self._lists.read(past, backfill, source)
            return
        try:
            if await self._pages.page(past, backfill, source) and backfill.source in self._asked:
                self._asked[backfill.source] += 1
        except WarraqError:
            raise
        except Exception as error:
            log.exception("the page %s", past.found.url)
            now = self._tools.clock.now()
            await self._pages.put_off(past, f"failed here: {error}", now)

    async def _guarded(self, backfill: Backfill, host: str, work: Coroutine[Any, Any, None]) -> None:
        """One bad address is logged and put off, and never stops the others."""
        try:
            await work
        except Exception as error:
            log.error(
                "the past of %s: %s", backfill.source, error, exc_info=not isinstance(error, WarraqError)
            )
            self._next[host] = self._tools.clock.now() + min(_TRIED, max(self._pause, timedelta(seconds=5)))
        else:
            self._next[host] = self._tools.clock.now() + self._pause
        finally:
            self._busy.discard(backfill.source)
            self._looked = self._looked if backfill.begun else None

    async def _had_enough(self, backfill: Backfill, now: datetime) -> bool:
        """Whether as many pages were asked for as the operator wants."""
        if backfill.most is None:
            self._asked.pop(backfill.source, None)
            return False
        if backfill.source not in self._asked:
            tally = await self._do(self._kept.tally, backfill.source, since=backfill.asked)
            self._asked[backfill.source] = tally.asked
        if self._asked[backfill.source] < backfill.most:
            return False
        await self._put(replace(backfill, ended=now, problem=None))
        return True

    async def _end(self, backfill: Backfill, now: datetime) -> None:
        tally = await self._do(self._kept.tally, backfill.source, since=backfill.asked)
        nothing = not tally.count(PastState.DONE) and not tally.count(PastState.OUTSIDE)
        why = "no list of its past could be read: name one with --list, or its days with --archive"
        await self._put(replace(backfill, ended=now, problem=why if nothing else None))
        log.info("the past of %s: nothing is left", backfill.source)

    async def _put(self, backfill: Backfill) -> None:
        self._asked.pop(backfill.source, None)
        await self._do(self._kept.put, backfill)
        self._wishes[backfill.source] = backfill


def left(kept: Pasts, backfill: Backfill, *, pause: timedelta) -> pasts.Estimate:
    """What is left of a back-fill, and for how long."""
    return pasts.estimate(kept.tally(backfill.source, since=backfill.asked), pause=pause)
