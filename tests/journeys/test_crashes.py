"""kill -9, wherever it strikes: no acknowledged article is lost or doubled, and the index equals the archive.

The short form strikes at a few seeded points; WARRAQ_LONG=1 strikes at a hundred of each kind, another number at so
many, from WARRAQ_SEED on. On PostgreSQL it is the same, and there the database's server outlives the blow.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.lengths import LONG, figure, seeds
from tests.postgres import Server
from warraq import wiring
from warraq.demopress.server import serve
from warraq.demopress.truth import press
from warraq.newsroom.indexing import Indexing
from warraq.press import Settings, Source, State, chain_hash

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 1200
_ATTEMPTS = 4


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


def struck(
    arguments: list[str], seed: int, *, database: str | None = None
) -> tuple[dict[str, tuple[int, str]], bool]:
    """Run the process and kill -9 it at a seeded point; what it acknowledged (key -> id, outcome), and if it ended."""
    chance = random.Random(seed)
    after, pause_s = chance.randrange(0, 28), chance.uniform(0, 0.03)
    acknowledged: dict[str, tuple[int, str]] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.killed", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"KILLED_DATABASE": database or ""},
    ) as process:
        assert process.stdout is not None
        ended = False
        for count, line in enumerate(process.stdout):
            ended = note(line, acknowledged) or ended
            if count >= after:
                time.sleep(pause_s)  # the point inside the next transaction is part of the seed
                process.kill()
                break
        rest = process.stdout.read()  # what was acknowledged between the last line read and the kill
        for line in rest.splitlines(keepends=True):
            ended = note(line, acknowledged) or ended
    return acknowledged, ended


def note(line: str, acknowledged: dict[str, tuple[int, str]]) -> bool:
    if line.strip() == "done":
        return True
    if line.endswith("\n"):
        acknowledged.update({key: (number, outcome) for number, key, outcome in json.loads(line)})
    return False


def whole(arguments: list[str], *, database: str | None = None) -> None:
    """Run the process to its end."""
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.killed", *arguments],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"KILLED_DATABASE": database or ""},
    )


def examine(data: Path, acknowledged: dict[str, tuple[int, str]], *, database: str | None = None) -> int:
    """After the crash, in a new process of life: everything acknowledged stands, the index follows and is equal."""
    with wiring.house(Settings(data=data, database=database)) as house:
        for key, (number, _) in acknowledged.items():
            assert house.archive.find(key) == number, f"{key} was acknowledged as {number}"
        Indexing(house.archive, house.index).catch_up()
        held = list(house.archive.ids(state=State.VISIBLE))
        assert sorted(house.index.ids()) == held
        assert len(held) == len(set(held)) == house.archive.count()
        for article in held[:: max(len(held) // 20, 1)]:
            previous = None
            for version in house.archive.versions(article):
                assert version.hash == chain_hash(previous, version.draft)
                previous = version.hash
        return house.archive.count()


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


def fewer(kind: str, all_of_them: range) -> range:
    """In the short form PostgreSQL is struck once: the long one strikes it as often as SQLite."""
    return all_of_them if LONG or kind == "sqlite" else all_of_them[:1]


@pytest.mark.timeout(36_000)
def test_an_import_survives_kill_9(
    records: Path, tmp_path: Path, kind: str, database: Callable[[], str | None]
) -> None:
    cut_short, tried = 0, fewer(kind, seeds(3, 100))
    for seed in tried:
        for attempt in range(_ATTEMPTS):  # on a busy machine a blow may come too late: it is struck again
            data, url = tmp_path / f"{seed}-{attempt}", database()
            acknowledged, ended = struck(["import", str(data), str(records)], seed, database=url)
            if not ended:
                break
        cut_short += not ended
        held = examine(data, acknowledged, database=url)
        assert held >= len(acknowledged)
        if seed % 5 == 0:  # going on to the end files the rest, and nothing twice
            whole(["import", str(data), str(records)], database=url)
            assert examine(data, acknowledged, database=url) == RECORDS
        shutil.rmtree(data, ignore_errors=True)  # an index may still be merging
    assert cut_short >= len(tried) * 0.8, "the harness must strike while there is work left"
    figure(
        "kill -9 while importing",
        f"{len(tried)} points, {cut_short} cut short: 0 lost, 0 twice",
        bar="0 acknowledged lost, 0 twice, index equals archive",
        store=kind,
    )


class Press(threading.Thread):
    """The demo press in a thread of this process, so that the killed one finds it again."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ready = threading.Event()
        self.sources: tuple[Source, ...] = ()
        self.private: tuple[str, ...] = ()
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()

    def run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        clock = wiring.SystemClock()
        async with serve(press(start=clock.now()), clock, ports=None) as served:
            # one paper asks for a second between two requests: fifty crashes need not wait for it; another sends away
            # whoever comes first, which is not the same at each crash
            left_out = ("sawari", "baydar")
            self.sources = tuple(source for source in served.sources if source.slug not in left_out)
            self.private = served.private
            self.ready.set()
            await self._ended.wait()

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self.join(10)


@pytest.fixture
def demo() -> Iterator[Press]:
    running = Press()
    running.start()
    assert running.ready.wait(20)
    yield running
    running.end()


@pytest.mark.timeout(36_000)
def test_a_collection_survives_kill_9(
    demo: Press, tmp_path: Path, kind: str, database: Callable[[], str | None]
) -> None:
    listed = tmp_path / "sources.json"
    rows: list[Any] = [asdict(source) for source in demo.sources]
    listed.write_text(json.dumps(rows))
    told, unbroken, tried = 0, 0, fewer(kind, seeds(3, 100))
    for place, seed in enumerate(tried):
        data, url = tmp_path / str(seed), database()
        arguments = ["collect", str(data), str(listed), *demo.private]
        acknowledged, ended = struck(arguments, 1000 + seed, database=url)
        told, unbroken = told + len(acknowledged), unbroken + ended
        examine(data, acknowledged, database=url)
        if place % (25 if LONG else 5) == 0:
            _same_end(arguments, data, url, tmp_path / f"{seed}-undisturbed", database())
        shutil.rmtree(data, ignore_errors=True)  # an index may still be merging
    assert unbroken <= 0.2 * len(tried), "the harness must strike while there is work left"
    assert told > 0
    figure(
        "kill -9 while collecting",
        f"{len(tried) - unbroken} points, {told} articles acknowledged: 0 lost, 0 twice",
        bar="0 acknowledged lost, 0 twice, index equals archive",
        store=kind,
    )


def _same_end(arguments: list[str], data: Path, url: str | None, other: Path, other_url: str | None) -> None:
    """A collection that goes on after a crash comes to the end of one that was never disturbed: as many articles. The press
    prints while we count, so both may look again."""
    undisturbed = [arguments[0], str(other), *arguments[2:]]
    for _ in range(3):
        whole(arguments, database=url)
        whole(undisturbed, database=other_url)
        ends = examine(data, {}, database=url), examine(other, {}, database=other_url)
        if ends[0] == ends[1]:
            break
    assert ends[0] == ends[1] >= 80
    shutil.rmtree(other, ignore_errors=True)
