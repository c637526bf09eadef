"""Is the original marked where it answers, and never changed?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.test_arabic import PRESS
from warraq.query import grammar, snippet

BODY = (
    "أعلنت وزارةُ الصحّة اليوم عن خطة جديدة للتطعيم في المحافظات كلها.\n"
    'وقال مسئول لـ"رويترز" إنّ الحملة تبدأ يوم 23ديسمبر في القاهرة وبالإسكندرية، وتستمرّ أسبوعين.\n'
    "وأضاف أن المدارس ستكون مفتوحة أمام فرق التطعيم، وأن وزير التعليم وافق على ذلك."
)


def _joined(pieces: tuple[snippet.Piece, ...]) -> str:
    return "".join(text for text, _ in pieces)


def _marks(pieces: tuple[snippet.Piece, ...]) -> list[str]:
    return [text for text, marked in pieces if marked]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("وزارة", ["وزارةُ"]),
        ("الصحه", ["الصحّة"]),
        ("رويترز", ["رويترز"]),
        ("مسؤول", ["مسئول"]),
        ("٢٣ ديسمبر", ["23", "ديسمبر"]),
        ("الإسكندرية القاهرة", ["القاهرة", "وبالإسكندرية"]),
        ("المدرسة", ["المدارس"]),
        ('"فرق التطعيم"', ["فرق التطعيم"]),
        ('"التطعيم فرق"', []),
        ("سفينة", []),
        ("في الحملة", ["الحملة"]),
        ("القاهرة -رويترز", ["القاهرة"]),
        ("القاهرة OR سفينة", ["القاهرة"]),
        ("(القاهرة سفينة) OR (رويترز -المدارس)", ["رويترز", "القاهرة"]),
        ("القاهرة -(-رويترز)", ["رويترز", "القاهرة"]),
        ("إسكندر*", ["وبالإسكندرية"]),
        ("مدر*", ["المدارس"]),
        ("تطع* -للتطعيم", ["للتطعيم", "التطعيم"]),
        ('"وزارةُ الصحة" وزارة', ["وزارةُ الصحّة"]),
    ],
)
def test_what_answers_is_marked_in_its_own_spelling(query: str, marked: list[str]) -> None:
    question = grammar.read(query)
    assert _marks(snippet.marked(BODY, question, width=1000)) == marked
    assert _marks(snippet.title(BODY, question)) == marked


def test_what_is_sought_in_one_field_is_marked_there_alone() -> None:
    question = grammar.read("title:القاهرة author:رويترز الحملة")
    assert _marks(snippet.title(BODY, question)) == ["الحملة", "القاهرة"]
    assert _marks(snippet.marked(BODY, question, width=1000)) == ["الحملة"]


def test_a_french_or_english_word_is_marked_in_each_of_its_forms() -> None:
    text = "Les écoles rouvrent; two ministers met the minister."
    assert _marks(snippet.title(text, grammar.read("école minister"))) == ["écoles", "ministers", "minister"]


def test_a_name_is_marked_by_its_other_names() -> None:
    text = "على فيس بوك وفيسبوك، وفيس لا غير، وFacebook"
    assert _marks(snippet.title(text, grammar.read("الفيسبوك"))) == ["فيس بوك", "وفيسبوك", "وFacebook"]
    assert _marks(snippet.title(text, grammar.read("فيس بوك"))) == ["فيس بوك", "وفيسبوك", "وFacebook"]


def test_a_title_is_never_cut() -> None:
    assert _joined(snippet.title(BODY, grammar.read("القاهرة"))) == BODY


def test_the_window_holds_most_of_what_was_asked() -> None:
    pieces = snippet.marked(BODY, grammar.read("وزير التعليم"), width=60)
    assert _marks(pieces) == ["وزير", "التعليم"]
    assert len(_joined(pieces)) <= 60


def test_the_window_is_cut_between_words() -> None:
    words = set(BODY.split())
    for width in range(20, 200, 7):
        for query in ("القاهرة", "وزارة", "وافق", "سفينة"):
            assert words.issuperset(_joined(snippet.marked(BODY, grammar.read(query), width=width)).split())


def test_an_ellipsis_stands_only_where_text_is_left_out() -> None:
    middle = snippet.marked(BODY, grammar.read("القاهرة"), width=80, ellipsis="…")
    assert (middle[0], middle[-1]) == (("…", False), ("…", False))
    whole = snippet.marked(BODY, grammar.read("القاهرة"), width=2000, ellipsis="…")
    assert _joined(whole) == BODY
    beginning = snippet.marked(BODY, grammar.read("سفينة"), width=80, ellipsis="…")
    assert beginning[0][0].startswith("أعلنت")
    assert beginning[-1] == ("…", False)


def test_a_word_longer_than_the_window_is_cut() -> None:
    assert len(_joined(snippet.marked("ا" * 5000, grammar.read("مصر"), width=100))) == 100
    assert len(_joined(snippet.marked("ا" * 5000, grammar.read("ا" * 5000), width=100))) == 100


@given(st.text() | PRESS, st.text(max_size=10) | PRESS, st.integers(1, 60))
def test_pieces_are_a_part_of_the_text_as_it_stands(text: str, query: str, width: int) -> None:
    question = grammar.read(query)
    joined = _joined(snippet.marked(text, question, width=width))
    assert joined in text
    assert len(joined) <= width
    assert _joined(snippet.title(text, question)) == text


def test_an_empty_text_has_no_pieces() -> None:
    assert snippet.marked("", grammar.read("مصر")) == ()
    assert snippet.title("", grammar.read("مصر")) == ()


def test_what_is_remembered_of_a_question_never_stands_in_for_another_text_or_width() -> None:
    marker, text = snippet.marker(grammar.read("وزير")), "قال وزير الري إن السد لم يكتمل بعد"
    for width in (0, 10, 240, 10):
        fresh = snippet.Marker(grammar.read("وزير"))
        assert marker.marked(text, width=width) == fresh.marked(text, width=width)
    assert _joined(marker.title(text)) == text
    for number in range(200):  # more than are remembered
        assert _joined(marker.title(f"{text} {number}")) == f"{text} {number}"
    assert marker.title(text) == snippet.Marker(grammar.read("وزير")).title(text)


def test_a_word_far_down_is_found_where_the_beginning_does_not_hold_it() -> None:
    filler = "كلام كثير لا يهم أحدا "
    for words in (10, 100, 300, 600):
        assert _marks(snippet.marked(filler * words + "القاهرة", grammar.read("القاهرة"))) == ["القاهرة"]


def test_words_of_every_script_are_known_alike_alone_and_beside_signs() -> None:
    text = "«الوزير»، (Wizarra) 2024م، العام/الجديد COVID-19 والـوزير"
    for query, hits in (("الوزير", 2), ("2024", 1), ("الجديد", 1), ("covid", 1)):
        assert len(_marks(snippet.title(text, grammar.read(query)))) == hits


@pytest.mark.parametrize("said", ["مدارِسُهم", "المدارس", "ومدرستهم", "مدرســـتنا", "بمدرستين", "للمدارس"])
def test_a_word_answers_in_whatever_form_among_many_that_do_not(said: str) -> None:
    text = f"{BODY.replace('المدارس', '')} وكانت {said} مفتوحة، écoles ﻻ ﷺ أيضًا."
    assert _marks(snippet.marked(text, grammar.read("مدرسة"), width=600)) == [said]
