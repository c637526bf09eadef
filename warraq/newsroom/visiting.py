"""How is one feed visited? Asked politely, read if it says anything new, its entries noted, its state remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from warraq.crawling import schedule
from warraq.errors import Unreadable
from warraq.newsroom.asking import PATIENCE, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.tools import Do, Tools
from warraq.ports.daybook import FeedState
from warraq.ports.fetcher import Failed, Fetched, Refused, Request
from warraq.press import Capture, Feed, Source

_TOLD_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """The feed's state after it, and what the operator should hear of it, if anything."""

    state: FeedState
    told: str | None = None


class Visiting:
    """Visits feeds one at a time; several visits may be under way at once."""

    def __init__(
        self,
        tools: Tools,
        asking: Asking,
        sources: Mapping[str, Source],
        *,
        interval: timedelta,
        jitter: Callable[[], float],
        do: Do,
    ) -> None:
        self._tools = tools
        self._asking = asking
        self._sources = sources
        self._interval = interval
        self._jitter = jitter
        self._do = do
        self._told: dict[str, FeedState] = {}  # feeds' states as the daybook has them

    async def visit(self, feed: Feed, state: FeedState | None) -> Visit:
        """Visit the feed; `state` is what we know of it, `None` for nothing."""
        if state is None or state.url != feed.url:
            state = FeedState(feed.id, feed.url)
        answer = await self._asking.ask(Request(feed.url, etag=state.etag, last_modified=state.last_modified))
        now = self._tools.clock.now()
        outcome, problem, digest = answer.outcome, None, state.digest
        if isinstance(outcome, Waiting):
            return await self._not_asked(state, outcome, now)
        if isinstance(outcome, Disallowed):
            outcome = Refused(outcome.reason)
        if isinstance(outcome, Unknown):
            outcome = Failed(outcome.reason, offline=outcome.offline)
        if isinstance(outcome, Fetched):
            digest = hashlib.sha256(outcome.capture.body).hexdigest()
            if digest != state.digest:
                problem = await self._read(feed, outcome.capture, now, trail=answer.trail)
                digest = state.digest if problem else digest
        if isinstance(outcome, Failed) and outcome.offline and self._asking.cut_off():
            # our own network is down: the feed is not to blame, and is tried again as soon as it may work
            return Visit(replace(state, due=now + PATIENCE, tried=now, problem=outcome.reason))
        state = schedule.after_visit(
            state, outcome, now=now, interval=self._interval, jitter=self._jitter(), unreadable=problem
        )
        state = replace(state, digest=digest)
        await self._remember(state, now)
        return Visit(state, state.problem)

    async def _not_asked(self, state: FeedState, waiting: Waiting, now: datetime) -> Visit:
        """Due when its host is, and nothing is known that was not known before."""
        told = None
        if state.problem is None:
            told = f"its host is left alone until {waiting.until:%Y-%m-%d %H:%M} UTC"
            state = replace(state, problem=told)
        state = replace(state, due=waiting.until)
        await self._remember(state, now)
        return Visit(state, told)

    async def _remember(self, state: FeedState, now: datetime) -> None:
        """A feed that said nothing new is written down once an hour: unchanged, nothing is written."""
        told = self._told.get(state.feed)
        if told is not None and told.tried is not None and now - told.tried < _TOLD_EVERY:
            same_time = replace(
                told, due=state.due, tried=state.tried, reached=state.reached, status=state.status
            )
            if same_time == state:
                return
        await self._do(lambda: self._tools.daybook.put_feed_state(state))
        self._told[state.feed] = state

    async def _read(
        self, feed: Feed, capture: Capture, now: datetime, *, trail: tuple[Capture, ...]
    ) -> str | None:
        """Note the feed's entries; the reason if it could not be read. Kept is what listed something new."""
        source = self._sources[feed.source]
        try:
            reading = await self._tools.parsers.feed(
                capture.body,
                url=capture.url,
                content_type=capture.header("content-type"),
                zone=source.zone,
                now=capture.at,
            )
        except Unreadable as error:
            return str(error)
        if await self._do(lambda: self._tools.daybook.note(feed, reading.entries, now=now)):
            await self._do(lambda: self._tools.keeping.keep(capture, now=now, trail=trail))
        return None
