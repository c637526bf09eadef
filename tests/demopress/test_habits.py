"""Does each paper write in its own hand?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from warraq.demopress.habits import CALENDARS, dateline, printed_by, told
from warraq.demopress.papers import papers

PAPERS = {paper.slug: paper for paper in papers()}
CAIRO = ZoneInfo("Africa/Cairo")
MONDAY = datetime(2026, 2, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "days_later", "said"),
    [
        ("{when}", 0, "اليوم الاثنين"),
        ("{when}", 1, "أمس الاثنين"),
        ("{when}", 2, "أول أمس الاثنين"),
        ("{when}", 3, "الاثنين الماضي"),
        ("{when+1}", 0, "غدا الثلاثاء"),
        ("{when+1}", 1, "اليوم الثلاثاء"),
        ("{when+4}", 0, "الجمعة المقبل"),
        ("{day-1}", 2, "الأحد"),
        ("{date+20}", 0, "1 مارس"),
        ("سنة {year}", 0, "سنة 2026"),
    ],
)
def test_one_day_is_told_in_other_words_by_those_who_print_later(
    text: str, days_later: int, said: str
) -> None:
    printed = MONDAY + timedelta(days=days_later)
    assert told(text, event=MONDAY, printed=printed, zone=CAIRO, months="egyptian") == said


@pytest.mark.parametrize(
    ("text", "days_later", "said"),
    [
        ("{when}", 0, "ce lundi"),
        ("{when}", 1, "hier lundi"),
        ("{when}", 3, "lundi dernier"),
        ("{when+4}", 0, "vendredi prochain"),
        ("{date+20}", 0, "1er mars"),
    ],
)
def test_french_tells_a_day_in_its_own_words(text: str, days_later: int, said: str) -> None:
    printed = MONDAY + timedelta(days=days_later)
    assert told(text, event=MONDAY, printed=printed, zone=CAIRO, months="french") == said


@pytest.mark.parametrize(
    ("text", "days_later", "said"),
    [
        ("{when}", 0, "on Monday"),
        ("{when}", 1, "on Monday"),
        ("{when}", 3, "last Monday"),
        ("{when+2}", 0, "next Wednesday"),
    ],
)
def test_english_tells_a_day_in_its_own_words(text: str, days_later: int, said: str) -> None:
    printed = MONDAY + timedelta(days=days_later)
    assert told(text, event=MONDAY, printed=printed, zone=CAIRO, months="english") == said


def test_every_calendar_has_twelve_months_and_seven_days() -> None:
    for calendar in CALENDARS.values():
        assert len(set(calendar.months)) == 12
        assert len(set(calendar.weekdays)) == 7


def test_the_day_is_counted_where_the_event_was() -> None:
    late = datetime(2026, 2, 9, 23, tzinfo=UTC)  # one in the morning of Tuesday in Cairo
    assert told("{day}", event=late, printed=late, zone=CAIRO, months="egyptian") == "الثلاثاء"


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ("egyptian", "9 فبراير"),
        ("maghrebi", "9 فيفري"),
        ("moroccan", "9 فبراير"),
        ("levantine", "9 شباط"),
        ("french", "9 février"),
    ],
)
def test_months_have_the_names_of_the_country(months: str, said: str) -> None:
    assert told("{date}", event=MONDAY, printed=MONDAY, zone=CAIRO, months=months) == said


@pytest.mark.parametrize(
    ("paper", "set_in_type"),
    [
        ("diffatayn", "قال «علي» إن ٢٫٥ في المئة"),
        ("shurfa", 'قال "على" إن 2.5 فى المئة'),
        ("mirsat", 'قال "علي" إن 2.5 في المئة'),
        ("sanabil", 'قال "علي" إن 2.5 في المئة'),
        ("fasqiya", "قال “علي” إن 2.5 في المئة"),
        ("sawari", "قال «علي» إن 2.5 في المئة"),
    ],
)
def test_typesetters_have_their_own_digits_quotes_and_ya(paper: str, set_in_type: str) -> None:
    assert printed_by(PAPERS[paper], "قال «علي» إن 2.5 في المئة") == set_in_type


@pytest.mark.parametrize(
    ("paper", "line"),
    [
        ("diffatayn", "الاثنين ٩ فبراير ٢٠٢٦ - ٠٣:٠٥ م"),
        ("shurfa", "الاثنين 9 فبراير 2026 - 03:05 م"),
        ("mirsat", "الاثنين 9 فيفري 2026 - 14:05"),
        ("maraya", "الاثنين 9 فبراير 2026 - 14:05"),
        ("baydar", "الاثنين 9 شباط 2026 - 15:05"),
        ("hidhab", "الاثنين 9 فيفري 2026 - 14:05"),
        ("jetee", "lundi 9 février 2026 - 14:05"),
    ],
)
def test_the_date_over_an_article_is_the_papers_own(paper: str, line: str) -> None:
    at = datetime(2026, 2, 9, 13, 5, tzinfo=UTC)
    assert dateline(PAPERS[paper], at) == line
