"""How far has collecting come?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """A snapshot of the collecting desk, for the operator's screen and the site's first-run page.

    `problems` pairs what failed (a feed id or an address) with one readable clause, newest first, at most 50.
    `pending` counts entries whose pages are still to be fetched. `offline`: no source at all could be reached.
    `halted` says why nothing is visited for now (a full disk); collecting goes on by itself when that is over.
    """

    feeds: int = 0
    reached: int = 0
    failed: int = 0
    filed: int = 0
    versions: int = 0
    pending: int = 0
    offline: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    halted: str | None = None
