"""Does any door break? `python -m fuzz [DOOR …] [--seconds 300] [--folder .fuzz]`: each door in turn, led by coverage; needs `atheris`.

`python -m fuzz DOOR --case FILE` tries one case and says what came of it. What was found stands in FOLDER/found/DOOR, what is worth trying
again in FOLDER/DOOR. The last line of a door: executions, branches reached, what was found. Ends with 1 where anything was.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from fuzz import doors
from fuzz.door import timed

_ROOT = Path(__file__).resolve().parents[1]
_HUNG_S = 60  # by the clock; five seconds of processor time are looked at by the door itself
_LARGEST_MB = 2_048
_DEATHS = 5  # searches that died, before a door is left
_STATS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")
_FOUND = re.compile(r"FOUND (\S+)")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("doors", nargs="*", metavar="DOOR", help=f"of {', '.join(doors.DOORS)}; all without")
    parser.add_argument("--seconds", type=int, default=300, help="of processor time, for each door")
    parser.add_argument("--seed", type=int, default=20260310)
    parser.add_argument("--folder", type=Path, default=_ROOT / ".fuzz")
    parser.add_argument("--case", type=Path, help="try the bytes of this file alone")
    given = parser.parse_args()
    names = given.doors or list(doors.DOORS)
    if unknown := [name for name in names if name not in doors.DOORS]:
        parser.error(f"no door {unknown[0]}; there are {', '.join(doors.DOORS)}")
    if given.case:
        for name in names:
            print(f"{name}: {timed(doors.DOORS[name], given.case.read_bytes())}")
        return 0
    broke = False
    for name in names:
        told = _door(name, given.seconds, given.folder.resolve(), given.seed)
        broke |= bool(told["found"])
        print(json.dumps(told, ensure_ascii=False), flush=True)
    return 1 if broke else 0


def _door(name: str, seconds: int, folder: Path, seed: int) -> dict[str, object]:
    """Search one door for so much processor time, from what was worth trying before; a search that dies is gone on with."""
    corpus, found = folder / name, folder / "found" / name
    for one in (corpus, found):
        one.mkdir(parents=True, exist_ok=True)
    executed, covered, broken = 0, ("0", "0", "0"), set[str]()
    for turn in range(_DEATHS):
        flags = [
            *(f"-timeout={_HUNG_S}", f"-rss_limit_mb={_LARGEST_MB}", f"-seed={seed + turn}"),
            *(f"-artifact_prefix={found}/", "-print_final_stats=1"),
        ]
        command = [
            sys.executable,
            "-m",
            "fuzz.guided",
            name,
            str(corpus),
            str(found),
            f"{seconds / (turn + 1)}",
            *flags,
        ]
        done = subprocess.run(
            command, cwd=_ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, errors="replace"
        )
        executed += sum(int(one) for one in _STATS.findall(done.stderr))
        covered = max([covered, *_COVERED.findall(done.stderr)], key=lambda one: int(one[0]))
        broken |= set(_FOUND.findall(done.stderr))
        if not _COVERED.search(done.stderr):
            raise SystemExit(f"the search did not start:\n{done.stderr[-2000:]}")
        if done.returncode == 0:
            break
        broken.add(f"the search died: {done.stderr.strip().splitlines()[-1][:200]}")
    branches, features, kept = (int(one) for one in covered)
    return {
        "door": name,
        "seconds": seconds,
        "executions": executed,
        "branches": branches,
        "features": features,
        "corpus": kept,
        "found": sorted(broken),
    }


if __name__ == "__main__":
    sys.exit(main())
