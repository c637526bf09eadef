"""Which options does every command share, and how do they become Settings?"""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from warraq import settings as settings_room
from warraq.press import Settings

F = TypeVar("F", bound=Callable[..., Any])

_GIVEN = ("data", "edition", "port", "host", "contact", "capture_days")


def shared(command: F) -> F:
    """Adds --data, --edition and --json; the command gets `settings` and `as_json`."""

    @click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder.  [default: data]"
    )
    @click.option("--edition", metavar="CODE", help="Country edition(s): eg, or eg,tn,ma.  [default: eg]")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
    @functools.wraps(command)
    def with_settings(*args: Any, as_json: bool, **given: Any) -> Any:
        said = {name: given.pop(name) for name in _GIVEN if name in given}
        return command(*args, settings=load(said), as_json=as_json, **given)

    return with_settings  # type: ignore[return-value]


def of_paper(command: F) -> F:
    """Adds --source, --country and --zone: whose the pages are, where their site does not tell."""
    for option in (
        click.option("--zone", default="UTC", show_default=True, help="Time zone of a paper not known yet."),
        click.option(
            "--country", default="zz", show_default=True, help="Country of a paper not known yet (ISO code)."
        ),
        click.option(
            "--source", metavar="SLUG", help="The paper whose pages these are, where its site does not tell."
        ),
    ):
        command = option(command)
    return command


def load(said: dict[str, Any]) -> Settings:
    """Settings from the command line, the environment and the folder's warraq.toml, in that order of weight."""
    given = {name: value for name, value in said.items() if value is not None}
    settings = settings_room.load(environment=os.environ, file=None, given=given)
    if not logging.getLogger().isEnabledFor(logging.INFO):  # -v and -vv say more than the settings
        logging.getLogger().setLevel(settings.log_level)
    for name in settings.unknown:
        click.echo(
            f"warraq: {name} is no setting of Warraq and is passed over (see docs/reference/settings.md)",
            err=True,
        )
    return settings
