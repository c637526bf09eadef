"""Which event and which story does an article belong to? Online: each finds its place among what is alive, when it comes.

An article is compared with members, not with an average: the nearest member speaks for it, the others may speak against it. What
is a reprint follows its text. All that lives is bounded: events rest and are forgotten, postings and members are capped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from warraq.press import ArticleId, EventId, Evidence, Grounds, Kin, Move, MoveKind, Placing, StoryId
from warraq.stories import likeness
from warraq.stories.likeness import Likeness
from warraq.stories.living import Bars, Living, LivingEvent
from warraq.stories.reading import Account, Frequencies, Reading, read


@dataclass(frozen=True, slots=True)
class _Choice:
    """An event that an article may join, through its nearest member."""

    event: LivingEvent
    near: Reading
    like: Likeness
    score: float
    by_text: bool


class Clustering:
    """Feed it in order (`ordering.Buffer`): then the same articles make the same events, whoever came first.

    It is rebuilt by `recall`ing the articles of the last `Bars.story_s` with the places that the archive holds.
    """

    def __init__(self, bars: Bars | None = None, frequencies: Frequencies | None = None) -> None:
        self.bars = bars or Bars()
        self.frequencies = frequencies or Frequencies()
        self._living = Living(self.bars)
        self._apart: set[tuple[EventId, EventId]] = set()
        self._whole: set[EventId] = set()
        self._moves: list[Move] = []

    def place(self, account: Account) -> tuple[Placing, ...]:
        """Where the article stands: one place, or several for a round-up, the first of them its own.

        What becomes of whole events thereby is told by `moves`.
        """
        return self.placed(read(account, self.frequencies))

    def placed(self, reading: Reading) -> tuple[Placing, ...]:
        """The same for what was read already."""
        living = self._living
        self._moves += [
            Move(MoveKind.RESTED, event, _moment(living.clock)) for event in living.advance(reading.at)
        ]
        choices = self._choices(reading)
        able = [one for one in choices if one.score >= self.bars.event and self._has_room(one.event, reading)]
        if not able:
            event = living.begin(reading, self._story(reading, choices))
            return (Placing(reading.article, event.id, event.story, Grounds(Evidence.FIRST)),)
        first = able[0]
        event = first.event
        if living.clock - event.last > self.bars.revived_s:
            self._moves.append(Move(MoveKind.REVIVED, event.id, _moment(living.clock)))
        living.join(event, reading, speaks=not self._is_copy(reading, event))
        places = [Placing(reading.article, event.id, event.story, _grounds(reading, first))]
        for other in able[1:]:
            if self._are_one(event, other):
                event = self._merge(event, other.event)
            elif other.by_text:
                places.append(
                    Placing(reading.article, other.event.id, other.event.story, _grounds(reading, other))
                )
        reviewed = event.size in self.bars.reviewed and event.id not in self._whole
        if reviewed and not likeness.are_statements(event.members, event.members):
            event = self._parted(event, reading.article)
        return (replace(places[0], event=event.id, story=event.story), *places[1:])

    def glance(self, reading: Reading) -> Placing:
        """Where it would stand now, and nothing is altered by asking."""
        choices = self._choices(reading)
        for one in choices:
            if one.score >= self.bars.event and self._has_room(one.event, reading):
                return Placing(reading.article, one.event.id, one.event.story, _grounds(reading, one))
        story = self._story(reading, choices)
        own = StoryId(reading.article) if story is None else story
        return Placing(reading.article, EventId(reading.article), own, Grounds(Evidence.FIRST))

    def moves(self) -> tuple[Move, ...]:
        """What became of whole events since this was asked last, in order."""
        told, self._moves = tuple(self._moves), []
        return told

    def recall(self, account: Account, event: EventId, story: StoryId) -> None:
        """Know an article where the archive has it: for a new beginning, and for an editor's word."""
        reading = read(account, self.frequencies)
        self._living.advance(reading.at)
        known = self._living.events.get(event)
        if known is None:
            self._living.begin(reading, story, name=event)
        else:
            self._living.join(known, reading, speaks=not self._is_copy(reading, known))

    def keep_apart(self, one: EventId, other: EventId) -> None:
        """An editor's word: these two are never merged."""
        self._apart.add((min(one, other), max(one, other)))

    def keep_whole(self, event: EventId) -> None:
        """An editor's word: it is never parted."""
        self._whole.add(event)

    def standing(self, event: EventId) -> EventId:
        """What an event is part of now, after all merges; itself, where nothing is known of it."""
        return self._living.heir(event)

    def lives(self, event: EventId) -> bool:
        """Whether an article may still join it."""
        return event in self._living.events

    def has_room(self, event: EventId, source: str, *, waiting: Counter[str]) -> bool:
        """Whether one more article of that paper may join, were those that wait, by their papers, in it already."""
        known = self._living.events.get(event)
        size, theirs = (known.size, known.sources.get(source, 0)) if known else (0, 0)
        return size + waiting.total() < self.bars.most and theirs + waiting[source] < self.bars.most_of_source

    def event_of(self, article: ArticleId) -> EventId | None:
        """The event in which a living article stands now, after all merges."""
        return self._living.home(article)

    def _choices(self, reading: Reading) -> list[_Choice]:
        """Events that it may belong to, the best first; of equals the older."""
        living = self._living
        shares = {kin.older: kin.share for kin in reading.kin}
        rows: dict[EventId, list[tuple[float, ArticleId, Likeness]]] = defaultdict(list)
        for article in self._candidates(reading, reading.kin):
            home = living.home(article)
            if home is not None and (other := living.readings.get(article)):
                like = likeness.between(reading, other, share=shares.get(article, 0.0))
                rows[home].append((like.score, article, like))
        choices = [self._choice(reading, living.events[event], likes) for event, likes in rows.items()]
        for kin in reading.kin:  # a member that no longer speaks for itself
            home = living.home(kin.older)
            if home is not None and home not in rows and kin.share >= self.bars.text:
                member = living.events[home].members[-1]
                rows[home] = [(0.0, member.article, likeness.between(reading, member, share=kin.share))]
                choices.append(self._choice(reading, living.events[home], rows[home]))
        return sorted(choices, key=lambda one: (-one.score, one.event.id))

    def _candidates(self, reading: Reading, kin: Iterable[Kin]) -> list[ArticleId]:
        """Kin, and members that share heavy terms: a few of each event, so that a great one hides no other."""
        shared: dict[ArticleId, float] = defaultdict(float)
        readings = self._living.readings
        for stem in self._living.heaviest(reading):
            weight = reading.terms[stem]
            for article, its in self._living.holding.get(stem, _NOTHING).items():
                shared[article] += weight * its
        kept: list[ArticleId] = [one.older for one in kin if one.older in readings]
        seen: Counter[EventId] = Counter()
        for share, article in _largest(shared, 6 * self.bars.candidates):
            if not share:
                break  # from here on they speak no more
            home = self._living.home(article)
            if home is not None and seen[home] < self.bars.of_event and article not in kept:
                seen[home] += 1
                kept.append(article)
            if len(kept) >= self.bars.candidates:
                break
        return kept

    def _choice(
        self, reading: Reading, event: LivingEvent, rows: list[tuple[float, ArticleId, Likeness]]
    ) -> _Choice:
        rows.sort(key=lambda one: (-one[0], one[1]))
        top, article, like = rows[0]
        compared = {one for _, one, _ in rows}
        scores = [score for score, _, _ in rows[: self.bars.members]]
        scores += [
            likeness.between(reading, member).score
            for member in islice(reversed(event.members), self.bars.witnesses)
            if member.article not in compared
        ]
        score = top - self.bars.against * (top - sum(scores) / len(scores))
        texts = [one for one in rows if self._follows(one[2])]
        if texts:
            _, article, like = max(texts, key=lambda one: (one[2].share, -one[1]))
            score = max(score, self.bars.event) + 2 * like.share
        return _Choice(event, self._living.readings[article], like, score, bool(texts))

    def _follows(self, like: Likeness) -> bool:
        """Whether it goes where its text stands. Without any like word it is the paper's own formula that is like."""
        return like.share >= self.bars.text and not like.veto and like.cosine >= self.bars.touch

    def _is_copy(self, reading: Reading, event: LivingEvent) -> bool:
        """Whether an older member speaks for it: one of each group of reprints is enough."""
        return any(
            kin.share >= self.bars.copy and self._living.home(kin.older) == event.id for kin in reading.kin
        )

    def _has_room(self, event: LivingEvent, reading: Reading) -> bool:
        """No paper fills an event alone, and none swallows the day."""
        return event.size < self.bars.most and event.sources.get(reading.source, 0) < self.bars.most_of_source

    def _story(self, reading: Reading, choices: list[_Choice]) -> StoryId | None:
        """That of the likest event: a story goes on for days, so that time matters less."""
        for one in choices:
            near = one.score + self.bars.story_patience * one.like.days >= self.bars.story
            if near and self._living.stories[one.event.story] < self.bars.most_of_story:
                return one.event.story
        return None

    def _are_one(self, one: LivingEvent, choice: _Choice) -> bool:
        """Whether two events that an article belongs to are one: their members must be alike, on average; of statements, what
        they speak of together."""
        other = choice.event
        both = one.sources + other.sources
        if one.size + other.size > self.bars.most or max(both.values(), default=0) > self.bars.most_of_source:
            return False
        if (min(one.id, other.id), max(one.id, other.id)) in self._apart:
            return False
        if likeness.are_statements(one.members, other.members):
            return likeness.of_groups(one.members, other.members) >= self.bars.statements
        scores = [
            likeness.between(left, right, share=_share(left, right)).score
            for left in islice(reversed(one.members), self.bars.crossed)
            for right in islice(reversed(other.members), self.bars.crossed)
        ]
        return choice.score >= self.bars.merge and sum(scores) / len(scores) >= self.bars.merge_mean

    def _parted(self, event: LivingEvent, article: ArticleId) -> LivingEvent:
        """Members that nothing links to the first ones, but two or more to each other, go on as an event of their own.

        The event in which `article` stands then.
        """
        stands = event
        for group in _groups(event.members, self.bars.event)[1:]:
            if len(group) > 1:
                other = self._living.part(event, group)
                changed = tuple(member.article for member in group)
                self._moves.append(
                    Move(MoveKind.SPLIT, event.id, _moment(self._living.clock), other.id, changed)
                )
                stands = other if article in changed else stands
        return stands

    def _merge(self, one: LivingEvent, other: LivingEvent) -> LivingEvent:
        """The older goes on with the members of both."""
        kept, gone = (one, other) if one.id < other.id else (other, one)
        changed = tuple(member.article for member in gone.members)
        self._living.unite(kept, gone)
        if gone.id in self._whole:
            self._whole.add(kept.id)
        for pair in [pair for pair in self._apart if gone.id in pair]:
            self.keep_apart(kept.id, pair[0] if pair[1] == gone.id else pair[1])
        self._moves.append(Move(MoveKind.MERGED, kept.id, _moment(self._living.clock), gone.id, changed))
        return kept


def _largest(shared: dict[ArticleId, float], most: int) -> list[tuple[float, ArticleId]]:
    """The articles with the largest shares, the largest first; of equals the newest."""
    least = sorted(shared.values())[-most] if len(shared) > most else 0.0
    return sorted([(share, one) for one, share in shared.items() if share >= least], reverse=True)[:most]


def _groups(members: Sequence[Reading], least: float) -> list[list[Reading]]:
    """Members that are linked by likenesses, directly or through others; the group of the oldest first."""
    left, groups = list(members), []
    while left:
        group = [left.pop(0)]
        for one in group:  # grows while it is walked
            linked = [
                other
                for other in left
                if likeness.between(one, other, share=_share(one, other)).score >= least
            ]
            group += linked
            left = [other for other in left if other not in linked]
        groups.append(sorted(group, key=lambda each: (each.at, each.article)))
    return groups


def _share(one: Reading, other: Reading) -> float:
    shares = [kin.share for kin in one.kin if kin.older == other.article]
    shares += [kin.share for kin in other.kin if kin.older == one.article]
    return max(shares, default=0.0)


def _grounds(reading: Reading, choice: _Choice) -> Grounds:
    near, like = choice.near, choice.like
    if choice.by_text:
        evidence = Evidence.TEXT
    elif reading.reacts and near.reacts:
        evidence = Evidence.REACTION
    else:
        evidence = Evidence.NAMES if like.names > like.cosine else Evidence.WORDS
    return Grounds(
        evidence, near.article, round(like.score, 2),
        likeness.shared(reading, near, names=True), likeness.shared(reading, near, names=False),
        tuple(sorted(reading.numbers & near.numbers)), abs(reading.at - near.at),
    )  # fmt: skip


_NOTHING: dict[ArticleId, float] = {}


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
