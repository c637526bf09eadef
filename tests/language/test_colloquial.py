"""Is a word that is written as it is spoken found under the word that papers print, and no other word touched?"""

from __future__ import annotations

import pytest

from warraq.language.aliases import Why
from warraq.language.colloquial import standard
from warraq.language.folding import fold
from warraq.language.forms import Form, forms
from warraq.language.stemming import stem


def _weights(typed: str) -> dict[str, Form]:
    return {" ".join(form.words): form for form in forms(fold(typed))}


@pytest.mark.parametrize(
    ("spoken", "printed"),
    [
        ("طايرة", "طائرة"),  # the hamza that became ي
        ("عايلة", "عائلة"),
        ("رييس", "رئيس"),
        ("السما", "السماء"),  # and the one that went
        ("الصحرا", "الصحراء"),
        ("دهب", "ذهب"),  # letters as they are said
        ("تورة", "ثورة"),
        ("هيقول", "يقول"),  # what will be
        ("بيعلن", "يعلن"),  # what is now
        ("انضربوا", "ضرب"),  # what was done to them
        ("اتضربت", "ضرب"),
    ],
)
def test_a_spoken_word_finds_the_written_one(spoken: str, printed: str) -> None:
    found = _weights(spoken)
    assert stem(fold(printed)) in found, list(found)


@pytest.mark.parametrize("known", ["طائرة", "كتاب", "تحدث", "انتخاب", "اتحاد", "هدنة", "بحر", "دليل"])
def test_a_word_that_is_known_is_nobodys_dialect(known: str) -> None:
    assert standard(fold(known)) == ()
    assert all(form.why is not Why.DIALECT for form in forms(fold(known)))


def test_the_word_as_it_was_typed_weighs_most() -> None:
    first, second = forms(fold("تلج"))[:2]
    assert (first.words, first.weight) == (("تلج",), 1)
    assert (second.words, second.why) == (("ثلج",), Why.DIALECT)
    assert second.weight < 1


def test_a_name_respelled_is_no_other_word_behind_a_proclitic() -> None:
    assert "كيم" not in _weights("بوكيمون")


def test_a_noun_spelled_as_the_present_finds_the_verb_with_less_weight() -> None:
    found = _weights("تقطع")
    assert found["تقطع"].weight == 1
    assert 0 < found["انقطاع"].weight < found["قطع"].weight < 1
