"""Whatever is wrong with a page, it is read or refused by name: no worker dies of it, fails on it or is kept from the next.

The short form reads some pages of the demo press; WARRAQ_LONG=1 reads 10,000, real pages of the development sets among them.
"""

from __future__ import annotations

import asyncio
import gzip
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.extraction.mutations import mutated
from warraq.demopress.pages import article_page, front_page
from warraq.demopress.papers import papers
from warraq.demopress.truth import press
from warraq.errors import Unreadable
from warraq.extraction.dates import Place
from warraq.newsroom.parsing import Parsers
from warraq.press import StandIn

pytestmark = pytest.mark.timeout(7_200)

LONG = bool(os.environ.get("WARRAQ_LONG"))
COUNT = 10_000 if LONG else 150
SEED = int(os.environ.get("WARRAQ_SEED", "20260310"))
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PLACE = Place(country="eg", zone="Africa/Cairo", now=NOW)
SHARED = Path(__file__).resolve().parents[3] / "shared"
AT_ONCE = 2
EVERY = 4  # page of the real sets


def printed() -> Iterator[bytes]:
    """One article of each layout, and a front page."""
    demo = press(start=NOW)
    for paper in papers():
        truths = demo.at(NOW, paper=paper.slug)
        yield article_page(demo, paper, truths[0], now=NOW, origin="http://127.0.0.1:8790")
        yield front_page(demo, paper, now=NOW)


def real(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.html"))[::EVERY]:
        yield path.read_bytes()
    for path in sorted(folder.rglob("*.html.gz"))[::EVERY]:
        yield gzip.decompress(path.read_bytes())


async def outcome(parsers: Parsers, page: bytes) -> str:
    """What came of it: `read`, or the reason why not."""
    try:
        studied = await parsers.study(
            page, url="https://paper.example/news/412", content_type="text/html", place=PLACE
        )
    except Unreadable as error:
        return str(error)
    found = studied.reading
    assert found.body
    assert found.published is None or found.published.at <= NOW + timedelta(days=1)
    return "read"


def test_no_mutated_page_kills_a_worker_or_keeps_it_busy() -> None:
    originals = [*printed(), *(real(SHARED / "data") if LONG and SHARED.is_dir() else ())]
    counted: Counter[str] = Counter()
    unnamed: list[str] = []

    async def read_all() -> None:
        async with Parsers(count=AT_ONCE) as parsers:
            places = asyncio.Semaphore(2 * AT_ONCE)

            async def one(number: int, page: bytes, how: str) -> None:
                try:
                    said = await outcome(parsers, page)
                finally:
                    places.release()
                kind = StandIn.of(said)
                counted[said if kind is None else kind.name] += 1
                if kind is None and said != "read":
                    unnamed.append(f"{number} ({how}, {len(page)} bytes): {said}")

            async with asyncio.TaskGroup() as group:
                for number, (page, how) in enumerate(mutated(originals, COUNT, seed=SEED)):
                    await places.acquire()
                    group.create_task(one(number, page, how))

    asyncio.run(read_all())
    print(COUNT, "pages:", dict(counted.most_common()))
    assert not unnamed, "\n".join(unnamed)
    assert counted.total() == COUNT
    assert counted["read"] > COUNT // 10
