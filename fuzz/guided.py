"""Which bytes lead where nobody has been yet? One door under Atheris, which follows the branches of our own code.

Run by `python -m fuzz`, one process a door: libFuzzer ends the process it runs in. A case that breaks a promise is kept, told, and
the search goes on; the same break is kept once.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
import zlib
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["warraq", "feedparser", "sgmllib", "protego", "PIL", "htmldate", "tomllib", "zipfile"]
):
    from fuzz.door import timed
    from fuzz.doors import DOORS

    door = DOORS[sys.argv[1]]

_KEPT: set[str] = set()


def main(corpus: Path, found: Path, seconds: float, flags: list[str]) -> None:
    seconds += time.process_time()
    for seed in door.seeds:
        (corpus / f"seed-{zlib.crc32(seed):08x}").write_bytes(seed)
    words = corpus.parent / f"{door.name}.dict"
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in door.tokens), encoding="ascii")

    def one(data: bytes) -> None:
        if time.process_time() > seconds:  # processor time: on a busy machine the clock says little
            os.kill(os.getpid(), signal.SIGUSR1)  # libFuzzer tells what came of it, and ends
        try:
            timed(door, data)
        except Exception as error:
            keep(error, data, found)

    atheris.Setup([sys.argv[0], f"-dict={words}", f"-max_len={door.longest}", *flags, str(corpus)], one)
    atheris.Fuzz()


def keep(error: Exception, data: bytes, folder: Path) -> None:
    """Write a case and its traceback, once for each place it breaks at."""
    frames = traceback.extract_tb(error.__traceback__)
    place = next((frame for frame in reversed(frames) if frame.filename.endswith(".py")), frames[-1])
    known = f"{type(error).__name__}-{Path(place.filename).stem}-{place.lineno}-{frames[-1].lineno}"
    if known not in _KEPT:
        _KEPT.add(known)
        (folder / f"{known}.bin").write_bytes(data)
        (folder / f"{known}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        print(f"FOUND {known}: {str(error)[:200]}", file=sys.stderr, flush=True)


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{one:02x}" for one in token)


if __name__ == "__main__":
    main(Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]), sys.argv[5:])
