"""Is every name understood that readers call papers, desks, countries, languages and places by?"""

from __future__ import annotations

import pytest

from warraq import editions
from warraq.newsroom import naming
from warraq.press import Source
from warraq.query.tree import Kind
from warraq.sections.desks import DESKS

PAPERS = {
    "shorouk": Source(
        "shorouk", "الشروق", "eg", "Africa/Cairo", name_en="Shorouk", homepage="https://www.shorouknews.com/"
    ),
    "alchourouk": Source("alchourouk", "الشروق", "tn", "Africa/Tunis"),
    "sada": Source("sada", "Shorouk", "eg", "Africa/Cairo"),
}
KNOWN = naming.known(PAPERS, {"local": "وطنية خاصة"})


@pytest.mark.parametrize(
    ("kind", "typed", "values"),
    [
        (Kind.SOURCE, "الشروق", {"shorouk", "alchourouk"}),
        (Kind.SOURCE, "شروق", {"shorouk", "alchourouk"}),
        (Kind.SOURCE, "shorouknews.com", {"shorouk"}),
        (Kind.SOURCE, "Shorouk", {"shorouk"}),  # a slug is a slug, whoever else is called so
        (Kind.SOURCE, "SADA", {"sada"}),
        (Kind.SECTION, "الرياضه", {"sports"}),
        (Kind.SECTION, "sport", {"sports"}),
        (Kind.SECTION, "وطنية خاصة", {"local"}),
        (Kind.SECTION, "economy", {"economy"}),
        (Kind.COUNTRY, "مصر", {"eg"}),
        (Kind.COUNTRY, "Égypte", {"eg"}),
        (Kind.COUNTRY, "السعودية", {"sa"}),
        (Kind.COUNTRY, "الامارات", {"ae"}),
        (Kind.COUNTRY, "سورية", {"sy"}),
        (Kind.COUNTRY, "United States", {"us"}),
        (Kind.COUNTRY, "TN", {"tn"}),
        (Kind.LANGUAGE, "الفرنسية", {"fr"}),
        (Kind.LANGUAGE, "english", {"en"}),
        (Kind.LANGUAGE, "ar", {"ar"}),
        (Kind.PLACE, "الإسكندرية", {"EG-ALX"}),
        (Kind.PLACE, "محافظة القاهرة", {"EG-C"}),
        (Kind.PLACE, "Sfax", {"TN-61"}),
        (Kind.PLACE, "tn-61", {"TN-61"}),
    ],
)
def test_a_name_is_understood(kind: Kind, typed: str, values: set[str]) -> None:
    assert set(KNOWN[kind].found(typed)) == values


@pytest.mark.parametrize("kind", list(Kind))
def test_what_nobody_is_called_means_nothing(kind: Kind) -> None:
    for typed in ("", "كذا", "؟", "-"):
        assert KNOWN[kind].found(typed) == ()


def test_every_desk_is_known_by_its_slug() -> None:
    assert all(KNOWN[Kind.SECTION].found(desk) == (desk,) for desk in DESKS)


def test_every_paper_of_every_edition_is_known_by_slug_and_name() -> None:
    papers = {
        paper.slug: paper for code in ("eg", "tn", "ma", "sa", "lb") for paper in editions.load(code).sources
    }
    known = naming.known(papers)[Kind.SOURCE]
    for slug, paper in papers.items():
        assert known.found(slug) == (slug,)
        assert slug in known.found(paper.name)
