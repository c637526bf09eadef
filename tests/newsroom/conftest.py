"""Fakes behind every port, for the desks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.errors import Unreadable
from warraq.extraction import front
from warraq.extraction.dates import Place
from warraq.extraction.page import Known, Studied, study
from warraq.feeds import discovery, past
from warraq.feeds import read as read_feed
from warraq.feeds.discovery import Named
from warraq.feeds.past import PastReading
from warraq.indexes.memory import MemoryIndex
from warraq.newsroom.keeping import Keeping
from warraq.objects.memory import MemoryObjects
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Moved, Request
from warraq.press import Capture, FeedKind, FeedReading

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@dataclass
class StoppedClock:
    """Time that moves only when somebody sleeps, or a test says so."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def pass_by(self, **delta: float) -> None:
        self.time += timedelta(**delta)


@dataclass
class Web:
    """A fetcher that answers from a table and notes when it was asked, and how many at once a host."""

    clock: StoppedClock
    pages: dict[str, Callable[[], FetchOutcome]] = field(default_factory=dict)
    asked: list[tuple[str, float]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)  # what was posted
    held: list[tuple[str, str | None, str | None]] = field(default_factory=list)  # with which ETag and date
    open: int = 0
    most: int = 0

    async def fetch(self, request: Request) -> FetchOutcome:
        self.asked.append((request.url, self.clock.now().timestamp()))
        self.held.append((request.url, request.etag, request.last_modified))
        if request.form is not None:
            self.forms.append(dict(request.form))
        self.open += 1
        self.most = max(self.most, self.open)
        await asyncio.sleep(0)
        self.open -= 1
        found = self.pages.get(request.url)
        return found() if found else Failed("HTTP 404", status=404)

    async def close(self) -> None:
        return

    def says(self, url: str, body: bytes = b"hello", *, media: str = "text/html; charset=utf-8") -> None:
        headers = (("content-type", media),)
        self.pages[url] = lambda: Fetched(Capture(url, self.clock.now(), 200, headers, body))

    def moves(self, url: str, to: str, *, permanent: bool = True) -> None:
        self.pages[url] = lambda: Moved(to, permanent, Capture(url, self.clock.now(), 301, (), b""))

    def fails(self, url: str, outcome: Failed) -> None:
        self.pages[url] = lambda: outcome


@dataclass
class HereParsers:
    """Reads feeds and pages in this process: the same readers, without the worker processes."""

    refuse: set[str] = field(default_factory=set)
    read: list[tuple[str, datetime]] = field(default_factory=list)  # what, and the `now` it was read against

    async def feed(
        self,
        data: bytes,
        *,
        url: str,
        content_type: str | None,
        zone: str,
        now: datetime,
        kind: FeedKind = "feed",
    ) -> FeedReading:
        self.read.append((url, now))
        if url in self.refuse:
            raise Unreadable("took more than 5 s")
        return read_feed(data, url=url, content_type=content_type, zone=zone, now=now, kind=kind)

    async def past(
        self, data: bytes, *, url: str, content_type: str | None, zone: str, now: datetime
    ) -> PastReading:
        return past.read(data, url=url, content_type=content_type, zone=zone, now=now)

    async def feeds_named(self, data: bytes, *, url: str, content_type: str | None) -> tuple[Named, ...]:
        return discovery.read(data, url=url, content_type=content_type)

    async def study(
        self, data: bytes, *, url: str, content_type: str | None, place: Place, known: Known
    ) -> Studied:
        self.read.append((url, place.now))
        if url in self.refuse:
            raise Unreadable("took more than 5 s")
        return study(data, url=url, content_type=content_type, place=place, known=known)

    async def front(self, data: bytes, *, content_type: str | None) -> tuple[str, str]:
        found = front.read(data, content_type=content_type)
        return found.title, found.text


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def archive() -> MemoryArchive:
    return MemoryArchive()


@pytest.fixture
def daybook() -> MemoryDaybook:
    return MemoryDaybook()


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex()


@pytest.fixture
def objects() -> MemoryObjects:
    return MemoryObjects()


@pytest.fixture
def keeping(objects: MemoryObjects, daybook: MemoryDaybook) -> Keeping:
    return Keeping(objects, daybook, days=30)
