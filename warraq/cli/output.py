"""How do commands speak? Progress to stderr; results to stdout; with --json one object as the last line."""

from __future__ import annotations

import sys
from typing import Any

import click
import orjson


def say_json(value: dict[str, Any]) -> None:
    """One line of JSON on stdout, Arabic as it is."""
    click.echo(orjson.dumps(value, default=str).decode())


def note(text: str) -> None:
    """A line for the operator, on stderr."""
    click.echo(text, err=True)


def interactive() -> bool:
    return sys.stderr.isatty()
