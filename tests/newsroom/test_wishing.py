"""Sites are asked for their wishes once a day, politely; what cannot be had leaves what they said before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from tests.newsroom.conftest import HereParsers, StoppedClock, Web
from tests.newsroom.test_collecting import OTHER, PAPER
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memoryrechecks import MemoryRechecks
from warraq.archives.memorywishes import MemoryWishes
from warraq.newsroom.asking import Asking
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.tools import Tools
from warraq.newsroom.wishing import Wishing
from warraq.objects.memory import MemoryObjects
from warraq.ports.fetcher import Failed
from warraq.ports.rechecks import DoorState, Doorway
from warraq.press import Reservation, SiteWishes, Source

ROBOTS, FILE = "http://paper.example/robots.txt", "http://paper.example/.well-known/tdmrep.json"
SIGNALS = b"User-agent: *\nContent-Signal: search=no, ai-train=no\nAllow: /\n"
RULES = json.dumps([{"location": "/", "tdm-reservation": 1}]).encode()


class Desk:
    """A paper's site (and another's) that may be asked again and again."""

    def __init__(self, clock: StoppedClock) -> None:
        self.clock, self.web, self.wishes, self.rechecks = clock, Web(clock), MemoryWishes(), MemoryRechecks()
        self.sources: tuple[Source, ...] = (PAPER,)
        self.alone: frozenset[str] = frozenset()
        daybook = MemoryDaybook()
        keeping = Keeping(MemoryObjects(), daybook, days=0)
        parsers = cast(Parsers, HereParsers())
        self.tools = Tools(MemoryArchive(), daybook, keeping, parsers, clock, left_alone=lambda: self.alone)
        self.web.says(ROBOTS, SIGNALS, media="text/plain")
        self.web.says(FILE, RULES, media="application/json")

    async def run(self, **later: float) -> SiteWishes | None:
        self.clock.pass_by(**later)
        asking = Asking(self.web, self.clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
        await Wishing(self.tools, self.wishes, self.rechecks, asking, self.sources).run(once=True)
        return self.wishes.held().get(PAPER.slug)

    def asked(self, url: str) -> int:
        return sum(one == url for one, _ in self.web.asked)


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    return Desk(clock)


async def test_what_a_site_says_in_both_places_is_kept(desk: Desk) -> None:
    held = await desk.run()
    assert held is not None
    assert held.signals == (("ai-train", "no"), ("search", "no"))
    assert held.rules == (Reservation("/", True),)
    assert (held.host, held.problem) == ("paper.example:80", None)


async def test_a_site_is_asked_once_a_day_whatever_comes_of_it(desk: Desk) -> None:
    desk.web.fails(FILE, Failed("HTTP 404", status=404))
    for _ in range(12):
        await desk.run(hours=6)
    assert desk.asked(FILE) == 3


async def test_papers_of_one_house_are_asked_for_together(desk: Desk) -> None:
    desk.sources = (
        PAPER,
        replace(OTHER, homepage=PAPER.homepage),
        replace(OTHER, slug="third", homepage=None, feeds=()),
    )
    await desk.run()
    assert desk.asked(FILE) == 1
    held = desk.wishes.held()
    assert set(held) == {PAPER.slug, OTHER.slug}
    assert held[OTHER.slug].signals == held[PAPER.slug].signals


@pytest.mark.parametrize("status", [404, 410, 403])
async def test_a_site_without_the_file_reserves_nothing_by_it_any_more(desk: Desk, status: int) -> None:
    await desk.run()
    desk.web.fails(FILE, Failed(f"HTTP {status}", status=status))
    held = await desk.run(days=2)
    assert held is not None
    assert (held.rules, held.problem) == ((), None)


async def test_a_page_in_the_files_place_is_no_file(desk: Desk) -> None:
    desk.web.says(FILE, "<p>الصفحة الأولى</p>".encode())
    held = await desk.run()
    assert held is not None
    assert (held.rules, held.problem) == ((), None)


async def test_what_cannot_be_had_leaves_what_was_said_before(desk: Desk) -> None:
    before = await desk.run()
    assert before is not None
    desk.web.fails(FILE, Failed("HTTP 503", status=503))
    held = await desk.run(days=2)
    assert held is not None
    assert (held.rules, held.problem) == (before.rules, "HTTP 503")
    desk.web.says(FILE, b"[{", media="application/json")
    held = await desk.run(days=2)
    assert held is not None
    assert (held.rules, held.problem) == (before.rules, "it is no tdmrep.json")
    desk.web.fails(ROBOTS, Failed("HTTP 503", status=503))
    held = await desk.run(days=2)
    assert held is not None
    assert (held.signals, held.rules, held.problem) == (
        before.signals,
        before.rules,
        "robots.txt cannot be had",
    )


async def test_a_site_that_closes_its_file_to_robots_is_not_asked_for_it(desk: Desk) -> None:
    desk.web.says(ROBOTS, b"User-agent: *\nDisallow: /.well-known/\n", media="text/plain")
    held = await desk.run()
    assert desk.asked(FILE) == 0
    assert held is not None
    assert "disallows" in (held.problem or "")


async def test_a_paper_that_opted_out_is_not_asked_for_its_wishes(desk: Desk) -> None:
    desk.alone = frozenset([PAPER.slug])
    assert await desk.run() is None
    assert desk.web.asked == []


@pytest.mark.parametrize(
    "door",
    [
        Doorway(PAPER.slug, DoorState.DEAD),
        Doorway(PAPER.slug, DoorState.HIJACKED),
        Doorway(PAPER.slug, leaning=DoorState.HIJACKED, looks=1),  # from the first look that speaks for one
    ],
    ids=["dead", "hijacked", "as it seems"],
)
async def test_a_stranger_behind_a_papers_door_has_no_say_in_what_it_printed(
    desk: Desk, door: Doorway
) -> None:
    desk.rechecks.put_door(door)
    assert await desk.run() is None
    assert desk.web.asked == []


async def test_a_file_of_another_site_reserves_nothing(desk: Desk) -> None:
    there = "http://stranger.example/.well-known/tdmrep.json"
    desk.web.moves(FILE, there)
    desk.web.says(there, RULES, media="application/json")
    held = await desk.run()
    assert held is not None
    assert (held.rules, held.problem) == ((), "it leads to stranger.example")


async def test_what_a_paper_asked_for_holds_where_it_moved_to_until_it_says_otherwise_there(
    desk: Desk,
) -> None:
    before = await desk.run()
    assert before is not None
    desk.tools = replace(desk.tools, homes=lambda: {PAPER.slug: "http://new.example/"})
    desk.web.fails("http://new.example/robots.txt", Failed("no answer"))
    held = await desk.run(minutes=5)
    assert held is not None
    assert (held.host, held.problem) == ("new.example:80", "robots.txt cannot be had")
    assert (held.signals, held.rules) == (before.signals, before.rules)
    desk.web.says("http://new.example/robots.txt", b"User-agent: *\nAllow: /\n", media="text/plain")
    desk.web.fails("http://new.example/.well-known/tdmrep.json", Failed("HTTP 404", status=404))
    held = await desk.run(days=2)
    assert held is not None
    assert (held.signals, held.rules, held.problem) == ((), (), None)
