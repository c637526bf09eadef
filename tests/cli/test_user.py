"""Users on the command line: a password never stands in an argument, and nobody is signed in past a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.cli import main
from warraq.newsroom import passwords
from warraq.press import Role, Settings, User

WORD = "كلمة سر طويلة 7"


def typed(*arguments: str, data: Path, word: str = WORD) -> Result:
    return CliRunner().invoke(main, ["user", *arguments, "--data", str(data)], input=f"{word}\n")


def held(data: Path) -> tuple[User, ...]:
    with wiring.house(Settings(data=data)) as house:
        return house.users.listed()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    made = typed("add", "Laila", "--role", "admin", data=tmp_path / "data")
    assert made.exit_code == 0, made.output
    return tmp_path / "data"


def test_the_first_admin_is_added_before_anything_is_kept(data: Path) -> None:
    (user,) = held(data)
    assert (user.name, user.role) == ("laila", Role.ADMIN)
    assert passwords.fits(user.password, WORD)
    told = said(run("user", "list", "--json", data=data))["users"]
    assert [(one["name"], one["role"], sorted(one)) for one in told] == [
        ("laila", "admin", ["made", "name", "role"])
    ]


@pytest.mark.parametrize(("arguments", "word", "says"), [
    (("add", "laila"), WORD, "somebody is called laila already"),
    (("add", "amal"), "short", "a password has 12 to 1000 letters"),
    (("add", "a b"), WORD, "is no name"),
    (("password", "nobody"), WORD, "nobody is called nobody"),
    (("role", "nobody", "admin"), WORD, "nobody is called nobody"),
    (("remove", "nobody"), WORD, "nobody is called nobody"),
])  # fmt: skip
def test_what_cannot_be_is_said_and_changes_nothing(
    data: Path, arguments: tuple[str, ...], word: str, says: str
) -> None:
    before = held(data)
    answer = typed(*arguments, data=data, word=word)
    assert answer.exit_code == 1
    assert says in answer.stderr
    assert held(data) == before


def test_a_new_password_a_role_and_a_removal_take_effect(data: Path) -> None:
    assert typed("password", "Laila", data=data, word="another long word").exit_code == 0
    (user,) = held(data)
    assert passwords.fits(user.password, "another long word")
    assert said(run("user", "role", "laila", "moderator", "--json", data=data))["role"] == "moderator"
    assert held(data)[0].role is Role.MODERATOR
    assert run("user", "remove", "laila", data=data).exit_code == 0
    assert held(data) == ()
