"""How is something measured, and how does it end? One JSON object as the last line of stdout, or a message and 2 where nothing can be."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, ParamSpec, TypeVar

import orjson

from evaluation.corpus import Unmeasurable

P = ParamSpec("P")
T = TypeVar("T")


def ended(name: str, run: Callable[[], dict[str, Any]]) -> int:
    """The exit status of the command of that name."""
    try:
        result = run()
    except Unmeasurable as error:
        print(f"evaluation.{name}: {error}", file=sys.stderr)
        return 2
    print(orjson.dumps(result).decode())
    return 0


def apart(measure: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What it returns, of a process of its own: nobody profits from what another one left in memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, *args, **kwargs).result()


def peak_mb() -> float:
    """What this process held at the most."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def say(text: str) -> None:
    """How far it is, for whoever waits."""
    print(text, file=sys.stderr, flush=True)
