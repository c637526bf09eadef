"""Three simulated days of three hundred papers and a hundred thousand articles: does anything grow that should not?

The real desk, real reading workers, a real store, real objects, the index following; the papers are simulated, and so
is time. Short: four hours of six papers.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from statistics import linear_regression, median
from urllib.parse import urlsplit

import pytest

from tests.journeys.chaos import WORDS
from tests.lengths import LONG, figure
from tests.newsroom.test_collecting import page
from tests.simulated import Outside, SimulatedClock, SimulatedLoop, lived
from warraq.archives.sql import SqlArchive, SqlDaybook, ledger_of, open_archive, sqlite_url
from warraq.indexes.tantivy import TantivyIndex
from warraq.newsroom.asking import Asking
from warraq.newsroom.collecting import Collecting
from warraq.newsroom.indexing import Indexing
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.tools import Tools
from warraq.objects.folder import FolderObjects
from warraq.ports.daybook import HostState
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Request, Unchanged
from warraq.press import Capture, Feed, Source

START = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
PAPERS = int(os.environ.get("WARRAQ_PAPERS") or (300 if LONG else 6))
HOURS = int(os.environ.get("WARRAQ_HOURS") or (72 if LONG else 4))
DAY_H = 24 if LONG else 2  # the desk is begun anew as often
WARM_H = HOURS // 3  # from then on memory has to be flat
EVERY_MIN = (4, 8, 12, 20, 45)  # 103,140 articles of 300 papers in three days
STAYS_H = 3.0
INTERVAL = timedelta(minutes=15)


def printed(paper: int, hour: float) -> int:
    """How many articles the paper has printed until then; at night (the last six hours of a day) none."""
    day, of_day = divmod(hour, 24)
    each_day = 18 * 60 // EVERY_MIN[paper % 5]
    return int(day) * each_day + min(int(min(of_day, 18) * 60 / EVERY_MIN[paper % 5]), each_day)


def when(paper: int, number: int) -> float:
    """The hour in which the paper printed that number."""
    day, of_day = divmod(number, 18 * 60 // EVERY_MIN[paper % 5])
    return day * 24 + (of_day + 1) * EVERY_MIN[paper % 5] / 60


@dataclass
class Drowsy(SimulatedClock):
    """The desk's longest nap lasts twenty seconds instead of five: done sooner, and a little later at every feed."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(20.0 if seconds == 5.0 else seconds)


@dataclass
class Press:
    """Papers by a formula, so that they themselves hold nothing: `sent` is the edition that each feed's reader holds."""

    clock: SimulatedClock
    sent: dict[int, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def hour(self) -> float:
        return (self.clock.now() - START) / timedelta(hours=1)

    async def fetch(self, request: Request) -> FetchOutcome:
        await asyncio.sleep(0.2)
        parts = urlsplit(request.url)
        paper = int(parts.netloc[5:].partition(".")[0])
        if parts.path == "/robots.txt":
            return Failed("HTTP 404", status=404)
        if parts.path == "/rss":
            return self._feed(paper, request)
        words = f"{WORDS[str(paper % 10)]} المادة {parts.path[1:]} من الصحيفة {paper}"
        body = page(f"خبر {parts.path[1:]} من الصحيفة {paper}", words=words)
        return self._said(request.url, body, ("content-type", "text/html; charset=utf-8"))

    def _feed(self, paper: int, request: Request) -> FetchOutcome:
        now = self.hour()
        last, first = printed(paper, now), printed(paper, max(now - STAYS_H, 0))
        tag = f'"{first}-{last}"'
        unchanged = self.sent.get(paper) == tag
        self.answers["unchanged"] += unchanged
        if request.etag == tag:
            self.answers["304"] += unchanged
            return Unchanged(Capture(request.url, self.clock.now(), 304, (), b""))
        self.sent[paper] = tag
        self.answers["200"] += 1
        rows = []
        for number in range(last - 1, first - 1, -1):
            link = f"http://paper{paper}.example/{number}"
            date = format_datetime(START + timedelta(hours=when(paper, number)))
            rows.append(
                f"<item><title>خبر {number} من الصحيفة {paper}</title><link>{link}</link><guid>{link}</guid>"
                f"<pubDate>{date}</pubDate></item>"
            )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{"".join(rows)}</channel></rss>'
        return self._said(request.url, body.encode(), ("content-type", "application/rss+xml"), ("etag", tag))

    def _said(self, url: str, body: bytes, *headers: tuple[str, str]) -> Fetched:
        return Fetched(Capture(url, self.clock.now(), 200, headers, body))

    async def close(self) -> None:
        return


@dataclass
class Meter:
    """What the process holds, hour by hour: its memory in MB, its descriptors, the largest write-ahead log."""

    log: Path
    rss_mb: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    log_mb: float = 0.0

    def read(self) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.rss_mb.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
        self.files.append(len(os.listdir("/proc/self/fd")))

    def look(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.log_mb = max(self.log_mb, self.log.stat().st_size / 2**20)


async def hauled(
    loop: SimulatedLoop, folder: Path, store: tuple[SqlArchive, SqlDaybook], meter: Meter
) -> Press:
    archive, daybook = store
    clock = Drowsy(loop, START)
    press, objects = Press(clock), FolderObjects(folder / "objects")
    index = TantivyIndex(folder / "index")
    desk_of_index = Indexing(archive, index)

    async def remember(state: HostState) -> None:
        daybook.put_host_state(state)

    async def beside() -> None:
        """The index follows, and what is held is read."""
        for minute in range(5, HOURS * 60 + 1, 5):
            await clock.sleep(300)
            await asyncio.to_thread(desk_of_index.catch_up)
            meter.look()
            if minute % 60 == 0:
                meter.read()

    async with contextlib.AsyncExitStack() as stack:
        parsers = Outside(await stack.enter_async_context(Parsers(count=2)), loop)
        following = asyncio.create_task(beside())
        while (left_h := HOURS + 1 - press.hour()) > 0.01:
            tools = Tools(
                archive,
                daybook,
                Keeping(objects, daybook, days=30),
                parsers,
                clock,
                ledger=ledger_of(archive),
            )
            asking = Asking(
                press,
                clock,
                agent="Warraq",
                delay=timedelta(seconds=2),
                jitter=lambda: 0.5,
                states=daybook.host_states(),
                remember=remember,
            )
            desk = Collecting(tools, asking, sources(), interval=INTERVAL, places=16, jitter=lambda: 0.5)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(DAY_H, left_h) * 3600):
                    await desk.run()
        await following
    await asyncio.to_thread(desk_of_index.catch_up)
    assert index.count() == archive.count()
    index.close()
    return press


def sources() -> tuple[Source, ...]:
    slugs = [f"paper{number}" for number in range(PAPERS)]
    return tuple(
        Source(slug, slug, "eg", "Africa/Cairo", feeds=(Feed(slug, slug, f"http://{slug}.example/rss"),))
        for slug in slugs
    )


@pytest.mark.slow
@pytest.mark.timeout(6 * 3600)
def test_three_days_of_three_hundred_papers_leave_nothing_behind_but_their_articles(
    tmp_path: Path,
    kind: str,
    database: Callable[[], str | None],
) -> None:
    if kind == "postgres" and not LONG:
        pytest.skip("three days of three hundred papers on PostgreSQL are the long form: WARRAQ_LONG=1")
    path = tmp_path / "archive.sqlite3"
    store = open_archive(database() or sqlite_url(path))
    meter = Meter(path.with_name(path.name + "-wal"))
    press = lived(lambda loop: hauled(loop, tmp_path, store, meter))
    try:
        _nobody_starved(store[0], kind)
        _unchanged(press, kind)
        _flat(meter, kind)
    finally:
        store[0].close()


def _nobody_starved(archive: SqlArchive, kind: str) -> None:
    """All that was printed up to an hour before the end is filed, once, each paper's soon after it was printed."""
    late: dict[int, list[float]] = {paper: [] for paper in range(PAPERS)}
    held: dict[int, list[int]] = {paper: [] for paper in range(PAPERS)}
    ids = list(archive.ids())
    for start in range(0, len(ids), 1000):
        for article in archive.articles(ids[start : start + 1000]):
            paper, number = int(article.draft.source[5:]), int(article.draft.url.rsplit("/", 1)[1])
            seen = (article.first_seen - START) / timedelta(hours=1)
            late[paper].append(seen - when(paper, number))
            held[paper].append(number)
    for paper, numbers in held.items():
        assert sorted(numbers) == list(range(len(numbers))), f"paper {paper}: none left out, none twice"
        assert printed(paper, HOURS) <= len(numbers) <= printed(paper, HOURS + 1), f"paper {paper}"
    worst = max(median(lates) for lates in late.values())
    every = sorted(hours for lates in late.values() for hours in lates)
    assert worst <= 2 * INTERVAL / timedelta(hours=1)
    figure(
        f"{HOURS} simulated hours, {PAPERS} papers: nobody starved",
        f"{len(ids)} articles, all that were printed; filed {every[len(every) // 2] * 60:.0f} min after print (median),"
        f" {every[int(len(every) * 0.99)] * 60:.0f} (p99), the slowest paper's median {worst * 60:.0f}",
        bar="every paper's articles filed, median within 30 min",
        store=kind,
    )


def _unchanged(press: Press, kind: str) -> None:
    share = press.answers["304"] / press.answers["unchanged"]
    assert share >= 0.95
    figure(
        "unchanged feeds answered 304",
        f"{share:.1%} of {press.answers['unchanged']} visits",
        bar=">= 95 %",
        store=kind,
    )


def _flat(meter: Meter, kind: str) -> None:
    hours = range(WARM_H, len(meter.rss_mb))
    slope = linear_regression(list(hours), meter.rss_mb[WARM_H:]).slope
    # what a desk holds goes with it: a list that grows with every visit shows in the life of one, not over all of them
    lives = [meter.rss_mb[max(start, WARM_H) : start + DAY_H] for start in range(0, HOURS, DAY_H)]
    steepest = max(linear_regression(list(range(len(life))), life).slope for life in lives if len(life) > 1)
    files = max(meter.files[-3:]) - max(meter.files[WARM_H : WARM_H + 3])
    print("memory by the hour, MB:", " ".join(f"{mb:.0f}" for mb in meter.rss_mb))
    assert files <= 3, meter.files
    assert meter.log_mb <= 64
    if LONG:  # in a few hours Python and SQLite still fill their caches
        assert slope <= 1.0, meter.rss_mb
        assert steepest <= 1.5, meter.rss_mb
    figure(
        "memory, descriptors, write-ahead log",
        f"{slope:+.2f} MB an hour, {steepest:+.2f} in the life of one desk ({meter.rss_mb[WARM_H]:.0f} to {meter.rss_mb[-1]:.0f} MB), {files:+d} descriptors,"
        f" log {meter.log_mb:.0f} MB at most"
        + ("" if kind == "sqlite" else " (PostgreSQL's own is its server's)"),
        bar="<= 1 MB an hour, none leaked, log <= 64 MB",
        store=kind,
    )
