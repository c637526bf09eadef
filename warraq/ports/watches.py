"""What is watched for, and what was told of it? Beside the archive, so that rules and messages outlive a restart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from warraq.press import Message, MessageState, Note, Rule, Watch, WatchId, WatchState


class Watches(Protocol):
    """Rules and their messages, one a watch and story. Several threads may call at once. Raises: ArchiveError.

    Whatever is written is durable when the call returns; killed before that, nothing of the call stands.
    """

    def add(self, rule: Rule, *, salt: str, now: datetime, position: int) -> Watch:
        """Keep a rule. Numbers are never given twice. The first of all begins to follow at `position`."""
        ...

    def watch(self, number: int) -> Watch | None: ...

    def listed(self) -> tuple[Watch, ...]:
        """All, by number."""
        ...

    def restate(self, watch: WatchId, state: WatchState, *, problem: str | None = None) -> None:
        """One that is not there is no error."""
        ...

    def remove(self, watch: WatchId) -> None:
        """With its messages, for good."""
        ...

    def position(self) -> int:
        """The number of the last change that was held against every watch."""
        ...

    def tell(self, notes: Sequence[Note], *, now: datetime, position: int, after: int) -> bool:
        """Keep what is to be told, and move to `position`, in ONE transaction. A story that its watch told of before is
        passed over. False, and nothing is written, unless the position was `after`: somebody else follows too."""
        ...

    def begin(self, watch: WatchId, notes: Sequence[Note], *, now: datetime) -> None:
        """Keep what was printed before the watch, in ONE transaction with `begun`; nothing where it has begun."""
        ...

    def told(self, watch: WatchId, *, limit: int) -> tuple[Message, ...]:
        """Its messages, newest first, the digest among them."""
        ...

    def due(self, now: datetime, *, limit: int) -> tuple[Message, ...]:
        """What waits and is due, of watches that are active; the longest due first."""
        ...

    def settle(self, message: Message, state: MessageState, *, due: datetime, problem: str | None) -> None:
        """A try was made: it counts, and this came of it."""
        ...

    def retry(self, watch: WatchId, *, now: datetime) -> int:
        """Let its dead messages wait again, their tries forgotten; how many."""
        ...

    def tally(self, watch: WatchId | None = None) -> dict[MessageState, int]:
        """How many messages, of that watch or of all, are in each state; states of none are left out."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop messages made before that moment that do not wait; how many. A story told of then may be told of again."""
        ...
