"""The command `warraq`: one module a command."""

from __future__ import annotations


def main() -> None:
    """Placeholder until the commands are built."""
    raise SystemExit(2)
