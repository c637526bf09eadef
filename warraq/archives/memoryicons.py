"""What do papers' icons and placeholders do, with nothing behind them?"""

from __future__ import annotations

import threading
from dataclasses import replace

from warraq.press import Icon, PictureId, Placeholder


class MemoryIcons:
    """`ports.icons.Icons` in a dictionary, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, Icon] = {}
        self._changes = 0

    def held(self) -> dict[str, Icon]:
        with self._lock:
            return dict(self._held)

    def put(self, icon: Icon) -> None:
        with self._lock:
            before = self._held.get(icon.source)
            if before is not None and before.removed is not None:
                icon = replace(icon, removed=before.removed, print=None, address=None, stored=None)
            self._set(before, icon)

    def say(self, icon: Icon) -> None:
        with self._lock:
            self._set(self._held.get(icon.source), icon)

    def changes(self) -> int:
        return self._changes

    def _set(self, before: Icon | None, icon: Icon) -> None:
        self._held[icon.source] = icon
        seen, sees = before.print if before and before.shown else None, icon.print if icon.shown else None
        self._changes += seen != sees


class MemoryPlaceholders:
    """`ports.placeholders.Placeholders` in a dictionary, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[PictureId, Placeholder] = {}
        self._changes = 0

    def held(self) -> dict[PictureId, Placeholder]:
        with self._lock:
            return dict(self._held)

    def learn(self, placeholder: Placeholder) -> bool:
        with self._lock:
            if placeholder.picture in self._held:
                return False
            self._held[placeholder.picture] = placeholder
            self._changes += 1
            return True

    def say(self, placeholder: Placeholder) -> None:
        with self._lock:
            self._held[placeholder.picture] = placeholder
            self._changes += 1

    def changes(self) -> int:
        return self._changes
