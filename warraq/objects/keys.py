"""Which keys may name an object? Ours only: a key becomes a path, so nothing in it may climb."""

from __future__ import annotations

import re

_ALLOWED = re.compile(r"[a-z0-9/._-]+")
_LONGEST = 200


def checked(key: str) -> str:
    """The key itself. Raises: ValueError for one that is not `[a-z0-9/._-]+`, climbs, or is longer than 200."""
    if not _ALLOWED.fullmatch(key) or len(key) > _LONGEST:
        raise ValueError(f"object key {key!r} is not 1 to {_LONGEST} of a-z 0-9 / . _ -")
    # A part that begins with a dot is never ours: "." and ".." climb, ".new" marks what is still being written.
    if any(not part or part.startswith(".") for part in key.split("/")):
        raise ValueError(f"object key {key!r} has an empty part or one that begins with a dot")
    return key
