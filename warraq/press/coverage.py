"""Who tells of an event, what do their accounts come to, and what did an editor say of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warraq.press.article import ArticleId
from warraq.press.story import EventId, MoveKind, Placing, StoryId


@dataclass(frozen=True, slots=True)
class Member:
    """An article in an event, with what a list needs to know of it.

    `at` is the article's date (published, else first seen; one that lies far ahead is none). `past`: it came long after it was printed, so that it neither begins
    nor leads what is alive. `leads`: it may stand in front, being neither a service item nor one that asks for care. `copy` is the
    older article whose text it has; `None`: an account of its own. `provisional`: its place may still change within the hour.
    """

    placing: Placing
    source: str
    country: str | None
    at: datetime
    section: str | None = None
    shown: bool = True
    provisional: bool = False
    past: bool = False
    leads: bool = True
    copy: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one paper printed of an event. `first`: when it began; `own`: one of its articles at least is its own account."""

    source: str
    country: str | None
    first: datetime
    articles: int
    own: bool


@dataclass(frozen=True, slots=True)
class Event:
    """An event as a whole: of what is shown of it. Where nothing is, it has no `lead`.

    `papers` in the order in which they began to tell of it; `source` is the lead's paper, `section` its desk, `pinned`: an editor chose the lead.
    `leads`: it may stand in front; `live`: not all of it was brought in later; `settled`: no member is provisional.
    """

    id: EventId
    story: StoryId
    lead: ArticleId | None
    first: datetime | None
    last: datetime | None
    articles: int
    papers: tuple[Coverage, ...]
    source: str | None = None
    section: str | None = None
    pinned: bool = False
    leads: bool = True
    live: bool = True
    settled: bool = True

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(one.country for one in self.papers if one.country)


class StoryWordKind(StrEnum):
    """What an editor may say."""

    SPLIT = "split"  # `articles` of `event` are another one
    MERGE = "merge"  # `other` is the same event
    PIN = "pin"  # the first of `articles` is the lead; none: nobody's is


class Sameness(StrEnum):
    """What two articles tell of, as `evaluation.stories` labels pairs."""

    SAME_EVENT = "same_event"
    SAME_STORY = "same_story"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Case:
    """What an editor's word says of two articles: a case in the operator's own list."""

    a: ArticleId
    b: ArticleId
    label: Sameness


@dataclass(frozen=True, slots=True)
class StoryWord:
    """An editor's word. It sticks: what is grouped later never goes against it. `by` and `reason` as the editor gave them."""

    kind: StoryWordKind
    event: EventId
    by: str
    reason: str
    other: EventId | None = None
    articles: tuple[ArticleId, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidOfStory:
    """A word with its number. `event`: for a split, the event that the articles are now."""

    number: int
    at: datetime
    word: StoryWord
    made: EventId


@dataclass(frozen=True, slots=True)
class Proposal:
    """What grouping anew would do otherwise: nothing is renamed by it, an editor may follow it.

    MERGED: `other` would be part of `event`; SPLIT: `articles` would not.
    """

    kind: MoveKind
    event: EventId
    other: EventId | None = None
    articles: tuple[ArticleId, ...] = ()
