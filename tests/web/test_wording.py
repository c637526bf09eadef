from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.cli.flaws import told
from warraq.query.tree import Flaw
from warraq.sections.desks import DESKS
from warraq.web.wording import counted, note, said, section

_WORDS = tomllib.loads((files("warraq.web") / "locale" / "ar.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "3 أخبار"),
        (10, "10 أخبار"),
        (11, "11 خبرًا"),
        (99, "99 خبرًا"),
        (100, "100 خبر"),
        (103, "103 أخبار"),
        (111, "111 خبرًا"),
        (25_000, "25,000 خبر"),
    ],
)
def test_arabic_counts_in_six_forms(number: int, text: str) -> None:
    assert counted("article", number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(1, "قبل دقيقة"), (2, "قبل دقيقتين"), (3, "قبل 3 دقائق"), (11, "قبل 11 دقيقة")]
)
def test_minutes_ago_are_counted_too(number: int, text: str) -> None:
    assert counted("minutes_ago", number) == text


def test_two_versions_are_said_without_a_digit() -> None:
    assert counted("kept", 2) == "حُفظت نسختان"
    assert counted("kept", 3) == "حُفظت 3 نسخ"


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(sorted(_WORDS["counted"])))
def test_every_message_has_words_for_every_number(number: int, message: str) -> None:
    text = counted(message, number)
    assert text
    assert "{" not in text
    assert number <= 2 or f"{number:,}" in text


def test_every_counted_message_has_exactly_the_six_forms() -> None:
    for message, forms in _WORDS["counted"].items():
        assert set(forms) == {"zero", "one", "two", "few", "many", "other"}, message


def test_a_message_without_number_takes_its_values() -> None:
    assert said("dates", "at_hour", clock="9:02 ص") == "الساعة 9:02 ص"


def test_a_desk_without_a_word_is_not_named() -> None:
    assert section("politics") == "سياسة"
    assert section("vertical-17") is None
    assert section(None) is None


def test_an_edition_calls_a_desk_as_its_press_does() -> None:
    labels = {"governorates": "جهات"}
    assert section("governorates", labels) == "جهات"
    assert section("politics", labels) == "سياسة"
    assert section("vertical-17", labels) is None


def test_every_desk_has_a_word_of_its_own() -> None:
    words = [section(slug) for slug in DESKS]
    assert None not in words
    assert len(set(words)) == len(DESKS)


def test_a_note_that_needs_no_words_is_silent() -> None:
    assert note("no such note", "x") is None


def test_every_flaw_of_a_question_has_words_here_and_on_the_command_line() -> None:
    for flaw in get_args(Flaw):
        said = note(flaw, "قيمة")
        assert said is not None, flaw
        assert said.endswith((".", "*", "».")), flaw
        assert told((flaw, "value")).count("{") == 0
        assert ("قيمة" in said) == ("value" in told((flaw, "value"))), flaw
