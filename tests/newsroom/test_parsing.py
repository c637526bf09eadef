"""Outside bytes are read in workers that may hang, bloat or die: each costs its own item and no more."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.extraction.pages import PARAGRAPHS, TITLE, URL, page
from warraq import feeds
from warraq.errors import Unreadable, WarraqError
from warraq.extraction.dates import Place
from warraq.extraction.page import Known, study
from warraq.extraction.template import EMPTY, learnt, sighted
from warraq.feeds import discovery
from warraq.newsroom.parsing import Parsers
from warraq.press import Layout

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PLACE = Place(country="eg", zone="Africa/Cairo", now=NOW)
ROOT = Path(__file__).resolve().parents[2]
FEED = f"""<rss version="2.0"><channel><title>صحيفة النيل</title><item><title>خبر</title><link>{URL}</link><category>ثقافة</category>
<pubDate>Tue, 10 Mar 2026 09:30:00 +0200</pubDate></item><item><title>بلا رابط</title></item></channel></rss>""".encode()
HEAD = '<meta name="robots" content="noarchive,noindex"><meta property="article:published_time" content="2026-03-09T10:00:00+02:00"><meta name="keywords" content="مكتبات">'


@asynccontextmanager
async def hostile(**options: object) -> AsyncIterator[Parsers]:
    """Parsers whose workers know the hostile jobs instead."""
    async with Parsers(jobs="tests.newsroom.hostile_jobs:JOBS", **options) as parsers:  # type: ignore[arg-type]
        yield parsers


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


async def alive(parsers: Parsers) -> dict[str, int]:
    """That a worker still answers, and which."""
    found: dict[str, int] = await parsers.ask("echo", b"abc", {})
    assert found["size"] == 3
    return found


async def until_gone(*pids: int) -> None:
    """Return once these processes have ended, whoever's children they are."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(10):
        for pid in pids:
            try:
                handle = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            ended = asyncio.Event()
            loop.add_reader(handle, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(handle)
                os.close(handle)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A named pipe by which a hanging job says that it has begun."""
    path = tmp_path / "begun"
    os.mkfifo(path)
    return path


async def test_a_worker_reads_what_the_readers_read() -> None:
    html = page(head=HEAD).encode()
    async with Parsers(count=1) as parsers:
        studied = await parsers.study(html, url=URL, content_type="text/html", place=PLACE)
        listed = await parsers.feed(FEED, url=URL, content_type=None, zone="Africa/Cairo", now=NOW)
    assert (studied.reading.title, studied.reading.body) == (TITLE, "\n".join(PARAGRAPHS))
    assert studied == study(html, url=URL, content_type="text/html", place=PLACE)
    assert listed == feeds.read(FEED, url=URL, content_type=None, zone="Africa/Cairo", now=NOW)
    assert listed.dropped


async def test_a_worker_knows_of_a_source_what_the_desk_knows() -> None:
    html = page(head=HEAD).encode()
    told = "".join(f"<p>{line}</p>" for line in PARAGRAPHS) * 2
    sighting = sighted(EMPTY.repeated, body=[" ".join(f"أخرى{at}" for at in range(40)), PARAGRAPHS[1]])
    template = learnt(EMPTY, sighting, now=NOW)
    other = sighted(EMPTY.repeated, body=[" ".join(f"كلمة{at}" for at in range(40)), PARAGRAPHS[1]])
    known = Known(learnt(template, other, now=NOW).repeated, "cheap", Layout(".article-body"), told)
    async with Parsers(count=1) as parsers:
        found = await parsers.study(html, url=URL, content_type="text/html", place=PLACE, known=known)
    assert found == study(html, url=URL, content_type="text/html", place=PLACE, known=known)
    assert PARAGRAPHS[1] not in found.reading.body
    assert found.trial is not None


LISTS = {
    "sitemap": (b"<urlset><url><loc>/1</loc><lastmod>2026-03-09</lastmod></url></urlset>", "feed"),
    "index": (
        b"<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2026-03-09</lastmod></sitemap></sitemapindex>",
        "feed",
    ),
    "wishes": (b"<rss><channel><ttl>5</ttl><skipHours><hour>3</hour></skipHours></channel></rss>", "feed"),
    "JSON": (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "url": "/1", "tags": ["x"]}]}',
        "feed",
    ),
    "page": (b'<html><h2><a href="/news/10001">headline</a></h2></html>', "listing"),
}


async def test_every_kind_of_list_comes_back_whole_from_a_worker() -> None:
    async with Parsers(count=1) as parsers:
        for data, kind in LISTS.values():
            said: dict[str, Any] = {"url": URL, "content_type": None, "zone": "UTC", "now": NOW, "kind": kind}
            assert await parsers.feed(data, **said) == feeds.read(data, **said)
        page = b"<link rel=alternate type=application/rss+xml title=x href=/rss>"
        assert await parsers.feeds_named(page, url=URL, content_type=None) == discovery.named(
            page.decode(), URL
        )


async def test_what_is_unreadable_is_said_in_the_reader_s_words() -> None:
    async with Parsers(count=1) as parsers:
        with pytest.raises(Unreadable, match=r"web page \(HTML\)"):
            await parsers.feed(b"<!doctype html><html>", url=URL, content_type=None, zone="UTC", now=NOW)
        with pytest.raises(Unreadable, match="empty"):
            await parsers.study(b"", url=URL, content_type=None, place=PLACE)


@pytest.mark.parametrize("job", ["hang", "sleep"])
async def test_an_item_past_its_deadline_is_killed_and_only_it_is_lost(job: str) -> None:
    async with hostile(count=1, deadline_s=0.3) as parsers:
        before = await alive(parsers)
        start = time.monotonic()
        with pytest.raises(Unreadable, match=r"took more than 0\.3 s"):
            await parsers.ask(job, b"", {})
        assert time.monotonic() - start < 2 or job == "hang"  # which waits for its turn at the processor
        assert (await alive(parsers))["pid"] != before["pid"]
        await until_gone(before["pid"])


async def test_the_time_that_others_use_the_processor_is_not_the_items() -> None:
    async with hostile(count=1, deadline_s=0.5) as parsers:
        before = await alive(parsers)
        assert await parsers.ask("nap", b"", {"s": 0.8})
        assert (await alive(parsers))["pid"] == before["pid"]


async def test_an_item_that_eats_memory_is_stopped_at_the_limit() -> None:
    async with hostile(count=1, memory_bytes=200 * 2**20, deadline_s=20) as parsers:
        before = await alive(parsers)
        with pytest.raises(Unreadable, match="more than 200 MB"):
            await parsers.ask("hog", b"", {})
        assert (await alive(parsers))["pid"] != before["pid"]


@pytest.mark.parametrize(
    ("job", "clause"), [("crash", "crashed the worker .SIGSEGV"), ("leave", "ended the worker")]
)
async def test_a_dead_worker_costs_its_item_only(job: str, clause: str) -> None:
    async with hostile(count=2) as parsers:
        outcomes = await asyncio.gather(
            *(parsers.ask(name, b"abc", {}) for name in ("echo", job, "echo", job, "echo")),
            return_exceptions=True,
        )
        assert [isinstance(outcome, Unreadable) for outcome in outcomes] == [False, True, False, True, False]
        with pytest.raises(Unreadable, match=clause):
            await parsers.ask(job, b"x" * 5_000_000, {})
        await alive(parsers)


@pytest.mark.parametrize(
    ("job", "clause"),
    [
        ("refuse", "^no article text found in the page$"),
        ("blunder", "the reader failed on it .ZeroDivisionError"),
        ("recurse", "nested too deeply"),
        ("surrogate", "the reader failed on it"),
        ("unknown", "the reader failed on it .KeyError"),
    ],
)
async def test_a_mistake_in_a_reader_leaves_its_worker_at_work(job: str, clause: str) -> None:
    async with hostile(count=1) as parsers:
        before = await alive(parsers)
        with pytest.raises(Unreadable, match=clause):
            await parsers.ask(job, b"", {})
        assert await alive(parsers) == before


async def test_what_a_library_prints_does_not_reach_the_pipe() -> None:
    async with hostile(count=1) as parsers:
        assert await parsers.ask("chatter", b"", {}) == "said"
        with pytest.raises(Unreadable, match="EOFError"):
            await parsers.ask("chatter", b"", {"listen": True})
        await alive(parsers)


async def test_workers_are_retired_after_enough_items() -> None:
    async with hostile(count=1, recycle_after=3) as parsers:
        pids = [(await alive(parsers))["pid"] for _ in range(7)]
        assert [len(set(pids[:3])), len(set(pids[3:6])), len(set(pids))] == [1, 1, 3]
        await until_gone(*set(pids[:6]))


async def test_a_worker_that_has_grown_fat_is_retired() -> None:
    async with hostile(count=1, recycle_above_bytes=150 * 2**20) as parsers:
        first = await parsers.ask("grow", b"", {"bytes": 1})
        assert await parsers.ask("grow", b"", {"bytes": 200 * 2**20}) == first
        assert (await alive(parsers))["pid"] != first


async def test_a_cancelled_item_frees_its_place_at_once(begun: Path) -> None:
    async with hostile(count=1, deadline_s=30) as parsers:
        before = await alive(parsers)
        task = asyncio.create_task(parsers.ask("hang", b"", {"begun": str(begun)}))
        await asyncio.to_thread(begun.read_bytes)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with asyncio.timeout(10):
            assert (await alive(parsers))["pid"] != before["pid"]
        await until_gone(before["pid"])


async def test_a_worker_killed_while_idle_costs_nothing() -> None:
    async with hostile(count=1) as parsers:
        before = await alive(parsers)
        os.kill(before["pid"], 9)
        await until_gone(before["pid"])
        assert (await alive(parsers))["pid"] != before["pid"]


async def test_many_items_at_once_share_the_workers_and_keep_their_answers() -> None:
    async with hostile(count=2, recycle_after=20) as parsers:
        answers = await asyncio.gather(
            *(parsers.ask("echo", b"x" * number * 997, {"number": number}) for number in range(120))
        )
    assert [(answer["number"], answer["size"]) for answer in answers] == [(n, n * 997) for n in range(120)]
    assert len({answer["pid"] for answer in answers}) <= 8


async def test_no_more_than_count_work_at_once() -> None:
    async with hostile(count=2) as parsers:
        await asyncio.gather(*(alive(parsers) for _ in range(4)))
        ends = await asyncio.gather(*(parsers.ask("nap", b"", {"s": 0.1}) for _ in range(4)))
    assert sorted(ends)[2] - sorted(ends)[0] >= 0.09


async def test_nothing_is_left_behind(begun: Path) -> None:
    async with hostile(count=2) as parsers:
        pids = {(await alive(parsers))["pid"] for _ in range(4)}
        busy = asyncio.create_task(parsers.ask("hang", b"", {"begun": str(begun)}))
        await asyncio.to_thread(begun.read_bytes)
    with pytest.raises(Unreadable):
        await busy
    await until_gone(*pids)


HOUSE = """
import asyncio, sys
from warraq.newsroom.parsing import Parsers

async def main():
    async with Parsers(count=1, deadline_s=60, jobs="tests.newsroom.hostile_jobs:JOBS") as parsers:
        print((await parsers.ask("echo", b"", {}))["pid"], flush=True)
        await parsers.ask("hang", b"", {"begun": sys.argv[1]})

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a busy child with its parent")
async def test_workers_die_with_the_house_even_when_they_are_busy(begun: Path) -> None:
    house = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOUSE, str(begun), stdout=subprocess.PIPE, cwd=ROOT
    )
    assert house.stdout is not None
    worker = int(await house.stdout.readline())
    await asyncio.to_thread(begun.read_bytes)
    house.kill()
    await house.wait()
    await until_gone(worker)


async def test_a_worker_stands_in_its_own_session_below_us() -> None:
    async with hostile(count=1) as parsers:
        own, parent, session = await parsers.ask("parents", b"", {})
    assert parent == os.getpid()
    assert session == own


async def test_workers_that_cannot_start_are_said_once_and_not_taken_for_bad_pages() -> None:
    async with Parsers(count=1, jobs="no_such_module:JOBS") as parsers:
        with pytest.raises(WarraqError, match="do not start") as error:
            await parsers.ask("echo", b"", {})
    assert not isinstance(error.value, Unreadable)


async def test_it_is_used_inside_its_context_only() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await Parsers().ask("echo", b"", {})


async def test_ten_megabytes_of_malice_are_over_within_the_deadline() -> None:
    malice = {
        "div": b"<div>" * 2_000_000,
        "b": b"<b>x" * 190_000,
        "tables": b"<table><tr><td>" * 60_000,
        "open quotes": b"<a href='" * 1_100_000,
        "font": b"<font>" * 199_000 + b"x",
        "ampersands": b"<p>" + b"&" * 10_000_000,
    }
    async with Parsers(count=1, deadline_s=1.5) as parsers:
        for name, data in malice.items():
            start = time.monotonic()
            assert (await parsers.feed(FEED, url=URL, content_type=None, zone="UTC", now=NOW)).entries
            with suppress(Unreadable):
                await parsers.study(data, url=URL, content_type=None, place=PLACE)
            assert time.monotonic() - start < 10, name  # a new worker's start included
