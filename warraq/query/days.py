"""Which days does a reader mean? A day, month or year of either calendar, in the words of any country; a range; «أمس».

The day stands before the month, always. Years from 1343 to 1500 are Hijri (no paper that we could hold is older than 1900), and
their days are those of the Umm al-Qura calendar: what was sighted may differ by a day or two. A month or day without its year
is the latest that has begun.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from hijridate import Hijri

from warraq.language import arabic
from warraq.language.hijri import YEARS as HIJRI_YEARS
from warraq.language.months import HIJRI_MONTHS, MONTHS
from warraq.language.weekdays import WEEKDAYS

Span = tuple[date, date]  # first and last day, both included

_GREGORIAN_YEARS = range(1900, 2101)
_LONGEST = 100
_SIGHTED = 30  # days of a month
_RANGE = re.compile(r"\.\.|\s+(?:إلى|الى|إلي|الي|حتى|حتي|to|until|au)\s+")
_YEAR = re.compile(r"\d{4}")
_NEARLY_A_YEAR = timedelta(days=364)

_HIJRI_MONTHS = {arabic.fold(name): number for name, number in HIJRI_MONTHS.items()}
_MONTHS = {arabic.fold(name): number for name, number in MONTHS.items()}
_WEEKDAYS = {arabic.fold(name): number for name, number in WEEKDAYS.items()}


def _one_of(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_SEP = r"\s*[-/.]\s*"
_ERA = r"(?:\s*(?P<era>ه|م|ميلادي|ميلاديه|هجري|هجريه))?"
_NUMBERS = tuple(
    re.compile(shape + _ERA)
    for shape in (
        rf"(?P<y>\d{{4}})(?:{_SEP}(?P<m>\d{{1,2}})(?:{_SEP}(?P<d>\d{{1,2}}))?)?",
        rf"(?:(?P<d>\d{{1,2}}){_SEP})?(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}})",
        r"(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?P<y>)",
    )
)
_NAMED = re.compile(
    rf"(?:(?:{_one_of(_WEEKDAYS)})\s*[,،]?\s+)?(?:(?P<d>\d{{1,2}})\s*[-/. ]?\s*(?:من\s+)?)?(?:شهر\s+)?"
    rf"(?P<m>{_one_of(_MONTHS)}|{_one_of(_HIJRI_MONTHS)})(?:\s*[/(]\s*(?P<twin>{_one_of(_MONTHS)})\s*\)?)?"
    rf"(?:\s*[-/., ]?\s*(?:عام\s+|سنه\s+)?(?P<y>\d{{4}}){_ERA})?"
)

_UNITS = {
    "يوم ايام يوما يومين day days": 1,
    "اسبوع اسابيع اسبوعا اسبوعين week weeks": 7,
    "شهر اشهر شهور شهرا شهرين month months": 30,
    "سنه سنوات سنين سنتين عام اعوام عاما عامين year years": 365,
}
_DAYS_OF = {word: days for words, days in _UNITS.items() for word in words.split()}
_DUAL = frozenset(["يومين", "اسبوعين", "شهرين", "سنتين", "عامين"])
_LAST = re.compile(rf"(?:(?:اخر|خلال|last|past)\s+)?(?P<n>\d{{1,4}}\s+)?(?P<unit>{'|'.join(_DAYS_OF)})")
_AGO = re.compile(
    rf"(?:منذ|قبل)\s+(?P<n>\d{{1,4}}\s+)?(?P<unit>{'|'.join(_DAYS_OF)})"
    rf"|(?P<n2>\d{{1,4}}\s+)(?P<unit2>{'|'.join(_DAYS_OF)})\s+ago"
)
_WEEKDAY = re.compile(rf"(?P<day>{_one_of(_WEEKDAYS)})(?P<past>\s+(?:الماضي|الماضيه|الفاءت|الفاءته))?")


def read(typed: str, *, today: date | None = None, week_start: int = 0) -> Span | None:
    """The days that are meant; `None` where none is, or where only `today` would tell and it is not given.

    `a..b`, or `a إلى b`, is from the first day of the one to the last of the other, in whichever order.
    """
    if len(typed) > _LONGEST:
        return None
    if is_range(typed):
        first, last = _with_year(*_RANGE.split(typed, 1))
        start = read(first, today=today, week_start=week_start)
        if start and today and _shape(first) and _shape(last) and not has_year(last):
            today = max(today, start[0] + _NEARLY_A_YEAR)  # the next 30 June behind that 25 January
        return _range(start, read(last, today=today, week_start=week_start))
    text = " ".join(arabic.fold(typed).split())
    try:
        return _numbered(text, today) or _named(text, today) or _said(text, today, week_start)
    except (ValueError, OverflowError):  # no calendar has such a day
        return None


def is_range(typed: str) -> bool:
    """Whether a text says two days or more, of which one is the first and one the last."""
    return _RANGE.search(typed) is not None


def _with_year(first: str, last: str) -> tuple[str, str]:
    """«يناير إلى مارس 2025»: the first is of the year that the last one says."""
    years = _YEAR.findall(arabic.fold(last)) if has_year(last) and not has_year(first) else []
    dated = f"{first.strip()} {years[-1]}" if years else first
    return (dated if has_year(dated) else first), last


def has_year(typed: str) -> bool:
    """Whether a text is written as a date with its year is, whether or not a calendar has it (29 فبراير 2025)."""
    found = _shape(typed)
    return found is not None and bool(found["y"])


def _shape(typed: str) -> re.Match[str] | None:
    """How a text is a day, month or year as it is written, not as it is said of today."""
    if len(typed) > _LONGEST:
        return None
    text = " ".join(arabic.fold(typed).split())
    return next((found for shape in (*_NUMBERS, _NAMED) if (found := shape.fullmatch(text))), None)


def _range(first: Span | None, last: Span | None) -> Span | None:
    if first is None or last is None:
        return None
    return min(first[0], last[0]), max(first[1], last[1])


def _numbered(text: str, today: date | None) -> Span | None:
    for shape in _NUMBERS:
        if found := shape.fullmatch(text):
            year, month, day = (int(found[name]) if found[name] else None for name in "ymd")
            hijri = (found["era"] or "")[:1] == "ه"
            return _of_year(year, month, day, hijri=hijri) if year else _this_year(month, day, today)
    return None


def _named(text: str, today: date | None) -> Span | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    name, twin = found["m"], found["twin"]
    hijri = name in _HIJRI_MONTHS
    month = _HIJRI_MONTHS[name] if hijri else _MONTHS[name]
    if twin and (hijri or _MONTHS[twin] != month):
        return None
    day = int(found["d"]) if found["d"] else None
    if found["y"]:
        year = int(found["y"])
        if hijri and year in _GREGORIAN_YEARS:
            return _in_year(month, day, year)
        return _of_year(year, month, day, hijri=hijri) if hijri == (year in HIJRI_YEARS) else None
    if today is None:
        return None
    if hijri:
        # a Hijri year is eleven days shorter: this one is never above what the sum says
        this = (today.year - 622) * 33 // 32 + 1
        return _latest(lambda year: _hijri_span(year, month, day), today, this)
    return _this_year(month, day, today)


def _this_year(month: int | None, day: int | None, today: date | None) -> Span | None:
    return None if today is None else _latest(lambda year: _span(year, month, day), today, today.year)


def _of_year(year: int, month: int | None, day: int | None, *, hijri: bool) -> Span | None:
    if year in HIJRI_YEARS:
        return _hijri_span(year, month, day)
    return _span(year, month, day) if year in _GREGORIAN_YEARS and not hijri else None


def _span(year: int, month: int | None, day: int | None) -> Span:
    """Raises: ValueError where the calendar has no such day."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _hijri_span(year: int, month: int | None, day: int | None) -> Span:
    """Raises: ValueError or OverflowError where the calendar has no such day."""
    if month is not None and day is not None:
        # what was sighted may have had the thirtieth that is not calculated
        day = min(day, Hijri(year, month, 1).month_length()) if day == _SIGHTED else day
        only = _plain(Hijri(year, month, day))
        return only, only
    last = Hijri(year, 12 if month is None else month, 1)
    first = Hijri(year, 1, 1) if month is None else last
    return _plain(first), _plain(Hijri(year, last.month, last.month_length()))


def _in_year(month: int, day: int | None, year: int) -> Span | None:
    """رمضان 2024: the one that begins in that year; None where two do."""
    around = range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 3)
    spans = [_hijri_span(one, month, day) for one in around if one in HIJRI_YEARS]
    begun = [span for span in spans if span[0].year == year]
    return begun[0] if len(begun) == 1 else None


def _plain(day: Hijri) -> date:
    return date(*day.to_gregorian().datetuple())


def _latest(span: Callable[[int], Span], today: date, year: int) -> Span | None:
    """The latest that has begun today, counted from a year that may be too late; 29 February may be years ago."""
    for back in range(10):
        try:
            found = span(year - back)
        except (ValueError, OverflowError):
            continue
        if found[0] <= today:
            return found
    return None


def _said(text: str, today: date | None, week_start: int) -> Span | None:
    """What is said of today's date."""
    if today is None:
        return None
    if text in _NEAR:
        day = today + timedelta(days=_NEAR[text])
        return day, day
    if text in _WEEKS:
        first = today - timedelta(days=(today.weekday() - week_start) % 7 - 7 * _WEEKS[text])
        return first, first + timedelta(days=6)
    if text in _MONTHS_SAID:
        month = today.year * 12 + today.month - 1 + _MONTHS_SAID[text]
        return _span(month // 12, month % 12 + 1, None)
    if text in _YEARS:
        return _span(today.year + _YEARS[text], None, None)
    return _counted(text, today)


def _counted(text: str, today: date) -> Span | None:
    if found := _LAST.fullmatch(text):
        return today - timedelta(days=_length(found["n"], found["unit"]) - 1), today
    if found := _AGO.fullmatch(text):
        day = today - timedelta(days=_length(found["n"] or found["n2"], found["unit"] or found["unit2"]))
        return day, day
    if found := _WEEKDAY.fullmatch(text):
        back = (today.weekday() - _WEEKDAYS[found["day"]]) % 7
        day = today - timedelta(days=back or 7 if found["past"] else back)
        return day, day
    return None


def _length(number: str | None, unit: str) -> int:
    return (int(number) if number else 2 if unit in _DUAL else 1) * _DAYS_OF[unit]


def _folded(**said: str) -> dict[str, int]:
    """Ways of saying, by how far back or ahead."""
    steps = {"before_last": -2, "last": -1, "this": 0, "next": 1}
    return {arabic.fold(way): steps[step] for step, ways in said.items() for way in ways.split("|")}


_NEAR = _folded(
    before_last="أول أمس|أول من أمس|أمس الأول|day before yesterday",
    last="أمس|البارحة|امبارح|يوم أمس|yesterday|hier",
    this="اليوم|هذا اليوم|today|aujourd'hui",
    next="غدا|tomorrow|demain",
)
_WEEKS = _folded(
    last="الأسبوع الماضي|الأسبوع الفائت|الأسبوع المنصرم|last week|la semaine dernière",
    this="هذا الأسبوع|الأسبوع الحالي|الأسبوع الجاري|this week|cette semaine",
)
_MONTHS_SAID = _folded(
    last="الشهر الماضي|الشهر الفائت|الشهر المنصرم|last month|le mois dernier",
    this="هذا الشهر|الشهر الحالي|الشهر الجاري|this month|ce mois",
)
_YEARS = _folded(
    last="العام الماضي|السنة الماضية|العام الفائت|العام المنصرم|last year|l'année dernière",
    this="هذا العام|هذه السنة|العام الحالي|العام الجاري|السنة الحالية|السنة الجارية|this year|cette année",
)
