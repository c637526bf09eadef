"""One event, one line: nobody's words forge another, turn a line around or colour a terminal."""

from __future__ import annotations

import gzip
import io
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.cli.logged import Lines, plain

FORGED = "ERROR warraq.archives: all is lost"


def told(*said: object, failed: BaseException | None = None) -> str:
    """What stands in the log of one event."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    record = logging.LogRecord("warraq.x", logging.INFO, __file__, 1, "paper %s: %s", said, None)
    record.exc_info = (type(failed), failed, failed.__traceback__) if failed else None
    handler.handle(record)
    return out.getvalue()


@pytest.mark.parametrize(
    "end",
    [
        "\n",
        "\r\n",
        "\r",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x1d",
        "\x1e",
        "\x85",
        "\u2028",
        "\u2029",
        "\x00\n",
        "\x1b[2J\x1b[H",
    ],
)
def test_no_end_of_a_line_forges_an_event(end: str) -> None:
    (line,) = told("x", f"HTTP 500{end}{FORGED}").splitlines()
    assert line.startswith("INFO warraq.x: paper x: HTTP 500")
    assert line.isprintable()


def test_the_naughty_strings_stand_on_one_line_each(shared: Path) -> None:
    path = shared / "suites/naughty-strings/blns.json.gz"
    if not path.is_file():
        pytest.skip("no naughty strings beside the checkout")
    strings = json.loads(gzip.decompress(path.read_bytes()))
    assert len(strings) > 500
    for naughty in strings:
        assert len(told(naughty, naughty).splitlines()) == 1
        assert not any(one in told(naughty, "x") for one in "\x1b\u202e\u2066\u2028")


@given(st.text())
def test_whatever_is_said_is_one_line_and_saying_it_twice_changes_nothing(text: str) -> None:
    assert len(told(text, "x").splitlines()) == 1
    assert plain(plain(text)) == plain(text)


def test_arabic_and_what_joins_its_letters_stand_as_they_are() -> None:
    assert "النهر: می\u200cخواهم" in told("النهر", "می\u200cخواهم")


def test_a_mistake_s_own_words_are_set_in_and_forge_nothing() -> None:
    try:
        raise ValueError(f"bad\n{FORGED}\r{FORGED}\u202e")
    except ValueError as error:
        first, *rest = told("x", "y", failed=error).rstrip("\n").splitlines()
    assert first == "INFO warraq.x: paper x: y"
    assert rest
    assert all(line.startswith("  | ") for line in rest)
