"""The site's name and colours on the command line: the same rules as on its page, and the same history."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.press import Masthead, Recast, Settings, Titles


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with wiring.house(Settings(data=tmp_path / "data")):
        pass
    return tmp_path / "data"


def held(data: Path) -> tuple[Recast, ...]:
    with wiring.house(Settings(data=data)) as house:
        return house.mastheads.listed(limit=99)


def test_what_is_given_is_set_and_the_rest_stays(data: Path) -> None:
    assert run("site", "set", "--name", "صدى النيل", "--light", "174a6e", data=data).exit_code == 0
    answer = run(
        "site",
        "set",
        "--language",
        "fr",
        "--name",
        "L’Écho",
        "--hijri",
        "-1",
        "--by",
        "Laila",
        "--json",
        data=data,
    )
    assert said(answer)["site"] == {
        "name_ar": "صدى النيل",
        "name_fr": "L’Écho",
        "light": "#174a6e",
        "hijri": "-1",
    }
    assert run("site", "set", "--light", "", data=data).exit_code == 0
    newest, second, first = held(data)
    assert newest.masthead == Masthead(ar=Titles("صدى النيل"), fr=Titles("L’Écho"), hijri=-1)
    assert (second.by, first.masthead) == ("Laila", Masthead(ar=Titles("صدى النيل"), light="#174a6e"))
    told = said(run("site", "show", "--history", "--json", data=data))
    assert [one["number"] for one in told["history"]] == [3, 2, 1]
    assert told["site"]["name_fr"] == "L’Écho"


@pytest.mark.parametrize(("arguments", "says"), [
    (("set",), "nothing is given"),
    (("set", "--light", "#f0a08a"), "its contrast is 1.8, 4.5 is needed; the nearest that can is #8e5e51"),
    (("set", "--dark", "red"), "dark: no colour"),
    (("set", "--name", "x" * 41), "longer than 40 letters"),
    (("set", "--public-contact", "ftp://x"), "neither a mail address"),
    (("set", "--hijri", "9"), "days from -2 to 2"),
    (("undo", "7"), "there is no state 7"),
])  # fmt: skip
def test_what_cannot_be_is_said_and_changes_nothing(
    data: Path, arguments: tuple[str, ...], says: str
) -> None:
    answer = run("site", *arguments, data=data)
    assert answer.exit_code == 1
    assert says in answer.stderr
    assert held(data) == ()


def test_an_earlier_state_comes_back(data: Path) -> None:
    for name in ("أولى", "ثانية"):
        run("site", "set", "--name", name, data=data)
    assert said(run("site", "undo", "1", "--json", data=data))["site"] == {"name_ar": "أولى"}
    assert said(run("site", "undo", "0", "--json", data=data))["site"] == {}
    assert [one.undoes for one in held(data)] == [0, 1, None, None]
    assert run("site", "show", data=data).exit_code == 0


def test_where_nothing_is_set_that_is_said(data: Path) -> None:
    answer = run("site", "show", data=data)
    assert answer.exit_code == 0
    assert "called and coloured as Warraq is" in answer.stderr
