"""In which order are articles grouped? By their time, after a wait, so that it is the same whoever came first.

What comes later than the wait is grouped when it comes. Until it is released, an article's place is provisional: the desk may
show where it would stand now.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from warraq.stories.reading import Account

WAIT = timedelta(hours=1)
AHEAD = timedelta(hours=6)


@dataclass(slots=True)
class Buffer:
    """Articles that wait. `ahead`: a date that lies further ahead of its coming is none, and the coming counts."""

    wait: timedelta = WAIT
    ahead: timedelta = AHEAD
    _waiting: list[tuple[datetime, int, Account]] = field(default_factory=list)

    def take(self, account: Account, *, came: datetime) -> None:
        """Let an article wait that came at that moment."""
        at = came if account.at > came + self.ahead else account.at
        timed = account if at == account.at else Account(
            account.article, account.source, account.title, account.body, at, account.kin
        )  # fmt: skip
        heapq.heappush(self._waiting, (at, int(account.article), timed))

    def release(self, now: datetime) -> Iterator[Account]:
        """Those that have waited long enough, by time; of one moment, by number."""
        while self._waiting and self._waiting[0][0] <= now - self.wait:
            yield heapq.heappop(self._waiting)[2]

    def __len__(self) -> int:
        return len(self._waiting)
