"""The moderator's commands: the queue, a word, a paper's day given back, and a log that tells when it was altered."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.moderation import cases
from warraq.moderation.cases import Bounds
from warraq.ports.pictures import Use
from warraq.ports.reports import Asked
from warraq.press import (
    ArticleId,
    Draft,
    Negative,
    PictureId,
    Print,
    Settings,
    Source,
    Voice,
)
from warraq.wiring import House

PICTURES = 5


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with five pictures of one paper, all of which a newsroom reported: three are hidden, two frozen."""
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
        now = house.clock.now()
        for number in range(1, PICTURES + 1):
            _picture(house, number, now)
            _attack(house, PictureId(number), now)
    return tmp_path


def _picture(house: House, number: int, now: datetime) -> None:
    page = f"nahar.example/{number}"
    address = f"https://cdn.example/{number}.jpg"
    draft = Draft("nahar", f"https://{page}", (page,), f"خبر {number}", "نص", "test/1", image=address)
    house.archive.file([draft], now=now)
    house.pictures.follow([Use(ArticleId(number), address)], position=number, now=now)
    negative = Negative(f"{number:064x}", 1600, 900, "image/png", Print(1200, 675, 9), Print(480, 270, 3))
    house.pictures.take(address, negative, now=now)


def _attack(house: House, picture: PictureId, now: datetime) -> None:
    bounds = Bounds(day={"nahar": PICTURES})
    for number in range(6):
        place = f"{picture} {number}"
        one = Voice(place, place, place, now - timedelta(days=9))
        house.reports.settle(
            picture,
            lambda case, one=one: cases.reported(case, one, bounds, key="ab", now=now),  # type: ignore[misc]
            asked=Asked(("nahar",)),
            now=now,
        )
    after = now + timedelta(minutes=10)
    house.reports.settle(
        picture,
        lambda case: cases.reviewed(case, bounds, now=after),
        asked=Asked(("nahar",)),
        now=after,
    )


def test_the_queue_says_what_waits(data: Path) -> None:
    told = said(run("reports", "list", "--json", data=data))
    assert told["states"] == {"auto_hidden": 3, "frozen": 2}
    assert [(one["id"], one["case"], one["reporters"]) for one in told["pictures"]] == [
        (1, "auto_hidden", 6), (2, "auto_hidden", 6), (3, "auto_hidden", 6), (4, "frozen", 6), (5, "frozen", 6),
    ]  # fmt: skip
    assert "3 auto_hidden, 2 frozen" in run("reports", "list", "--state", "frozen", data=data).stderr


def test_the_doctor_says_that_a_breaker_is_open_and_what_to_do(data: Path) -> None:
    checks = said(run("doctor", "--json", data=data))["checks"]
    (found,) = [one for one in checks if one["name"] == "reports"]
    assert found["well"] is False
    assert (
        "a breaker is open: reports took as many pictures of nahar as may be lost in a day" in found["says"]
    )
    assert "`warraq reports restore nahar" in found["says"]


def test_a_papers_day_is_given_back(data: Path) -> None:
    assert run("reports", "hide", "2", "--reason", "دم", data=data).exit_code == 0
    day = said(run("reports", "log", "--picture", "5", "--json", data=data))["lines"][-1]["at"][:10]
    told = said(run("reports", "restore", "nahar", "--day", day, "--reason", "هجوم", "--json", data=data))
    assert told["kept"] == [1, 3, 4, 5]
    assert said(run("reports", "list", "--json", data=data))["states"] == {"confirmed_hidden": 1, "kept": 4}
    assert (
        "no paper is called 'nobody'"
        in run("reports", "restore", "nobody", "--reason", "x", data=data).stderr
    )


def test_a_frozen_picture_is_taken_back_to_the_queue(data: Path) -> None:
    told = said(run("reports", "thaw", "4", "--reason", "للنظر", "--json", data=data))
    assert (told["from"], told["to"], told["actor"]) == ("frozen", "queued", "moderator")
    assert "is not frozen" in run("reports", "thaw", "1", "--reason", "للنظر", data=data).stderr


def test_keeping_and_showing(data: Path) -> None:
    assert run("reports", "keep", "1", "--reason", "خريطة", data=data).exit_code == 0
    shown = run("reports", "show", "1", data=data).stdout
    assert "auto_hidden -> kept (keep) by operator/1, 6 reporters: خريطة" in shown
    assert "queued -> auto_hidden (crowd) by reports/2, 6 reporters, score 6" in shown


def test_the_log_tells_when_it_was_altered(data: Path) -> None:
    whole = run("reports", "verify", data=data)
    assert whole.exit_code == 0
    assert "unbroken; 5 pictures stand as they say" in whole.stderr
    lines = said(run("reports", "log", "--json", data=data))["lines"]
    assert [one["number"] for one in lines] == list(range(1, 16))
    assert run("reports", "log", "--picture", "1", data=data).stdout.count("\n") == 3
    _write(
        data, "UPDATE report_log SET said = replace(said, '\"voices\":6', '\"voices\":9') WHERE number = 3"
    )
    assert "line 3 of the log is not as it was written" in run("reports", "verify", data=data).stderr


def test_a_state_that_was_written_past_the_log_is_found(data: Path) -> None:
    _write(data, "UPDATE report_cases SET state = 'kept' WHERE picture = 2")
    result = run("reports", "verify", data=data)
    assert result.exit_code != 0
    assert "1 pictures do not stand as the log says (2)" in result.stderr


def _write(data: Path, statement: str) -> None:
    connection = sqlite3.connect(data / "archive.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


def test_the_simulation_tells_what_the_rules_do(tmp_path: Path) -> None:
    told = said(run("simulate", "reports", "--runs", "40", "--json", data=tmp_path))
    found = {one["case"]: one for one in told["cases"]}
    assert found["one person, 10,000 cookies, one address"]["score"] == 0.5
    assert found["phone toggling its network, 1,000 aged tokens over 4 prefixes"]["score"] == 2.0
    assert found["6 VPN exits, one-hour tokens"]["score"] == 3.0
    assert found["5 aged prefixes in 3 nets"]["hidden"] == 1.0
    assert found["newsroom, 50 aged prefixes, 500 pictures of a rival in a day"]["hidden"] == 10
    model = tmp_path / "model.toml"
    model.write_text('[model]\nfixed = 0.0\nmobile = 1.0\ndelay = "5m"\n')
    other = said(run("simulate", "reports", "--runs", "20", "--model", str(model), "--json", data=tmp_path))
    assert other["model"]["delay"] == 300
    assert other["cases"][1]["hidden"] == 0  # carrier NAT alone: two nets hide nothing
    model.write_text("[model]\nmoble = 1\n")
    assert "moble is none of" in run("simulate", "reports", "--model", str(model), data=tmp_path).stderr
