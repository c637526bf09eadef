"""How does a measurement end? One JSON object as the last line of stdout, or a message and 2 where nothing can be measured."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import orjson

from evaluation.corpus import Unmeasurable


def ended(name: str, run: Callable[[], dict[str, Any]]) -> int:
    """The exit status of the command of that name."""
    try:
        result = run()
    except Unmeasurable as error:
        print(f"evaluation.{name}: {error}", file=sys.stderr)
        return 2
    print(orjson.dumps(result).decode())
    return 0


def say(text: str) -> None:
    """How far it is, for whoever waits."""
    print(text, file=sys.stderr, flush=True)
