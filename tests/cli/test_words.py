"""`warraq words` learns names from what is kept, and search finds them behind what is attached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq.language import analysis


@pytest.fixture(autouse=True)
def unlearnt() -> Iterator[None]:
    yield
    analysis.learn(())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    texts = ("زولانسكي يغادر", "غادر زولانسكي العاصمة", "بيان لزولانسكي عن العاصمة")
    rows = [
        {
            "id": str(number),
            "source": f"صحيفة {number % 3}",
            "title": text,
            "text": f"{text} فجر اليوم {number}.",
        }
        for number, text in enumerate(texts * 2)
    ]
    lines = tmp_path / "set.jsonl"
    lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    folder = tmp_path / "data"
    assert run("import", "jsonl", str(lines), data=folder).exit_code == 0
    return folder


def test_a_name_learnt_from_the_archive_is_found_behind_a_proclitic(data: Path) -> None:
    before = said(run("search", "زولانسكي", "--json", data=data))["total"]
    told = said(run("words", "--times", "4", "--papers", "2", "--json", data=data))
    assert told["words"] == 1
    assert (data / "words.txt").read_text(encoding="utf-8") == "زولانسكي\n"
    assert run("rebuild", "index", data=data).exit_code == 0
    found = said(run("search", "زولانسكي", "--json", data=data))
    assert (before, found["total"], found["relaxed"]) == (4, 6, False)


def test_what_was_learnt_is_forgotten_again(data: Path) -> None:
    run("words", "--times", "4", "--papers", "2", data=data)
    assert said(run("words", "--forget", "--json", data=data)) == {"words": 0}
    assert not (data / "words.txt").exists()


def test_a_list_that_is_no_text_is_named(data: Path) -> None:
    (data / "words.txt").write_bytes(b"\xff\xfe\x00")
    result = run("search", "زولانسكي", data=data)
    assert result.exit_code == 1
    assert "words.txt" in result.stderr


def test_an_empty_folder_teaches_nothing(tmp_path: Path) -> None:
    result = run("words", data=tmp_path / "nothing")
    assert result.exit_code == 1
    assert "nothing is kept" in result.stderr
