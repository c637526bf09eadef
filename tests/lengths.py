"""How long is a harness, and where does its chance begin? Short in every run, long where WARRAQ_LONG asks for it.

`WARRAQ_LONG=1` asks for each harness's own long form, a larger number for so many points; `WARRAQ_SEED` is the first of
the seeds that are tried, so that a long row can be walked in parts. What came of it is noted in the file that
`WARRAQ_FIGURES` names, a JSON object a line, for the table of `make torture`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_SAID = os.environ.get("WARRAQ_LONG", "")
LONG = bool(_SAID)
SEED = int(os.environ.get("WARRAQ_SEED") or 0)


def points(short: int, long: int) -> int:
    """How often the harness strikes."""
    if not LONG:
        return short
    return int(_SAID) if _SAID.isdigit() and int(_SAID) > 1 else long


def seeds(short: int, long: int) -> range:
    """The seeds of those strikes."""
    return range(SEED, SEED + points(short, long))


def figure(name: str, value: Any, *, bar: str, store: str | None = None) -> None:
    """Say what was measured, and note it where a report is being made. Called once its assertion has held."""
    print(f"{name}: {value} (bar: {bar})" + (f" [{store}]" if store else ""))
    if place := os.environ.get("WARRAQ_FIGURES"):
        line = {"figure": name, "value": str(value), "bar": bar, "store": store or ""}
        with Path(place).open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
