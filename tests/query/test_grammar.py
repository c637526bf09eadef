"""Is every text read as what its reader meant?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.query.asking import HERE
from warraq.query import grammar
from warraq.query.tree import (
    All,
    Any,
    Dated,
    Field,
    In,
    Kind,
    Not,
    Of,
    Part,
    Phrase,
    Prefix,
    Question,
    Sort,
    Word,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("وزير  الخارجية", (Word("وزير"), Word("الخارجية"))),
        ('"مجلس الوزراء"', (Phrase("مجلس الوزراء"),)),
        ("«مجلس الوزراء»", (Phrase("مجلس الوزراء"),)),
        ("»مجلس الوزراء«", (Phrase("مجلس الوزراء"),)),
        ("“مجلس الوزراء”", (Phrase("مجلس الوزراء"),)),
        ("„Conseil des ministres“", (Phrase("Conseil des ministres"),)),
        ('“مجلس الوزراء"', (Phrase("مجلس الوزراء"),)),
        ('«قال "نعم" أمس»', (Phrase('قال "نعم" أمس'),)),
        ("مصر -تونس", (Word("مصر"), Not(Word("تونس")))),
        ('مصر -"كأس أفريقيا"', (Word("مصر"), Not(Phrase("كأس أفريقيا")))),
        ("مصر -«كأس أفريقيا»", (Word("مصر"), Not(Phrase("كأس أفريقيا")))),
        ("\u200f-تونس مصر", (Not(Word("تونس")), Word("مصر"))),
        ("أمم إفريقيا - مؤتمر محرز", (Word("أمم"), Word("إفريقيا"), Word("مؤتمر"), Word("محرز"))),
        ("أمم إفريقيا – مؤتمر", (Word("أمم"), Word("إفريقيا"), Word("مؤتمر"))),
        ("–مؤتمر --ثان", (Word("مؤتمر"), Word("ثان"))),
        ("رمضان 2026| انطلاق", (Word("رمضان"), Word("2026"), Word("انطلاق"))),
        ("covid-19", (Word("covid-19"),)),
        ('"كأس"-العالم', (Phrase("كأس"), Word("العالم"))),
        ("الدبيبة: تلقينا نبأ", (Word("الدبيبة"), Word("تلقينا"), Word("نبأ"))),
        ("صورة:مصر", (Word("صورة:مصر"),)),
        ("نعم أو لا", (Word("نعم"), Word("أو"), Word("لا"))),
        ('ل"رويترز"', (Word("ل"), Phrase("رويترز"))),
        ('؟! ... | «» - "…"', ()),
        ("", ()),
    ],
)
def test_what_is_typed_is_read(text: str, parts: tuple[Part, ...]) -> None:
    question = grammar.read(text)
    assert question.tree.parts == parts
    assert question.notes == ()


def test_an_unclosed_quote_is_no_quote_and_is_noted() -> None:
    question = grammar.read('وزير "مجلس الوزراء')
    assert question.tree.parts == (Word("وزير"), Word("مجلس"), Word("الوزراء"))
    assert question.notes == (("unbalanced_quote", '"'),)


def test_a_question_is_cut_to_64_terms_and_says_so() -> None:
    question = grammar.read(" ".join(f"كلمة{number}" for number in range(40)))
    assert len(question.tree.parts) == 32
    assert question.notes == (("cut", "64"),)
    phrase = grammar.read('"' + "كلمة " * 100 + '" بعدها')
    assert phrase.tree.parts == (Phrase(" ".join(["كلمة"] * 64)),)
    assert phrase.notes == (("cut", "64"),)
    assert grammar.read(" ".join(["كلمة"] * 64)).notes == ()
    ligatures = grammar.read(f'كلمة "{"ﷺ " * 20}" بعدها')
    assert ligatures.tree.parts == (Word("كلمة"), Phrase(" ".join(["ﷺ"] * 15)))
    assert grammar.read(grammar.format(ligatures)) == Question(ligatures.tree)


def test_an_endless_text_is_cut_and_says_so() -> None:
    assert grammar.read("ا" * 1_000_000).notes == (("cut", "64"),)
    assert grammar.read("؟ " * 1_000_000).notes == (("cut", "64"),)


def test_filters_are_carried() -> None:
    question = grammar.read(
        "مصر", sort=Sort.NEWEST, sources=["alpha"], since=date(2026, 1, 2), until=date(2026, 1, 3)
    )
    assert question == Question(
        All((Word("مصر"),)), Sort.NEWEST, frozenset(["alpha"]), date(2026, 1, 2), date(2026, 1, 3)
    )


def test_only_exclusions_ask_for_nothing() -> None:
    assert grammar.read("-مصر").empty
    assert not grammar.read("مصر -تونس").empty


NOTHING: tuple[tuple[str, str], ...] = ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # one or the other
        ("مصر OR تونس", (Any((Word("مصر"), Word("تونس"))),)),
        (
            "خبر مصر OR تونس OR ليبيا وزير",
            (Word("خبر"), Any((Word("مصر"), Word("تونس"), Word("ليبيا"))), Word("وزير")),
        ),
        ('"مصر" أو تونس', (Any((Phrase("مصر"), Word("تونس"))),)),
        ("مصر أو «تونس»", (Any((Word("مصر"), Phrase("تونس"))),)),
        ("(مصر أو تونس) وزير", (Any((Word("مصر"), Word("تونس"))), Word("وزير"))),
        ("الصحيفة:الأهرام او مصر", (Any((Of(Kind.SOURCE, ("ahram",)), Word("مصر"))),)),
        ("وزير أو سفير", (Word("وزير"), Word("أو"), Word("سفير"))),
        ('أو "مصر"', (Word("أو"), Phrase("مصر"))),
        ('"مصر" أو', (Phrase("مصر"), Word("أو"))),
        ("مصر or تونس", (Word("مصر"), Word("or"), Word("تونس"))),
        ("\u200fOR, مصر", (Word("OR"), Word("مصر"))),
        ("مصر OR - تونس", (Any((Word("مصر"), Word("تونس"))),)),
        # groups
        ("(مصر) ((تونس))", (Word("مصر"), Word("تونس"))),
        ("(مصر تونس) وزير", (Word("مصر"), Word("تونس"), Word("وزير"))),
        ("(مصر تونس) OR ليبيا", (Any((All((Word("مصر"), Word("تونس"))), Word("ليبيا"))),)),
        ("-(مصر تونس) وزير", (Not(All((Word("مصر"), Word("تونس")))), Word("وزير"))),
        ("-(مصر OR تونس) وزير", (Not(Any((Word("مصر"), Word("تونس")))), Word("وزير"))),
        ("وزير -(-مصر) -(-(-تونس))", (Word("وزير"), Word("مصر"), Not(Word("تونس")))),
        ("أهداف (فيديو) -() ()", (Word("أهداف"), Word("فيديو"))),
        # beginnings of words
        ("مدرس*", (Prefix("مدرس"),)),
        ("مصر -مدرس*", (Word("مصر"), Not(Prefix("مدرس")))),
        ("المدر*،", (Prefix("المدر"),)),
        ("*مهم* **جدا** f***", (Word("مهم"), Word("جدا"), Word("f"))),
        # fields of words
        ("العنوان:كأس", (In(Field.TITLE, Word("كأس")),)),
        ("عنوان :كأس", (In(Field.TITLE, Word("كأس")),)),
        ('title:"كأس العالم"', (In(Field.TITLE, Phrase("كأس العالم")),)),
        ("العنوان:(كأس أو دوري)", (In(Field.TITLE, Any((Word("كأس"), Word("دوري")))),)),
        ("title:(source:x كأ*)", (In(Field.TITLE, All((Word("source:x"), Prefix("كأ")))),)),
        ("-الكاتب:«أحمد علي» مصر", (Not(In(Field.AUTHOR, Phrase("أحمد علي"))), Word("مصر"))),
        # names
        ("الصحيفة:الأهرام كأس", (Of(Kind.SOURCE, ("ahram",)), Word("كأس"))),
        ("صحيفه : الاهرام كأس", (Of(Kind.SOURCE, ("ahram",)), Word("كأس"))),
        ("الصَّحيفة: المصري اليوم كأس", (Of(Kind.SOURCE, ("almasry",)), Word("كأس"))),
        ('source:"المصري اليوم"', (Of(Kind.SOURCE, ("almasry",)),)),
        ("source:الشروق", (Of(Kind.SOURCE, ("shorouk", "alchourouk")),)),
        ("SOURCE:Shorouk", (Of(Kind.SOURCE, ("shorouk",)),)),
        ("source:assabah-tn", (Of(Kind.SOURCE, ("assabah-tn",)),)),
        ("source:ahram.org.eg", (Of(Kind.SOURCE, ("ahram",)),)),
        ("source:الأهرام،الصباح", (Of(Kind.SOURCE, ("ahram", "assabah-tn")),)),
        ("source:(الأهرام أو المصري اليوم OR ahram)", (Of(Kind.SOURCE, ("ahram", "almasry")),)),
        ("القسم:مال وأعمال", (Of(Kind.SECTION, ("economy",)),)),
        ("البلد:Egypte country:TN", (Of(Kind.COUNTRY, ("eg",)), Of(Kind.COUNTRY, ("tn",)))),
        ("اللغة:الفرنسية", (Of(Kind.LANGUAGE, ("fr",)),)),
        ("المكان: كفر الشيخ", (Of(Kind.PLACE, ("EG-KFS",)),)),
        # dates
        ("من:رجب 1447 مصر", (Dated(date(2025, 12, 21), None), Word("مصر"))),
        ("من: ٢٣/١٢/٢٠٢٥ إلى:2026", (Dated(date(2025, 12, 23), None), Dated(None, date(2026, 12, 31)))),
        ("الى:كانون الثاني 2026", (Dated(None, date(2026, 1, 31)),)),
        ("يوم:الثلاثاء 23 ديسمبر 2025", (Dated(date(2025, 12, 23), date(2025, 12, 23)),)),
        ("يوم:أمس مصر", (Dated(date(2026, 3, 9), date(2026, 3, 9)), Word("مصر"))),
        ("يوم:«هذا الأسبوع»", (Dated(date(2026, 3, 8), date(2026, 3, 14)),)),
        ("day:2025-01..2025-03", (Dated(date(2025, 1, 1), date(2025, 3, 31)),)),
        (
            "يوم:(أمس أو 2024) مصر",
            (
                Any(
                    (
                        Dated(date(2026, 3, 9), date(2026, 3, 9)),
                        Dated(date(2024, 1, 1), date(2024, 12, 31)),
                    )
                ),
                Word("مصر"),
            ),
        ),
        ("من:2024 إلى 2025 مصر", (Dated(date(2024, 1, 1), date(2025, 12, 31)), Word("مصر"))),
        ("من:1 يناير 2024 إلى 5 مارس 2024", (Dated(date(2024, 1, 1), date(2024, 3, 5)),)),
        ("منذ:3 أيام مصر", (Dated(date(2026, 3, 8), None), Word("مصر"))),
        # text, although it looks like more
        ("12:30 http://a.org/x:y", (Word("12:30"), Word("http://a.org/x:y"))),
        ("،من:2025 ,title:x", (Word("من:2025"), Word("title:x"))),
        ("نعم|لا AND", (Word("نعم|لا"), Word("AND"))),
    ],
)
def test_every_shape_of_question_is_read(text: str, parts: tuple[Part, ...]) -> None:
    question = grammar.read(text, here=HERE)
    assert question.tree.parts == parts
    assert question.notes == NOTHING


@pytest.mark.parametrize(
    ("text", "written", "notes"),
    [
        ("(مصر", "مصر", [("unbalanced_parenthesis", "(")]),
        ("1) مصر", "1 مصر", [("unbalanced_parenthesis", ")")]),
        ("-(مصر تونس", "مصر تونس", [("unbalanced_parenthesis", "(")]),
        ("(" * 20 + "مصر" + ")" * 20, "مصر", [("too_deep", "8")]),
        ("مصر OR", "مصر", [("or_without_side", "")]),
        ("OR مصر", "مصر", [("or_without_side", "")]),
        ("مصر OR OR تونس", "(مصر OR تونس)", [("or_without_side", "")]),
        ("مصر OR () تونس", "مصر تونس", [("or_without_side", "")]),
        ("مصر الصحيفة:", "مصر", [("empty_field", "الصحيفة")]),
        ("(title:) مصر", "مصر", [("empty_field", "title")]),
        ("الصحيفة:كذا مصر", "مصر", [("unknown_source", "كذا")]),
        ("source:(ahram OR كذا)", 'source:"ahram"', [("unknown_source", "كذا")]),
        ("القسم:كذا مصر", "مصر", [("unknown_section", "كذا")]),
        ("country:xx مصر", "مصر", [("unknown_country", "xx")]),
        ("lang:xx مصر", "مصر", [("unknown_language", "xx")]),
        ("المكان:كذا مصر", "مصر", [("unknown_place", "كذا")]),
        ("ترتيب:كذا مصر", "مصر", [("unknown_sort", "كذا")]),
        ("من:31/2/2025 مصر", "مصر", [("unread_date", "31/2/2025")]),
        ("من:29 فبراير 2025 مصر", "مصر", [("unread_date", "29 فبراير 2025")]),
        ("من:ديسمبر 1447 مصر", "مصر", [("unread_date", "ديسمبر 1447")]),
        ("يوم:2024,2025 مصر", "مصر", [("unread_date", "2024,2025")]),
        ('يوم:"قبل الفجر" مصر', "مصر", [("unread_date", "قبل الفجر")]),
        (
            "من:2026 إلى:2025",
            'from:"2025-01-01" to:"2026-12-31"',
            [("from_after_to", "2026-01-01 – 2025-12-31")],
        ),
        ("مصر *", "مصر", [("lone_star", "")]),
        ("مص*ر *تونس", "مص*ر تونس", [("star_inside", "مص*ر"), ("star_inside", "*تونس")]),
        (
            "ال* وال* م*",
            "ال وال م",
            [("prefix_too_short", "ال"), ("prefix_too_short", "وال"), ("prefix_too_short", "م")],
        ),
        ("-مصر", "-مصر", [("only_exclusions", "")]),
        ('الكاتب: "لن أعتذر"', 'الكاتب "لن أعتذر"', [("field_as_text", "الكاتب")]),
        ("نقلت الصحيفة: الحرب قادمة", "نقلت الصحيفة الحرب قادمة", [("field_as_text", "الصحيفة")]),
    ],
)
def test_every_flaw_has_a_name_and_the_rest_is_read(
    text: str, written: str, notes: list[tuple[str, str]]
) -> None:
    question = grammar.read(text, here=HERE)
    assert grammar.format(question) == written
    assert list(question.notes) == notes


def test_without_todays_date_nothing_is_understood_by_it() -> None:
    assert grammar.read("يوم:أمس").notes == (("unread_date", "أمس"),)


def test_the_order_is_asked_for_in_the_text_unless_it_is_given() -> None:
    assert grammar.read("مصر ترتيب:الأحدث").sort is Sort.NEWEST
    assert grammar.read("الترتيب: الأكثر صلة مصر").tree == All((Word("مصر"),))
    assert grammar.read("مصر sort:newest", sort=Sort.BEST).sort is Sort.BEST
    assert grammar.read(grammar.format(grammar.read("sort:newest مصر"))).sort is Sort.NEWEST


def test_filters_are_known_with_their_places_in_the_text() -> None:
    text = "مصر -الصحيفة:المصري اليوم (البلد:مصر) من:2026 OR كأس يوم:أمس"
    typed = grammar.read(text, here=HERE).typed
    assert [text[one.start : one.end] for one in typed] == ["-الصحيفة:المصري اليوم", "(البلد:مصر)", "يوم:أمس"]


def test_a_question_says_which_days_it_spans() -> None:
    assert grammar.read("من:2025-03 إلى:2025-04").span == (date(2025, 3, 1), date(2025, 4, 30))
    assert grammar.read("من:2025 من:2026 -يوم:2026-05").span == (date(2026, 1, 1), None)


def test_a_filter_narrows_and_an_exclusion_does_not() -> None:
    assert grammar.read("source:ahram", here=HERE).narrowed
    assert not grammar.read("-source:ahram مصر", here=HERE).narrowed
    assert grammar.read("-source:ahram", here=HERE).empty


@pytest.mark.parametrize(
    "headline",
    [
        "مصدر: الشروق تحتجب غدا",
        "المصري اليوم: 2025 عام صعب",
        "اليوم: الجمعة الأخيرة",
        "نقلا عن: الأهرام",
        "الأهلي أو الزمالك.. من يفوز؟",
        "كأس العالم: مصر - تونس 2:1 (فيديو)",
        "من هنا: بداية الطريق إلى: القدس",
        "عاجل | وزير التعليم: لا تأجيل للامتحانات",
        "Cours du dollar: l'euro à 1,10",
    ],
)
def test_what_looks_like_an_operator_in_a_headline_is_none(headline: str) -> None:
    question = grammar.read(headline, here=HERE)
    assert all(isinstance(part, Word | Phrase) for part in question.tree.parts)


def test_pasted_headlines_hold_only_words_and_phrases(shared: Path) -> None:
    page = (shared / "reference" / "page.txt").read_text(encoding="utf-8").splitlines()[0]
    headlines = [one.strip() for one in page.split("\u00a0" * 4) if one.strip()]
    assert len(headlines) == 58
    for headline in headlines:
        question = grammar.read(headline, here=HERE)
        assert all(isinstance(part, Word | Phrase) for part in question.tree.parts), headline
        assert question.notes == (), headline
