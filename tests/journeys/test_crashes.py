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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import RECORDS
from tests.journeys.killed import FILING, INDEXING, OPENING
from tests.lengths import LONG, figure, seeds
from warraq import wiring
from warraq.demopress.server import serve
from warraq.demopress.truth import press
from warraq.newsroom.indexing import Indexing
from warraq.press import Settings, Source, State, chain_hash

ROOT = Path(__file__).resolve().parents[2]
_ATTEMPTS = 4


@dataclass
class Blow:
    """What a process said before it died: what it acknowledged (key -> id, outcome), whether it ended by itself, and
    whether it was filing when it died."""

    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    ended: bool = False
    filing: bool = False

    def hear(self, line: str) -> bool:
        """Note a line; whether it acknowledges something."""
        if line == f"{FILING}\n":
            self.filing = True
        self.ended = self.ended or line == "done\n"
        if not line.startswith("[") or not line.endswith("\n"):
            return False
        self.filing = False
        self.acknowledged.update({key: (number, outcome) for number, key, outcome in json.loads(line)})
        return True


def struck(arguments: list[str], seed: int, *, database: str | None = None) -> Blow:
    """Run the process and kill -9 it at a seeded point: of twenty seeds one while its house is opened, one in its first
    filing, four while the index is written, four the moment something is acknowledged, the others a little later."""
    chance = random.Random(seed)
    after, pause_s = chance.randrange(0, 28), chance.uniform(0, 0.03)
    place = {2: OPENING, 12: FILING}.get(seed % 20) or (INDEXING if seed % 5 == 1 else None)
    if place in (OPENING, FILING):
        after = -1
    if place == OPENING:
        pause_s *= 20  # to open a new house takes some tenths of a second
    if seed % 5 == 0:
        pause_s = 0.0
    blow, count = Blow(), 0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.killed", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"KILLED_DATABASE": database or ""},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            count += blow.hear(line)
            if count > after and (place is None or line == f"{place}\n"):
                time.sleep(pause_s)  # the point inside the next transaction is part of the seed
                process.kill()
                break
        for line in process.stdout.read().splitlines(keepends=True):
            blow.hear(line)  # what was said between the last line read and the kill
    return blow


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


def fewer(kind: str, all_of_them: range) -> range:
    """In the short form PostgreSQL is struck once: the long one strikes it as often as SQLite."""
    return all_of_them if LONG or kind == "sqlite" else all_of_them[:1]


@pytest.mark.timeout(36_000)
def test_an_import_survives_kill_9(
    records: Path, tmp_path: Path, kind: str, database: Callable[[], str | None]
) -> None:
    cut_short, filing, tried = 0, 0, fewer(kind, seeds(3, 100))
    for seed in tried:
        for attempt in range(_ATTEMPTS):  # on a busy machine a blow may come too late: it is struck again
            data, url = tmp_path / f"{seed}-{attempt}", database()
            blow = struck(["import", str(data), str(records)], seed, database=url)
            if not blow.ended:
                break
        cut_short, filing = cut_short + (not blow.ended), filing + blow.filing
        held = examine(data, blow.acknowledged, database=url)
        assert held >= len(blow.acknowledged)
        if seed % 5 == 0:  # going on to the end files the rest, and nothing twice
            whole(["import", str(data), str(records)], database=url)
            assert examine(data, blow.acknowledged, database=url) == RECORDS
        shutil.rmtree(data, ignore_errors=True)  # an index may still be merging
    assert cut_short >= len(tried) * 0.8, "the harness must strike while there is work left"
    figure(
        "kill -9 while importing",
        f"{len(tried)} points, {cut_short} cut short, {filing} of them inside a filing: 0 lost, 0 twice",
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
    told, unbroken, filing, tried = 0, 0, 0, fewer(kind, seeds(3, 100))
    for place, seed in enumerate(tried):
        data, url = tmp_path / str(seed), database()
        arguments = ["collect", str(data), str(listed), *demo.private]
        blow = struck(arguments, 1000 + seed, database=url)
        told, unbroken, filing = told + len(blow.acknowledged), unbroken + blow.ended, filing + blow.filing
        examine(data, blow.acknowledged, database=url)
        if place % (25 if LONG else 5) == 0:
            _same_end(arguments, data, url, tmp_path / f"{seed}-undisturbed", database())
        shutil.rmtree(data, ignore_errors=True)  # an index may still be merging
    assert unbroken <= 0.2 * len(tried), "the harness must strike while there is work left"
    assert told > 0
    figure(
        "kill -9 while collecting",
        f"{len(tried) - unbroken} points, {filing} of them inside a filing, {told} articles acknowledged: 0 lost, 0 twice",
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
