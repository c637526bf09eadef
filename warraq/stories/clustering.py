"""Which event and which story does an article belong to? Online: each finds its place among what is alive, when it comes.

An article is compared with members, not with an average: the nearest member speaks for it, the others must not speak against it.
Reprints follow their text and are compared no more. All that lives is bounded: events expire, postings and members are capped.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from warraq.press import ArticleId, EventId, Evidence, Grounds, Placing, StoryId
from warraq.stories import likeness
from warraq.stories.likeness import Likeness
from warraq.stories.reading import Account, Frequencies, Reading, read


@dataclass(frozen=True, slots=True)
class Bars:
    """What it takes. Times in seconds."""

    event: float = 0.0  # of the likeness with the nearest member
    against: float = 0.35  # share of the distance to the mean of the members that counts
    story: float = -0.6
    second: float = 0.6  # a round-up joins another event too
    merge: float = 0.6  # two events that an article is so like are compared
    merge_mean: float = 0.1  # and are one if their members are, on average
    crossed: int = 5  # members of each that are compared for it
    text: float = 0.5  # of a shorter text, in the other one
    event_s: float = 3 * 86_400.0  # after its last article an event takes no other
    story_s: float = 10 * 86_400.0
    future_s: float = 6 * 3_600.0  # a date that lies further ahead of what came before is none
    keys: int = 14  # heaviest terms by which members are found
    postings: int = 80  # newest members a term
    candidates: int = 24
    members: int = 10  # of an event that are compared
    source_share: int = 40  # articles of one paper in an event, after which its others begin their own


@dataclass(slots=True)
class _Event:
    id: EventId
    story: StoryId
    last: float
    members: deque[Reading]
    size: int = 0
    sources: dict[str, int] = field(default_factory=dict)


class Clustering:
    """What is alive. Feed it in order (`ordering.Buffer`): then the same articles make the same events, whoever came first.

    It is rebuilt by `recall`ing the articles of the last `Bars.story_s` with the places that the archive holds.
    """

    def __init__(self, bars: Bars | None = None, frequencies: Frequencies | None = None) -> None:
        self.bars = bars or Bars()
        self.frequencies = frequencies or Frequencies()
        self._events: dict[EventId, _Event] = {}
        self._event_of: dict[ArticleId, EventId] = {}
        self._readings: dict[ArticleId, Reading] = {}
        self._holding: dict[str, deque[ArticleId]] = {}
        self._gone: dict[EventId, EventId] = {}
        self._clock = 0.0

    def place(self, account: Account) -> tuple[Placing, ...]:
        """Where the article stands: one place, or several for a round-up, the first of them its own."""
        reading = read(account, self.frequencies)
        return self.place_reading(reading)

    def place_reading(self, reading: Reading) -> tuple[Placing, ...]:
        now = self._clock = max(
            self._clock,
            reading.at if reading.at <= self._clock + self.bars.future_s or not self._clock else self._clock,
        )
        self._expire(now)
        found = self._candidates(reading)
        ranked = self._ranked(reading, found)
        chosen = [row for row in ranked if row[3] >= self.bars.event]
        if not chosen:
            event = self._begin(reading, self._story(reading, ranked))
            self._join(event, reading)
            return (Placing(reading.article, event.id, event.story, Grounds(Evidence.FIRST)),)
        event, like, near, _ = chosen[0]
        self._join(event, reading)
        places = [Placing(reading.article, event.id, event.story, self._grounds(reading, like, near))]
        for other, its, member, score in chosen[1:]:
            if score >= self.bars.merge and self._mean(event, other) >= self.bars.merge_mean:
                event = self._merge(event, other)
            elif its.share >= self.bars.text and not its.veto:
                places.append(Placing(reading.article, other.id, other.story, self._grounds(reading, its, member)))
        return tuple(places)

    def _mean(self, one: _Event, other: _Event) -> float:
        """Of the likenesses between the newest members of two events."""
        scores = [
            likeness.between(a, b, share=max(self._share(a, b.article), self._share(b, a.article))).score
            for a in list(one.members)[-self.bars.crossed :]
            for b in list(other.members)[-self.bars.crossed :]
        ]
        return sum(scores) / len(scores)

    def _merge(self, one: _Event, other: _Event) -> _Event:
        """The older one goes on with the members of both."""
        kept, gone = (one, other) if one.id < other.id else (other, one)
        self._gone[gone.id] = kept.id
        kept.size += gone.size
        kept.last = max(kept.last, gone.last)
        for member in sorted((*kept.members, *gone.members), key=lambda each: (each.at, each.article)):
            self._event_of[member.article] = kept.id
        everybody = sorted((*kept.members, *gone.members), key=lambda each: (each.at, each.article))
        for member in everybody[: -self.bars.members]:
            self._readings.pop(member.article, None)
        kept.members = deque(everybody[-self.bars.members :], maxlen=self.bars.members)
        del self._events[gone.id]
        return kept

    def _candidates(self, reading: Reading) -> dict[ArticleId, float]:
        """Members that share heavy terms, with the sum of what they share; kin besides."""
        shared: dict[ArticleId, float] = defaultdict(float)
        heavy = heapq.nlargest(self.bars.keys, reading.terms.items(), key=lambda one: (one[1], one[0]))
        for stem, weight in heavy:
            for article in self._holding.get(stem, ()):
                if member := self._readings.get(article):
                    shared[article] += weight * member.terms.get(stem, 0.0)
        best = heapq.nlargest(self.bars.candidates, shared.items(), key=lambda one: (one[1], one[0]))
        found = dict(best)
        for kin in reading.kin:
            if kin.older in self._event_of:
                found.setdefault(kin.older, 1.0)
        return found

    def _ranked(
        self, reading: Reading, found: Mapping[ArticleId, float]
    ) -> list[tuple[_Event, Likeness, Reading, float]]:
        """Events with their nearest member, the best first."""
        likes: dict[EventId, list[tuple[float, ArticleId, Likeness]]] = defaultdict(list)
        for article in found:
            its = self._event_of.get(article)
            other = self._readings.get(article)
            if its is None or its not in self._events or other is None:
                continue
            like = likeness.between(reading, other, share=self._share(reading, article))
            likes[its].append((like.score, article, like))
        ranked = []
        for key, rows in likes.items():
            event = self._events[key]
            rows.sort(key=lambda one: (-one[0], one[1]))
            top, article, like = rows[0]
            compared = [score for score, _, _ in rows[: self.bars.members]]
            compared += [
                likeness.between(reading, member).score
                for member in list(event.members)[-3:]
                if all(member.article != one for _, one, _ in rows)
            ]
            score = top - self.bars.against * (top - sum(compared) / len(compared))
            texts = [(row[2].share, -row[1], row[2]) for row in rows if row[2].share >= self.bars.text and not row[2].veto]
            if texts:
                share, minus, like = max(texts, key=lambda one: one[:2])
                article, score = ArticleId(-minus), max(score, self.bars.event) + 2 * share
            ranked.append((event, like, self._readings[article], score))
        ranked.sort(key=lambda one: (-one[3], one[0].id))
        return ranked

    def _share(self, reading: Reading, article: ArticleId) -> float:
        return max((kin.share for kin in reading.kin if kin.older == article), default=0.0)

    def _story(
        self, reading: Reading, ranked: list[tuple[_Event, Likeness, Reading, float]]
    ) -> StoryId | None:
        for event, like, _near, score in ranked:
            if score + 1.2 * like.days >= self.bars.story:
                return event.story
        return None

    def _begin(self, reading: Reading, story: StoryId | None) -> _Event:
        key = EventId(reading.article)
        event = _Event(
            key, story if story is not None else StoryId(key), self._clock, deque(maxlen=self.bars.members)
        )
        self._events[key] = event
        return event

    def _join(self, event: _Event, reading: Reading) -> None:
        event.last = self._clock
        event.size += 1
        self._event_of[reading.article] = event.id
        if len(event.members) == event.members.maxlen:
            gone = event.members[0]
            self._readings.pop(gone.article, None)
        event.members.append(reading)
        self._readings[reading.article] = reading
        heavy = heapq.nlargest(self.bars.keys, reading.terms.items(), key=lambda one: (one[1], one[0]))
        for stem, _ in heavy:
            chain = self._holding.get(stem)
            if chain is None:
                chain = self._holding[stem] = deque(maxlen=self.bars.postings)
            chain.append(reading.article)

    def _expire(self, now: float) -> None: ...

    def _grounds(self, reading: Reading, like: Likeness, near: Reading) -> Grounds:
        return Grounds(Evidence.WORDS, near.article, like.score)
