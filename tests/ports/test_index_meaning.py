"""Which articles answer a question, on every back end of the index?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.ports.asking import HELD, HERE, entry, found, press, question
from warraq.ports.index import Hits, Index
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.tree import All, Any, Field, In, Not, Phrase, Sort, Word


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


def test_a_relaxed_question_still_keeps_exclusions_and_puts_phrases_first(index: Index) -> None:
    index.apply([entry(1, "كأس العالم وزير"), entry(2, "كأس العالم ملعب"), entry(3, "وزير")], [], position=1)
    hits = found(index, '"كأس العالم" وزير سفينة')
    assert (hits.ids[0], set(hits.ids), hits.relaxed) == (1, {1, 2, 3}, True)
    hits = found(index, "وزير سفينة -ملعب -كأس")
    assert (hits.ids, hits.relaxed) == ((3,), True)


def test_quotes_alone_are_never_loosened(index: Index) -> None:
    index.apply([entry(1, "العالم في كأس"), entry(2, "وزير")], [], position=1)
    assert found(index, '"كأس العالم"') == Hits(0, ())
    assert found(index, '"كأس العالم" "وزير"') == Hits(0, ())


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


def test_an_exclusion_spares_what_holds_something_else_and_does_not_seek_it(index: Index) -> None:
    index.apply(
        [
            entry(1, "مصر", "كأس العالم"),
            entry(2, "مصر", "كأس", authors=("أحمد خالد",)),
            entry(3, "مصر", "كأس"),
            entry(4, "كأس العالم"),
        ],
        [],
        position=1,
    )
    spared = (Phrase("كأس العالم"), In(Field.AUTHOR, Phrase("أحمد خالد")))
    read = grammar.read("مصر -كأس")
    spares = replace(read, tree=All((Word("مصر"), Not(Word("كأس"), spared))))
    assert found(index, "مصر -كأس").total == 0
    assert sorted(index.search(spares, limit=9).ids) == [1, 2]
    assert index.facets(spares, most=5).total == 2
    assert {one.sought for one in index.explain(spares, [ArticleId(1)])[ArticleId(1)]} == {"مصر"}
    assert index.search(replace(read, tree=All((Not(Word("كأس"), spared),))), limit=9) == Hits(0, ())
    within = Any((Word("تونس"), Not(Word("كأس"), spared)))
    assert sorted(index.search(replace(read, tree=All((Word("مصر"), within))), limit=9).ids) == [1, 2]


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
    page = found(index, "؟", countries=["tn"], limit=2, offset=1)
    assert (page.total, page.ids) == (4, (8, 5))
    assert found(index, "-مصر", sections=["sports"]).ids == (12, 6)
    assert found(index, '-"عن تونس"', sections=["sports"]).ids == (9, 3)
    assert found(index, "-مصر") == Hits(0, ())
    assert found(index, "", sections=["nowhere"]) == Hits(0, ())


def test_missing_desks_and_languages_are_no_matter(index: Index) -> None:
    index.apply(
        [entry(1, "خبر", section=None, language=None), entry(2, "خبر", section="sports")], [], position=1
    )
    assert found(index, "خبر").total == 2


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


def test_articles_that_are_left_out_are_no_answer_and_are_not_counted(index: Index) -> None:
    index.apply([entry(number, "خبر عن الجسر") for number in range(1, 5)], [], position=4)
    hits = found(index, "الجسر", without_articles=[2, 4, 99])
    assert (hits.total, set(hits.ids)) == (2, {1, 3})
    assert index.facets(question("الجسر", without_articles=[2]), most=5).total == 3
    assert found(index, "غائبة الجسر", without_articles=[1, 2, 3, 4]).total == 0


def test_an_authors_name_is_read_in_the_language_of_the_article(index: Index) -> None:
    index.apply([entry(1, "News", language="en", authors=("Mary Watts",)), entry(2, "News")], [], position=1)
    assert found(index, "author:Watts").ids == found(index, "author:watt").ids == (1,)
