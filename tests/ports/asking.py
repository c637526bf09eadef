"""What do the tests of the index enter, and how do they ask?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from warraq.ports.index import Hits, Index, IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.names import Here, Names
from warraq.query.tree import Kind, Question

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def entry(
    number: int,
    title: str = "",
    body: str = "",
    *,
    source: str = "alpha",
    at: datetime = NOON,
    country: str = "eg",
    **said: Any,
) -> IndexEntry:
    return IndexEntry(ArticleId(number), source, country, title, body, at, **{"language": "ar", **said})


def found(index: Index, text: str, *, limit: int = 50, offset: int = 0, **filters: Any) -> Hits:
    return index.search(question(text, **filters), limit=limit, offset=offset)


def question(text: str = "", **narrowed: Any) -> Question:
    sets = {key: frozenset(value) if isinstance(value, list) else value for key, value in narrowed.items()}
    return replace(grammar.read(text), **sets)


def press() -> list[IndexEntry]:
    """Twelve articles of three papers in two countries, spread over sections, places, languages and three months."""
    sections, places = ["sports", "politics", None], [("EG-C",), ("EG-C", "EG-ALX"), (), ("TN-11",)]
    return [
        entry(
            number,
            f"خبر {number} عن مصر" if number % 2 else f"خبر {number} عن تونس",
            source=["alpha", "beta", "gamma"][number % 3],
            country=["eg", "eg", "tn"][number % 3],
            section=sections[number % len(sections)],
            places=places[number % len(places)],
            language=None if number == 5 else "fr" if number == 8 else "ar",
            at=NOON + timedelta(days=7 * number),
        )
        for number in range(1, 13)
    ]


HELD = (
    entry(1, "وزير الخارجية في القاهرة", "كأس العالم غدا", authors=("أحمد الدريني", "سلمى علي")),
    entry(2, "وزير الصحة", "في تونس والقاهرة", source="beta", country="tn", section="health"),
    entry(3, "كأس العالم", "المدرسة والمدرسون", authors=("علي أحمد",), at=NOON - timedelta(days=40)),
    entry(4, "العالم", "كأس", language="fr", places=("EG-C",), at=NOON - timedelta(days=400)),
)
HERE = Here(
    {
        Kind.SOURCE: Names.of([("alpha", "ألفا"), ("beta", "بيتا")]),
        Kind.SECTION: Names.of([("health", "الصحة")]),
        Kind.COUNTRY: Names.of([("eg", "مصر"), ("tn", "تونس")]),
        Kind.LANGUAGE: Names.of([("ar", "العربية"), ("fr", "الفرنسية")]),
        Kind.PLACE: Names.of([("EG-C", "القاهرة")]),
    }
)
