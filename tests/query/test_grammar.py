"""Is every text read as what its reader meant?"""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.query import grammar
from warraq.query.tree import All, Not, Phrase, Question, Sort, Word

TYPED = st.text(alphabet="مصر وزير-«»“”„\"' |:؟.a1\u200f\n\u0640", max_size=60)


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
def test_what_is_typed_is_read(text: str, parts: tuple[Word | Phrase | Not, ...]) -> None:
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


@given(st.text() | TYPED)
def test_any_text_is_a_question_and_is_written_back_as_one(text: str) -> None:
    tree = grammar.read(text).tree
    again = grammar.read(grammar.format(Question(tree)))
    assert again.tree == tree
    assert {flaw for flaw, _ in again.notes} <= {"only_exclusions", "star_inside"}


_words = st.text(alphabet="مصروزيتنab19é٣", min_size=1, max_size=8)
_parts = _words.map(Word) | st.lists(_words, min_size=1, max_size=3).map(" ".join).map(Phrase)


@given(st.lists(_parts | _parts.map(Not), max_size=5).map(tuple).map(All))
def test_any_tree_is_read_as_it_was_written(tree: All) -> None:
    assert grammar.read(grammar.format(Question(tree))).tree == tree


def test_the_big_list_of_naughty_strings_is_read(shared: Path) -> None:
    with gzip.open(shared / "suites" / "naughty-strings" / "blns.json.gz", "rt", encoding="utf-8") as file:
        strings = json.load(file)
    assert len(strings) > 400
    for text in strings:
        tree = grammar.read(text).tree
        assert grammar.read(grammar.format(Question(tree))).tree == tree, text
