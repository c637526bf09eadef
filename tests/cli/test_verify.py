"""`warraq verify` names what was altered, and ends as it should."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.test_commands import lines, run, said

__all__ = ["lines"]


@pytest.fixture
def data(lines: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert run("import", "jsonl", str(lines), data=folder).exit_code == 0
    return folder


def test_a_sound_folder_is_well_and_its_head_is_printed(data: Path) -> None:
    result = run("verify", "--captures", "--json", data=data)
    assert result.exit_code == 0
    told = said(result)
    assert told["well"]
    assert told["read"] == {"articles": 20, "wordings": 20, "changes": 20, "indexed": 20}
    alone = run("verify", "--head", data=data)
    assert alone.stdout.split() == ["20", told["head"]["hash"]]
    assert run("verify", "--head", "--at", "20", data=data).stdout == alone.stdout
    assert run("verify", "--head", "--at", "7", data=data).stdout.startswith("7 ")
    assert said(run("verify", "--head", "--json", data=data))["head"] == told["head"]


def test_what_was_altered_is_named_and_the_command_fails(data: Path) -> None:
    with sqlite3.connect(data / "archive.sqlite3") as connection:
        connection.execute("UPDATE versions SET body = replace(body, 'غادرت', 'لم تغادر') WHERE article = 3")
    connection.close()
    result = run("verify", "--json", data=data)
    assert result.exit_code == 1
    assert "article 3, wording 1: was altered" in result.stderr
    assert [fault["what"] for fault in said(result)["faults"]] == ["article 3, wording 1", "article 3"]


def test_where_nothing_is_kept_there_is_nothing_to_verify(tmp_path: Path) -> None:
    result = run("verify", data=tmp_path / "none")
    assert result.exit_code == 1
    assert "nothing is kept" in result.stderr
    assert not (tmp_path / "none").exists()


def test_a_change_that_there_is_not_has_no_head(data: Path) -> None:
    result = run("verify", "--head", "--at", "21", data=data)
    assert result.exit_code == 1
    assert "there is no change 21" in result.stderr
    assert "--at goes with --head" in run("verify", "--at", "3", data=data).stderr
