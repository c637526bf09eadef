"""`warraq names` says who is named in what is kept; an operator's names.txt has its say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said

TEXT = "التقى عبد الفتاح السيسي في باريس وزير الري سامح عزت، وقال السيسي إن السد آمن."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        {
            "id": str(number),
            "source": f"صحيفة {number % 3}",
            "title": f"لقاء رقم {number}",
            "text": f"{TEXT} اليوم {number}.",
            "published": f"2026-01-0{1 + number % 2}",
        }
        for number in range(6)
    ]
    lines = tmp_path / "set.jsonl"
    lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    folder = tmp_path / "data"
    assert run("import", "jsonl", str(lines), data=folder).exit_code == 0
    assert run("rebuild", "names", data=folder).exit_code == 0
    return folder


def test_names_of_what_is_kept_are_listed_shown_and_proposed(data: Path) -> None:
    listed = said(run("names", "list", "--json", data=data))
    assert (listed["behind"], listed["outdated"]) == (False, False)
    assert [(one["name"], one["articles"]) for one in listed["names"]] == [
        ("باريس", 6),
        ("عبد الفتاح السيسي", 6),
    ]
    shown = said(run("names", "show", "السيسي", "--json", data=data))
    assert (shown["key"], sum(shown["papers"].values()), len(shown["newest"])) == ("عبد-الفتاح-السيسي", 6, 6)
    [one] = said(run("names", "proposed", "--json", data=data))["names"]
    assert (one["name"], one["papers"], one["days"], one["page"]) == ("سامح عزت", 3, 2, False)
    for command in (("list",), ("proposed",), ("show", "باريس")):
        assert "6" in run("names", *command, data=data).stdout
    assert run("names", "show", "سامح عزت", data=data).exit_code == 1


def test_an_operators_list_proposes_a_reading_and_counts_once_it_is_made(data: Path) -> None:
    (data / "names.txt").write_text("[person]\nالمهندس سامح عزت = سامح عزت\n", encoding="utf-8")
    assert said(run("names", "list", "--json", data=data))["outdated"] is True
    told = said(run("rebuild", "names", "--json", data=data))
    assert told["changes"] == told["read"] == 6
    listed = said(run("names", "list", "--json", data=data))
    assert listed["outdated"] is False
    assert "المهندس سامح عزت" in {one["name"] for one in listed["names"]}
    assert said(run("names", "proposed", "--json", data=data))["names"] == []


def test_a_name_we_are_silent_about_is_not_listed_or_shown(data: Path) -> None:
    said_so = ("--reason", "طلب", "--by", "الإدارة")
    assert run("decide", "delist", "عبد الفتاح السيسي", *said_so, data=data).exit_code == 0
    listed = said(run("names", "list", "--json", data=data))
    assert [one["name"] for one in listed["names"]] == ["باريس"]
    assert run("names", "show", "السيسي", data=data).exit_code == 1


def test_a_list_is_checked_before_it_is_used(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("[place]\nوادي النطرون\nباريس = مدينة النور\n", encoding="utf-8")
    told = said(run("names", "check", str(own), "--json", data=data))
    assert ([one["kind"] for one in told["names"]], told["known"]) == (["place", "place"], ["باريس"])
    own.write_text("[planet]\nزحل\n", encoding="utf-8")
    wrong = run("names", "check", str(own), data=data)
    assert wrong.exit_code == 1
    assert "line 1: [planet] is none of [person], [body], [place]" in wrong.stderr


def test_a_list_that_cannot_be_read_is_said_at_the_start(data: Path) -> None:
    (data / "names.txt").write_text("[planet]\nزحل\n", encoding="utf-8")
    told = run("names", "list", data=data)
    assert told.exit_code == 1
    assert "names.txt cannot be read: line 1" in told.stderr
