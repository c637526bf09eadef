"""Which feeds a page names, the likeliest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq import feeds
from warraq.errors import Unreadable
from warraq.feeds import discovery
from warraq.feeds.discovery import Named

_NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/"


def named(page: str) -> list[str]:
    return [one.url.removeprefix(URL) for one in discovery.read(page.encode(), url=URL, content_type=None)]


def test_declared_feeds_come_first_then_links_then_comments() -> None:
    page = """<html><head>
      <link rel="alternate" type="application/rss+xml" title="تعليقات" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml; charset=utf-8" title=" أخبار  اليوم " href="rss.xml">
      <LINK REL="Alternate" TYPE="application/atom+xml" HREF="/atom.xml">
      <link rel="alternate" type="application/feed+json" href="/feed.json">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
      <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/feed.css">
      </head><body><a href="/rss/sports">رياضة</a> <a href="/feed/">RSS</a> <a href="/rss.xml">RSS</a>
      <a href="/feedback">اتصل بنا</a> <a href="/news/rss-explained-at-length">شرح</a></body></html>"""
    assert named(page) == ["rss.xml", "atom.xml", "feed.json", "rss/sports", "feed/", "comments/feed/"]
    assert discovery.named(page, URL)[0] == Named("https://paper.example/rss.xml", "أخبار اليوم")


@pytest.mark.parametrize(
    "href",
    ["/rss", "/rss/", "/feed", "/feeds/", "/rss.aspx", "/ar/rss.xml", "/rss/sports", "/export/rss2/index.xml",
     "/index.php?format=feed", "/?feed=rss2", "/news.rss", "/atom.xml", "/rss/index.php?x=1"],
)  # fmt: skip
def test_conventional_links_to_feeds_are_known(href: str) -> None:
    assert named(f'<p><a href="{href}">x</a>') == [href.removeprefix("/")]


def test_links_are_meant_against_the_base_and_never_lead_out_of_the_web() -> None:
    page = (
        '<base href="https://cdn.example/x/"><link rel=alternate type=application/rss+xml href=f.xml>'
        '<a href="javascript:/rss">x</a><a href="file:///rss">x</a>'
    )
    assert named(page) == ["https://cdn.example/x/f.xml"]


def test_a_page_where_a_feed_was_expected_is_refused_with_the_feeds_it_names() -> None:
    page = b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/rss></head>"
    clause = "this is a web page (HTML), not a feed; it names https://paper.example/rss"
    with pytest.raises(Unreadable, match=re.escape(clause)):
        feeds.read(page, url=URL, content_type="text/html", zone="UTC", now=_NOW)
    with pytest.raises(Unreadable, match="it names none"):
        feeds.read(b"<!doctype html><html>", url=URL, content_type="text/html", zone="UTC", now=_NOW)


@given(st.binary(max_size=200), st.text(max_size=50))
def test_no_page_raises(data: bytes, href: str) -> None:
    for page in (
        data,
        f'<link rel=alternate type="text/xml" href="{href}"><base href="{href}">'.encode("utf-8", "replace"),
    ):
        assert all(one.url.startswith("http") for one in discovery.read(page, url=URL, content_type=None))
