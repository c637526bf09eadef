"""Is everything that a person can set, type or open written down?"""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest

from warraq import editions
from warraq.cli import main
from warraq.entities import places
from warraq.press import Settings
from warraq.sections.desks import DESKS
from warraq.web import wording
from warraq.web.routes import ROUTES

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
COMMANDS = (REFERENCE / "commands.md").read_text("utf-8")
MODULES = sorted(
    path
    for folder in ("warraq", "scripts", "benchmarks", "evaluation")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts or "migrations" not in path.parts
)


def setting_rows() -> dict[str, list[str]]:
    text = (REFERENCE / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", text, re.MULTILINE)
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in rows}


@pytest.mark.parametrize(
    "name", [field.name for field in dataclasses.fields(Settings) if field.name not in ("said", "unknown")]
)
def test_a_setting_is_documented_with_its_default_and_what_it_does(name: str) -> None:
    default, allowed, does = setting_rows()[name]
    assert allowed
    assert len(does) > 10
    value = getattr(Settings(), name)
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        spelt = f"`{seconds // 60}m`" if seconds % 60 == 0 else f"`{seconds}s`"
    else:
        spelt = (
            f"`{str(value).lower() if isinstance(value, bool) else value}`" if value not in (None, ()) else ""
        )
    assert default == spelt or (not spelt and default in ("none", "SQLite in the data folder"))


def test_no_setting_is_documented_that_is_none() -> None:
    assert setting_rows().keys() <= {field.name for field in dataclasses.fields(Settings)}


def commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    """("warraq source add", command) of every command that can be typed."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))
    else:
        yield " ".join(path), command


TYPED = dict(commands(main, ("warraq",)))


def passage(name: str) -> str:
    """What the reference says of a command: its section, or its line in its group's section."""
    sections = re.split(r"^(?=## )", COMMANDS, flags=re.MULTILINE)
    for section in sections:
        if re.match(rf"## `{re.escape(name)}\b", section):
            return section
    lines = [line for line in COMMANDS.splitlines() if line.startswith(f"- `{name}")]
    assert lines, f"docs/reference/commands.md does not know `{name}`"
    return lines[0]


@pytest.mark.parametrize("name", TYPED)
def test_a_command_is_documented_with_all_its_options(name: str) -> None:
    introduction = COMMANDS.split("\n## ", 1)[0]
    told = passage(name) + introduction
    options = [
        option
        for parameter in TYPED[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    ]
    missing = [option for option in options if f"`{option}" not in told]
    assert not missing, f"{name}: docs/reference/commands.md does not tell of {', '.join(missing)}"


@pytest.mark.parametrize("name", TYPED)
def test_a_command_explains_itself(name: str) -> None:
    command = TYPED[name]
    assert command.help
    assert command.help.splitlines()[0].endswith(".")


def test_no_command_is_documented_that_is_none() -> None:
    told = re.findall(r"^(?:## |- )`(warraq [a-z ]*[a-z])", COMMANDS, re.MULTILINE)
    assert told
    groups = {" ".join(name.split()[:2]) for name in TYPED}
    assert {name for name in told if name not in TYPED} <= groups


def test_every_make_target_is_explained_and_documented() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):(?!=)", text, re.MULTILINE)
    explained = re.findall(r"^([a-z]+):.*## \S", text, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    assert sorted(targets) == sorted(explained) == sorted(phony[1].split())
    assert not [target for target in targets if f"`make {target}`" not in COMMANDS]


@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in MODULES])
def test_a_module_says_what_it_answers(path: str) -> None:
    told = ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8")))
    assert told, f"{path} has no docstring"
    first = told.splitlines()[0]
    assert 12 <= len(first) <= 140
    assert first[-1] in "?.:)`!]" or "?" in first, f"{path}: {first!r} is no sentence"


@pytest.mark.parametrize("route", [route.path for route in ROUTES])
def test_a_page_of_the_site_is_documented(route: str) -> None:
    assert f"`{route}`" in (REFERENCE / "addresses.md").read_text("utf-8")


def test_the_readme_begins_with_its_two_commands_and_speaks_arabic() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text.index("make run\nmake test") < text.index("## What you see")
    arabic = text[text.index("## بالعربية") :]
    assert "make run\nmake test" in arabic
    assert 'dir="rtl"' in text


def test_the_licence_is_apache_2_unaltered() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.strip().startswith("Apache License\n")
    assert "END OF TERMS AND CONDITIONS" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text


def test_the_command_itself_loads_nothing_heavy() -> None:
    """Commands are imported when used: no database, index or web framework before one is named."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "warraq", "--version"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "warraq.cli" in loaded
    assert not {"sqlalchemy", "tantivy", "aiohttp", "starlette", "trafilatura"} & loaded


def test_every_desk_and_every_gazetteer_is_documented() -> None:
    page = (REFERENCE / "desks-and-places.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z]+)` \| ([^|]+) \|", page, re.MULTILINE))
    assert list(rows) == list(DESKS)
    assert rows == {slug: wording.section(slug) for slug in DESKS}
    counted = dict(re.findall(r"^\| [^|]+ \(`([a-z]{2})`\) \| ([^|]+ \| \d+) \|", page, re.MULTILINE))
    known = [code for code in editions.codes() if places.places(code)]
    assert counted == {code: f"{places.called(code)} | {len(places.places(code))}" for code in known}
