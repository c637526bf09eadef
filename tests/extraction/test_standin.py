"""What is no article is told by name, and never filed as one; what is one is never told to be something else."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime

import pytest

from tests.extraction.pages import PARAGRAPHS, TITLE, URL, page, reading
from warraq.errors import Unreadable
from warraq.extraction.page import MAX_BYTES, read
from warraq.press import StandIn

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SHORT = "افتتحت بلدية المدينة صباح اليوم مكتبة عامة جديدة في حي السوق القديم."
MENU = '<nav><a href="/">الرئيسية</a><a href="/sports">رياضة</a></nav>'
PASSWORD = '<form><input name=user><input type="password" name=p><button>دخول</button></form>'


def teasers(count: int) -> str:
    """A list as papers make them: headlines that lead away, each with its first sentence."""
    return "".join(
        f'<article><h2><a href="/news/{n}">المجلس البلدي يناقش خطة المياه في الحي رقم {n}</a></h2>'
        f"<p>ناقش المجلس البلدي في جلسته رقم {n} خطة جديدة لتوزيع المياه على أحياء المدينة كلها خلال الصيف.</p></article>"
        for n in range(count)
    )


def plain(title: str, inside: str, head: str = "") -> str:
    return f"<html lang=ar><head><title>{title}</title>{head}</head><body>{MENU}<main>{inside}</main></body></html>"


def told(data: bytes, *, url: str = URL, content_type: str = "text/html; charset=utf-8") -> str | None:
    """The reason for which it is no article; `None` if it is one."""
    try:
        read(data, url=url, content_type=content_type, country="eg", zone="Africa/Cairo", now=NOW)
    except Unreadable as error:
        return str(error)
    return None


def kind(html: str | bytes, *, url: str = URL) -> StandIn | None:
    reason = told(html if isinstance(html, bytes) else html.encode(), url=url)
    if reason is None:
        return None
    found = StandIn.of(reason)
    assert found is not None, reason
    return found


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", StandIn.EMPTY),
        (b" \n\t", StandIn.EMPTY),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>", StandIn.PDF),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, StandIn.PICTURE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 10, StandIn.PICTURE),
        (gzip.compress(b"<html>" * 100), StandIn.PACKED),
        (b"PK\x03\x04" + bytes(100), StandIn.PACKED),
        ('{"title": "خبر", "body": "<p>نص الخبر كاملا</p>"}'.encode(), StandIn.JSON),
        (b'[{"id": 1}, {"id": 2}]', StandIn.JSON),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel><item/></channel></rss>', StandIn.FEED),
        (b'<?xml version="1.0"?><!-- x --><urlset><url><loc>https://a/</loc></url></urlset>', StandIn.FEED),
        ("عذرا، حدث خطأ".encode(), StandIn.NO_HTML),
        (b"\x00\x01\x02\x03<" * 500, StandIn.NO_HTML),
        (b"<html>" + b"x" * MAX_BYTES, StandIn.TOO_BIG),
        (b"<p>x</p>" * 2_500_000, StandIn.TOO_BIG),  # 20 MB
        (b"<i>" * 300_000, StandIn.TOO_MANY_TAGS),
    ],
    ids=lambda one: one.name if isinstance(one, StandIn) else "",
)
def test_what_is_mis_declared_as_html_is_told_by_its_bytes(data: bytes, what: StandIn) -> None:
    assert kind(data) is what


def test_200_000_elements_inside_one_another_are_a_page_or_none_with_a_name() -> None:
    assert kind("<div>" * 200_000) in set(StandIn)
    deep = page(block="<div>" * 90_000 + "x" + "</div>" * 90_000)
    assert kind(deep) in {None, StandIn.TOO_DEEP}


def test_a_wrong_charset_costs_no_words() -> None:
    right = reading(page()).body
    data = page().replace("utf-8", "iso-8859-1").encode()
    for content_type in (
        "text/html; charset=windows-1252",
        "text/plain",
        "application/octet-stream",
        "nonsense",
    ):
        found = read(data, url=URL, content_type=content_type, country="eg", zone="Africa/Cairo", now=NOW)
        assert found.body == right


@pytest.mark.parametrize("share", [0.55, 0.7, 0.85])
def test_a_page_that_was_cut_off_is_no_article(share: float) -> None:
    whole = page(body="".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 4))
    assert kind(whole[: int(len(whole) * share)]) is StandIn.CUT


def test_a_page_without_its_last_end_tags_is_whole() -> None:
    assert kind(re.sub("</(?:body|html|p)>", "", page())) is None


@pytest.mark.parametrize(
    "html",
    [
        '<html><head><title>صحيفة النيل</title><script src="/app.js"></script></head><body><div id="root"></div></body></html>',
        plain(
            "صحيفة النيل",
            "<noscript>You need to enable JavaScript to run this app.</noscript><script>1</script>",
        ),
    ],
)
def test_a_page_that_only_scripts_fill_is_told(html: str) -> None:
    assert kind(html) is StandIn.SCRIPTS


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "خطأ 404",
        "الصفحة غير موجودة",
        "عذرا، الصفحة المطلوبة غير موجودة",
        "Page not found",
        "Page introuvable",
    ],
)
def test_a_page_that_says_it_is_not_there_is_believed(title: str) -> None:
    said = f"<h1>{title}</h1><p>يمكنك العودة إلى الصفحة الرئيسية أو البحث عن الخبر الذي تريده في أرشيف الصحيفة.</p>"
    assert kind(plain(f"{title} - صحيفة النيل", said)) is StandIn.NOT_THERE


@pytest.mark.parametrize("title", ["404 حالات جديدة في المدينة", "وزير الصحة: اللقاح غير متوفر في الصيدليات"])
def test_a_headline_with_such_words_is_an_article_s(title: str) -> None:
    assert kind(page(title=title)) is None


def test_a_page_to_log_in_at_is_told() -> None:
    said = f"<h1>تسجيل الدخول</h1>{PASSWORD}<p>أدخل اسم المستخدم وكلمة السر للوصول إلى حسابك في صحيفة النيل وقراءة ما حفظته.</p>"
    assert kind(plain("تسجيل الدخول", said)) is StandIn.LOGIN
    assert kind(page(after=PASSWORD)) is None  # every page of a paper may have the form


@pytest.mark.parametrize(
    ("url", "head", "inside"),
    [
        ("https://paper.example/culture", "", teasers(12)),
        ("https://paper.example/tag/water", '<meta property="og:type" content="website">', teasers(6)),
        ("https://paper.example/?s=%D9%85%D8%A7%D8%A1", "", "<h1>نتائج البحث</h1>" + teasers(5)),
        (
            "https://paper.example/culture",
            '<script type="application/ld+json">{"@type":"CollectionPage"}</script>',
            "<h1>ثقافة</h1>" + teasers(5),
        ),
    ],
)
def test_a_list_of_articles_is_none(url: str, head: str, inside: str) -> None:
    assert kind(plain("ثقافة - صحيفة النيل", inside, head), url=url) is StandIn.LIST


def test_a_front_page_is_none() -> None:
    assert kind(plain("صحيفة النيل", teasers(12)), url="https://paper.example/") is StandIn.FRONT


def test_an_article_among_fifty_headlines_is_one() -> None:
    heads = "".join(f"<li><a href=/{n}>المجلس البلدي يناقش خطة المياه رقم {n}</a></li>" for n in range(50))
    assert kind(page(after=f"<ul>{heads}</ul>")) is None
    inside = f"<h3><a href=/1>اقرأ أيضا عن المياه</a></h3><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    assert kind(page(body=f"<p>{SHORT}</p>{inside}")) is None


@pytest.mark.parametrize(
    ("head", "last"),
    [
        ("", "<p>هذا المقال متاح للمشتركين فقط، اشترك لقراءة بقية المقال.</p>"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
            "<p>وقالت…</p>",
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
            "<div class=wall>Already a subscriber? Log in</div>",
        ),
    ],
)
def test_the_beginning_of_what_is_sold_is_not_the_article(head: str, last: str) -> None:
    assert kind(page(head=head, body=f"<p>{PARAGRAPHS[0]}</p>{last}")) is StandIn.PAYWALL


def test_what_is_declared_to_be_sold_and_stands_there_whole_is_an_article() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    assert kind(page(head=head)) is None
    assert kind(page(head=head, body=f"<p>{PARAGRAPHS[0]}</p>")) is None


def test_a_video_without_a_text_is_told() -> None:
    inside = f'<h1>{TITLE}</h1><iframe src="https://www.youtube.com/embed/x"></iframe>'
    assert kind(plain(TITLE, inside)) is StandIn.VIDEO
    assert kind(plain(TITLE, f"{inside}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>")) is None


def test_a_short_bulletin_is_an_article() -> None:
    assert kind(page(body=f"<p>{SHORT}</p>")) is None


def test_a_reason_is_counted_by_its_name_whatever_stands_behind_it() -> None:
    assert StandIn.of(f"{StandIn.TOO_BIG} (more than 10 MB)") is StandIn.TOO_BIG
    assert StandIn.of("HTTP 404") is None
