from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from warraq.press import Moment, Precision
from warraq.web import dates

CAIRO = ZoneInfo("Africa/Cairo")
EGYPT = dates.manner("eg")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("eg", "3 يونيو 2025"),
        ("sa", "3 يونيو 2025"),
        ("sy", "3 حزيران 2025"),
        ("dz", "3 جوان 2025"),
        ("ma", "3 يونيو 2025"),
        ("demo", "3 يونيو 2025"),
        ("zz", "3 يونيو 2025"),
    ],
)
def test_months_are_named_as_the_country_names_them(country: str, text: str) -> None:
    assert dates.day(date(2025, 6, 3), dates.manner(country)) == text


@pytest.mark.parametrize(
    ("country", "hour", "text"),
    [
        ("eg", 0, "12:05 ص"),
        ("eg", 11, "11:05 ص"),
        ("eg", 12, "12:05 م"),
        ("sy", 21, "9:05 م"),
        ("ma", 21, "21:05"),
        ("tn", 9, "09:05"),
    ],
)
def test_clocks_count_twelve_hours_but_in_the_maghreb(country: str, hour: int, text: str) -> None:
    assert dates.clock(datetime(2025, 6, 3, hour, 5, tzinfo=UTC), dates.manner(country)) == text


def test_the_masthead_has_both_calendars() -> None:
    assert dates.day(date(2025, 12, 23), EGYPT, weekday=True) == "الثلاثاء 23 ديسمبر 2025"
    assert dates.hijri(date(2025, 12, 23)) == "3 رجب 1447"


def test_outside_of_its_table_the_hijri_date_is_not_guessed() -> None:
    assert dates.hijri(date(1900, 1, 1)) is None
    assert dates.hijri(date(2100, 1, 1)) is None
    for edge in (dates._HIJRI_FIRST, dates._HIJRI_LAST):
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
