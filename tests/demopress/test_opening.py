"""Does a second run go on with the press of the first?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.demopress.conftest import START
from warraq.demopress.opening import FILE, holds, opened, ports


def test_the_first_start_is_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert opened(folder, now=START) == START
    assert opened(folder, now=START + timedelta(days=2)) == START


@pytest.mark.parametrize("written", ["", "yesterday", "2026-03-04T09:30:00", "\ufeff\ud7ff"])
def test_a_start_that_cannot_be_read_is_written_anew(tmp_path: Path, written: str) -> None:
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    assert opened(tmp_path, now=START) == START
    assert opened(tmp_path, now=START + timedelta(hours=1)) == START


def test_bytes_that_are_no_text_are_written_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert opened(tmp_path, now=START) == START


def test_a_start_in_the_future_is_written_anew(tmp_path: Path) -> None:
    opened(tmp_path, now=START + timedelta(days=1))
    assert opened(tmp_path, now=START) == START


USUAL, OTHERS = (8791, 8792), (40001, 40002)


def test_a_folder_that_begins_while_the_usual_ports_are_taken_keeps_others_for_good(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert ports(folder, usual=USUAL) is None
    assert holds(folder, None, OTHERS)
    opened(folder, now=START)
    assert ports(folder, usual=USUAL) == OTHERS
    assert holds(folder, OTHERS, OTHERS)


def test_a_folder_whose_ports_are_taken_is_not_shown_at_others(tmp_path: Path) -> None:
    holds(tmp_path, None, USUAL)
    assert not holds(tmp_path, ports(tmp_path, usual=()), OTHERS)
    assert ports(tmp_path, usual=()) == USUAL


@pytest.mark.parametrize("written", [None, b"", b"a b", b"\xff", b"8791 99999"])
def test_a_folder_that_began_without_a_word_of_ports_has_the_usual(
    tmp_path: Path, written: bytes | None
) -> None:
    opened(tmp_path, now=START)
    if written is not None:
        (tmp_path / "demopress-ports.txt").write_bytes(written)
    assert ports(tmp_path, usual=USUAL) == USUAL
