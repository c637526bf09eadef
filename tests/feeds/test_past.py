"""Is everything that a list of the past names read, each with what the list says of its day?"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.errors import Unreadable
from warraq.feeds import past
from warraq.feeds.past import Named, PastReading

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HERE = "https://nahar.example/map.xml"


def _read(data: bytes | str, *, content_type: str | None = "application/xml") -> PastReading:
    body = data if isinstance(data, bytes) else data.encode()
    return past.read(body, url=HERE, content_type=content_type, zone="Africa/Cairo", now=NOW)


def _urlset(rows: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{rows}</urlset>'
    )


def test_a_date_of_printing_is_told_from_one_of_a_change_and_a_pictures_address_is_no_page() -> None:
    found = _read(
        _urlset(
            "<url><loc>https://nahar.example/1</loc><lastmod>2019-05-03</lastmod></url>"
            "<url><image:image><image:loc>https://nahar.example/p.jpg</image:loc></image:image>"
            "<loc>https://nahar.example/خبر/2</loc><news:news><news:publication_date>2019-05-03T10:00:00+03:00"
            "</news:publication_date></news:news></url><url><loc>javascript:alert(1)</loc></url>"
        )
    )
    assert found.pages[0] == Named("https://nahar.example/1", datetime(2019, 5, 3, tzinfo=UTC))
    assert (found.pages[-1].said, found.pages[-1].printed) == (datetime(2019, 5, 3, 7, tzinfo=UTC), True)
    assert len(found.pages) == 2


def test_the_lists_of_an_index_are_no_pages() -> None:
    index = (
        "<sitemapindex><sitemap><loc>/a.xml.gz</loc><lastmod>2019-05-03T00:00:00Z</lastmod></sitemap>"
        f"<sitemap><loc>{HERE}</loc></sitemap></sitemapindex>"
    )
    found = _read(gzip.compress(index.encode()))
    assert [one.url for one in found.lists] == ["https://nahar.example/a.xml.gz"]
    assert found.pages == ()


def test_fifty_thousand_addresses_are_read_and_no_more() -> None:
    rows = "".join(f"<url><loc>https://nahar.example/{n}</loc></url>" for n in range(50_010))
    assert len(_read(_urlset(rows)).pages) == 50_000


def test_what_stands_before_a_break_counts() -> None:
    rows = "".join(f"<url><loc>https://nahar.example/{n}</loc></url>" for n in range(100))
    whole = _urlset(rows)
    assert len(_read(whole[: len(whole) * 2 // 3]).pages) >= 60


def test_entities_are_not_followed() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<urlset><url><loc>https://nahar.example/&f;&b;</loc></url></urlset>"
    )
    assert all("aaaa" not in one.url for one in _read(bomb).pages)


def test_a_file_of_addresses_is_read_line_by_line() -> None:
    found = _read(
        "https://nahar.example/1\nhttps://nahar.example/2\n\nno address\n", content_type="text/plain"
    )
    assert [one.url[-1] for one in found.pages] == ["1", "2"]


def test_a_page_gives_its_articles_and_all_its_links() -> None:
    found = _read(
        '<html><body><a href="/2019/05/03/">الجمعة</a><a href="/news/12345">افتتاح الجسر الجديد أمام المارة اليوم</a></body></html>',
        content_type="text/html",
    )
    assert [one.url for one in found.pages] == ["https://nahar.example/news/12345"]
    assert found.links == ("https://nahar.example/2019/05/03/", "https://nahar.example/news/12345")


def test_an_empty_day_is_a_day_without_pages() -> None:
    assert _read("<html><body><h1>أرشيف</h1></body></html>", content_type="text/html").pages == ()


@pytest.mark.parametrize("data", [b"", b"   ", b"\x1f\x8bnothing", b"%PDF-1.7 x"])
def test_what_is_no_list_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unreadable):
        _read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_none(data: bytes) -> None:
    for body in (data, b"<urlset>" + data, b"<html>" + data):
        try:
            _read(body)
        except Unreadable:
            continue
