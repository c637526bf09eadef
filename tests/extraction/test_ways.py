"""Every way of reading gives the article; the cheap one, and a source's own selectors, are told apart in what bodies remember."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.extraction.pages import NOW, PARAGRAPHS, TITLE, URL, page
from warraq.extraction import cheap, prose, ways
from warraq.extraction.page import Known, PageReading, read
from warraq.extraction.ways import WAYS, layout_at
from warraq.press import Layout

OTHER = "خبر آخر من المدينة لا علاقة له بالمكتبة، تضعه الصحيفة في صندوق بجوار المقال كل يوم من أيام الأسبوع"
NEWEST = Layout("div.article-body")
OLDEST = Layout("#text", until=date(2020, 1, 1))
OLDER = Layout(".story", drop=(".more",), until=date(2024, 6, 1))


def told(html: str, known: Known) -> PageReading:
    return read(
        html.encode(), url=URL, content_type=None, country="eg", zone="Africa/Cairo", now=NOW, known=known
    )


@pytest.mark.parametrize("way", WAYS)
def test_every_way_finds_the_article(way: ways.Way) -> None:
    node = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(PARAGRAPHS)})
    declared = f'<script type="application/ld+json">{node}</script>'
    found = told(page(head=declared), Known(way=way))
    assert found.body == "\n".join(PARAGRAPHS)
    assert found.title == TITLE
    assert found.reader == ways.READERS[way]
    assert ways.is_ours(found.reader)


def test_the_cheap_way_leaves_out_boxes_that_are_named_as_others() -> None:
    html = page(after=f'<div class="related-news"><p>{OTHER}</p></div>')
    found = told(html, Known(way="cheap"))
    assert found.body == "\n".join(PARAGRAPHS)


def test_where_the_cheap_way_goes_astray_the_page_is_read_with_care() -> None:
    assert prose.is_enough(["قصير"], ["عنوان"])
    assert not prose.is_enough(["سطر قصير"], PARAGRAPHS)
    assert not prose.is_enough([], ())


def test_a_way_that_finds_nothing_on_a_page_gives_way_to_the_usual_one() -> None:
    found = told(page(), Known(way="declared"))
    assert (found.body, found.reader) == ("\n".join(PARAGRAPHS), "trafilatura/3")
    stub = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "للمشتركين"}</script>'
    assert told(page(head=stub), Known(way="declared")).reader == "trafilatura/3"


def test_menus_go_but_not_one_that_may_hold_the_article() -> None:
    assert cheap.lean("<nav class='a'><p>أ</p></nav><p>ب</p><footer>ت</footer>") == "<p>ب</p>"
    unclosed = "<nav><ul></ul><article>أ</article><nav>ب</nav>"
    assert cheap.lean(unclosed) == "<nav><ul></ul><article>أ</article>"


def test_scripts_go_and_what_a_page_declares_stays() -> None:
    html = (
        '<p>أ</p><script>var a = "<p>";</script><!-- <p>ت</p> --><style>p{}</style>'
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script><svg><path/></svg><p>ب</p>'
    )
    assert cheap.lean(html) == (
        '<p>أ</p><script type="application/ld+json">{"@type": "NewsArticle"}</script><p>ب</p>'
    )


@pytest.mark.parametrize(
    "broken", ["<p>أ</p><script>", "<!--", "<p>أ</p><!-- <p>ب", "<svg", "<script><script>"]
)
def test_what_never_ends_is_left_to_the_parser(broken: str) -> None:
    assert cheap.lean(broken) == broken


def test_a_layout_holds_until_its_day() -> None:
    layouts = (NEWEST, OLDEST, OLDER)

    def at(year: int, month: int, day: int) -> Layout | None:
        return layout_at(layouts, datetime(year, month, day, tzinfo=UTC))

    assert at(2019, 12, 31) == OLDEST
    assert at(2020, 1, 1) == at(2024, 5, 31) == OLDER
    assert at(2024, 6, 1) == NEWEST
    assert layout_at((OLDER,), NOW) is None


def test_a_source_s_own_selectors_come_first_and_are_remembered() -> None:
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + f'<div class="more"><p>{OTHER}</p></div>'
    layout = Layout(".article-body", drop=(".more",))
    found = told(page(body=body), Known(layout=layout))
    assert found.body == "\n".join(PARAGRAPHS)
    assert found.reader.startswith("selectors/1.")
    assert ways.is_ours(found.reader)
    assert told(page(body=body), Known(layout=replace(layout, drop=()))).reader != found.reader


@pytest.mark.parametrize("selector", ["#nowhere", "p[", "::", ""])
def test_selectors_that_find_nothing_are_passed_over(selector: str) -> None:
    found = told(page(), Known(layout=Layout(selector)))
    assert found.body == "\n".join(PARAGRAPHS)
    assert found.reader == "trafilatura/3"
