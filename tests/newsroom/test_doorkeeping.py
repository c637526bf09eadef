"""Doors are looked at politely, and our own outages are nobody's death."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from tests.crawling.test_doors import CASINO_TR, HEADLINES, LIVING
from tests.newsroom.conftest import HereParsers, StoppedClock, Web
from tests.newsroom.test_collecting import OTHER, PAPER
from tests.ports.drafting import draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memoryrechecks import MemoryRechecks
from warraq.newsroom.asking import Asking
from warraq.newsroom.doorkeeping import Doorkeeping
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.tools import Tools
from warraq.objects.memory import MemoryObjects
from warraq.ports.daybook import FeedState
from warraq.ports.fetcher import Failed
from warraq.ports.rechecks import DoorState, Doorway

HOME, THERE = "http://paper.example/", "http://other.example/"
NO_NAME = Failed("name not found", offline=True)


def html(text: str, title: str = "الصحيفة") -> bytes:
    return f"<!doctype html><meta charset=utf-8><title>{title}</title><body><p>{text}</p>".encode()


class Desk:
    """Two papers with headlines, their front pages in order."""

    def __init__(self, clock: StoppedClock) -> None:
        self.clock, self.web, self.rechecks = clock, Web(clock), MemoryRechecks()
        archive, self.daybook = MemoryArchive(), MemoryDaybook()
        for source in ("paper", "other"):
            drafts = [
                draft(number, source=source, keys=(f"{source}/{number}",), title=title, fingerprint=title)
                for number, title in enumerate(HEADLINES)
            ]
            archive.file(drafts, now=clock.now())
        keeping = Keeping(MemoryObjects(), self.daybook, days=0)
        self.tools = Tools(archive, self.daybook, keeping, cast(Parsers, HereParsers()), clock)
        self.alone: frozenset[str] = frozenset()
        self.homes: dict[str, str] = {}
        self.tools = replace(self.tools, left_alone=lambda: self.alone, homes=lambda: self.homes)
        self.asking = Asking(self.web, clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
        for home in (HOME, THERE):
            self.web.says(home, html(LIVING))

    async def days(self, count: int) -> None:
        for _ in range(count):
            desk = Doorkeeping(self.tools, self.rechecks, self.asking, (PAPER, OTHER), jitter=lambda: 0.0)
            await self.asking.ask(_asked(THERE))  # somebody answers, whoever is dead
            await desk.run(once=True)
            self.clock.pass_by(days=1)

    def dies(self, outcome: Failed = NO_NAME) -> None:
        self.web.fails(HOME, outcome)
        self.web.fails(f"{HOME}robots.txt", outcome)

    @property
    def door(self) -> Doorway:
        return self.rechecks.doors()["paper"]


def _asked(url: str):  # type: ignore[no-untyped-def]
    from warraq.ports.fetcher import Request

    return Request(url)


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    return Desk(clock)


async def test_a_door_is_looked_at_once_a_week(desk: Desk) -> None:
    await desk.days(15)
    looks = [url for url, _ in desk.web.asked if url == HOME]
    assert len(looks) == 3
    assert desk.door.state is DoorState.OPEN


async def test_the_door_of_a_paper_that_opted_out_is_not_looked_at_until_it_may_be(desk: Desk) -> None:
    desk.alone = frozenset(["paper"])
    await desk.days(15)
    assert not any(url.startswith(HOME) for url, _ in desk.web.asked)
    desk.alone = frozenset()
    await desk.days(2)
    assert sum(url == HOME for url, _ in desk.web.asked) == 1


async def test_an_adopted_paper_is_looked_at_where_it_is_at_home_now(desk: Desk) -> None:
    new = "http://new.example/"
    desk.web.says(new, html(LIVING))
    desk.web.moves(HOME, new)
    await desk.days(12)
    assert (desk.door.state, desk.door.target) == (DoorState.MOVED, new)
    desk.homes = {"paper": new}
    desk.rechecks.decide_door(Doorway("paper", due=desk.clock.now()))
    asked = len(desk.web.asked)
    await desk.days(15)
    assert desk.door.state is DoorState.OPEN
    assert not any(url == HOME for url, _ in desk.web.asked[asked:])


async def test_a_name_that_is_gone_for_days_is_a_dead_door(desk: Desk) -> None:
    await desk.days(8)
    desk.dies()
    died = desk.clock.now()
    await desk.days(16)
    assert desk.door.state is DoorState.DEAD
    assert desk.door.since is not None
    assert died <= desk.door.since <= died + timedelta(days=8)
    assert desk.rechecks.doors()["other"].state is DoorState.OPEN


async def test_while_nobody_answers_nobody_is_dead(desk: Desk) -> None:
    await desk.days(1)
    desk.dies()
    for url in (THERE, f"{THERE}robots.txt"):
        desk.web.fails(url, NO_NAME)
    await desk.days(30)
    assert {door.state for door in desk.rechecks.doors().values()} == {DoorState.OPEN}
    assert desk.door.leaning is None


async def test_a_paper_whose_feed_answers_is_not_dead(desk: Desk) -> None:
    await desk.days(1)
    desk.web.fails(HOME, Failed("HTTP 410", 410))
    for _ in range(20):
        desk.daybook.put_feed_state(FeedState("paper", HOME + "rss", reached=desk.clock.now()))
        await desk.days(1)
    assert desk.door.state is DoorState.OPEN


async def test_a_domain_with_a_new_owner_is_a_hijacked_door(desk: Desk) -> None:
    await desk.days(1)
    desk.web.says(HOME, html(CASINO_TR, "Casino"))
    await desk.days(7)
    assert desk.door.state is DoorState.OPEN
    await desk.days(7)
    assert desk.door.state is DoorState.HIJACKED
    assert "sells something else" in (desk.door.reason or "")


async def test_a_paper_that_moved_names_its_new_domain(desk: Desk) -> None:
    desk.web.moves(HOME, "http://new.example/")
    desk.web.says("http://new.example/", html(LIVING))
    await desk.days(6)
    assert (desk.door.state, desk.door.target) == (DoorState.MOVED, "http://new.example/")


async def test_a_host_that_is_left_alone_is_judged_by_its_feeds(desk: Desk) -> None:
    """The feeds of a dead host have its turn whenever its back-off ends: the door would never be asked."""
    await desk.days(1)
    desk.dies()
    for _ in range(20):
        now = desk.clock.now()
        await desk.asking.ask(_asked(HOME))
        desk.daybook.put_feed_state(
            FeedState("paper", HOME + "rss", tried=now, problem="name not found", errors=3)
        )
        await desk.days(1)
    assert desk.door.state is DoorState.DEAD
