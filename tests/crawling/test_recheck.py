"""Visits grow rarer, a miss is looked into for three days, and no page is taken for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import recheck
from warraq.crawling.recheck import Sight
from warraq.ports.rechecks import Sample, Watch
from warraq.press import ArticleId

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WATCH = Watch(ArticleId(1), "nahar", "nahar.example:443", since=NOON, filed=NOON, due=NOON)
TITLE = "مجلس المدينة يقر خطة الجسر الجديد"
BODY = "أقر مجلس المدينة صباح اليوم خطة الجسر الجديد بعد نقاش طويل وقال الرئيس إن التنفيذ يبدأ غدا في الضفتين"


def after(watch: Watch, sight: Sight, hours: float) -> Watch:
    return recheck.after(watch, sight, NOON + hours * HOUR, spread=0.0, reason="HTTP 404")


def test_visits_grow_rarer_with_age() -> None:
    visits, now = list[timedelta](), NOON
    while len(visits) < 9:
        now = recheck.first_visit(NOON, now, spread=0.0)
        visits.append(now - NOON)
    assert visits == [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 180 * DAY, 365 * DAY, 730 * DAY]


def test_what_came_old_is_visited_as_what_is_old() -> None:
    due = recheck.first_visit(NOON - 800 * DAY, NOON, spread=0.0)
    assert due == NOON + (3 * 365 - 800) * DAY


@given(st.floats(0, 4000), st.floats(0, 0.999))
def test_a_visit_lies_ahead_and_not_far_behind_its_plan(days: float, spread: float) -> None:
    now = NOON + timedelta(days=days)
    due = recheck.first_visit(NOON, now, spread=spread)
    assert now < due <= now + timedelta(days=402)


def test_a_date_in_the_future_is_no_age() -> None:
    assert recheck.first_visit(NOON + 9 * DAY, NOON, spread=0.0) == NOON + HOUR


def test_two_misses_count_only_72_hours_apart() -> None:
    first = after(WATCH, Sight.GONE, 0)
    assert (first.misses, first.missed) == (1, NOON)
    between = after(first, Sight.GONE, 71.9)
    assert not recheck.ripe(between)
    assert between.due == NOON + 72 * HOUR
    assert recheck.ripe(after(between, Sight.GONE, 72))


def test_what_is_missed_is_asked_for_twice_more_in_three_days() -> None:
    watch, asked = after(WATCH, Sight.GONE, 0), 1
    while not recheck.ripe(watch):
        watch = recheck.after(watch, Sight.GONE, watch.due, spread=0.0)
        asked += 1
    assert asked == 3


def test_a_success_in_between_begins_anew() -> None:
    back = after(after(WATCH, Sight.GONE, 0), Sight.HERE, 40)
    assert (back.misses, back.missed, back.problem) == (0, None, None)
    assert not recheck.ripe(after(back, Sight.GONE, 80))


def test_what_is_missed_at_a_clock_that_ran_ahead_begins_anew_when_it_is_set_back() -> None:
    ahead = after(WATCH, Sight.GONE, 24 * 300)
    again = after(ahead, Sight.GONE, 0)
    assert (again.missed, again.misses, again.due) == (NOON, 1, NOON + 36 * HOUR)


def test_what_stays_missed_is_asked_for_weekly_and_after_a_month_monthly() -> None:
    """A redesigned paper's past is no burden for years."""
    watch = after(replace(WATCH, missed=NOON, misses=1), Sight.GONE, 80)
    assert watch.due == NOON + 80 * HOUR + 7 * DAY
    assert after(watch, Sight.GONE, 24 * 40).due == NOON + 70 * DAY


def test_an_old_page_that_says_nothing_certain_is_visited_by_its_plan() -> None:
    old = replace(WATCH, since=NOON - 200 * DAY)
    assert after(old, Sight.DOUBTFUL, 0).due == NOON + 165 * DAY
    assert recheck.not_told(old, NOON, spread=0.0) == NOON + 165 * DAY
    assert recheck.not_told(WATCH, NOON, spread=0.0) == NOON + DAY


@pytest.mark.parametrize("sight", [Sight.DOUBTFUL, Sight.UNASKED])
def test_what_says_nothing_certain_neither_clears_nor_counts(sight: Sight) -> None:
    missed = after(WATCH, Sight.GONE, 0)
    assert replace(after(missed, sight, 80), due=missed.due) == missed
    assert after(WATCH, sight, 1).misses == 0


@pytest.mark.parametrize(
    ("asked", "answered", "said"),
    [
        (20, 20, True),
        (20, 19, True),
        (20, 18, False),
        (20, 0, False),
        (5, 5, True),
        (5, 4, False),
        (4, 4, None),
    ],
)
def test_a_paper_stands_while_its_old_addresses_answer(asked: int, answered: int, said: bool | None) -> None:
    assert recheck.lives(Sample(NOON, asked, answered)) is said


def test_a_sample_tells_of_its_day() -> None:
    sample = Sample(NOON, 20, 20)
    assert recheck.holds(sample, NOON + 23 * HOUR)
    assert not recheck.holds(sample, NOON + DAY)
    assert not recheck.holds(sample, NOON - HOUR)  # the clock was set back
    assert not recheck.holds(None, NOON)


@pytest.mark.parametrize(
    ("answered", "sight"),
    [
        ("https://nahar.example/news/1?utm_source=x", None),
        ("https://www.nahar.example/news/1", None),
        ("https://nahar.example/politics/1-new-words", None),
        ("https://nahar.example/", Sight.GONE),
        ("https://nahar.example/index.html", Sight.GONE),
        ("https://casino.example/news/1", Sight.DOUBTFUL),
    ],
)
def test_an_address_that_leads_away(answered: str, sight: Sight | None) -> None:
    away = recheck.led_away("https://nahar.example/news/1", answered)
    assert (away and away[0]) == sight


@pytest.mark.parametrize(
    ("title", "text", "doubted"),
    [
        (TITLE, BODY, False),
        (TITLE, BODY.replace("غدا", "بعد شهر"), False),
        ("تصحيح: " + TITLE, BODY + " وأضاف أن الكلفة تبلغ مليونا", False),
        ("الصفحة غير موجودة", "عذرا لم نجد ما تبحث عنه عد إلى الصفحة الرئيسية", True),
        ("404", "خطأ", True),
        ("أفضل كازينو على الإنترنت", "سجل الآن واحصل على مكافأة ترحيبية مجانية ودورات بلا إيداع", True),
        ("", "", True),
    ],
)
def test_a_page_that_answers_may_not_be_the_article(title: str, text: str, doubted: bool) -> None:
    assert (recheck.doubt(TITLE, BODY, title, text) is not None) is doubted


def test_what_two_texts_of_one_language_share_does_not_make_them_one_article() -> None:
    other = "قال المدرب إن الفريق كان في حال جيدة وإنه على ثقة من أن اللاعبين عادوا إلى مستواهم بعد نقاش طويل مع الإدارة"
    assert recheck.doubt(TITLE, BODY, "المدرب واثق من الفوز", other) == "a page with quite other words"
    assert recheck.doubt(TITLE, BODY, TITLE, other) is None, "under its own headline a text is the article's"
    cut = " ".join(BODY.split()[:6])
    assert recheck.doubt(TITLE, BODY, "خطة الجسر: تعديل", cut) is None


def test_an_article_about_missing_pages_is_no_missing_page() -> None:
    title = "لماذا تظهر عبارة الصفحة غير موجودة؟"
    assert recheck.doubt(title, BODY, title, BODY) is None
