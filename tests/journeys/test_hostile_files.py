"""Fifteen thousand hostile files in one run, good feeds among them: nobody dies, nothing runs, every good feed is delivered.

Feeds, pages, pictures, subscription lists and archives of the web, each gone wrong in one to four ways (`fuzz.mutating`), are read by
the house's own workers and readers. The short form reads some; WARRAQ_LONG=1 reads 15,000.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from fuzz.door import Door
from fuzz.doors import DOORS
from fuzz.mutating import mutated
from fuzz.seeds import ARTICLE, RSS
from tests.newsroom import pictures as drawn
from tests.workers import highest_mb
from warraq.errors import Unreadable
from warraq.extraction.dates import Place
from warraq.extraction.page import PageReading
from warraq.extraction.sanitise import sanitised
from warraq.newsroom.parsing import Parsers
from warraq.press import Draft, FeedReading

pytestmark = pytest.mark.timeout(14_400)

LONG = bool(os.environ.get("WARRAQ_LONG"))
COUNT = 15_000 if LONG else 240
SEED = int(os.environ.get("WARRAQ_SEED", "20260310"))
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/news/412"
PLACE = Place(country="eg", zone="Africa/Cairo", now=NOW)
AT_ONCE = 2
LARGEST_MB = 512
SLOWEST_S = 5.0
GOOD_EVERY = 20  # items, there is a good feed
_LIVES = re.compile(r"<[A-Za-z/!?]")
# Of ten files: what comes most often in the life of a house comes most often here.
KINDS = ("feeds", "feeds", "feeds", "pages", "pages", "pages", "pictures", "opml", "warc", "sitemaps")
_EXTREMES = {
    "feeds": (b"<rss><channel>" + b"<item>" * 200_000, b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(b"<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;'>" % ((98 + n,) + (97 + n,) * 8) for n in range(9)) + b"]><r>&j;</r>",
              b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 100_000, b"<feed>" + b"<entry><title>" * 90_000),
    "pages": (b"<div>" * 300_000, b"<table><tr><td>" * 60_000, b"<p>" + b"&" * 2_000_000, b"<script>" * 200_000, b"<a href='" * 200_000),
    "pictures": (drawn.bomb(), drawn.text_bomb(), drawn.webp_bomb(), drawn.svg(), drawn.polyglot_gif(), drawn.polyglot_jpeg(), drawn.polyglot_zip()),
    "opml": (b"<opml><body>" + b"<outline>" * 200_000, b"<opml><body>" + b"<outline xmlUrl='http://a.example/' text='x'/>" * 60_000),
    "warc": (b"WARC/1.0\r\n" * 100_000, b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\n"),
    "sitemaps": (b"<urlset>" + b"<url><loc>http://a.example/</loc></url>" * 80_000,),
}  # fmt: skip


@dataclass
class Ran:
    """What came of a run. `slowest_s` is by the clock, from the hand-over of an item to its answer, with two at once."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    good: int = 0
    slowest: tuple[float, str] = (0.0, "")
    highest_mb: float = 0.0


def files() -> Iterator[tuple[str, bytes]]:
    """(kind, bytes): hostile ones by turns, with a good feed in every twenty, `good 7` of number 7."""
    streams = {kind: _stream(DOORS[kind]) for kind in dict.fromkeys(KINDS)}
    for number in range(COUNT):
        if number % GOOD_EVERY == 0:
            yield "good", RSS.replace(b"<guid>1<", b"<guid>%d<" % number)
        yield KINDS[number % len(KINDS)], next(streams[KINDS[number % len(KINDS)]])


def _stream(door: Door) -> Iterator[bytes]:
    yield from _EXTREMES[door.name]
    yield from mutated(door, door.seeds, COUNT, seed=SEED)


async def read(kind: str, data: bytes, parsers: Parsers, darkroom: Parsers) -> object:
    """By the very jobs that the house has it read by. Raises: Unreadable."""
    match kind:
        case "feeds" | "good":
            return await parsers.feed(data, url=URL, content_type=None, zone="Africa/Cairo", now=NOW)
        case "pages":
            return (await parsers.study(data, url=URL, content_type="text/html", place=PLACE)).reading
        case "sitemaps":
            return await parsers.past(data, url=URL, content_type=None, zone="Africa/Cairo", now=NOW)
        case "pictures":
            return await darkroom.ask("picture", data, {})
    outcome = await asyncio.to_thread(
        _timed, kind, data
    )  # what a person hands in is read by the command itself
    if outcome.startswith("refused"):
        raise Unreadable(outcome)
    return outcome


def _timed(kind: str, data: bytes) -> str:
    began = time.thread_time()
    outcome = DOORS[kind].pry(data)
    assert time.thread_time() - began <= SLOWEST_S
    return outcome


def assert_inert(found: object) -> None:
    """What would be filed of it holds no tag."""
    drafts: list[Draft] = []
    if isinstance(found, PageReading):
        drafts = [_draft(found.title, found.body, found.authors)]
    elif isinstance(found, FeedReading):
        drafts = [_draft(one.title, one.content or one.summary, one.authors) for one in found.entries]
    for one in drafts:
        assert not any(_LIVES.search(text) for text in (one.title, one.body, *one.authors))


def _draft(title: str | None, body: str | None, authors: tuple[str, ...]) -> Draft:
    return sanitised(Draft("paper", URL, ("k",), title or "", body or "", "test/1", authors=authors))


def test_hostile_files_kill_nobody_and_every_good_feed_is_delivered() -> None:
    ran = Ran()

    async def run() -> None:
        async with (
            Parsers(count=AT_ONCE, deadline_s=SLOWEST_S) as parsers,
            Parsers(
                count=1,
                deadline_s=SLOWEST_S,
                memory_bytes=400_000_000,  # as the house's own
                jobs="warraq.newsroom.darkroom:JOBS",
            ) as darkroom,
        ):
            places = asyncio.Semaphore(2 * AT_ONCE)

            async def one(number: int, kind: str, data: bytes) -> None:
                began = time.monotonic()
                try:
                    found = await read(kind, data, parsers, darkroom)
                    assert_inert(found)
                    said = "read"
                    if kind == "good":
                        assert isinstance(found, FeedReading)
                        ran.good += [entry.guid for entry in found.entries] == [f"{number}"]
                except Unreadable as error:
                    said = str(error)
                except AssertionError as error:
                    said = f"wrong: {error}"
                finally:
                    places.release()
                    ran.highest_mb = max(ran.highest_mb, highest_mb(parsers, darkroom))
                ran.slowest = max(
                    ran.slowest, (time.monotonic() - began, f"{kind} of {len(data)} bytes: {said[:80]}")
                )
                ran.outcomes[f"{kind}: {'read' if said == 'read' else 'refused'}"] += 1
                if said.startswith(("wrong", "the reader failed")) or "crashed the worker" in said:
                    ran.wrong.append(f"{kind}, {len(data)} bytes {data[:300]!r}: {said}")

            async with asyncio.TaskGroup() as group:
                for number, (kind, data) in enumerate(files()):
                    await places.acquire()
                    good = number // (GOOD_EVERY + 1) * GOOD_EVERY
                    group.create_task(one(good, kind, data))

    asyncio.run(run())
    delivered = -(-COUNT // GOOD_EVERY)
    print(f"{COUNT} hostile files and {delivered} good feeds:", dict(ran.outcomes.most_common()))
    print(f"slowest {ran.slowest[0]:.2f} s ({ran.slowest[1]}); the largest worker {ran.highest_mb:.0f} MB")
    assert not ran.wrong, "\n".join(ran.wrong[:20])
    assert ran.good == delivered
    assert 0 < ran.highest_mb <= LARGEST_MB + 64  # the worker's own code beside the data that is bounded


def test_the_article_and_the_feed_that_are_good_are_read() -> None:
    async def run() -> None:
        async with Parsers(count=1) as parsers:
            assert (await parsers.study(ARTICLE, url=URL, content_type=None, place=PLACE)).reading.body
            found = await parsers.feed(
                RSS, url=URL, content_type=None, zone="UTC", now=NOW + timedelta(hours=1)
            )
            assert len(found.entries) == 1

    asyncio.run(run())
