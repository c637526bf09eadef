"""The command: teaches, speaks JSON, and says what went wrong and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from warraq.cli import COMMANDS, main


def run(*arguments: str, data: Path | None = None) -> Result:
    where = ["--data", str(data)] if data else []
    options = arguments.index("--") if "--" in arguments else len(arguments)
    return CliRunner().invoke(main, [*arguments[:options], *where, *arguments[options:]])


def said(result: Result) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return value


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    rows = [
        {
            "id": f"{number}",
            "source": "صحيفة",
            "title": f"انسحاب القوات من القاعدة {number}",
            "text": "أعلن ناطق رسمي أن القوات غادرت القاعدة فجر اليوم.\nوأضاف أن الأهالي عادوا إلى بيوتهم.",
            "published": f"2025-06-{number + 1:02d}",
        }
        for number in range(20)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [(), *((name,) for name in COMMANDS)])
def test_every_command_teaches(name: tuple[str, ...]) -> None:
    result = run(*name, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize(
    ("code", "status"), [("eg", 0), ("TN", 0), ("zz", 0), ("xx", 2), ("egypt", 2), ("", 2)]
)
def test_an_import_of_no_country_is_refused_at_once(
    lines: Path, tmp_path: Path, code: str, status: int
) -> None:
    result = run("import", "jsonl", str(lines), "--country", code, data=tmp_path / "data")
    assert result.exit_code == status
    assert not status or "--country" in result.stderr


def test_import_then_search(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = said(run("import", "jsonl", str(lines), "--json", data=data))
    assert (first["filed"], first["versions"], first["duplicates"], first["failed"]) == (20, 0, 0, 0)
    second = said(run("import", "jsonl", str(lines), "--json", data=data))
    assert (second["filed"], second["duplicates"]) == (0, 20)
    found = said(run("search", "والقوات", "انسحاب", "--json", data=data))
    assert found["total"] == 20
    assert "انسحاب القوات" in found["hits"][0]["title"]
    newest = said(run("search", "القوات", "--newest", "--limit", "3", "--json", data=data))
    dates = [hit["published"] for hit in newest["hits"]]
    assert dates == sorted(dates, reverse=True)
    assert said(run("search", "زرافة", "--json", data=data)) == {"total": 0, "relaxed": False, "hits": []}


def test_search_speaks_to_people_too(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    result = run("search", "القاعدة", data=data)
    assert result.exit_code == 0
    assert "انسحاب القوات من القاعدة" in result.stdout


def test_doctor_finds_a_fresh_folder_well(tmp_path: Path) -> None:
    result = run("doctor", "--json", data=tmp_path / "data")
    assert result.exit_code == 0, result.output
    assert said(result)["well"] is True


def test_doctor_sees_an_index_that_is_not_the_archive_and_rebuilding_mends_it(
    lines: Path, tmp_path: Path
) -> None:
    from warraq import wiring
    from warraq.press import ArticleId, Settings

    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    with wiring.house(Settings(data=data)) as house:
        house.index.apply([], [ArticleId(3)], position=house.index.position())
    result = run("doctor", "--json", data=data)
    assert result.exit_code == 1
    assert "rebuild index" in result.output
    assert said(run("rebuild", "index", "--json", data=data))["articles"] == 20
    assert run("doctor", data=data).exit_code == 0


def test_doctor_sees_a_damaged_archive(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    path = data / "archive.sqlite3"
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    path.write_bytes(bytes(raw))
    result = run("doctor", data=data)
    assert result.exit_code == 1
    assert "archive" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said_of_it"),
    [
        (("import", "jsonl", "/nowhere.jsonl"), "nowhere.jsonl"),
        (("import", "jsonl", __file__, "--field", "nonsense"), "OURS=THEIRS"),
        (("import", "jsonl", __file__, "--zone", "Mars/Olympus"), "Mars/Olympus"),
        (("collect", "--once", "--edition", "zz"), "zz"),
        (("source", "add", "ftp://paper.example/rss"), "ftp://paper.example/rss"),
        (("source", "probe", "لاشيء"), "لاشيء"),
        (("search", "x", "--limit", "0"), "limit"),
        (("fly",), "fly"),
    ],
)
def test_what_is_wrong_is_said_in_one_clear_message(
    arguments: tuple[str, ...], said_of_it: str, tmp_path: Path
) -> None:
    data = None if arguments == ("fly",) else tmp_path / "data"
    result = run(*arguments, data=data)
    assert result.exit_code != 0
    assert said_of_it in result.output
    assert "Traceback" not in result.output


def test_a_broken_edition_file_names_the_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "editions"
    folder.mkdir(parents=True)
    (folder / "eg.toml").write_text("[papers.x\nname = 'a'\n")
    result = run("source", "list", data=tmp_path / "data")
    assert result.exit_code == 1
    assert "eg.toml" in result.output
    assert "line 1" in result.output


def test_a_query_of_any_kind_never_fails(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    for query in ('"', "«", "- -", "((", "القوات OR", "x:y:z", "\u202eabc", "*" * 300, "-القوات"):
        result = run("search", "--json", "--", query, data=data)
        assert result.exit_code == 0, (query, result.output)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    nowhere = tmp_path / "mistyped"
    result = run("search", "القوات", data=nowhere)
    assert result.exit_code == 1
    assert "nothing is kept in" in result.output
    assert run("doctor", data=nowhere).exit_code == 0
    assert not nowhere.exists()


def test_an_index_damaged_beyond_opening_is_named_and_rebuilding_mends_it(
    lines: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    for path in (data / "index").rglob("meta.json"):
        path.write_text("{", encoding="ascii")
    result = run("doctor", "--json", data=data)
    assert result.exit_code == 1
    assert [check["name"] for check in said(result)["checks"] if check["well"] is False] == ["index"]
    assert "rebuild index" in result.output
    assert run("rebuild", "index", data=data).exit_code == 0
    assert said(run("search", "القوات", "--json", data=data))["total"] == 20


def test_one_wrong_line_fails_the_import_only_when_asked_to_be_strict(lines: Path, tmp_path: Path) -> None:
    with lines.open("a", encoding="utf-8") as stream:
        stream.write("{broken\n")
    assert run("import", "jsonl", str(lines), data=tmp_path / "a").exit_code == 0
    result = run("import", "jsonl", str(lines), "--strict", data=tmp_path / "b")
    assert result.exit_code == 1
    assert "set.jsonl:21" in result.output


def test_rebuilding_beside_a_collector_is_refused_with_its_process(lines: Path, tmp_path: Path) -> None:
    from warraq import wiring

    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    with wiring.only_collector(data):
        result = run("rebuild", "index", data=data)
    assert result.exit_code == 1
    assert "another warraq (process" in result.output
