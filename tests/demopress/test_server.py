"""Does the press answer on loopback as papers do?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from lxml import etree
from protego import Protego

from tests.demopress.conftest import START, StoppedClock
from warraq.demopress import icons
from warraq.demopress.papers import papers
from warraq.demopress.server import Running, serve
from warraq.demopress.truth import DemoPress


@pytest.fixture
async def running(demo: DemoPress, clock: StoppedClock) -> AsyncIterator[Running]:
    async with serve(demo, clock, ports=()) as served:
        yield served


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _get(web: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    async with web.get(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    ) as answer:
        return (
            answer.status,
            {name.lower(): value for name, value in answer.headers.items()},
            await answer.read(),
        )


def _feed_url(running: Running, feed: str) -> str:
    return next(one.url for source in running.sources for one in source.feeds if one.id == feed)


async def test_every_article_is_served_at_its_address_in_its_papers_charset(
    demo: DemoPress, running: Running, web: aiohttp.ClientSession
) -> None:
    charsets = {paper.slug: paper.charset for paper in demo.papers}
    declared = {paper.slug: paper.declared for paper in demo.papers}
    for truth in demo.at(START):
        status, headers, body = await _get(web, running.url(truth))
        said = truth.wording(START)
        assert said is not None
        assert status == 200
        assert headers["content-type"] == f"text/html; charset={declared[truth.paper]}"
        assert said.paragraphs[-1].replace('"', "&#34;") in body.decode(charsets[truth.paper])


async def test_sources_are_invented_papers_whose_feeds_lead_here(
    running: Running, web: aiohttp.ClientSession
) -> None:
    assert {source.country for source in running.sources} == {"eg", "tn", "ma", "dz", "lb"}
    assert all(source.invented for source in running.sources)
    hosts = set()
    for source in running.sources:
        for feed in source.feeds:
            assert feed.source == source.slug
            assert feed.id.split("/")[0] == source.slug
            assert feed.kind == ("listing" if source.slug == "rasif" else "feed")
            asked = (await _get(web, feed.url))[0]
            assert asked == (429 if source.slug == "baydar" else 200)
            hosts.add(feed.url.split("/")[2])
    assert {f"{host.split(':')[0]}/32:{host.split(':')[1]}" for host in hosts} == set(running.private)
    assert len(hosts) == 14


async def test_each_paper_serves_the_marks_that_it_names(
    demo: DemoPress, running: Running, web: aiohttp.ClientSession
) -> None:
    for paper in demo.papers:
        for path, file in icons.files(paper.icon, paper.slug, demo.seed).items():
            status, headers, body = await _get(web, running.origins[paper.slug] + path)
            assert (status, headers["content-type"], body) == (
                200,
                file.media,
                file.body,
            ) or file.media.endswith("json")
    assert (await _get(web, running.origins["rasif"] + "/favicon.ico"))[0] == 404


async def test_requests_are_noted_with_host_path_and_status(
    demo: DemoPress, running: Running, web: aiohttp.ClientSession
) -> None:
    truth = next(truth for truth in demo.at(START) if truth.paper == "shurfa")
    await _get(web, running.url(truth))
    await _get(web, running.origins["shurfa"] + "/nothing?a=1")
    host = running.origins["shurfa"].removeprefix("http://")
    assert running.requests == ((host, truth.path, 200), (host, "/nothing?a=1", 404))


@pytest.mark.parametrize("feed", ["diffatayn", "shurfa", "mirsat/culture", "fasqiya", "sawari"])
async def test_an_unchanged_feed_is_answered_304(
    running: Running, web: aiohttp.ClientSession, feed: str
) -> None:
    url = _feed_url(running, feed)
    _, headers, _ = await _get(web, url)
    asked = {}
    if "etag" in headers:
        asked["If_None_Match"] = headers["etag"]
    if "last-modified" in headers:
        asked["If_Modified_Since"] = headers["last-modified"]
    assert asked
    assert (await _get(web, url, **asked))[0] == 304
    for name, value in asked.items():
        assert (await _get(web, url, **{name: value}))[::2] == (304, b"")


async def test_a_paper_without_validators_always_answers_in_full(
    running: Running, web: aiohttp.ClientSession
) -> None:
    _, headers, body = await _get(web, _feed_url(running, "maraya"))
    assert not {"etag", "last-modified"} & set(headers)
    again = await _get(web, _feed_url(running, "maraya"), If_None_Match="*", If_Modified_Since="x")
    assert again[::2] == (200, body)


@pytest.mark.parametrize(
    ("feed", "article"), [("shurfa", "seeds-listing/shurfa-1"), ("fasqiya", "bridge-collapse/fasqiya-1")]
)
async def test_a_changed_feed_is_answered_in_full(
    demo: DemoPress,
    running: Running,
    clock: StoppedClock,
    web: aiohttp.ClientSession,
    feed: str,
    article: str,
) -> None:
    url, truth = _feed_url(running, feed), demo.article(article)
    _, headers, before = await _get(web, url)
    asked = {"If_None_Match": headers.get("etag", ""), "If_Modified_Since": headers.get("last-modified", "")}
    await clock.sleep((truth.versions[-1].since - clock.now()).total_seconds())
    status, _, after = await _get(web, url, **{name: value for name, value in asked.items() if value})
    assert status == 200
    assert before != after


async def test_a_withdrawn_page_answers_410_from_its_time_on(
    demo: DemoPress, running: Running, clock: StoppedClock, web: aiohttp.ClientSession
) -> None:
    truth = demo.article("singles/maraya-2")
    assert (await _get(web, running.url(truth)))[0] == 200
    await clock.sleep(timedelta(minutes=28).total_seconds())
    status, _, body = await _get(web, running.url(truth))
    assert status == 410
    assert truth.versions[0].paragraphs[0] not in body.decode()


async def test_a_paper_that_knows_no_410_answers_404_where_it_withdrew(
    demo: DemoPress, running: Running, clock: StoppedClock, web: aiohttp.ClientSession
) -> None:
    truth = next(truth for truth in demo.articles if truth.paper == "zillij" and truth.withdrawn_at)
    assert (await _get(web, running.url(truth)))[0] == 200
    await clock.sleep(timedelta(minutes=53).total_seconds())
    status, _, body = await _get(web, running.url(truth))
    assert status == 404
    assert "حُذف" in body.decode()


async def test_a_page_answers_404_until_it_is_printed(
    demo: DemoPress, running: Running, clock: StoppedClock, web: aiohttp.ClientSession
) -> None:
    coming = demo.articles[-1]
    assert (await _get(web, running.url(coming)))[0] == 404
    await clock.sleep((coming.published - clock.now()).total_seconds())
    assert (await _get(web, running.url(coming)))[0] == 200


async def test_what_a_feed_hangs_on_its_links_changes_nothing(
    demo: DemoPress, running: Running, web: aiohttp.ClientSession
) -> None:
    truth = next(truth for truth in demo.at(START) if truth.paper == "maraya")
    assert (await _get(web, running.url(truth) + "?utm_source=rss&utm_medium=feed"))[0] == 200


async def test_robots_close_the_members_path_and_ask_for_pauses(
    demo: DemoPress, running: Running, web: aiohttp.ClientSession
) -> None:
    rules: dict[str, Any] = {}
    for slug, origin in running.origins.items():
        status, _, body = await _get(web, origin + "/robots.txt")
        assert status == 200
        rules[slug] = Protego.parse(body.decode())
    for truth in demo.articles:
        assert rules[truth.paper].can_fetch(running.url(truth), "Warraq") is not truth.forbidden
    assert rules["sawari"].crawl_delay("Warraq") == 1
    assert rules["mirsat"].crawl_delay("Warraq") is None


async def test_a_busy_paper_sends_the_first_who_asks_for_its_feed_away_and_no_other(
    running: Running, web: aiohttp.ClientSession
) -> None:
    url = _feed_url(running, "baydar")
    assert (await _get(web, running.origins["baydar"] + "/"))[0] == 200  # a page is no feed
    status, headers, _ = await _get(web, url)
    assert (status, headers["retry-after"]) == (429, "120")
    assert [(await _get(web, url))[0] for _ in range(2)] == [200, 200]


async def test_sitemaps_are_named_by_robots_and_the_index_leads_to_them(
    running: Running, web: aiohttp.ClientSession
) -> None:
    url, origin = _feed_url(running, "saqifa"), running.origins["saqifa"]
    robots = (await _get(web, origin + "/robots.txt"))[2].decode()
    assert list(Protego.parse(robots).sitemaps) == [url]
    index = etree.fromstring((await _get(web, url))[2])
    parts = index.xpath("//*[local-name()='loc']/text()")
    assert len(parts) == 2
    for part in parts:
        status, headers, body = await _get(web, part)
        assert status == 200
        assert headers["content-type"].startswith("application/xml")
        assert etree.fromstring(body).xpath("count(//*[local-name()='url'])") >= 6


async def test_the_front_and_a_desk_are_served(running: Running, web: aiohttp.ClientSession) -> None:
    for path in ("/", "/desk/sports"):
        assert (await _get(web, running.origins["sawari"] + path))[0] == 200
    assert (await _get(web, running.origins["sawari"] + "/desk/none"))[0] == 404


async def test_the_same_ports_are_had_again_so_that_addresses_stay(
    demo: DemoPress, clock: StoppedClock
) -> None:
    async with serve(demo, clock, ports=()) as first:
        ports = tuple(int(origin.rpartition(":")[2]) for origin in first.origins.values())
        assert not first.steady
    async with serve(demo, clock, ports=ports) as second:
        assert second.origins == first.origins
        assert second.steady


async def test_a_taken_port_moves_the_whole_press_and_says_so(demo: DemoPress, clock: StoppedClock) -> None:
    async with serve(demo, clock, ports=()) as first:
        ports = tuple(int(origin.rpartition(":")[2]) for origin in first.origins.values())
        async with serve(demo, clock, ports=ports) as second:
            assert not second.steady
            assert not set(second.private) & set(first.private)


async def test_ports_are_one_a_paper(demo: DemoPress, clock: StoppedClock) -> None:
    with pytest.raises(ValueError, match="14 papers need 14 ports"):
        async with serve(demo, clock, ports=(8791,)):
            pass


def test_each_paper_has_another_way_of_being_read() -> None:
    ways = {
        (paper.kind, paper.dates, paper.validators, paper.charset, paper.full, paper.broken, len(paper.feeds))
        for paper in papers()
    }
    assert len(ways) == 14


async def test_papers_age_as_their_tables_say(
    demo: DemoPress, running: Running, clock: StoppedClock, web: aiohttp.ClientSession
) -> None:
    printed = {paper.slug: next(one for one in demo.at(START, paper=paper.slug)) for paper in demo.papers}
    back = next(one for one in demo.articles if one.returned_at)
    await clock.sleep(timedelta(days=12).total_seconds())
    assert (await _get(web, running.url(printed["mirsat"])))[0] == 404  # redesigned
    assert (await _get(web, running.origins["mirsat"] + "/"))[0] == 200
    assert (await _get(web, running.url(back)))[0] == 404
    await clock.sleep(timedelta(days=29).total_seconds())
    assert (await _get(web, running.url(back)))[0] == 200
    with pytest.raises(aiohttp.ClientError):
        await _get(web, running.origins["fasqiya"] + "/")
    for path in ("/", "/robots.txt", printed["hidhab"].path):
        status, _, body = await _get(web, running.origins["hidhab"] + path)
        assert status == 200
        assert b"casino" in body.lower()
