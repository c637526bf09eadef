"""In which order and on which page do answers stand, on every back end of the index?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.ports.asking import NOON, entry, found, question
from warraq.indexes.tantivy import TantivyIndex
from warraq.indexes.weights import Weights
from warraq.ports.index import Cursor, Hits, Index, Suggestion
from warraq.press import ArticleId
from warraq.query.snippet import Marker
from warraq.query.tree import Field, Sort


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
    assert found(index, "مصر", limit=0) == Hits(5, ())
    assert found(index, "مصر تونس", limit=0) == Hits(0, ())  # counting relaxes nothing
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


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["مصر", "مصر*"])
def test_pages_behind_a_cursor_join_to_the_whole_list_while_articles_enter_and_leave(
    index: Index, sort: Sort, text: str
) -> None:
    entries = [entry(n, "مصر", "كلام " * (n % 5), at=NOON + timedelta(minutes=n % 11)) for n in range(1, 61)]
    index.apply(entries, [], position=1)
    whole = found(index, text, limit=60, sort=sort)
    assert whole.next is None
    seen: list[ArticleId] = []
    after, position = None, 1
    while True:
        page = index.search(question(text, sort=sort), limit=7, after=after)
        seen += page.ids
        if (after := page.next) is None:
            break
        assert Cursor.read(str(after)) == after
        # before the next page is asked for one more enters, to stand first, and the last one seen leaves
        position += 1
        new = entry(100 + position, "مصر مصر مصر", at=NOON + timedelta(days=position))
        gone = [page.ids[-1]] if position == 4 else []
        index.apply([new], gone, position=position)
    assert [one for one in seen if one < 100] == list(whole.ids)
    assert len(set(seen)) == len(seen)


def test_a_cursor_is_read_only_as_it_was_written() -> None:
    cursor = Cursor(ArticleId(7), ArticleId(5), 40, -3)
    assert Cursor.read(str(cursor)) == cursor
    for text in ("", "1.2", "x", "1.2.3", "1.2.3.4.5", "-1.2.3.4", "1" * 40 + ".2.3.4", "١.٢.٣.٤"):
        assert Cursor.read(text) is None


LONG = "قال المتحدث إن الجسر الجديد فوق النهر سيفتح أمام السيارات والمارة في نهاية الشهر المقبل بعد تأخر دام عامين"


def test_articles_with_one_text_are_one_hit_that_says_how_many_they_are(index: Index) -> None:
    index.apply(
        [
            entry(1, "افتتاح الجسر", LONG, source="alpha", at=NOON + timedelta(hours=2)),
            entry(2, "الجسر يفتح قريبا", LONG + ".", source="beta", at=NOON),
            entry(3, "الجسر والنهر", "خبر قصير عن الجسر"),
        ],
        [],
        position=1,
    )
    index.apply(
        [entry(4, "الجسر", LONG, source="gamma"), entry(5, "الجسر", "خبر قصير عن الجسر")], [], position=2
    )
    hits = found(index, "الجسر")
    assert hits.total == 5  # each of them is an answer
    assert sorted(hits.ids) == [1, 3, 5]  # too short a text is nobody's copy
    assert dict(zip(hits.ids, hits.copies, strict=True)) == {1: (2, 4), 3: (), 5: ()}
    facets = index.facets(question("الجسر"), most=9, texts=True)
    assert (facets.total, facets.texts) == (5, 3)
    assert found(index, "الجسر", sort=Sort.NEWEST).ids[0] == 1
    # where the first is no answer, the next one filed stands for all
    narrowed = found(index, "الجسر", sources=["beta", "gamma"])
    assert (narrowed.total, narrowed.ids, narrowed.copies) == (2, (2,), ((4,),))
    assert index.facets(question("الجسر", sources=["beta", "gamma"]), most=9, texts=True).texts == 1
    assert found(index, "الجسر", sources=["gamma"]).copies == ()
    # and where it leaves, or says something else now
    index.apply([entry(2, "الجسر", "نص آخر")], [ArticleId(1)], position=3)
    assert sorted(found(index, "الجسر").ids) == [2, 3, 4, 5]
    assert index.facets(question("الجسر"), most=9, texts=True).texts == 4


def test_a_page_is_filled_although_copies_stand_between(index: Index) -> None:
    index.apply(
        [entry(n, "الجسر", LONG, at=NOON + timedelta(minutes=n)) for n in range(1, 60)]
        + [entry(100 + n, "الجسر", f"{LONG} {n}", at=NOON - timedelta(days=n)) for n in range(30)],
        [],
        position=1,
    )
    hits = found(index, "الجسر", limit=10, sort=Sort.NEWEST)
    assert hits.ids == (1, *range(100, 109))
    assert hits.copies == (tuple(range(2, 60)), *[()] * 9)
    assert hits.next
    page = index.search(question("الجسر", sort=Sort.NEWEST), limit=40, after=hits.next)
    assert (page.ids, page.next) == (tuple(range(109, 130)), None)


def test_few_answers_are_followed_by_what_holds_some_of_the_words_where_that_is_asked_for(
    index: Index,
) -> None:
    index.apply(
        [
            entry(1, "وزير التعليم يزور القاهرة"),
            entry(2, "القاهرة مدينة"),
            entry(3, "وزير"),
            entry(4, "غيره"),
        ],
        [],
        position=1,
    )
    asked = question("وزير القاهرة")
    assert index.search(asked, limit=9) == Hits(1, (ArticleId(1),))
    hits = index.search(asked, limit=9, near=True)
    assert (hits.total, hits.near, hits.ids[0], set(hits.ids), hits.relaxed) == (1, 2, 1, {1, 2, 3}, False)
    first = index.search(asked, limit=2, near=True)
    assert first.next
    rest = index.search(asked, limit=2, near=True, after=first.next)
    assert first.ids + rest.ids == hits.ids
    assert index.facets(asked, most=9).total == 1


def test_what_holds_only_some_of_the_words_is_named(index: Index) -> None:
    entries = [
        entry(1, "وزير التعليم يزور القاهرة"),
        entry(2, "القاهرة مدينة"),
        entry(3, "وزير"),
        entry(4, "غيره"),
    ]
    index.apply(entries, [], position=1)
    hits = index.search(question("وزير القاهرة"), limit=9, near=True)
    assert set(hits.some) == {2, 3}
    assert index.search(question("وزير القاهرة"), limit=1, near=True).some == ()
    assert index.search(question("وزير تونس"), limit=9, near=True).some == ()


def test_of_a_long_question_relatives_may_stand_before_what_holds_every_word(index: Index) -> None:
    headline = "الحكومة تعلن زيادة أسعار الكهرباء للمنازل والمصانع"
    everything = "الحكومة . تعلن . زيادة . أسعار . الكهرباء . للمنازل . والمصانع"
    index.apply([entry(1, "غيره", everything), entry(2, "الكهرباء"), entry(3, "غيره")], [], position=1)
    hits = index.search(question(headline), limit=9, near=True)
    assert (hits.ids[0], hits.total, hits.near, hits.some) == (1, 1, 1, (2,))


def test_many_answers_are_followed_by_nothing(index: Index) -> None:
    index.apply([*(entry(n, "وزير القاهرة") for n in range(1, 12)), entry(50, "وزير تونس")], [], position=1)
    hits = index.search(question("وزير القاهرة"), limit=50, near=True)
    assert (hits.total, hits.near, len(hits.ids)) == (11, 0, 11)


def test_a_word_that_nobody_wrote_finds_its_neighbour_and_says_so(index: Index) -> None:
    index.apply([entry(n, "مقتل خاشقجي في القنصلية") for n in range(1, 4)], [], position=1)
    hits = found(index, "خاشجقي")
    assert (hits.total, hits.relaxed) == (3, True)
    reasons = index.explain(question("خاشجقي"), [ArticleId(1)])[ArticleId(1)]
    assert {(one.why, one.exact) for one in reasons} == {("near", False)}


def test_what_relatives_hold_is_marked_in_them(index: Index) -> None:
    right, quoted = "مقدونيا تغير اسمها", "برنامج نايس في دير البلح"
    index.apply([entry(1, right), entry(2, quoted)], [], position=1)
    asked = [question("مقدنيا"), question('برنامج "نايس دير"')]
    slip, quote = (Marker(one, index.search(one, limit=9).found_as) for one in asked)
    assert [piece for piece, hit in slip.title(right) if hit] == ["مقدونيا"]
    assert [piece for piece, hit in quote.title(quoted) if hit] == ["برنامج", "نايس", "دير"]
    assert index.search(question("مقدونيا"), limit=9).found_as == ()


def test_a_name_of_several_words_that_no_article_holds_finds_what_holds_some_of_them(index: Index) -> None:
    entries = [entry(1, "الولايات تستعد للفيضان"), entry(2, "غيره"), entry(3, "زيارة الوفد")]
    index.apply(entries, [], position=1)
    hits = found(index, "الولايات المتحدة")
    assert (hits.ids, hits.relaxed) == ((1,), True)
    assert found(index, "زيارة الولايات المتحدة").ids == (3,)  # beside others a name is not taken apart
    index.apply([entry(4, "زيارة الولايات المتحدة")], [], position=2)
    hits = index.search(question("الولايات المتحدة"), limit=9, near=True)
    assert (hits.ids, hits.total, hits.some) == ((4, 1), 1, (1,))


def test_a_slip_is_told_with_the_word_that_was_likely_meant_as_printed(index: Index) -> None:
    index.apply([entry(n, "انتخاباتُ مجلس النوّاب") for n in range(1, 31)], [], position=1)
    assert index.suggest(question("انتخابات")) is None
    assert index.suggest(question("انتخايات")) == Suggestion((("انتخايات", "انتخابات"),), 30)
    told = index.suggest(question("مجلس النواف"))
    assert told
    assert (told.words, told.total) == ((("النواف", "النواب"),), 30)
    for text in ("", "؟", "قمر", "سفينة فضائية", '"انتخايات"'):
        assert index.suggest(question(text)) is None


def test_a_word_that_is_typed_goes_on_with_headline_words_and_names_as_printed(index: Index) -> None:
    index.apply(
        [
            entry(1, "الصلاة في المسجد", "كلام عن الصناعة"),
            entry(2, "الصلاه والصوم"),
            entry(3, "الصلاة جماعة"),
            entry(4, "الصناعة والتجارة", authors=("الصادق المهدي",)),
            entry(5, "وزير الصناعة", authors=("الصادق المهدي",)),
        ],
        [],
        position=1,
    )
    told = index.complete("الص", most=9)
    assert [(one.text, one.articles, one.name) for one in told] == [
        ("الصلاة", 3, False),
        ("الصادق المهدي", 2, True),
        ("الصناعة", 2, False),
    ]
    assert [one.text for one in index.complete("الصلاه", most=9)] == ["الصلاة"]
    assert [one.text for one in index.complete("وزير الص", most=9)] == ["وزير الصناعة"]
    # what stands before the last word stays as it was typed, signs and vowels too
    assert [one.text for one in index.complete("وزيرُ الصّنـ", most=9)] == ["وزيرُ الصناعة"]
    assert [one.text for one in index.complete("الصادق الم", most=9)] == ["الصادق المهدي"]
    assert len(index.complete("الص", most=2)) == 2
    for text in ("", " ", "؟", "ظظظ", "الصلاة ", "ا", "ال", "و"):
        assert index.complete(text, most=9) == ()
    assert index.complete("الص", most=0) == ()


def test_a_headline_that_care_spares_goes_on_behind_no_other_word(index: Index) -> None:
    index.apply(
        [
            entry(1, "مقتل الطفلة مريم", spared=True),
            entry(2, "الطفلة مريم", spared=True),
            entry(3, "مريم الطفلة المعجزة ملكة"),
        ],
        [],
        position=1,
    )
    assert [(one.text, one.articles) for one in index.complete("الطفلة مر", most=9)] == [("الطفلة مريم", 1)]
    assert [one.text for one in index.complete("الطفلة مل", most=9)] == ["الطفلة ملكة"]
    assert index.complete("مقتل مر", most=9) == ()
    assert [(one.text, one.articles) for one in index.complete("مري", most=9)] == [("مريم", 3)]
    assert [(one.text, one.articles) for one in index.complete("مقت", most=9)] == [("مقتل", 1)]


def test_a_hit_is_explained_by_form_and_field(index: Index) -> None:
    index.apply(
        [
            entry(1, "مدرسة جديدة", "بناء مدارس كثيرة", authors=("علي أحمد",)),
            entry(2, "خبر", "المدرسة والنهر"),
            entry(3, "غيره", "شيء"),
        ],
        [],
        position=1,
    )
    ids = [ArticleId(n) for n in (1, 2, 3, 9)]
    told = index.explain(question("مدرسة"), ids)
    assert next((one.form, one.field, one.exact) for one in told[ids[0]]) == ("مدرسه", Field.TITLE, True)
    assert {(one.field, one.exact) for one in told[ids[1]]} == {(None, False)}
    assert (told[ids[2]], told[ids[3]]) == ((), ())
    told = index.explain(question('"بناء مدارس" author:أحمد مدر*'), ids[:1])
    assert {(one.sought, one.field) for one in told[ids[0]]} == {
        ("بناء مدارس", None),
        ("احمد", Field.AUTHOR),
        ("مدر", Field.TITLE),
    }
    assert index.explain(question(""), ids[:1]) == {ids[0]: ()}
    assert index.explain(question("مدرسة"), []) == {}


def test_a_younger_article_stands_before_its_equal(tmp_path: Path) -> None:
    filler = "كلام كثير عن أمور شتى في البلاد والناس والأيام"

    def filled(folder: Path, weights: Weights) -> TantivyIndex:
        index = TantivyIndex(folder, weights=weights)
        index.apply(
            [
                entry(1, "الجسر", f"{filler} أول", at=NOON),
                entry(9, "الجسر", f"{filler} ثان", at=NOON.replace(year=2016)),
                *(entry(n, "الجسر", f"{filler} {n}", at=NOON.replace(year=2000 + n)) for n in range(10, 24)),
            ],
            [],
            position=1,
        )
        return index

    dated = found(filled(tmp_path / "dated", Weights()), "الجسر").ids
    assert (dated[0], dated[-1]) == (1, 10)
    assert dated.index(ArticleId(23)) < dated.index(ArticleId(9)) < dated.index(ArticleId(12))
    without = found(filled(tmp_path / "without", Weights(dated=False)), "الجسر").ids
    assert without[:3] == (23, 22, 21)  # equals: the number alone


def test_what_holds_the_words_as_typed_comes_before_what_holds_them_by_other_names(index: Index) -> None:
    index.apply(
        [
            entry(1, "ولد من البلد", "ولد في البلد"),
            entry(2, "طلعت الشمس", "كلام طويل عن أمور شتى ثم عيال ثم البلد"),
            entry(3, "البلد", "لا شيء"),
        ],
        [],
        position=1,
    )
    hits = index.search(question("عيال البلد"), limit=9, near=True)
    assert (hits.ids, hits.total) == ((2, 1, 3), 2)


def test_a_slip_that_one_article_has_too_finds_what_many_wrote_rightly(index: Index) -> None:
    slip, right = "الخاشجقية", "الخاشقجية"
    many = [entry(number, right, "أخبار القنصلية") for number in range(2, 32)]
    index.apply([entry(1, slip, "أخبار أخرى"), *many], [], position=1)
    hits = index.search(question(f"{slip} القنصلية"), limit=50, near=True)
    assert set(range(2, 32)) <= set(hits.ids)
    assert index.search(question(slip), limit=50).ids == (1,)
