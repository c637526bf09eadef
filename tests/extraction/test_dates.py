"""The date of a page is the one the paper prints for it, or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.extraction.pages import TITLE, URL, page, reading
from warraq.press import Moment, Precision


def published(html: str, url: str = URL) -> Moment | None:
    return reading(html, url=url).published


def test_a_date_declared_in_prose_is_read() -> None:
    found = published(
        page(head='<meta property="article:published_time" content="الأحد، 01 مارس 2026 - 12:09 م">')
    )
    assert found is not None
    assert (found.at, found.precision) == (datetime(2026, 3, 1, 10, 9, tzinfo=UTC), Precision.MINUTE)


def test_microdata_and_time_elements_declare_a_date() -> None:
    for block in (
        '<time itemprop="datePublished" datetime="2026-03-01T12:00:00+02:00">أمس</time>',
        '<time pubdate datetime="2026-03-01T12:00:00+02:00"></time>',
    ):
        found = published(page(block=block))
        assert found is not None
        assert found.at == datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "block",
    [
        "<div class=meta><span>نشر في صحيفة النيل يوم 01 - 03 - 2026</span></div>",
        "<div>الأحد 1 مارس 2026</div>",
        "<div>الأحد ١ آذار/مارس ٢٠٢٦</div>",
        "<div>آخر تحديث: 5 مارس 2026</div><div>الأحد 1 مارس 2026</div>",
        "<div>أخبار</div><table><tr><td>1/3/2026</td></tr></table>",
    ],
)
def test_a_date_printed_beside_the_headline_is_read_day_first(block: str) -> None:
    found = published(page(block=block))
    assert found is not None
    assert (found.at, found.precision) == (datetime(2026, 2, 28, 22, tzinfo=UTC), Precision.DAY)


@pytest.mark.parametrize(
    "block",
    [
        "<div>1 مارس 2026</div><div>2 مارس 2026</div>",
        "<div>منذ يومين</div>",
        "<div>منذ 14 ساعة</div>",
        "<div>أخبار اليوم</div>",
        "<div>آخر تحديث: منذ ساعة</div>",
        "<div>آخر تحديث: 5 مارس 2026</div>",
        "",
    ],
)
def test_two_dates_or_none_leave_it_unknown(block: str) -> None:
    assert published(page(block=block)) is None


@pytest.mark.parametrize(("printed", "day"), [("منذ 3 ساعات", 10), ("قبل ساعتين", 10), ("أمس", 9)])
def test_words_that_count_count_from_the_capture_and_say_a_day_that_is_certain(
    printed: str, day: int
) -> None:
    found = published(page(block=f"<div>{printed}</div>"))
    assert found is not None
    assert (found.at, found.precision) == (datetime(2026, 3, day - 1, 22, tzinfo=UTC), Precision.DAY)
    assert found.printed == printed


def test_words_that_count_are_asked_last() -> None:
    found = published(page(block="<div>منذ 3 ساعات</div>"), url="https://paper.example/2026/03/01/library")
    assert found is not None
    assert found.printed == "2026/03/01"


@pytest.mark.parametrize(
    ("block", "printed"),
    [
        ('<time datetime="2026-03-01T12:00:00+02:00">1 مارس 2026</time>', "2026-03-01T12:00:00+02:00"),
        (
            '<time class="entry-date" datetime="2026-03-01T12:00:00+02:00">أمس</time>',
            "2026-03-01T12:00:00+02:00",
        ),
        (
            '<time datetime="2026-03-01T12:00:00+02:00">1 مارس</time><time class="updated" datetime="2026-03-02T12:00:00+02:00"></time>',
            "2026-03-01T12:00:00+02:00",
        ),
        ('<time datetime="2026-03-10T12:00:00+02:00">1 مارس 2026</time>', "1 مارس 2026"),
    ],
)
def test_a_time_element_beside_the_headline_says_what_it_prints_more_exactly(
    block: str, printed: str
) -> None:
    found = published(page(block=block))
    assert found is not None
    assert found.printed == printed


def test_the_way_to_the_page_is_not_where_its_headline_stands() -> None:
    html = page(block='<time datetime="2026-03-01T12:00:00+02:00"></time>')
    way = f"<nav><a href=/>الرئيسية</a><a href=/culture>ثقافة</a><span>{TITLE}</span></nav>"
    found = published(html.replace("<main>", way + "<p>" + "إعلان طويل " * 80 + "</p><main>"))
    assert found is not None
    assert found.precision is Precision.SECOND


def test_a_declared_date_that_print_and_address_both_refute_is_a_template_s() -> None:
    head = '<meta name="date" content="2014-05-01">'
    block = "<div>الأحد 1 مارس 2026</div>"
    found = published(page(head=head, block=block), url="https://paper.example/2026/03/01/library")
    assert found is not None
    assert found.at == datetime(2026, 2, 28, 22, tzinfo=UTC)
    alone = published(page(head=head, block=block))
    assert alone is not None
    assert alone.printed == "2014-05-01"


def test_a_day_that_was_cut_from_utc_is_the_printed_moment_s() -> None:
    head = '<meta property="article:published_time" content="2026-02-28">'
    found = published(page(head=head, block="<div>الأحد 1 مارس 2026 - 00:30</div>"))
    assert found is not None
    assert (found.at, found.precision) == (datetime(2026, 2, 28, 22, 30, tzinfo=UTC), Precision.MINUTE)
    other = published(page(head=head, block="<div>الأحد 1 مارس 2026 - 14:30</div>"))
    assert other is not None
    assert other.printed == "2026-02-28"


def test_a_printed_update_is_read_where_none_is_declared() -> None:
    found = reading(page(block="<div>نشر: 1 مارس 2026 10:00 - آخر تحديث: 2 مارس 2026 11:00</div>"))
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.at.day, found.updated.at) == (1, datetime(2026, 3, 2, 9, tzinfo=UTC))


def test_of_two_printed_dates_the_certain_one_counts() -> None:
    for doubtful in (
        "الأحد 13 رمضان 1447",
        "الاثنين 8 مارس 2026",
    ):  # a sighting's day; a weekday that is not its date's
        found = published(page(block=f"<div>{doubtful}</div><div>الأحد 1 مارس 2026</div>"))
        assert found is not None
        assert found.at == datetime(2026, 2, 28, 22, tzinfo=UTC)
    alone = published(page(block="<div>الاثنين 8 مارس 2026</div>"))
    assert alone is not None
    assert (alone.at, alone.printed) == (datetime(2026, 3, 7, 22, tzinfo=UTC), "الاثنين 8 مارس 2026")


def test_a_time_on_another_clock_is_read_by_that_clock() -> None:
    found = published(page(block="<div>الأحد 1 مارس 2026 - 20:30 بتوقيت مكة المكرمة</div>"))
    assert found is not None
    assert (found.at, found.zone) == (datetime(2026, 3, 1, 17, 30, tzinfo=UTC), "Asia/Riyadh")


def test_dates_of_other_news_are_not_the_article_s() -> None:
    assert published(page(after="<ul><li>خبر آخر 1 مارس 2026</li><li>خبر ثان 2 مارس 2026</li></ul>")) is None


def test_the_address_gives_the_day_where_nothing_else_does() -> None:
    found = published(page(), url="https://paper.example/2026/culture/3/1/library.html")
    assert found is not None
    assert (found.at, found.precision, found.printed) == (
        datetime(2026, 2, 28, 22, tzinfo=UTC),
        Precision.DAY,
        "2026/culture/3/1",
    )


def test_the_address_is_believed_before_a_printed_date_of_another_day() -> None:
    today = "<div>الثلاثاء 10 مارس 2026 09:00 ص</div>"
    found = published(page(block=today), url="https://paper.example/2026/03/01/library")
    assert found is not None
    assert found.precision is Precision.DAY
    same_day = "<div>الأحد 1 مارس 2026 09:00 ص</div>"
    found = published(page(block=same_day), url="https://paper.example/2026/03/01/library")
    assert found is not None
    assert (found.at, found.precision) == (datetime(2026, 3, 1, 7, tzinfo=UTC), Precision.MINUTE)


META = '<meta property="article:published_time" content="2026-03-01T09:23:13Z">'


@pytest.mark.parametrize("printed", ["الأحد، 01 مارس 2026 09:23 ص", "٠١ مارس ٢٠٢٦ - ٠٩:٢٣ ص"])
def test_a_z_that_the_page_itself_refutes_is_local_time(printed: str) -> None:
    found = published(page(head=META, block=f"<span>{printed}</span>"))
    assert found is not None
    assert (found.at, found.zone) == (datetime(2026, 3, 1, 7, 23, 13, tzinfo=UTC), "Africa/Cairo")


@pytest.mark.parametrize(
    "block",
    ["", "<span>01 مارس 2026 11:23 ص</span>", "<span>28 فبراير 2026 09:23 ص</span>", "<span>09:23</span>"],
)
def test_a_z_that_nothing_refutes_is_utc(block: str) -> None:
    found = published(page(head=META, block=block))
    assert found is not None
    assert found.at == datetime(2026, 3, 1, 9, 23, 13, tzinfo=UTC)


def test_an_update_before_printing_is_none() -> None:
    html = page(head=META + '<meta property="article:modified_time" content="2026-03-01T08:00:00Z">')
    assert reading(html).updated is None


def test_a_template_s_date_is_none() -> None:
    for fake in ("1970-01-01T00:00:00Z", "2000-01-01", "2027-01-01"):
        assert published(page(head=f'<meta property="article:published_time" content="{fake}">')) is None
    assert published(page(head='<meta name="creation_date" content="10-Nov-2000">')) is None
