"""A paper's site is asked for its icon seldom and politely, and never where a stranger may be at home."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from tests.newsroom.conftest import HereParsers, StoppedClock, Web
from tests.newsroom.test_collecting import OTHER, PAPER
from tests.newsroom.test_iconprint import file, mark
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memoryicons import MemoryIcons
from warraq.archives.memoryrechecks import MemoryRechecks
from warraq.errors import Unreadable
from warraq.extraction import icons as named
from warraq.newsroom import darkroom
from warraq.newsroom.asking import Asking
from warraq.newsroom.iconing import RENEWED, Iconing, Shelf
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.tools import Tools
from warraq.objects.memory import MemoryObjects
from warraq.ports.fetcher import Failed
from warraq.ports.rechecks import DoorState, Doorway
from warraq.press import Icon, Source, icon_key

HOME, ROBOTS = "http://paper.example/", "http://paper.example/robots.txt"
TOUCH, FAVICON = "http://paper.example/touch.png", "http://paper.example/favicon.ico"


class HereIcons(HereParsers):
    async def icons(self, data: bytes, *, url: str, content_type: str | None) -> named.Marks:
        return named.declared(data, url=url, content_type=content_type)

    async def icons_of_manifest(self, data: bytes, *, url: str) -> tuple[named.Mark, ...]:
        return named.of_manifest(data, url=url)


class HereDarkroom:
    """Prints in this process, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = self.open = 0
        self.damaged = False

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Parsers]:
        self.begun += 1
        self.open += 1
        yield cast(Parsers, self)
        self.open -= 1

    async def ask(self, job: str, data: bytes, fields: dict[str, Any]) -> Any:
        if self.damaged:
            raise Unreadable("took more than 15 s to read")
        return darkroom.JOBS[job](data, fields)


class Desk:
    """A paper's site (and another's) that may be asked again and again."""

    def __init__(self, clock: StoppedClock) -> None:
        self.clock, self.web, self.icons, self.rechecks = clock, Web(clock), MemoryIcons(), MemoryRechecks()
        self.objects, self.darkroom = MemoryObjects(), HereDarkroom()
        self.sources: tuple[Source, ...] = (PAPER,)
        self.alone: frozenset[str] = frozenset()
        daybook = MemoryDaybook()
        keeping = Keeping(MemoryObjects(), daybook, days=0)
        parsers = cast(Parsers, HereIcons())
        self.tools = Tools(MemoryArchive(), daybook, keeping, parsers, clock, left_alone=lambda: self.alone)
        self.web.says(ROBOTS, b"User-agent: *\nAllow: /\n", media="text/plain")
        self.front('<link rel="apple-touch-icon" href="/touch.png">')
        self.web.says(TOUCH, file(), media="image/png")

    def front(self, head: str) -> None:
        self.web.says(HOME, f"<html><head>{head}</head><body>الأولى</body></html>".encode())

    async def run(self, **later: float) -> Icon | None:
        self.clock.pass_by(**later)
        asking = Asking(self.web, self.clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
        shelf = Shelf(self.icons, self.objects, self.darkroom.worker)
        await Iconing(self.tools, shelf, self.rechecks, asking, self.sources).run(once=True)
        assert not self.darkroom.open
        return self.icons.held().get(PAPER.slug)

    def asked(self, url: str) -> int:
        return sum(one == url for one, _ in self.web.asked)

    def bytes(self, icon: Icon | None) -> bytes | None:
        return self.objects.get(icon_key(icon.print)) if icon and icon.print else None


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    return Desk(clock)


async def test_the_mark_that_the_site_names_is_kept_as_our_print(desk: Desk) -> None:
    icon = await desk.run()
    assert icon is not None
    assert (icon.address, icon.problem, icon.attempts, icon.shown) == (TOUCH, None, 0, True)
    body = desk.bytes(icon)
    assert body is not None
    assert body.startswith(b"\x89PNG")
    assert body != file()


async def test_a_site_is_asked_once_in_four_weeks_and_no_worker_waits_meanwhile(desk: Desk) -> None:
    for _ in range(10):
        await desk.run(days=7)
    assert desk.asked(HOME) == desk.asked(TOUCH) == desk.darkroom.begun == 3


async def test_where_the_page_names_none_there_may_be_one_where_all_have_it(desk: Desk) -> None:
    desk.front("")
    desk.web.says(FAVICON, file(form="ICO"), media="image/x-icon")
    icon = await desk.run()
    assert icon is not None
    assert icon.address == FAVICON


async def test_a_manifest_is_asked_for_only_where_the_page_names_no_fitting_one(desk: Desk) -> None:
    manifest, large = HOME + "app.json", HOME + "192.png"
    desk.web.says(manifest, b'{"icons":[{"src":"/192.png","sizes":"192x192"}]}', media="application/json")
    desk.web.says(large, file(mark(192)), media="image/png")
    desk.front('<link rel="manifest" href="/app.json"><link rel="icon" href="/touch.png" sizes="32x32">')
    icon = await desk.run()
    assert icon is not None
    assert icon.address == large
    desk.front('<link rel="manifest" href="/app.json"><link rel="icon" href="/touch.png" sizes="64x64">')
    await desk.run(days=29)
    assert desk.asked(manifest) == 1


async def test_a_drawing_or_a_page_in_its_place_is_refused_and_the_next_is_tried(desk: Desk) -> None:
    desk.front(
        '<link rel="icon" sizes="96x96" href="/a.png"><link rel="icon" sizes="64x64" href="/touch.png">'
    )
    desk.web.says(TOUCH, b"<svg xmlns='http://www.w3.org/2000/svg'/>", media="image/png")
    desk.web.says(HOME + "a.png", file(), media="image/svg+xml")
    icon = await desk.run()
    assert icon is not None
    assert icon.address == HOME + "a.png"


async def test_a_site_that_gives_none_is_asked_ever_more_seldom(desk: Desk) -> None:
    desk.front("")
    desk.web.fails(FAVICON, Failed("HTTP 404", status=404))
    for _ in range(80):
        await desk.run(days=1)
    assert desk.asked(HOME) <= 7
    (icon,) = desk.icons.held().values()
    assert (icon.shown, icon.problem) == (False, "HTTP 404")


async def test_what_cannot_be_had_leaves_what_was_there(desk: Desk) -> None:
    before = await desk.run()
    desk.web.fails(HOME, Failed("HTTP 503", status=503))
    icon = await desk.run(days=29)
    assert before is not None
    assert icon is not None
    assert (icon.print, icon.problem) == (before.print, "HTTP 503")


async def test_another_icon_takes_the_place_of_the_first_and_its_bytes(desk: Desk) -> None:
    before = await desk.run()
    desk.web.says(TOUCH, file(mark(colour=(10, 120, 40))), media="image/png")
    after = await desk.run(days=29)
    assert desk.bytes(after) is not None
    assert before is not None
    assert after is not None
    assert before.print != after.print
    assert desk.bytes(before) is None


async def test_papers_of_one_house_share_their_bytes(desk: Desk) -> None:
    desk.sources = (PAPER, replace(OTHER, homepage=PAPER.homepage))
    icon = await desk.run()
    assert {one.print for one in desk.icons.held().values()} == {icon.print if icon else ""}
    desk.alone = frozenset([OTHER.slug])
    await desk.run()
    assert desk.bytes(icon) is not None


async def test_robots_are_obeyed(desk: Desk) -> None:
    desk.web.says(
        ROBOTS, b"User-agent: *\nDisallow: /touch.png\nDisallow: /favicon.ico\n", media="text/plain"
    )
    icon = await desk.run()
    assert desk.asked(TOUCH) == desk.asked(FAVICON) == 0
    assert icon is not None
    assert "disallows it" in (icon.problem or "")


async def test_a_paper_that_opted_out_is_not_asked_and_loses_its_icon(desk: Desk) -> None:
    icon = await desk.run()
    desk.alone = frozenset([PAPER.slug])
    held = await desk.run(days=40)
    assert held is not None
    assert (held.print, held.shown, desk.bytes(icon), desk.asked(HOME)) == (None, False, None, 1)
    desk.alone = frozenset()
    held = await desk.run(days=1)
    assert held is not None
    assert held.shown


@pytest.mark.parametrize("state", [DoorState.DEAD, DoorState.HIJACKED])
async def test_nothing_is_asked_at_a_dead_papers_address(desk: Desk, state: DoorState) -> None:
    await desk.run()
    desk.rechecks.put_door(Doorway(PAPER.slug, state, since=desk.clock.now() + timedelta(days=60)))
    await desk.run(days=70)
    assert desk.asked(HOME) == 1


async def test_a_dead_paper_keeps_its_own_icon_and_a_strangers_is_let_go(desk: Desk) -> None:
    icon = await desk.run()
    taken = desk.clock.now()
    desk.rechecks.put_door(Doorway(PAPER.slug, DoorState.HIJACKED, since=taken + timedelta(days=60)))
    held = await desk.run(days=61)
    assert held is not None
    assert held.print == (icon.print if icon else None)
    desk.rechecks.put_door(Doorway(PAPER.slug, DoorState.HIJACKED, since=taken + timedelta(days=5)))
    held = await desk.run()
    assert held is not None
    assert (held.print, desk.bytes(icon)) == (None, None)


async def test_a_door_in_doubt_is_not_knocked_at(desk: Desk) -> None:
    door = Doorway(PAPER.slug, leaning=DoorState.HIJACKED, leaning_since=desk.clock.now(), looks=1)
    desk.rechecks.put_door(door)
    assert await desk.run() is None
    desk.rechecks.decide_door(replace(door, decided=True))
    assert await desk.run() is not None


async def test_a_front_page_that_leads_to_another_site_gives_no_icon(desk: Desk) -> None:
    desk.web.moves(HOME, "http://casino.example/")
    desk.web.says("http://casino.example/robots.txt", b"", media="text/plain")
    desk.web.says("http://casino.example/", b'<link rel="icon" href="/touch.png">')
    icon = await desk.run()
    assert icon is not None
    assert (icon.print, icon.problem) == (None, "it leads to casino.example")
    assert desk.asked("http://casino.example/touch.png") == 0


async def test_what_a_person_took_down_is_not_asked_for(desk: Desk) -> None:
    icon = await desk.run()
    assert icon is not None
    desk.icons.say(replace(icon, print=None, address=None, stored=None, removed="asked for by its lawyer"))
    await desk.run(days=90)
    assert desk.asked(HOME) == 1


async def test_what_a_person_takes_down_while_its_site_is_asked_leaves_no_bytes(desk: Desk) -> None:
    icon = await desk.run()
    assert icon is not None
    desk.web.says(TOUCH, file(mark(colour=(20, 90, 160))), media="image/png")

    class TakenDown(MemoryIcons):
        def put(self, icon: Icon) -> None:
            self.say(replace(icon, print=None, address=None, stored=None, removed="by its lawyer"))
            super().put(icon)

    before, desk.icons = icon, TakenDown()
    desk.icons.say(before)
    icon = await desk.run(days=RENEWED.days)
    assert icon is not None
    assert (icon.print, icon.removed) == (None, "by its lawyer")
    assert list(desk.objects.keys()) == []


async def test_a_paper_without_a_front_page_is_not_asked_at_its_feeds(desk: Desk) -> None:
    desk.sources = (replace(PAPER, homepage=None),)
    assert await desk.run() is None
    assert desk.web.asked == []


async def test_a_file_that_its_worker_cannot_take_costs_that_site_alone(desk: Desk) -> None:
    desk.darkroom.damaged = True
    icon = await desk.run()
    assert icon is not None
    assert icon.shown is False
    desk.darkroom.damaged = False
    icon = await desk.run(days=RENEWED.days)
    assert icon is not None
    assert icon.shown
