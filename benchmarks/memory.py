"""How much memory do a process and all its children take at their peak?"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Peak:
    mb: float = 0.0


@contextlib.contextmanager
def watched(pid: int | None = None, *, every_s: float = 0.05) -> Iterator[Peak]:
    """Samples the proportional set size of a process tree (shared pages counted once)."""
    peak, stop = Peak(), threading.Event()

    def look() -> None:
        while not stop.wait(every_s):
            peak.mb = max(peak.mb, tree_mb(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def tree_mb(pid: int | None = None) -> float:
    """Now; of this process and its children, where none is named."""
    pid = pid or os.getpid()
    return sum(map(_mb, [pid, *_children(pid)]))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_children(int(child))]
    return found


def _mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
