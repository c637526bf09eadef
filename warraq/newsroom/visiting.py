"""How is one feed visited? Asked politely, read if it says anything new, its entries noted, its state remembered."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from warraq.crawling import backlog, moving, schedule, troubles
from warraq.crawling.schedule import Read
from warraq.errors import Unreadable
from warraq.newsroom.asking import PATIENCE, Answer, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.tools import Do, Tools
from warraq.ports.daybook import FeedState
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Refused, Request, Unchanged
from warraq.press import Capture, Entry, Feed, FeedReading, Moment, Part, Source, Trouble

log = logging.getLogger(__name__)

NOTHING = FeedReading(title=None, entries=(), reader="sitemap/1")
_MOST_PARTS = 2_000


@dataclass(frozen=True, slots=True)
class Visit:
    """The feed's state after it, and what the operator should hear of it, if anything. `came` is True for a body that was
    read, False for a 304, the trouble for a failure of the paper's; `None` where it was not to blame, or not asked."""

    state: FeedState
    told: str | None = None
    came: Trouble | bool | None = None
    entries: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a part of a sitemap index since it was last read well, at `reached`."""

    changed: Moment | None = None
    etag: str | None = None
    last_modified: str | None = None
    reached: datetime | None = None


@dataclass(slots=True)
class _Brought:
    """What a visit has in hand until its entries are noted: answers to keep, and parts that were read."""

    answers: list[tuple[Capture, tuple[Capture, ...]]]
    held: dict[str, _Held] = field(default_factory=dict)


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
        self._unwritten: dict[
            str, FeedState
        ] = {}  # those of which the daybook does not know the last visit yet
        self._parts: dict[tuple[str, str], _Held] = {}  # by feed and address, longest unread first

    async def visit(self, feed: Feed, state: FeedState | None) -> Visit:
        """Visit the feed; `state` is what we know of it, `None` for nothing."""
        if state is None or state.url != feed.url:
            state = FeedState(feed.id, feed.url)
        asked = moving.address(state)
        answer = await self._asking.ask(Request(asked, etag=state.etag, last_modified=state.last_modified))
        now = self._tools.clock.now()
        outcome, digest = answer.outcome, state.digest
        read: Read | str | None = None
        if isinstance(outcome, Waiting):
            return await self._not_asked(state, outcome, now)
        if isinstance(outcome, Disallowed):
            outcome = Refused(outcome.reason)
        if isinstance(outcome, Unknown):
            outcome = Failed(outcome.reason, offline=outcome.offline)
        if isinstance(outcome, Fetched):
            digest = hashlib.sha256(outcome.capture.body).hexdigest()
            if digest != state.digest:
                read = await self._read(feed, state, outcome.capture, now, trail=answer.trail)
                digest = state.digest if isinstance(read, str) else digest
        if isinstance(outcome, Failed) and outcome.offline and self._asking.cut_off():
            # our own network is down: the feed is not to blame, and is tried again as soon as it may work
            return Visit(replace(state, due=now + PATIENCE, tried=now, problem=outcome.reason))
        state = _moved(state, answer, asked=asked, now=now, readable=not isinstance(read, str))
        if isinstance(outcome, Failed) and asked != feed.url:
            # what its new address says is no last word on the feed: the old one is asked again
            outcome = replace(outcome, status=None if outcome.status == 410 else outcome.status)
        state = schedule.after_visit(
            state,
            outcome,
            now=now,
            interval=self._interval,
            jitter=self._jitter(),
            read=read if isinstance(read, Read) else None,
            unreadable=read if isinstance(read, str) else None,
        )
        if isinstance(read, Read) and read.reading.parts:
            # the index may stay the same while its parts do not: it is to be answered and read whole
            state, digest = replace(state, etag=None, last_modified=None), None
        state = replace(state, digest=digest)
        await self._remember(state)
        if self._tools.hubs is not None and state.problem is None:
            fresh = isinstance(read, Read) and isinstance(outcome, Fetched)
            said = (read.reading, outcome.capture) if fresh else (None, None)  # type: ignore[union-attr]
            await self._tools.hubs.heard(feed, *said, now=now, do=self._do)
        return Visit(state, state.problem, _came(state, outcome), read.fresh if isinstance(read, Read) else 0)

    async def _not_asked(self, state: FeedState, waiting: Waiting, now: datetime) -> Visit:
        """Due when its host is, and nothing is known that was not known before."""
        told = None
        if state.problem is None:
            told = f"its host is left alone until {waiting.until:%Y-%m-%d %H:%M} UTC"
            state = replace(state, problem=told)
        state = replace(state, due=waiting.until)
        await self._remember(state)
        return Visit(state, told)

    async def _remember(self, state: FeedState) -> None:
        """A feed that said nothing new is not written down, but with all the others when `write` is called."""
        told = self._told.get(state.feed)
        if told is not None and _but_for_times(told, state) == state:
            self._unwritten[state.feed] = state
            return
        await self._do(lambda: self._tools.daybook.put_feed_state(state))
        self._told[state.feed] = state
        self._unwritten.pop(state.feed, None)

    async def write(self) -> None:
        """Write down when unchanged feeds were visited, all in one transaction. Raises: ArchiveError; then they are
        written the next time."""
        states = self._unwritten.copy()
        await self._do(lambda: self._tools.daybook.put_feed_states(tuple(states.values())))
        self._told.update(states)
        self._unwritten = {
            feed: state for feed, state in self._unwritten.items() if state is not states.get(feed)
        }

    async def _read(
        self, feed: Feed, state: FeedState, capture: Capture, now: datetime, *, trail: tuple[Capture, ...]
    ) -> Read | str:
        """Note the feed's entries; what it said, or the reason if it could not be read. Kept is what listed something new."""
        brought = _Brought([(capture, trail)])
        try:
            reading = await self._reading(feed, capture)
            if reading.parts:
                reading = await self._with_parts(feed, reading, state, now, brought)
        except Unreadable as error:
            return str(error)
        wanted = backlog.wanted(reading, reached=state.reached, now=now)
        fresh = await self._do(lambda: self._tools.daybook.note(feed, wanted, now=now))
        self._hold(
            feed, brought.held
        )  # not before its entries are noted: what was read counts as read for good
        if fresh:
            for answer, before in brought.answers:
                await self._do(partial(self._tools.keeping.keep, answer, now=now, trail=before))
        return Read(replace(reading, entries=wanted), fresh)

    async def _reading(self, feed: Feed, capture: Capture) -> FeedReading:
        """Raises: Unreadable."""
        return await self._tools.parsers.feed(
            capture.body,
            url=capture.url,
            content_type=capture.header("content-type"),
            zone=self._sources[feed.source].zone,
            now=capture.at,
            kind=feed.kind,
        )

    async def _with_parts(
        self, feed: Feed, index: FeedReading, state: FeedState, now: datetime, brought: _Brought
    ) -> FeedReading:
        """What is wanted of the index's parts whose turn it is, read as one; a part that cannot be had is passed over and
        told.

        `parts` of what comes back are those to be looked at again although the index itself may not change.
        Raises: Unreadable if not one part could ever be had.
        """
        known = {url: held for (owner, url), held in self._parts.items() if owner == feed.id}
        read = {url: held.changed for url, held in known.items()}
        chosen, later = backlog.turns(index.parts, read=read, reached=state.reached, now=now)
        # However long a part has to wait, it counts from when it could last be read.
        begun = _Held(reached=state.reached or now - backlog.FIRST_SIGHT + backlog.OVERLAP)
        self._hold(feed, {part.url: begun for part in later if part.url not in known})
        entries: dict[str, Entry] = {}
        again = list(later)
        problem: str | None = None
        for part in chosen:
            held = known.get(part.url, begun)
            try:
                found = await self._part(feed, part, held, brought)
            except Unreadable as error:
                problem = f"its part {part.url}: {error}"
                log.info("%s: %s", feed.id, problem)
                again.append(part)
                self._hold(feed, {part.url: replace(held, changed=None)})
                continue
            wanted = backlog.wanted(found, reached=held.reached, now=now)
            entries.update({entry.guid: entry for entry in wanted})
            again += [part] if part.changed is None else []
        if problem and not brought.held and not any(one.changed for one in known.values()):
            raise Unreadable(problem)
        return replace(index, entries=tuple(entries.values()), parts=tuple(again))

    async def _part(self, feed: Feed, part: Part, held: _Held, brought: _Brought) -> FeedReading:
        """One part of an index, asked for like a feed. Unchanged, it has nothing to say. Raises: Unreadable."""
        now = self._tools.clock.now()
        answer = await self._asking.ask(Request(part.url, etag=held.etag, last_modified=held.last_modified))
        match answer.outcome:
            case Fetched(capture=capture):
                reading = await self._reading(feed, capture)
                if reading.parts:
                    raise Unreadable("a sitemap index inside another is not followed")
                brought.answers.append((capture, answer.trail))
                etag, last_modified = capture.header("etag"), capture.header("last-modified")
                brought.held[part.url] = _Held(part.changed, etag, last_modified, now)
                return reading
            case Unchanged():
                brought.held[part.url] = replace(held, changed=part.changed, reached=now)
                return NOTHING
            case Disallowed(reason=reason) | Refused(reason=reason) | Failed(reason=reason):
                raise Unreadable(reason)
            case Unknown(reason=reason):
                raise Unreadable(reason)
            case Waiting():
                raise Unreadable("its host wants to be left alone")
            case other:
                raise Unreadable(f"unexpected {type(other).__name__}")

    def _hold(self, feed: Feed, held: Mapping[str, _Held]) -> None:
        """Remember parts for the life of this process: lost, they cost a request."""
        for url, one in held.items():
            self._parts.pop((feed.id, url), None)
            self._parts[feed.id, url] = one
        while len(self._parts) > _MOST_PARTS:
            self._parts.pop(next(iter(self._parts)))


def _but_for_times(told: FeedState, state: FeedState) -> FeedState:
    """What was told of a feed, with the times of its last visit."""
    return replace(
        told,
        due=state.due,
        tried=state.tried,
        reached=state.reached,
        status=state.status,
        interval=state.interval,
    )


def _moved(state: FeedState, answer: Answer, *, asked: str, now: datetime, readable: bool) -> FeedState:
    """The state with what the answer tells of the feed's address. A redirect to what is no feed is no move."""
    match answer.outcome:
        case Fetched() | Unchanged() if not readable:
            return moving.forgotten(state)
        case Fetched() | Unchanged():
            return moving.answered(state, asked=asked, url=answer.url, permanent=answer.moved, now=now)
        case Failed(offline=False) | Refused() | Disallowed() if asked != state.url:
            return moving.forgotten(state)
        case _:
            return state


def _came(state: FeedState, outcome: FetchOutcome) -> Trouble | bool:
    found = troubles.trouble(state.stopped or state.problem, status=state.status)
    return found if found is not None else isinstance(outcome, Fetched)
