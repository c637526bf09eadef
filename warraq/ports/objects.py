"""Where do big bytes (captures now, pictures later) live?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Objects(Protocol):
    """A store of immutable bytes by key. Keys are ours (`captures/2026/11/23/<hex>`), never made from outside input.

    Several threads may call at once. Raises: ObjectsError when the back end fails; ValueError for a key that is not
    `[a-z0-9/._-]+`, is longer than 200, or has a part that is empty or begins with a dot (`keys` takes any prefix).
    """

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` durably; putting the same key again with the same bytes is harmless."""
        ...

    def get(self, key: str) -> bytes | None:
        """The bytes, or `None` where there are none."""
        ...

    def remove(self, key: str) -> None:
        """Forget a key; one that is not there is no error."""
        ...

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with `prefix`, sorted."""
        ...
