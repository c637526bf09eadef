"""When did this data folder's demo press begin? A second run goes on with the same press instead of printing it anew."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

FILE = "demopress-start.txt"


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


def _read(path: Path) -> datetime | None:
    try:
        start = datetime.fromisoformat(path.read_text(encoding="utf-8").strip())
    except ValueError:
        return None
    return start if start.tzinfo is not None else None
