"""Do papers' doors still lead to them? Each front page is looked at once a week, daily while something seems wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from warraq.crawling import doors, urls
from warraq.crawling.doors import Finding
from warraq.errors import Unreadable
from warraq.newsroom.asking import Asking, Unknown, Waiting
from warraq.newsroom.rounds import rounds
from warraq.newsroom.tools import Tools
from warraq.newsroom.writer import Writer
from warraq.ports.fetcher import Failed, Fetched, Request
from warraq.ports.rechecks import DoorState, Doorway, Rechecks
from warraq.press import Capture, Source

log = logging.getLogger(__name__)

# Nothing is said of a door that does not answer unless somebody else answered within this: else it may be our network.
_HEARD = timedelta(minutes=15)
_OF_LATE = timedelta(days=2)
_HEADLINES = 150
_NAP_S = 30.0


class Doorkeeping:
    """The desk that looks at front pages, one at a time, until told to stop (or at all that are due)."""

    def __init__(
        self,
        tools: Tools,
        rechecks: Rechecks,
        asking: Asking,
        sources: tuple[Source, ...],
        *,
        jitter: Callable[[], float],
    ) -> None:
        self._tools = tools
        self._rechecks = rechecks
        self._asking = asking
        self._sources = {one.slug: one for one in sources if one.homepage and urls.clean(one.homepage)}
        self._jitter = jitter
        self._writer = Writer("doorkeeping")
        self._do = self._writer.do

    async def run(self, *, once: bool = False) -> None:
        """Look until cancelled; with `once`, at every door that is due."""
        try:
            await rounds(partial(self._round, once=once), self._tools.clock, log, name="doors", once=once)
        finally:
            await self._writer.end()

    async def _round(self, *, once: bool) -> bool:
        """Look at the door that is longest due; whether, `once`, there was none."""
        now = self._tools.clock.now()
        held = await self._do(self._rechecks.doors)
        for slug in self._sources.keys() - held.keys():
            fresh = doors.first_look(slug, now, spread=self._jitter())
            await self._do(self._rechecks.put_door, fresh)
            held[slug] = fresh
        theirs = self._sources.keys() - await self._do(self._tools.left_alone)
        due = [door for slug, door in held.items() if slug in theirs and doors.is_due(door, now)]
        if not due or self._tools.room.lacking(now):
            if not once:
                await self._tools.clock.sleep(_NAP_S)
            return once
        await self._look(min(due, key=lambda door: (door.due or now, door.source)))
        return False

    async def _look(self, door: Doorway) -> None:
        source = self._sources[door.source]
        home = (await self._do(self._tools.homes)).get(source.slug)
        if home is not None:
            source = replace(source, homepage=home)
        found = await self._found(source, door)
        now = self._tools.clock.now()
        after = doors.after(door, found, now)
        if after.state is not door.state:
            log.warning(
                "the door of %s: %s (%s)", source.slug, after.state.value, after.reason or "well again"
            )
        await self._do(self._rechecks.put_door, after)

    async def _found(self, source: Source, door: Doorway) -> Finding:
        home = urls.clean(source.homepage or "") or ""
        answer = await self._asking.ask(Request(home))
        match answer.outcome:
            case Fetched(capture=capture):
                return await self._read(source, door, home, answer.url, capture)
            case Failed() as outcome:
                return await self._failed(source, door, outcome)
            case Unknown(reason=reason, offline=offline):
                return await self._failed(source, door, Failed(reason, offline=offline))
            case Waiting() if outcome_of_feed := await self._do(self._feeds_fail, source, home):
                return await self._failed(source, door, outcome_of_feed)
            case _:  # its robots, our egress door: nothing about whose it is
                return doors.NOTHING

    async def _failed(self, source: Source, door: Doorway, outcome: Failed) -> Finding:
        if self._asking.cut_off() or not self._asking.heard(_HEARD):
            return doors.NOTHING
        found = doors.failed(outcome)
        alive = found.state is DoorState.DEAD and await self._do(self._feeds_answer, source, door)
        return doors.OPEN if alive else found

    async def _read(
        self, source: Source, door: Doorway, home: str, answered: str, capture: Capture
    ) -> Finding:
        newest = await self._do(lambda: self._tools.archive.newest(limit=_HEADLINES, source=source.slug))
        headlines = [f"{one.title} {one.abstract or ''}" for one in newest]
        try:
            title, text = await self._tools.parsers.front(
                capture.body, content_type=capture.header("content-type")
            )
        except Unreadable:
            return doors.NOTHING
        return doors.page(home, answered, title, text, headlines)

    def _feeds_fail(self, source: Source, home: str) -> Failed | None:
        """How the paper's feeds at the same host failed of late, all of them: they had the host's turn."""
        states = self._tools.daybook.feed_states()
        own = [states[feed.id] for feed in source.feeds if feed.id in states]
        own = [state for state in own if urls.host(state.url) == urls.host(home)]
        since = self._tools.clock.now() - _OF_LATE
        if not own or any(not one.problem or one.tried is None or one.tried < since for one in own):
            return None
        last = own[0]
        return Failed(last.problem or "", status=last.status, offline=last.status is None)

    def _feeds_answer(self, source: Source, door: Doorway) -> bool:
        """Whether any feed of the paper was reached since its front page began to fail (or of late)."""
        since = door.leaning_since or self._tools.clock.now() - timedelta(days=1)
        states = self._tools.daybook.feed_states()
        reached = (states[feed.id].reached for feed in source.feeds if feed.id in states)
        return any(at is not None and at >= since for at in reached)
