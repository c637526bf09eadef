"""Which names are looked for? The operator's own, then those that come with Warraq."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from warraq.entities import register
from warraq.entities.register import Name, Register
from warraq.errors import SettingsError

log = logging.getLogger(__name__)

_Stamp = tuple[int, int]  # when a file was written, in nanoseconds, and its size


class Lists:
    """The lists as they are now: an operator's file is read again once it has changed. Read when first asked for: they take a
    tenth of a second."""

    def __init__(self, place: Path) -> None:
        """Raises: SettingsError for a file that cannot be read."""
        self._place = place
        self._lock = threading.Lock()
        self._stamp = _stamped(place)
        self._own = _read(place)
        self._made: Register | None = None

    def register(self) -> Register:
        """A file that cannot be read any more leaves what it said before, and a line in the log."""
        with self._lock:
            if (stamp := _stamped(self._place)) != self._stamp:
                self._stamp = stamp
                try:
                    self._own, self._made = _read(self._place), None
                except SettingsError as error:
                    log.warning("%s; the names that it held before count on", error)
            if self._made is None:
                self._made = Register(register.joined(self._own, register.shipped()))
            return self._made


def _stamped(place: Path) -> _Stamp | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(place: Path) -> tuple[Name, ...]:
    try:
        return register.read(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{place} cannot be read: {error}; mend it or remove it") from error
