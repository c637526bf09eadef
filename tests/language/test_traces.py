"""Which letters stand in a row in every word of a stem?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warraq.language import arabic
from warraq.language.lexicon import lexicon
from warraq.language.traces import traces

_BEFORE = ("", "و", "وس", "بال", "لل", "ك", "ال")
_BEHIND = ("", "ها", "هم", "ين", "تان", "تنا", "ي", "ا", "ون")


def _holds(word: str) -> bool:
    return any(one in word for one in traces(arabic.stem(word)))


def test_every_known_word_with_what_may_be_attached_holds_a_trace_of_its_stem() -> None:
    known = lexicon()
    listed = sorted({*known.forms, *known.verbs, *known.words})[::7]
    roots = {*listed, *(word[:-1] for word in listed if word[-1] == "ه" and len(word) > 2)}
    words = [before + word + behind for word in roots for before in _BEFORE for behind in _BEHIND]
    assert [word for word in words if not _holds(word)] == []


@given(st.text("ابتةهيكلمنوسفءد", min_size=1, max_size=9))
def test_every_word_that_could_be_holds_a_trace_of_its_stem(word: str) -> None:
    assert _holds(arabic.fold(word))


def test_a_broken_plural_is_a_trace_of_its_own_and_a_whole_one_is_not() -> None:
    assert traces(arabic.stem("مدارس")) == ("مدرسه", "مدرست", "مدارس")
    assert traces(arabic.stem("مهندسون")) == ("مهندس",)
