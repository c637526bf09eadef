"""Do the feeds say what is true, as each paper says it?"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree, html

from tests.demopress.conftest import START
from warraq.demopress.feeds import changed, entries, feed_bytes, sitemap
from warraq.demopress.pages import article_page, front_page
from warraq.demopress.papers import Paper, PaperFeed, papers
from warraq.demopress.truth import DemoPress

ORIGIN = "http://127.0.0.1:8791"
EVERY = [(paper, feed) for paper in papers() for feed in paper.feeds]
FEEDS = [(paper, feed) for paper, feed in EVERY if paper.kind not in ("json", "sitemap", "listing")]
NAMES = [f"{paper.slug}{feed.path}" for paper, feed in FEEDS]
ALL = pytest.mark.parametrize(("paper", "feed"), FEEDS, ids=NAMES)
BY_SLUG = {paper.slug: (paper, feed) for paper, feed in EVERY}
VERSIONS = {"rss": "rss20", "rss092": "rss092", "rdf": "rss10", "atom": "atom10"}


def _bytes(demo: DemoPress, slug: str, part: str | None = None) -> bytes:
    paper, feed = BY_SLUG[slug]
    return feed_bytes(demo, paper, feed, now=START, origin=ORIGIN, part=part)


def _read(demo: DemoPress, paper: Paper, feed: PaperFeed, now: datetime = START) -> Any:
    body = feed_bytes(demo, paper, feed, now=now, origin=ORIGIN)
    if paper.said_charset is not None:  # feedparser guesses otherwise: tell it the truth
        body = body.replace(paper.said_charset.encode(), paper.charset.encode(), 1)
    return feedparser.parse(io.BytesIO(body))


def _utc(parsed: struct_time) -> datetime:
    return datetime(*parsed[:6], tzinfo=UTC)


@ALL
def test_a_feed_parses_and_lists_what_is_printed(demo: DemoPress, paper: Paper, feed: PaperFeed) -> None:
    read = _read(demo, paper, feed)
    listed = entries(demo, paper, feed, now=START)
    assert bool(read.bozo) is paper.broken
    assert read.encoding == paper.charset
    assert read.version == VERSIONS[paper.kind]
    assert len(listed) >= 2
    assert [entry.title for entry in read.entries] == [truth.versions[0].headline for truth in listed]
    for entry, truth in zip(read.entries, listed, strict=True):
        assert quote(entry.link.removeprefix(ORIGIN), safe="/?=&%").startswith(truth.path)


@ALL
def test_dates_are_the_truths_or_absent(demo: DemoPress, paper: Paper, feed: PaperFeed) -> None:
    listed = entries(demo, paper, feed, now=START)
    for entry, truth in zip(_read(demo, paper, feed).entries, listed, strict=True):
        given = entry.get("published_parsed") or entry.get("updated_parsed")
        if paper.dates == "none":
            assert given is None
        else:
            assert _utc(given) == truth.published.replace(microsecond=0)


def test_the_feeds_of_a_paper_list_all_that_it_printed(demo: DemoPress) -> None:
    for paper in demo.papers:
        listed = [truth for feed in paper.feeds for truth in entries(demo, paper, feed, now=START)]
        assert sorted(truth.id for truth in listed) == sorted(
            truth.id for truth in demo.at(START, paper=paper.slug)
        )


def test_a_feed_of_full_texts_holds_every_paragraph(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["diffatayn"]
    listed = entries(demo, paper, feed, now=START)
    for entry, truth in zip(_read(demo, paper, feed).entries, listed, strict=True):
        said = truth.wording(START)
        assert said is not None
        assert entry.content[0].value == "".join(f"<p>{line}</p>" for line in said.paragraphs)


def test_a_correction_shows_in_the_feed(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["fasqiya"]
    truth = demo.article("bridge-collapse/fasqiya-1")
    since = truth.versions[1].since
    before, after = (
        next(entry for entry in _read(demo, paper, feed, now).entries if entry.link == ORIGIN + truth.path)
        for now in (since - timedelta(seconds=1), since)
    )
    assert before.id == after.id
    assert before.title != after.title
    assert _utc(before.published_parsed) == _utc(after.published_parsed) < _utc(after.updated_parsed)


def test_a_feed_changes_only_when_something_of_it_does(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["shurfa"]
    moments = [START + timedelta(minutes=minutes) for minutes in range(0, 360, 15)]
    bodies = {feed_bytes(demo, paper, feed, now=now, origin=ORIGIN) for now in moments}
    stamps = {changed(demo, paper, feed, now=now) for now in moments}
    assert len(bodies) == len(stamps) == 4  # a rewording and two articles after what stood there


def test_a_withdrawal_changes_the_feed_too(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["maraya"]
    gone = demo.article("singles/maraya-2").withdrawn_at
    assert gone is not None
    assert changed(demo, paper, feed, now=gone) == gone


def test_the_entry_that_robots_closes_is_listed(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["fasqiya"]
    assert any("/mushtarikun/" in entry.link for entry in _read(demo, paper, feed).entries)


@ALL
def test_pictures_stand_in_the_feed_as_the_paper_gives_them(
    demo: DemoPress, paper: Paper, feed: PaperFeed
) -> None:
    listed = entries(demo, paper, feed, now=START)
    for entry, truth in zip(_read(demo, paper, feed).entries, listed, strict=True):
        given = {
            "media": [media["url"] for media in entry.get("media_content", [])],
            "thumbnail": [media["url"] for media in entry.get("media_thumbnail", [])],
            "enclosure": [link["href"] for link in entry.get("enclosures", [])],
            "description": html.fragment_fromstring(entry.get("summary", ""), create_parent=True).xpath(
                ".//img/@src"
            ),
        }
        for kind, addresses in given.items():
            wanted = truth.picture and kind == paper.feed_pictures
            assert addresses == ([ORIGIN + truth.picture.path] if truth.picture and wanted else []), truth.id


def test_a_broken_feed_is_no_xml_and_its_addresses_have_bare_ampersands(demo: DemoPress) -> None:
    broken = _bytes(demo, "zillij")
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(broken)
    assert broken.startswith(b"\n<?xml")
    assert b"?option=news&id=" in broken
    assert b"&nbsp;</description><br>" in broken
    assert b"</rss>" not in broken


def test_only_the_broken_feed_is_no_xml(demo: DemoPress) -> None:
    for paper, feed in FEEDS:
        if not paper.broken and paper.said_charset is None:
            etree.fromstring(feed_bytes(demo, paper, feed, now=START, origin=ORIGIN))


def test_a_mislabelled_paper_says_utf_8_of_bytes_that_are_windows_1256(demo: DemoPress) -> None:
    paper, _ = BY_SLUG["sanabil"]
    truth = demo.at(START, paper="sanabil")[0]
    page = article_page(demo, paper, truth, now=START, origin=ORIGIN)
    for body, label in ((_bytes(demo, "sanabil"), b"encoding='utf-8'"), (page, b"charset=utf-8")):
        assert label in body
        assert b"1256" not in body
        with pytest.raises(UnicodeDecodeError):
            body.decode("utf-8")
        assert truth.versions[0].headline in body.decode("windows-1256")


def test_rss_0_92_has_no_dates_no_guids_and_no_modules(demo: DemoPress) -> None:
    root = etree.fromstring(_bytes(demo, "hidhab"))
    assert root.get("version") == "0.92"
    tags = {str(element.tag) for element in root.iter("*")}
    assert {"title", "link", "description", "category", "enclosure", "skipHours"} <= tags
    assert not {"pubDate", "guid"} & tags
    assert not any("}" in tag for tag in tags)


def test_rss_1_0_keeps_its_items_beside_the_channel_which_names_each(demo: DemoPress) -> None:
    root = etree.fromstring(_bytes(demo, "baydar"))
    spaces = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rss": "http://purl.org/rss/1.0/"}
    named = root.xpath("rss:channel/rss:items/rdf:Seq/rdf:li/@rdf:resource", namespaces=spaces)
    assert named == root.xpath("rss:item/@rdf:about", namespaces=spaces)
    assert named == [ORIGIN + truth.path for truth in demo.at(START, paper="baydar")]


def test_a_feed_says_how_long_it_lives_and_when_it_sleeps(demo: DemoPress) -> None:
    channel = etree.fromstring(_bytes(demo, "jetee")).find("channel")
    assert channel is not None
    assert channel.findtext("ttl") == "60"
    assert [hour.text for hour in channel.iterfind("skipHours/hour")] == ["0", "1", "2", "3"]
    assert channel.findtext("language") == "fr-dz"


def test_a_json_feed_is_version_1_1_and_says_the_truth(demo: DemoPress) -> None:
    feed = json.loads(_bytes(demo, "mashrabiya"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert sum(item.get("language") == "en" for item in feed["items"]) == 2
    assert feed["feed_url"] == ORIGIN + "/feed.json"
    listed = demo.at(START, paper="mashrabiya")
    assert len(feed["items"]) == len(listed) >= 6
    for item, truth in zip(feed["items"], listed, strict=True):
        assert item["url"] == ORIGIN + truth.path
        assert item["title"] == truth.versions[0].headline
        assert item.get("language", feed["language"]) == truth.language
        assert datetime.fromisoformat(item["date_published"]) == truth.published
        assert item.get("image") == (ORIGIN + truth.picture.path if truth.picture else None)
        assert item.get("authors", [{"name": None}])[0]["name"] == truth.author


def test_a_sitemap_index_leads_to_the_news_of_two_days_and_to_all(demo: DemoPress) -> None:
    spaces = {"s": sitemap.SITEMAP, "n": sitemap.NEWS, "i": sitemap.IMAGE}
    listed = demo.at(START, paper="saqifa")
    index = etree.fromstring(_bytes(demo, "saqifa"))
    assert index.tag == f"{{{sitemap.SITEMAP}}}sitemapindex"
    parts = [loc.removeprefix(ORIGIN) for loc in index.xpath("s:sitemap/s:loc/text()", namespaces=spaces)]
    assert parts == list(sitemap.PARTS)
    news, everything = (etree.fromstring(_bytes(demo, "saqifa", part)) for part in parts)
    assert everything.xpath("s:url/s:loc/text()", namespaces=spaces) == [ORIGIN + t.path for t in listed]
    recent = [truth for truth in listed if START - truth.published <= timedelta(days=2)]
    for url, truth in zip(news.iterfind("s:url", spaces), recent, strict=True):
        assert url.findtext("s:loc", namespaces=spaces) == ORIGIN + truth.path
        assert url.findtext("n:news/n:title", namespaces=spaces) == truth.versions[0].headline
        said = url.findtext("n:news/n:publication_date", namespaces=spaces)
        assert said is not None
        assert datetime.fromisoformat(said) == truth.published
        assert url.findtext("i:image/i:loc", namespaces=spaces) == (
            ORIGIN + truth.picture.path if truth.picture else None
        )


def test_a_sitemap_that_the_index_does_not_name_cannot_be_had(demo: DemoPress) -> None:
    with pytest.raises(ValueError, match="no sitemap"):
        _bytes(demo, "saqifa", "/sitemap-1.xml")


def test_a_paper_without_a_feed_lists_its_articles_on_its_section_pages_alone(demo: DemoPress) -> None:
    paper, _ = BY_SLUG["rasif"]
    for feed in paper.feeds:
        page = html.document_fromstring(front_page(demo, paper, now=START, section=feed.section).decode())
        assert page.xpath("//main//h3/a/@href") == [t.path for t in entries(demo, paper, feed, now=START)]
        assert not page.xpath("//link[@rel='alternate']")
        with pytest.raises(ValueError, match="no feed"):
            feed_bytes(demo, paper, feed, now=START, origin=ORIGIN)


def test_a_homepage_leads_to_the_feeds_that_a_paper_has(demo: DemoPress) -> None:
    for paper in demo.papers:
        front = html.document_fromstring(front_page(demo, paper, now=START))
        links = front.xpath("//head/link[@rel='alternate']")
        found = [(link.get("href"), link.get("type")) for link in links]
        feeds = [(feed.path, paper.feed_media) for feed in paper.feeds]
        assert found == ([] if paper.kind in ("sitemap", "listing") else feeds)
    assert BY_SLUG["sanabil"][1].path == "/syndication/a7f3c2.xml"  # nobody guesses it
