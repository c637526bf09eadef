"""The collecting desk: what is listed is fetched once, read and filed; what fails is said and tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from tests.newsroom.conftest import NOON, HereParsers, StoppedClock, Web
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memoryledger import MemoryLedger
from warraq.archives.memorysubscriptions import MemorySubscriptions
from warraq.crawling.room import Usage
from warraq.errors import ArchiveError, ObjectsError, WarraqError
from warraq.extraction.page import Studied
from warraq.newsroom.asking import Asking, reachable
from warraq.newsroom.collecting import Collecting
from warraq.newsroom.hubs import Hubs
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.room import Room
from warraq.newsroom.tools import Tools
from warraq.objects.memory import MemoryObjects
from warraq.ports.daybook import EntryState, FeedState
from warraq.ports.fetcher import Failed, Fetched
from warraq.press import ArticleId, Capture, Entry, Feed, FeedReading, Source

FEED = "http://paper.example/rss"
PAPER = Source(
    "paper",
    "الصحيفة",
    "eg",
    "Africa/Cairo",
    homepage="http://paper.example/",
    feeds=(Feed("paper", "paper", FEED, "politics"),),
)
OTHER = Source(
    "other",
    "الأخرى",
    "tn",
    "Africa/Tunis",
    homepage="http://other.example/",
    feeds=(Feed("other", "other", "http://other.example/rss"),),
)
WORDS = (
    "أعلنت بلدية المدينة المخترعة صباح اليوم فتح الحديقة العامة أمام الزوار بعد أشهر من أعمال الصيانة، "
    "وقال رئيس البلدية إن الأشجار التي زرعت في الربيع نمت أسرع مما كان متوقعا وإن الممرات صارت أوسع. "
)


def page(title: str, *, words: str = WORDS, more: str = "") -> bytes:
    paragraphs = "".join(f"<p>{words} ({number})</p>" for number in range(3))
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{more}'
        f'<meta property="og:title" content="{title}"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def feed(*items: tuple[str, str], date: str = "Tue, 10 Mar 2026 11:00:00 +0200") -> bytes:
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate></item>"
        for title, link in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'.encode()
    )


class Desk:
    """A collecting desk on fakes, which a test may run again and again."""

    def __init__(self, clock: StoppedClock, *sources: Source) -> None:
        self.clock = clock
        self.web = Web(clock)
        self.archive = MemoryArchive()
        self.daybook = MemoryDaybook()
        self.objects = MemoryObjects()
        self.ledger = MemoryLedger()
        self.parsers = HereParsers()
        self.sources = sources or (PAPER,)
        self.last: Collecting | None = None
        self.alone: Callable[[], frozenset[str]] = frozenset
        self.shut: Callable[[], frozenset[str]] = frozenset
        self.swept: list[object] = []
        self.disk = Usage(100 * 2**30, 50 * 2**30)
        self.hub: MemorySubscriptions | None = None

    def tools(self, asking: Asking) -> Tools:
        return Tools(
            self.archive,
            self.daybook,
            Keeping(self.objects, self.daybook, days=30),
            cast(Parsers, self.parsers),
            self.clock,
            Room(lambda: self.disk, limit=0.9),
            self.ledger,
            Hubs(self.hub, asking, home="https://press.example") if self.hub else None,
            left_alone=lambda: self.alone(),
        )

    def asking(self) -> Asking:
        return Asking(
            self.web,
            self.clock,
            agent="Warraq",
            delay=timedelta(seconds=1),
            jitter=lambda: 0.0,
            states=self.daybook.host_states(),
        )

    async def run(self, *, once: bool = True) -> Collecting:
        asking = self.asking()
        desk = Collecting(
            self.tools(asking),
            asking,
            self.sources,
            interval=timedelta(minutes=15),
            places=4,
            jitter=lambda: 0.0,
            shut=lambda: self.shut(),
            sweeps=(self.swept.append,),
        )
        self.last = desk
        await desk.run(once=once)
        return desk

    def asked(self, url: str) -> int:
        return sum(one == url for one, _ in self.web.asked)


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    desk = Desk(clock)
    desk.web.says(
        FEED,
        feed(("عنوان أول", "http://paper.example/1"), ("عنوان ثان", "http://paper.example/2")),
        media="application/rss+xml",
    )
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    desk.web.says("http://paper.example/2", page("عنوان ثان"))
    return desk


async def test_what_a_feed_lists_is_filed_with_its_source_section_and_date(desk: Desk) -> None:
    done = await desk.run()
    assert done.progress().filed == 2
    assert done.progress().reached == 1
    articles = desk.archive.articles(list(desk.archive.ids()))
    assert {article.draft.title for article in articles} == {"عنوان أول", "عنوان ثان"}
    for article in articles:
        assert article.draft.source == "paper"
        assert article.draft.section == "politics"
        assert article.draft.published is not None
        assert article.draft.published.at.isoformat() == "2026-03-10T09:00:00+00:00"
        assert "الحديقة العامة" in article.draft.body
        assert article.draft.capture is not None
        assert desk.daybook.capture(article.draft.capture) is not None


async def test_a_second_visit_fetches_no_page_again_and_files_nothing(desk: Desk) -> None:
    await desk.run()
    desk.clock.pass_by(hours=1)
    again = await desk.run()
    assert again.progress().filed == 0
    assert desk.asked("http://paper.example/1") == 1
    assert desk.archive.last_change() == 2


async def test_a_changed_headline_becomes_a_version(desk: Desk) -> None:
    await desk.run()
    desk.clock.pass_by(hours=1)
    desk.web.says(
        FEED,
        feed(("عنوان مصحح", "http://paper.example/1"), ("عنوان ثان", "http://paper.example/2")),
        media="text/xml",
    )
    desk.web.says("http://paper.example/1", page("عنوان مصحح"))
    done = await desk.run()
    assert done.progress().versions == 1
    assert desk.archive.count() == 2
    assert desk.asked("http://paper.example/2") == 1


async def test_a_desks_own_feed_names_the_desk_that_a_model_had_guessed(clock: StoppedClock) -> None:
    every, own = replace(PAPER.feeds[0], section=None), Feed("own", "paper", FEED + "2", "politics")
    desk = Desk(clock, replace(PAPER, feeds=(every, own)))
    item = ("عنوان أول", "http://paper.example/1")
    desk.web.says(FEED, feed(item), media="text/xml")
    desk.web.says(own.url, feed(), media="text/xml")
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    await desk.run()
    desk.archive.redesk({ArticleId(1): "arts"}, now=clock.now())
    desk.web.says(own.url, feed(item), media="text/xml")
    clock.pass_by(hours=2)
    await desk.run()
    article = desk.archive.article(ArticleId(1))
    assert article is not None
    assert (article.draft.section, article.draft.guessed, article.version) == ("politics", False, 1)
    assert desk.asked("http://paper.example/1") == 1


async def test_two_feeds_that_list_one_page_fetch_it_once(clock: StoppedClock) -> None:
    second = Feed("paper/arts", "paper", "http://paper.example/arts.rss", "arts")
    desk = Desk(clock, replace(PAPER, feeds=(*PAPER.feeds, second)))
    item = ("عنوان أول", "http://paper.example/1")
    desk.web.says(FEED, feed(item), media="text/xml")
    desk.web.says(second.url, feed((item[0], item[1] + "?utm_source=rss")), media="text/xml")
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    desk.web.says("http://paper.example/1?utm_source=rss", page("عنوان أول"))
    await desk.run()
    assert desk.archive.count() == 1
    assert desk.asked("http://paper.example/1") + desk.asked("http://paper.example/1?utm_source=rss") == 1


async def test_a_page_that_fails_is_put_off_and_filed_later(desk: Desk) -> None:
    desk.web.fails("http://paper.example/2", Failed("HTTP 500", status=500))
    first = await desk.run()
    assert first.progress().filed == 1
    assert ("http://paper.example/2", "HTTP 500") in first.progress().problems
    desk.web.says("http://paper.example/2", page("عنوان ثان"))
    desk.clock.pass_by(hours=2)
    assert (await desk.run()).progress().filed == 1
    assert desk.archive.count() == 2


async def test_a_page_that_fails_for_ever_is_given_up_with_its_reason(desk: Desk) -> None:
    desk.parsers.refuse.add("http://paper.example/2")
    for _ in range(12):
        await desk.run()
        desk.clock.pass_by(hours=30)
    assert desk.daybook.tally()[EntryState.FAILED] == 1
    assert desk.daybook.reasons(EntryState.FAILED) == (("took more than 5 s", 1),)
    assert desk.archive.count() == 1


async def test_what_is_no_article_and_will_be_none_is_looked_at_once_more_alone(desk: Desk) -> None:
    desk.web.says("http://paper.example/2", b"%PDF-1.7 nothing to read here")
    for _ in range(5):
        await desk.run()
        desk.clock.pass_by(hours=7)
    assert desk.asked("http://paper.example/2") == 2
    assert desk.daybook.reasons(EntryState.FAILED) == (("a PDF, no page", 1),)


async def test_a_page_that_is_gone_is_not_asked_for_again(desk: Desk) -> None:
    desk.web.fails("http://paper.example/2", Failed("HTTP 410", status=410))
    for _ in range(3):
        await desk.run()
        desk.clock.pass_by(hours=30)
    assert desk.asked("http://paper.example/2") == 1


async def test_a_page_behind_robots_is_refused_and_never_asked_for(desk: Desk) -> None:
    desk.web.says("http://paper.example/robots.txt", b"User-agent: *\nDisallow: /2", media="text/plain")
    await desk.run()
    assert desk.asked("http://paper.example/2") == 0
    assert desk.daybook.tally()[EntryState.REFUSED] == 1


async def test_a_feed_that_is_no_feed_says_so_and_backs_off(desk: Desk) -> None:
    desk.web.says(FEED, b"<html><body>maintenance</body></html>")
    done = await desk.run()
    assert done.progress().failed == 1
    state = desk.daybook.feed_states()["paper"]
    assert state.problem
    assert state.errors == 1
    assert state.due is not None
    assert state.due > desk.clock.now()


async def test_one_bad_feed_costs_the_others_nothing(clock: StoppedClock) -> None:
    desk = Desk(clock, PAPER, OTHER)
    desk.web.says(FEED, feed(("عنوان أول", "http://paper.example/1")), media="text/xml")
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    desk.web.fails("http://other.example/rss", Failed("HTTP 410", status=410))
    done = await desk.run()
    assert done.progress().filed == 1
    assert desk.daybook.feed_states()["other"].stopped


async def test_no_paper_speaks_for_another(clock: StoppedClock) -> None:
    """A feed that lists another paper's page files nothing, and a foreign canonical address changes nothing."""
    desk = Desk(clock, PAPER, OTHER)
    desk.web.says(FEED, feed(("عنوان أول", "http://paper.example/1")), media="text/xml")
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    desk.web.says(
        "http://other.example/rss",
        feed(("عنوان مسروق", "http://paper.example/1"), ("كاذب", "http://other.example/9")),
        media="text/xml",
    )
    lie = '<link rel="canonical" href="http://paper.example/1">'
    desk.web.says("http://other.example/9", page("كاذب", words=WORDS[::-1], more=lie))
    await desk.run()
    first = desk.archive.find("//paper.example/1") or next(
        article.id
        for article in desk.archive.articles(list(desk.archive.ids()))
        if article.draft.source == "paper"
    )
    article = desk.archive.article(first)
    assert article is not None
    assert article.version == 1
    assert article.draft.title == "عنوان أول"
    assert {one.draft.source for one in desk.archive.articles(list(desk.archive.ids()))} == {"paper", "other"}


async def test_what_another_edition_left_does_not_stand_in_the_way(clock: StoppedClock) -> None:
    many = tuple((f"قديم {number}", f"http://old{number}.example/1") for number in range(200))
    desk = Desk(clock, PAPER)
    stranger = Feed("gone", "gone", "http://gone.example/rss")
    entries = tuple(Entry(guid=link, url=link, title=title) for title, link in many)
    desk.daybook.note(stranger, entries, now=clock.now() - timedelta(hours=1))
    desk.web.says(FEED, feed(("عنوان أول", "http://paper.example/1")), media="text/xml")
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    assert (await desk.run()).progress().filed == 1
    assert not [url for url, _ in desk.web.asked if "old" in url]
    assert desk.daybook.tally()[EntryState.PENDING] == 200


class Troubled(MemoryDaybook):
    """A store that is full for a while."""

    troubles = 3

    def tally(self) -> dict[EntryState, int]:
        if self.troubles:
            self.troubles -= 1
            raise ArchiveError("the archive cannot be read: database or disk is full")
        return super().tally()


async def test_a_store_in_trouble_is_said_and_waited_for(desk: Desk) -> None:
    desk.daybook = Troubled()
    done = await desk.run()
    assert done.progress().filed == 2
    assert ("collecting", "the archive cannot be read: database or disk is full") in done.progress().problems


class Broken(HereParsers):
    """A reader with a mistake of ours in it."""

    async def study(self, data: bytes, **about: Any) -> Studied:
        if about["url"] == "http://paper.example/1":
            raise KeyError("a mistake")
        return await super().study(data, **about)


async def test_a_mistake_of_ours_costs_its_page_and_not_the_next_one(desk: Desk) -> None:
    desk.parsers = Broken()
    for _ in range(4):
        await desk.run()
        desk.clock.pass_by(minutes=30)
    assert desk.archive.count() == 1
    assert desk.asked("http://paper.example/1") <= 4


class FullDisk(MemoryObjects):
    def put(self, key: str, data: bytes) -> None:
        raise ObjectsError("no space left on the disk")

    def remove(self, key: str) -> None:
        raise ObjectsError("no space left on the disk")


async def test_a_full_disk_does_not_make_us_ask_again_and_again(desk: Desk) -> None:
    desk.objects = FullDisk()
    first = await desk.run()
    assert first.progress().filed == 0
    assert desk.asked("http://paper.example/1") == 1
    desk.objects = MemoryObjects()
    desk.clock.pass_by(hours=2)
    assert (await desk.run()).progress().filed == 2


async def test_workers_that_do_not_start_end_a_collection_once(desk: Desk) -> None:
    class Dead(HereParsers):
        async def feed(self, data: bytes, **about: Any) -> FeedReading:
            raise WarraqError("no parsing worker can be started")

    desk.parsers = Dead()
    done = await desk.run()
    assert desk.asked(FEED) == 1
    assert ("paper", "failed here: no parsing worker can be started") in done.progress().problems


async def test_a_host_that_fails_here_for_days_is_still_set_aside_for_an_hour(desk: Desk) -> None:
    await desk.run()
    collecting = desk.last
    assert collecting is not None

    async def fails() -> None:
        raise ArchiveError("the archive cannot be written")

    for _ in range(80):
        await collecting._guarded("paper", fails())
    until, times = collecting._aside["paper"]
    assert times == 80
    assert until == desk.clock.now() + timedelta(hours=1)


async def test_our_own_outage_gives_no_entry_up(desk: Desk) -> None:
    await desk.run()
    desk.web.says(FEED, feed(("عنوان ثالث", "http://paper.example/3")), media="text/xml")
    desk.web.fails("http://paper.example/3", Failed("no route", offline=True))
    for _ in range(20):
        desk.clock.pass_by(hours=3)
        await desk.run()
    desk.web.says("http://paper.example/3", page("عنوان ثالث"))
    for _ in range(20):
        desk.clock.pass_by(hours=3)
        await desk.run()
    assert desk.archive.count() == 3


async def test_an_entry_nobody_let_us_ask_for_in_a_month_is_given_up_after_days_of_looks_and_not_at_once(
    desk: Desk,
) -> None:
    """A clock that is wrong for a day, or a desk that slept for a month, loses nothing."""
    desk.web.fails("http://paper.example/2", Failed("no route", offline=True))
    await desk.run()
    desk.clock.pass_by(days=400)
    for _ in range(3):
        await desk.run()
        desk.clock.pass_by(hours=1)
    assert desk.daybook.tally()[EntryState.FAILED] == 0
    for _ in range(12):
        await desk.run()
        desk.clock.pass_by(hours=25)
    assert desk.daybook.reasons(EntryState.FAILED) == (("no route", 1),)


async def test_what_was_filed_by_a_clock_ahead_is_asked_for_again_once_its_feed_says_that_it_changed(
    desk: Desk,
) -> None:
    desk.clock.pass_by(days=400)
    await desk.run()
    desk.clock.pass_by(days=-400, hours=1)
    listed = (("عنوان أول", "http://paper.example/1"), ("عنوان ثان", "http://paper.example/2"))
    desk.web.says(FEED, feed(*listed, date="Tue, 10 Mar 2026 12:30:00 +0200"), media="text/xml")
    await desk.run()
    assert desk.asked("http://paper.example/1") == 2


async def test_an_unchanged_feed_writes_nothing(desk: Desk) -> None:
    written: list[str] = []

    class Counting(MemoryDaybook):
        def put_feed_state(self, state: FeedState) -> None:
            written.append(state.feed)
            super().put_feed_state(state)

    desk.daybook = Counting()
    collecting = await desk.run()
    assert len(written) == 1
    desk.clock.pass_by(minutes=20)
    asked = len(desk.web.asked)
    await collecting._visiting.visit(PAPER.feeds[0], collecting._states["paper"])
    assert len(desk.web.asked) > asked
    assert len(written) == 1


async def test_reachable_is_decided_by_the_first_answer(clock: StoppedClock) -> None:
    web = Web(clock)
    web.fails("http://dead.example/robots.txt", Failed("name not found", offline=True))
    asking = Asking(web, clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
    dead = Feed("dead", "dead", "http://dead.example/rss")
    assert not await reachable(asking, (dead,), within_s=5)
    asking = Asking(web, clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
    assert await reachable(asking, (dead, PAPER.feeds[0]), within_s=5)


async def test_an_agreement_made_since_the_edition_was_read_is_not_put_back(desk: Desk) -> None:
    agreed = replace(PAPER, feeds=(), policy="link", permission="a letter, 2026-11-01")
    desk.archive.put_sources([agreed])
    await desk.run()
    assert desk.archive.sources()["paper"] == agreed


# What is kept of it, and for how long there is room


async def test_dates_are_read_against_the_capture_not_against_the_clock(desk: Desk) -> None:
    long_ago = desk.clock.now() - timedelta(days=900)
    body = page("عنوان أول")
    desk.web.says(FEED, feed(("عنوان أول", "http://paper.example/1"), date=""), media="application/rss+xml")
    desk.web.pages["http://paper.example/1"] = lambda: Fetched(
        Capture("http://paper.example/1", long_ago, 200, (("content-type", "text/html"),), body)
    )
    await desk.run()
    assert dict(desk.parsers.read)["http://paper.example/1"] == long_ago
    (article,) = desk.archive.articles(list(desk.archive.ids()))
    assert article.first_seen >= NOON  # when the archive first held it: the archive's own clock


async def test_a_feed_is_kept_when_it_lists_something_new_and_with_it_the_way_there(desk: Desk) -> None:
    moved = "http://paper.example/old"
    desk.web.moves(moved, "http://paper.example/2")
    desk.web.says(FEED, feed(("عنوان ثان", moved)), media="application/rss+xml")

    def kept() -> list[str]:
        return sorted(note.url for note in desk.daybook.captures(limit=50))

    await desk.run()
    assert kept() == sorted([FEED, moved, "http://paper.example/2"])
    desk.clock.pass_by(hours=1)
    desk.web.says(FEED, feed(("عنوان ثان", moved)) + b"<!-- built anew -->", media="application/rss+xml")
    await desk.run()
    assert kept().count(FEED) == 1


async def test_on_a_full_disk_nothing_is_asked_for_and_that_is_said_once(desk: Desk) -> None:
    desk.disk = Usage(100 * 2**30, 5 * 2**30)
    done = await desk.run()
    assert not desk.web.asked
    progress = done.progress()
    assert progress.halted is not None
    assert "more than 90% full" in progress.halted
    assert [what for what, _ in progress.problems] == ["disk"]


async def test_collecting_goes_on_by_itself_when_there_is_room_again(desk: Desk) -> None:
    asked: dict[int, bool] = {}  # GB free -> whether anything was asked for meanwhile

    class Passing(StoppedClock):
        """Every five minutes a little room is made; the desk is stopped once all is filed."""

        async def sleep(self, seconds: float) -> None:
            await super().sleep(max(seconds, 60.0))
            free = min(5 + 3 * int((self.time - NOON) / timedelta(minutes=5)), 14)
            asked[desk.disk.free_bytes // 2**30] = bool(desk.web.asked)
            desk.disk = Usage(100 * 2**30, free * 2**30)
            if desk.archive.count() == 2:
                raise asyncio.CancelledError

    desk.clock = Passing()
    desk.disk = Usage(100 * 2**30, 5 * 2**30)
    with pytest.raises(asyncio.CancelledError):
        await desk.run(once=False)
    assert desk.archive.count() == 2
    # 11 GB are not enough to go on: the desk would stop and go with each page
    assert (asked[5], asked[8], asked[11], asked[14]) == (False, False, False, True)
    assert desk.last is not None
    progress = desk.last.progress()
    assert progress.halted is None
    assert [what for what, _ in progress.problems] == ["disk"]


async def test_a_paper_that_wants_to_be_left_alone_is_asked_nothing_more_and_again_when_it_may_be(
    desk: Desk,
) -> None:
    desk.alone = lambda: frozenset([PAPER.slug])
    done = await desk.run()
    assert (done.progress().filed, desk.web.asked) == (0, [])
    assert done.progress().feeds == 0  # none that could not be reached
    desk.alone = frozenset
    assert (await desk.run()).progress().filed == 2


async def test_a_running_desk_obeys_in_its_next_round(desk: Desk) -> None:
    """The feed is read; before its pages are asked for, its paper opts out."""
    desk.alone = lambda: frozenset([PAPER.slug]) if desk.asked(FEED) else frozenset()
    done = await desk.run()
    assert (desk.asked(FEED), done.progress().filed) == (1, 0)
    assert desk.asked("http://paper.example/1") == desk.asked("http://paper.example/2") == 0
    assert desk.daybook.tally()[EntryState.PENDING] == 2  # for when it may be read again


async def test_what_a_paper_s_feed_lists_waits_while_a_stranger_may_be_at_home_there(desk: Desk) -> None:
    """Who buys a paper's domain often serves a feed at its old address."""
    desk.shut = lambda: frozenset([PAPER.slug])
    done = await desk.run()
    assert (done.progress().filed, desk.asked("http://paper.example/1")) == (0, 0)
    assert desk.daybook.tally()[EntryState.PENDING] == 2
    desk.shut = frozenset
    desk.clock.pass_by(days=2)
    assert (await desk.run()).progress().filed == 2


async def test_a_page_that_says_it_is_not_there_or_leads_to_the_front_page_is_no_article(desk: Desk) -> None:
    desk.web.says(
        "http://paper.example/1",
        page("الصفحة غير موجودة", words="عذرا، لم نجد ما تبحث عنه. عد إلى الرئيسية. "),
    )
    desk.web.moves("http://paper.example/2", "http://paper.example/")
    desk.web.says("http://paper.example/", page("الرئيسية"))
    done = await desk.run()
    assert (done.progress().filed, desk.archive.count()) == (0, 0)
    assert {why for _, why in done.progress().problems} == {
        "a page that says it is not there",
        "it leads to the front page",
    }


async def test_what_else_is_kept_for_a_time_is_swept_too(desk: Desk) -> None:
    await desk.run()
    assert desk.swept


async def test_a_feed_whose_hub_calls_is_visited_at_once(desk: Desk) -> None:
    hub = "http://hub.example/"
    atom = f'<rss xmlns:a="http://www.w3.org/2005/Atom"><channel><a:link rel="hub" href="{hub}"/></channel></rss>'
    desk.web.says(FEED, atom.encode(), media="application/rss+xml")
    desk.web.says(hub, b"")
    desk.hub = MemorySubscriptions()
    waited: list[timedelta] = []

    class Called(StoppedClock):
        """The hub calls ten seconds after the first visit; the desk is stopped at the second."""

        async def sleep(self, seconds: float) -> None:
            await super().sleep(max(seconds, 5.0))
            held = desk.hub.of("paper") if desk.hub else None
            if held and not held.called and self.time > NOON + timedelta(seconds=10):
                desk.hub.call(held.token, now=self.time)
            if desk.asked(FEED) > 1:
                waited.append(self.time - NOON)
                raise asyncio.CancelledError

    desk.clock = desk.web.clock = Called()
    with pytest.raises(asyncio.CancelledError):
        await desk.run(once=False)
    assert [form["hub.topic"] for form in desk.web.forms] == [FEED]
    assert timedelta(seconds=60) < waited[0] < timedelta(seconds=120)  # the feed's own pace: 15 minutes
