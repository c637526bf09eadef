"""What has somebody written beside a name in the domain name system?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Written:
    """The TXT records of a name, each whole (its strings joined), aliases followed."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unwritten:
    """There is none, or it could not be had: why, in one clause."""

    reason: str


class Names(Protocol):
    """Names as a resolver knows them."""

    async def texts(self, name: str) -> Written | Unwritten:
        """TXT records of `name`, a host name in ASCII (IDNA) without a dot at its end. Ends within seconds, whatever others do, and never
        raises for it."""
        ...
