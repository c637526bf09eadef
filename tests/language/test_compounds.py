"""Is a name, or a number, one whether it is written in one word or in several?"""

from __future__ import annotations

import pytest

from warraq.language.arabic import fold, stem
from warraq.language.forms import asked_words


def _alike(typed: str) -> set[str]:
    return {" ".join(form.words) for word in asked_words(typed) for form in word.forms}


def _row(printed: str) -> str:
    return " ".join(map(stem, fold(printed).split()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("نور الدين", "نورالدين"),
        ("جاد الله", "جادالله"),
        ("عبد الرب", "عبدالرب"),
        ("أبو بكر", "أبوبكر"),
        ("ذو الفقار", "ذوالفقار"),
        ("بو تفليقة", "بوتفليقة"),
        ("كفر الشيخ", "كفرالشيخ"),
        ("بور سعيد", "بورسعيد"),
        ("نيو يورك", "نيويورك"),
    ],
)
def test_a_name_of_two_words_is_sought_in_one_and_the_other_way_round(one: str, other: str) -> None:
    assert _row(other) in _alike(one)
    assert _row(one) in _alike(other)


def test_a_father_is_one_in_each_of_his_cases_and_a_son_with_his_alef_and_without() -> None:
    assert {_row("أبي مازن"), _row("أبا مازن"), _row("أبيمازن")} <= _alike("أبو مازن")
    assert _row("أبو بكر") in _alike("أبي بكر")
    assert _row("ابن سلمان") in _alike("بن سلمان")


def test_a_number_is_sought_with_its_commas_and_without() -> None:
    assert "12500" in _alike("12,500")
    assert "12500" in _alike("١٢٬٥٠٠")
    assert "12 500" in _alike("12500")
    assert "1 000 000" in _alike("1000000")
    assert [word.surface for word in asked_words("12, 500 و3,50")] == ["12", "500", "و", "3", "50"]


@pytest.mark.parametrize("typed", ["2025", "1447", "0123456", "100"])
def test_a_year_or_a_short_number_has_no_commas(typed: str) -> None:
    assert _alike(typed) == {typed}


@pytest.mark.parametrize(
    "typed", ["في الله", "ذو من", "بوابة", "أبواب", "والله", "بو 12", "رجل ذو خبرة", "ابي وظيفة", "رسول الله"]
)
def test_what_only_looks_like_a_name_of_two_words_is_none(typed: str) -> None:
    assert not any(" " in one for one in _alike(typed))
