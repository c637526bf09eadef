"""How much memory did reading workers ever hold?"""

from __future__ import annotations

from pathlib import Path

from warraq.newsroom.parsing import Parsers


def highest_mb(*parsers: Parsers) -> float:
    """The most that any worker that still runs ever held, in MB.

    From the process itself: what the system tells of ended children (`getrusage`) begins with what their parent held when it
    made them, and counts everybody's.
    """
    highest = 0.0
    for worker in [one for each in parsers for one in each._workers]:
        try:
            told = Path(f"/proc/{worker._process.pid}/status").read_text()
        except OSError:
            continue
        lines = [line for line in told.splitlines() if line.startswith("VmHWM")]
        highest = max([highest, *(int(line.split()[1]) * 1024 / 1e6 for line in lines)])
    return highest
