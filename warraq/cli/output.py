"""How do commands speak? Progress to stderr; results to stdout; with --json one object as the last line."""

from __future__ import annotations

import sys
from typing import Any

import click
import orjson
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say_json(value: dict[str, Any]) -> None:
    """One line of JSON on stdout, Arabic as it is."""
    click.echo(orjson.dumps(value, default=str).decode())


def note(text: str) -> None:
    """A line for the operator, on stderr."""
    err.print(text, markup=False)


def interactive() -> bool:
    return sys.stderr.isatty()
