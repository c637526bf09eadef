"""What do papers tell in the tests of grouping? Happenings in several papers' words, and a wire that two of them print."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from warraq.press import Draft, Moment, Precision

# Each in the words of papers that wrote for themselves.
PORT = (
    (
        "انفجار يهز مرفأ اللاذقية ويوقع 17 قتيلا",
        "هز انفجار عنيف مرفأ اللاذقية صباح الثلاثاء وأوقع 17 قتيلا وعشرات الجرحى وفق حصيلة أولية لوزارة الصحة السورية. "
        "وقال محافظ اللاذقية عامر هلال إن الانفجار وقع في مستودع للوقود قرب الرصيف السادس.",
    ),
    (
        "17 قتيلا في انفجار مستودع وقود بمرفأ اللاذقية",
        "قتل 17 شخصا وأصيب العشرات في انفجار مستودع وقود بمرفأ اللاذقية السوري الثلاثاء. وهرعت فرق الإطفاء إلى الرصيف السادس "
        "وأعلن المحافظ عامر هلال إغلاق المرفأ أمام السفن حتى إشعار آخر.",
    ),
    (
        "محافظ اللاذقية: انفجار المرفأ سببه مستودع وقود",
        "أكد محافظ اللاذقية عامر هلال أن انفجار المرفأ الذي أوقع 17 قتيلا نجم عن مستودع وقود عند الرصيف السادس، وقال إن وزارة الصحة "
        "السورية نقلت الجرحى إلى ثلاثة مستشفيات.",
    ),
)
BANK = (
    (
        "البنك المركزي التونسي يرفع سعر الفائدة نصف نقطة",
        "قرر مجلس إدارة البنك المركزي التونسي رفع نسبة الفائدة المديرية بخمسين نقطة أساسية لكبح التضخم الذي بلغ عشرة بالمئة. "
        "وقال المحافظ مروان العباسي إن القرار يبدأ العمل به الأسبوع القادم.",
    ),
    (
        "تونس: رفع الفائدة المديرية للبنك المركزي خمسين نقطة لكبح التضخم",
        "رفع البنك المركزي التونسي نسبة الفائدة المديرية خمسين نقطة أساسية بسبب التضخم، حسب ما أعلنه المحافظ مروان العباسي بعد "
        "اجتماع مجلس الإدارة.",
    ),
)
CUP = (
    "منتخب المغرب يبلغ نصف نهائي كأس إفريقيا للسيدات",
    "تأهل المنتخب المغربي للسيدات إلى نصف نهائي كأس إفريقيا بعد فوزه على بوتسوانا بهدفين لهدف واحد في ملعب الأمير مولاي عبد الله "
    "بالرباط، وسجلت ياسمين مرابط هدف الفوز في الدقيقة السبعين.",
)
WIRE = (
    "الأمم المتحدة تحذر من مجاعة في دارفور",
    "حذرت الأمم المتحدة الثلاثاء من مجاعة وشيكة في إقليم دارفور غربي السودان إذا لم تصل المساعدات خلال أسبوعين. وقالت منسقة الشؤون "
    "الإنسانية كليمنتين نكويتا سلامي في بيان إن مئتي ألف طفل يعانون سوء التغذية الحاد في مخيم زمزم وحده، وإن الطرق المؤدية إلى الفاشر "
    "مقطوعة منذ أشهر بسبب القتال بين الجيش وقوات الدعم السريع. وأضافت أن برنامج الأغذية العالمي لم يتلق سوى ربع التمويل الذي طلبه هذا "
    "العام، ودعت الدول المانحة إلى الوفاء بتعهداتها وفتح معبر أدري الحدودي مع تشاد أمام القوافل دون قيود.",
)  # fmt: skip


def printed(number: int, words: tuple[str, str], source: str, at: datetime | None, **given: Any) -> Draft:
    """An article of that paper, with a date to the minute."""
    title, body = words
    moment = Moment(at, Precision.MINUTE) if at is not None else None
    plain = Draft(
        source=source,
        url=f"https://{source}.example/{number}",
        keys=(f"{source}.example/{number}",),
        title=title,
        body=body,
        reader="trafilatura/1",
        published=moment,
        fingerprint=f"{number}-{title}",
    )
    return replace(plain, **given)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهي"
_COMMON = [
    "وقال",
    "المسؤول",
    "في",
    "بيان",
    "إن",
    "السلطات",
    "تتابع",
    "الأمر",
    "وستعلن",
    "التفاصيل",
    "لاحقا",
    "بعد",
    "اجتماع",
    "عقد",
    "في",
    "العاصمة",
    "أمس",
    "بحضور",
    "ممثلين",
    "عن",
    "الجهات",
]


def happening(number: int, paper: int) -> tuple[str, str]:
    """How a paper tells of an invented happening: mostly in words that no other happening has, each paper in its own order."""
    draw = random.Random(number)
    own = ["".join(draw.choices(_LETTERS, k=6)) for _ in range(16)]
    words = random.Random(f"{number}/{paper}").sample(own, 13)
    mixed = [word for pair in zip(words, _COMMON, strict=False) for word in pair]
    return " ".join(words[:7]), " ".join((*mixed, *reversed(words)))
