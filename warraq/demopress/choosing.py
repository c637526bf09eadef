"""Which of several is it, always the same one for one name and seed?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def number(seed: int, name: str, *, below: int = 900_000) -> int:
    """A number that only this seed and name give: addresses and small choices do not move when others are added."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def chosen(seed: int, name: str, things: Sequence[T], *, count: int) -> list[T]:
    """Some of the things in their own order, always the same for one name and seed."""
    ranked = sorted(range(len(things)), key=lambda place: number(seed, f"{name} {place}"))
    return [things[place] for place in sorted(ranked[:count])]
