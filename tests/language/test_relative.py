"""Words that count from a stated moment name a moment, or, where they are vague, none."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from warraq.language.months import plain
from warraq.language.relative import counted
from warraq.press import Precision

CAIRO = ZoneInfo("Africa/Cairo")
TUESDAY = datetime(2025, 6, 3, 12, 0, tzinfo=CAIRO)
FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "minute": "%Y-%m-%dT%H:%M"}


def read(text: str, *, reference: datetime = TUESDAY, precision: Precision = Precision.MINUTE) -> str | None:
    found = counted(plain(text), reference=reference, precision=precision, country="eg")
    return found.at.strftime(FORMATS[found.precision]) if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("منذ 3 ساعات", "2025-06-03T09:00"),
        ("نشر قبل خمس دقائق", "2025-06-03T11:55"),
        ("منذ ساعتين", "2025-06-03T10:00"),
        ("منذ ساعة ونصف", "2025-06-03T10:30"),
        ("منذ ساعة و20 دقيقة", "2025-06-03T10:40"),
        ("منذ ربع ساعة", "2025-06-03T11:45"),
        ("قبل 3 ساعات من الآن", "2025-06-03T09:00"),
        ("5 دقائق مضت", "2025-06-03T11:55"),
        ("منذ يوم واحد", "2025-06-02"),
        ("قبل يومين", "2025-06-01"),
        ("منذ خمسة عشر يوماً", "2025-05-19"),
        ("منذ أسبوعين", "2025-05-20"),
        ("قبل شهرين", "2025-04"),
        ("منذ 18 شهرًا", "2023-12"),
        ("قبل سنة", "2024"),
        ("آخر تحديث: منذ دقيقة", "2025-06-03T11:59"),
        ("2 hours ago", "2025-06-03T10:00"),
        ("il y a 3 jours", "2025-05-31"),
        ("الآن", "2025-06-03T12:00"),
        ("أمس", "2025-06-02"),
        ("أول من أمس", "2025-06-01"),
        ("أمس الأول", "2025-06-01"),
        ("صباح اليوم الثلاثاء", "2025-06-03"),
        ("يوم أمس الاثنين", "2025-06-02"),
        ("غداً", "2025-06-04"),
        ("الخميس الماضي", "2025-05-29"),
        ("الشهر الماضي", "2025-05"),
        ("العام الماضي", "2024"),
    ],
)
def test_words_count_from_the_stated_moment(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "منذ أيام",
        "منذ حوالي ساعتين",
        "أكثر من 3 ساعات",
        "منذ قليل",
        "منذ لحظات",
        "3 ساعات",
        "منذ عام 2003",
        "منذ سنة و3 أيام",
        "قبل 2 ساعتين",
        "أمس الأحد",
        "الاثنين",
        "الاثنين الماضي",  # yesterday, or the week before?
        "المصري اليوم",
        "اليوم السابع",
        "كل يوم",
        "ليلة أمس",
        "قال أمس إن الأسعار ارتفعت",
    ],
)
def test_vague_words_and_names_count_to_nothing(text: str) -> None:
    assert read(text) is None


def test_a_day_alone_counts_days_and_no_hours() -> None:
    assert read("أمس", precision=Precision.DAY) == "2025-06-02"
    assert read("منذ 3 ساعات", precision=Precision.DAY) is None
    assert read("أمس", precision=Precision.MONTH) is None


def test_hours_are_counted_as_they_passed() -> None:
    after_the_change = datetime(2025, 4, 25, 2, 30, tzinfo=CAIRO)  # 00:00 was 01:00 that night
    assert read("قبل ساعتين", reference=after_the_change) == "2025-04-24T23:30"
