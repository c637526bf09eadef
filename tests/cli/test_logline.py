"""One event is one line of the log, whatever strangers put into it."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.suites.strings import OURS, of_suites
from warraq.cli.logline import FORM, OneLine, escaped


def line(message: str, *given: object, error: BaseException | None = None) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("warraq.web", logging.ERROR, __file__, 1, message, given, told)
    return OneLine(FORM).format(record)


def test_a_hostile_headline_forges_no_second_line() -> None:
    for text in OURS:
        said = line("page %s: %s", text, text)
        assert said.startswith("ERROR warraq.web: page ")
        assert len(said.splitlines()) == 1, said
        assert not {"\x1b", "\u202e", "\u2028", "\x85", "\ud800"} & set(said)


def test_each_of_the_naughty_strings_is_one_line(shared: Path) -> None:
    strings = of_suites(shared)
    if not strings:
        pytest.skip("no suites of strings beside the checkout")
    for text in strings:
        said = line("%s", text)
        assert len(said.splitlines()) == 1, said
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", said), said


def test_what_is_seen_stays_as_it_was_printed() -> None:
    for text in ("خبر عاجل: «الجسر» 50 %", "می‌خواهم", "👩‍👩‍👧", "a\\nb"):
        assert escaped(text) == text
    assert escaped("سطر\nثان\x1b[31m\u202e") == "سطر\\nثان\\x1b[31m\\u202e"


def test_a_traceback_is_of_the_same_line() -> None:
    try:
        raise ValueError("x\nERROR warraq: forged")
    except ValueError as error:
        said = line("broken", error=error)
    assert len(said.splitlines()) == 1
    assert "Traceback" in said
    assert "forged" in said


@given(st.text(max_size=60))
def test_any_text_is_one_line_that_can_be_written(text: str) -> None:
    said = line("%s", text)
    assert len(said.splitlines()) == 1
    said.encode("utf-8")
