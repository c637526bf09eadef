"""When did this data folder's demo press begin, and at which ports? A second run goes on with the same press instead of printing it anew."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

FILE = "demopress-start.txt"
_PORTS = "demopress-ports.txt"


def opened(folder: Path, *, now: datetime) -> datetime:
    """The start remembered in `folder`; the first time, `now` is remembered.

    What cannot be read, or lies in the future (the clock was set back), is written anew. Raises: OSError.
    """
    path = folder / FILE
    if path.exists() and (start := _read(path)) is not None and start <= now:
        return start
    folder.mkdir(parents=True, exist_ok=True)
    start = now.replace(microsecond=0)
    path.write_text(start.isoformat() + "\n", encoding="ascii")
    return start


def ports(folder: Path, *, usual: tuple[int, ...]) -> tuple[int, ...] | None:
    """The ports at which the folder's press stands, `None` where none has begun; to be asked before `opened`."""
    try:
        found = tuple(int(word) for word in (folder / _PORTS).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        found = ()
    if found and all(0 < port < 2**16 for port in found):
        return found
    return usual if (folder / FILE).exists() else None


def holds(folder: Path, held: tuple[int, ...] | None, got: tuple[int, ...]) -> bool:
    """Whether what is shown at the ports that were got may stand in the folder: at others than before every article would
    be another one. The first time they are remembered. Raises: OSError."""
    if held is None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _PORTS).write_text(" ".join(map(str, got)) + "\n", encoding="ascii")
    return held is None or held == got


def _read(path: Path) -> datetime | None:
    try:
        start = datetime.fromisoformat(path.read_text(encoding="utf-8").strip())
    except ValueError:
        return None
    return start if start.tzinfo is not None else None
