"""By which names does a reader's question mean a paper, a desk, a country, a language or a place?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale

from warraq.entities import places as gazetteer
from warraq.press import Edition, Source
from warraq.press.edition import WeekStart
from warraq.query import grammar
from warraq.query.names import Here, Names
from warraq.query.tree import Kind, Question
from warraq.sections.desks import DESKS
from warraq.sections.labels import NAMES as DESK_NAMES

# As `date.weekday` counts.
FIRST_DAYS: Final[dict[WeekStart, int]] = {"monday": 0, "saturday": 5, "sunday": 6}

_TONGUES = ("ar", "en", "fr")

# What people call countries otherwise than the tables of the Unicode consortium do.
_COUNTRIES: Final = {
    "ae": "الإمارات · دولة الإمارات · UAE · Émirats · Emirates",
    "eg": "جمهورية مصر العربية",
    "eh": "الجمهورية الصحراوية",
    "gb": "بريطانيا · إنجلترا · إنكلترا · Britain · England · UK · Grande-Bretagne · Angleterre",
    "om": "سلطنة عمان",
    "ps": "فلسطين · Palestine",
    "ru": "روسيا الاتحادية",
    "sa": "السعودية · Saudi · Arabie",
    "sy": "سورية",
    "tr": "Turkey",
    "us": "أمريكا · أميركا · America · USA · Amérique · الولايات المتحدة الأمريكية",
}
_TONGUE_NAMES: Final = {"ar": "عربي · عربية", "fr": "فرنسي · فرنسية", "en": "إنجليزي · إنجليزية · إنكليزية"}
_LANGUAGES: Final = (
    "ar",
    "fr",
    "en",
    "es",
    "de",
    "tr",
    "fa",
    "ku",
    "he",
    "ber",
    "zgh",
    "ru",
    "zh",
    "it",
    "pt",
)


def known(sources: Mapping[str, Source], labels: Mapping[str, str] | None = None) -> Mapping[Kind, Names]:
    """The names of these papers (by slug), and of all else. `labels` are an edition's own names of its desks."""
    papers = sorted((one.slug, one.name, one.name_en or "", one.homepage or "") for one in sources.values())
    return _Known(tuple(papers), tuple(sorted((labels or {}).items())))


def read(text: str, edition: Edition, papers: Mapping[str, Source], *, now: datetime) -> Question:
    """The question, with names and days as the edition's readers mean them. `papers`: also those kept of other editions."""
    zone = ZoneInfo(edition.zone)
    named = {**papers, **{paper.slug: paper for paper in edition.sources}}
    here = Here(
        known(named, dict(edition.section_labels)),
        now.astimezone(zone).date(),
        FIRST_DAYS[edition.week_start],
    )
    return replace(grammar.read(text, here=here), zone=zone)


@dataclass(frozen=True, slots=True)
class _Known(Mapping[Kind, Names]):
    """Made when first asked for: most questions name no paper and no place."""

    papers: tuple[_Paper, ...]
    labels: tuple[tuple[str, str], ...]

    def __getitem__(self, kind: Kind) -> Names:
        match kind:
            case Kind.SOURCE:
                return _papers(self.papers)
            case Kind.SECTION:
                return _desks(self.labels)
            case _:
                return _world(kind)

    def __iter__(self) -> Iterator[Kind]:
        return iter(Kind)

    def __len__(self) -> int:
        return len(Kind)


_Paper = tuple[str, str, str, str]  # slug, name, English name and homepage, "" for none


@lru_cache(maxsize=8)
def _papers(papers: tuple[_Paper, ...]) -> Names:
    return Names.of((paper[0], name) for paper in papers for name in _called(paper))


def _called(paper: _Paper) -> Iterator[str]:
    slug, name, name_en, homepage = paper
    yield slug
    yield name
    if name_en:
        yield name_en
    if homepage and (host := urlsplit(homepage).hostname):
        yield host.removeprefix("www.")


@lru_cache(maxsize=64)
def _desks(labels: tuple[tuple[str, str], ...]) -> Names:
    known = [(desk, name) for desk in DESKS for name in (desk, *DESK_NAMES[desk].split("·"))]
    return Names.of([*known, *labels])


@lru_cache(maxsize=len(Kind))
def _world(kind: Kind) -> Names:
    """What does not depend on who is deployed."""
    match kind:
        case Kind.COUNTRY:
            return Names.of(_countries())
        case Kind.LANGUAGE:
            return Names.of(_languages())
        case _:
            return Names.of(_places())


def _countries() -> Iterator[tuple[str, str]]:
    for tongue in _TONGUES:
        territories: Mapping[str, str] = Locale.parse(tongue).territories
        yield from ((code.lower(), name) for code, name in territories.items() if _is_country(code))
    for code, names in _COUNTRIES.items():
        yield from ((code, name) for name in names.split("·"))


def _languages() -> Iterator[tuple[str, str]]:
    for tongue in _TONGUES:
        named = Locale.parse(tongue).languages
        yield from ((code, named[code]) for code in _LANGUAGES if code in named)
    for code, names in _TONGUE_NAMES.items():
        yield from ((code, name) for name in (code, *names.split("·")))


def _places() -> Iterator[tuple[str, str]]:
    for country in _press_countries():
        for place in gazetteer.places(country):
            called = gazetteer.called(country)
            yield from ((place.code, name) for name in (place.name, place.name_en, f"{called} {place.name}"))


def _press_countries() -> Iterable[str]:
    """Those whose places we know."""
    territories: Mapping[str, str] = Locale.parse("en").territories
    codes = sorted(code.lower() for code in territories if _is_country(code))
    return (code for code in codes if gazetteer.called(code))


def _is_country(code: str) -> bool:
    """Not a part of the world (by number)."""
    return len(code) == 2 and code.isalpha()
