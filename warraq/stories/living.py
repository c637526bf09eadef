"""Which events are alive, and which of their members speak for them? Bounded in time and in number."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from warraq.press import ArticleId, EventId, StoryId
from warraq.stories.reading import Reading

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Bars:
    """What it takes, and how much is kept. Scores are those of `likeness`, times in seconds."""

    event: float = 0.12  # to join one
    against: float = 0.5  # share of the distance to the mean of the members that counts
    merge: float = 0.6  # to ask whether two events are one
    merge_mean: float = 0.1  # between their members, for them to be one
    statements: float = 0.35  # cosine of two events of statements, for them to be one
    story: float = -0.6  # for a new event to join the story of another
    story_patience: float = 1.2  # a day
    text: float = 0.55  # of a shorter text, to go where it stands
    touch: float = 0.08  # cosine of headline and lead below which a like text is a formula
    copy: float = 0.7  # of a text, to be spoken for by the older one
    rest_s: float = 3 * _DAY_S  # after its last article an event takes no other
    story_s: float = 5 * _DAY_S  # and is forgotten
    revived_s: float = _DAY_S
    keys: int = 14  # heaviest terms by which members are found
    postings: int = 80  # newest members a term
    candidates: int = 24
    of_event: int = 5  # of them, of one event
    members: int = 10  # of an event, that speak for it
    witnesses: int = 3  # newest of them that are asked besides those found
    crossed: int = 5  # members of each of two events that are compared
    reviewed: frozenset[int] = frozenset(
        {6, 12, 24, 48, 96, 192}
    )  # sizes at which it is asked whether an event is two
    most: int = 400  # articles of an event
    most_of_source: int = 40
    most_of_story: int = 4_000


@dataclass(slots=True)
class LivingEvent:
    """`members` are those that speak for it, the oldest first; `size` counts all that joined."""

    id: EventId
    story: StoryId
    last: float
    members: list[Reading] = field(default_factory=list)
    size: int = 0
    sources: Counter[str] = field(default_factory=Counter)


class Living:
    """The events of the last days, and how their members are found."""

    def __init__(self, bars: Bars) -> None:
        self.clock = 0.0
        self.events: dict[EventId, LivingEvent] = {}
        self.readings: dict[ArticleId, Reading] = {}
        self.holding: dict[
            str, dict[ArticleId, float]
        ] = {}  # the newest, with the stem's weight; 0: speaks no more
        self.stories: Counter[StoryId] = Counter()
        self._bars = bars
        self._event_of: dict[ArticleId, EventId] = {}
        self._merged: dict[EventId, EventId] = {}
        self._merges: deque[tuple[float, EventId]] = deque()
        self._joined: deque[tuple[float, ArticleId]] = deque()
        self._since_swept = 0

    def home(self, article: ArticleId) -> EventId | None:
        """The living event of an article, after all merges."""
        event = self._event_of.get(article)
        event = None if event is None else self.heir(event)
        return event if event in self.events else None

    def heir(self, event: EventId) -> EventId:
        """What it is part of, after all merges."""
        while event in self._merged:
            event = self._merged[event]
        return event

    def heaviest(self, reading: Reading) -> Iterator[str]:
        """The stems by which it is found."""
        return islice(reading.terms, self._bars.keys)

    def advance(self, at: float) -> list[EventId]:
        """Forget what is over; the events that are forgotten now."""
        self.clock = max(self.clock, at)
        gone: list[EventId] = []
        while self._joined and self._joined[0][0] < self.clock - self._bars.story_s:
            _, article = self._joined.popleft()
            event = self.events.get(home) if (home := self.home(article)) is not None else None
            if event is None:
                self._event_of.pop(article, None)
                continue
            if event.last < self.clock - self._bars.story_s:
                gone.append(event.id)
                self._forget(self.events.pop(event.id))
                self._event_of.pop(article, None)
            elif article in self.readings and len(event.members) == 1:
                self._joined.append((self.clock, article))  # somebody must speak for those that live
            else:
                self._event_of.pop(article, None)
                self._silence(event, article)
        while self._merges and self._merges[0][0] < self.clock - self._bars.story_s:
            self._merged.pop(self._merges.popleft()[1], None)  # whoever stood there is forgotten
        if self._since_swept >= _SWEEP:
            self._sweep()
        return gone

    def begin(self, reading: Reading, story: StoryId | None, *, name: EventId | None = None) -> LivingEvent:
        """A new event; without a story, a new one too."""
        key = name if name is not None else EventId(reading.article)
        event = LivingEvent(key, story if story is not None else StoryId(key), self.clock)
        self.events[key] = event
        self.join(event, reading, speaks=True)
        return event

    def join(self, event: LivingEvent, reading: Reading, *, speaks: bool) -> None:
        """`speaks`: others are compared with it."""
        event.last = self.clock
        event.size += 1
        event.sources[reading.source] += 1
        self.stories[event.story] += 1
        self._event_of[reading.article] = event.id
        self._joined.append((self.clock, reading.article))
        self._since_swept += 1
        if not speaks and event.members:
            return
        light = replace(reading, spelled=_UNSPELLED)
        event.members.append(light)
        self.readings[reading.article] = light
        self._trim(event)
        for stem in self.heaviest(reading):
            chain = self.holding.setdefault(stem, {})
            if len(chain) >= self._bars.postings:
                del chain[next(iter(chain))]
            chain[reading.article] = reading.terms[stem]

    def part(self, event: LivingEvent, members: Sequence[Reading]) -> LivingEvent:
        """These members go on as an event of their own, called by the first of them, in the same story."""
        other = LivingEvent(EventId(members[0].article), event.story, event.last, list(members), len(members))
        other.sources.update(member.source for member in members)
        self.events[other.id] = other
        self._merged.pop(other.id, None)
        moved = {member.article for member in members}
        event.members = [one for one in event.members if one.article not in moved]
        event.size -= len(members)
        event.sources.subtract(other.sources)
        self._event_of.update(dict.fromkeys(moved, other.id))
        return other

    def unite(self, kept: LivingEvent, gone: LivingEvent) -> None:
        """All of `gone` is of `kept` from now on."""
        self._merged[gone.id] = kept.id
        self._merges.append((self.clock, gone.id))
        del self.events[gone.id]
        kept.size += gone.size
        kept.sources.update(gone.sources)
        kept.last = max(kept.last, gone.last)
        if kept.story != gone.story:
            self.stories[kept.story] += gone.size
            self.stories[gone.story] -= gone.size
        kept.members = sorted((*kept.members, *gone.members), key=lambda one: (one.at, one.article))
        self._trim(kept)

    def _trim(self, event: LivingEvent) -> None:
        """The first member stays, it is what began it; of the others the newest."""
        while len(event.members) > self._bars.members:
            self._drop(event.members.pop(1).article)

    def _silence(self, event: LivingEvent, article: ArticleId) -> None:
        if article in self.readings:
            self._drop(article)
            event.members = [one for one in event.members if one.article != article]

    def _drop(self, article: ArticleId) -> None:
        """It speaks no more. Where it is found it keeps its place: newer ones alone push it out."""
        if reading := self.readings.pop(article, None):
            for stem in self.heaviest(reading):
                if article in (chain := self.holding.get(stem, _NOBODY)):
                    chain[article] = 0.0

    def _forget(self, event: LivingEvent) -> None:
        for member in event.members:
            self._drop(member.article)
        self.stories[event.story] -= event.size
        if self.stories[event.story] <= 0:
            del self.stories[event.story]

    def _sweep(self) -> None:
        """Chains that lead to nobody."""
        self._since_swept = 0
        self.holding = {stem: chain for stem, chain in self.holding.items() if any(chain.values())}


_NOBODY: dict[ArticleId, float] = {}
_UNSPELLED: Mapping[str, str] = {}
_SWEEP = 5_000  # articles between two looks for chains that lead to nobody
