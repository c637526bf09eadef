"""What does every back end of the index count?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ports.asking import HELD, NOON, entry, found, press, question
from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import Facets, Index
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.tree import Sort


def test_facets_count_what_a_question_finds(index: Index) -> None:
    index.apply(press(), [], position=99)
    facets = index.facets(question("مصر"), most=10, texts=True)
    assert facets == Facets(
        total=6,
        sources=(("alpha", 2), ("beta", 2), ("gamma", 2)),
        sections=(("politics", 2), ("sports", 2)),
        places=(("EG-ALX", 3), ("EG-C", 3), ("TN-11", 3)),
        months=((date(2026, 3, 1), 2), (date(2026, 4, 1), 2), (date(2026, 5, 1), 2)),
        countries=(("eg", 4), ("tn", 2)),
        languages=(("ar", 5),),
        texts=6,
    )
    assert facets.years == ((2026, 6),)
    assert index.facets(question("مصر"), most=1).places == (("EG-ALX", 3),)
    assert index.facets(question("مصر"), most=0).sources == ()
    assert index.facets(question("مصر", sources=["beta"]), most=9).sources == (("beta", 2),)


def test_facets_count_days_where_they_are_few(index: Index) -> None:
    index.apply(
        [*press(), entry(13, at=NOON + timedelta(days=14, hours=11)), entry(14, at=NOON)], [], position=1
    )
    march = {"since": date(2026, 3, 15), "until": date(2026, 3, 31)}
    assert index.facets(question(**march), most=9).days == (
        (date(2026, 3, 17), 1),
        (date(2026, 3, 24), 2),
        (date(2026, 3, 31), 1),
    )
    assert index.facets(question(since=date(2026, 1, 1), until=date(2026, 12, 31)), most=9).days == ()
    assert index.facets(question(since=date(2026, 3, 15)), most=9).days == ()
    assert index.facets(question(since=date(2026, 3, 20), until=date(2026, 3, 1)), most=9) == Facets()


def test_facets_of_a_relaxed_question_count_what_it_shows(index: Index) -> None:
    index.apply(press(), [], position=1)
    assert found(index, "مصر سفينة").relaxed
    assert index.facets(question("مصر سفينة"), most=9).total == 6


def test_facets_of_nothing_are_nought(index: Index) -> None:
    assert index.facets(question("مصر"), most=9) == Facets()
    index.apply(press(), [], position=1)
    assert index.facets(question(), most=9) == Facets()
    assert index.facets(question("-مصر"), most=9) == Facets()
    assert index.facets(question("سفينة"), most=9) == Facets()


def test_facets_follow_what_leaves_and_what_is_entered_again(index: Index) -> None:
    index.apply(press(), [], position=1)
    index.apply([entry(1, "مصر", section="arts", places=("EG-BA", "EG-BA"))], [ArticleId(3)], position=2)
    facets = index.facets(question("مصر"), most=9)
    assert (facets.total, dict(facets.sections)) == (5, {"arts": 1, "politics": 1, "sports": 1})
    assert dict(facets.places)["EG-BA"] == 1


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_every_back_end_counts_the_same(both: tuple[Index, Index], data: st.DataObject) -> None:
    some = st.sets(
        st.sampled_from(["alpha", "beta", "sports", "politics", "EG-C", "TN-11", "eg", "tn", "ar"]),
        max_size=4,
    )
    chosen = frozenset(data.draw(some))
    asked = question(
        data.draw(st.sampled_from(["", "خبر", "مصر", "مصر تونس", "مصر سفينة", "-تونس"])),
        sources=chosen & {"alpha", "beta"},
        sections=chosen & {"sports", "politics"},
        places=chosen & {"EG-C", "TN-11"},
        countries=chosen & {"eg", "tn"},
        languages=chosen & {"ar"},
        since=data.draw(st.none() | st.dates(date(2026, 3, 1), date(2026, 6, 30))),
        until=data.draw(st.none() | st.dates(date(2026, 3, 1), date(2026, 6, 30))),
        sort=Sort.NEWEST,
        zone=data.draw(st.sampled_from([UTC, ZoneInfo("Africa/Cairo"), ZoneInfo("Pacific/Honolulu")])),
    )
    memory, tantivy = both
    assert memory.search(asked, limit=20) == tantivy.search(asked, limit=20)
    assert memory.facets(asked, most=2) == tantivy.facets(asked, most=2)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Index]]:
    memory, tantivy = MemoryIndex(), TantivyIndex(tmp_path_factory.mktemp("both"))
    for one in (memory, tantivy):
        one.apply(press()[:5], [], position=1)
        one.apply(press()[5:], [], position=2)
    yield memory, tantivy
    tantivy.close()


def test_the_days_of_a_question_are_counted_one_by_one_where_its_text_says_which(index: Index) -> None:
    index.apply(HELD, [], position=4)
    assert index.facets(grammar.read("يوم:2026-03"), most=5).days == ((date(2026, 3, 10), 2),)
