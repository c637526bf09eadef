"""Is a name found however it is spelled, taken out whole, and kept from being a way to find articles?"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.indexes.memory import MemoryIndex
from warraq.language import arabic
from warraq.moderation.names import Silence, hushed, initials, masked, silence, spared
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.tree import Not

SALMA = silence("سلمى أحمد", ("سلمى بنت أحمد",), (), shown=None)
HASAN = silence("الحسن", (), (), shown="[حُجب الاسم]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قالت سلمى أحمد أمس.", "قالت س. أ. أمس."),
        ("قالت سَلْمَى أحمد، ومعها", "قالت س. أ.، ومعها"),
        ("سلمي احمد وسلمى أحمد", "س. أ. وس. أ."),
        ("سلّم لسلمى أحمد وبسلمى أحمد", "سلّم لـس. أ. وبـس. أ."),
        ("فسلمى أحمد هي", "فـس. أ. هي"),
        ("#سلمى_أحمد", "#س. أ."),
        ("سلمى\nأحمد", "س. أ."),
        ("سلمى\u00a0أحمد", "س. أ."),
        ("سـلـمـى أحـمـد", "س. أ."),
        ("سلمى بنت أحمد", "س. أ."),
        ("«سلمى أحمد»", "«س. أ.»"),
        # others
        ("سلمى، أحمد وعلي", "سلمى، أحمد وعلي"),
        ("سلمى محمود أحمد", "سلمى محمود أحمد"),
        ("أحمد سلمى", "أحمد سلمى"),
        ("سلمى أحمدي", "سلمى أحمدي"),
        ("", ""),
    ],
)
def test_a_name_is_taken_out_and_what_is_attached_stays(text: str, shown: str) -> None:
    assert masked(text, [SALMA]) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("رأى الحسن ذلك", "رأى [حُجب الاسم] ذلك"),
        ("وقال للحسن إن", "وقال لـ[حُجب الاسم] إن"),
        ("وللحسن رأي", "ولـ[حُجب الاسم] رأي"),
        ("والحسن", "و[حُجب الاسم]"),
        ("حسن الكلام", "حسن الكلام"),
        ("المحسن", "المحسن"),
    ],
)
def test_a_name_with_its_article_is_known_where_it_melts(text: str, shown: str) -> None:
    assert masked(text, [HASAN]) == shown


def test_a_name_that_ends_like_another_word_is_not_taken_for_it() -> None:
    reem = silence("ريم أحمد", (), (), shown=None)
    assert masked("كريم أحمد", [reem]) == "كريم أحمد"
    assert masked("أحمد علي", [silence("حمد علي", (), (), shown=None)]) == "أحمد علي"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("سلمى أحمد", "س. أ."),
        ("محمد بن علي", "م. ع."),
        ("سعاد العلي", "س. ع."),
        ("Jean Dupont", "J. D."),
        ("أبو بكر", "ب."),
    ],
)
def test_initials_are_first_letters_as_printed(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text(alphabet="سلمىأحدبتون ولف،.\n ـَ", max_size=60))
def test_after_masking_no_text_holds_the_name_and_the_rest_is_as_it_was(text: str) -> None:
    shown = masked(text, [SALMA])
    assert masked(shown, [SALMA]) == shown
    folded = [token.text for token in arabic.tokens(shown)]
    assert ("سلمي", "احمد") not in set(pairwise(folded)) or "،" in shown or "." in shown
    if "سلم" not in arabic.fold(text):
        assert shown == text


def spares(query: str, one: Silence = SALMA) -> bool:
    read = grammar.read(query)
    return spared(read, [one]) != read


@pytest.mark.parametrize(
    "query",
    [
        "سلمى أحمد", "سلمي احمد", "أحمد سلمى", "«سلمى أحمد»", "سلمى أحمد المحكمة", "وسلمى أحمد", "لسلمى احمد",
        "سلمى بنت أحمد", '"سلمى" قضية "أحمد"', "سل* أحم*", "سلم* أحمد", "(سلمى OR غيرها) (أحمد OR غيره)", "سلمى أحمد OR خبر",
        "title:سلمى أحمد", "author:(سلمى أحمد)", 'author:"سلمى أحمد"', "-(-سلمى) أحمد", "خبر -(محكمة -(سلمى أحمد))",
        "title:(سلم* OR x) author:أحمد",
    ],
)  # fmt: skip
def test_a_question_by_the_name_is_one_in_any_spelling_and_order(query: str) -> None:
    assert spares(query)


@pytest.mark.parametrize(
    "query",
    [
        "سلمى", "أحمد", "المحكمة", "سلمى -أحمد", "", "سلمى محمود", "سلمى -(أحمد OR محمود)", "سلمى مح*", "-(سلمى أحمد) خبر",
        "author:سلمى", "سل*",
    ],
)  # fmt: skip
def test_other_questions_are_left_as_they_are(query: str) -> None:
    assert not spares(query)


@pytest.mark.parametrize("query", ["سلمي احمذ", "سلما أحمد", "سملى أحمد", "سلمى أحمدد"])
def test_a_slip_in_the_name_is_no_way_round(query: str) -> None:
    assert spares(query)


def test_a_name_of_which_we_are_silent_is_not_offered() -> None:
    assert hushed("وسلمى أحمد", [SALMA])
    assert not hushed("سلمى", [SALMA])
    some = silence("سلمى أحمد", (), [ArticleId(3)], shown=None)
    assert not hushed("سلمى أحمد", [some])


def test_a_name_that_is_spelled_as_a_preposition_is_still_a_name() -> None:
    assert spares("محمد علي", silence("محمد علي", (), (), shown=None))


@pytest.mark.parametrize(
    "query",
    [
        "سلمى أحمد",
        "سل* أحم*",
        "(سلمى OR المحكمة) أحمد",
        'author:"سلمى أحمد"',
        "author:سلم* author:أحمد",
        "title:سلمى أحمد",
    ],
)
def test_no_shape_of_question_finds_by_the_name(query: str) -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    index = MemoryIndex()
    texts = [
        ("سلمى أحمد في المحكمة", ()),
        ("خبر من المحكمة", ("سلمى أحمد",)),
        ("سلمى علي تلتقي أحمد في المحكمة", ("سلمى علي", "أحمد")),
    ]
    entries = [
        IndexEntry(ArticleId(number), "alpha", "eg", title, "", at, authors=authors)
        for number, (title, authors) in enumerate(texts, 1)
    ]
    index.apply(entries, [], position=1)
    assert index.search(grammar.read(query), limit=9).ids
    hits = index.search(spared(grammar.read(query), [SALMA]), limit=9)
    assert {1, 2}.isdisjoint(hits.ids)


def test_in_all_articles_the_name_itself_is_left_out_and_in_some_these_alone() -> None:
    everywhere = spared(grammar.read("سلمى أحمد"), [SALMA])
    assert any(isinstance(part, Not) for part in everywhere.tree.parts)
    some = spared(grammar.read("سلمى أحمد"), [silence("سلمى أحمد", (), [7, 9], shown=None)])  # type: ignore[list-item]
    assert some.without_articles == {7, 9}
    assert some.tree == grammar.read("سلمى أحمد").tree
