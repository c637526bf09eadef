"""Feeds, well-formed and broken, become entries; anything else is refused in one clause."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq import feeds
from warraq.errors import Unreadable
from warraq.press import FeedReading, Precision

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/rss/politics.xml"


def read(
    feed: str | bytes,
    *,
    content_type: str | None = "application/rss+xml; charset=utf-8",
    zone: str = "Africa/Cairo",
) -> FeedReading:
    data = feed.encode() if isinstance(feed, str) else feed
    return feeds.read(data, url=URL, content_type=content_type, zone=zone, now=NOW)


def rss(*items: str, head: str = "") -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {spaces}><channel><title>صحيفة النيل</title>{head}{"".join(items)}</channel></rss>'


def item(fields: str = "", *, link: str = "https://paper.example/news/1") -> str:
    return f"<item><link>{link}</link>{fields}</item>"


def test_an_rss_item_is_read_whole() -> None:
    reading = read(
        rss(
            item(
                "<guid isPermaLink='false'>nile-1</guid><title>الوزير: &amp;laquo;لا تأجيل&amp;raquo; للامتحانات</title>"
                "<description>&lt;p&gt;قال الوزير&lt;/p&gt;&lt;p&gt;أمس&lt;/p&gt;</description>"
                "<content:encoded><![CDATA[<p>قال <b>الوزير</b> أمس</p>]]></content:encoded>"
                "<dc:creator>هدى سالم</dc:creator><category>تعليم</category><category>تعليم</category>"
                "<pubDate>Tue, 10 Mar 2026 09:30:00 +0200</pubDate>"
                "<media:content url='/img/1.jpg' medium='image'/>"
            ),
            head="<language>ar-EG</language><ttl>30</ttl>",
        )
    )
    (entry,) = reading.entries
    assert (reading.title, reading.language, reading.ttl_s, reading.reader) == (
        "صحيفة النيل",
        "ar-eg",
        1800,
        "rss/1",
    )
    assert entry.guid == "nile-1"
    assert entry.title == "الوزير: «لا تأجيل» للامتحانات"
    assert entry.summary == "قال الوزير\nأمس"
    assert entry.content == "<p>قال <b>الوزير</b> أمس</p>"
    assert entry.authors == ("هدى سالم",)
    assert entry.categories == ("تعليم",)
    assert entry.image == "https://paper.example/img/1.jpg"
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
    assert entry.published.printed == "Tue, 10 Mar 2026 09:30:00 +0200"


def test_an_atom_entry_is_read_whole() -> None:
    reading = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://paper.example/ar/">
        <title>صحيفة القيروان</title>
        <entry><id>tag:paper.example,2026:7</id>
          <title type="html">أسعار &amp;quot;الزيت&amp;quot; &lt;b&gt;ترتفع&lt;/b&gt;</title>
          <link rel="enclosure" href="a.mp3"/><link rel="alternate" href="news/7"/>
          <summary>5 &lt; 6</summary>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص</p></div></content>
          <author><name>سامي بن علي</name><email>s@paper.example</email></author>
          <category term="eco" label="اقتصاد"/>
          <published>2026-03-09T08:00:00Z</published><updated>2026-03-10T08:00:00Z</updated>
        </entry></feed>"""
    )
    (entry,) = reading.entries
    assert (reading.reader, reading.language) == ("atom/1", "ar")
    assert entry.url == "https://paper.example/ar/news/7"
    assert entry.title == 'أسعار "الزيت" ترتفع'
    assert entry.summary == "5 < 6"
    assert entry.content == "<div><p>نص</p></div>"
    assert entry.authors == ("سامي بن علي",)
    assert entry.categories == ("اقتصاد",)
    assert entry.published is not None
    assert entry.updated is not None
    assert entry.updated.at > entry.published.at


def test_an_rdf_feed_lists_its_items_beside_the_channel() -> None:
    reading = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>قديمة</title></channel>
        <item rdf:about="https://paper.example/1"><title>خبر</title><link>https://paper.example/1</link>
        <dc:date>2026-03-01</dc:date></item></rdf:RDF>"""
    )
    (entry,) = reading.entries
    assert (entry.guid, entry.title) == ("https://paper.example/1", "خبر")
    assert entry.published is not None
    assert entry.published.precision is Precision.DAY


def test_a_date_without_zone_is_in_the_zone_of_the_source() -> None:
    (entry,) = read(rss(item("<pubDate>2026-03-01 10:00:00</pubDate>")), zone="Asia/Riyadh").entries
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 3, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["Thu, 12 Mar 2026 12:00:01 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "غدا", "25/12/26"]
)
def test_a_date_of_the_future_or_of_nobody_is_none(date: str) -> None:
    (entry,) = read(rss(item(f"<pubDate>{date}</pubDate>"))).entries
    assert entry.published is None


def test_without_a_guid_the_link_is_the_identity() -> None:
    (entry,) = read(rss(item("<title>خبر</title>"))).entries
    assert entry.guid == entry.url == "https://paper.example/news/1"


def test_a_guid_too_long_to_be_one_gives_way_to_the_link() -> None:
    (entry,) = read(rss(item(f"<guid>{'x' * 1001}</guid>"))).entries
    assert entry.guid == "https://paper.example/news/1"


def test_items_that_lead_nowhere_are_left_out_and_said() -> None:
    reading = read(
        rss(
            item("<guid>a</guid>", link="javascript:alert(1)"),
            item("<guid>b</guid>", link="file:///etc/passwd"),
            item("<guid>c</guid>"),
            item("<guid>c</guid>"),
        )
    )
    assert [entry.guid for entry in reading.entries] == ["c"]
    assert reading.dropped == (
        "item 1: no http(s) link",
        "item 2: no http(s) link",
        "item 4: the id of an earlier item",
    )


def test_pages_that_bear_one_id_are_all_listed() -> None:
    reading = read(rss(*(item("<guid>7</guid>", link=f"https://paper.example/{n}") for n in (1, 2, 3, 2))))
    assert [entry.guid for entry in reading.entries] == [
        "7",
        "https://paper.example/2",
        "https://paper.example/3",
    ]
    assert reading.dropped == ("item 4: the id of an earlier item",)


def test_a_thousand_items_are_enough() -> None:
    reading = read(rss(*(item(link=f"https://paper.example/{number}") for number in range(1_200))))
    assert len(reading.entries) == feeds.MAX_ITEMS
    assert reading.dropped == ("everything after item 1000: too many items",)


def test_a_feed_without_items_is_no_error() -> None:
    assert read(rss()).entries == ()


@pytest.mark.parametrize(
    "broken",
    [
        rss(item("<title>مصر &nbsp; والسودان &laquo;معا&raquo; & غيرها</title>")),
        rss(item("<title>مصر \x0b   والسودان «معا» &amp; غيرها</title>")),
        "\n\n  " + rss(item("<title>مصر والسودان «معا» &amp; غيرها</title>")),
        rss(item("<title>مصر والسودان «معا» &amp; غيرها</title><itunes:author>x</itunes:author>")),
        rss(item("<title>مصر والسودان «معا» &amp; غيرها</title>")).removesuffix("</channel></rss>"),
        rss(item("<title>مصر والسودان «معا» &amp; غيرها</title><description><p>x</description>")),
    ],
    ids=[
        "HTML entities and a bare &",
        "control character",
        "space before the declaration",
        "unbound prefix",
        "cut short",
        "crossed tags",
    ],
)
def test_a_broken_feed_is_read_all_the_same(broken: str) -> None:
    (entry,) = read(broken).entries
    assert entry.title == "مصر والسودان «معا» & غيرها"


def test_a_windows_1256_feed_is_read_by_its_declaration() -> None:
    feed = (
        rss(item("<title>خبر عاجل</title>"))
        .replace('encoding="utf-8"', 'encoding="windows-1256"')
        .encode("cp1256")
    )
    (entry,) = read(feed, content_type="text/xml").entries
    assert entry.title == "خبر عاجل"


@pytest.mark.parametrize("apostrophe", ["&#146;", "&#x92;", "\x92", "&amp;#146;"])
def test_windows_quotation_marks_are_read_as_they_were_meant(apostrophe: str) -> None:
    (entry,) = read(rss(item(f"<title>l{apostrophe}Algérie</title>"))).entries
    assert entry.title == "l’Algérie"


def test_a_module_s_title_is_not_the_entry_s() -> None:
    shop = '<s:title xmlns:s="http://shop.example/">سعر</s:title><media:title>صورة</media:title>'
    (entry,) = read(rss(item(f"{shop}<title>خبر</title>"))).entries
    assert entry.title == "خبر"


def test_a_feed_says_when_it_is_to_be_left_alone() -> None:
    head = (
        "<ttl>45</ttl><skipHours><hour>0</hour><hour>24</hour><hour>3</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Friday</day><day>saturday</day><day>عيد</day></skipDays>"
    )
    reading = read(rss(head=head))
    assert (reading.ttl_s, reading.skip_hours, reading.skip_days) == (2700, (0, 3), (4, 5))


@pytest.mark.parametrize(
    ("period", "times", "ttl_s"),
    [("daily", "4", 21_600), ("hourly", "2", 1_800), ("hourly", "1", None), ("x", "1", None)],
)
def test_the_syndication_module_says_how_often_a_feed_is_renewed(
    period: str, times: str, ttl_s: int | None
) -> None:
    spoken = (
        f'<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"> {period} </sy:updatePeriod>'
        f'<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">{times}</sy:updateFrequency>'
    )
    assert read(rss(head=spoken)).ttl_s == ttl_s


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (
            b"<!DOCTYPE html><html><head><title>404</title></head><body>rss</body></html>",
            "web page (HTML)",
        ),
        (b"\n<HTML lang=ar><body>", "web page (HTML)"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "JSON"),
        (b"%PDF-1.4 ...", "no XML"),
        ("خطأ في الاتصال".encode(), "no XML"),
        (b"<opml><body/></opml>", "neither RSS nor Atom: its root is <opml>"),
        (b"<a>" * 5_000, "nested too deeply"),
        (b" " * (feeds.MAX_BYTES) + b"x", "more than 20 MB"),
    ],
)
def test_what_is_no_feed_is_refused_in_a_clause(data: bytes, clause: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(clause)) as error:
        read(data)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


def test_entities_and_external_files_are_never_expanded(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY", encoding="utf-8")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for doctype in (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{canary.as_uri()}">]>',
        f'<!DOCTYPE rss SYSTEM "{canary.as_uri()}">',
        f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{canary.as_uri()}"> %p;<!ENTITY x "y">]>',
        f'<!DOCTYPE rss [<!ENTITY l0 "CANARY">{bomb}<!ENTITY x "&l9;">]>',
    ):
        feed = rss(item("<title>خبر &x; &l9;</title>")).replace("<rss", f"{doctype}<rss", 1)
        start = time.monotonic()
        (entry,) = read(feed).entries
        assert time.monotonic() - start < 1
        assert "CANARY" not in (entry.title or "")
        assert (entry.title or "").startswith("خبر")


def test_a_feed_that_names_a_local_file_reads_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "<rss>").write_text(rss(item("<title>CANARY</title>")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read(b"<rss>").entries == ()


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for wrapped in (
        data,
        b"<rss><channel><item><link>http://a/" + data,
        b"<feed><entry><title>" + data + b"</title></entry></feed>",
    ):
        with suppress(Unreadable):
            read(wrapped, content_type=None)
