"""PostgreSQL itself is killed and started again, while we collect and while we serve: what is lost, what do readers see?

Killed in three ways in turn: SIGKILL to all of it, `immediate`, and SIGKILL to the processes that serve us. Short: three
times each; long: twenty.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.chaos import Origin, Paper, opened
from tests.journeys.test_chaos import START, Drowsy, Hurried, collected
from tests.journeys.test_crashes import examine
from tests.journeys.test_instances import finds, until
from tests.journeys.test_up import ROOT, free_port, get
from tests.lengths import LONG, SEED, figure, points
from tests.ports.drafting import NOON, draft
from tests.postgres import Mortal, absent, mortal
from tests.simulated import SimulatedLoop, lived
from warraq import wiring
from warraq.archives.sql import open_archive
from warraq.crawling import urls
from warraq.press import Draft, Filed, Settings, chain_hash

KILLS = points(3, 20)
HOURS = 12.0 if LONG else 2.0
PAPERS = 12 if LONG else 3
WAYS = ("hard", "immediate", "backend")

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def server() -> Iterator[Mortal]:
    if reason := absent():
        pytest.skip(reason)
    with mortal() as running:
        yield running


@dataclass
class Striking:
    """An archive that kills its own database after so many filings, and knows what it acknowledged."""

    archive: Any
    server: Mortal
    every: int
    acknowledged: dict[str, int] = field(default_factory=dict)
    filings: int = 0
    kills: int = 0
    ways: Iterator[str] = field(default_factory=lambda: cycle(WAYS))
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    blow: threading.Thread | None = None
    loop: SimulatedLoop | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.archive, name)

    def file(self, drafts: Sequence[Draft], *, now: datetime, **given: Any) -> tuple[Filed, ...]:
        self.filings += 1
        if self.kills < KILLS and self.filings % self.every == 0:
            self.kills += 1
            self.blow = threading.Thread(target=self._strike, args=(next(self.ways), self.chance.random()))
            self.blow.start()
        filed: tuple[Filed, ...] = self.archive.file(drafts, now=now, **given)
        self.acknowledged.update({one.keys[0]: found.id for one, found in zip(drafts, filed, strict=True)})
        return filed

    def _strike(self, way: str, chance: float) -> None:
        time.sleep(chance * 0.03)  # within this filing, or one of the next
        assert self.loop is not None
        # While the database is down time is real, or days would pass until it is up.
        down = self.loop.awaiting()
        self.loop.call_soon_threadsafe(down.__enter__)
        self.server.kill(way)
        time.sleep(chance * 0.5)
        self.server.up()
        self.loop.call_soon_threadsafe(lambda: down.__exit__(None, None, None))


@pytest.mark.timeout(7200)
def test_killed_while_we_collect_it_costs_nothing_that_was_acknowledged_and_all_goes_on_by_itself(
    server: Mortal,
) -> None:
    papers = [Paper(f"paper{number}", 15 + 7 * (number % 3), 3.0 + number % 3) for number in range(PAPERS)]
    origin = Origin(
        {paper.slug: paper for paper in papers},
        START,
        lambda: 0.0,
        SEED,
        wrong=0.0,
        wrong_h=0.0,
        prints_h=HOURS,
    )
    archive, daybook = open_archive(server.ready())
    due = set().union(*(origin.due(paper) for paper in papers))
    striking = Striking(archive, server, every=max(len(due) // (KILLS + 1), 1))

    async def life(loop: SimulatedLoop) -> Hurried:
        clock = Drowsy(loop, START)
        striking.loop = loop
        origin.hour = lambda: (clock.now() - START) / timedelta(hours=1)
        return await collected(loop, origin, clock, (striking, daybook), hours=HOURS + 2)  # type: ignore[arg-type]

    try:
        with opened(origin):
            lived(life, flowing=True)
        if striking.blow is not None:
            striking.blow.join(60)
        due = set().union(*(origin.due(paper) for paper in papers))
        assert striking.kills == KILLS
        for key, number in striking.acknowledged.items():
            assert archive.find(key) == number, f"{key} was acknowledged as {number}"
        assert {address for address in due if archive.find(urls.key(address)) is None} == set()
        assert archive.count() == len(due)
        _whole(archive)
    finally:
        archive.close()
    figure(
        "PostgreSQL killed while collecting",
        f"{KILLS} times: {len(striking.acknowledged)} acknowledged, 0 lost, 0 twice; all {len(due)} due filed without hands",
        bar="0 acknowledged lost; recovery without hands",
        store="postgres",
    )


def _whole(archive: Any) -> None:
    changes = archive.changes(0, limit=10**6)
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    for article in archive.ids():
        previous = None
        for version in archive.versions(article):
            assert version.hash == chain_hash(previous, version.draft)
            previous = version.hash


@contextlib.contextmanager
def serving(data: Path, database: str) -> Iterator[int]:
    """`warraq serve` on that database, once it answers; its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "warraq", "serve", "--port", str(port), "--data", str(data)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"WARRAQ_DATABASE": database},
    )
    try:
        until(lambda: status(port, "/") == 200, what="the site answers", seconds=90)
        yield port
        assert process.poll() is None, "the site stands"
    finally:
        process.kill()
        process.wait()


def status(port: int, path: str) -> int | None:
    """`None` where nobody answered, or nothing whole."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        return get(port, path)[0]
    return None


@dataclass
class Readers(threading.Thread):
    """Somebody who reads page after page and notes what is answered, and how long it took."""

    port: int
    answers: Counter[int | None] = field(default_factory=Counter)
    longest_s: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        paths = cycle(("/", "/latest", "/search?q=%D8%AE%D8%A8%D8%B1", "/sources", "/latest/rss", "/healthz"))
        while not self.stop.is_set():
            began = time.monotonic()
            self.answers[status(self.port, next(paths))] += 1
            self.longest_s = max(self.longest_s, time.monotonic() - began)


@pytest.mark.timeout(3600)
def test_killed_while_we_serve_readers_get_kept_pages_or_an_honest_503_and_then_the_site_is_well_again(
    server: Mortal, tmp_path: Path
) -> None:
    database = server.ready()
    settings = Settings(data=tmp_path, database=database)
    acknowledged: dict[str, tuple[int, str]] = {}

    def file(first: int, many: int) -> None:
        with wiring.house(settings) as house:
            drafts = [draft(number, title=f"خبر رقم {number}") for number in range(first, first + many)]
            for one, filed in zip(drafts, house.archive.file(drafts, now=NOON), strict=True):
                acknowledged[one.keys[0]] = (filed.id, "")

    file(0, 50)
    back_s = []
    with serving(tmp_path, database) as port:
        readers = Readers(port)
        readers.start()
        for number, way in zip(range(KILLS), cycle(WAYS), strict=False):
            time.sleep(0.3)
            server.kill(way)
            time.sleep(0.5)
            server.up()
            began = time.monotonic()
            file(1000 + number, 1)
            until(lambda: status(port, "/latest") == 200, what=f"back after {way}")
            back_s.append(time.monotonic() - began)
        until(lambda: finds(port, f"رقم {1000 + KILLS - 1}"), what="what was filed last is found")
        readers.stop.set()
        readers.join(30)
    assert set(readers.answers) <= {200, 304, 503}, readers.answers
    assert readers.answers[200] > 0
    assert readers.longest_s < 15
    assert examine(tmp_path, acknowledged, database=database) == len(acknowledged)
    figure(
        "PostgreSQL killed while serving",
        f"{KILLS} times: {readers.answers[200]} pages, {readers.answers[503]} honest 503, nothing else; longest"
        f" {readers.longest_s:.1f} s; well again {max(back_s):.1f} s after the database at most; 0 lost",
        bar="honest 503 or kept pages; recovery without hands",
        store="postgres",
    )
