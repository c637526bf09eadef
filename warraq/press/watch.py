"""What is somebody to be told of, and what were they told?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warraq.press.article import ArticleId

WatchId = NewType("WatchId", int)


class WatchState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"  # by a person, or because its receiver said that it is gone


@dataclass(frozen=True, slots=True)
class Rule:
    """What a person asks to be told of. `target` is the webhook; `None`: nobody is called, there is the feed alone.

    `services`: prayer times, prices and the weather too.
    """

    name: str
    query: str
    target: str | None = None
    services: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """A rule as it is kept. Of `salt` and the house's secret its key and its feed's address are made.

    `begun` is when the first message, with the day before it, was made; `None`: it waits for the index. `problem` is why it is
    paused by itself, one clause.
    """

    id: WatchId
    rule: Rule
    salt: str
    made: datetime
    state: WatchState = WatchState.ACTIVE
    begun: datetime | None = None
    problem: str | None = None


class MessageState(StrEnum):
    WAITING = "waiting"  # for its receiver
    SENT = "sent"
    DEAD = "dead"  # tried for more than a day, and given up until a person asks for it
    LISTED = "listed"  # for the feed alone: told in a digest, of a watch without webhook, or more than fits into an hour
    TAKEN = "taken"  # what it told of may no longer be shown: it never left


# The `story` of the one message that holds the day before a watch.
DIGEST = 0


@dataclass(frozen=True, slots=True)
class Note:
    """That a watch is to tell of a story, by these articles (the first is the one told of; of a digest, each is of a story of
    its own)."""

    watch: WatchId
    story: int
    articles: tuple[ArticleId, ...]
    state: MessageState = MessageState.WAITING


@dataclass(frozen=True, slots=True)
class Message:
    """A note as it is kept: one a watch and story. `tries` were made, the next one is at `due`."""

    number: int
    note: Note
    made: datetime
    due: datetime
    tries: int = 0
    problem: str | None = None
