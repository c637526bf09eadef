"""Three days at a simulated clock, the real desk and a real store: how often is a dead host asked, and what does a feed
that says nothing new cost?
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import tracemalloc
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest

from tests.lengths import LONG, figure
from tests.newsroom.conftest import NOON, HereParsers, StoppedClock
from tests.newsroom.test_collecting import feed, page
from tests.postgres import Server
from warraq.archives.sql import SqlArchive, SqlDaybook, ledger_of, open_archive, sqlite_url
from warraq.newsroom.asking import Asking
from warraq.newsroom.collecting import Collecting
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.room import endless
from warraq.newsroom.tools import Tools
from warraq.objects.memory import MemoryObjects
from warraq.ports.daybook import HostState
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Request, Unchanged
from warraq.press import Capture, Feed, Source

HOURS = 72
LIVING = 8  # papers that print nothing new, one of which once does


class Over(Exception):
    """The simulated time is over."""


@dataclass
class Ending(StoppedClock):
    """A stopped clock that is over at some hour. The desk's own naps (5 s where nothing is due, half a
    second where what is due waits for its host) last longer: it is lazier than it is, and done sooner."""

    end_h: float = HOURS
    looks: Callable[[], None] = lambda: None
    longest_nap_s: float = 60.0

    async def sleep(self, seconds: float) -> None:
        self.looks()
        await super().sleep({5.0: self.longest_nap_s, 0.5: 20.0}.get(seconds, seconds))
        if self.time > NOON + timedelta(hours=self.end_h):
            raise Over


@dataclass
class World:
    """Living papers that answer 304 to whoever holds their validator, a dead host, one that says 503, one that is busy."""

    clock: StoppedClock
    asked: list[tuple[str, str, float]] = field(default_factory=list)  # host, path, hour
    answers: Counter[str] = field(default_factory=Counter)
    edition: int = 1
    living: int = LIVING
    ailing: bool = True  # whether the dead, the ill and the busy one are among them

    async def fetch(self, request: Request) -> FetchOutcome:
        parts = urlsplit(request.url)
        hour = (self.clock.now() - NOON) / timedelta(hours=1)
        self.asked.append((parts.netloc, parts.path, hour))
        await asyncio.sleep(0)
        if parts.netloc == "dead.example":
            return Failed("no route to host", offline=True)
        if parts.netloc == "ill.example":
            return Failed("HTTP 503", status=503)
        if parts.netloc == "busy.example" and parts.path != "/robots.txt":
            return Failed("HTTP 429", status=429, retry_after_s=6 * 3600)
        if parts.path == "/robots.txt":
            return Failed("HTTP 404", status=404)
        if parts.path == "/rss":
            tag = f'"{self.edition}"'
            self.answers["304" if request.etag == tag else "200"] += 1
            if request.etag == tag:
                return Unchanged(Capture(request.url, self.clock.now(), 304, (), b""))
            news = [
                (f"خبر {number}", f"http://{parts.netloc}/{number}") for number in range(1, self.edition + 1)
            ]
            return self._page(request.url, feed(*news), etag=tag, media="application/rss+xml")
        return self._page(request.url, page(f"خبر {parts.path[1:]}"))

    async def close(self) -> None:
        return

    def _page(self, url: str, body: bytes, *, etag: str = "", media: str = "text/html") -> Fetched:
        headers = (("content-type", f"{media}; charset=utf-8"), ("etag", etag))
        return Fetched(Capture(url, self.clock.now(), 200, headers, body))

    def times(self, host: str) -> list[float]:
        return [hour for name, _, hour in self.asked if name == host]


def paper(slug: str, feeds: int) -> Source:
    home = f"http://{slug}.example"
    paths = [f"{home}/rss"] + [f"{home}/rss/{number}" for number in range(1, feeds)]
    each = tuple(Feed(f"{slug}/{number}", slug, path) for number, path in enumerate(paths))
    return Source(slug, slug, "eg", "Africa/Cairo", homepage=home, feeds=each)


def living(many: int) -> tuple[Source, ...]:
    return tuple(paper(f"living{number}", 1) for number in range(many))


async def lived(archive: SqlArchive, daybook: SqlDaybook, world: World, clock: StoppedClock) -> None:
    """The desk's life to the clock's end, as `warraq collect` runs it."""
    tools = Tools(
        archive,
        daybook,
        Keeping(MemoryObjects(), daybook, days=30),
        cast(Parsers, HereParsers()),
        clock,
        endless(),
        ledger_of(archive),
    )
    asking = Asking(
        world,
        clock,
        agent="Warraq",
        delay=timedelta(seconds=2),
        jitter=lambda: 0.5,
        states=daybook.host_states(),
        remember=_remembering(daybook),
    )
    papers = living(world.living)
    if world.ailing:
        papers += (paper("dead", 5), paper("ill", 5), paper("busy", 5))
    desk = Collecting(tools, asking, papers, interval=timedelta(minutes=15), places=8, jitter=lambda: 0.5)
    with pytest.raises(Over):
        await desk.run()


def _remembering(daybook: SqlDaybook) -> Callable[[HostState], Awaitable[None]]:
    async def remember(state: HostState) -> None:
        daybook.put_host_state(state)

    return remember


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SqlArchive, SqlDaybook]]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path / "archive.sqlite3")
    else:
        if not LONG:
            pytest.skip("three days on PostgreSQL take a minute: WARRAQ_LONG=1")
        server: Server = request.getfixturevalue("postgres_server")
        url = server.url(server.create())
    archive, daybook = open_archive(url)
    yield archive, daybook
    archive.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_three_days_of_dead_hosts_and_silent_feeds(store: tuple[SqlArchive, SqlDaybook]) -> None:
    archive, daybook = store
    clock = Ending()
    world = World(clock)
    # a desk that is restarted each day remembers who is to be left alone, and what each feed answered
    for day in range(1, HOURS // 24 + 1):
        clock.end_h = day * 24
        await lived(archive, daybook, world, clock)
    for host in ("dead.example", "ill.example"):
        asked = world.times(host)
        assert 4 <= len(asked) <= 12, f"{host} was asked {len(asked)} times"
    busy = world.times("busy.example")
    feeds = [hour for host, path, hour in world.asked if host == "busy.example" and path != "/robots.txt"]
    assert len(busy) <= 2 * HOURS / 6, "429 with Retry-After holds the whole host, all five feeds of it"
    assert all(later - earlier >= 5.99 for earlier, later in pairwise(feeds)), feeds
    seen = world.answers["200"] + world.answers["304"]
    share = world.answers["304"] / seen
    assert world.answers["200"] == LIVING, "a feed is had whole once, over restarts too"
    assert share >= 0.95
    assert archive.count() == LIVING
    store_name = "sqlite" if archive.store.lite else "postgres"
    figure(
        "asked in 72 simulated hours: dead, 503, 429 for 6 h",
        f"{len(world.times('dead.example'))}, {len(world.times('ill.example'))}, {len(busy)} times",
        bar="<= 12, 12, 24",
        store=store_name,
    )
    figure(
        "unchanged feeds over restarts", f"{share:.1%} of {seen} visits 304", bar=">= 95 %", store=store_name
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_unchanged_feeds_write_nothing_but_one_transaction_an_hour_for_all_of_them(
    tmp_path: Path,
) -> None:
    """Their times, their tallies and the sign of life; no row of the archive's own, and nothing between two hours."""
    path = tmp_path / "archive.sqlite3"
    archive, daybook = open_archive(sqlite_url(path))
    clock = Ending(end_h=2)
    world = World(clock, ailing=False)
    await lived(archive, daybook, world, clock)
    before, answered = held(path), world.answers["304"]
    log = path.with_name(path.name + "-wal").stat().st_size
    writes = Writes(path, clock)
    clock.end_h, clock.looks = 26, writes.look
    await lived(archive, daybook, world, clock)
    after = held(path)
    visits = world.answers["304"] - answered
    assert visits >= LIVING * 4
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= {"feed_states", "feed_days", "counters"}, changed
    # at the start each feed's first answer is written down too, and the papers' states
    hours = [hour for hour in writes.hours if hour > 3]
    assert len({int(hour * 60) // 5 for hour in hours}) <= 24, hours
    assert len(hours) <= 3 * 24, hours
    grown = path.with_name(path.name + "-wal").stat().st_size - log
    print(f"{visits} unchanged visits in a day, {len(hours)} moments of writing, ", end="")
    print(f"{max(grown, 0) / visits:.0f} bytes of log a visit")
    archive.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_visits_leave_nothing_in_memory(tmp_path: Path) -> None:
    """By Python's own count of bytes, which shows what a process's size hides: two kilobytes a visit would be half a
    megabyte an hour of sixty papers, and a desk that is begun anew lets go of them before anybody wonders."""
    archive, daybook = open_archive(sqlite_url(tmp_path / "archive.sqlite3"))
    clock = Ending(end_h=48, longest_nap_s=600.0)
    world = World(clock, living=60, ailing=False)
    weighed: list[tuple[int, int]] = []  # bytes, visits

    def weigh() -> None:
        world.asked.clear()  # the world's own memory
        hour = (clock.now() - NOON) / timedelta(hours=1)
        if (hour >= 15 and not weighed) or (hour >= 46 and len(weighed) == 1):
            gc.collect()
            weighed.append((tracemalloc.get_traced_memory()[0], world.answers["304"]))

    clock.looks = weigh
    tracemalloc.start()  # from the first: what is replaced later was counted when it was made
    try:
        await lived(archive, daybook, world, clock)
    finally:
        tracemalloc.stop()
        archive.close()
    (before, first), (after, last) = weighed
    assert last - first >= 300
    grown = (after - before) / (last - first)
    assert grown <= 250, f"{grown:.0f} bytes a visit, over {last - first} visits"
    figure(
        "memory by visits", f"{grown:+.0f} bytes a visit, {last - first} visits", bar="<= 250 bytes a visit"
    )


class Writes:
    """When, in hours, another connection wrote something: looked at whenever the desk naps."""

    def __init__(self, path: Path, clock: StoppedClock) -> None:
        self.connection, self.clock = sqlite3.connect(path), clock
        self.hours: list[float] = []
        self.last = self.version()

    def version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def look(self) -> None:
        if (now := self.version()) != self.last:
            self.last = now
            self.hours.append((self.clock.now() - NOON) / timedelta(hours=1))


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
        for name in names
        if name != "alembic_version"
    }
    connection.close()
    return found
