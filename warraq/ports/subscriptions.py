"""Who tells us that a feed has changed, and until when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed at one hub. `topic` is the feed's name there, `token` the last word of the address that the hub calls,
    `secret` what it signs with. `lease` is until when it promised to call (`None`: it has not promised yet); `asked` when
    we last asked it to; `called` when it last did. `problem` is one clause, `None` when all is well."""

    feed: str
    hub: str
    topic: str
    token: str
    secret: str
    asked: datetime
    lease: datetime | None = None
    called: datetime | None = None
    problem: str | None = None


class Subscriptions(Protocol):
    """Feeds' subscriptions, one a feed. Several threads may call at once. Raises: ArchiveError."""

    def put(self, subscription: Subscription) -> None:
        """Remember it, over the feed's earlier one."""
        ...

    def of(self, feed: str) -> Subscription | None: ...

    def by_token(self, token: str) -> Subscription | None: ...

    def promise(self, token: str, *, lease: datetime | None, problem: str | None) -> None:
        """The hub's own word: until when it will call, or why it will not. A token nobody knows is no error."""
        ...

    def call(self, token: str, *, now: datetime) -> None:
        """The hub has called. A token nobody knows is no error."""
        ...

    def called_since(self, moment: datetime) -> dict[str, datetime]:
        """Feeds whose hub has called after that moment, with when."""
        ...

    def drop(self, feed: str) -> None:
        """Forget a feed's subscription; one that is not there is no error."""
        ...
