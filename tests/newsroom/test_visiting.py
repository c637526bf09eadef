"""One visit: sitemaps and their parts, section pages, pages where a feed was expected, and the pace that is learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

import pytest

from tests.newsroom.conftest import NOON, StoppedClock
from tests.newsroom.test_collecting import PAPER, Desk, feed, page
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.errors import ArchiveError
from warraq.newsroom.visiting import Visiting
from warraq.ports.daybook import FeedState
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Unchanged
from warraq.press import Capture, Entry, Feed, FeedKind

P = ParamSpec("P")
T = TypeVar("T")

SITEMAP = "http://paper.example/sitemap.xml"
XML = "application/xml"


def desk_of(clock: StoppedClock, url: str = SITEMAP, kind: FeedKind = "feed") -> Desk:
    return Desk(clock, replace(PAPER, feeds=(Feed("paper", "paper", url, "politics", kind),)))


def urlset(*urls: tuple[str, str], titles: bool = False) -> bytes:
    news = "<news:news><news:title>عنوان في الخريطة</news:title></news:news>" if titles else ""
    inner = "".join(f"<url><loc>{url}</loc><lastmod>{date}</lastmod>{news}</url>" for url, date in urls)
    return f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{inner}</urlset>'.encode()


def index(*parts: tuple[str, str | None]) -> bytes:
    inner = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</sitemap>"
        for url, date in parts
    )
    return f"<sitemapindex>{inner}</sitemapindex>".encode()


TODAY, YESTERDAY, LONG_AGO = "2026-03-10T08:00:00Z", "2026-03-09T20:00:00Z", "2019-01-01"


async def test_of_a_sitemap_of_years_only_what_is_new_is_fetched_and_the_page_s_own_words_are_filed(
    clock: StoppedClock,
) -> None:
    desk = desk_of(clock)
    old = [(f"http://paper.example/old/{n}", LONG_AGO) for n in range(30)]
    desk.web.says(SITEMAP, urlset(*old, ("http://paper.example/1", TODAY), titles=True), media=XML)
    desk.web.says("http://paper.example/1", page("عنوان الصفحة نفسها"))
    await desk.run()
    (article,) = desk.archive.articles(list(desk.archive.ids()))
    assert article.draft.title == "عنوان الصفحة نفسها"
    assert article.draft.published is None
    assert article.draft.updated is not None
    assert not any("/old/" in url for url, _ in desk.web.asked)


async def test_an_index_leads_to_its_newest_parts(clock: StoppedClock) -> None:
    desk = desk_of(clock)
    parts = {f"http://paper.example/sitemap-{year}.xml": year for year in range(2018, 2027)}
    desk.web.says(SITEMAP, index(*((url, f"{year}-03-01") for url, year in parts.items())), media=XML)
    for url, year in parts.items():
        desk.web.says(url, urlset((f"http://paper.example/{year}", TODAY)), media=XML)
        desk.web.says(f"http://paper.example/{year}", page(f"عنوان سنة {year}"))
    done = await desk.run()
    assert done.progress().reached == 1
    assert desk.archive.count() == 3
    assert [desk.asked(url) for url in parts] == [0] * 6 + [1] * 3


async def test_a_part_that_fails_is_passed_over_and_looked_at_again(clock: StoppedClock) -> None:
    desk = desk_of(clock)
    good, bad = "http://paper.example/a-2.xml", "http://paper.example/a-1.xml"
    desk.web.says(SITEMAP, index((good, "2026-03-10"), (bad, "2026-03-10")), media=XML)
    desk.web.says(good, urlset(("http://paper.example/1", TODAY)), media=XML)
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    assert (await desk.run()).progress().failed == 0
    desk.web.says(bad, urlset(("http://paper.example/2", TODAY)), media=XML)
    desk.web.says("http://paper.example/2", page("عنوان ثان"))
    clock.pass_by(hours=1)
    await desk.run()
    assert desk.archive.count() == 2


class FullOnce(MemoryDaybook):
    """A daybook that cannot note anything the first time it is asked to."""

    failed = False

    def note(self, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> int:
        if not self.failed:
            self.failed = True
            raise ArchiveError("the disk is full")
        return super().note(feed, entries, now=now)


@dataclass
class Visits:
    """One feed visited again and again, and nothing else done."""

    desk: Desk
    visiting: Visiting
    state: FeedState | None = None

    @classmethod
    def to(cls, desk: Desk) -> Visits:
        async def do(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
            return call(*args, **kwargs)

        papers = {paper.slug: paper for paper in desk.sources}
        visiting = Visiting(
            desk.tools(desk.asking()),
            desk.asking(),
            papers,
            interval=timedelta(minutes=15),
            jitter=lambda: 0.0,
            do=do,
        )
        return cls(desk, visiting)

    async def once_more(self) -> None:
        (paper,) = self.desk.sources
        self.state = (await self.visiting.visit(paper.feeds[0], self.state)).state

    def noted(self) -> int:
        return sum(self.desk.daybook.tally().values())


async def test_an_index_whose_parts_all_change_at_once_has_each_of_them_read_in_turn(
    clock: StoppedClock,
) -> None:
    desk = desk_of(clock)
    visits = Visits.to(desk)
    parts = [f"http://paper.example/desk-{n}.xml" for n in range(7)]
    desk.web.says(SITEMAP, index(*((url, TODAY) for url in parts)), media=XML)
    for number, url in enumerate(parts):
        desk.web.says(url, urlset((f"http://paper.example/{number}", TODAY)), media=XML)
    for expected in (3, 6, 7, 7):
        await visits.once_more()
        clock.pass_by(hours=1)
        assert visits.noted() == expected
    assert [desk.asked(url) for url in parts] == [1] * 7


async def test_what_a_part_listed_is_not_lost_when_it_could_not_be_noted(clock: StoppedClock) -> None:
    desk = desk_of(clock)
    desk.daybook = FullOnce()
    visits = Visits.to(desk)
    inner = "http://paper.example/2026-03-10.xml"
    desk.web.says(SITEMAP, index((inner, TODAY)), media=XML)
    desk.web.says(inner, urlset(("http://paper.example/1", TODAY)), media=XML)
    with pytest.raises(ArchiveError):
        await visits.once_more()
    await visits.once_more()
    assert visits.noted() == 1


async def test_a_part_that_failed_for_days_is_read_from_where_it_was_left(clock: StoppedClock) -> None:
    desk = desk_of(clock)
    visits = Visits.to(desk)
    good, bad = "http://paper.example/a-1.xml", "http://paper.example/a-2.xml"
    desk.web.says(SITEMAP, index((good, TODAY), (bad, TODAY)), media=XML)
    desk.web.says(good, urlset(("http://paper.example/1", TODAY)), media=XML)
    for _ in range(5):
        await visits.once_more()
        clock.pass_by(hours=24)
    desk.web.says(bad, urlset(("http://paper.example/2", TODAY)), media=XML)
    await visits.once_more()
    assert visits.noted() == 2


async def test_an_index_of_which_no_part_can_be_had_is_a_problem(clock: StoppedClock) -> None:
    desk = desk_of(clock)
    inner = "http://paper.example/inner.xml"
    desk.web.says(SITEMAP, index((inner, None)), media=XML)
    desk.web.says(inner, index((SITEMAP, None), ("http://paper.example/x.xml", None)), media=XML)
    await desk.run()
    problem = desk.daybook.feed_states()["paper"].problem
    assert problem == f"its part {inner}: a sitemap index inside another is not followed"


async def test_an_index_without_dates_has_its_parts_looked_at_each_time_with_their_validators(
    clock: StoppedClock,
) -> None:
    desk = desk_of(clock)
    inner = "http://paper.example/a.xml"
    asked: list[str | None] = []
    desk.web.says(SITEMAP, index((inner, None)), media=XML)
    body = urlset(("http://paper.example/1", TODAY))

    def answer() -> FetchOutcome:
        asked.append(inner)
        return Fetched(Capture(inner, clock.now(), 200, (("etag", '"1"'),), body))

    desk.web.pages[inner] = answer
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    collecting = await desk.run()
    state = desk.daybook.feed_states()["paper"]
    assert (state.digest, state.etag) == (None, None)
    desk.web.pages[inner] = lambda: Unchanged(Capture(inner, clock.now(), 304, (), b""))
    clock.pass_by(hours=1)
    assert collecting._visiting._parts["paper", inner].etag == '"1"'
    await desk.run()
    assert desk.asked(inner) == 2
    assert desk.archive.count() == 1


async def test_a_part_is_asked_whether_it_is_still_what_it_said_last(clock: StoppedClock) -> None:
    desk, inner = desk_of(clock), "http://paper.example/a.xml"
    visits, tag = Visits.to(desk), (("content-type", XML), ("etag", '"1"'))
    desk.web.says(SITEMAP, index((inner, None)), media=XML)
    body = urlset(("http://paper.example/1", TODAY))
    desk.web.pages[inner] = lambda: Fetched(Capture(inner, clock.now(), 200, tag, body))
    await visits.once_more()
    desk.web.pages[inner] = lambda: Unchanged(Capture(inner, clock.now(), 304, (), b""))
    for _ in range(2):
        clock.pass_by(hours=1)
        await visits.once_more()
    assert [etag for url, etag, _ in desk.web.held if url == inner] == [None, '"1"', '"1"']


async def test_a_feed_is_asked_whether_it_is_still_what_it_said_last_also_by_a_desk_begun_anew(
    clock: StoppedClock,
) -> None:
    url = "http://paper.example/rss"
    desk = desk_of(clock, url)
    validators = (("content-type", XML), ("etag", '"1"'), ("last-modified", "Tue, 10 Mar 2026 08:00:00 GMT"))
    said = feed(("http://paper.example/1", "عنوان أول"))
    desk.web.pages[url] = lambda: Fetched(Capture(url, clock.now(), 200, validators, said))
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    await desk.run()
    desk.web.pages[url] = lambda: Unchanged(Capture(url, clock.now(), 304, validators[1:], b""))
    for _ in range(2):  # what a 304 leaves known is sent too
        clock.pass_by(hours=1)
        await desk.run()
    asked = [held for where, *held in desk.web.held if where == url]
    assert asked == [[None, None], *[[value for _, value in validators[1:]]] * 2]


async def test_a_section_page_is_collected_by_its_links(clock: StoppedClock) -> None:
    desk = desk_of(clock, "http://paper.example/politics/", "listing")
    front = """<html><body><nav><a href="/section/12345">أقسام الصحيفة كلها هنا</a></nav>
      <h3><a href="/news/10001">عنوان أول في صفحة القسم</a></h3><h3><a href="/news/10002">عنوان ثان...</a></h3></body></html>"""
    desk.web.says("http://paper.example/politics/", front.encode())
    desk.web.says("http://paper.example/news/10001", page("عنوان أول في صفحة القسم"))
    desk.web.says("http://paper.example/news/10002", page("عنوان ثان أطول مما كتب الرابط"))
    await desk.run()
    titles = {article.draft.title for article in desk.archive.articles(list(desk.archive.ids()))}
    assert titles == {"عنوان أول في صفحة القسم", "عنوان ثان أطول مما كتب الرابط"}


async def test_a_cut_headline_on_a_section_page_asks_for_no_second_visit(clock: StoppedClock) -> None:
    listing = Feed("paper/l", "paper", "http://paper.example/politics/", "politics", "listing")
    desk = Desk(clock, replace(PAPER, feeds=(*PAPER.feeds, listing)))
    url = "http://paper.example/news/10001"
    desk.web.says(PAPER.feeds[0].url, feed(("عنوان أطول مما يكتب الرابط عادة", url)), media=XML)
    desk.web.says(url, page("عنوان أطول مما يكتب الرابط عادة"))
    await desk.run()
    desk.web.says(listing.url, f'<h2><a href="{url}">عنوان أطول مما يكتب…</a></h2>'.encode())
    clock.pass_by(hours=3)
    await desk.run()
    assert desk.asked(url) == 1


async def test_a_homepage_in_place_of_a_feed_says_which_feeds_it_names(clock: StoppedClock) -> None:
    desk = desk_of(clock, "http://paper.example/")
    home = b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/rss.xml></head></html>"
    desk.web.says("http://paper.example/", home)
    await desk.run()
    assert desk.daybook.feed_states()["paper"].problem == (
        "this is a web page (HTML), not a feed; it names http://paper.example/rss.xml"
    )


@pytest.mark.parametrize(
    ("hours_ago", "interval"),
    [((0, 1, 2, 3, 4), timedelta(minutes=24)), ((0, 24, 48, 72, 96), timedelta(hours=6))],
)
async def test_the_pace_is_learnt_remembered_and_kept(
    clock: StoppedClock, hours_ago: tuple[int, ...], interval: timedelta
) -> None:
    url = "http://paper.example/rss"
    desk = desk_of(clock, url)
    items = "".join(
        f"<item><title>خبر {n}</title><link>http://paper.example/{n}</link>"
        f"<pubDate>{(NOON - timedelta(hours=n)).isoformat()}</pubDate></item>"
        for n in hours_ago
    )
    desk.web.says(url, f"<rss><channel>{items}</channel></rss>".encode(), media=XML)
    for n in hours_ago:
        desk.web.fails(f"http://paper.example/{n}", Failed("HTTP 404", status=404))
    await desk.run()
    state = desk.daybook.feed_states()["paper"]
    assert state.interval is not None
    assert abs(state.interval - interval) < timedelta(seconds=10)
    assert state.due is not None
    assert state.tried is not None
    assert abs(state.due - state.tried - interval) < timedelta(seconds=10)
