"""An operator's list of names holds as its file stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from warraq.errors import SettingsError
from warraq.wiring.names import Lists

KEY = "وادي-النطرون"


def write(place: Path, text: str, *, at: int) -> None:
    place.write_text(text, encoding="utf-8")
    os.utime(place, (at, at))


def test_without_a_file_there_are_the_names_that_come_with_warraq(tmp_path: Path) -> None:
    lists = Lists(tmp_path / "names.txt")
    assert lists.register() is lists.register()
    assert lists.register().name("عبد-الفتاح-السيسي") is not None


def test_a_file_that_comes_changes_and_goes_is_heard_of(tmp_path: Path) -> None:
    place = tmp_path / "names.txt"
    lists = Lists(place)
    bare = lists.register()
    write(place, "[place]\nوادي النطرون\n", at=1)
    with_it = lists.register()
    assert with_it.name(KEY) is not None
    write(place, "[place]\nواحة سيوة\n", at=2)
    assert lists.register().name(KEY) is None
    place.unlink()
    assert lists.register().version == bare.version != with_it.version


def test_a_file_that_is_spoilt_while_all_goes_on_leaves_what_it_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "names.txt"
    write(place, "[place]\nوادي النطرون\n", at=1)
    lists = Lists(place)
    write(place, "[planet]\nزحل\n", at=2)
    assert lists.register().name(KEY) is not None
    assert "line 1: [planet]" in caplog.text
    with pytest.raises(SettingsError, match=r"names\.txt cannot be read: line 1"):
        Lists(place)
