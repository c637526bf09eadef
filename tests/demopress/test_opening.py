"""Does a second run go on with the press of the first?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.demopress.conftest import START
from warraq.demopress.opening import FILE, opened


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
