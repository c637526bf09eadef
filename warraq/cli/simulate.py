"""`warraq simulate`: what would our rules do? Readers and attackers drawn from a model that may be changed."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.moderation import rehearsal
from warraq.moderation.rehearsal import Line, Model
from warraq.press import Settings, report_rules
from warraq.settings import duration

_MODEL = "model"


@click.group()
def simulate() -> None:
    """What would happen: rules tried on readers and attackers drawn from a model."""


@simulate.command("reports")
@shared
@click.option(
    "--model", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file whose table [model] changes who reads.",
)  # fmt: skip
@click.option(
    "--runs", type=click.IntRange(1, 1_000_000), default=2_000, help="How often each.  [default: 2000]"
)
@click.option("--seed", type=int, default=1, help="Chance's beginning.  [default: 1]")
def simulate_reports(settings: Settings, *, file: Path | None, runs: int, seed: int, as_json: bool) -> None:
    """Try the rules for reported pictures on honest readers, on one person with many faces, and on a newsroom.

    The rules are those of the settings in force (report_threshold, reports); nothing is opened or written.
    """
    model = _model(file)
    lines = rehearsal.table(report_rules(settings), model, runs=runs, seed=seed)
    if as_json:
        plain = {name: _seconds(value) for name, value in asdict(model).items()}
        output.say_json({"model": plain, "runs": runs, "seed": seed, "cases": [_row(one) for one in lines]})
        return
    for one in lines:
        click.echo(f"{one.case}\t{_spoken(one)}")


def _model(file: Path | None) -> Model:
    """Raises: SettingsError, naming the key."""
    if file is None:
        return Model()
    try:
        said = tomllib.loads(file.read_text("utf-8")).get(_MODEL, {})
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from error
    known = {one.name: getattr(Model(), one.name) for one in fields(Model)}
    read: dict[str, Any] = {}
    for name, value in said.items():
        if name not in known:
            raise SettingsError(f"{file}: {name} is none of {', '.join(known)}")
        try:
            read[name] = duration(value) if isinstance(known[name], timedelta) else type(known[name])(value)
        except (ValueError, TypeError) as error:
            raise SettingsError(f"{file}: {name}: {value!r} cannot be used") from error
    return replace(Model(), **read)


def _seconds(value: object) -> object:
    return value.total_seconds() if isinstance(value, timedelta) else value


def _row(one: Line) -> dict[str, Any]:
    return {
        "case": one.case,
        "runs": one.runs,
        "pictures": one.pictures,
        "hidden": one.hidden,
        "median_minutes": one.minutes,
        "score": one.score,
    }


def _spoken(one: Line) -> str:
    after = f", {one.minutes:.0f} minutes after the first report (median)" if one.minutes is not None else ""
    if one.pictures > 1:
        return f"{one.hidden:.0f} of {one.pictures} pictures hidden{after}"
    if one.runs == 1:
        return f"{'hidden' if one.hidden else 'not hidden'}, score {one.score:g}{after}"
    return f"{one.hidden:.1%} hidden{after}"
