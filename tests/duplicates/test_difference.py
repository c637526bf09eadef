"""A difference gives both wordings back, in their own spelling, and takes no pair of texts long."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.duplicates import difference
from warraq.duplicates.difference import Fate, Piece
from warraq.language.arabic import tokens

WORDS = [
    "قال",
    "الوزير",
    "إن",
    "المشروع",
    "ينتهي",
    "في",
    "العام",
    "المقبل",
    "وأضاف",
    "أن",
    "المياه",
    "تصل",
    "إلى",
    "القرى",
    "«كلها»",
    "،",
    "لا",
    "تأجيل",
    "2025",
    "23ديسمبر",
    "de",
    "Paris",
]


def texts(pieces: Sequence[Piece], *fates: Fate) -> str:
    return "".join(piece.text for piece in pieces if piece.fate in fates)


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.fate.value, piece.text) for piece in difference.between(before, after)]


def test_a_headline_of_one_other_word() -> None:
    assert shown("انسحاب كامل من قاعدتين بارزتين", "انسحاب مفاجئ من قاعدتين بارزتين") == [
        ("same", "انسحاب "),
        ("gone", "كامل "),
        ("new", "مفاجئ "),
        ("same", "من قاعدتين بارزتين"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("إلى القرى", "الي القري"),
        ("قال: «نعم»", 'قال "نعم"'),
        ("23ديسمبر", "23 ديسمبر"),
        ("المـــياه ٢٠٢٥", "المياه 2025"),
        ("سطر\nآخر", "سطر آخر"),
        ("سطر آخر", "سطر\n\n  آخر\n"),
    ],
)
def test_what_is_the_same_words_has_no_difference(before: str, after: str) -> None:
    pieces = difference.between(before, after)
    assert not difference.changed(pieces)
    assert texts(pieces, Fate.SAME, Fate.NEW) == after


def test_a_quote_goes_with_the_word_it_opens() -> None:
    assert shown("قال «نعم»", "قال «لا»") == [("same", "قال "), ("gone", "«نعم»"), ("new", "«لا»")]


def test_a_word_that_stays_alone_between_two_changes_does_not_break_them_up() -> None:
    pieces = shown("أحمد علي حسن في بيت كبير قديم اليوم", "سعاد منى ليلى في مدرسة صغيرة جديدة اليوم")
    assert [fate for fate, _ in pieces] == ["gone", "new", "same"]


def test_a_paragraph_that_moved_is_marked() -> None:
    one, two, three = (
        f"الفقرة {name} تقول كلاما طويلا عن أمر {name}\n" for name in ("الأولى", "الثانية", "الثالثة")
    )
    pieces = difference.between(one + two + three, three + one + two)
    assert [(piece.fate, piece.moved) for piece in pieces] == [
        (Fate.NEW, True), (Fate.SAME, False), (Fate.GONE, True),
    ]  # fmt: skip
    assert difference.counted(pieces) == (8, 8)


def test_a_paragraph_that_was_reworded_is_compared_with_what_it_was_made_from() -> None:
    first = "أفاد المرصد أمس بأن القوات نفذت انسحابا من قاعدتين بارزتين\n"
    second = "ووفقا للمصدر بدأت العملية في مايو ثم تسارعت\n"
    third = "وتعرضت القاعدتان لهجمات خلال العامين الماضيين\n"
    pieces = difference.between(first + second + third, third + first.replace("أمس", "اليوم") + second)
    assert [(piece.fate.value, piece.text.strip()) for piece in pieces if piece.fate is not Fate.SAME] == [
        ("new", third.strip()),
        ("gone", "أمس"),
        ("new", "اليوم"),
        ("gone", third.strip()),
    ]


def letters(text: str) -> str:
    return "".join(token.text for token in tokens(text))


def holds(before: str, after: str) -> None:
    pieces = difference.between(before, after)
    assert texts(pieces, Fate.SAME, Fate.NEW) == after
    assert letters(texts(pieces, Fate.SAME, Fate.GONE)) == letters(before)
    assert difference.changed(pieces) or letters(before) == letters(after)
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_given_back(before: str, after: str) -> None:
    holds(before, after)


@given(st.randoms(use_true_random=False))
def test_any_two_wordings_are_given_back(chance: random.Random) -> None:
    words = [chance.choice(WORDS) + chance.choice([" ", " ", " ", "\n"]) for _ in range(chance.randrange(80))]
    other = list(words)
    for _ in range(chance.randrange(8)):
        place = chance.randrange(len(other) + 1)
        match chance.randrange(3):
            case 0:
                other[place : place + chance.randrange(4)] = []
            case 1:
                other[place:place] = [f"{chance.choice(WORDS)} "]
            case _:
                other = other[place:] + other[:place]
    holds("".join(words), "".join(other))


def long_pairs() -> dict[str, tuple[str, str]]:
    """Bodies of 20,000 words."""
    chance = random.Random(4)
    vocabulary = [
        f"كلمة{number:x}".translate(str.maketrans("0123456789abcdef", "ابتثجحخدذرزسشصضط"))
        for number in range(3000)
    ]
    words = [chance.choice(vocabulary) for _ in range(20_000)]
    edited = list(words)
    for _ in range(400):
        edited[chance.randrange(len(edited))] = chance.choice(vocabulary)
    lines = [" ".join(words[at : at + 50]) for at in range(0, len(words), 50)]
    shuffled = chance.sample(lines, len(lines))
    return {
        "edited in paragraphs": ("\n".join(lines), "\n".join(" ".join(edited[at : at + 50]) for at in range(0, 20_000, 50))),
        "edited in one paragraph": (" ".join(words), " ".join(edited)),
        "moved": ("\n".join(lines), "\n".join(shuffled)),
        "rewritten": (" ".join(words), " ".join(chance.sample(words, len(words)))),
        "one word": ("قال " * 20_000, "قال " * 19_000 + "نعم"),
        "two words": ("قال نعم " * 10_000, "نعم نعم قال " * 6_666),
        "a line a word": ("\n".join(words), "\n".join(chance.sample(words, len(words)))),
        "few lines again and again": ("قال\nنعم\n" * 10_000, "نعم\nقال\nقال\n" * 6_666),
    }  # fmt: skip


@pytest.mark.parametrize("name", long_pairs())
def test_no_pair_of_long_bodies_takes_long(name: str) -> None:
    before, after = long_pairs()[name]
    took = []
    for _ in range(3):
        began = time.process_time()
        pieces = difference.between(before, after)
        took.append(time.process_time() - began)
    assert texts(pieces, Fate.SAME, Fate.NEW) == after
    print(f"{name}: {min(took) * 1000:.0f} ms, {len(pieces)} pieces")
    assert min(took) < 0.5  # 0.04 to 0.19 s of one core
