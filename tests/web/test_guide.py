"""Is what readers are told of the language true?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import unquote_plus

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq import editions
from warraq.newsroom import naming
from warraq.query import grammar
from warraq.query.names import Here
from warraq.web.guide import groups
from warraq.web.scope import Scope, scopes

TODAY = date(2026, 3, 10)
# Every example, and how it is read; those with a paper or a country stand with Egypt's.
READ = {
    "وزير التعليم": "وزير التعليم",
    "«مجلس الأمن»": '"مجلس الأمن"',
    "كأس -العالم": "كأس -العالم",
    "مدرس*": "مدرس*",
    "زلزال OR هزة": "(زلزال OR هزة)",
    "(زلزال أو هزة) المغرب": "(زلزال OR هزة) المغرب",
    "انتخابات -(بلدية نقابية)": "انتخابات -(بلدية نقابية)",
    "العنوان:زلزال": "title:زلزال",
    "العنوان:(«كأس العالم» أو مونديال)": 'title:("كأس العالم" OR مونديال)',
    "الكاتب:«أحمد خالد»": 'author:"أحمد خالد"',
    "القسم:(رياضة أو اقتصاد)": "section:(sports OR economy)",
    "البلد:مصر كهرباء": 'country:"eg" كهرباء',
    "المكان:القاهرة": 'place:"EG-C"',
    "-اللغة:الفرنسية تونس": '-language:"fr" تونس',
    "ميزانية من:2025 إلى:مارس 2026": 'ميزانية from:"2025-01-01" to:"2026-03-31"',
    "يوم:أمس محكمة": 'day:"2026-03-09" محكمة',
    "يوم:رمضان 1446": 'day:"2025-03-01..2025-03-29"',
    "يوم:2025-01..2025-03 مطر": 'day:"2025-01-01..2025-03-31" مطر',
    "زلزال ترتيب:الأحدث": "زلزال sort:newest",
}


def _scope(code: str) -> Scope:
    return scopes(editions.load(code))[""]


def _here(scope: Scope) -> Here:
    papers = {paper.slug: paper for paper in scope.edition.sources}
    return Here(naming.known(papers, scope.labels), TODAY)


def test_every_example_is_read_as_it_says() -> None:
    scope = _scope("eg")
    here = _here(scope)
    asks = [way.ask for group in groups(scope) for way in group.ways]
    paper = scope.edition.sources[0]
    read = READ | {f"الصحيفة:«{paper.name}» انتخابات": f'source:"{paper.slug}" انتخابات'}
    assert {ask: grammar.format(grammar.read(ask, here=here)) for ask in asks} == read


@pytest.mark.parametrize("code", ["eg", "tn", "ma", "sa", "eg,tn"])
def test_no_example_is_malformed_in_any_edition(code: str) -> None:
    scope = _scope(code)
    for group in groups(scope):
        for way in group.ways:
            assert grammar.read(way.ask, here=_here(scope)).notes == (), way.ask
            assert unquote_plus(way.href) == f"/search?q={way.ask}"


def test_an_edition_without_papers_has_examples_too() -> None:
    scope = _scope("eg")
    bare = replace(scope, edition=replace(scope.edition, sources=()), countries=frozenset())
    assert any("الأهرام" in way.ask for group in groups(bare) for way in group.ways)


async def test_the_search_page_leads_to_the_help_and_its_examples_find(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="زلزال يضرب الساحل", body="هزة")
    stand.follow()
    reader = await opens(stand)
    start = await reader.get("/search")
    assert [link.attributes["href"] for link in start.page.css("main a")] == ["/search/help"]
    answer = await reader.get("/search/help")
    assert answer.words("h1") == "كيف أبحث؟"
    links = {link.text(): link.attributes["href"] for link in answer.page.css("dt a")}
    found = await reader.get(links["زلزال OR هزة"])
    assert len(found.page.css(".result")) == 1
