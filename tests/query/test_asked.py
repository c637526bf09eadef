"""Is what a question seeks independent of how it is spelled?"""

from __future__ import annotations

import pytest

from warraq.query import grammar
from warraq.query.asked import Asked, Sought, asked


def _asked(text: str) -> Asked:
    return asked(grammar.read(text))


def _stems(text: str) -> list[str]:
    return [word.stem for word in _asked(text).words]


def test_a_word_is_sought_once_however_often_it_is_typed() -> None:
    assert _stems("مصر ومصر مصـر") == ["مصر"]


def test_words_that_hold_a_sentence_together_are_not_sought_beside_others() -> None:
    assert _stems("ما هو موعد الانتخابات في مصر") == ["موعد", "انتخاب", "مصر"]
    assert _stems("في من") == ["في", "من"]
    assert _stems('في "مجلس الوزراء"') == []


def test_a_phrase_keeps_its_spelling_and_all_its_words() -> None:
    assert _asked("«من الوزارة»").phrases == ((Sought("من", "من"), Sought("وزار", "الوزاره")),)


def test_what_is_excluded_is_sought_apart() -> None:
    ask = _asked('مصر -تونس -covid-19 -"كأس العالم"')
    assert [word.stem for word in ask.words] == ["مصر"]
    assert [[word.stem for word in words] for words in ask.without] == [["تونس"], ["covid", "19"]]
    assert [[word.surface for word in words] for words in ask.without_phrases] == [["كاس", "العالم"]]


@pytest.mark.parametrize("text", ["", "؟", "-مصر", '-"كأس العالم"'])
def test_a_question_without_anything_positive_is_empty(text: str) -> None:
    assert _asked(text).empty
