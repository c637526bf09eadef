"""The operator's word about pictures: said on the command line, kept in the log, obeyed at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.moderation import cases
from warraq.ports.pictures import Use
from warraq.press import (
    ArticleId,
    Category,
    Draft,
    Negative,
    PictureId,
    PictureState,
    Print,
    Reporter,
    Settings,
)
from warraq.wiring import House

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ADDRESS = "https://cdn.example/a.jpg"


def reporting(house: House, number: int) -> None:
    """One more person, of a network of their own, who reported pictures before."""
    made = house.clock.now() - timedelta(days=9)
    reporter = Reporter(f"t{number}", f"10.{number}.0.0/24", f"10.{number}.0.0/16", made)
    house.moderating().report(PictureId(1), reporter, Category.OTHER)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one article, whose picture two readers reported."""
    with wiring.house(Settings(data=tmp_path)) as house:
        draft = Draft(
            "nahar", "https://nahar.example/1", ("nahar.example/1",), "خبر", "نص", "test/1", image=ADDRESS
        )
        house.archive.file([draft], now=NOON)
        house.pictures.follow([Use(ArticleId(1), ADDRESS)], position=1, now=NOON)
        negative = Negative("ab" * 32, 1600, 900, "image/png", Print(1200, 675, 9), Print(480, 270, 3))
        house.pictures.take(ADDRESS, negative, now=NOON)
        for number in range(2):
            reporting(house, number)
    return tmp_path


def test_reported_pictures_are_listed_with_their_voices(data: Path) -> None:
    found = said(run("picture", "list", "--reported", "--json", data=data))
    assert [(one["id"], one["state"], one["reporters"]) for one in found["pictures"]] == [(1, "visible", 2)]
    assert found["kept"] == 1
    assert found["addresses"] == {"wanted": 0, "taken": 1, "given up": 0}
    assert said(run("picture", "list", "--json", data=data))["pictures"] == []


def test_a_picture_is_hidden_and_restored_for_a_reason_that_is_kept(data: Path) -> None:
    hidden = said(run("picture", "hide", "1", "--reason", "طلب الأسرة", "--json", data=data))
    assert (hidden["from"], hidden["to"], hidden["reporters"]) == ("queued", "confirmed_hidden", 2)
    assert [one["id"] for one in said(run("picture", "list", "--json", data=data))["pictures"]] == [1]
    assert run("picture", "restore", "1", "--reason", "لا عيب فيها", data=data).exit_code == 0
    told = said(run("picture", "show", "1", "--json", data=data))
    assert (told["state"], told["kept"], told["articles"], told["reporters"]) == ("visible", True, [1], 0)
    assert [(line["to"], line["reason"]) for line in told["log"]] == [
        ("reported", None),
        ("queued", None),
        ("confirmed_hidden", "طلب الأسرة"),
        ("kept", "لا عيب فيها"),
    ]
    with wiring.house(Settings(data=data)) as house:
        for number in range(9):
            reporting(house, number)
        held = house.pictures.picture(PictureId(1))
        assert held is not None
        assert held.state is PictureState.VISIBLE


def test_what_a_person_reads_says_the_same(data: Path) -> None:
    run("picture", "hide", "1", "--reason", "طلب الأسرة", data=data)
    assert "طلب الأسرة" in run("picture", "list", data=data).stdout
    shown = run("picture", "show", "1", data=data).stdout
    assert "queued -> confirmed_hidden (hide) by operator/1, 2 reporters: طلب الأسرة" in shown
    assert "10.0." not in shown


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("hide", "1"), "--reason"),
        (("hide", "1", "--reason", "  "), "a reason is wanted"),
        (("hide", "77", "--reason", "x"), "there is no picture 77"),
        (("show", "77"), "there is no picture 77"),
        (("show", "0"), "0"),
    ],
)
def test_what_cannot_be_done_is_said(data: Path, arguments: tuple[str, ...], word: str) -> None:
    result = run("picture", *arguments, data=data)
    assert result.exit_code != 0
    assert word in result.stderr


def test_looking_makes_nothing(tmp_path: Path) -> None:
    result = run("picture", "list", data=tmp_path / "none")
    assert result.exit_code == 1
    assert not (tmp_path / "none").exists()


def test_the_doctor_says_what_came_of_pictures_and_where_a_person_is_wanted(data: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        house.pictures.follow([Use(ArticleId(1), "https://cdn.example/b.jpg")], position=2, now=NOON)
        house.pictures.give_up("https://cdn.example/b.jpg", reason="HTTP 404", now=NOON)
    (found,) = [
        one for one in said(run("doctor", "--json", data=data))["checks"] if one["name"] == "pictures"
    ]
    assert found["says"].startswith("1 kept, 0 wanted, 1 taken, 1 given up. Given up: HTTP 404 (1)")


def test_what_a_person_reads_holds_no_python(data: Path) -> None:
    shown = run("picture", "show", "1", data=data)
    assert "articles\t1\n" in shown.stdout
    assert "first_seen\t2026-03-10 12:00 UTC\n" in shown.stdout
    assert "rule\t-\n" in shown.stdout
    listed = run("picture", "list", "--reported", data=data)
    for text in (shown.output, listed.output):
        assert not re.search(r"datetime|None|True|False|[{}\[\]]|\+00:00", text), text
    assert "addresses: 0 wanted, 1 taken, 0 given up" in listed.stderr


def test_how_many_reported_is_still_said_once_the_picture_is_hidden(data: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        for number in range(2, 5):
            reporting(house, number)
        case = house.reports.case(PictureId(1))
        now = house.clock.now() + timedelta(minutes=10)
        house.reports.settle(
            case.picture, lambda held: cases.reviewed(held, cases.Bounds(), now=now), now=now
        )
    told = said(run("picture", "show", "1", "--json", data=data))
    assert (told["state"], told["reporters"]) == ("hidden", 5)
    assert said(run("picture", "list", "--json", data=data))["pictures"][0]["reporters"] == 5


def test_hiding_what_is_hidden_decides_nothing(data: Path) -> None:
    run("picture", "hide", "1", "--reason", "طلب الأسرة", data=data)
    again = run("picture", "hide", "1", "--reason", "مرة أخرى", data=data)
    assert again.exit_code == 0
    assert "is hidden already by your word" in again.stderr
    assert len(said(run("picture", "show", "1", "--json", data=data))["log"]) == 3
