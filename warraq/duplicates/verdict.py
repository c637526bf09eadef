"""Did the paper change its words, or only what stands around them?

Conservative: what is not plainly furniture of the page (a line to other articles, a row of share buttons, a live clock, a
counter, an advertisement's mark, a reserved right) is an edit. A change of one word of the text is never taken for noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from warraq.language import months
from warraq.language.arabic import fold


class Verdict(StrEnum):
    """What a second reading of a page is to the first."""

    SAME = "same"
    EDIT = "edit"
    NOISE = "noise"  # only furniture of the page came, went or moved its hands


_WORD = re.compile(r"[^\W\d_]+|\d+")
# 1,000 and 1000 are one number, however its thousands are set; 3.5 and 35 are two.
_THOUSANDS = re.compile(
    r"(?<![\d.,\u066b\u066c\u060c])\d{1,3}(?:[.,\u066b\u066c\u060c \u00a0\u2009\u202f]\d{3})+(?!\d)"
)
# مائة and مئة, also at the end of ثلاثمائة.
_HUNDRED, _HUNDRED_AS = re.compile(fold("مائ") + "(?=(?:ه|تين|تان|تا)$)"), fold("مئ")
_NO_DIGIT = re.compile(r"\D")
_LONGEST_CLOCK, _LONGEST_SHARE, _LONGEST_RELATED, _MOST_RELATED = 16, 16, 30, 12
_LONGEST_RIGHTS = 12
# Where furniture may begin or end inside a paragraph: behind a sentence, at a bar, at a bullet; and in brackets.
_SEAMS = re.compile(r"(?<=[.!?\u061f\u06d4\u2026])[\s\u00bb\u201d\"]+|[|\u2022]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def of(held_title: str, held_body: str, title: str, body: str) -> Verdict:
    """The verdict on another wording of an article we hold."""
    if renamed(held_title, title):
        return Verdict.EDIT
    if _alike(_words(held_body), _words(body)):
        return Verdict.SAME
    said, says = _said(held_body), _said(body)
    return Verdict.NOISE if said and _alike(said, says) else Verdict.EDIT


def renamed(held_title: str, title: str) -> bool:
    """Whether the headline has other words."""
    return not _alike(_words(held_title), _words(title))


def _alike(words: list[str], others: list[str]) -> bool:
    """The same words, wherever they are parted: «عبد الله» and «عبدالله», «و قال» and «وقال»."""
    return words == others or _run(words) == _run(others)


def _run(words: list[str]) -> str:
    """Numbers alone are kept apart; a hundred is spelled one way."""
    spelled = (_HUNDRED.sub(_HUNDRED_AS, word) for word in words)
    return "".join(f" {word} " if word.isdecimal() else word for word in spelled)


def without_furniture(body: str) -> str:
    """The text without the lines that are furniture of its page: what a reader compares."""
    lines = body.split("\n")
    kept = [text for text in lines[: _end(lines)] if not _furniture(text, _words(text))]
    return "\n".join(kept) if any(map(_words, kept)) else body


def words_without_furniture(body: str) -> list[str]:
    """The folded words of `without_furniture(body)` in order, each part of a number its own: what every article is asked for."""
    lines = body.split("\n")
    paragraphs = [_WORD.findall(line) for line in fold(body).split("\n")]
    kept = [
        words
        for text, words in zip(lines[: _end(lines)], paragraphs, strict=False)
        if _MARKS.isdisjoint(words) or not _furniture(text, _words(text))
    ]
    return list(chain.from_iterable(kept)) or list(chain.from_iterable(paragraphs))


def _words(text: str) -> list[str]:
    return _WORD.findall(_THOUSANDS.sub(lambda number: _NO_DIGIT.sub("", number[0]), fold(text)))


def _said(body: str) -> list[str]:
    """The words of a text without what is furniture of its lines and in them, in their order."""
    lines = body.split("\n")
    kept = (text for text in lines[: _end(lines)] if not _furniture(text, _words(text)))
    return [word for line in kept for word in _spoken(line)]


def _spoken(line: str) -> Iterator[str]:
    """The words of a line without the parts of it that are furniture: more must speak for it than of a line alone."""
    line = _BRACKETS.sub(lambda part: " " if _clock(_words(part[0])) else part[0], line)
    parts = [(part, _words(part)) for part in _SEAMS.split(line)]
    return (word for part, words in parts if not _in_passing(part, words) for word in words)


def _in_passing(text: str, words: list[str]) -> bool:
    """Whether a sentence among others is furniture: «شارك» or «فيسبوك» alone may be the paper's word there."""
    if _MARKS.isdisjoint(words):
        return False
    shares = len(words) > 1 and words[0] in _SHARE_VERBS and _shares(words)
    return shares or _leads(text, words) or _clock(words) or _counts(words) or _reserves(words)


def _end(lines: list[str]) -> int:
    """Where a list of other articles begins that goes to the text's end: a bare heading, then headlines alone."""
    for place in range(len(lines) - 1, max(len(lines) - _MOST_RELATED - 2, 0), -1):
        text = lines[place]
        words = _words(text)
        if words and " ".join(words) in _RELATED:
            return place
        if len(words) > _LONGEST_RELATED or text.rstrip().endswith((".", "،", "؛", ":")):
            break
    return len(lines)


def _furniture(text: str, words: list[str]) -> bool:
    if len(words) > _LONGEST_RELATED or _MARKS.isdisjoint(words):
        return False  # nearly every line
    return (
        _related(text, words) or _shares(words) or _clock(words) or _counts(words) or _advertises(words)
        or _reserves(words)
    )  # fmt: skip


def _related(text: str, words: list[str]) -> bool:
    if len(words) > _LONGEST_RELATED:
        return False
    line = " ".join(words)
    return _leads(text, words) or any(line.startswith(f"{phrase} ") for phrase in _LEADING)


def _leads(text: str, words: list[str]) -> bool:
    """Whether it is a heading alone, or goes on behind a colon."""
    if len(words) > _LONGEST_RELATED:
        return False
    head, colon, _ = text.partition(":")
    return " ".join(words) in _RELATED or (bool(colon) and " ".join(_words(head)) in _LEADING | _VERBS)


def _advertises(words: list[str]) -> bool:
    return " ".join(words[:4]) in _ADVERTS and len(words) < 4


def _reserves(words: list[str]) -> bool:
    line = " ".join(words[: _LONGEST_RIGHTS + 1])
    return len(words) <= _LONGEST_RIGHTS and line.startswith(_RIGHTS)


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
    "اقرأ أيضا", "إقرأ أيضا", "اقرأ أيضًا", "اقرا ايضا", "اقرأ المزيد", "إقرأ المزيد", "قد يهمك أيضا", "قد يعجبك أيضا", "لمزيد من الأخبار",
    "read also", "read more", "lire aussi", "à lire aussi", "a lire aussi", "lire également",
)  # fmt: skip
# These may begin a sentence too («تابع أيضا سير العمل»): they lead somewhere only alone or before a colon.
_VERBS = _folded("شاهد أيضا", "طالع أيضا", "انظر أيضا", "تابع أيضا", "شاهد الفيديو", "قد يهمك", "قد يعجبك")
_RELATED = _LEADING | _VERBS | _folded(
    "المزيد", "مواضيع ذات صلة", "موضوعات ذات صلة", "أخبار ذات صلة", "مقالات ذات صلة", "مواضيع متعلقة", "موضوعات متعلقة",
    "أخبار متعلقة", "مقالات متعلقة", "ذات صلة", "الأكثر قراءة", "المزيد من الأخبار", "related", "related articles",
    "articles similaires", "sur le même sujet",
)  # fmt: skip
_SHARE_CALLS = _folded(
    "شارك", "شاركها", "مشاركة", "المشاركة", "طباعة", "اطبع", "أرسل", "إرسال", "انسخ", "نسخ", "غرد", "تابعنا", "تابعونا", "اشترك",
    "share", "print", "copy", "tweet", "partager", "imprimer", "facebook", "twitter", "whatsapp", "telegram",
    "فيسبوك", "تويتر", "واتساب", "تليجرام", "تلغرام",
)  # fmt: skip
_SHARE_VERBS = _folded("شارك", "شاركها", "تابعنا", "تابعونا", "اشترك", "share", "partager")
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
_ADVERTS = _folded(
    "إعلان", "إعلانات", "إعلان ممول", "مساحة إعلانية", "advertisement", "publicité", "sponsored"
)
_RIGHTS = tuple(
    _folded(
        "جميع الحقوق محفوظة",
        "كل الحقوق محفوظة",
        "حقوق النشر محفوظة",
        "all rights reserved",
        "tous droits réservés",
        "copyright",
    )
)
_COUNTED = _folded(
    "مشاهدة", "مشاهدات", "المشاهدات", "قراءة", "قراءات", "القراءات", "القراء", "زيارة", "زيارات", "الزيارات", "تعليق", "تعليقات",
    "التعليقات", "إعجاب", "إعجابات", "مشاركة", "مشاركات", "views", "shares", "comments", "likes", "vues", "partages", "commentaires",
)  # fmt: skip
# One of these stands in whatever is furniture.
_MARKS = frozenset(
    phrase.split()[0] for phrase in (*_RELATED, *_CLOCKS, *_ADVERTS, *_RIGHTS)
) | _SHARE_CALLS | _COUNTED  # fmt: skip
