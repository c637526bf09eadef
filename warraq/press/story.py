"""Which articles tell of one happening, which happenings make one story, and whose words are whose?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warraq.press.article import ArticleId

EventId = NewType("EventId", int)  # the number of the article that it began with
StoryId = NewType("StoryId", int)  # the number of the event that it began with


class Kinship(StrEnum):
    """What the text of an article is to an older one's. It says nothing of what they tell of: forecasts repeat themselves."""

    SAME = "same"  # word for word
    REPRINT = "reprint"  # the same text, edited
    EXCERPT = "excerpt"  # most of it stands in the older one, which is clearly longer
    EMBEDS = "embeds"  # most of the older one stands in it, and it is clearly longer
    VERSION = "version"  # the paper's own page again


@dataclass(frozen=True, slots=True)
class Kin:
    """An older article whose words this one has. `share`: of the shorter text's runs of four words, 0 to 1."""

    article: ArticleId
    older: ArticleId
    kinship: Kinship
    share: float


class Evidence(StrEnum):
    """Why an article stands where it stands."""

    TEXT = "text"  # it is a reprint or an excerpt
    WORDS = "words"  # headline and lead are of the same words
    NAMES = "names"  # people, places and the matter itself, in other words
    REACTION = "reaction"  # a statement about it
    FIRST = "first"  # nothing before it told of this
    EDITOR = "editor"  # an editor said so


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a reader is told who asks why these articles stand together.

    `nearest` is the member that it is most like. `names` and `words` are those that they share, as they are printed here, the
    most telling first; `numbers` too. `apart` is the time between the two in seconds.
    """

    evidence: Evidence
    nearest: ArticleId | None = None
    likeness: float = 0.0
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an article stands. A round-up has several, its first is where it is shown; all in `story`s of their own."""

    article: ArticleId
    event: EventId
    story: StoryId
    grounds: Grounds


class MoveKind(StrEnum):
    """What becomes of an event or a story as a whole."""

    MERGED = "merged"  # `other` is part of it now
    SPLIT = "split"  # `other` was part of it
    REVIVED = "revived"  # it had rested for longer than a day, and goes on
    RESTED = "rested"  # nothing joins it any more


@dataclass(frozen=True, slots=True)
class Move:
    """`articles` are those that changed places."""

    kind: MoveKind
    event: EventId
    at: datetime
    other: EventId | None = None
    articles: tuple[ArticleId, ...] = ()
