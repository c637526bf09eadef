"""What does an object store do, with nothing behind it?"""

from __future__ import annotations

import threading
from collections.abc import Iterator

from warraq.objects.keys import checked


class MemoryObjects:
    """`ports.objects.Objects` in a dictionary."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, bytes] = {}

    def put(self, key: str, data: bytes) -> None:
        with self._lock:
            self._held[checked(key)] = bytes(data)

    def get(self, key: str) -> bytes | None:
        return self._held.get(checked(key))

    def remove(self, key: str) -> None:
        with self._lock:
            self._held.pop(checked(key), None)

    def keys(self, prefix: str = "") -> Iterator[str]:
        with self._lock:
            found = sorted(key for key in self._held if key.startswith(prefix))
        return iter(found)
