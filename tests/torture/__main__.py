"""`make torture`: every harness at full length, one after the other, hours if need be, and one report at the end.

    python -m tests.torture [--seed N] [--part WORDS] [--folder F] [--again] [--list]

A part that is done is written down in the folder and not run again for the same seed and commit: what was interrupted
goes on where it stood. Returns 1 where a part failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.torture.parts import PARTS, Part, chosen
from tests.torture.report import Result, keep, kept, noted, table

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", default="", help="parts that begin with one of these words (default: all)")
    parser.add_argument("--folder", type=Path, default=Path("torture"), help="where results are kept")
    parser.add_argument("--again", action="store_true", help="run what is done already, too")
    parser.add_argument("--list", action="store_true", help="name the parts and end")
    given = parser.parse_args()
    try:
        parts = chosen(given.part)
    except ValueError as error:
        parser.error(str(error))
    if given.list:
        print("\n".join(f"{part.name:<28}{part.command(given.seed)}" for part in PARTS))
        return 0
    place = given.folder / f"{_commit()}-{given.seed}"
    place.mkdir(parents=True, exist_ok=True)
    results = []
    for part in parts:
        result = None if given.again else kept(place / f"{part.name}.json")
        if result is None or not (result.passed and result.ran):
            print(f"{time.strftime('%H:%M')} {part.name} …", flush=True)
            result = run(part, given.seed, place)
            keep(place / f"{part.name}.json", result)
        print(f"{time.strftime('%H:%M')} {part.name}: {result.end}", flush=True)
        results.append(result)
    report = table(results)
    (place / "report.md").write_text(report, encoding="utf-8")
    print(f"\nseed {given.seed}\n\n{report}\nThis table: {place / 'report.md'}")
    return 0 if all(result.passed for result in results) else 1


def run(part: Part, seed: int, place: Path) -> Result:
    """Run one part in a pytest of its own; what it says is kept beside its result."""
    figures, log = place / f"{part.name}.figures", place / f"{part.name}.log"
    figures.unlink(missing_ok=True)
    began = time.monotonic()
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-s", "--show-capture=no", *part.arguments()],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {
                "WARRAQ_LONG": str(part.long),
                "WARRAQ_SEED": str(seed + part.offset),
                "WARRAQ_FIGURES": str(figures.resolve()),
            },
            check=False,
        )
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() or ["nothing was said"]
    return Result(
        part.name,
        part.command(seed),
        seed + part.offset,
        done.returncode == 0,
        lines[-1].strip("= "),
        time.monotonic() - began,
        noted(figures),
    )


def _commit() -> str:
    """The commit that is tried, marked where something was changed since; `tree` where there is no git."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "tree"
    return found.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
