"""Which words does Warraq know? Lists of the language, written by hand: one file a kind, read once, when first needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

NAMES = (
    "whole",
    "words",
    "proper",
    "verbs",
    "plurals",
    "shared",
    "kin",
    "function",
    "aliases",
    "dialect",
    "names",
)


@cache
def read(name: str) -> str:
    """A list as it is written."""
    return files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")


def lines(name: str) -> Iterator[str]:
    """The lines of a list, without comments."""
    return (line for line in read(name).splitlines() if line and not line.startswith("#"))


@cache
def version() -> str:
    """Eight hexadecimal digits that change with any list."""
    return hashlib.sha256("\0".join(map(read, NAMES)).encode()).hexdigest()[:8]
