"""Which names before a colon mean something, and what does a value behind it mean?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from warraq.language import arabic
from warraq.query import days
from warraq.query.names import Here, key
from warraq.query.tree import Dated, Field, Flaw, Kind, Of, Sort


class When(Enum):
    """How a date narrows: from its first day, to its last, or both."""

    FROM = "from"
    TO = "to"
    DAY = "day"


class Order(Enum):
    SORT = "sort"


Meaning = Field | Kind | When | Order
Value = Of | Dated | days.Span | Sort

_LONGEST_VALUE = 200
_PUNCTUATION = " \t\n.,،؛;!؟?"

# The names in Arabic, English and French; the article ال and spelling variants do not matter. No مصدر: headlines begin so.
_NAMES: Final[dict[Meaning, str]] = {
    Kind.SOURCE: "الصحيفة الجريدة source paper newspaper journal",
    Kind.SECTION: "القسم الباب section desk rubrique",
    Kind.COUNTRY: "البلد الدولة country pays",
    Kind.LANGUAGE: "اللغة language lang langue",
    Kind.PLACE: "المكان المحافظة الولاية place lieu",
    Field.TITLE: "العنوان title titre",
    Field.AUTHOR: "الكاتب الكاتبة المؤلف author auteur",
    When.FROM: "من منذ from since depuis",
    When.TO: "إلى حتى to until",
    When.DAY: "يوم تاريخ day date jour",
    Order.SORT: "ترتيب الترتيب رتب sort order tri",
}
_MEANING: Final = {key(name): meaning for meaning, names in _NAMES.items() for name in names.split()}
_TODAY: Final = arabic.fold("اليوم")  # no form of يوم: «المصري اليوم: …»
_LONGEST = max(map(len, _MEANING)) + 8

_SORTS: Final = {
    key(name): sort
    for sort, names in {
        Sort.NEWEST: "الأحدث|الأحدث أولا|الجديد|أحدث|newest|new|latest|date|recent",
        Sort.BEST: "الأكثر صلة|الأقرب|صلة|الصلة|best|relevance|relevant|pertinence",
    }.items()
    for name in names.split("|")
}
_UNKNOWN: Final[dict[Kind, Flaw]] = {
    Kind.SOURCE: "unknown_source",
    Kind.SECTION: "unknown_section",
    Kind.COUNTRY: "unknown_country",
    Kind.LANGUAGE: "unknown_language",
    Kind.PLACE: "unknown_place",
}


def meaning(name: str) -> Meaning | None:
    """What a name before a colon means; `None` for text. Only letters make a name: `،من` is none."""
    if len(name) > _LONGEST or not (folded := arabic.fold(name)).isalpha() or folded == _TODAY:
        return None
    return _MEANING.get(key(folded))


def value(of: Kind | When | Order, typed: str, here: Here) -> Value | None:
    """What a typed value means; `None` where it means nothing."""
    if len(typed) > _LONGEST_VALUE:
        return None
    match of:
        case Kind():
            found = here.named(of, typed)
            return Of(of, found) if found else None
        case Order():
            return _SORTS.get(key(typed))
        case When():
            typed = typed.strip(_PUNCTUATION)
            span = days.read(typed, today=here.today, week_start=here.week_start)
            return Dated(*span) if span is not None and days.is_range(typed) else span


def dated(of: When, span: days.Span) -> Dated:
    since, until = span
    return Dated(None if of is When.TO else since, None if of is When.FROM else until)


def has_year(typed: str) -> bool:
    """Whether a text is written as a date with its year is, be it one or none: fewer of its words would be another date."""
    return len(typed) <= _LONGEST_VALUE and days.has_year(typed.strip(_PUNCTUATION))


def joined(found: Iterable[Value]) -> list[Value]:
    """Several values of one field: any of the names is one, each date its own, of orders the first counts."""
    found = list(dict.fromkeys(found))
    named = [one for one in found if isinstance(one, Of)]
    if named:
        return [Of(named[0].kind, tuple(dict.fromkeys(value for one in named for value in one.values)))]
    return found[:1] if any(isinstance(one, Sort) for one in found) else found


def unknown(of: Kind | When | Order) -> Flaw:
    """How a value that means nothing is noted."""
    match of:
        case Kind():
            return _UNKNOWN[of]
        case Order():
            return "unknown_sort"
        case When():
            return "unread_date"


def written(part: Of | Dated) -> str:
    """The filter as it may be typed, in English words."""
    match part:
        case Of(kind, (one,)):
            return f'{kind.value}:"{one}"'
        case Of(kind, values):
            return f"{kind.value}:({' OR '.join(values)})"
        case Dated(since, None):
            return f'from:"{since}"'
        case Dated(None, until):
            return f'to:"{until}"'
        case Dated(since, until):
            return f'day:"{since}"' if since == until else f'day:"{since}..{until}"'
