"""Did the paper change its words, or only what stands around them?

Conservative: what is not plainly furniture of the page (a line to other articles, a row of share buttons, a live clock, a
counter) is an edit. A change of one word of the text is never taken for noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from warraq.language import months
from warraq.language.arabic import fold


class Verdict(StrEnum):
    """What a second reading of a page is to the first."""

    SAME = "same"
    EDIT = "edit"
    NOISE = "noise"  # only furniture of the page came, went or moved its hands


_WORD = re.compile(r"[^\W\d_]+|\d+")
# 1,000 and 1000; 3,5 and 3.5: one number, however it is set.
_IN_NUMBER = re.compile(r"(?<=\d)[.,\u066b\u066c\u060c](?=\d)")
_LONGEST_CLOCK, _LONGEST_SHARE, _LONGEST_RELATED, _MOST_RELATED = 16, 16, 30, 12


def of(held_title: str, held_body: str, title: str, body: str) -> Verdict:
    """The verdict on another wording of an article we hold."""
    if _words(held_title) != _words(title):
        return Verdict.EDIT
    before, after = _words(held_body), _words(body)
    if before == after:
        return Verdict.SAME
    said, says = _said(held_body), _said(body)
    return Verdict.NOISE if said == says and said else Verdict.EDIT


def renamed(held_title: str, title: str) -> bool:
    """Whether the headline has other words."""
    return _words(held_title) != _words(title)


def _words(text: str) -> list[str]:
    return _WORD.findall(_IN_NUMBER.sub("", fold(text)))


def _said(body: str) -> list[str]:
    """The words of a text without the lines that are furniture, in their order."""
    return [word for line in _lines(body) for word in line]


def _lines(body: str) -> Iterator[list[str]]:
    paragraphs = [(text, _words(text)) for text in body.split("\n")]
    end = _end(paragraphs)
    return (words for _, words in paragraphs[:end] if words and not _furniture(words))


def _end(paragraphs: list[tuple[str, list[str]]]) -> int:
    """Where a list of other articles begins that goes to the text's end: a bare heading, then headlines alone."""
    for place in range(len(paragraphs) - 1, max(len(paragraphs) - _MOST_RELATED - 2, 0), -1):
        text, words = paragraphs[place]
        if words and " ".join(words) in _RELATED:
            return place
        if len(words) > _LONGEST_RELATED or text.rstrip().endswith((".", "،", "؛", ":")):
            break
    return len(paragraphs)


def _furniture(words: list[str]) -> bool:
    return _related(words) or _shares(words) or _clock(words) or _counts(words)


def _related(words: list[str]) -> bool:
    line = " ".join(words[: _LONGEST_RELATED + 1])
    return len(words) <= _LONGEST_RELATED and any(
        line == phrase or (phrase in _LEADING and line.startswith(f"{phrase} ")) for phrase in _RELATED
    )


def _shares(words: list[str]) -> bool:
    return len(words) <= _LONGEST_SHARE and set(words) <= _SHARE_WORDS and bool(set(words) & _SHARE_CALLS)


def _clock(words: list[str]) -> bool:
    line = " ".join(words[: _LONGEST_CLOCK + 1])
    phrase = next((one for one in _CLOCKS if line == one or line.startswith(f"{one} ")), None)
    if phrase is None or len(words) > _LONGEST_CLOCK:
        return False
    rest = words[len(phrase.split()) :]
    return bool(rest) and all(word.isdecimal() or word in _CLOCK_WORDS for word in rest)


def _counts(words: list[str]) -> bool:
    """ "120 مشاهدة": a number and what is counted, nothing else."""
    if not 2 <= len(words) <= 6 or not any(word.isdecimal() for word in words):
        return False
    left = [word for word in words if not word.isdecimal()]
    return bool(left) and set(left) <= _COUNTED | {"عدد"} and bool(set(left) & _COUNTED)


def _folded(*phrases: str) -> frozenset[str]:
    return frozenset(" ".join(_words(phrase)) for phrase in phrases)


# Headings over, and beginnings of, lines that lead to other articles. A line that goes on after one of `_LEADING` is
# furniture too; the others may begin a sentence and count only when they stand alone.
_LEADING = _folded(
    "اقرأ أيضا", "إقرأ أيضا", "اقرأ أيضًا", "اقرا ايضا", "اقرأ المزيد", "إقرأ المزيد", "شاهد أيضا", "طالع أيضا", "انظر أيضا",
    "تابع أيضا", "قد يهمك", "قد يهمك أيضا", "قد يعجبك", "قد يعجبك أيضا", "لمزيد من الأخبار", "read also", "read more", "lire aussi",
    "à lire aussi", "a lire aussi", "lire également",
)  # fmt: skip
_RELATED = _LEADING | _folded(
    "المزيد", "مواضيع ذات صلة", "موضوعات ذات صلة", "أخبار ذات صلة", "مقالات ذات صلة", "مواضيع متعلقة", "موضوعات متعلقة",
    "أخبار متعلقة", "مقالات متعلقة", "ذات صلة", "الأكثر قراءة", "المزيد من الأخبار", "related", "related articles",
    "articles similaires", "sur le même sujet",
)  # fmt: skip
_SHARE_CALLS = _folded(
    "شارك", "شاركها", "مشاركة", "المشاركة", "طباعة", "اطبع", "أرسل", "إرسال", "انسخ", "نسخ", "غرد", "تابعنا", "تابعونا", "اشترك",
    "share", "print", "copy", "tweet", "partager", "imprimer", "facebook", "twitter", "whatsapp", "telegram",
    "فيسبوك", "تويتر", "واتساب", "تليجرام", "تلغرام",
)  # fmt: skip
_SHARE_WORDS = _SHARE_CALLS | _folded(
    "هذا", "هذه", "الخبر", "المقال", "المقالة", "الموضوع", "الصفحة", "الرابط", "رابط", "على", "عبر", "في", "و", "أو", "مع",
    "الأصدقاء", "أصدقائك", "بريد", "البريد", "الإلكتروني", "إيميل", "فيس", "بوك", "واتس", "آب", "اكس", "إكس", "لينكد", "لينكدإن",
    "إن", "انستغرام", "انستجرام", "إنستغرام", "ماسنجر", "مسنجر", "جوجل", "نيوز", "قناتنا", "صفحتنا", "حساب", "حسابنا",
    "x", "messenger", "linkedin", "instagram", "email", "mail", "link", "this", "article", "on", "sur", "google", "news",
)  # fmt: skip
_CLOCKS = sorted(
    _folded("آخر تحديث", "اخر تحديث", "آخر تعديل", "تاريخ التحديث", "تم التحديث", "تم التحديث في", "حُدّث في", "تحديث", "آخر تحديث في",
            "last updated", "last update", "updated", "updated on", "mis à jour", "mis à jour le", "dernière mise à jour"),
    key=len, reverse=True,
)  # fmt: skip
_DAYS = ("الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "lundi", "mardi", "mercredi", "jeudi",
         "vendredi", "samedi", "dimanche", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")  # fmt: skip
_CLOCK_WORDS = _folded(
    *_DAYS, "اليوم", "أمس", "الساعة", "في", "على", "يوم", "عند", "بتوقيت", "القاهرة", "مكة", "المكرمة", "غرينتش", "جرينتش", "تونس",
    "بيروت", "الرياض", "المحلي", "صباحا", "مساء", "ظهرا", "ليلا", "ص", "م", "ه", "هـ", "منذ", "قبل", "دقيقة", "دقائق", "دقيقتين",
    "ثانية", "ثواني", "ثوان", "ساعة", "ساعات", "ساعتين", "أيام", "يومين", "و", "الآن", "gmt", "utc", "am", "pm", "at", "on", "à", "le", "h",
    "min", "ago",
) | frozenset(word for name in months.MONTHS for word in _words(name))  # fmt: skip
_COUNTED = _folded(
    "مشاهدة", "مشاهدات", "المشاهدات", "قراءة", "قراءات", "القراءات", "القراء", "زيارة", "زيارات", "الزيارات", "تعليق", "تعليقات",
    "التعليقات", "إعجاب", "إعجابات", "مشاركة", "مشاركات", "views", "shares", "comments", "likes", "vues", "partages", "commentaires",
)  # fmt: skip
