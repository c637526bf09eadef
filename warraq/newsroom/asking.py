"""How do we ask politely? One request at a time a host, robots first, pauses kept, every redirect judged anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from warraq.crawling import politeness, robots, urls
from warraq.ports.clock import Clock
from warraq.ports.daybook import HostState
from warraq.ports.fetcher import Failed, Fetched, Fetcher, FetchOutcome, Limits, Moved, Refused, Request
from warraq.press import Capture, Feed

log = logging.getLogger(__name__)

MAX_HOPS = 5
# A host that wants a longer pause than this is left alone and its work put off, instead of waited for.
PATIENCE = timedelta(seconds=60)
# After so long without any answer from anybody, it is our own network that is down, and no host is to blame.
_SILENCE = timedelta(minutes=2)
# A clock that shows so much less than before was set back.
_SET_BACK = timedelta(minutes=1)
_MOST_HOSTS = 2_000
_ROBOTS = Limits(wire_bytes=2 * 2**20, decoded_bytes=2 * 2**20, deadline_s=20.0)


@dataclass(frozen=True, slots=True)
class Disallowed:
    """The site's robots.txt asks us not to fetch this address."""

    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The host wants to be left alone until then; nothing was asked."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Unknown:
    """The site's robots.txt cannot be had for now, so nothing may be asked. `offline`: nothing was reached at all; `barred`: our
    own door does not open its address."""

    reason: str
    until: datetime
    offline: bool
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking. `url` is the address that answered, redirects followed; `moved` when all were permanent.

    `trail` holds the redirects themselves, in their order.
    """

    outcome: FetchOutcome | Disallowed | Waiting | Unknown
    url: str
    moved: bool = False
    trail: tuple[Capture, ...] = ()


def unasked(outcome: Waiting | Unknown | Failed, *, now: datetime) -> tuple[str, datetime]:
    """Why an address that nobody answered for is to wait, and until when; of `Failed`, what was not reached at all."""
    match outcome:
        case Waiting(until=until):
            return "its host is left alone", until
        case Unknown(reason=reason, until=until):
            return reason, until
        case Failed(reason=reason):
            return reason, now + PATIENCE  # its host's back-off paces the next look


@dataclass(slots=True)
class _Host:
    """One host:port as this process knows it. The lock is the promise of one connection a host."""

    state: HostState
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking_robots: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: robots.Rules | None = None
    astray: int = 0  # how often in a row its robots.txt led from redirect to redirect
    robots_due: datetime | None = (
        None  # its robots.txt stands at another host, which wants to be left alone until then
    )


class Asking:
    """The desk's manners. `remember` stores a host's state when its errors or its wish to wait changed.

    `live` is false where a recording answers: no host is asked, so none is spared and none is blamed.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        clock: Clock,
        *,
        agent: str,
        delay: timedelta,
        jitter: Callable[[], float],
        states: dict[str, HostState] | None = None,
        remember: Callable[[HostState], Awaitable[None]] | None = None,
        live: bool = True,
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._agent = agent
        self._delay = delay
        self._jitter = jitter
        self._remember = remember
        self._live = live
        self._hosts = {name: _Host(state) for name, state in (states or {}).items()}
        self._answered = self._latest = clock.now()
        self._heard: datetime | None = None  # when anybody truly answered
        self._tried: datetime | None = None  # when anybody was asked last
        self._silent: set[str] = set()  # hosts that were not reached since anybody answered

    def _now(self) -> datetime:
        """The clock's time. Where it was set back, what hosts wait for moves with it: each is left alone for as long as it was
        to be, and no longer."""
        now = self._clock.now()
        if (back := self._latest - now) > _SET_BACK:
            for host in self._hosts.values():
                host.state = replace(host.state, due=host.state.due and host.state.due - back)
                host.robots_due = host.robots_due and host.robots_due - back
            self._answered -= back
            self._heard = self._heard and self._heard - back
            self._tried = self._tried and self._tried - back
        self._latest = now
        return now

    def waiting(self) -> frozenset[str]:
        """Hosts that want to be left alone for longer than one waits for them."""
        now = self._now()
        return frozenset(name for name, host in self._hosts.items() if _wait(host.state, now) > PATIENCE)

    def states(self) -> dict[str, HostState]:
        self._now()
        return {name: host.state for name, host in self._hosts.items()}

    def cut_off(self) -> bool:
        """Whether of several hosts nobody at all has answered for a while: our own network is down."""
        return len(self._silent) > 1 and self._now() - self._answered > _SILENCE

    def resting(self) -> bool:
        """Whether our own network is down, and somebody asked just now: once a minute it is tried whether it still is."""
        lately = self._tried is not None and self._now() - self._tried < PATIENCE
        return lately and self.cut_off()

    def heard(self, within: timedelta) -> bool:
        """Whether anybody at all has answered within so long: what fails then is not our own network."""
        return self._heard is not None and self._now() - self._heard <= within

    async def ask(self, request: Request) -> Answer:
        """Fetch, following up to five redirects; robots, pauses and the egress door judge every hop."""
        url, moved, trail = request.url, True, list[Capture]()
        for hop in range(MAX_HOPS + 1):
            rules = await self._rules(url)
            if isinstance(rules, Waiting):
                return Answer(rules, url)
            if rules.unknown is not None:  # nothing is allowed for now, and nothing is given up for good
                unknown = Unknown(rules.unknown, rules.expires, not rules.reached, rules.barred)
                return Answer(unknown, url)
            if not rules.allowed(url, self._agent):
                return Answer(Disallowed(f"robots.txt of {urls.host(url)} disallows it"), url)
            asked = replace(request, url=url)
            outcome = await self._once(asked, pause=rules.delay_s)
            if not isinstance(outcome, Moved):
                return Answer(outcome, url, moved=hop > 0 and moved, trail=tuple(trail))
            trail.append(outcome.capture)
            url, moved = outcome.url, moved and outcome.permanent
            if (clean := urls.clean(url)) is None:
                return Answer(Refused(f"redirected to {url[:120]!r}, which is no web address"), url)
            url = clean
        return Answer(Failed(f"more than {MAX_HOPS} redirects"), url)

    async def reachable(self, url: str) -> bool:
        """Whether the host of `url` answers anything at all (asks for its robots.txt)."""
        rules = await self._rules(url)
        return not isinstance(rules, Waiting) and rules.reached

    async def barred(self, url: str) -> str | None:
        """Why our own door does not open the robots.txt of `url`'s site; `None` where it does."""
        rules = await self._rules(url)
        return rules.unknown if not isinstance(rules, Waiting) and rules.barred else None

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the site's robots.txt names, as it names them; none where it cannot be had."""
        rules = await self._rules(url)
        return () if isinstance(rules, Waiting) else rules.sitemaps

    async def signals(self, url: str) -> tuple[str, ...] | None:
        """The Content-Signal lines that the site's robots.txt says to us; `None` where it cannot be had for now."""
        rules = await self._rules(url)
        return None if isinstance(rules, Waiting) or rules.unknown is not None else rules.signals

    async def _rules(self, url: str) -> robots.Rules | Waiting:
        """The host's robots rules, asked for at most once a day; Waiting while whoever has them wants to be left alone."""
        host = self._host(url)
        async with host.asking_robots:
            now = self._now()
            if host.rules is not None and now < host.rules.expires <= now + robots.LIFETIME:
                return host.rules
            if host.robots_due and not politeness.is_due(host.robots_due, now):
                return Waiting(host.robots_due)
            found = await self._fetch_rules(url)
            host.astray = host.astray + 1 if found is None else 0
            if found is None:
                found = robots.astray(host.astray, now=self._now())
            if isinstance(found, Waiting):
                host.robots_due = found.until
            else:
                host.rules = found
            return found

    async def _fetch_rules(self, url: str) -> robots.Rules | Waiting | None:
        """`None` where redirects did not end."""
        address = urljoin(url, "/robots.txt")
        for _ in range(MAX_HOPS + 1):
            outcome = await self._once(Request(address, limits=_ROBOTS, accept="text/plain,*/*;q=0.5"))
            match outcome:
                case Waiting():
                    return outcome
                case Moved(url=target) if clean := urls.clean(target):
                    address = clean
                case Moved(url=target):
                    why = f"robots.txt is redirected to {target[:120]!r}, which is no web address"
                    return robots.Rules(self._now() + robots.UNKNOWN_LIFETIME, unknown=why, barred=True)
                case Fetched(capture=capture):
                    # a large file takes its time: not the loop's
                    rules = await asyncio.to_thread(
                        robots.read, capture.status, capture.body, now=self._now()
                    )
                    return rules.ours()
                case Failed(status=None, reason=reason) | Refused(reason=reason):
                    barred = isinstance(outcome, Refused)
                    unread = robots.read(None, b"", now=self._now())
                    return replace(unread, unknown=reason, barred=barred)
                case Failed(status=int(status), reason=reason) if status < 300:
                    # it broke off: what was not read is no permission
                    broken = robots.read(500, b"", now=self._now())
                    return replace(broken, unknown=f"robots.txt could not be read to its end: {reason}")
                case Failed(status=status):
                    return robots.read(status, b"", now=self._now())
                case _:
                    return robots.read(None, b"", now=self._now())
        return None

    async def _once(self, request: Request, *, pause: float | None = None) -> FetchOutcome | Waiting:
        """One request, when the host's turn has come."""
        if not self._live:
            return await self._fetcher.fetch(request)
        host = self._host(request.url)
        async with host.lock:
            now = self._now()
            if (wait := _wait(host.state, now)) > PATIENCE:
                return Waiting(now + wait)
            if wait:
                await self._clock.sleep(wait.total_seconds())
            outcome = await self._fetcher.fetch(request)
            before, now = host.state, self._now()
            self._tried = now
            if not (isinstance(outcome, Failed | Refused) and getattr(outcome, "offline", True)):
                self._answered = self._heard = now
                self._silent.clear()
            else:
                self._silent.add(host.state.host)
                if self.cut_off():
                    host.state = replace(before, due=now + PATIENCE)
                    return outcome
            delay = max(self._delay, timedelta(seconds=pause or 0))
            host.state = politeness.after_request(
                before, outcome, now=now, delay=delay, jitter=self._jitter()
            )
            if self._remember and (host.state.errors or before.errors):
                await self._remember(host.state)
            return outcome

    def _host(self, url: str) -> _Host:
        name = urls.host(url)
        if name not in self._hosts:
            if len(self._hosts) >= _MOST_HOSTS:
                self._let_go()
            self._hosts[name] = _Host(HostState(name))
        return self._hosts[name]

    def _let_go(self) -> None:
        """Forget the hosts that nobody waits for: a feed of a thousand addresses must not stay in memory for good."""
        now = self._now()
        for name, host in list(self._hosts.items()):
            idle = not (host.lock.locked() or host.asking_robots.locked() or host.state.errors)
            if idle and not _wait(host.state, now):
                del self._hosts[name]


def _wait(state: HostState, now: datetime) -> timedelta:
    """How long the host is still to be left alone."""
    if state.due is None or politeness.is_due(state.due, now):
        return timedelta()
    return state.due - now


async def reachable(asking: Asking, feeds: tuple[Feed, ...], *, within_s: float) -> bool:
    """Whether any of these feeds' hosts answers anything within so many seconds. Decided as soon as one does."""
    hosts = {urls.host(feed.url): feed.url for feed in reversed(feeds)}
    tasks = {asyncio.ensure_future(asking.reachable(url)) for url in hosts.values()}
    pending = tasks
    try:
        async with asyncio.timeout(within_s):
            while pending:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                if any(not task.exception() and task.result() for task in done):
                    return True
    except TimeoutError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return False
