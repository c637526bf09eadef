"""What must every back end of the index do?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.litmus import LITMUS
from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import Facets, Hits, Index, IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.names import Here, Names
from warraq.query.tree import Kind, Question, Sort

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
Opener = Callable[[], Index]


@pytest.fixture(params=["memory", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    opened: Index = MemoryIndex() if request.param == "memory" else TantivyIndex(tmp_path / "index")
    yield opened
    opened.close()


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


def test_an_empty_index_stands_at_nought_and_finds_nothing(index: Index) -> None:
    assert (index.position(), index.count(), list(index.ids())) == (0, 0, [])
    assert found(index, "مصر") == Hits(0, ())


def test_a_batch_and_its_position_arrive_together(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(2, "تونس")], [], position=7)
    assert (index.position(), index.count()) == (7, 2)
    assert sorted(index.ids()) == [1, 2]
    assert found(index, "مصر") == Hits(1, (ArticleId(1),))


def test_a_batch_of_nothing_moves_the_position(index: Index) -> None:
    index.apply([], [], position=3)
    index.apply([], [], position=9)
    assert (index.position(), index.count(), list(index.ids())) == (9, 0, [])


def test_the_position_is_never_a_hit(index: Index) -> None:
    index.apply([entry(1, "خبر")], [], position=2026)
    for text in ("2026", "position", "article", "kind"):
        assert found(index, text) == Hits(0, ())


def test_applying_a_batch_again_changes_nothing(index: Index) -> None:
    batch = [entry(1, "مصر"), entry(2, "مصر وتونس")]
    index.apply(batch, [ArticleId(3)], position=5)
    before = (found(index, "مصر"), index.count(), sorted(index.ids()))
    index.apply(batch, [ArticleId(3)], position=5)
    index.apply(batch[1:], [ArticleId(3)], position=5)
    assert (found(index, "مصر"), index.count(), sorted(index.ids())) == before


def test_an_article_entered_again_stands_in_its_newest_words(index: Index) -> None:
    index.apply([entry(1, "الخرطوم"), entry(2, "عمّان")], [], position=1)
    index.apply([entry(1, "الرباط")], [], position=2)
    assert found(index, "الخرطوم").total == 0
    assert found(index, "الرباط").ids == (1,)
    assert index.count() == 2
    index.apply([entry(3, "أولى"), entry(3, "أخيرة")], [], position=3)
    assert (found(index, "أولى").total, found(index, "أخيرة").ids) == (0, (3,))


def test_an_article_that_leaves_is_not_found(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(2, "مصر")], [], position=1)
    index.apply([], [ArticleId(1), ArticleId(99)], position=2)
    assert (found(index, "مصر").ids, list(index.ids()), index.count()) == ((2,), [2], 1)


def test_an_article_that_leaves_and_enters_is_entered(index: Index) -> None:
    index.apply([entry(1, "مصر")], [ArticleId(1)], position=1)
    assert found(index, "مصر").ids == (1,)


def test_an_article_that_left_may_come_back(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(5, "تونس")], [], position=1)
    index.apply([], [ArticleId(1)], position=2)
    index.apply([entry(1, "مصر")], [], position=3)
    assert (found(index, "مصر").ids, index.count()) == ((1,), 2)


def test_a_cleared_index_is_as_new(index: Index) -> None:
    index.apply([entry(1, "مصر")], [], position=4)
    index.clear()
    assert (index.position(), index.count(), list(index.ids()), found(index, "مصر").total) == (0, 0, [], 0)
    index.apply([entry(1, "مصر")], [], position=4)
    assert (index.position(), found(index, "مصر").ids) == (4, (1,))


def test_every_word_must_hold_in_title_or_body(index: Index) -> None:
    index.apply([entry(1, "وزير الخارجية", "في القاهرة"), entry(2, "وزير الصحة", "في تونس")], [], position=1)
    assert found(index, "وزير القاهرة") == Hits(1, (ArticleId(1),))
    assert found(index, "وزير").total == 2


def test_a_question_that_nothing_answers_whole_is_relaxed_and_says_so(index: Index) -> None:
    index.apply([entry(1, "وزير الخارجية"), entry(2, "كأس العالم"), entry(3, "غيره")], [], position=1)
    hits = found(index, "وزير العالم")
    assert (hits.total, sorted(hits.ids), hits.relaxed) == (2, [1, 2], True)
    assert found(index, "سفينة فضائية") == Hits(0, ())
    assert found(index, "سفينة") == Hits(0, ())


def test_a_relaxed_question_still_keeps_phrases_and_exclusions(index: Index) -> None:
    index.apply([entry(1, "كأس العالم وزير"), entry(2, "كأس العالم ملعب"), entry(3, "وزير")], [], position=1)
    hits = found(index, '"كأس العالم" وزير سفينة')
    assert (hits.ids, hits.relaxed) == ((1,), True)
    hits = found(index, "وزير سفينة -ملعب -كأس")
    assert (hits.ids, hits.relaxed) == ((3,), True)


def test_a_later_page_of_a_question_is_relaxed_only_if_the_first_is(index: Index) -> None:
    index.apply([entry(1, "وزير القاهرة"), entry(2, "القاهرة")], [], position=1)
    assert found(index, "وزير القاهرة", limit=10, offset=10) == Hits(1, ())


def test_a_phrase_stands_in_a_row_in_one_place(index: Index) -> None:
    index.apply(
        [
            entry(1, "خبر", "قرر مجلس الوزراء اليوم"),
            entry(2, "خبر", "الوزراء في مجلس"),
            entry(3, "اجتماع مجلس", "الوزراء غائبون"),
            entry(4, "خبر", "مجلس\nالوزراء"),
            entry(5, "خبر", "مجالس الوزير"),
        ],
        [],
        position=1,
    )
    assert sorted(found(index, '"مجلس الوزراء"').ids) == [1, 4]
    assert sorted(found(index, '"مجلس"').ids) == [1, 2, 3, 4]


def test_a_phrase_is_blind_to_spelling(index: Index) -> None:
    index.apply([entry(1, "الهيئة الوطنيّة للإنتخابات")], [], position=1)
    assert found(index, "«الهيئه الوطنية للانتخابات»").ids == (1,)


def test_what_is_excluded_does_not_come(index: Index) -> None:
    index.apply(
        [entry(1, "مصر", "كأس العالم"), entry(2, "مصر", "العالم والكأس"), entry(3, "مصر")], [], position=1
    )
    assert found(index, "مصر -كأس").ids == (3,)
    assert sorted(found(index, 'مصر -"كأس العالم"').ids) == [2, 3]
    assert sorted(found(index, "مصر -في -؟").ids) == [1, 2, 3]


def test_a_question_without_anything_positive_has_no_hits(index: Index) -> None:
    index.apply([entry(1, "مصر")], [], position=1)
    for text in ("", "؟", "-تونس", '-"كأس العالم"', "«»"):
        assert found(index, text) == Hits(0, ())


def test_papers_and_days_narrow_a_question(index: Index) -> None:
    index.apply(
        [
            entry(1, "مصر", source="alpha", at=datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)),
            entry(2, "مصر", source="beta", at=datetime(2026, 3, 10, 0, 0, tzinfo=UTC)),
            entry(3, "مصر", source="gamma", at=datetime(2026, 3, 10, 23, 59, 59, 999999, tzinfo=UTC)),
            entry(4, "مصر", source="alpha", at=datetime(2026, 3, 11, 0, 0, tzinfo=UTC)),
        ],
        [],
        position=1,
    )
    tenth = date(2026, 3, 10)
    assert sorted(found(index, "مصر", sources=["alpha", "gamma"]).ids) == [1, 3, 4]
    assert sorted(found(index, "مصر", since=tenth).ids) == [2, 3, 4]
    assert sorted(found(index, "مصر", until=tenth).ids) == [1, 2, 3]
    assert sorted(found(index, "مصر", since=tenth, until=tenth).ids) == [2, 3]
    assert found(index, "مصر", since=tenth, until=tenth, sources=["beta"]) == Hits(1, (ArticleId(2),))
    assert found(index, "مصر", sources=["nowhere"]).total == 0
    assert found(index, "مصر", since=date.min, until=date.max).total == 4


@pytest.mark.parametrize("zone", ["Africa/Cairo", "America/New_York", "+05:30"])
def test_days_and_months_are_those_of_the_askers_zone(index: Index, zone: str) -> None:
    where = timezone(timedelta(hours=5, minutes=30)) if zone[0] == "+" else ZoneInfo(zone)
    april = datetime(2026, 4, 1, tzinfo=where)  # as Cairo has it, still March in UTC
    at = [
        april - timedelta(seconds=1),
        april,
        april + timedelta(hours=23, minutes=59),
        april + timedelta(days=1),
    ]
    index.apply([entry(number, "مصر", at=moment) for number, moment in enumerate(at, 1)], [], position=1)
    first, last = date(2026, 4, 1), date(2026, 4, 30)
    assert sorted(found(index, "مصر", since=first, zone=where).ids) == [2, 3, 4]
    assert sorted(found(index, "مصر", until=first, zone=where).ids) == [1, 2, 3]
    assert sorted(found(index, "مصر", since=first, until=first, zone=where).ids) == [2, 3]
    assert found(index, "مصر", since=date.min, until=date.max, zone=where).total == 4
    facets = index.facets(question("مصر", zone=where), most=9)
    assert facets.months == ((date(2026, 3, 1), 1), (first, 3))
    facets = index.facets(question("مصر", since=first, until=last, zone=where), most=9)
    assert facets.months == ((first, 3),)
    assert facets.days == ((first, 2), (date(2026, 4, 2), 1))


def test_a_day_that_begins_with_a_clock_put_forward_begins_there(index: Index) -> None:
    cairo = ZoneInfo("Africa/Cairo")  # 2026-04-24 has no hour between 0 and 1
    moved = datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
    index.apply([entry(1, "مصر", at=moved - timedelta(seconds=1)), entry(2, "مصر", at=moved)], [], position=1)
    assert found(index, "مصر", since=date(2026, 4, 24), zone=cairo).ids == (2,)
    assert found(index, "مصر", until=date(2026, 4, 23), zone=cairo).ids == (1,)


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


def test_sections_places_countries_and_languages_narrow_a_question(index: Index) -> None:
    index.apply(press(), [], position=1)
    assert sorted(found(index, "خبر", sections=["sports"]).ids) == [3, 6, 9, 12]
    assert sorted(found(index, "خبر", sections=["sports", "politics"]).ids) == [1, 3, 4, 6, 7, 9, 10, 12]
    assert sorted(found(index, "خبر", places=["EG-ALX"]).ids) == [1, 5, 9]
    assert sorted(found(index, "خبر", places=["EG-C", "TN-11"]).ids) == [1, 3, 4, 5, 7, 8, 9, 11, 12]
    assert sorted(found(index, "خبر", countries=["tn"]).ids) == [2, 5, 8, 11]
    assert sorted(found(index, "خبر", languages=["fr"]).ids) == [8]
    assert 5 not in found(index, "خبر", languages=["ar", "fr"]).ids
    assert sorted(found(index, "مصر", places=["EG-C"], sections=["sports"], countries=["eg"]).ids) == [9]
    assert found(index, "خبر", places=["EG-XX"]) == Hits(0, ())


def test_a_question_without_words_lists_what_passes_newest_first(index: Index) -> None:
    index.apply(press(), [], position=99)
    assert found(index, "", sections=["sports"]) == Hits(4, (12, 9, 6, 3))
    assert found(index, "", places=["EG-ALX"], sort=Sort.BEST).ids == (9, 5, 1)
    assert found(index, "", since=date.min).total == 12
    assert found(index, "؟", countries=["tn"], limit=2, offset=1) == Hits(4, (8, 5))
    assert found(index, "-مصر", sections=["sports"]).ids == (12, 6)
    assert found(index, '-"عن تونس"', sections=["sports"]).ids == (9, 3)
    assert found(index, "-مصر") == Hits(0, ())
    assert found(index, "", sections=["nowhere"]) == Hits(0, ())


def test_facets_count_what_a_question_finds(index: Index) -> None:
    index.apply(press(), [], position=99)
    facets = index.facets(question("مصر"), most=10)
    assert facets == Facets(
        total=6,
        sources=(("alpha", 2), ("beta", 2), ("gamma", 2)),
        sections=(("politics", 2), ("sports", 2)),
        places=(("EG-ALX", 3), ("EG-C", 3), ("TN-11", 3)),
        months=((date(2026, 3, 1), 2), (date(2026, 4, 1), 2), (date(2026, 5, 1), 2)),
    )
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


def test_dates_far_away_do_not_break_a_batch(index: Index) -> None:
    far = [
        datetime.min.replace(tzinfo=UTC),
        datetime(1899, 1, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ]
    index.apply([entry(number, "مصر", at=at) for number, at in enumerate(far, 1)], [], position=1)
    assert found(index, "مصر", sort=Sort.NEWEST).ids == (3, 2, 1)


def test_newest_first_is_by_date_then_by_number(index: Index) -> None:
    hours = [3, 9, 3, 7, 9]
    index.apply(
        [
            entry(number, "مصر " * number, at=NOON + timedelta(hours=hour))
            for number, hour in enumerate(hours, 1)
        ],
        [],
        position=1,
    )
    assert found(index, "مصر", sort=Sort.NEWEST).ids == (5, 2, 4, 3, 1)
    assert found(index, "مصر تونس", sort=Sort.NEWEST) == Hits(5, (5, 2, 4, 3, 1), relaxed=True)


def test_the_title_weighs_more_than_the_body(index: Index) -> None:
    filler = "كلام كثير عن أمور شتى في البلاد "
    index.apply(
        [
            entry(1, filler, "البرلمان " + filler),
            entry(2, "البرلمان " + filler, filler),
            entry(3, filler, filler),
        ],
        [],
        position=1,
    )
    assert found(index, "البرلمان").ids == (2, 1)


def test_the_spelling_asked_for_comes_before_its_relatives(index: Index) -> None:
    index.apply(
        [entry(1, "أخبار", "معلمات القرية"), entry(2, "أخبار", "المعلمين بالقرية"), entry(3, "غيره")],
        [],
        position=1,
    )
    assert found(index, "معلمات").ids == (1, 2)
    assert found(index, "المعلمين").ids == (2, 1)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_join_to_the_whole_list(index: Index, sort: Sort) -> None:
    for batch in range(5):
        numbers = range(batch * 20 + 1, batch * 20 + 21)
        entries = [entry(n, "مصر", "كلام " * (n % 7), at=NOON + timedelta(minutes=n % 11)) for n in numbers]
        index.apply(entries, [], position=batch + 1)
    whole = found(index, "مصر", limit=100, sort=sort)
    assert (whole.total, len(set(whole.ids))) == (100, 100)
    pages = [found(index, "مصر", limit=7, offset=offset, sort=sort) for offset in range(0, 105, 7)]
    assert tuple(one for page in pages for one in page.ids) == whole.ids
    assert {page.total for page in pages} == {100}


def test_a_page_beyond_the_last_is_empty_and_still_counts(index: Index) -> None:
    index.apply([entry(1, "مصر")], [], position=1)
    for limit, offset in ((10, 1), (10, 10**15), (0, 0), (0, 5)):
        assert found(index, "مصر", limit=limit, offset=offset) == Hits(1, ())
    assert found(index, "مصر", limit=10**9).ids == (1,)


def test_every_article_is_listed_once_however_many_there_are(index: Index) -> None:
    index.apply([entry(number) for number in range(1, 12_001)], [], position=1)
    index.apply([entry(5, "جديد")], [ArticleId(number) for number in range(1, 12_001, 1000)], position=2)
    listed = list(index.ids())
    assert len(listed) == len(set(listed)) == index.count() == 11_988


def test_it_is_searched_while_it_is_written(index: Index) -> None:
    """Every answer shows whole batches only: ten articles each, and never a position ahead of them."""
    stop, wrong = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            position = index.position()
            total = found(index, "مصر").total
            if total % 10 or total < position * 10:
                wrong.append((position, total))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for batch in range(12):
        index.apply([entry(batch * 10 + number, "مصر") for number in range(1, 11)], [], position=batch + 1)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert found(index, "مصر").total == 120


def test_words_of_any_length_and_kind_are_kept(index: Index) -> None:
    odd = ["ا" * 200_000, "\x00\ud800خبر", "|", "a|b \t\u2028 c", "9" * 100, "ﷺ", "👍🏽", ""]
    index.apply([entry(number, text, text) for number, text in enumerate(odd, 1)], [], position=1)
    assert index.count() == len(odd)
    assert found(index, "ا" * 200_000).ids == (1,)
    assert found(index, "خبر").ids == (2,)
    assert found(index, '"9999' + "9" * 96 + '"').ids == (5,)
    assert found(index, "«صلى الله عليه وسلم»").ids == (6,)


def test_missing_desks_and_languages_are_no_matter(index: Index) -> None:
    index.apply(
        [entry(1, "خبر", section=None, language=None), entry(2, "خبر", section="sports")], [], position=1
    )
    assert found(index, "خبر").total == 2


@pytest.mark.parametrize(("query", "headline", "answers"), LITMUS)
def test_an_ordinary_question_finds_what_a_reader_means(
    index: Index, query: str, headline: str, answers: bool
) -> None:
    index.apply([entry(1, headline), entry(2, "عنوان لا يقول شيئا")], [], position=1)
    hits = found(index, query)
    assert (ArticleId(1) in hits.ids and not hits.relaxed) is answers


def test_every_headline_of_a_page_finds_itself_first(index: Index, shared: Path) -> None:
    page = (shared / "reference" / "page.txt").read_text(encoding="utf-8").splitlines()[0]
    headlines = [one.strip() for one in page.split("\u00a0" * 4) if one.strip()]
    assert len(headlines) == 58
    index.apply([entry(number, headline) for number, headline in enumerate(headlines, 1)], [], position=1)
    for number, headline in enumerate(headlines, 1):
        hits = found(index, headline)
        assert hits.ids[0] == number, headline
        assert not hits.relaxed


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


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("الصحة OR المدرسة", {2, 3}),
        ("القاهرة (تونس OR الخارجية)", {1, 2}),
        ("العالم OR (القاهرة تونس)", {1, 2, 3, 4}),
        ("القاهرة -(تونس الصحة)", {1}),
        ("القاهرة -(تونس OR الخارجية)", set()),
        ("وزير OR -القاهرة", {1, 2, 3, 4}),
        ("العالم -(-القاهرة)", {1}),
        ('"كأس العالم" OR تونس', {1, 2, 3}),
        ("مدرس*", {3}),
        ("المدر*", {3}),
        ("خارج*", {1}),
        ("العالم -مدر*", {1, 4}),
        ("title:كأس", {3}),
        ('title:"كأس العالم"', {3}),
        ("title:العال*", {3, 4}),
        ("title:(كأس OR الصحة)", {2, 3}),
        ("كأس -title:كأس", {1, 4}),
        ("author:أحمد", {1, 3}),
        ('author:"أحمد الدريني"', {1}),
        ('author:"الدريني سلمى"', set()),
        ("author:درين*", {1}),
        ("أحمد", set()),
        ("source:beta", {2}),
        ("source:(alpha OR beta) العالم", {1, 3, 4}),
        ("-source:alpha وزير", {2}),
        ("source:beta OR كأس", {1, 2, 3, 4}),
        ("section:health", {2}),
        ("country:eg -language:fr", {1, 3}),
        ("language:fr OR country:tn", {2, 4}),
        ("place:القاهرة", {4}),
        ("from:2026-03", {1, 2}),
        ("to:2025", {4}),
        ("day:2026-01-29", {3}),
        ("كأس -from:2026-02", {3, 4}),
        ("day:2025 OR day:2026-03-10", {1, 2, 4}),
    ],
)
def test_every_shape_of_question_means_the_same_everywhere(index: Index, text: str, ids: set[int]) -> None:
    index.apply(HELD, [], position=4)
    hits = index.search(grammar.read(text, here=HERE), limit=10)
    assert (set(hits.ids), hits.total, hits.relaxed) == (ids, len(ids), False)
    assert index.facets(grammar.read(text, here=HERE), most=5).total == len(ids)


def test_the_days_of_a_question_are_counted_one_by_one_where_its_text_says_which(index: Index) -> None:
    index.apply(HELD, [], position=4)
    assert index.facets(grammar.read("يوم:2026-03"), most=5).days == ((date(2026, 3, 10), 2),)


def test_articles_that_are_left_out_are_no_answer_and_are_not_counted(index: Index) -> None:
    index.apply([entry(number, "خبر عن الجسر") for number in range(1, 5)], [], position=4)
    hits = found(index, "الجسر", without_articles=[2, 4, 99])
    assert (hits.total, set(hits.ids)) == (2, {1, 3})
    assert index.facets(question("الجسر", without_articles=[2]), most=5).total == 3
    assert found(index, "غائبة الجسر", without_articles=[1, 2, 3, 4]).total == 0
