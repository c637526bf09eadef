"""What do placings and editors' words do, with nothing behind them? Their contract in dictionaries."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from warraq.ports.stories import Batch, Place, Seen
from warraq.press import (
    ArticleId,
    Event,
    EventId,
    Kin,
    Member,
    Move,
    MoveKind,
    Proposal,
    SaidOfStory,
    StoryId,
    StoryWord,
    StoryWordKind,
)
from warraq.stories import coverage, ranking

Sample = tuple[ArticleId, tuple[int, ...]]


class MemoryStories:
    """`ports.stories.Stories` in dictionaries, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._position = 0
        self._places: dict[ArticleId, tuple[Member, ...]] = {}
        self._story: dict[EventId, StoryId] = {}
        self._pins: dict[EventId, ArticleId] = {}
        self._rested: set[EventId] = set()
        self._kin: dict[tuple[ArticleId, ArticleId], Kin] = {}
        self._samples: dict[ArticleId, tuple[int, ...]] = {}
        self._moves: list[Move] = []
        self._words: list[SaidOfStory] = []
        self._proposals: tuple[Proposal, ...] = ()

    def position(self) -> int:
        return self._position

    def group(self, batch: Batch, *, position: int, after: int) -> bool:
        with self._lock:
            if self._position != after:
                return False
            for move in batch.moves:
                self._carry(move)
            self._put(batch.members)
            self._kin.update({(one.article, one.older): one for one in batch.kin})
            self._samples.update(batch.samples)
            self._position = position
            return True

    def waiting(self) -> tuple[ArticleId, ...]:
        with self._lock:
            return tuple(sorted(one for one, places in self._places.items() if places[0].provisional))

    def settled(
        self, since: datetime, *, limit: int, after: Place | None = None, until: datetime | None = None
    ) -> tuple[Member, ...]:
        with self._lock:
            found = [
                places[0]
                for places in self._places.values()
                if not places[0].provisional
                and places[0].at >= since
                and (until is None or places[0].at < until)
                and (after is None or _when(places[0]) > (after.at, after.article))
            ]
        return tuple(sorted(found, key=_when)[: max(limit, 0)])

    def samples(self, before: ArticleId | None = None, *, limit: int) -> tuple[Sample, ...]:
        with self._lock:
            found = sorted((one for one in self._samples if before is None or one < before), reverse=True)
            return tuple((one, self._samples[one]) for one in found[: max(limit, 0)])

    def event(self, event: EventId) -> Event | None:
        with self._lock:
            home = self._home(event)
            return None if home is None else self._event(home)

    def events(self, ids: Sequence[EventId]) -> dict[EventId, Event]:
        with self._lock:
            return {one: self._event(one) for one in ids if one in self._story}

    def members(
        self, event: EventId, *, limit: int, after: Place | None = None, newest: bool = True
    ) -> tuple[Member, ...]:
        with self._lock:
            shown = [one for one in self._of(event) if one.shown]
        if after is not None:
            place = (after.at, after.article)
            shown = [one for one in shown if (_when(one) < place if newest else _when(one) > place)]
        return tuple(sorted(shown, key=_when, reverse=newest)[: max(limit, 0)])

    def places(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Member, ...]]:
        with self._lock:
            return {one: self._places[one] for one in articles if one in self._places}

    def told_in(self, story: StoryId, *, limit: int) -> tuple[Event, ...]:
        with self._lock:
            found = [self._event(one) for one, its in self._story.items() if its == story]
        shown = [one for one in found if one.last is not None]
        shown.sort(key=lambda one: (one.last, one.id), reverse=True)
        return tuple(shown[: max(limit, 0)])

    def live(self, *, limit: int, countries: frozenset[str] | None = None) -> tuple[Event, ...]:
        with self._lock:
            events = [self._event(one) for one in self._story if one not in self._rested]
        return ranking.hottest(events, limit=limit, countries=countries)

    def kin(self, articles: Sequence[ArticleId], *, limit: int = 200) -> tuple[Kin, ...]:
        asked = frozenset(articles)
        with self._lock:
            found = [one for pair, one in self._kin.items() if asked.intersection(pair)]
        return tuple(sorted(found, key=lambda one: (one.article, one.older))[: max(limit, 0)])

    def moves(self, event: EventId) -> tuple[Move, ...]:
        with self._lock:
            return tuple(one for one in self._moves if one.event == event)

    def say(self, word: StoryWord, *, now: datetime, seen: Seen | None = None) -> SaidOfStory | None:
        with self._lock:
            if seen is not None and seen.overtaken(self._words[max(seen.word, 0) :]):
                return None
            made = self._carried_out(word, now)
            if made is None:
                return None
            said = SaidOfStory(len(self._words) + 1, now, word, made)
            self._words.append(said)
            return said

    def words(self, *, after: int = 0) -> tuple[SaidOfStory, ...]:
        with self._lock:
            return tuple(self._words[max(after, 0) :])

    def last_word(self) -> int:
        return len(self._words)

    def propose(self, proposals: Sequence[Proposal]) -> None:
        self._proposals = tuple(proposals)

    def proposals(self) -> tuple[Proposal, ...]:
        return self._proposals

    # Beneath

    def _put(self, members: Iterable[Member]) -> None:
        fresh: dict[ArticleId, list[Member]] = {}
        for one in members:
            fresh.setdefault(one.placing.article, []).append(one)
        for article, places in fresh.items():
            self._places[article] = tuple(places)
            for one in places:
                event = one.placing.event
                if event not in self._story or not one.provisional:
                    self._story[event] = one.placing.story
                self._rested.discard(event)
        self._drop_empty()

    def _carry(self, move: Move) -> None:
        if move.kind is MoveKind.RESTED:
            self._rested.add(move.event)
            return
        self._moves.append(move)
        if move.kind is MoveKind.MERGED and move.other is not None:
            self._move({one.placing.article for one in self._of(move.other)}, move.other, move.event)
        elif move.kind is MoveKind.SPLIT and move.other is not None and move.event in self._story:
            inside = set(_ids(self._of(move.event)))
            self._move(inside.intersection(move.articles), move.event, move.other)

    def _move(self, articles: Iterable[ArticleId], old: EventId, new: EventId) -> None:
        story = self._story.setdefault(new, self._story[old] if old in self._story else StoryId(new))
        for article in articles:
            self._places[article] = coverage.moved(self._places[article], old, new, story=story)
        self._rested.discard(new)
        self._drop_empty()

    def _drop_empty(self) -> None:
        there = {one.placing.event for places in self._places.values() for one in places}
        for event in self._story.keys() - there:
            self._pins.pop(event, None)
            del self._story[event]

    def _carried_out(self, word: StoryWord, now: datetime) -> EventId | None:
        if word.event not in self._story:
            return None
        if word.kind is StoryWordKind.MERGE:
            if word.other not in self._story or word.other == word.event or word.other is None:
                return None
            kept, gone = sorted((word.event, word.other))
            self._carry(Move(MoveKind.MERGED, kept, now, gone, _ids(self._of(gone))))
            return kept
        inside = _ids(self._of(word.event))
        if word.kind is StoryWordKind.PIN:
            if word.articles and word.articles[0] not in inside:
                return None
            self._pins.pop(word.event, None)
            if word.articles:
                self._pins[word.event] = word.articles[0]
            return word.event
        parted = coverage.parted(word.event, inside, word.articles)
        if parted is None or parted[0] in self._story:
            return None
        made, go = parted
        self._carry(Move(MoveKind.SPLIT, word.event, now, made, tuple(sorted(go))))
        return made

    def _home(self, event: EventId) -> EventId | None:
        if event in self._story:
            return event
        places = self._places.get(ArticleId(event))
        return places[0].placing.event if places else None

    def _of(self, event: EventId) -> list[Member]:
        return [one for places in self._places.values() for one in places if one.placing.event == event]

    def _event(self, event: EventId) -> Event:
        return coverage.event(event, self._story[event], self._of(event), pinned=self._pins.get(event))


def _when(one: Member) -> tuple[datetime, ArticleId]:
    return one.at, one.placing.article


def _ids(members: Iterable[Member]) -> tuple[ArticleId, ...]:
    return tuple(sorted(one.placing.article for one in members))
