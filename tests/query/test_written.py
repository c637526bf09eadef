"""Is a question written so that it is read as the same again, whatever was typed?"""

from __future__ import annotations

import gzip
import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.asking import HERE
from warraq.query import grammar
from warraq.query.tree import (
    All,
    Any,
    Dated,
    Field,
    In,
    Kind,
    Not,
    Of,
    Part,
    Phrase,
    Prefix,
    Question,
    Sort,
    Word,
)

# Short in `make test`, 10,000 with WARRAQ_LONG=1.
MANY = settings(max_examples=10_000 if os.environ.get("WARRAQ_LONG") else 300, deadline=None)


def _again(question: Question) -> Question:
    return grammar.read(grammar.format(question), here=HERE)


TYPED = st.text(alphabet="مصر وزير-«»“”„\"' |:؟.a1\u200f\n\u0640()*,،OR", max_size=60)
# Pieces of the language in any order: far likelier than letters to come close to a meaning.
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "مصر",
                "وزير",
                "أو",
                "او",
                "OR",
                "-",
                "(",
                ")",
                '"',
                "«",
                "»",
                "*",
                ":",
                "،",
                " ",
                " ",
                " ",
                "\u202b",
            ),
            *(
                "source:",
                "الصحيفة :",
                "title:",
                "الكاتب:",
                "من:",
                "إلى: ",
                "يوم:",
                "sort:",
                "البلد:",
                "المكان:",
            ),
            *(
                "ahram",
                "المصري اليوم",
                "الشروق",
                "eg",
                "newest",
                "رجب 1447",
                "2025-12-23",
                "أمس",
                "..",
                "23/12",
            ),
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.timeout(900)
@MANY
@given(st.text() | TYPED | PIECES)
def test_any_text_is_a_question_and_is_written_back_as_one(text: str) -> None:
    question = grammar.read(text, here=HERE)
    again = _again(question)
    assert (again.tree, again.sort) == (question.tree, question.sort)
    assert {flaw for flaw, _ in again.notes} <= {"only_exclusions", "star_inside"}
    assert grammar.format(again) == grammar.format(question)


_letters = st.text(alphabet="مصروزيتنabORاو19é٣", min_size=1, max_size=8)
_colons = st.sampled_from(["من:2025", "title:x", "x:y", "أو", "او", "OR", "sort:newest", "source:ahram"])
_words = (_letters | _colons).map(Word)
_phrases = st.lists(_letters, min_size=1, max_size=3).map(" ".join).map(Phrase)
_prefixes = st.text(alphabet="مصرزيتنabé", min_size=2, max_size=6).map(Prefix)
_days = st.dates(date(1930, 1, 1), date(2070, 1, 1))
_spans = st.tuples(_days, _days).map(lambda pair: Dated(min(pair), max(pair)))
_filters = (
    st.lists(st.sampled_from(["ahram", "almasry", "assabah-tn"]), min_size=1, max_size=3, unique=True).map(
        lambda values: Of(Kind.SOURCE, tuple(values))
    )
    | st.sampled_from([("EG-C",), ("EG-KFS", "EG-C")]).map(lambda values: Of(Kind.PLACE, values))
    | _spans
)
_sought = _words | _phrases | _prefixes


def _grown(leaves: st.SearchStrategy[Part], depth: int) -> st.SearchStrategy[Part]:
    """Trees of at most that depth; no part has the shape of what it is part of."""
    if depth == 0:
        return leaves
    parts = _grown(leaves, depth - 1)

    def several(shape: type[All] | type[Any]) -> st.SearchStrategy[Part]:
        fitting = parts.filter(lambda part: not isinstance(part, shape))
        return st.lists(fitting, min_size=2, max_size=3).map(lambda some: shape(tuple(some)))

    excluded = parts.filter(lambda part: not isinstance(part, Not)).map(Not)
    return leaves | leaves | excluded | several(All) | several(Any)


_fielded = st.builds(In, st.sampled_from(Field), _grown(_sought, 2))
_parts = _grown(_sought | _filters | _fielded, 3)


def _leaves(part: Part) -> list[Part]:
    match part:
        case Not(inner) | In(_, inner):
            return _leaves(inner)
        case All(parts) | Any(parts):
            return [leaf for one in parts for leaf in _leaves(one)]
        case _:
            return [part]


@pytest.mark.timeout(900)
@MANY
@given(st.lists(_parts, max_size=5), st.sampled_from(Sort))
def test_any_tree_is_read_as_it_was_written(parts: list[Part], sort: Sort) -> None:
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    question = Question(All(tuple(flat)), sort)
    if len(_leaves(question.tree)) * 3 > grammar.MAX_TERMS:
        return
    again = _again(question)
    assert (again.tree, again.sort) == (question.tree, sort)


def test_the_big_list_of_naughty_strings_is_read(shared: Path) -> None:
    with gzip.open(shared / "suites" / "naughty-strings" / "blns.json.gz", "rt", encoding="utf-8") as file:
        strings = json.load(file)
    assert len(strings) > 400
    for text in strings:
        question = grammar.read(text, here=HERE)
        assert _again(question).tree == question.tree, text


@pytest.mark.parametrize(
    "piece",
    [
        *(
            '"',
            '"a" ',
            "(",
            ")",
            "()",
            "(a ",
            "-(",
            "-",
            "*",
            ":",
            "OR ",
            "a OR ",
            "\u202e",
            "\u200f-",
            "\0",
            "ـ",
        ),
        *(
            "من:",
            "source: ",
            "source:a b c d ",
            "من:23 كانون الأول 2025 ",
            "source:(a OR ",
            "a,",
            "day:..",
            '"«(من:-*',
        ),
        *("\ud800", "😀", "a\u0301", "ﷺ", "كلمة "),
    ],
)
def test_a_hundred_kilobytes_of_anything_are_read_at_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    question = grammar.read(text, here=HERE)
    assert time.process_time() - began < 0.1  # some 3 ms on an idle machine
    assert ("cut", "64") in question.notes or not question.tree.parts
    assert _again(question).tree == question.tree
