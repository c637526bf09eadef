"""Of what hurt others, row by row: is the figure that each row asks for reached? Those that need real stores, processes or memory."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gzip
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import brotli
import pytest
import sqlalchemy

from tests.lengths import figure
from tests.newsroom.conftest import HereParsers, StoppedClock, Web
from tests.newsroom.test_collecting import WORDS, feed, page
from tests.ports.drafting import NOON, draft
from tests.web.asking import Answer, Reader
from tests.workers import highest_mb
from warraq import wiring
from warraq.archives.sql import sqlite_url
from warraq.cli import running
from warraq.errors import Unreadable
from warraq.newsroom import deciding
from warraq.newsroom.parsing import Parsers
from warraq.press import Decision, DecisionKind, Edition, Feed, Settings, Source
from warraq.wiring import desks

# Bombs

BOMB_MB = 64
_MB = 2**20
# Fetches an honest body, notes what it holds, then fetches each bomb; says what came of it and how much it held at most.
_FETCHING = """
import asyncio, sys
from pathlib import Path
from warraq.fetchers.http import HttpFetcher
from warraq.ports.fetcher import Request
def held(name):
    return int(next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(name)).split()[1])
async def main(port, *names):
    async def look_up(name, _): return ("127.0.0.1",)
    door = HttpFetcher(user_agent="test", private=(f"127.0.0.1/32:{port}",), look_up=look_up)
    print(type(await door.fetch(Request(f"http://paper.example:{port}/honest"))).__name__)
    Path("/proc/self/clear_refs").write_text("5")
    before = held("VmRSS")
    for name in names:
        outcome = await door.fetch(Request(f"http://paper.example:{port}/{name}"))
        print(name, getattr(outcome, "reason", "held as it came"))
    await door.close()
    print((held("VmHWM") - before) / 1024)
asyncio.run(main(*sys.argv[1:]))
"""


@cache
def _zeros(coding: str) -> bytes:
    """64 MB of nothing in as few bytes as can be."""
    return (
        gzip.compress(bytes(64 * _MB), 6) if coding == "gzip" else brotli.compress(bytes(64 * _MB), quality=4)
    )


# name -> its coding, its body, and how often that is sent. Sixteen members are 1 MB that is 1 GB.
BOMBS: dict[str, tuple[str | None, Callable[[], bytes], int]] = {
    "gzip": ("gzip", lambda: _zeros("gzip"), 1),
    "brotli": ("br", lambda: _zeros("br"), 1),
    "members": ("gzip", lambda: _zeros("gzip"), 16),
    "twice": ("gzip", lambda: gzip.compress(_zeros("gzip") * 16, 9), 1),
    "endless": (None, lambda: b"<p>x</p>" * 2**17, 256),
}


async def _bombs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    path = (await reader.readline()).split()[1].decode()[1:]
    while (await reader.readline()).strip():
        pass
    coding, body, times = BOMBS.get(path, (None, lambda: b"hello", 1))
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
    writer.write((head + (f"Content-Encoding: {coding}\r\n" if coding else "") + "\r\n").encode())
    with contextlib.suppress(OSError):
        for _ in range(times):
            writer.write(body())
            await writer.drain()
    writer.close()


async def test_no_bomb_costs_the_process_that_fetches_it_more_than_64_mb() -> None:
    async with await asyncio.start_server(_bombs, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _FETCHING, str(port), *BOMBS, stdout=asyncio.subprocess.PIPE
        )
        said = (await process.communicate())[0].decode().split("\n")
    assert said[0] == "Fetched", "the honest one"
    for name, line in zip(BOMBS, said[1:-2], strict=True):
        # what was packed twice is a small file, whose reader unpacks no more of it than a feed may be large
        said_of = "held as it came" if name == "twice" else ".*(100 times|decoded|sent).*"
        assert re.fullmatch(f"{name} {said_of}", line), line
    grown_mb = float(said[-2])
    assert grown_mb <= BOMB_MB
    figure("bombs", f"{len(BOMBS)} of them, {grown_mb:.0f} MB more at most", bar="RSS +64 MB at most")


# Entities

_IN_OPEN = 0x20
_BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


class Opened:
    """Who opens this file? The kernel tells."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._told = libc.inotify_init1(os.O_NONBLOCK)
        assert libc.inotify_add_watch(self._told, os.fsencode(path), _IN_OPEN) > 0

    def times(self) -> int:
        with contextlib.suppress(BlockingIOError):
            return len(os.read(self._told, 65536)) // 16
        return 0

    def close(self) -> None:
        os.close(self._told)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="who opens a file is told by Linux")
async def test_no_entity_costs_a_worker_a_second_or_100_mb_and_the_canary_file_is_never_opened(
    tmp_path: Path,
) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY", encoding="utf-8")
    opened = Opened(canary)
    doctypes = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{canary.as_uri()}">]>',
        f'<!DOCTYPE r SYSTEM "{canary.as_uri()}">',
        f'<!DOCTYPE r [<!ENTITY % f SYSTEM "{canary.as_uri()}"> %f;<!ENTITY x "y">]>',
        f'<!DOCTYPE r [<!ENTITY l0 "CANARY">{_BILLION}<!ENTITY x "&l9;">]>',
        f'<!DOCTYPE r [<!ENTITY w "{"CANARY" * 100_000}"><!ENTITY x "{"&w;" * 1000}">]>',
    )
    documents = (
        "<rss version='2.0'><channel><title>&x;</title><item><title>&x;</title><link>http://a.example/1</link></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>&x;</title><entry><title>&x;</title><id>1</id></entry></feed>",
        "<rss version='2.0'><channel><title>&x;</title><b></channel></rss>",
        f"<r xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{canary.as_uri()}' parse='text'/>&x;</r>",
    )
    given: dict[str, Any] = {
        "url": "http://a.example/rss",
        "content_type": "text/xml",
        "zone": "UTC",
        "now": NOON,
    }
    longest_s = 0.0
    async with Parsers(count=1) as parsers:
        await parsers.feed(feed(("خبر", "http://a.example/1")), **given)
        before = highest_mb(parsers)
        for doctype in doctypes:
            for document in documents:
                for read in (parsers.feed, parsers.past):
                    data = f'<?xml version="1.0"?>{doctype}{document}'.encode()
                    spent, told = _processor_s(parsers), ""
                    with contextlib.suppress(Unreadable):
                        told = repr(await read(data, **given))
                    longest_s = max(longest_s, _processor_s(parsers) - spent)
                    assert "CANARY" not in told
        grown_mb = highest_mb(parsers) - before
    assert opened.times() == 0
    assert canary.read_text(encoding="utf-8") == "CANARY"
    assert opened.times() == 1, "who looks does see it"
    opened.close()
    assert longest_s <= 1
    assert grown_mb <= 100
    cases = len(doctypes) * len(documents)
    figure(
        "entities",
        f"{cases} documents, each as feed and as list: {longest_s:.2f} s of processor time and {grown_mb:.0f} MB at most, the canary file opened by nobody",
        bar="<= 1 s, <= 100 MB, canary file never read",
    )


def _processor_s(parsers: Parsers) -> float:
    """What its workers have spent. A worker that was killed for an item would have begun anew."""
    spent = 0.0
    for worker in parsers._workers:
        told = Path(f"/proc/{worker._process.pid}/stat").read_text().rpartition(")")[2].split()
        spent += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return spent


# One feed speaking for another


class Over(Exception):
    """The simulated time is over."""


class Ending(StoppedClock):
    """A clock that is over after so many minutes."""

    end: datetime = NOON

    async def sleep(self, seconds: float) -> None:
        await super().sleep({5.0: 60.0}.get(seconds, seconds))
        if self.time > self.end:
            raise Over


def _paper(slug: str) -> Source:
    home = f"http://{slug}.example"
    return Source(slug, slug, "eg", "Africa/Cairo", homepage=home, feeds=(Feed(slug, slug, f"{home}/rss"),))


def _speaking_for(other: str) -> bytes:
    """A feed that says that it is another's, in every word that a feed has for it."""
    home = f"http://{other}.example"
    lies = "".join(
        f"<item><title>كاذب {number}</title><link>{link}</link><guid>{guid}</guid><source url='{home}/rss'>{other}</source>"
        f"<author>{other}</author><pubDate>Tue, 10 Mar 2026 11:{number:02}:00 +0200</pubDate>"
        f"<content:encoded>&lt;p&gt;{WORDS}&lt;/p&gt;</content:encoded></item>"
        for number, (link, guid) in enumerate(
            [
                (f"{home}/1", f"{home}/1"),
                (f"{home}/2?utm_source=x", f"{home}/2"),
                (f"http://www.{other}.example/1#x", "1"),
                (f"{home}/99", f"{home}/99"),
                ("http://liar.example/canonical", f"{home}/1"),
                ("http://liar.example/redirected", f"{home}/2"),
                ("http://liar.example/refreshed", "3"),
            ]
        )
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f'<channel><title>{other}</title><link>{home}</link><atom:link rel="self" href="{home}/rss"/>'
        f'<atom:link rel="hub" href="{home}/hub"/>{lies}</channel></rss>'
    ).encode()


def _lying(web: Web) -> None:
    """What the liar's own pages say."""
    wrong, home = WORDS[::-1], "http://honest.example"
    web.says("http://liar.example/rss", _speaking_for("honest"), media="application/rss+xml")
    told = {
        "canonical": f'<link rel="canonical" href="{home}/1"><meta property="og:url" content="{home}/1">',
        "refreshed": f'<meta http-equiv="refresh" content="0; url={home}/2">',
    }
    for name, more in told.items():
        web.says(f"http://liar.example/{name}", page("كاذب", words=wrong, more=more))
    web.moves("http://liar.example/redirected", f"{home}/2")
    web.says(f"{home}/99", page("لم يذكره أحد"))


def _rows(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what counts all rows."""
    engine = sqlalchemy.create_engine(address)
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    with engine.connect() as reading:
        found = {
            name: [tuple(map(_plain, row)) for row in reading.execute(sqlalchemy.select(table))]
            for name, table in tables.tables.items()
            if name != "counters"
        }
    engine.dispose()
    return found


def _plain(value: Any) -> Any:
    return (
        bytes(value)
        if isinstance(value, memoryview)
        else str(value)
        if isinstance(value, dict | list)
        else value
    )


async def test_a_feed_that_speaks_for_another_changes_no_record_of_it(
    tmp_path: Path,
    kind: str,
    database: Callable[[], str | None],
) -> None:
    url, clock = database(), Ending()
    web, honest, liar = Web(clock), _paper("honest"), _paper("liar")
    listed = [(f"عنوان {number}", f"http://honest.example/{number}") for number in (1, 2, 3)]
    web.says("http://honest.example/rss", feed(*listed), media="application/rss+xml")
    for title, link in listed:
        web.says(link, page(title))

    async def collect(papers: tuple[Source, ...]) -> dict[str, list[tuple[Any, ...]]]:
        clock.end = clock.time + timedelta(minutes=6)
        with wiring.house(Settings(data=tmp_path, database=url, disk_full=1.0)) as opened:
            house = replace(opened, clock=clock)
            asking = desks.asking(house.settings, web, clock, daybook=house.daybook)
            edition = Edition("eg", "مصر", "Africa/Cairo", papers)
            desk = desks.collecting(house, asking, cast(Parsers, HereParsers()), edition, watched=False)
            with pytest.raises(Over):
                await desk.run()
        return _rows(url or sqlite_url(tmp_path / "archive.sqlite3"))

    before = await collect((honest,))
    assert len(before["articles"]) == 3
    # the page of the honest paper says something else by now: who makes us look again must not make us file it
    web.says("http://honest.example/1", page("عنوان 1", words=WORDS + "سطر جديد. "))
    _lying(web)
    after = await collect((honest, liar))
    changed = {name: gone for name, rows in before.items() if (gone := set(rows) - set(after[name]))}
    assert changed == {}
    asked = [address for address, _ in web.asked if address.startswith("http://liar.example/")]
    assert {
        "http://liar.example/rss",
        "http://liar.example/canonical",
        "http://liar.example/redirected",
    } <= set(asked)
    held = sum(map(len, before.values()))
    figure(
        "one feed speaking for another",
        f"7 lies, 0 of {held} rows changed",
        bar="feed A changes 0 records of feed B",
        store=kind,
    )


# Takedown


async def test_a_takedown_reaches_every_door_within_sixty_seconds_what_proxies_keep_included(
    tmp_path: Path,
    kind: str,
    database: Callable[[], str | None],
) -> None:
    """Another process decides, as `warraq decide` or the desk of another instance would; this one had its pages kept."""
    word = "الزنجبيل"
    settings = Settings(
        data=tmp_path,
        database=database(),
        public=True,
        contact="x@y.example",
        address="https://press.example",
    )
    paper = Source(
        "paper",
        "الصحيفة",
        "eg",
        "Africa/Cairo",
        homepage="https://paper.example/",
        permission="mail",
        policy="full",
    )
    with wiring.house(settings) as house, wiring.house(settings) as other:
        house.archive.put_sources((paper,))
        (filed,) = house.archive.file(
            [draft(1, source="paper", title=f"موسم {word}", body=f"نص عن {word}")], now=datetime.now(UTC)
        )
        house.indexing().catch_up()
        app = running.pages(house, Edition("eg", "مصر", "Africa/Cairo", (paper,)))
        async with app.router.lifespan_context(app):
            reader = Reader(app)
            article = f"/paper/{filed.id}"
            doors = (
                article, f"{article}/versions/1", f"{article}/cite.json", "/", "/latest", "/latest/rss", "/rss", "/paper", "/paper/rss",
                f"/search?q={word}", f"/search/rss?q={word}", f"/search.json?q={word}", f"/search.csv?q={word}",
            )  # fmt: skip

            async def told() -> dict[str, Answer]:
                return {door: await reader.get(door, headers={"host": "press.example"}) for door in doors}

            def shown(answers: dict[str, Answer]) -> set[str]:
                return {door for door, answer in answers.items() if f"موسم {word}" in answer.text}

            first = await told()
            assert shown(first) == set(doors), set(doors) - shown(first)
            await told()  # from what is kept
            said = Decision(DecisionKind.WITHHOLD, "أمر محكمة", "الإدارة", article=filed.id)
            deciding.decide(other.bench(), said, now=datetime.now(UTC))
            began, longest_s = time.monotonic(), dict.fromkeys(doors, 0.0)
            while left := shown(await told()):
                for door in left:
                    longest_s[door] = time.monotonic() - began
                assert time.monotonic() - began < 60, left
                await asyncio.sleep(0.2)
            assert (await told())[article].status == 410
    proxies_s = {door: _max_age_s(answer) for door, answer in first.items()}
    assert all(longest_s[door] + proxies_s[door] <= 60 for door in doors), (longest_s, proxies_s)
    figure(
        "takedown",
        f"{len(doors)} doors: {max(longest_s.values()):.1f} s here, {max(longest_s[one] + proxies_s[one] for one in doors):.0f} s with what a"
        " proxy may keep",
        bar="page, search, feeds, API, cache in <= 60 s",
        store=kind,
    )


def _max_age_s(answer: Answer) -> int:
    said = answer.headers.get("cache-control", "")
    return int(said.partition("max-age=")[2].partition(",")[0] or 0)
