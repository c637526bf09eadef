"""Is a name found however it is spelled, taken out whole, and kept from being a way to find articles?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.indexes.memory import MemoryIndex
from warraq.language import arabic
from warraq.moderation.names import (
    Silence,
    initials,
    masked,
    masked_article,
    masked_headline,
    silence,
)
from warraq.moderation.sparing import hushed, spared
from warraq.ports.index import IndexEntry
from warraq.press import Article, ArticleId, Draft, Headline, State
from warraq.query import grammar
from warraq.query.tree import Not

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
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
        ("سلمى\u200bأحمد", "س. أ."),
        ("سل\u200bمى أح\u200bمد، أمس", "س. أ.، أمس"),
        ("سلمى\u061c أحمد", "س. أ."),
        ("سلمى/أحمد", "س. أ."),
        ("سلمى.أحمد", "س. أ."),
        ("سلمى بنت أحمد", "س. أ."),
        ("«سلمى أحمد»", "«س. أ.»"),
        # others
        ("سلمى، أحمد وعلي", "سلمى، أحمد وعلي"),
        ("جاءت سلمى. أحمد غاب", "جاءت سلمى. أحمد غاب"),
        ("مو\u200bعد", "مو\u200bعد"),
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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("عبد الرحمن السيد", "قال عبدالرحمن السيد"),
        ("عبدالرحمن السيد", "قال عبد الرحمن السيد"),
        ("محمد عبد الله", "قال لمحمد عبدالله"),
        ("محمد عبدالله", "قال محمد عبد اللـه"),
        ("نور الدين محمود", "قال نورالدين محمود"),
        ("أبو بكر سالم", "رأي أبي بكر سالم"),
        ("أبو بكر سالم", "رأى أبا بكر سالم"),
        ("أبو بكر سالم", "قال ابوبكر سالم"),
        ("أحمد بن سالم", "قال أحمد ابن سالم"),
        ("أحمد علاء الدين عبد العزيز", "كتب أحمد علاءالدين عبدالعزيز"),
    ],
)
def test_a_name_is_known_where_a_paper_joins_or_parts_or_inflects_its_words(name: str, text: str) -> None:
    one = silence(name, (), (), shown="…")
    assert masked(text, [one]).endswith("…")
    assert spares(text.partition(" ")[2], one)


def test_a_name_is_known_in_no_more_ways_than_can_be_held() -> None:
    one = silence(" ".join(["أبو نصر عبد الله ابن نور الدين"] * 6), (), (), shown="…")
    assert len(one.spellings) <= 100


def test_words_that_only_look_joined_are_no_names_apart() -> None:
    assert silence("الله", (), (), shown=None).spellings == (("الله",),)
    assert silence("عبد", (), (), shown=None).spellings == (("عبد",),)


@pytest.mark.parametrize("end", ["سلمى", "لسلمى", "سلمى بنت"])
def test_lines_that_are_cut_in_the_middle_of_a_name_do_not_show_its_half(end: str) -> None:
    lines = f"{'كلام ' * 50}{end}"
    told = Headline(ArticleId(1), "sada", "عنوان", NOON, None, NOON, State.VISIBLE, abstract=lines)
    assert masked_headline(told, [SALMA]).abstract == ("كلام " * 50).strip()
    short = replace(told, abstract=f"كلام {end}")
    assert masked_headline(short, [SALMA]).abstract == short.abstract
    for sign in ("…", "...", " [...]"):
        assert masked_headline(replace(told, abstract=f"كلام {end}{sign}"), [SALMA]).abstract == "كلام"


@pytest.mark.parametrize(
    "path",
    ["سلمى-أحمد", "سلمى+أحمد", "سلمى/أحمد", "سلمى.أحمد", "سلمى_احمد", quote("سلمى أحمد"), "٢٣سلمى,أحمد"],
)
def test_an_address_that_spells_the_name_is_not_shown(path: str) -> None:
    draft = Draft("sada", f"https://sada.example/{quote(path)}", ("k",), "عنوان", "نص", "test/1")
    held = Article(ArticleId(1), draft, NOON, NOON, State.VISIBLE, 1, "hash")
    assert masked_article(held, [SALMA]).draft.url == ""


def test_the_public_reason_of_a_state_does_not_say_the_name() -> None:
    draft = Draft("sada", "", ("k",), "عنوان", "نص", "test/1")
    held = Article(ArticleId(1), draft, NOON, NOON, State.WITHHELD, 1, "hash", reason="حُجب لأجل سلمى أحمد")
    assert masked_article(held, [SALMA]).reason == "حُجب لأجل س. أ."


@pytest.mark.parametrize("query", ["سلمى", "أحمد", "وسلمى", "سلمى المحكمة"])
def test_by_a_masked_name_nothing_is_found_with_any_of_its_words(query: str) -> None:
    read = grammar.read(query)
    assert spared(read, [], [SALMA]) != read


@pytest.mark.parametrize("query", ["بنت", "المحكمة", "", "-محكمة"])
def test_words_that_tell_no_name_leave_the_question_as_it_is(query: str) -> None:
    read = grammar.read(query)
    assert spared(read, [], [SALMA, silence("أبو بنت", (), (), shown=None)]) == read


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


@pytest.mark.parametrize("articles", [(), (1,)])
@pytest.mark.parametrize(
    "query",
    [
        "المحكمة -أحمد",
        "المحكمة -سلمى",
        'المحكمة -"سلمى أحمد"',
        "المحكمة -(سلمى أحمد)",
        "المحكمة -(سلمى OR غيرها)",
        "المحكمة -سلم*",
        "المحكمة (غيرها OR -سلمى)",
        "المحكمة -author:سلمى",
    ],
)
def test_no_exclusion_tells_where_a_masked_name_stands(query: str, articles: tuple[int, ...]) -> None:
    index = MemoryIndex()
    texts = [("سلمى أحمد في المحكمة", ("سلمى أحمد",)), ("خبر من المحكمة", ()), ("سلمى علي في المحكمة", ())]
    entries = [
        IndexEntry(ArticleId(number), "alpha", "eg", title, "", NOON, authors=authors)
        for number, (title, authors) in enumerate(texts, 1)
    ]
    index.apply(entries, [], position=1)
    one = silence("سلمى أحمد", (), map(ArticleId, articles), shown=None)
    assert 1 not in index.search(grammar.read(query), limit=9).ids
    assert {1, 2} <= set(index.search(spared(grammar.read(query), [], [one]), limit=9).ids)


@pytest.mark.parametrize(
    "query",
    [
        "المحكمة OR سلمى",
        "(المحكمة OR -غيره) OR سلم*",
        '"خبر من المحكمة" OR المحكمة OR "سلمى أحمد"',
        "المحكمة زرافة سلمى",
    ],
)
def test_what_else_is_asked_finds_as_if_the_masked_name_stood_nowhere(query: str) -> None:
    index = MemoryIndex()
    texts = [("سلمى أحمد في المحكمة", ("سلمى أحمد",)), ("خبر من المحكمة", ())]
    entries = [
        IndexEntry(ArticleId(number), "alpha", "eg", title, "", NOON, authors=authors)
        for number, (title, authors) in enumerate(texts, 1)
    ]
    index.apply(entries, [], position=1)
    hits = index.search(spared(grammar.read(query), [], [SALMA]), limit=9, near=True)
    assert (1 in hits.ids) is (2 in hits.ids)
    assert hits.total in (0, 2)


def test_an_exclusion_still_leaves_out_who_bears_but_a_part_of_a_masked_name() -> None:
    index = MemoryIndex()
    texts = ["سلمى أحمد في المحكمة", "سلمى علي في المحكمة"]
    index.apply(
        [IndexEntry(ArticleId(at), "alpha", "eg", text, "", NOON) for at, text in enumerate(texts, 1)],
        [],
        position=1,
    )
    assert index.search(spared(grammar.read("المحكمة -سلمى"), [], [SALMA]), limit=9).ids == (1,)


def test_in_all_articles_the_name_itself_is_left_out_and_in_some_these_alone() -> None:
    everywhere = spared(grammar.read("سلمى أحمد"), [SALMA])
    assert any(isinstance(part, Not) for part in everywhere.tree.parts)
    some = spared(grammar.read("سلمى أحمد"), [silence("سلمى أحمد", (), [7, 9], shown=None)])  # type: ignore[list-item]
    assert some.without_articles == {7, 9}
    assert some.tree == grammar.read("سلمى أحمد").tree
