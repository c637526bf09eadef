"""The clock jumps four hundred days while the press is collected, and is put right, at work or over a restart: is anything had twice, or kept back?

The real desk, as the product wires it, on a real store; the papers and the time are invented. In true hours: the clock is wrong from
`WRONG_H` to `RIGHT_H`. One paper prints every half hour, one asks to be left alone for six hours, one has its pages where nobody can be
reached, and one revises what it printed while the clock was wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest

from tests.journeys.test_crashes import examine
from tests.journeys.test_instances import until
from tests.lengths import LONG, figure
from tests.newsroom.conftest import NOON, HereParsers
from tests.newsroom.test_collecting import page
from warraq import wiring
from warraq.crawling import urls
from warraq.newsroom.indexing import Follower
from warraq.newsroom.parsing import Parsers
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Request
from warraq.press import Capture, Edition, Feed, Settings, Source
from warraq.wiring import desks

WRONG_H, RIGHT_H, END_H = 2.0, 5.0, 12.0
PRINTS_H = 9.0
BUSY_H = (1.7, 3.0)  # when it wants to be left alone
ASKS_H = 6
DEAD_H = (1.2, 4.95)
REVISES_H = 6.0
_NAPS = {5.0: 60.0, 0.5: 20.0}  # the desk is lazier than in life, and done sooner
PAPERS = ("steady", "busy", "dead", "reviser")


class Over(Exception):
    """The simulated time is over."""


@dataclass
class Jumping:
    """A clock that is wrong for some hours; it passes when somebody sleeps."""

    jump: timedelta
    hour: float = 0.0  # true hours since noon
    end_h: float = END_H

    def now(self) -> datetime:
        return self.true() + (self.jump if WRONG_H <= self.hour < RIGHT_H else timedelta())

    def true(self) -> datetime:
        return NOON + timedelta(hours=self.hour)

    async def sleep(self, seconds: float) -> None:
        self.hour += _NAPS.get(seconds, seconds) / 3600
        await asyncio.sleep(0)
        if self.hour > self.end_h:
            raise Over


@dataclass
class World:
    """Four papers, which live in true time. `visits`: true hours at which a feed answered well, or was turned away."""

    clock: Jumping
    visits: dict[str, list[float]] = field(default_factory=dict)
    away: list[float] = field(default_factory=list)

    async def fetch(self, request: Request) -> FetchOutcome:
        await asyncio.sleep(0)
        parts, hour = urlsplit(request.url), self.clock.hour
        paper = parts.netloc.split(".")[-2]
        if parts.netloc == "dead.example" and DEAD_H[0] <= hour < DEAD_H[1]:
            return Failed("no route to host", offline=True)
        if paper == "busy" and BUSY_H[0] <= hour < BUSY_H[1]:
            self.away.append(hour)
            return Failed("HTTP 429", status=429, retry_after_s=ASKS_H * 3600)
        if parts.path == "/robots.txt":
            return Failed("HTTP 404", status=404)
        if parts.path == "/rss":
            self.visits.setdefault(paper, []).append(hour)
            return self._says(request.url, self._feed(paper), "application/rss+xml")
        number = int(parts.path[1:])
        more = "وأضافت البلدية في بيان لاحق أن الدخول مجاني. " if self._revised(paper, number) else ""
        words = f"أعلنت بلدية {paper} في نشرتها رقم {number} فتح الحديقة العامة أمام الزوار بعد أشهر من أعمال الصيانة والترميم. "
        return self._says(request.url, page(headline(paper, number), words=words + more), "text/html")

    async def close(self) -> None:
        return

    def printed(self, paper: str) -> int:
        """How many articles it has printed by now: one at the beginning, and one each half hour."""
        return 1 + int(min(self.clock.hour, PRINTS_H) * 2)

    def _revised(self, paper: str, number: int) -> bool:
        return paper == "reviser" and number == revised() and self.clock.hour >= REVISES_H

    def _feed(self, paper: str) -> bytes:
        entries = "".join(self._entry(paper, number) for number in range(self.printed(paper)))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'.encode()

    def _entry(self, paper: str, number: int) -> str:
        hour = REVISES_H if self._revised(paper, number) else number / 2
        date = format_datetime(NOON + timedelta(hours=hour))
        link = address(paper, number)
        return f"<item><title>{headline(paper, number)}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate></item>"

    def _says(self, url: str, body: bytes, media: str) -> Fetched:
        headers = (("content-type", f"{media}; charset=utf-8"),)
        return Fetched(Capture(url, self.clock.now(), 200, headers, body))


def revised() -> int:
    """The number of the article that is printed while the clock is wrong, and revised once it is right."""
    return int(WRONG_H * 2)


def headline(paper: str, number: int) -> str:
    return f"نشرة {paper} رقم {number} عن الحديقة العامة"


def address(paper: str, number: int) -> str:
    return f"http://{paper}.example/{number}"


def edition() -> Edition:
    papers = tuple(
        Source(
            slug,
            slug,
            "eg",
            "Africa/Cairo",
            homepage=f"http://{slug}.example",
            feeds=(Feed(slug, slug, f"http://feeds.{slug}.example/rss"),),
        )
        for slug in PAPERS
    )
    return Edition("eg", "مصر", "Africa/Cairo", papers)


async def collected(data: Path, url: str | None, world: World, *, end_h: float) -> None:
    """A life of the desk, to that hour, with the index following."""
    world.clock.end_h = end_h
    with wiring.house(Settings(data=data, database=url, disk_full=1.0)) as opened:
        house = replace(opened, clock=world.clock)
        follower = Follower(house.indexing(), naps=(0.01, 0.05))
        follower.start()
        try:
            asking = desks.asking(house.settings, world, house.clock, daybook=house.daybook)
            desk = desks.collecting(house, asking, cast(Parsers, HereParsers()), edition())
            with pytest.raises(Over):
                await desk.run()
            until(lambda: not house.indexing().behind(), what="the index follows")
        finally:
            follower.stop()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("how", ["at work", "over a restart"])
@pytest.mark.parametrize("days", [400, -400])
async def test_the_clock_jumps_and_is_put_right_and_nothing_is_had_twice_or_kept_back(
    tmp_path: Path,
    kind: str,
    database: Callable[[], str | None],
    days: int,
    how: str,
) -> None:
    short = {"sqlite": [(400, "at work"), (-400, "over a restart")], "postgres": [(400, "over a restart")]}
    if not LONG and (days, how) not in short[kind]:
        pytest.skip(
            "two of four ways on SQLite and one on PostgreSQL, all of them in the long form: WARRAQ_LONG=1"
        )
    url = database()
    world = World(Jumping(timedelta(days=days)))
    if how == "over a restart":
        await collected(tmp_path, url, world, end_h=RIGHT_H - 0.02)
        world.clock.hour = RIGHT_H
    await collected(tmp_path, url, world, end_h=END_H)
    due = {urls.key(address(paper, number)) for paper in PAPERS for number in range(world.printed(paper))}
    with wiring.house(Settings(data=tmp_path, database=url)) as house:
        lost = sorted(one for one in due if house.archive.find(one) is None)
        assert not lost, f"{len(lost)} of {len(due)} kept back: {lost[:8]}"
        assert house.archive.count() == len(due), "nothing twice"
        numbers = [change.number for change in house.archive.changes(0, limit=10_000)]
        assert numbers == list(range(1, len(numbers) + 1))
        article = house.archive.find(urls.key(address("reviser", revised())))
        assert article is not None
        assert "الدخول مجاني" in house.archive.versions(article)[-1].draft.body, (
            "what was revised is not kept back"
        )
    assert examine(tmp_path, {}, database=url) == len(due)
    waits = {paper: soonest(world.visits[paper]) for paper in PAPERS}
    assert max(waits["steady"], waits["reviser"]) <= 0.5, waits
    assert waits["busy"] <= world.away[-1] + ASKS_H + 0.5 - RIGHT_H, (
        "Retry-After holds for as long as was asked, and no longer"
    )
    figure(
        f"the clock jumps {days} days, {how}",
        f"{len(due)} articles filed once, {numbers[-1]} changes; a feed visited {max(waits['steady'], waits['reviser']) * 60:.0f} min"
        f" after the clock is right, after Retry-After {waits['busy']:.1f} h",
        bar="nothing twice, nothing kept back",
        store=kind,
    )


def soonest(visits: list[float]) -> float:
    """Hours from when the clock was put right to the first visit that was answered."""
    return min(hour for hour in visits if hour >= RIGHT_H) - RIGHT_H
