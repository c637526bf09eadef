"""A section page without a feed: its links to articles are found, its furniture is not."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq import feeds
from warraq.demopress import pages
from warraq.demopress.papers import papers
from warraq.demopress.truth import press
from warraq.errors import Unreadable
from warraq.press import FeedReading

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/section/politics"


def read(page: str | bytes, *, url: str = URL) -> FeedReading:
    data = page.encode() if isinstance(page, str) else page
    return feeds.read(data, url=url, content_type=None, zone="Africa/Cairo", now=NOW, kind="listing")


def links(body: str, *, head: str = "") -> list[tuple[str, str | None]]:
    page = f"<!doctype html><html lang=ar><head><title>سياسة</title>{head}</head><body>{body}</body></html>"
    return [(entry.url.removeprefix("https://paper.example"), entry.title) for entry in read(page).entries]


HEADLINE = "وزير الري يتفقد مشروع تبطين الترع"


@pytest.mark.parametrize(
    "href",
    [
        "/story/2026/3/10/وزير-الري/4943459",
        "/news/4943459",
        "/politics/article-title-of-many-words",
        "/2026/03/10/x",
        "/news.aspx?id=88",
        "https://paper.example/a/b/12.html",
        "http://www.paper.example/news/4943459",
        "https://arabic.paper.example/news/4943459#comments",
    ],
)
def test_a_link_to_an_article_is_an_entry(href: str) -> None:
    ((_, title),) = links(f'<h3><a href="{href}">{HEADLINE}</a></h3>')
    assert title == HEADLINE


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="https://other.example/news/4943459">{HEADLINE}</a>',
        f'<a href="/tag/2026/4943459">{HEADLINE}</a>',
        f'<a href="/section/politics">{HEADLINE}</a>',
        '<a href="/about-us-and-our-editors">من نحن</a>',
        f'<a href="/pictures/4943459.jpg">{HEADLINE}</a>',
        '<a href="/news/4943459"></a>',
        '<a href="/news/4943459">المزيد</a>',
        f'<a href="javascript:open(4943459)">{HEADLINE}</a>',
        f'<nav><a href="/news/4943459">{HEADLINE}</a></nav>',
        f'<div class="main-menu"><p><a href="/news/4943459">{HEADLINE}</a></p></div>',
        f'<div role="navigation"><a href="/news/4943459">{HEADLINE}</a></div>',
        f'<footer><a href="/news/4943459">{HEADLINE}</a></footer>',
        f'<a href="/news/4943459">{"كلمة " * 80}</a>',
    ],
)
def test_what_leads_to_no_article_is_none(link: str) -> None:
    found = links(f'{link}<a href="/news/1000">خبر واحد على الأقل في الصفحة</a>')
    assert [url for url, _ in found] == ["/news/1000"]


def test_of_a_card_the_headline_is_taken_and_its_picture() -> None:
    card = (
        '<a href="/news/4943459"><img data-src="/i/1.jpg" src="data:image/gif;base64,R0"><span>منذ 3 ساعات وخمس دقائق</span>'
        f"<h2>{HEADLINE}</h2><p>قال الوزير إن العمل في المشروع يمضي وفق الجدول الزمني المقرر له منذ العام الماضي</p></a>"
    )
    (entry,) = read(card).entries
    assert (entry.title, entry.image) == (HEADLINE, "https://paper.example/i/1.jpg")


def test_a_picture_and_a_headline_that_lead_to_one_page_are_one_entry() -> None:
    found = links(
        f'<a href="/news/1001"><img src="/1.jpg" alt="صورة"></a><a href="/news/1001">{HEADLINE}</a>'
        f'<a href="/news/1001">المزيد</a>'
    )
    assert found == [("/news/1001", HEADLINE)]


def test_a_short_headline_counts_where_a_heading_says_it() -> None:
    assert links('<h2><a href="/news/1001">قمة ساخنة</a></h2>') == [("/news/1001", "قمة ساخنة")]


def test_links_are_meant_against_the_page_s_base() -> None:
    found = links(f'<a href="1001/خبر">{HEADLINE}</a>', head='<base href="https://paper.example/news/">')
    assert unquote(found[0][0]) == "/news/1001/خبر"


def test_a_page_without_articles_is_refused() -> None:
    with pytest.raises(Unreadable, match="no link on this page leads to an article"):
        read("<html><body><nav><a href='/a'>الرئيسية</a></nav></body></html>")


PRESS = press(start=NOW - timedelta(days=1))


@pytest.mark.parametrize("slug", [paper.slug for paper in papers()])
def test_the_fronts_of_the_demo_press_list_what_they_print(slug: str) -> None:
    paper = next(paper for paper in PRESS.papers if paper.slug == slug)
    origin = f"https://{slug}.example"
    front = pages.front_page(PRESS, paper, now=NOW)
    found = {entry.url: entry.title for entry in read(front, url=origin + "/").entries}
    printed = {origin + truth.path: truth for truth in PRESS.at(NOW, paper=slug)}
    assert len(printed) >= 5
    assert {unquote(url) for url in found} == {unquote(url) for url in list(printed)}


# Of real saved pages: how many entries are found, and which of them, looked at one by one, lead to no article.
REAL: dict[str, tuple[int, set[str]]] = {
    "htmldate-1550981615.html": (16, set()),
    "htmldate-1588107198.html": (37, set()),
    "htmldate-1691196862.html": (49, {"بروتوكول نشر التعليقات من اليوم السابع", "الرجوع الى أعلى الصفحة"}),
    "htmldate-1731695567.html": (39, set()),
    "htmldate-1806793639.html": (3, set()),
}


@pytest.mark.parametrize("name", REAL)
def test_real_arabic_pages_yield_articles_and_nothing_else(shared: Path, name: str) -> None:
    folder = shared / "data" / "html-fixtures"
    if not folder.is_dir():
        pytest.skip("no saved pages beside the checkout")
    notes = json.loads((folder / "manifest.json").read_text("utf-8"))
    text = json.dumps(notes)
    assert name in text
    url = _address(notes, name)
    found = read((folder / name).read_bytes(), url=url).entries
    count, strangers = REAL[name]
    assert len(found) == count
    assert strangers <= {entry.title for entry in found}
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in entry.title or "") for entry in found)


def _address(notes: object, name: str) -> str:
    records = notes if isinstance(notes, list) else list(notes.values()) if isinstance(notes, dict) else []
    for record in records:
        if isinstance(record, list | dict) and name in json.dumps(record):
            if isinstance(record, dict) and isinstance(record.get("url"), str):
                return str(record["url"])
            inner = _address(record, name)
            if inner:
                return inner
    return ""


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_page_raises_anything_else(words: str, href: str) -> None:
    page = f'<a href="{href}">{words}</a><a href="/news/12345{href}"><h2>{words}</h2>'
    for data in (page.encode("utf-8", "replace"), words.encode("utf-8", "replace")):
        with suppress(Unreadable):
            read(data)
