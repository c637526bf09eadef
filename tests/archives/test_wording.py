"""Is what follows from a draft's words the same wherever they are kept?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ports.drafting import draft
from warraq.archives.wording import bounded, clause, mended, said, storable, teaser
from warraq.press import Entry

ANY = st.text(st.one_of(st.characters(), st.sampled_from("\0\ud800\udfff")), max_size=40)


@given(ANY)
def test_mended_text_can_be_stored_and_keeps_its_length(text: str) -> None:
    assert storable(mended(text))
    assert len(mended(text)) == len(text)
    assert mended(text) == text or not storable(text)


@given(st.one_of(ANY, ANY.map(lambda text: text * 100)))
def test_an_indexed_key_can_be_stored_and_is_short(key: str) -> None:
    found = bounded(key)
    assert storable(found)
    assert len(found.encode()) <= 1000
    assert found == key or not storable(key) or len(key.encode()) > 1000


@given(st.text(max_size=700), st.one_of(st.none(), st.text(max_size=700)))
def test_a_teaser_is_the_beginning_of_what_the_paper_said(body: str, abstract: str | None) -> None:
    found = teaser(draft(1, body=body, abstract=abstract))
    source = abstract or body.replace("\n", " ")
    assert found is None or (len(found) <= 300 and source.startswith(found))
    assert (found is None) == (not source)


@pytest.mark.parametrize(("letters", "kept"), [(300, 300), (301, 300)])
def test_a_teaser_of_one_long_word_is_cut_inside_it(letters: int, kept: int) -> None:
    assert teaser(draft(1, body="س" * letters)) == "س" * kept


def test_a_body_cut_at_the_limit_says_no_half_word() -> None:
    assert teaser(draft(1, body="خبر " * 75 + "عاجلة")) == ("خبر " * 75).rstrip()


def test_a_reason_is_one_clause() -> None:
    assert clause(None) is None
    assert clause("") is None
    assert clause("x" * 999) == "x" * 300


def test_no_two_parts_of_an_entry_run_together() -> None:
    assert said(Entry("g", "u", title="ab")) != said(Entry("g", "u", title="a"))
    assert said(Entry("g", "u")) == said(Entry("g", "other", summary="x"))
