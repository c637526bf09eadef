"""Which day or minute does a word mean that counts from another: «منذ ٣ ساعات», «قبل يومين», «أول أمس», «أمس الاثنين»?

Only where the words are all that the text says, but for labels like «نشر» and «آخر تحديث»: «اليوم» is also part of many papers'
names. «أمس الاثنين», where yesterday was a Monday, is read in any sentence. Vague words («منذ أيام», «حوالي ساعة», «قبل قليل») name
no moment, and neither does a weekday that stands alone. What is counted is as exact as its unit: hours and minutes give
a minute, days and weeks a day, months a month, years a year.

`text` is in the plain form of month names throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from warraq.language.clocks import Clock, clocks
from warraq.language.days import LETTER
from warraq.language.weekdays import WEEKDAYS
from warraq.press import Precision


@dataclass(frozen=True, slots=True)
class Counted:
    """`at` is aware and local; its parts finer than `precision` mean nothing. `clocks`: times printed beside a day."""

    at: datetime
    precision: Precision
    clocks: tuple[Clock, ...] = ()


_ONE, _TWO, _MANY = 1, 2, 0  # what a noun says by its form; many: a number must
_UNITS: dict[str, tuple[str, int]] = {  # name -> unit, how many
    name: (unit, many)
    for unit, many, names in (
        ("second", _ONE, "ثانيه|second|seconde"),
        ("second", _TWO, "ثانيتين|ثانيتان"),
        ("second", _MANY, "ثوان|ثواني|seconds|secondes"),
        ("minute", _ONE, "دقيقه|د|minute"),
        ("minute", _TWO, "دقيقتين|دقيقتان"),
        ("minute", _MANY, "دقائق|دقايق|minutes"),
        ("minute", 15, "ربع ساعه"),
        ("minute", 20, "ثلث ساعه"),
        ("minute", 30, "نصف ساعه"),
        ("hour", _ONE, "ساعه|hour|heure"),
        ("hour", _TWO, "ساعتين|ساعتان"),
        ("hour", _MANY, "ساعات|hours|heures"),
        ("day", _ONE, "يوم|يوما|day|jour"),
        ("day", _TWO, "يومين|يومان"),
        ("day", _MANY, "ايام|days|jours"),
        ("week", _ONE, "اسبوع|اسبوعا|week|semaine"),
        ("week", _TWO, "اسبوعين|اسبوعان"),
        ("week", _MANY, "اسابيع|weeks|semaines"),
        ("month", _ONE, "شهر|شهرا|month"),
        ("month", _TWO, "شهرين|شهران"),
        ("month", _MANY, "اشهر|شهور|months|mois"),
        ("year", _ONE, "سنه|عام|عاما|year|an"),
        ("year", _TWO, "سنتين|سنتان|عامين|عامان"),
        ("year", _MANY, "سنوات|سنين|اعوام|years|ans"),
    )
    for name in names.split("|")
}
_LENGTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_FRACTIONS = {"نصف": timedelta(minutes=30), "ربع": timedelta(minutes=15), "ثلث": timedelta(minutes=20)}
_ONES = ["واحد", "اثنين", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_NUMERALS = {
    **{word + end: number for number, word in enumerate(_ONES, 1) for end in ("", "ه")},
    **{f"{word}{end} عشر{tail}": number + 10 for number, word in enumerate(_ONES, 1) for end in ("", "ه") for tail in ("", "ه")},
    "ثماني": 8, "ثمانيه": 8, "عشر": 10, "عشره": 10, "احد عشر": 11, "احدي عشره": 11, "اثني عشر": 12, "اثنتي عشره": 12,
    "ثماني عشره": 18, "ثمانيه عشر": 18, "عشرين": 20, "ثلاثين": 30, "اربعين": 40, "خمسين": 50,
    "a": 1, "an": 1, "un": 1, "une": 1,
}  # fmt: skip


def _longest_first(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_PART = rf"(?:(?P<number>\d{{1,3}}|{_longest_first(_NUMERALS)})\s?)?(?P<unit>{_longest_first(_UNITS)})(?:\s+واحده?)?(?!{LETTER})(?:\s+و\s?(?P<fraction>نصف|ربع|ثلث))?"
_PART_ANONYMOUS = re.sub(r"\?P<\w+>", "?:", _PART)
_AMOUNT = rf"{_PART_ANONYMOUS}(?:\s*(?:و|,|et|and)\s*{_PART_ANONYMOUS}){{0,2}}"
_AGO = re.compile(
    rf"(?:(?:منذ|قبل|il y a)(?:\s+|\s*(?=\d))(?P<after>{_AMOUNT})|(?P<first>{_AMOUNT})\s+(?:مضت|مضي|ago))(?:\s+(?:مضت|من الان))?"
)
_EACH_PART = re.compile(_PART)

_DAYS = {
    "امس الاول": -2, "اول امس": -2, "اول من امس": -2, "قبل امس": -2, "اول البارحه": -2,
    "امس": -1, "الامس": -1, "بالامس": -1, "البارحه": -1, "yesterday": -1, "hier": -1,
    "اليوم": 0, "today": 0, "aujourd'hui": 0, "aujourd’hui": 0,
    "غدا": 1, "الغد": 1,
}  # fmt: skip
_DAY = re.compile(
    rf"(?<!{LETTER})(?:يوم\s+|هذا\s+)?(?P<day>{_longest_first(_DAYS)})(?!{LETTER})(?:\s*,?\s*(?:يوم\s+)?(?P<weekday>{_longest_first(WEEKDAYS)})(?!{LETTER}))?"
)
_PART_OF_DAY = re.compile(rf"(?<!{LETTER})(?:صباح|ضحي|ظهر|عصر|مساء|فجر)(?!{LETTER})")
_NOW = re.compile(r"الان|now|maintenant")
_LAST_WEEKDAY = re.compile(
    rf"(?:يوم\s+)?(?P<weekday>{_longest_first(WEEKDAYS)})\s+(?:الماضي|الماضيه|الفائت|المنصرم)"
)
_SPANS = {
    **dict.fromkeys(("الشهر الماضي", "الشهر الفائت", "الشهر المنصرم"), (Precision.MONTH, -1)),
    **dict.fromkeys(("الشهر الجاري", "الشهر الحالي", "هذا الشهر"), (Precision.MONTH, 0)),
    **dict.fromkeys(("العام الماضي", "السنه الماضيه", "العام الفائت"), (Precision.YEAR, -1)),
    **dict.fromkeys(("العام الجاري", "العام الحالي", "هذا العام", "هذه السنه", "السنه الجاريه"), (Precision.YEAR, 0)),
}  # fmt: skip
_LABEL = re.compile(
    rf"(?<!{LETTER})(?:تم|نشر|نشرت|نشره|النشر|منشور|اخر|تحديث|التحديث|حدث|كتب|كتبت|حرر|اضيف|اضيفت|تاريخ|بتاريخ|في|علي|الساعه|وقت|تمام|عند|"
    rf"published|posted|updated|last|on|at|publié|mis à jour|à|le)(?!{LETTER})"
)
_NO_LETTERS = re.compile(r"[\W_]*")


def counted(text: str, *, reference: datetime, precision: Precision, country: str) -> Counted | None:
    """The moment that the text counts to from `reference` (aware, local), which is as exact as `precision` says."""
    if precision in (Precision.YEAR, Precision.MONTH):
        return None
    exact = precision in (Precision.MINUTE, Precision.SECOND)
    said = " ".join(_LABEL.sub(" ", text).split()).strip(" -|:,.()")
    if ago := _AGO.fullmatch(said):
        return _ago(ago["after"] or ago["first"], reference, exact=exact)
    if _NOW.fullmatch(said):
        return Counted(reference, Precision.MINUTE) if exact else Counted(reference, Precision.DAY)
    if said in _SPANS:
        span, by = _SPANS[said]
        month = _months_before(reference.date(), -by if span is Precision.MONTH else -12 * by)
        return Counted(_start_of(month, reference), span)
    if last := _LAST_WEEKDAY.fullmatch(said):
        back = (reference.weekday() - WEEKDAYS[last["weekday"]]) % 7
        # Of yesterday's name, or today's, nobody could tell which week is meant.
        return Counted(reference - timedelta(days=back), Precision.DAY) if back >= 2 else None
    return _day(text, reference, country)


def _ago(amount: str, reference: datetime, *, exact: bool) -> Counted | None:
    units, back, months = set(), timedelta(), 0
    for part in _EACH_PART.finditer(amount):
        unit, many = _UNITS[part["unit"]]
        number = part["number"]
        if number and many in (_ONE, _MANY):
            many = int(number) if number.isdecimal() else _NUMERALS[number]
        elif number:
            return None
        if not many:
            return None  # "hours ago": how many?
        units.add(unit)
        if unit in _LENGTHS:
            back += many * _LENGTHS[unit]
        else:
            months += many * (12 if unit == "year" else 1)
        if part["fraction"]:
            if unit != "hour":
                return None
            back += _FRACTIONS[part["fraction"]]
    return _counted_back(units, back, months, reference, exact=exact)


def _counted_back(
    units: set[str], back: timedelta, months: int, reference: datetime, *, exact: bool
) -> Counted | None:
    if units <= {"month", "year"}:
        month = _months_before(reference.date(), months)
        precision = Precision.MONTH if "month" in units else Precision.YEAR
        return Counted(_start_of(month, reference), precision)
    if months:
        return None  # "a year and three days": as exact as what?
    if units <= {"day", "week"}:
        return Counted(reference - back, Precision.DAY)
    if not exact:
        return None
    at = reference.astimezone(UTC) - back  # hours that passed, whatever the clocks did meanwhile
    return Counted(at.astimezone(reference.tzinfo), Precision.MINUTE)


def _start_of(month: date, reference: datetime) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=reference.tzinfo)


def _months_before(day: date, months: int) -> date:
    count = max(day.year * 12 + day.month - 1 - months, 12)
    return date(count // 12, count % 12 + 1, 1)


def _day(text: str, reference: datetime, country: str) -> Counted | None:
    """The day of «أمس» and its like, with the times printed beside it."""
    words = list(_DAY.finditer(text))
    if len(words) != 1:
        return None
    word = words[0]
    by = _DAYS[word["day"]]
    at = reference + timedelta(days=by)
    agrees = word["weekday"] is not None and WEEKDAYS[word["weekday"]] == at.weekday()
    if word["weekday"] is not None and not agrees:
        return None  # two words that count to two days
    times, rest = clocks(text[: word.start()] + " | " + text[word.end() :], country=country)
    rest = _LABEL.sub(" ", _PART_OF_DAY.sub(" ", rest))
    if _NO_LETTERS.fullmatch(rest):
        return Counted(at, Precision.DAY, tuple(times))
    return Counted(at, Precision.DAY) if agrees and by < 0 else None
