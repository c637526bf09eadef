"""Recording what was agreed with a paper: where it is written, what it says, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from warraq import editions, wiring
from warraq.cli import main
from warraq.press import Settings, SiteWishes, Source

LEAVE = "mail of the editor, 2026-11-01"


def policy(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["source", "policy", *arguments, "--data", str(data)])


def agreed(data: Path, slug: str = "youm7") -> tuple[str | None, str | None]:
    """What the operator's file says of a paper."""
    loaded = editions.load("eg", folder=data / "editions")
    return next((paper.policy, paper.permission) for paper in loaded.sources if paper.slug == slug)


def test_a_leave_is_written_told_and_ended(tmp_path: Path) -> None:
    first = policy(tmp_path, "youm7", "full", "--permission", LEAVE)
    assert first.exit_code == 0
    assert (
        "before: excerpt: a headline, at most 200 characters, the link (no leave is recorded)" in first.stderr
    )
    assert f"now:    full: whole texts and pictures ({LEAVE})" in first.stderr
    assert agreed(tmp_path) == ("full", LEAVE)
    assert policy(tmp_path, "youm7", "excerpt").exit_code == 0
    assert agreed(tmp_path) == ("excerpt", LEAVE)  # the leave stays
    ended = policy(tmp_path, "youm7", "full", "--no-permission")
    assert "(no leave is recorded, though full was set)" in ended.stderr
    assert agreed(tmp_path) == ("full", None)
    assert policy(tmp_path, "youm7", "none").exit_code == 0
    assert agreed(tmp_path) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("youm7", "full", "--permission", "they said yes"), "names no date"),
        (("youm7", "none", "--permission", LEAVE), "either recorded or ended"),
        (("youm7", "full", "--permission", LEAVE, "--no-permission"), "either recorded or ended"),
        (("nobody", "link"), "no paper is called 'nobody'"),
        (("youm7", "all"), "is not one of"),
    ],
)
def test_what_cannot_be_recorded_changes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    told = policy(tmp_path, *arguments)
    assert told.exit_code != 0
    assert why in told.output
    assert not (tmp_path / "editions").exists()


def test_a_paper_of_another_edition_is_found_in_its_file(tmp_path: Path) -> None:
    paper = editions.load("tn").sources[0]
    assert policy(tmp_path, paper.slug, "link").exit_code == 0
    assert (tmp_path / "editions" / "tn.toml").is_file()


def test_the_archive_learns_of_it_and_the_list_tells_it(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        wiring.remember(house, editions.load("eg"))
        house.archive.put_sources([Source("kept", "صحيفة مستوردة", "eg", "Africa/Cairo")])
    assert "in the archive alone" in policy(tmp_path, "kept", "link").stderr
    assert policy(tmp_path, "youm7", "full", "--permission", LEAVE).exit_code == 0
    with wiring.house(Settings(data=tmp_path)) as house:
        held = house.archive.sources()
    assert (held["kept"].policy, held["youm7"].permission) == ("link", LEAVE)
    listed = CliRunner().invoke(main, ["source", "list", "--data", str(tmp_path), "--json"])
    told = json.loads(listed.stdout.splitlines()[-1])
    assert [(one["slug"], one["in_public"]) for one in told["others"]] == [("kept", "link")]
    rows: list[dict[str, Any]] = told["sources"]
    assert {row["in_public"] for row in rows if row["slug"] == "youm7"} == {"full"}
    assert {row["permission"] for row in rows if row["slug"] == "youm7"} == {LEAVE}
    assert {row["in_public"] for row in rows if row["slug"] != "youm7"} == {"excerpt"}


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        (("search", "no"), "link: a headline and the link (its site asks: search=no)"),
        (("ai-train", "no"), "full"),
    ],
)
def test_what_a_site_asks_comes_before_what_was_agreed(
    tmp_path: Path, wish: tuple[str, str], shown: str
) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        wiring.remember(house, editions.load("eg"))
        house.wishes.put(SiteWishes("youm7", "www.youm7.com:443", house.clock.now(), (wish,)))
    told = policy(tmp_path, "youm7", "full", "--permission", LEAVE)
    assert f"now:    {shown}" in told.stderr
    listed = CliRunner().invoke(main, ["source", "list", "--data", str(tmp_path)]).stdout
    assert all(shown in line for line in listed.splitlines() if line.startswith("youm7"))


def test_of_a_paper_that_opted_out_no_agreement_shows_more(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        wiring.remember(house, editions.load("eg"))
    CliRunner().invoke(main, ["source", "optout", "youm7", "--reason", "طلبها", "--data", str(tmp_path)])
    told = policy(tmp_path, "youm7", "full", "--permission", LEAVE)
    assert "now:    link: a headline and the link (it opted out: collected no more)" in told.stderr


def test_a_line_changed_by_hand_holds_from_the_next_start(tmp_path: Path) -> None:
    assert policy(tmp_path, "youm7", "full", "--permission", LEAVE).exit_code == 0
    path = tmp_path / "editions" / "eg.toml"
    path.write_text(path.read_text("utf-8").replace("full", "link"), encoding="utf-8")
    with wiring.house(Settings(data=tmp_path)) as house:
        wiring.remember(house, editions.load("eg", folder=path.parent))
        assert house.archive.sources()["youm7"].policy == "link"


def test_a_line_in_another_editions_file_holds_for_what_is_kept_of_it(tmp_path: Path) -> None:
    """Who once read Tunisia's press and now serves Egypt's shows Tunisian articles still."""
    paper = editions.load("tn").sources[0]
    with wiring.house(Settings(data=tmp_path)) as house:
        wiring.remember(house, editions.load("tn"))
        (tmp_path / "editions").mkdir()
        (tmp_path / "editions" / "tn.toml").write_text(
            f'[papers.{paper.slug}]\npolicy = "link"\n', encoding="utf-8"
        )
        wiring.remember(house, editions.load("eg"))
        assert house.archive.sources()[paper.slug] == replace(paper, feeds=(), policy="link")


def doctor(data: Path, **environment: str) -> dict[str, dict[str, Any]]:
    told = CliRunner(env=environment).invoke(main, ["doctor", "--data", str(data), "--json"])
    checks: list[dict[str, Any]] = json.loads(told.stdout.splitlines()[-1])["checks"]
    return {check["name"]: check for check in checks}


def test_the_doctor_says_who_reads_and_how_many_papers_gave_leave(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        wiring.remember(house, editions.load("tn"))
        count = len(house.archive.sources())
    found = doctor(tmp_path)
    assert found["readers"] == {
        "name": "readers",
        "well": True,
        "says": "private: you alone, on this machine",
    }
    assert found["agreements"]["says"].startswith(f"0 of {count} papers gave leave; of the others")
    first, second, third = (paper.slug for paper in editions.load("tn").sources[:3])
    for slug, *agreed in (
        (first, "full", "--permission", LEAVE),
        (second, "link"),
        (third, "link", "--permission", LEAVE),
    ):
        assert policy(tmp_path, slug, *agreed).exit_code == 0
    assert doctor(tmp_path)["agreements"]["says"].startswith(
        f"2 of {count} papers gave leave: 1 in full, 0 for an excerpt, 1 for a link; 1 more show headlines alone"
    )


@pytest.mark.parametrize(
    ("environment", "well", "says"),
    [
        ({"WARRAQ_PUBLIC": "true"}, False, "needs a contact"),
        ({"WARRAQ_PUBLIC": "true", "WARRAQ_CONTACT": "a@b.example"}, None, "no address is set"),
        (
            {"WARRAQ_PUBLIC": "true", "WARRAQ_CONTACT": "a@b.example", "WARRAQ_ADDRESS": "https://p.example"},
            True,
            "public, contact a@b.example, at https://p.example",
        ),
        ({"WARRAQ_HOST": "0.0.0.0"}, False, "will not start"),
        ({"WARRAQ_HOST": "0.0.0.0", "WARRAQ_PUBLIC": "no"}, None, "reads everything whole"),
    ],
)
def test_the_doctor_says_whether_the_site_may_open(
    tmp_path: Path, environment: dict[str, str], well: bool | None, says: str
) -> None:
    check = doctor(tmp_path, **environment)["readers"]
    assert check["well"] is well
    assert says in check["says"]
