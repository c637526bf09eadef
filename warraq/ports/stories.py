"""Which articles tell of one event, and what did editors say of it? Beside the archive, with addresses that last.

An event is called by the number of the article that it began with, and so has an address for good: wherever that article stands
now, its number leads there. What follows the change feed (`newsroom.grouping`) writes here; pages read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from warraq.press import (
    ArticleId,
    Event,
    EventId,
    Kin,
    Member,
    Move,
    Proposal,
    SaidOfStory,
    StoryId,
    StoryWord,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list of members goes on: after the one with this date and number."""

    at: datetime
    article: ArticleId


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as somebody saw it: `word` is the number of the newest word that had been said of it, 0 for none."""

    event: EventId
    word: int

    def overtaken(self, words: Iterable[SaidOfStory]) -> bool:
        """Whether one of these later words speaks of it."""
        return any(
            one.number > self.word and self.event in (one.word.event, one.word.other, one.made)
            for one in words
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch of changes comes to. Written whole or not at all.

    `moves`: of whole events, in order; they move what stood before: of a merged event every article, also those that are not
    named, of one that was split those that are. `members`, as they stand after the moves: every place of each article that is
    named, its own first; what was known of the article before goes. `samples`: by which an article's text is found again
    (`duplicates.shingles.sample`).
    """

    members: tuple[Member, ...] = ()
    moves: tuple[Move, ...] = ()
    kin: tuple[Kin, ...] = ()
    samples: tuple[tuple[ArticleId, tuple[int, ...]], ...] = ()


class Stories(Protocol):
    """Placings, events, kin and editors' words. May be called from several threads. Raises: ArchiveError.

    Lists hold what is shown; what a method costs does not grow with the archive.
    """

    # What follows

    def position(self) -> int:
        """The number of the last change that was grouped; 0 for none."""
        ...

    def group(self, batch: Batch, *, position: int, after: int) -> bool:
        """Write a batch and the position, in ONE transaction. False, and nothing is written, unless the position was `after`:
        somebody else follows too."""
        ...

    def waiting(self) -> tuple[ArticleId, ...]:
        """Articles whose place is provisional."""
        ...

    def settled(
        self, since: datetime, *, limit: int, after: Place | None = None, until: datetime | None = None
    ) -> tuple[Member, ...]:
        """Members in any state, whose place is not provisional, of articles from `since` on (before `until`), oldest first."""
        ...

    def samples(
        self, before: ArticleId | None = None, *, limit: int
    ) -> tuple[tuple[ArticleId, tuple[int, ...]], ...]:
        """Samples, of the newest articles first, from before that article on."""
        ...

    # What pages ask

    def event(self, event: EventId) -> Event | None:
        """The event of that number. One that is part of another answers with that one, whose `id` is another: its heir.
        `None`: there never was one."""
        ...

    def events(self, ids: Sequence[EventId]) -> dict[EventId, Event]:
        """Those that stand under their own number."""
        ...

    def members(
        self, event: EventId, *, limit: int, after: Place | None = None, newest: bool = True
    ) -> tuple[Member, ...]:
        """Its shown members by time, the newest first, or the oldest; each once."""
        ...

    def places(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Member, ...]]:
        """Where each stands, its own place first, in any state. Articles that stand nowhere yet are left out."""
        ...

    def told_in(self, story: StoryId, *, limit: int) -> tuple[Event, ...]:
        """The events of a running story of which something is shown, newest `last` first."""
        ...

    def live(self, *, limit: int, countries: frozenset[str] | None = None) -> tuple[Event, ...]:
        """Events that may lead, the hottest first (`stories.ranking.heat`): by what papers of these countries print of them."""
        ...

    def kin(self, articles: Sequence[ArticleId], *, limit: int = 200) -> tuple[Kin, ...]:
        """Whose words each has, and who has its words: every pair that one of them is of. Shares are kept to a thousandth."""
        ...

    def moves(self, event: EventId) -> tuple[Move, ...]:
        """What became of it as a whole, oldest first; that it rests is acted on and not kept."""
        ...

    # What editors say

    def say(self, word: StoryWord, *, now: datetime, seen: Seen | None = None) -> SaidOfStory | None:
        """Carry a word out and keep it, in ONE transaction. `None`: it speaks of what does not stand so (any more), or more was
        said of that event since it was `seen`."""
        ...

    def words(self, *, after: int = 0) -> tuple[SaidOfStory, ...]:
        """Every word with a number > `after`, in order."""
        ...

    def last_word(self) -> int:
        """The number of the newest; 0 for none."""
        ...

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """What was proposed before goes."""
        ...

    def proposals(self) -> tuple[Proposal, ...]:
        """What grouping anew would do otherwise."""
        ...
