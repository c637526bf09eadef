"""Decisions and answers from the command line, over a data folder that is opened anew each time."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from warraq import wiring
from warraq.cli import main
from warraq.newsroom.petitions import Desk, Limits, key_of
from warraq.press import ArticleId, ClaimKind, Settings, State

NAME = "سلمى الزعفراني"
ONE = ArticleId(1)
WHY = ("--reason", "طلب الأسرة")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with an article that names somebody, imported."""
    line = {
        "source": "sada",
        "title": f"المجلس يكرم {NAME}",
        "text": f"قالت {NAME} إن الجسر متين.",
        "published": "2026-11-23",
    }
    (tmp_path / "set.jsonl").write_text(json.dumps(line), encoding="utf-8")
    data = tmp_path / "data"
    done = CliRunner().invoke(main, ["import", "jsonl", str(tmp_path / "set.jsonl"), "--data", str(data)])
    assert done.exit_code == 0, done.output
    return data


def run(data: Path, *words: str, wrong: bool = False) -> dict[str, Any]:
    told = CliRunner(env={"WARRAQ_DATA": str(data)}).invoke(main, [*words, *(() if wrong else ("--json",))])
    assert (told.exit_code != 0) is wrong, told.output
    said: dict[str, Any] = {"told": told.output} if wrong else json.loads(told.stdout.splitlines()[-1])
    return said


def total(data: Path, query: str) -> int:
    count: int = run(data, "search", query)["total"]
    return count


def state(data: Path) -> State:
    with wiring.house(Settings(data=data)) as house:
        held = house.archive.article(ONE)
        assert held is not None
        return held.state


def test_a_name_leaves_search_and_comes_back(data: Path) -> None:
    assert total(data, NAME) == 1
    made = run(data, "decide", "delist", NAME, "--variant", "سلمى الزعفرانية", *WHY, "--note", "سري")
    assert (total(data, NAME), total(data, "سلمى الزعفرانية"), total(data, "الجسر")) == (0, 0, 1)
    run(data, "rebuild", "index")
    assert total(data, NAME) == 0
    assert run(data, "decide", "undo", str(made["number"]), *WHY)["undoes"] == made["number"]
    assert total(data, NAME) == 1
    assert run(data, "decide", "list") == {"decisions": [], "lines": 2}
    assert len(run(data, "decide", "list", "--all")["decisions"]) == 2


def test_a_masked_name_is_shown_by_its_initials_and_another_import_changes_nothing(
    data: Path, tmp_path: Path
) -> None:
    run(data, "decide", "mask", NAME, *WHY)
    run(data, "import", "jsonl", str(tmp_path / "set.jsonl"))
    hit = run(data, "search", "الجسر")["hits"][0]
    assert (hit["title"], hit["snippet"]) == ("المجلس يكرم س. ز.", "قالت س. ز. إن الجسر متين.")


def test_an_article_is_withheld_and_shown_again(data: Path) -> None:
    number = run(data, "decide", "withhold", "1", *WHY)["number"]
    assert (state(data), run(data, "search", "الجسر")["hits"]) == (State.WITHHELD, [])
    run(data, "decide", "undo", str(number), *WHY)
    assert state(data) is State.VISIBLE


def test_what_does_not_stand_is_told(data: Path) -> None:
    for words in (
        ("decide", "withhold", "9", *WHY),
        ("decide", "hide", "9", *WHY),
        ("decide", "undo", "9", *WHY),
        ("source", "optout", "nobody", *WHY),
        ("source", "optout", "sada", "--undo", *WHY),
        ("request", "show", "9"),
        ("request", "settle", "9", "--done", *WHY),
    ):
        told = run(data, *words, wrong=True)["told"]
        assert told.startswith("warraq: "), told
    assert run(data, "decide", "verify") == {"lines": 0, "broken": None, "mended": 0}


def test_an_altered_line_of_the_log_is_found(data: Path) -> None:
    for number in range(3):
        run(data, "decide", "delist", f"{NAME} {number}", *WHY)
    with sqlite3.connect(data / "archive.sqlite3") as connection:
        connection.execute("UPDATE decisions SET said = replace(said, 'طلب', 'أمر') WHERE number = 2")
    connection.close()
    assert "line 2" in run(data, "decide", "verify", wrong=True)["told"]


def test_a_copy_of_the_archive_holds_its_decisions(data: Path, tmp_path: Path) -> None:
    run(data, "decide", "mask", NAME, *WHY)
    with sqlite3.connect(data / "archive.sqlite3") as connection:
        (tmp_path / "other").mkdir()
        connection.execute("VACUUM INTO ?", (str(tmp_path / "other" / "archive.sqlite3"),))
    connection.close()
    run(tmp_path / "other", "rebuild", "index")
    assert total(tmp_path / "other", NAME) == 0
    assert run(tmp_path / "other", "search", "الجسر")["hits"][0]["title"] == "المجلس يكرم س. ز."


def test_a_paper_opts_out_and_comes_back(data: Path) -> None:
    run(data, "source", "optout", "sada", *WHY)
    with wiring.house(Settings(data=data)) as house:
        assert house.shown()[0].sources()["sada"].opted_out
        assert not house.archive.sources()["sada"].opted_out
    run(data, "source", "optout", "sada", "--undo", *WHY)
    with wiring.house(Settings(data=data)) as house:
        assert not house.shown()[0].sources()["sada"].opted_out


def asked(data: Path, kind: ClaimKind, *, article: ArticleId | None = ONE) -> int:
    with wiring.house(Settings(data=data)) as house:
        desk = Desk(house.bench(), house.claims)
        now = house.clock.now()
        return desk.take(
            kind, "نص الطلب", key=key_of("s"), article=article, contact="a@b.example", place="",
            limits=Limits(5, 5), now=now,
        ).number  # fmt: skip


def test_a_request_is_shown_answered_and_kept_with_its_decisions(data: Path) -> None:
    number = str(asked(data, ClaimKind.MINOR))
    assert state(data) is State.WITHHELD
    (listed,) = run(data, "request", "list")["requests"]
    assert (listed["kind"], listed["hidden"], listed["contact"]) == ("minor", True, "a@b.example")
    assert "not both" in run(data, "request", "settle", number, *WHY, wrong=True)["told"]
    settled = run(data, "request", "settle", number, "--mask", NAME, *WHY)
    assert (settled["state"], settled["outcome"]) == ("granted", "طلب الأسرة")
    assert state(data) is State.VISIBLE
    assert run(data, "search", "الجسر")["hits"][0]["title"] == "المجلس يكرم س. ز."
    assert run(data, "request", "list")["requests"] == []
    assert len(run(data, "request", "show", number)["decisions"]) == 3


def test_who_asks_is_asked_for_more_and_the_request_waits_for_them(data: Path) -> None:
    number = str(asked(data, ClaimKind.MINOR))
    row = run(data, "request", "ask", number, "--question", "أي قاصر تقصد؟")
    assert (row["state"], row["outcome"]) == ("asked", "أي قاصر تقصد؟")
    assert run(data, "request", "list")["requests"] == []
    assert [one["number"] for one in run(data, "request", "list", "--all")["requests"]] == [int(number)]
    run(data, "request", "settle", number, "--refuse", *WHY)
    assert "answered" in run(data, "request", "ask", number, "--question", "ماذا؟", wrong=True)["told"]


def test_a_request_that_is_granted_for_good_never_shows_the_article_again(data: Path) -> None:
    number = str(asked(data, ClaimKind.MINOR))
    run(data, "request", "settle", number, "--withhold", *WHY)
    assert state(data) is State.WITHHELD
    with wiring.house(Settings(data=data)) as house:
        assert house.archive.article(ONE).reason == "طلب الأسرة"  # type: ignore[union-attr]


def test_a_publisher_is_known_by_mail_where_no_file_proves_it(data: Path) -> None:
    number = str(asked(data, ClaimKind.WITHDRAWAL))
    told = run(data, "request", "prove", number, "--mail", "المحرر", wrong=True)["told"]
    assert "no paper whose address is known" in told  # an import without addresses
    with wiring.house(Settings(data=data)) as house:
        paper = house.archive.sources()["sada"]
        house.archive.put_sources([replace(paper, homepage="https://127.0.0.1/")])
    assert run(data, "request", "prove", number, "--mail", "المحرر")["proof"] == "mail from 127.0.0.1: المحرر"
    told = run(data, "request", "prove", number, wrong=True)["told"]
    assert "proves nothing" in told  # the egress door opens no private address


def test_a_publisher_that_names_no_article_is_known_and_left_alone(data: Path) -> None:
    number = str(asked(data, ClaimKind.OPT_OUT, article=None))
    mail = ("request", "prove", number, "--mail", "المحرر")
    assert "--paper" in run(data, *mail, wrong=True)["told"]
    assert "no paper whose address is known" in run(data, *mail, "--paper", "nobody", wrong=True)["told"]
    with wiring.house(Settings(data=data)) as house:
        paper = house.archive.sources()["sada"]
        house.archive.put_sources([replace(paper, homepage="https://sada.example/")])
    assert run(data, *mail, "--paper", "sada")["proof"] == "mail from sada.example: المحرر"
    settled = run(data, "request", "settle", number, "--optout", "sada", *WHY)
    assert (settled["state"], len(settled["decisions"])) == ("granted", 1)
    with wiring.house(Settings(data=data)) as house:
        assert house.shown()[0].sources()["sada"].opted_out


def test_a_paper_proves_nothing_of_anothers_article(data: Path) -> None:
    number = str(asked(data, ClaimKind.WITHDRAWAL))
    told = run(data, "request", "prove", number, "--mail", "المحرر", "--paper", "other", wrong=True)["told"]
    assert "an article of sada, not of other" in told


def imported(data: Path, folder: Path, title: str) -> None:
    line = {
        "source": "sada",
        "title": title,
        "text": f"{title} في نص.",
        "url": f"https://sada.example/{len(title)}",
    }
    (folder / "more.jsonl").write_text(json.dumps(line), encoding="utf-8")
    run(data, "import", "jsonl", str(folder / "more.jsonl"))


def test_what_was_decided_after_a_backup_holds_in_the_house_restored_from_it(
    data: Path, tmp_path: Path
) -> None:
    imported(data, tmp_path, "خبر ثانٍ عن الميناء")
    run(data, "decide", "delist", "هدى المرسي", *WHY)
    run(data, "backup", str(tmp_path / "old.warraq"))
    imported(data, tmp_path, "خبر ثالث عن المطار الجديد")
    run(data, "decide", "mask", NAME, *WHY)
    withheld = run(data, "decide", "withhold", "2", *WHY)["number"]
    run(data, "decide", "withhold", "3", *WHY)
    run(data, "decide", "delist", "منى سامي", "--article", "2", *WHY)
    run(data, "decide", "withhold", "1", *WHY)
    run(data, "decide", "undo", "6", *WHY)
    file = tmp_path / "decisions.jsonl"
    assert run(data, "decide", "export", "-o", str(file)) == {"file": str(file), "lines": 7}
    assert file.stat().st_mode & 0o777 == 0o600

    house = tmp_path / "restored"
    told = run(house, "restore", str(tmp_path / "old.warraq"))
    assert told["counts"]["decisions"] == 1
    assert "الزعفراني" in run(house, "search", "الجسر")["hits"][0]["title"]
    imported(house, tmp_path, "خبر آخر لم يُقرر فيه شيء")  # it has the number that the third one had
    # the third article is not here: its decision waits and hides no other
    waits = CliRunner(env={"WARRAQ_DATA": str(house)}).invoke(main, ["decide", "import", str(file)])
    assert waits.exit_code == 1
    assert "line 4 waits: its article" in waits.stderr
    assert run(house, "search", "الجسر")["hits"][0]["title"] == "المجلس يكرم س. ز."
    assert run(house, "search", "الميناء")["hits"] == []
    assert len(run(house, "search", "آخر")["hits"]) == 1
    imported(house, tmp_path, "خبر ثالث عن المطار الجديد")
    assert run(house, "decide", "import", str(file)) == {"done": 1, "known": 6, "waiting": []}
    assert run(house, "decide", "import", str(file)) == {"done": 0, "known": 7, "waiting": []}
    assert run(house, "search", "المطار")["hits"] == []
    assert state(house) is State.VISIBLE
    standing = run(house, "decide", "list")["decisions"]
    assert [one["kind"] for one in standing] == ["delist", "mask", "withhold", "delist", "withhold"]
    assert run(house, "decide", "verify") == {"lines": 7, "broken": None, "mended": 0}
    run(house, "decide", "undo", str(withheld), *WHY)
    run(house, "rebuild", "index")
    assert len(run(house, "search", "الميناء")["hits"]) == 1


def test_a_transcript_that_was_altered_is_refused_whole(data: Path, tmp_path: Path) -> None:
    run(data, "decide", "mask", NAME, *WHY)
    file = tmp_path / "decisions.jsonl"
    run(data, "decide", "export", "-o", str(file))
    good = file.read_text("utf-8")
    for bad in (
        good.replace("الزعفراني", "المرسي"),
        "x",
        "[]",
        "{}",
        good.replace('"keys": {}', '"keys": 1'),
    ):
        file.write_text(bad, "utf-8")
        told = run(data, "decide", "import", str(file), wrong=True)["told"]
        assert told.startswith("warraq: "), told
    assert run(data, "decide", "list")["lines"] == 1


def test_what_hides_something_stands_first_behind_any_flood(data: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        desk, now = Desk(house.bench(), house.claims), house.clock.now()
        for number, kind in enumerate([ClaimKind.MINOR, *[ClaimKind.OTHER] * 5]):
            desk.take(
                kind,
                "نص",
                key=key_of(str(number)),
                article=ONE,
                contact=None,
                place="",
                limits=Limits(2, 20),
                now=now,
            )
    listed = run(data, "request", "list", "--limit", "2")["requests"]
    assert [one["number"] for one in listed] == [1, 6]


def test_an_answer_that_cannot_be_given_whole_decides_nothing(data: Path, tmp_path: Path) -> None:
    number = str(asked(data, ClaimKind.MINOR))
    (tmp_path / "reply.txt").write_text("لم أقل ذلك.", "utf-8")
    lines = run(data, "decide", "list")["lines"]
    words = ("request", "settle", number, "--withhold", "--reply", str(tmp_path / "reply.txt"), *WHY)
    assert "says whose they are" in run(data, *words, wrong=True)["told"]
    assert run(data, "decide", "list")["lines"] == lines
    assert run(data, "request", "show", number)["state"] == "open"


def test_what_somebody_wrote_stands_apart_from_what_is_kept_of_it(data: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        house.claims.open(
            ClaimKind.OTHER,
            "نص\nstate\tgranted",
            key="k",
            article=None,
            contact=None,
            now=house.clock.now(),
        )
    told = CliRunner(env={"WARRAQ_DATA": str(data)}).invoke(main, ["request", "show", "1"]).output
    assert [line for line in told.splitlines() if line.startswith("state")] == ["state\topen"]


def test_doctor_counts_what_waits_and_is_not_well_while_a_grave_request_does(data: Path) -> None:
    assert requests_check(data) == (True, "none waits for an answer")
    asked(data, ClaimKind.CORRECTION)
    well, says = requests_check(data)
    assert well is None
    assert says.startswith("1 waits for an answer, the oldest (number 1) for ")
    number = asked(data, ClaimKind.MINOR)
    well, says = requests_check(data)
    assert well is False
    assert "1 of them about minors, victims or intimate pictures (2)" in says
    assert says.endswith("for 1 of these something is hidden until you look")
    run(data, "request", "settle", str(number), "--refuse", "--reason", "لا قاصر في الخبر")
    assert requests_check(data)[0] is None


def requests_check(data: Path) -> tuple[bool | None, str]:
    told = CliRunner(env={"WARRAQ_DATA": str(data)}).invoke(main, ["doctor", "--json"])
    checks = json.loads(next(line for line in told.stdout.splitlines() if line.startswith("{")))["checks"]
    found = next(one for one in checks if one["name"] == "requests")
    return found["well"], found["says"]
