"""What do the contract suites file? Drafts in Arabic, told apart by a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from warraq.press import Draft, Moment, Precision

NOON = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def draft(number: int, **given: Any) -> Draft:
    """The draft of that number: the same words each time, unless `given` says otherwise."""
    plain = Draft(
        source="nahar",
        url=f"https://nahar.example/news/{number}",
        keys=(f"nahar.example/news/{number}",),
        title=f"مجلس المدينة يقر الخطة رقم {number}",
        body=f"أقر المجلس الخطة رقم {number} بعد نقاش طويل.\nوقال الرئيس إن التنفيذ يبدأ غدًا.",
        reader="trafilatura/1",
        fingerprint=f"words-{number}",
    )
    return replace(plain, **given)


def reworded(number: int, **given: Any) -> Draft:
    """The draft of that number with other words."""
    return draft(number, **{"title": f"تصحيح: الخطة رقم {number}", "fingerprint": f"other-{number}", **given})


def whole() -> Draft:
    """A draft with something in every field, and letters that stores and drivers like to spoil."""
    return Draft(
        source="al-ahd",
        url="https://al-ahd.example/أخبار/٢٠٢٦?q=علي&x=1",
        keys=("al-ahd.example/%D8%A3/1", "al-ahd.example/amp/1"),
        title="«قِيلَ» إنّ الـمـجـلس ‏(RTL)‏ أقرَّ ﷺ",
        body="سطر أول \t بمسافات  \nسطر ثانٍ: 100% 'اقتباس' \"مزدوج\" \\ ; -- %s ? :name\nﻻ تُطوى 👩🏽‍💻 𐎀",
        reader="trafilatura/1",
        abstract="مُلخّص\u200f بعلامات\u200c خفيّة",
        authors=("ليلى الحسن", 'O\'Neil, "Jo"'),
        published=Moment(
            datetime(2026, 3, 9, 21, 0, tzinfo=UTC), Precision.DAY, "Africa/Cairo", "الثلاثاء ١٠ مارس ٢٠٢٦"
        ),
        updated=Moment(datetime(2026, 3, 10, 8, 30, 15, 999999, tzinfo=UTC), Precision.SECOND),
        section="politics",
        label="سياسة / محليّات",
        language="ar",
        image="https://al-ahd.example/صورة.jpg",
        keywords=("خطة", "مجلس"),
        capture="0123456789abcdef",
        fingerprint="ffff",
    )
