from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from scripts import words
from warraq.cli.flaws import told
from warraq.query.tree import Flaw
from warraq.sections.desks import DESKS
from warraq.web.tongue import TONGUES, Speech, speaking
from warraq.web.wording import counted, listed, note, papers_of, said, section

_PO = {tongue: words.LOCALE / tongue / "LC_MESSAGES" / "warraq.po" for tongue in TONGUES}


def _messages(tongue: str) -> dict[str, Any]:
    """What a catalogue says: a text, or one for each form of a number, by the message's name."""
    found = {}
    for message in words.read(_PO[tongue]):
        if message.id:
            name = message.id[0] if isinstance(message.id, tuple) else message.id
            found[name] = message.string
    return found


_WORDS = _messages("ar")
_COUNTED = sorted(name.removeprefix("counted.") for name in _WORDS if name.startswith("counted."))


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


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(_COUNTED))
def test_every_message_has_words_for_every_number(number: int, message: str) -> None:
    text = counted(message, number)
    assert text
    assert "{" not in text
    assert number <= 2 or f"{number:,}" in text


def test_every_counted_message_has_exactly_the_six_forms() -> None:
    for name, forms in _WORDS.items():
        assert name.partition(".")[0] not in ("counted", "papers_of") or len(forms) == 6, name


@pytest.mark.parametrize("tongue", TONGUES)
def test_what_gettext_reads_is_what_the_catalogue_says(tongue: str) -> None:
    path = _PO[tongue]
    assert path.with_suffix(".mo").read_bytes() == words.compiled(words.read(path)), "run `make words`"


def test_a_message_that_no_catalogue_has_is_a_mistake() -> None:
    for tongue in TONGUES:
        with speaking(Speech(tongue)), pytest.raises(KeyError):
            said("no such room", "message")
        with speaking(Speech(tongue)), pytest.raises(KeyError):
            counted("no such message", 3)


def test_each_language_counts_in_its_own_forms() -> None:
    told = {}
    for tongue in TONGUES:
        with speaking(Speech(tongue)):
            told[tongue] = [papers_of("tn", number) for number in (1, 2, 1200)]
    assert told == {
        "ar": ["صحيفة تونسية واحدة", "صحيفتان تونسيتان", "1,200 صحيفة تونسية"],
        "fr": ["un journal tunisien", "2 journaux tunisiens", "1\u202f200 journaux tunisiens"],
        "en": ["one Tunisian paper", "2 Tunisian papers", "1,200 Tunisian papers"],
    }


def test_a_reader_who_set_them_reads_eastern_digits_in_arabic() -> None:
    with speaking(Speech(eastern=True)):
        assert counted("article", 25_000) == "٢٥٬٠٠٠ خبر"


def test_markup_stays_markup_in_a_message_and_all_else_is_escaped() -> None:
    made = said("door", "moved", when="<b>", site=Markup("<bdi>x</bdi>"))
    assert isinstance(made, Markup)
    assert "&lt;b&gt;" in made
    assert "<bdi>x</bdi>" in made
    assert listed(["<", Markup("<i>")]) == "&lt;، <i>"
    assert listed(["a", "b"]) == "a، b"


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
