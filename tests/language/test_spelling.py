"""Which words are spelled nearly like another?"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language.spelling import alike, near, shadows

HELD = Counter(
    {"خاشقجي": 40, "مقدونيا": 9, "ضابط": 300, "الظلم": 12, "القدس": 80, "انتخابات": 70, "instagram": 5}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("خاشجقي", "خاشقجي"),  # turned
        ("مقدنيا", "مقدونيا"),  # one too few
        ("مقدوونيا", "مقدونيا"),  # one too many
        ("ظابط", "ضابط"),  # one for the other
        ("الضلم", "الظلم"),
        ("انتخايات", "انتخابات"),
        ("instagrm", "instagram"),
    ],
)
def test_a_word_that_nobody_wrote_has_a_neighbour_that_many_did(typed: str, meant: str) -> None:
    assert near(typed, HELD.__getitem__)[0] == (meant, HELD[meant])
    assert alike(typed, meant)


def test_short_words_long_ones_and_numbers_have_none() -> None:
    for word in ("قدس", "ا" * 30, "1234", "", "قدس2"):
        assert near(word, lambda word: 1) == ()


def test_what_is_rare_is_no_neighbour_and_the_likelier_stands_first() -> None:
    assert near("ظابط", HELD.__getitem__, more_than=300) == ()
    assert [word for word, _ in near("كتابب", Counter({"كتاب": 5, "كتابي": 5}).__getitem__)] == [
        "كتاب",
        "كتابي",
    ]
    # so many more hold it that the less likely change is the likelier
    assert near("كتابب", Counter({"كتاب": 5, "كتابي": 500}).__getitem__)[0][0] == "كتابي"


def test_unlike_words_are_not_alike() -> None:
    for one, other in [("احمد", "محمود"), ("علي", "علا"), ("سلمي", "سالمه"), ("من", "عن")]:
        assert not alike(one, other)


@given(st.text("ابتجحسلمنوي", min_size=4, max_size=9), st.data())
def test_alike_goes_both_ways_and_one_change_away(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("ابتجحسلمنوي"))
    for other in (word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], word + letter):
        assert alike(word, other)
        assert alike(other, word)
        assert not shadows(word).isdisjoint(shadows(other))
