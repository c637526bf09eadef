"""Which days does a text name, in either calendar, and on which day of the week? All of them: whoever asks wants one.

`text` is in the plain form of month names throughout. A day stands before its month, a year has four digits; years from 1343 to
1500 are Hijri, since no paper that we could hold is older than 1900.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from warraq.language import hijri
from warraq.language.months import HIJRI_MONTHS, LIBYAN_MONTHS, LIBYAN_YEARS, MONTHS
from warraq.language.weekdays import WEEKDAYS

Day = tuple[int, int, int | None]  # year, month, day (`None`: a month alone)


@dataclass(slots=True)
class Named:
    """`rest` is the text without its days. `contradictory`: it also names what is no day, or a range, or twins that are none."""

    rest: str
    gregorian: set[Day] = field(default_factory=set)
    hijri: set[tuple[int, int, int]] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    contradictory: bool = False


def _one_of(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


LETTER = r"[^\W\d_]"
_NAMES = _one_of({**MONTHS, **LIBYAN_MONTHS})
_OF = r"(?:من\s+)?(?:شهر\s+|de\s+|of\s+)?"
_MONTH = rf"(?<!{LETTER}){_OF}(?P<month>{_NAMES})\.?(?:\s*[/(-]\s*(?P<twin>{_NAMES})\s*\)?|\s(?P<beside>{_NAMES}))?(?!{LETTER})"
_HIJRI_MONTH = (
    rf"(?<!{LETTER}){_OF}(?P<month>{_one_of(HIJRI_MONTHS)})(?:\s+(?:المبارك|الحرام|المعظم))?(?!{LETTER})"
)
# A day, and perhaps another before it: "3-5 يونيو", "من 3 الى 5 يونيو", "3 و5 يونيو" name several.
_DAY = (
    r"(?:(?<![\d:/.,-])(?P<before>\d{1,2})\s*(?:-|/|الي|حتي|و|to|au|and|et)\s*)?"
    r"(?<![\d:/.])(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
)
_YEAR = r"(?:(?:من\s+)?(?:ال|ل)?(?:عام|سنه)\s+)?(?P<year>\d{4})(?!\d)(?:م(?!\w))?"
_HIJRI_ERA = r"(?P<era>\s*(?:ه|هجري|هجريه|للهجره)(?!\w)\.?)?"
_DAY_MONTH_YEAR = re.compile(rf"{_DAY}\s*[-/,. ]?\s*{_MONTH}\s*[-/,. ]*\s*{_YEAR}")
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+){_YEAR}")
_MONTH_YEAR = re.compile(rf"{_MONTH}\s*,?\s*{_YEAR}")
_HIJRI_WORDS = re.compile(rf"{_DAY}\s*[-/,. ]?\s*{_HIJRI_MONTH}\s*[-/,. ]*\s*{_YEAR}{_HIJRI_ERA}")
_DAY_MONTH = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s*{_MONTH}")
_NUMBERS = re.compile(
    rf"(?<![\d/.:-])(?P<day>\d{{1,2}})\s*(?P<by>[-/._\\])\s*(?P<month>\d{{1,2}})\s*(?P=by)\s*(?P<year>\d{{4}})(?![\d/-])(?:م(?!\w))?{_HIJRI_ERA}"
)
_YEAR_FIRST = re.compile(
    rf"(?<![\d/.:-])(?P<year>\d{{4}})\s*(?P<by>[-/._\\])\s*(?P<month>\d{{1,2}})\s*(?P=by)\s*(?P<day>\d{{1,2}})(?![\d/-]){_HIJRI_ERA}"
)
_WEEKDAY = re.compile(rf"(?<!{LETTER})(?:{_one_of(WEEKDAYS)})(?!{LETTER})")
_ONES = ("الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
_UNITS = ("الحادي", *_ONES[1:9])
_ORDINALS = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{f"{word} عشر": number for number, word in enumerate(_UNITS, 11)},
    **{f"{word} والعشر{end}": number for number, word in enumerate(_UNITS, 21) for end in ("ين", "ون")},
    **{f"{word}{end}": number for word, number in (("العشر", 20), ("الثلاث", 30)) for end in ("ين", "ون")},
    **{f"الحادي والثلاث{end}": 31 for end in ("ين", "ون")},
}
_FIRSTS = frozenset(["فاتح", "غره", "اول", "premier"])
# A day said in a word: «الثالث والعشرين من ديسمبر», «فاتح ماي».
_IN_WORDS = re.compile(
    rf"(?<!{LETTER})(?:(?P<day>{_one_of(_ORDINALS)}) من|(?P<first>{'|'.join(_FIRSTS)}))\s+"
    rf"(?={_OF}(?:{_NAMES}|{_one_of(HIJRI_MONTHS)})(?!{LETTER}))"
)
# What may stand before such a word: «النصف الأول من ديسمبر» is no day, and «تشرين الأول» a month.
_BEFORE_WORDS = frozenset(
    ["في", "يوم", "اليوم", "ليوم", "بتاريخ", "تاريخ", "نشر", "صدر", "الموافق", "le", *WEEKDAYS]
)
# "before 3 June" and "since 3 June" name another day, or none.
_NOT_THAT_DAY = re.compile(
    rf"(?<!{LETTER})(?:قبل|بعد|حتي|منذ|until|before|after|since|avant|après|depuis)(?: يوم)?\s+\|"
)
# Cheap looks before dear ones.
_DAY_YEAR = re.compile(r"\d(?:st|nd|rd|th)?[\s,]+\d{4}")
_FOUR = re.compile(r"\d{4}")
_GONE = " | "  # in the place of a date that was read, so that its neighbours do not touch


def named(text: str, *, country: str) -> Named:
    """Everything that `text` names; `country` knows whether the Libyan months are months here."""
    found = Named(_IN_WORDS.sub(_in_digits, text))
    for shape in (_YEAR_FIRST, _NUMBERS):
        found.rest = shape.sub(lambda match: _numbered(match, found), found.rest)
    found.rest = _HIJRI_WORDS.sub(lambda match: _hijri_words(match, found), found.rest)
    found.rest = _DAY_MONTH_YEAR.sub(lambda match: _words(match, found, country), found.rest)
    if _DAY_YEAR.search(found.rest):
        found.rest = _MONTH_DAY_YEAR.sub(lambda match: _words(match, found, country), found.rest)
    if found.gregorian or found.contradictory:
        _hear_others(found)
    elif _FOUR.search(found.rest):
        several = any(_is_month(match, country) for match in _DAY_MONTH.finditer(found.rest))
        found.contradictory = several and bool(_MONTH_YEAR.search(found.rest))
        found.rest = _MONTH_YEAR.sub(lambda match: _words(match, found, country), found.rest)
    if _NOT_THAT_DAY.search(found.rest):
        found.contradictory = True
    found.weekdays = {WEEKDAYS[match.group()] for match in _WEEKDAY.finditer(found.rest)}
    found.rest = " ".join(_WEEKDAY.sub(" ", found.rest).split())
    return found


def _in_digits(match: re.Match[str]) -> str:
    before = match.string[: match.start()].split()
    if before and before[-1][-1].isalpha() and before[-1] not in _BEFORE_WORDS:
        return match.group()
    return f"{_ORDINALS[match['day']] if match['day'] else 1} "


def _numbered(match: re.Match[str], found: Named) -> str:
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if not 1 <= month <= 12:
        found.contradictory = True
    elif match["era"] or year in hijri.YEARS:
        found.hijri.add((year, month, day))
    else:
        found.gregorian.add((year, month, day))
    return _GONE


def _hijri_words(match: re.Match[str], found: Named) -> str:
    year, month = int(match["year"]), HIJRI_MONTHS[match["month"]]
    found.contradictory = found.contradictory or year not in hijri.YEARS or match["before"] is not None
    found.hijri.add((year, month, int(match["day"])))
    return _GONE


def _words(match: re.Match[str], found: Named, country: str) -> str:
    parts = match.groupdict()
    year = int(match["year"])
    month = _month(match, year, country)
    if month is None or parts.get("before"):
        found.contradictory = True
    else:
        found.gregorian.add((year, month, int(parts["day"]) if parts.get("day") else None))
    return _GONE


def _month(match: re.Match[str], year: int, country: str) -> int | None:
    """The month that one name, or twin names, mean; `None` if the twins disagree or the name is none here."""
    months = {MONTHS.get(match[part]) for part in ("month", "twin", "beside") if match[part]}
    with_day = match.groupdict().get("day") is not None
    if months == {None} and country == "ly" and year in LIBYAN_YEARS and with_day and not match["twin"]:
        return LIBYAN_MONTHS.get(match["month"])
    return months.pop() if len(months) == 1 else None


def _is_month(match: re.Match[str], country: str) -> bool:
    return match["month"] in MONTHS or country == "ly"


def _hear_others(found: Named) -> None:
    """A day of another month, or another day, left without its year: "2 مايو - 5 مايو 2025" names two."""
    days = {(MONTHS.get(match["month"]), int(match["day"])) for match in _DAY_MONTH.finditer(found.rest)}
    days = {day for day in days if day[0] is not None}
    if days - {(month, day) for _, month, day in found.gregorian}:
        found.contradictory = True
