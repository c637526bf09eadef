"""A whole Warraq in a temporary folder, an invented press for it to collect, and the two stores that a journey is made on."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.postgres import Server
from warraq import wiring
from warraq.cli import working
from warraq.newsroom.collecting import Collecting
from warraq.press import Backfill, Edition, Settings, Source
from warraq.wiring import House, desks

RECORDS = 1200  # that an import of `records` is made of


@dataclass
class JumpingClock:
    """The machine's clock, which a test may set ahead; pauses are short."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.02))


@dataclass
class Warraq:
    """One data folder, collected as the commands do."""

    house: House
    sources: tuple[Source, ...]
    private: tuple[str, ...]

    async def collect(self) -> Collecting:
        """Once around, through the real fetcher and the real parsing processes, then indexed."""
        async with contextlib.AsyncExitStack() as stack:
            fetcher = desks.fetcher(self.house.settings, private=self.private, clock=self.house.clock)
            stack.push_async_callback(fetcher.close)
            readers = await stack.enter_async_context(desks.parsers(self.house.settings))
            asking = desks.asking(self.house.settings, fetcher, self.house.clock, daybook=self.house.daybook)
            desk = desks.collecting(self.house, asking, readers, Edition("demo", "demo", "UTC", self.sources))
            await desk.run(once=True)
        self.house.indexing().catch_up()
        return desk

    async def backfill(self, wish: Backfill) -> None:
        """A paper's past, to its end, then indexed."""
        house, edition = self.house, Edition("demo", "demo", "UTC", self.sources)
        house.archive.put_sources(self.sources)
        house.pasts.put(wish)
        async with contextlib.AsyncExitStack() as stack:
            fetcher = desks.fetcher(house.settings, private=self.private, clock=house.clock)
            stack.push_async_callback(fetcher.close)
            readers = await stack.enter_async_context(desks.parsers(house.settings))
            asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
            await desks.backfilling(house, asking, readers, edition, only=wish.source).run(once=True)
        house.indexing().catch_up()

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """Once around with every desk but pictures, as often as it is called, in one process's memory of hosts."""
        house, edition = self.house, Edition("demo", "demo", "UTC", self.sources)
        async with contextlib.AsyncExitStack() as stack:
            fetcher = desks.fetcher(house.settings, private=self.private, clock=house.clock)
            stack.push_async_callback(fetcher.close)
            readers = await stack.enter_async_context(desks.parsers(house.settings))
            asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)

            async def around() -> None:
                desk = desks.collecting(house, asking, readers, edition)
                again = desks.revisiting(house, asking, readers, edition, pages=frozenset)
                await working.work(house, asking, desk, once=True, revisiting=again)
                house.indexing().catch_up()

            yield around


@contextlib.asynccontextmanager
async def warraq(
    folder: Path,
    clock: JumpingClock,
    sources: tuple[Source, ...],
    private: tuple[str, ...],
    *,
    pictures: bool = True,
) -> AsyncIterator[Warraq]:
    settings = Settings(
        data=folder, host_delay=timedelta(milliseconds=1), backfill_pause=timedelta(), pictures=pictures
    )
    with wiring.house(settings) as house:
        yield Warraq(replace(house, clock=clock), sources, private)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    """On what the archive stands."""
    return str(request.param)


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest) -> Callable[[], str | None]:
    """The address of a new database at each call; `None`: SQLite in the data folder."""
    if kind == "sqlite":
        return lambda: None
    server: Server = request.getfixturevalue("postgres_server")
    return server.ready


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(RECORDS):
            row = {
                "id": f"r{number}",
                "source": "paper",
                "url": f"http://paper.example/{number}",
                "title": f"عنوان الخبر رقم {number}",
                "text": f"نص الخبر رقم {number} " * 30,
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path
