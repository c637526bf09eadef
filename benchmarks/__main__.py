"""`python -m benchmarks [feeds importing pages serving load growing searching grouping] [--short]`: a table, a JSON object as the last line."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

PARTS = ("feeds", "importing", "pages", "serving", "load", "growing", "searching", "grouping")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", default=[], help=f"which of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--short", action="store_true", help="a tenth of the documents: for a first look")
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="the folder of real articles and pages"
    )
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"benchmarks: {arguments.data} is not there; give the folder with --data", file=sys.stderr)
        return 2
    results: dict[str, dict[str, float]] = {}
    for part in arguments.parts or PARTS:
        if part not in PARTS:
            parser.error(f"{part!r} is none of {', '.join(PARTS)}")
        run = importlib.import_module(f"benchmarks.{part}").run
        results[part] = run(arguments.data, short=arguments.short)
        print(f"\n{part}", file=sys.stderr)
        for name, value in results[part].items():
            print(f"  {name:<44} {value:>12,.3f}", file=sys.stderr)
    print(json.dumps(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
