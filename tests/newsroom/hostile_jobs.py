"""Jobs that do to a worker what hostile pages do; named to `Parsers(jobs=…)`, run in the workers."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path
from typing import Any

from warraq.errors import Unreadable


def echo(data: bytes, fields: dict[str, Any]) -> dict[str, Any]:
    return {"size": len(data), "pid": os.getpid(), **fields}


def hang(data: bytes, fields: dict[str, Any]) -> None:
    if "begun" in fields:  # a named pipe on which somebody waits for us
        Path(fields["begun"]).write_bytes(b"begun")
    while True:  # busy, as a parser is
        pass


def sleep(data: bytes, fields: dict[str, Any]) -> int:
    signal.pause()
    return 0


def hog(data: bytes, fields: dict[str, Any]) -> int:
    held = []
    while True:
        held.append(bytearray(2**20))
        held[-1][::4096] = b"x" * 256


def grow(data: bytes, fields: dict[str, Any]) -> int:
    """Keep memory for good, as a leak does."""
    _KEPT.append(bytearray(b"x") * int(fields["bytes"]))
    return os.getpid()


def crash(data: bytes, fields: dict[str, Any]) -> None:
    ctypes.string_at(0)


def leave(data: bytes, fields: dict[str, Any]) -> None:
    os._exit(7)


def refuse(data: bytes, fields: dict[str, Any]) -> None:
    raise Unreadable("no article text found in the page")


def blunder(data: bytes, fields: dict[str, Any]) -> None:
    raise ZeroDivisionError("a parser's own mistake \ud800")


def recurse(data: bytes, fields: dict[str, Any]) -> int:
    return recurse(data, fields) + 1


def chatter(data: bytes, fields: dict[str, Any]) -> str:
    print("a library that prints")
    os.write(1, b"straight to the pipe")
    return input() if fields.get("listen") else "said"


def surrogate(data: bytes, fields: dict[str, Any]) -> str:
    return "\ud800"


def parents(data: bytes, fields: dict[str, Any]) -> list[int]:
    return [os.getpid(), os.getppid(), os.getsid(0)]


def nap(data: bytes, fields: dict[str, Any]) -> float:
    time.sleep(float(fields["s"]))
    return time.monotonic()


_KEPT: list[bytearray] = []

JOBS = {
    function.__name__: function
    for function in (
        echo,
        hang,
        sleep,
        hog,
        grow,
        crash,
        leave,
        refuse,
        blunder,
        recurse,
        chatter,
        surrogate,
        parents,
        nap,
    )
}
