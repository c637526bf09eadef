"""Is the article of a portal's page read exactly, and what the page says of its source?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.demopress import portal
from warraq.demopress.truth import press
from warraq.extraction import ways
from warraq.extraction.origin import Origin
from warraq.extraction.page import Known, PageReading, read
from warraq.press import Precision

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PAGE = "http://portal.example/manqul/7"
LINE = "أعلنت بلدية الضفة الشرقية فتح الجسر الجديد أمام المارة بعد عامين من العمل فيه، على أن تفتحه للسيارات في الربيع."


def _read(page: str) -> PageReading:
    return read(
        page.encode(), url=PAGE, content_type="text/html; charset=utf-8", country="eg", zone="Africa/Cairo", now=NOW
    )  # fmt: skip


def _page(*, printed: str = "", link: str = "", site: str = "بوابة الضفاف") -> str:
    return (
        f'<html><head><meta property="og:site_name" content="{site}"><title>فتح الجسر الجديد أمام المارة</title></head>'
        f"<body><h1>فتح الجسر الجديد أمام المارة</h1><div>{printed}</div><div><p>{LINE}</p><p>{LINE[::-1]}</p></div>{link}"
        "</body></html>"
    )


@pytest.mark.parametrize("way", [ways.USUAL, "cheap"])
def test_of_58_foreign_headlines_and_a_dialog_nothing_is_the_articles(
    way: ways.Way,
) -> None:
    demo = press(start=NOW)
    gathers = next(paper for paper in demo.papers if paper.gathers)
    origins = {paper.slug: f"http://{paper.slug}.example" for paper in demo.papers}
    read_pages = 0
    for where, truth in portal.reprints(demo, gathers).items():
        if truth.published > NOW:
            continue
        paper = next(paper for paper in demo.papers if paper.slug == truth.paper)
        found = read(
            portal.page(demo, gathers, truth, now=NOW, origins=origins),
            url="http://rasif.example" + where,
            content_type="text/html",
            country=gathers.country,
            zone=gathers.zone,
            now=NOW,
            known=Known(way=way),
        )
        assert (found.title, found.body) == (truth.versions[0].headline, truth.versions[0].body), truth.id
        assert found.origin == Origin(paper.name, origins[truth.paper] + truth.path), truth.id
        assert found.published is not None
        assert found.published.precision is Precision.DAY
        assert abs(found.published.at - truth.published) < timedelta(days=1, hours=2), truth.id
        read_pages += 1
    assert read_pages > 100


@pytest.mark.parametrize(
    "words",
    [
        "انقر هنا لقراءة الخبر من مصدره.",
        "اضغط هنا لقراءة الموضوع من المصدر",
        "اقرأ الخبر كاملا من المصدر",
        "لقراءة المقال من الموقع الأصلي",
    ],
)
def test_a_link_to_the_source_is_known_by_its_words(words: str) -> None:
    found = _read(_page(link=f'<p><a href="http://jisr.example/a/1">{words}</a></p>'))
    assert found.origin == Origin(None, "http://jisr.example/a/1")


def test_a_day_beside_a_papers_name_is_that_papers() -> None:
    found = _read(_page(printed="نشر في الجسر اليوم يوم 03 - 06 - 2025"))
    assert found.origin == Origin("الجسر اليوم", None)
    assert found.published is not None
    assert found.published.at == datetime(2025, 6, 2, 21, tzinfo=UTC)


def test_a_paper_that_says_it_printed_its_own_article_names_no_other() -> None:
    link = f'<a href="{PAGE}">انقر هنا لقراءة الخبر من مصدره</a>'
    printed = "نشر في بوابة الضفاف يوم 03 - 06 - 2025"
    assert _read(_page(printed=printed, link=link)).origin is None


def test_other_links_lead_to_no_source() -> None:
    for words in ("المصدر", "اقرأ أيضا", "اضغط هنا", "مصادر أمنية: لا إصابات"):
        assert _read(_page(link=f'<a href="http://jisr.example/">{words}</a>')).origin is None


@given(st.text(max_size=200))
def test_whatever_a_page_prints_there_reading_it_does_not_fail(words: str) -> None:
    escaped = words.replace("<", "").replace("&", "").replace("\x00", "").encode("utf-8", "replace").decode()
    _read(_page(printed=escaped, link=f'<a href="{escaped}">{escaped} من مصدره اقرأ</a>'))
