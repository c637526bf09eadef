"""Does a typed word find the words that answer it, in whichever script, dialect or spelling, and no others?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.test_arabic import PRESS
from warraq.language import aliases, analysis, lists, transliteration
from warraq.language.aliases import Why
from warraq.language.arabic import fold, stem
from warraq.language.forms import Form, asked_words, forms

TYPED = PRESS | st.text(alphabet="abcdeghijkopstuvxyz éÉ'-ابتجغكقوي ", max_size=40)


def _answers(word: str) -> dict[str, Form]:
    return {" ".join(form.words): form for one in asked_words(word) for form in one.forms}


@given(TYPED)
def test_each_typed_word_is_answered_by_its_own_stem_first(text: str) -> None:
    for word in asked_words(text):
        assert word.forms[0] == Form(tuple(map(stem, word.surface.split())), 1, Why.STEM)
        assert all(0 < form.weight <= 1 and form.words and all(form.words) for form in word.forms)
        weights = [form.weight for form in word.forms]
        assert weights == sorted(weights, reverse=True)
        assert len({form.words for form in word.forms}) == len(word.forms)


@given(TYPED)
def test_typed_words_are_the_words_of_the_text_at_their_places(text: str) -> None:
    words = asked_words(text)
    assert " ".join(word.surface for word in words) == analysis.surface(text)
    for word in words:
        assert fold(text[word.start : word.end]).strip()


@given(st.sampled_from(sorted(map(" ".join, aliases.table()))))
def test_a_name_of_the_lists_is_one_word_or_a_name_of_several(name: str) -> None:
    assert all(stem(part) for part in name.split())


def test_every_alias_answers_for_its_others() -> None:
    for name, others in aliases.table().items():
        for other, why in others.items():
            if why is not Why.DIALECT:
                assert name in aliases.table()[other], (name, other)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("غوتيريش", "جوتيريش"),
        ("جوتيريس", "غوتيريش"),
        ("انستجرام", "إنستغرام"),
        ("instagram", "إنستغرام"),
        ("إنستغرام", "instagram"),
        ("الناتو", "حلف شمال الأطلسي"),
        ("حلف الأطلسي", "الناتو"),
        ("فيس بوك", "فيسبوك"),
        ("الفيسبوك", "فيس بوك"),
        ("الولايات المتحدة", "أمريكا"),
        ("أميركا", "الولايات المتحدة"),
        ("يناير", "كانون الثاني"),
        ("كانون الثاني", "جانفي"),
        ("أغسطس", "آب"),
        ("غشت", "أوت"),
        ("July", "تموز"),
        ("juillet", "يوليو"),
        ("trump", "ترامب"),
        ("ترمب", "ترامب"),
        ("mohamed", "محمد"),
        ("youssef", "يوسف"),
        ("Salah", "صلاح"),
        ("كوره", "كرة القدم"),
        ("عربيه", "سيارة"),
        ("فلوس", "أموال"),
        ("دلوقتي", "الآن"),
        ("شنو", "ماذا"),
        ("بزاف", "كثير"),
        ("عايز", "يريد"),
        ("استقال", "استقالة"),
        ("اغتيال", "اغتيل"),
        ("أسود", "أسد"),
        ("كتاب", "كتب"),
    ],
)
def test_one_name_answers_for_another(typed: str, printed: str) -> None:
    assert " ".join(stem(word) for word in fold(printed).split()) in _answers(typed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Sandberg", "ساندبرغ"),
        ("Sandberg", "ساندبرج"),
        ("Schmidt", "شميدت"),
        ("Petrov", "بيتروف"),
        ("Chavez", "تشافيز"),
        ("Vogel", "فوغل"),
        ("زوكرمان", "زكرمان"),
        ("تريزيغيه", "تريزيجيه"),
        ("بينوشيا", "بينوشيه"),
    ],
)
def test_a_name_that_no_list_knows_is_respelled_by_rule_and_weighs_less(typed: str, printed: str) -> None:
    found = _answers(typed)[stem(fold(printed))]
    assert found.weight <= 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("ترامب", "trump"), ("ترمب", "ترامب"), ("مقدنيا", "مقدونيا"), ("هوكينغ", "هوكنج")],
)
def test_spellings_of_a_name_share_a_key(one: str, other: str) -> None:
    assert transliteration.key(one) == transliteration.key(other) != ""


def test_grams_of_an_unknown_name_hold_its_key_and_those_of_a_known_word_do_not() -> None:
    assert all("TRMB" in analysis.grams([word]) for word in ("ترامب", "وترامب", "ترمب", "trump"))
    assert analysis.grams(["المدرسه"]) == ["المد", "لمدر", "مدرس", "درسه"]
    assert analysis.grams(["بيت", "2025"]) == ["بيت", "2025"]


@pytest.mark.parametrize("word", ["وزير", "مدرسة", "جزر", "غرق", "جرح", "القاهرة", "الجامعة"])
def test_a_word_of_the_language_is_no_foreign_name(word: str) -> None:
    assert all(form.weight != 0.5 for form in forms(word))


def test_words_that_only_ask_are_not_telling_and_a_name_among_them_is() -> None:
    asked = {word.surface: word.telling for word in asked_words("متى وفي أين ولد ولي عهد ازاي فهم")}
    assert asked == {
        "متي": False, "وفي": False, "اين": False, "ولد": True, "ولي": True, "عهد": True, "ازاي": False, "فهم": True,
    }  # fmt: skip


@pytest.mark.parametrize("name", lists.NAMES)
def test_a_list_repeats_no_line(name: str) -> None:
    lines = [line for line in lists.lines(name) if name not in ("words", "whole", "function")]
    assert len(lines) == len(set(lines))


def test_french_and_english_are_stemmed_as_such_in_an_arabic_index() -> None:
    assert analysis.analysed("Les élections annoncées", "fr").stems == ["le", "elect", "annonc"]
    assert analysis.analysed("une annonce du ministère et des députés").stems[1:4] == [
        "annonc",
        "du",
        "minister",
    ]
    assert analysis.analysed("the elections of ministers").stems == ["the", "elect", "of", "minist"]
    assert analysis.analysed("شركة Cambridge Analytica").stems == ["شرك", "cambridge", "analytica"]


@pytest.mark.parametrize(
    ("typed", "telling"),
    [
        ("ما اسم العاصمة", ["العاصمه"]),
        ("ما هو عدد السكان", ["السكان"]),
        ("كم عدد الشهداء", ["الشهداء"]),
        ("اسم الوردة", ["اسم", "الورده"]),
        ("ما فعل الوزير في اسم ابنه", ["فعل", "الوزير", "اسم", "ابنه"]),
    ],
)
def test_what_a_question_only_asks_for_tells_nothing(typed: str, telling: list[str]) -> None:
    assert [word.surface for word in asked_words(typed) if word.telling] == telling
