"""A paper's past over loopback, by the command itself: whole, once, and on from where it was killed.

The short form has a past of 100 articles; WARRAQ_LONG=1 one of 2,000.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import os
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from tests.journeys.conftest import JumpingClock, warraq
from warraq import editions, wiring
from warraq.crawling import urls
from warraq.demopress import portal
from warraq.demopress.server import serve
from warraq.demopress.truth import press
from warraq.press import Backfill, Feed, PastKind, PastState, Precision, Settings, Source

LONG = bool(os.environ.get("WARRAQ_LONG"))
PAST = 2_000 if LONG else 100
KILLS = 12 if LONG else 2
LAST = date(2026, 3, 1)
SENTENCES = (
    "أعلنت محافظة الضفة الشرقية أن العمل في الجسر رقم {0} انتهى قبل موعده بعامين، وأن المارة سيعبرونه ابتداء من الخميس.",
    "وقال مدير المشروع إن كلفة الجسر رقم {0} لم تتجاوز ما رُصد له، وإن ما تبقى سيُنفق على إنارة الطريق المؤدي إليه.",
    "وينتظر سكان الضفتين منذ سنوات فتح الجسر رقم {0} أمام السيارات، إذ كانوا يقطعون تسعين كيلومترا للوصول إلى المدينة.",
)


@dataclass
class HurryingClock(JumpingClock):
    """The machine's clock, on which whoever sleeps has slept at once."""

    async def sleep(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)
        await asyncio.sleep(0)


def _day(number: int) -> date:
    return LAST - timedelta(days=number // 4)


@dataclass
class Paper:
    """A paper with a long past: an index of indexes, months of sitemaps, every other one gzipped."""

    origin: str = ""
    asked: list[str] = field(default_factory=list)

    busy: int = 0  # so many pages more are answered with 503 and a wait of ten minutes
    strike_at: int | None = None  # the process is killed when so many requests were made
    strike: asyncio.subprocess.Process | None = None

    def path(self, number: int) -> str:
        return f"/akhbar/{100_000 + number}"

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        path = request.path
        if self.strike is not None and self.strike_at is not None and len(self.asked) >= self.strike_at:
            with contextlib.suppress(ProcessLookupError):
                self.strike.kill()
            self.strike = None
        if path == "/robots.txt":
            return web.Response(
                text=f"User-agent: *\nDisallow: /akhbar/100007\nSitemap: {self.origin}/maps.xml\n"
            )
        if path == "/maps.xml":
            return _xml("sitemapindex", "sitemap", [(f"{self.origin}/years.xml", "")])
        if path == "/years.xml":
            parts = [(f"{self.origin}/map-{part}.xml{'.gz' * (part % 2)}", "") for part in range(_parts())]
            return _xml("sitemapindex", "sitemap", parts)
        if path.startswith("/map-"):
            part = int(path.removeprefix("/map-").partition(".")[0])
            numbers = range(part * 50, min((part + 1) * 50, PAST))
            found = _xml(
                "urlset", "url", [(self.origin + self.path(one), _day(one).isoformat()) for one in numbers]
            )
            return web.Response(body=gzip.compress(found.body)) if path.endswith(".gz") else found  # type: ignore[arg-type]
        if path.startswith("/akhbar/") and self.busy:
            self.busy -= 1
            return web.Response(status=503, headers={"Retry-After": "600"})
        if path.startswith("/akhbar/"):
            return self._page(int(path.rpartition("/")[2]) - 100_000)
        return web.Response(status=404)

    def _page(self, number: int) -> web.Response:
        title, day = f"فتح الجسر رقم {number} أمام المارة", _day(number)
        text = "".join(f"<p>{one.format(number)}</p>" for one in SENTENCES)
        return web.Response(
            text=f'<html lang="ar"><head><meta charset="utf-8"><meta property="article:published_time" '
            f'content="{day}T09:00:00Z"><title>{title}</title></head><body><h1>{title}</h1><article>{text}</article></body></html>',
            content_type="text/html",
        )


def _parts() -> int:
    return -(-PAST // 50)


def _xml(outer: str, inner: str, listed: list[tuple[str, str]]) -> web.Response:
    rows = "".join(
        f"<{inner}><loc>{url}</loc>{f'<lastmod>{said}</lastmod>' if said else ''}</{inner}>"
        for url, said in listed
    )
    body = (
        f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{outer}>'
    )
    return web.Response(body=body.encode(), content_type="application/xml")


@contextlib.asynccontextmanager
async def _served(paper: Paper) -> AsyncIterator[Source]:
    app = web.Application()
    app.router.add_get("/{path:.*}", paper.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        paper.origin = f"http://127.0.0.1:{port}"
        feed = Feed("jisr", "jisr", paper.origin + "/feed.xml")
        yield Source("jisr", "الجسر", "eg", "Africa/Cairo", homepage=paper.origin + "/", feeds=(feed,))
    finally:
        await runner.cleanup()


async def _command(data: Path, source: Source, *arguments: str) -> asyncio.subprocess.Process:
    port = urls.host(source.homepage or "").rpartition(":")[2]
    environment = {
        **os.environ,
        "WARRAQ_PRIVATE": f"127.0.0.1/32:{port}",
        "WARRAQ_HOST_DELAY": "0s",
        "WARRAQ_BACKFILL_PAUSE": "0s",
        "WARRAQ_DATA": str(data),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "warraq", "backfill", *arguments, "--json",
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.timeout(1800 if LONG else 240)
async def test_a_past_is_had_whole_and_once_however_often_it_is_killed(tmp_path: Path) -> None:
    paper, chance = Paper(), random.Random(6)
    async with _served(paper) as source:
        editions.write_source(tmp_path / "editions", "eg", source)
        estimates: list[dict[str, object]] = []
        for _ in range(KILLS):
            before = len(paper.asked)
            process = await _command(tmp_path, source, "jisr")
            wanted = before + chance.randrange(4, PAST // (KILLS + 1))
            paper.strike_at, paper.strike = wanted, process
            said = (await process.communicate())[1].decode()
            assert process.returncode in (0, -9), said
            assert "Traceback" not in said, said
            told = await _command(tmp_path, source)
            estimates += json.loads((await told.communicate())[0])["backfills"]
        clock = JumpingClock()
        private = (
            (f"127.0.0.1/32:{source.homepage.rpartition(':')[2].strip('/')}",) if source.homepage else ()
        )
        with wiring.house(Settings(data=tmp_path)) as house:
            wish = house.pasts.backfills()["jisr"]
        async with warraq(tmp_path, clock, (source,), private) as ours:
            await ours.backfill(Backfill("jisr", wish.asked, begun=True))
            archive = ours.house.archive
            held = [
                number for number in range(PAST) if archive.find(urls.key(paper.origin + paper.path(number)))
            ]
            assert held == [number for number in range(PAST) if number != 7]
            assert archive.count() == ours.house.index.count() == PAST - 1
            assert len(archive.changes(0, limit=10 * PAST)) == PAST - 1  # no wording was made twice
            for headline in archive.newest(limit=50):
                assert headline.published is not None
                assert headline.at == headline.published.at < datetime(2026, 3, 2, tzinfo=UTC)
            tally = ours.house.pasts.tally("jisr", since=wish.asked)
        assert tally.count(PastState.DONE, PastKind.PAGE) == PAST - 1
        assert tally.count(PastState.REFUSED, PastKind.PAGE) == 1
        assert tally.count(PastState.PENDING) == 0
        assert paper.path(7) not in paper.asked
        pages = [path for path in paper.asked if path.startswith("/akhbar/")]
        # each kill costs the page in hand, and what was not yet forced to disk
        assert len(pages) - len(set(pages)) <= 4 * KILLS
        # while some lists were still unread, what was told of the whole was near it
        for said in estimates[1:]:
            if said["lists_read"] and said["pages"]:
                assert 0.5 * PAST <= int(str(said["pages"])) <= 2 * PAST, said


async def test_a_paper_that_answers_503_is_waited_for_and_nothing_of_its_past_is_lost(tmp_path: Path) -> None:
    paper, clock = Paper(busy=3), HurryingClock()
    async with _served(paper) as source:
        port = urls.host(source.homepage or "").rpartition(":")[2]
        async with warraq(tmp_path, clock, (source,), (f"127.0.0.1/32:{port}",)) as ours:
            began = clock.now()
            await ours.backfill(Backfill("jisr", began))
            assert ours.house.archive.count() == PAST - 1
            tally = ours.house.pasts.tally("jisr", since=began)
            ended = ours.house.pasts.backfills()["jisr"].ended
    assert ended is not None
    assert tally.count(PastState.DONE, PastKind.PAGE) == PAST - 1
    assert sum(path.startswith("/akhbar/") for path in paper.asked) == PAST - 1 + 3
    assert ended - began >= timedelta(minutes=30)


async def test_the_past_of_a_portal_comes_in_by_its_days_each_article_exactly(tmp_path: Path) -> None:
    clock = JumpingClock()
    truth = press(start=clock.now())
    gathers = next(paper for paper in truth.papers if paper.gathers)
    async with (
        serve(truth, clock, ports=()) as served,
        warraq(tmp_path, clock, served.sources, served.private) as ours,
    ):
        origin, now = served.origins[gathers.slug], clock.now()
        pattern = f"{origin}{portal.ARCHIVE}{{yyyy}}/{{mm}}/{{dd}}"
        since = (now - timedelta(days=6)).date()
        await ours.backfill(Backfill(gathers.slug, now, since=since, archives=(pattern,)))
        archive = ours.house.archive
        expected = {
            where: one for where, one in portal.reprints(truth, gathers).items() if one.published <= now
        }
        assert archive.count() == len(expected) > 100
        names = {paper.slug: paper.name for paper in truth.papers}
        for where, one in expected.items():
            found = archive.find(urls.key(origin + where))
            article = archive.article(found) if found else None
            assert article is not None, one.id
            draft = article.draft
            assert (draft.source, draft.title, draft.body) == (
                gathers.slug,
                one.versions[0].headline,
                one.versions[0].body,
            )
            assert draft.authors == (names[one.paper],), one.id
            assert draft.published is not None
            assert draft.published.precision is Precision.DAY
            assert article.at < article.first_seen
            # its own article at its own address is nobody's but its paper's
            assert archive.find(urls.key(served.url(one))) is None
