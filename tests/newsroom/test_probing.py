"""A probe says what an address is; of a homepage it finds the feeds."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from tests.newsroom.conftest import HereParsers, StoppedClock, Web
from tests.newsroom.test_collecting import feed
from warraq.newsroom.asking import Asking
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.probing import Probing
from warraq.ports.fetcher import Failed

HOME = "http://paper.example/"
PAGE = b"""<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/comments/feed>
<link rel=alternate type=application/rss+xml href=/dead.xml><link rel=alternate type=application/rss+xml href=/rss.xml>
</head><body><h2><a href="/news/10001">headline one</a></h2><h2><a href="/news/10002">headline two</a></h2></body></html>"""


@pytest.fixture
def web(clock: StoppedClock) -> Web:
    web = Web(clock)
    web.says(HOME, PAGE)
    web.says(HOME + "rss.xml", feed(("عنوان أول", HOME + "1"), ("عنوان ثان", HOME + "2")), media="text/xml")
    web.fails(HOME + "dead.xml", Failed("HTTP 404", status=404))
    web.says(HOME + "comments/feed", feed(("تعليق", HOME + "c")), media="text/xml")
    web.says(
        HOME + "robots.txt",
        b"User-agent: *\nDisallow: /closed\nSitemap: /news.xml\nSitemap: http://elsewhere.example/s.xml\n",
        media="text/plain",
    )
    web.says(
        HOME + "news.xml", b"<urlset><url><loc>http://paper.example/9</loc></url></urlset>", media="text/xml"
    )
    return web


@pytest.fixture
def probing(clock: StoppedClock, web: Web) -> Probing:
    asking = Asking(web, clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
    return Probing(asking, cast(Parsers, HereParsers()), clock, "Africa/Cairo")


async def test_a_feed_that_works_says_how_much_it_lists(probing: Probing) -> None:
    found = await probing.probe(HOME + "rss.xml")
    assert (found.problem, found.entries, found.example, found.reader) == (None, 2, "عنوان أول", "rss/1")
    assert found.newest is not None
    assert await probing.discover(found) == ()


async def test_a_homepage_leads_to_its_feeds_and_its_site_s_sitemaps_best_first(probing: Probing) -> None:
    page = await probing.probe(HOME)
    assert page.problem is not None
    assert page.links == 2
    found = await probing.discover(page)
    assert [(one.url.removeprefix(HOME), one.problem) for one in found] == [
        ("rss.xml", None),
        ("comments/feed", None),
        ("news.xml", None),
        ("dead.xml", "HTTP 404"),
    ]


async def test_a_section_page_is_probed_as_one(probing: Probing) -> None:
    found = await probing.probe(HOME, kind="listing")
    assert (found.problem, found.entries, found.reader) == (None, 2, "listing/1")


async def test_what_robots_close_is_not_asked_for(probing: Probing, web: Web) -> None:
    found = await probing.probe(HOME + "closed/rss")
    assert found.problem == "robots.txt of paper.example:80 disallows it"
    assert not any("closed" in url for url, _ in web.asked)


async def test_a_host_that_cannot_be_reached_is_said_in_words(probing: Probing, web: Web) -> None:
    web.fails("http://dead.example/robots.txt", Failed("no such host", offline=True))
    assert (await probing.probe("http://dead.example/rss")).problem == "no such host"


async def test_a_sitemap_index_says_how_many_parts_it_names(probing: Probing, web: Web) -> None:
    web.says(
        HOME + "s.xml", b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>", media="text/xml"
    )
    found = await probing.probe(HOME + "s.xml")
    assert (found.problem, found.parts, found.entries) == (None, 1, 0)
