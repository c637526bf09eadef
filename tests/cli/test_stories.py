"""Can an operator see what papers tell together, ask why, and have the last word?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evaluation.grouped import LABELS
from tests.newsroom.telling import BANK, CUP, PORT, WIRE, minutes, printed
from warraq import wiring
from warraq.cli import main
from warraq.errors import Busy
from warraq.press import ArticleId, Decision, DecisionKind, Settings, State


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(data)])


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.splitlines()[-1])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three accounts of one happening, a wire in two papers, two other happenings; all of it settled."""
    told = [
        (PORT[0], "tishrin"),
        (PORT[1], "ahram"),
        (PORT[2], "nahar"),
        (WIRE, "nahar"),
        (WIRE, "ahram"),
        (CUP, "hespress"),
        (BANK[0], "chorouk"),
    ]
    with wiring.house(Settings(data=tmp_path)) as house:
        before = datetime.now(UTC) - timedelta(hours=5)
        for number, (words, source) in enumerate(told):
            at = before + minutes(number)
            house.archive.file([printed(number, words, source, at)], now=at + minutes(1))
    grouped = said(run(tmp_path, "rebuild", "stories", "--json"))
    assert grouped["proposals"] == 0
    return tmp_path


def test_the_list_begins_with_what_most_papers_tell_in_their_own_words(data: Path) -> None:
    events = said(run(data, "stories", "list", "--json"))["events"]
    assert events[0]["event"] == 1
    assert (events[0]["title"], events[0]["articles"], len(events[0]["papers"])) == (PORT[0][0], 3, 3)
    assert len(said(run(data, "stories", "list", "--json", "--limit", "1"))["events"]) == 1
    assert said(run(data, "stories", "list", "--json", "--country", "zz"))["events"] == []
    assert PORT[0][0] in run(data, "stories", "list").stdout


def test_an_event_is_shown_with_who_copied_it(data: Path) -> None:
    shown = said(run(data, "stories", "show", "4", "--json"))
    assert [(one["article"], one["copy"]) for one in shown["members"]] == [(4, None), (5, 4)]
    assert "(copy)" in run(data, "stories", "show", "4").stdout
    missing = run(data, "stories", "show", "99")
    assert missing.exit_code == 1
    assert "there is no event 99" in missing.stderr


def test_why_names_the_nearest_what_is_shared_and_whose_words_it_has(data: Path) -> None:
    told = run(data, "stories", "why", "2").stdout
    assert "nearest: 1" in told
    assert "17" in told
    assert "same of 4 (100%)" in run(data, "stories", "why", "5").stdout
    assert said(run(data, "stories", "why", "5", "--json"))["kin"][0]["kinship"] == "same"
    assert run(data, "stories", "why", "99").exit_code == 1


def test_an_editors_word_is_carried_out_sticks_and_becomes_a_case(data: Path) -> None:
    parted = said(run(data, "stories", "split", "1", "3", "--reason", "تصريح لا حدث", "--json"))
    assert parted["made"] == 3
    merged = said(run(data, "stories", "merge", "7", "6", "--reason", "واحد", "--by", "التحرير", "--json"))
    assert (merged["made"], merged["by"]) == (6, "التحرير")
    assert said(run(data, "stories", "show", "7", "--json"))["event"] == 6
    said(run(data, "stories", "pin", "1", "2", "--reason", "أوضح", "--json"))
    event = said(run(data, "stories", "show", "1", "--json"))
    assert (event["lead"], event["pinned"], event["articles"]) == (2, True, 2)
    assert [one["event"] for one in event["others"]] == [3]
    lines = [json.loads(line) for line in run(data, "stories", "cases").stdout.splitlines()]
    assert lines == [
        {"a": "1", "b": "3", "label": "different"},
        {"a": "7", "b": "6", "label": "same_event"},
    ] or lines == [{"a": "2", "b": "3", "label": "different"}, {"a": "7", "b": "6", "label": "same_event"}]
    assert {one["label"] for one in lines} <= set(LABELS)
    assert said(run(data, "stories", "cases", "--json"))["cases"] == 2
    assert said(run(data, "rebuild", "stories", "--json"))["proposals"] == 0  # an editor said so


def test_an_article_is_moved_and_every_word_taken_back_though_the_house_was_closed(data: Path) -> None:
    moved = said(run(data, "stories", "move", "1", "3", "4", "--reason", "تصريح", "--json"))
    assert said(run(data, "stories", "show", str(moved["made"]), "--json"))["articles"] == 3
    words = said(run(data, "stories", "words", "--json"))["words"]
    assert [(one["number"], one["kind"]) for one in words] == [(1, "split"), (2, "merge")]
    assert run(data, "stories", "words").stdout.count("تصريح") == 2
    for number in ("2", "1"):
        said(run(data, "stories", "undo", number, "--reason", "كان صوابًا", "--json"))
    assert said(run(data, "stories", "show", "1", "--json"))["articles"] == 3
    again = run(data, "stories", "undo", "1", "--reason", "مرة أخرى")
    assert (again.exit_code, "one already" in again.stderr) == (1, True)


def test_a_split_takes_back_the_case_that_a_merge_made(data: Path) -> None:
    said(run(data, "stories", "merge", "1", "7", "--reason", "خطأ", "--json"))
    said(run(data, "stories", "split", "1", "7", "--reason", "ليسا واحدا", "--json"))
    lines = [json.loads(line) for line in run(data, "stories", "cases").stdout.splitlines()]
    assert lines
    assert {one["label"] for one in lines} == {"different"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("split", "1", "6"), "article 6 is not in event 1"),
        (("split", "1", "1", "2", "3"), "no article left"),
        (("merge", "1", "2"), "are one already"),
        (("merge", "1", "99"), "there is no event 99"),
        (("pin", "1", "6"), "article 6 is not in event 1"),
    ],
)
def test_a_word_that_makes_no_sense_is_refused_and_says_why(
    data: Path, wrong: tuple[str, ...], told: str
) -> None:
    refused = run(data, "stories", *wrong, "--reason", "سبب")
    assert refused.exit_code == 1
    assert told in refused.stderr


def test_what_is_withheld_is_named_nowhere(data: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        decision = Decision(
            DecisionKind.WITHHOLD, "طلب", "الإدارة", article=ArticleId(1), before=State.VISIBLE
        )
        house.decisions.record(decision, now=house.clock.now())
    for command in (("list",), ("show", "1"), ("why", "2")):
        assert PORT[0][0] not in run(data, "stories", *command).output


def test_proposals_are_commands(data: Path) -> None:
    assert run(data, "stories", "proposals").stdout == ""
    assert said(run(data, "stories", "proposals", "--json")) == {"proposals": []}


def test_where_nothing_is_kept_there_are_no_stories_and_nothing_is_made(tmp_path: Path) -> None:
    asked = run(tmp_path / "none", "stories", "list")
    assert asked.exit_code == 1
    assert "nothing is kept" in asked.stderr
    assert not (tmp_path / "none").exists()


def test_while_a_running_warraq_groups_nobody_else_does_and_proposals_are_made_all_the_same(
    data: Path,
) -> None:
    with wiring.house(Settings(data=data)) as running:
        running.grouping().step()
        with wiring.house(Settings(data=data)) as other, pytest.raises(Busy):
            other.grouping().step()
        assert said(run(data, "rebuild", "stories", "--json"))["proposals"] == 0
    with wiring.house(Settings(data=data)) as after:
        after.grouping().step()
