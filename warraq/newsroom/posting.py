"""How does a message reach its receiver? Signed, through the egress door, again and again for more than a day, then by hand."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from warraq.newsroom import messages, signing
from warraq.newsroom.alerting import BATCH, Alerting
from warraq.newsroom.messages import Wording
from warraq.newsroom.rounds import rounds
from warraq.newsroom.writer import Writer
from warraq.ports.clock import Clock
from warraq.ports.fetcher import (
    Failed,
    Fetched,
    Fetcher,
    FetchOutcome,
    Limits,
    Moved,
    Posted,
    Refused,
    Request,
)
from warraq.ports.watches import Watches
from warraq.press import DIGEST, Message, MessageState, Watch, WatchId, WatchState

log = logging.getLogger(__name__)

# Behind each try that failed; after the last one a message is dead. More than 31 hours in all.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
)
_LONGEST_WAIT = timedelta(hours=24)
# A receiver says that it heard, and nothing else that is of use to us.
_LIMITS = Limits(wire_bytes=64 * 2**10, decoded_bytes=64 * 2**10, deadline_s=15.0)
_GONE = 410
_MOST_DUE = 200
_MOST_AT_ONCE = 4
_MOST_IN_A_TURN = 20
_NAP_S = 5.0  # with a thousand watches, a look costs a quarter of a second
_BIDES_S, _MOST_BIDES = 1.0, 30
_FORGOTTEN = timedelta(days=90)
_SWEPT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a try. `problem` is one clause; `for_good`: another try would come to the same."""

    problem: str | None = None
    for_good: bool = False
    wait: timedelta = timedelta()


@dataclass(slots=True)
class Posting:
    """The desk that rings. `secret` is the house's. A receiver that fails is left alone for a while, whatever waits for it."""

    watches: Watches
    wording: Wording
    fetcher: Fetcher
    clock: Clock
    secret: bytes
    jitter: Callable[[], float] = lambda: 0.0
    _resting: dict[WatchId, tuple[int, datetime]] = field(default_factory=dict)

    async def round(self) -> int:
        """Post what is due, a few receivers at a time, to each in its order; how many were tried. Raises: ArchiveError."""
        now = self.clock.now()
        due = await asyncio.to_thread(self.watches.due, now, limit=_MOST_DUE)
        held = {one.id: one for one in await asyncio.to_thread(self.watches.listed)} if due else {}
        queues: dict[WatchId, list[Message]] = defaultdict(list)
        for message in due:
            rests = self._resting.get(message.note.watch)
            if message.note.watch in held and (rests is None or rests[1] <= now):
                queues[message.note.watch].append(message)
        gate = asyncio.Semaphore(_MOST_AT_ONCE)

        async def through(watch: Watch, queue: list[Message]) -> int:
            async with gate:
                return await self._queue(watch, queue)

        return sum(await asyncio.gather(*(through(held[watch], queue) for watch, queue in queues.items())))

    async def test(self, watch: Watch) -> str | None:
        """Post a message of the type watch.test, with the story told of last; what is wrong, `None` where it arrived.

        Nothing is kept of it. Raises: ArchiveError.
        """
        now = self.clock.now()
        last = next((one for one in self.watches.told(watch.id, limit=2) if one.note.story != DIGEST), None)
        stories = messages.told_of(self.wording, watch, last, now=now) if last else []
        body = messages.written(watch, "watch.test", stories, at=now)
        name = f"msg_{watch.salt[:8]}_test_{int(now.timestamp())}"
        return (await post(self.fetcher, watch, body, name, self.secret, now=now)).problem

    async def _queue(self, watch: Watch, queue: list[Message]) -> int:
        tried = 0
        for message in islice(queue, _MOST_IN_A_TURN):
            tried += 1
            if not await self._one(watch, message):
                break
        return tried

    async def _one(self, watch: Watch, message: Message) -> bool:
        """Try one; whether its receiver may be asked for more."""
        now = self.clock.now()
        body = await asyncio.to_thread(messages.body, self.wording, watch, message, now=now)
        if body is None:
            await self._settle(message, MessageState.TAKEN, now, "what it told of is no longer shown")
            return True
        came = await post(self.fetcher, watch, body, messages.name(watch, message), self.secret, now=now)
        now = self.clock.now()
        if came.problem is None:
            self._resting.pop(watch.id, None)
            await self._settle(message, MessageState.SENT, now, None)
            return True
        log.warning("watch %d: %s (try %d of %d)", watch.id, came.problem, message.tries + 1, len(WAITS) + 1)
        if came.for_good:
            await asyncio.to_thread(self.watches.restate, watch.id, WatchState.PAUSED, problem=came.problem)
        failures = self._resting.get(watch.id, (0, now))[0]
        # no longer than minutes, so that what a person mended is soon seen to be
        self._resting[watch.id] = failures + 1, now + self._spread(WAITS[min(failures, 1)])
        last = message.tries >= len(WAITS)
        wait = timedelta() if last else max(self._spread(WAITS[message.tries]), came.wait)
        await self._settle(
            message, MessageState.DEAD if last else MessageState.WAITING, now + wait, came.problem
        )
        return False

    async def _settle(
        self, message: Message, state: MessageState, due: datetime, problem: str | None
    ) -> None:
        await asyncio.to_thread(self.watches.settle, message, state, due=due, problem=problem)

    def _spread(self, wait: timedelta) -> timedelta:
        """A little longer, so that not all come back at the same moment."""
        return wait * (1 + self.jitter() / 10)


async def post(
    fetcher: Fetcher, watch: Watch, body: bytes, name: str, secret: bytes, *, now: datetime
) -> Came:
    """One try. Only 2xx is an arrival: a redirect is followed by nobody, since it was not what a person named."""
    signed = signing.headers(signing.key(secret, watch.salt), name, body, now=now)
    posted = Posted(body, headers=signed)
    return _came(
        await fetcher.fetch(Request(watch.rule.target or "", accept="*/*", limits=_LIMITS, posted=posted))
    )


def _came(outcome: FetchOutcome) -> Came:
    match outcome:
        case Fetched():
            return Came()
        case Failed(status=status) if status is not None and 200 <= status < 300:
            return Came()  # it heard us; what it said beside that was too much
        case Failed(reason=reason, status=status, retry_after_s=asked):
            wait = min(timedelta(seconds=max(asked or 0.0, 0.0)), _LONGEST_WAIT)
            return Came(reason, for_good=status == _GONE, wait=wait)
        case Refused(reason=reason):
            return Came(reason, for_good=True)
        case Moved(url=url):
            return Came(f"it sends us on to {url[:120]}: name that address, if it is meant", for_good=True)
        case other:
            return Came(f"unexpected {type(other).__name__}")


class Bell:
    """Beside collecting: note what is to be told, and tell it, until told to stop (or, `once`, until nothing is left)."""

    def __init__(self, alerting: Alerting, posting: Posting) -> None:
        self._alerting = alerting
        self._posting = posting
        self._writer = Writer("watches")
        self._swept: datetime | None = None
        self._patience = _MOST_BIDES

    async def run(self, *, once: bool = False) -> None:
        clock = self._alerting.clock
        try:
            await rounds(partial(self._round, once=once), clock, log, name="watches", once=once)
        finally:
            await self._writer.end()
            await self._posting.fetcher.close()

    async def _bides(self) -> bool:
        """`Once`, what finds stories is given some seconds; a later run tells of what it does not reach."""
        if self._patience <= 0 or not await self._writer.do(self._alerting.waits):
            return False
        self._patience -= 1
        await self._alerting.clock.sleep(_BIDES_S)
        return True

    async def _round(self, *, once: bool) -> bool:
        changes = await self._writer.do(self._alerting.step)
        tried = await self._posting.round()
        now = self._alerting.clock.now()
        if self._swept is None or now - self._swept >= _SWEPT:
            self._swept = now
            await self._writer.do(self._alerting.watches.forget, now - _FORGOTTEN)
        if once:
            return not (changes or tried or await self._bides())
        if changes < BATCH:
            await self._alerting.clock.sleep(_NAP_S)
        return False
