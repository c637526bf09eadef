"""Does the index hold the words that a reader sees?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.language.test_arabic import PRESS
from warraq.language import analysis, arabic, recognise
from warraq.language.stemming import is_foreign


@given(PRESS)
def test_analysed_words_are_the_tokens(text: str) -> None:
    words = [token.text for token in arabic.tokens(text)]
    assert analysis.surface(text).split() == words
    assert analysis.stems(text).split() == [arabic.stem(word) for word in words]


@given(st.text())
def test_every_word_has_its_stem_and_nothing_else_is_said(text: str) -> None:
    stems, surfaces = analysis.analysed(text)
    assert len(stems) == len(surfaces)
    assert all(word.isalnum() for word in (*stems, *surfaces))
    assert all(len(word) <= arabic.MAX_LETTERS for word in surfaces)


def test_a_text_is_analysed_with_its_digits_apart() -> None:
    assert analysis.surface('أعلن ل"رويترز" يوم 23ديسمبر ٢٠٢٥') == "اعلن ل رويترز يوم 23 ديسمبر 2025"
    assert analysis.stems("الوزارات والمدارس") == "وزار مدرسه"


def test_what_is_remembered_stays_bounded() -> None:
    for number in range(0, analysis._REMEMBERED + 5000, 500):
        analysis.stems(
            " ".join("".join(chr(0x0628 + int(d)) for d in f"{n:07}") for n in range(number, number + 500))
        )
    assert len(analysis._STEMS[recognise.Tongue.OTHER]) <= analysis._REMEMBERED
    assert analysis.stems("الوزارات") == "وزار"


def test_a_lone_surrogate_harms_nothing() -> None:
    analysis.surface("خبر\ud800عاجل").encode()
    assert analysis.surface("خبر\ud800عاجل") == "خبر عاجل"


def test_words_that_only_hold_a_sentence_together_say_nothing() -> None:
    assert not analysis.says(["في", "من"])
    assert analysis.says(["في", "مصر"])


def test_a_long_text_has_the_words_of_its_pieces() -> None:
    signs = "".join(map(chr, range(0x20, 0x800)))
    text = f"أعلنت الوزارةُ اليوم في بيان «رسمي» (رقم ١٢) عن Œuvre\u200bو ﷺ ﻻ غير {signs}"
    words = [word for piece in text.split() for word in analysis.analysed(piece, "ar").surfaces]
    assert analysis.analysed(text, "ar").surfaces == words


@given(PRESS)
def test_whether_a_word_is_foreign_is_remembered_as_it_is_found(text: str) -> None:
    for word in analysis.analysed(text).surfaces * 2:
        assert analysis.foreign(word) == is_foreign(word)
