"""What came of it? One table: figure, bar, SQLite, PostgreSQL, command, seed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """One part's end. `figures` are what its tests noted: (figure, value, bar, store)."""

    part: str
    command: str
    seed: int
    passed: bool
    said: str  # pytest's last line
    took_s: float
    figures: tuple[tuple[str, str, str, str], ...] = field(default=())

    @property
    def ran(self) -> bool:
        """Whether anything was tried: pytest is content where all was left out, for want of a database, say."""
        return not self.passed or re.search(r"\b\d+ passed\b", self.said) is not None

    @property
    def end(self) -> str:
        """In words."""
        came = "**FAILED**" if not self.passed else "passed" if self.ran else "**not run**"
        return f"{came}: {self.said}"


def kept(path: Path) -> Result | None:
    """What an earlier run wrote down; `None` where there is nothing whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Result(**{**found, "figures": tuple(tuple(one) for one in found["figures"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def keep(path: Path, result: Result) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def noted(path: Path) -> tuple[tuple[str, str, str, str], ...]:
    """The figures that a part's tests wrote to `path`."""
    if not path.exists():
        return ()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple((row["figure"], row["value"], row["bar"], row["store"]) for row in rows)


def table(results: Iterable[Result]) -> str:
    """Markdown; a part without figures of its own says how it ended, one that failed, or of which all was left
    out, says so first."""
    lines = ["| figure | bar | SQLite | PostgreSQL | command |", "|---|---|---|---|---|"]
    for result in results:
        end = f"{result.end}, {result.took_s:.0f} s"
        if not result.passed or not result.figures:
            lines.append(f"| {result.part} | 0 failures | {end} | | `{result.command}` |")
        for name, value, bar, store in result.figures:
            lite, other = (value, "") if store != "postgres" else ("", value)
            lines.append(f"| {name} | {bar} | {lite} | {other} | `{result.command}` |")
    return "\n".join(lines) + "\n"
