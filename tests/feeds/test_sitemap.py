"""Sitemaps list addresses and when they changed; news sitemaps also the headline; an index names the lists."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq import feeds
from warraq.errors import Unreadable
from warraq.press import FeedReading

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(data: str | bytes) -> FeedReading:
    raw = data.encode() if isinstance(data, str) else data
    return feeds.read(raw, url=URL, content_type="application/xml", zone="Africa/Cairo", now=NOW)


def urlset(*urls: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{"".join(urls)}</urlset>'


def url(loc: str, inner: str = "") -> str:
    return f"<url><loc>{loc}</loc>{inner}</url>"


NEWS = (
    "<lastmod>2026-03-10T09:00:00+02:00</lastmod><image:image><image:loc>https://paper.example/1.jpg</image:loc>"
    "<image:title>صورة</image:title></image:image><news:news><news:publication><news:name>الصحيفة</news:name>"
    "<news:language>ar</news:language></news:publication><news:publication_date>2026-03-10T08:00:00+02:00"
    "</news:publication_date><news:title>بدء &amp; انتهاء</news:title><news:keywords>مصر، نيل, ري</news:keywords>"
    "</news:news>"
)


def test_a_news_sitemap_says_headline_date_picture_and_keywords() -> None:
    reading = read(urlset(url("https://paper.example/1", NEWS)))
    (entry,) = reading.entries
    assert (reading.reader, reading.language, reading.whole) == ("sitemap/1", "ar", True)
    assert (entry.guid, entry.url, entry.title) == (
        "https://paper.example/1",
        "https://paper.example/1",
        "بدء & انتهاء",
    )
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 3, 10, 6, tzinfo=UTC)
    assert entry.updated is not None
    assert entry.updated.at == datetime(2026, 3, 10, 7, tzinfo=UTC)
    assert (entry.image, entry.categories) == ("https://paper.example/1.jpg", ("مصر", "نيل", "ري"))


def test_lastmod_is_when_a_page_changed_never_when_it_was_published() -> None:
    (entry,) = read(urlset(url("https://paper.example/1", "<lastmod>2026-03-09</lastmod>"))).entries
    assert entry.published is None
    assert entry.updated is not None
    assert entry.title is None


def test_a_lastmod_that_all_entries_share_is_the_file_s_own() -> None:
    same = [url(f"https://paper.example/{n}", "<lastmod>2026-03-10T11:59:00Z</lastmod>") for n in range(5)]
    assert [entry.updated for entry in read(urlset(*same)).entries] == [None] * 5
    other = url("https://paper.example/9", "<lastmod>2026-03-01</lastmod>")
    assert all(entry.updated for entry in read(urlset(*same, other)).entries)


def test_a_lastmod_of_a_minute_ago_that_nearly_all_share_is_the_file_s_own() -> None:
    stamped = [
        url(f"https://paper.example/{n}", "<lastmod>2026-03-10T11:59:00Z</lastmod>") for n in range(10)
    ]
    front = url("https://paper.example/", "<lastmod>2026-03-10T11:58:00Z</lastmod>")
    said = [entry.updated is not None for entry in read(urlset(front, *stamped)).entries]
    assert said == [True] + [False] * 10
    moved = [one.replace("2026-03-10", "2024-05-01") for one in stamped]
    assert all(entry.updated for entry in read(urlset(front, *moved)).entries)


def test_of_very_many_entries_the_newest_are_kept() -> None:
    urls = [
        url(f"https://paper.example/{n}", f"<lastmod>20{n // 100:02}-01-{n % 28 + 1:02}</lastmod>")
        for n in range(100, 2_500)
    ]
    reading = read(urlset(*urls))
    assert len(reading.entries) == feeds.MAX_ITEMS
    assert min(entry.updated.at.year for entry in reading.entries if entry.updated) >= 2014
    assert reading.dropped == ("1400 older entries: more than 1000",)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped as a file"])
def test_an_index_names_its_parts_with_their_dates(packed: bool) -> None:
    index = (
        f"<sitemapindex {SPACES}><sitemap><loc>/sitemap-2026-03.xml.gz</loc><lastmod>2026-03-10</lastmod></sitemap>"
        "<sitemap><loc>https://paper.example/sitemap-2025.xml</loc></sitemap>"
        "<sitemap><loc>ftp://paper.example/x</loc></sitemap>"
        f"<sitemap><loc>{URL}</loc></sitemap></sitemapindex>"
    )
    reading = read(gzip.compress(index.encode()) if packed else index)
    assert reading.entries == ()
    assert [part.url for part in reading.parts] == [
        "https://paper.example/sitemap-2026-03.xml.gz",
        "https://paper.example/sitemap-2025.xml",
    ]
    assert reading.parts[0].changed is not None
    assert reading.parts[1].changed is None


def test_a_sitemap_without_its_namespace_or_with_a_bare_ampersand_is_read() -> None:
    broken = "<urlset><url><loc>https://paper.example/?a=1&id=22</loc></url></urlset>"
    assert [entry.url for entry in read(broken).entries] == ["https://paper.example/?a=1&id=22"]


def test_a_gzip_bomb_and_a_broken_gzip_are_refused() -> None:
    with pytest.raises(Unreadable, match="more than 20 MB"):
        read(gzip.compress(b" " * (30 * 2**20) + b"<urlset/>"))
    with pytest.raises(Unreadable, match="broken gzip"):
        read(b"\x1f\x8bnot really")


@given(st.text(max_size=60), st.text(max_size=30), st.binary(max_size=40))
def test_no_sitemap_raises_anything_else(loc: str, date: str, more: bytes) -> None:
    for data in (
        urlset(
            url(loc, f"<lastmod>{date}</lastmod><news:news><news:title>{loc}</news:title></news:news>")
        ).encode("utf-8", "replace"),
        b"<urlset><url><loc>http://a/1</loc>" + more,
        f"<sitemapindex><sitemap><loc>{loc}</loc><lastmod>{date}</lastmod></sitemap></sitemapindex>".encode(
            "utf-8", "replace"
        ),
        b"\x1f\x8b" + more,
    ):
        with suppress(Unreadable):
            read(data)
