from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.web.press import egypt
from warraq.almanac import hijri as reckoning
from warraq.press import Moment, Precision
from warraq.press.edition import Clock, Months
from warraq.web import dates

CAIRO = ZoneInfo("Africa/Cairo")
EGYPT = dates.manner(egypt())
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ("egyptian", "3 يونيو 2025"),
        ("levantine", "3 حزيران 2025"),
        ("maghrebi", "3 جوان 2025"),
        ("moroccan", "3 يونيو 2025"),
        ("mauritanian", "3 يونيو 2025"),
    ],
)
def test_months_are_named_as_the_edition_names_them(months: Months, text: str) -> None:
    assert dates.day(date(2025, 6, 3), dates.manner(egypt(months=months))) == text


def test_two_dialects_differ_where_their_papers_do() -> None:
    named = {
        months: dates.day(date(2025, 8, 1), dates.manner(egypt(months=months)))
        for months in ("egyptian", "moroccan", "mauritanian")
    }
    assert named == {
        "egyptian": "1 أغسطس 2025",
        "moroccan": "1 غشت 2025",
        "mauritanian": "1 أغشت 2025",
    }


@pytest.mark.parametrize(
    ("clock", "hour", "text"),
    [
        ("12h", 0, "12:05 ص"),
        ("12h", 11, "11:05 ص"),
        ("12h", 12, "12:05 م"),
        ("12h", 21, "9:05 م"),
        ("24h", 21, "21:05"),
        ("24h", 9, "09:05"),
    ],
)
def test_hours_are_counted_as_the_edition_counts_them(clock: Clock, hour: int, text: str) -> None:
    how = dates.manner(egypt(clock=clock))
    assert dates.clock(datetime(2025, 6, 3, hour, 5, tzinfo=UTC), how) == text


def test_the_masthead_has_both_calendars() -> None:
    assert dates.day(date(2025, 12, 23), EGYPT, weekday=True) == "الثلاثاء 23 ديسمبر 2025"
    assert dates.hijri(date(2025, 12, 23)) == "3 رجب 1447"


def test_outside_of_its_table_the_hijri_date_is_not_guessed() -> None:
    assert dates.hijri(date(1900, 1, 1)) is None
    assert dates.hijri(date(2100, 1, 1)) is None
    for edge in (reckoning.FIRST, reckoning.LAST):
        assert dates.hijri(edge)


def test_the_byline_spaces_its_date() -> None:
    assert dates.spaced(date(2025, 6, 3)) == "03 - 06 - 2025"


def test_a_day_without_hour_is_never_moved_by_our_zone() -> None:
    # Midnight of the third in Riyadh is still the second in UTC, and in Rabat.
    moment = Moment(datetime(2025, 6, 2, 21, 0, tzinfo=UTC), Precision.DAY, "Asia/Riyadh")
    assert dates.printed_day(moment, ZoneInfo("Africa/Casablanca")) == date(2025, 6, 3)
    assert dates.machine(moment) == "2025-06-03"


def test_an_hour_is_shown_in_the_papers_own_zone() -> None:
    moment = Moment(datetime(2025, 6, 2, 22, 30, tzinfo=UTC), Precision.SECOND)
    assert dates.printed_day(moment, CAIRO) == date(2025, 6, 3)
    assert dates.hour_and_zone(moment.at, "Africa/Cairo", EGYPT) == "الساعة 1:30 ص بتوقيت القاهرة"


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        (Precision.YEAR, "2025"),
        (Precision.MONTH, "2025-06"),
        (Precision.DAY, "2025-06-03"),
        (Precision.MINUTE, "2025-06-02T21:00:00Z"),
    ],
)
def test_machines_get_no_finer_date_than_the_source_gave(precision: Precision, text: str) -> None:
    assert dates.machine(Moment(datetime(2025, 6, 2, 21, 0, tzinfo=UTC), precision, "+03:00")) == text


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=20), "قبل لحظات"),
        (timedelta(minutes=3), "قبل 3 دقائق"),
        (timedelta(minutes=59, seconds=59), "قبل 59 دقيقة"),
        (timedelta(hours=2, minutes=50), "قبل ساعتين"),
        (timedelta(hours=13), "أمس"),
        (timedelta(days=20), "3 نوفمبر"),
        (timedelta(days=400), "19 أكتوبر 2025"),
        (timedelta(minutes=-30), "12:30 م"),
    ],
)
def test_what_is_near_is_said_by_its_distance(before: timedelta, text: str) -> None:
    assert dates.ago(NOW - before, NOW, CAIRO, EGYPT) == text


def test_a_day_without_hour_is_not_said_by_its_distance() -> None:
    assert dates.ago(NOW - timedelta(hours=2), NOW, CAIRO, EGYPT, hour=False) == "اليوم"


@pytest.mark.parametrize("name", [None, "", "Nowhere/Nothing", "../etc", "+99:99", "+x", "Africa"])
def test_a_zone_that_is_none_is_utc(name: str | None) -> None:
    assert dates.zone_of(name).utcoffset(NOW) == timedelta(0)
    assert dates.place_of(name)


def test_an_offset_is_a_zone() -> None:
    assert dates.zone_of("+03:30").utcoffset(NOW) == timedelta(hours=3, minutes=30)
    assert dates.zone_of("-05:00").utcoffset(NOW) == timedelta(hours=-5)
    assert dates.place_of("+03:30") == "UTC+03:30"
