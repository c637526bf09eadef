"""A JSON Feed becomes entries; JSON that is none is refused in a clause."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq import feeds
from warraq.errors import Unreadable
from warraq.press import Entry, FeedReading

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/feeds/news.json"


def read(feed: Any) -> FeedReading:
    data = feed if isinstance(feed, bytes) else json.dumps(feed).encode()
    return feeds.read(data, url=URL, content_type="application/feed+json", zone="Africa/Cairo", now=NOW)


def feed(*items: Any, version: str = "1.1", **said: Any) -> dict[str, Any]:
    return {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "صحيفة",
        "items": list(items),
        **said,
    }


def one(item: dict[str, Any], **said: Any) -> Entry:
    (entry,) = read(feed(item, **said)).entries
    return entry


def test_an_item_is_read_whole() -> None:
    item = {
        "id": "nile-1",
        "url": "/news/1",
        "title": "  الوزير:\n لا تأجيل & لا إلغاء <اليوم> ",
        "summary": "قال الوزير أمس",
        "content_html": "<p>قال <b>الوزير</b></p>",
        "image": "https://paper.example/1.jpg",
        "date_published": "2026-03-10T09:30:00+02:00",
        "date_modified": "2026-03-10T10:00:00+02:00",
        "authors": [{"name": "هدى سالم"}, {"name": "سامي"}],
        "tags": ["تعليم", "تعليم", "مصر"],
    }
    reading = read(feed(item, language="ar-EG"))
    (entry,) = reading.entries
    assert (reading.reader, reading.title, reading.language) == ("json/1", "صحيفة", "ar-eg")
    assert (entry.guid, entry.url) == ("nile-1", "https://paper.example/news/1")
    assert entry.title == "الوزير: لا تأجيل & لا إلغاء <اليوم>"
    assert (entry.summary, entry.content) == ("قال الوزير أمس", "<p>قال <b>الوزير</b></p>")
    assert (entry.authors, entry.categories) == (("هدى سالم", "سامي"), ("تعليم", "مصر"))
    assert entry.image == "https://paper.example/1.jpg"
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
    assert entry.updated is not None


def test_version_1_0_says_author_and_the_feed_s_own_is_everybody_s() -> None:
    item = {"id": "1", "url": "https://paper.example/1"}
    assert one({**item, "author": {"name": "أنت"}}, version="1").authors == ("أنت",)
    assert one(item, version="1", author={"name": "أنا"}).authors == ("أنا",)


def test_a_text_without_a_summary_is_the_summary() -> None:
    assert one({"id": 7, "url": "/7", "content_text": "سطر\n\nوسطر"}).summary == "سطر\nوسطر"


@pytest.mark.parametrize(
    ("item", "guid", "url"),
    [
        ({"id": 12, "url": "/12"}, "12", "https://paper.example/12"),
        ({"id": "https://paper.example/13"}, "https://paper.example/13", "https://paper.example/13"),
        ({"id": "x", "external_url": "https://other.example/1"}, "x", "https://other.example/1"),
        ({"id": "x", "url": "/1", "external_url": "https://other.example/1"}, "x", "https://paper.example/1"),
        ({"url": "/2"}, "https://paper.example/2", "https://paper.example/2"),
    ],
)
def test_an_item_has_an_id_and_an_address(item: dict[str, Any], guid: str, url: str) -> None:
    entry = one(item)
    assert (entry.guid, entry.url) == (guid, url)


def test_what_has_another_type_than_it_should_is_not_said() -> None:
    odd = {
        "id": True,
        "url": "/1",
        "title": ["x"],
        "authors": {"name": "x"},
        "tags": "x",
        "author": 5,
        "attachments": [7],
        "image": {},
        "date_published": 2026,
    }
    entry = one(odd)
    assert (entry.title, entry.authors, entry.categories, entry.image, entry.published) == (
        None,
        (),
        (),
        None,
        None,
    )
    assert read(feed("x", None, {})).dropped == tuple(
        f"item {number}: no http(s) link" for number in (1, 2, 3)
    )


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "without its list of items"),
        (b'{"items": []}', "no JSON Feed"),
        (b'[{"version": "https://jsonfeed.org/version/1.1"}]', "no JSON Feed"),
        (b'{"version": ', "broken JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_json_that_is_no_feed_is_refused_in_a_clause(data: bytes, clause: str) -> None:
    with pytest.raises(Unreadable, match=clause):
        read(data)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
keys = st.sampled_from(
    ["id", "url", "title", "summary", "content_html", "authors", "author", "tags", "image", "date_published"]
)


@given(st.lists(st.dictionaries(keys, anything, max_size=8) | anything, max_size=4))
def test_no_json_raises_anything_else(items: list[Any]) -> None:
    with suppress(Unreadable):
        for entry in read(feed(*items)).entries:
            assert entry.url.startswith("http")
            str(entry).encode()


def test_it_says_which_site_it_is_the_feed_of() -> None:
    assert read(feed(home_page_url="/front")).page == "https://paper.example/front"
    assert read(feed(home_page_url=7)).page is None
