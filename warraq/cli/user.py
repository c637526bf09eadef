"""`warraq user`: who may sit at the desk of the site, and as what?"""

from __future__ import annotations

import sys
from typing import Any

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError, WarraqError
from warraq.newsroom import passwords
from warraq.newsroom.admission import spelt
from warraq.press import Role, Settings, User
from warraq.wiring import House

_ROLE = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """Who may sign in at /desk: add them, list them, change what they may, remove them."""


@user.command("add")
@shared
@click.argument("name")
@click.option(
    "--role", type=_ROLE, default=Role.MODERATOR.value, help="What they may do.  [default: moderator]"
)
def add_user(settings: Settings, *, name: str, role: str, as_json: bool) -> None:
    """Let NAME sign in at /desk.

    The password is asked for, or read from the first line of stdin: never an argument, which others on the machine can see.
    """
    called = spelt(name)
    if called is None:
        raise SettingsError(
            f"{name!r} is no name: 1 to 40 letters, digits, dots, dashes and low lines, no mark at its ends"
        )
    kept = passwords.hashed(_asked())
    with wiring.house(settings) as house:
        made = house.users.add(called, Role(role), kept, now=house.clock.now())
    if made is None:
        raise WarraqError(
            f"somebody is called {called} already; `warraq user password {called}` gives another password"
        )
    output.note(f"{made.name} may sign in at /desk as {made.role}")
    if as_json:
        output.say_json(_row(made))


@user.command("list")
@shared
def list_users(settings: Settings, *, as_json: bool) -> None:
    """List who may sign in, and as what."""
    with _kept(settings) as house:
        rows = [_row(one) for one in house.users.listed()]
    if as_json:
        output.say_json({"users": rows})
        return
    for row in rows:
        click.echo("\t".join(map(str, row.values())))
    output.note(f"{len(rows)} users")


@user.command("password")
@shared
@click.argument("name")
def set_password(settings: Settings, *, name: str, as_json: bool) -> None:
    """Give NAME another password, asked for or read from stdin; wherever they are signed in, they are signed out."""
    with _kept(settings) as house:
        held = _held(house, name)
        house.users.set_password(held.id, passwords.hashed(_asked()))
    output.note(f"{held.name} has another password, and is signed in nowhere")
    if as_json:
        output.say_json(_row(held))


@user.command("role")
@shared
@click.argument("name")
@click.argument("role", type=_ROLE)
def set_role(settings: Settings, *, name: str, role: str, as_json: bool) -> None:
    """Make NAME a moderator or an admin; wherever they are signed in, they are signed out."""
    with _kept(settings) as house:
        house.users.set_role(_held(house, name).id, Role(role))
        held = _held(house, name)
    output.note(f"{held.name} is {held.role}, and is signed in nowhere")
    if as_json:
        output.say_json(_row(held))


@user.command("remove")
@shared
@click.argument("name")
def remove_user(settings: Settings, *, name: str, as_json: bool) -> None:
    """Let NAME sign in no more; they are signed out at once. What they did stays written down under their name."""
    with _kept(settings) as house:
        held = _held(house, name)
        house.users.remove(held.id)
    output.note(f"{held.name} may not sign in any more")
    if as_json:
        output.say_json(_row(held))


def _asked() -> str:
    """The password. Raises: SettingsError for one that can be none."""
    if sys.stdin.isatty():
        given = str(click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if refused := passwords.refusal(given):
        raise SettingsError(f"{refused}; give another")
    return given


def _kept(settings: Settings) -> Any:
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet; `warraq user add NAME` begins")
    return wiring.house(settings)


def _held(house: House, name: str) -> User:
    found = house.users.named(spelt(name) or "")
    if found is None:
        raise WarraqError(f"nobody is called {name}; `warraq user list` lists them")
    return found


def _row(held: User) -> dict[str, Any]:
    return {"name": held.name, "role": held.role.value, "made": held.made.strftime("%Y-%m-%dT%H:%M:%SZ")}
