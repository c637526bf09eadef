"""Does any question at all, however malformed, mean the same to every back end?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ports.asking import HELD, HERE, press
from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import Index
from warraq.query import grammar
from warraq.query.tree import Sort

# Short in `make test`, 10,000 with WARRAQ_LONG=1.
MANY = settings(max_examples=10_000 if os.environ.get("WARRAQ_LONG") else 150, deadline=None)

QUESTIONS = st.lists(
    st.sampled_from(
        [
            *(
                "خبر",
                "مصر",
                "تونس",
                "وزير",
                "القاهرة",
                "كأس",
                "العالم",
                "مدرسة",
                "فيس",
                "بوك",
                "7",
                "في",
                "x",
            ),
            *(
                "خب*",
                "مدر*",
                "ال*",
                '"كأس العالم"',
                '"في القاهرة"',
                "«خبر 7»",
                "-مصر",
                "-خب*",
                '-"كأس العالم"',
            ),
            *(
                "(",
                ")",
                "-(",
                "OR",
                "أو",
                '"',
                "*",
                "title:كأس",
                "title:(",
                "author:أحمد",
                'author:"سلمى علي"',
                "author:در*",
            ),
            *(
                "source:alpha",
                "-source:beta",
                "source:(alpha OR beta)",
                "section:health",
                "country:tn",
                "language:fr",
            ),
            *(
                "place:القاهرة",
                "from:2026-03",
                "to:2026-04",
                "day:2026-03-10",
                "-from:2026-05",
                "sort:newest",
            ),
        ]
    ),
    max_size=9,
).map(" ".join)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Index]]:
    folder: Path = tmp_path_factory.mktemp("index")
    model, index = MemoryIndex(), TantivyIndex(folder)
    for one in (model, index):
        one.apply([*press(), *HELD], [], position=1)
        one.hand_over()
    yield model, index
    index.close()


@pytest.mark.timeout(900)
@MANY
@given(QUESTIONS | st.text(max_size=30), st.sampled_from(Sort))
def test_any_question_finds_the_same_everywhere(both: tuple[Index, Index], text: str, sort: Sort) -> None:
    question = grammar.read(text, here=HERE, sort=sort)
    model, index = (one.search(question, limit=20) for one in both)
    assert (index.total, index.relaxed, set(index.ids)) == (model.total, model.relaxed, set(model.ids)), text
    if sort is Sort.NEWEST:
        assert index.ids == model.ids, text
    model_facets, facets = (one.facets(question, most=9, texts=True) for one in both)
    assert facets == model_facets, text
