"""How does a batch of placings, or an editor's word, become rows, and events' sums with them, in one transaction?

Moves first: they speak of what stood before; then the members, as they stand after them; then the sums of every event touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.sql.expression import Delete

from warraq.archives.sql import counters, rows, storyrows
from warraq.archives.sql.engine import Work
from warraq.archives.sql.schema import events, heats, kinships, moves, placings, samples
from warraq.ports.stories import Batch
from warraq.press import ArticleId, Event, EventId, Member, Move, MoveKind, StoryId, StoryWord, StoryWordKind
from warraq.stories import coverage, ranking

MEMBERS = select(*storyrows.MEMBER).join(events, events.c.id == placings.c.event)
_PLACES = select(placings.c.article, placings.c.event)
_OF_EVENT = MEMBERS.where(placings.c.event == bindparam("of"))
_NEW_PLACING, _NEW_KIN, _NEW_SAMPLE, _NEW_MOVE = (
    insert(placings), insert(kinships), insert(samples), insert(moves),
)  # fmt: skip
_NEW_EVENT, _NEW_HEAT = insert(events), insert(heats)
_STORIES = select(events.c.id, events.c.story, events.c.pin)
_OLD_PLACINGS = delete(placings).where(placings.c.article == bindparam("of"))
_OLD_KIN = delete(kinships).where(kinships.c.article == bindparam("of"))
_OLD_SAMPLE = delete(samples).where(samples.c.article == bindparam("of"))
_OLD_EVENT = delete(events).where(events.c.id == bindparam("of"))
_OLD_HEATS = delete(heats).where(heats.c.event == bindparam("of"))
_MOVE = (
    update(placings)
    .where(placings.c.event == bindparam("old"))
    .values(event=bindparam("new", type_=placings.c.event.type))
)
_MOVE_ONE = _MOVE.where(placings.c.article == bindparam("of"))
_PIN = (
    update(events)
    .where(events.c.id == bindparam("of"))
    .values(pin=bindparam("new_pin", type_=events.c.pin.type))
)


def _twice() -> Delete:
    """An article that stands in an event by two ranks, which two of its events have become, keeps the first."""
    other = placings.alias("other")
    same = exists().where(
        other.c.article == placings.c.article,
        other.c.event == placings.c.event,
        other.c.rank < placings.c.rank,
    )
    return delete(placings).where(placings.c.event == bindparam("of"), same)


_TWICE = _twice()
_HOUR_US = 3_600_000_000


@dataclass(slots=True)
class Writing:
    """What is written in one transaction."""

    work: Work
    touched: set[EventId] = field(default_factory=set)
    stories: dict[EventId, StoryId] = field(default_factory=dict)  # as the newest settled member has it
    provisional: dict[EventId, StoryId] = field(default_factory=dict)

    def group(self, batch: Batch) -> None:
        work = self.work
        for move in batch.moves:
            self.carry(move)
        self.place(batch.members)
        work.many(_OLD_KIN, [{"of": one} for one in {one.article for one in batch.kin}])
        work.many(
            _NEW_KIN,
            [
                {
                    "article": one.article,
                    "older": one.older,
                    "kinship": one.kinship.value,
                    "share_milli": round(one.share * 1000),
                }
                for one in {(one.article, one.older): one for one in batch.kin}.values()
            ],
        )
        sampled = dict(batch.samples)
        work.many(_OLD_SAMPLE, [{"of": one} for one in sampled])
        work.many(
            _NEW_SAMPLE,
            [{"article": one, "runs": storyrows.packed(sample)} for one, sample in sampled.items()],
        )
        self.sum_up()

    def place(self, members: Iterable[Member]) -> None:
        """What was known of these articles goes."""
        fresh: dict[ArticleId, list[Member]] = {}
        for one in members:
            fresh.setdefault(one.placing.article, []).append(one)
            stories = self.provisional if one.provisional else self.stories
            stories[one.placing.event] = one.placing.story
        held = rows.among(self.work, _PLACES, placings.c.article, list(fresh))
        self.touched.update(EventId(event) for _, event in held)
        self.touched.update(one.placing.event for places in fresh.values() for one in places)
        self.work.many(_OLD_PLACINGS, [{"of": one} for one in {article for article, _ in held}])
        self.work.many(
            _NEW_PLACING,
            [
                storyrows.member_values(one, rank)
                for places in fresh.values()
                for rank, one in enumerate(places)
            ],
        )

    def carry(self, move: Move) -> None:
        """A move, with every article that it concerns."""
        work = self.work
        if move.kind is MoveKind.RESTED:
            work.run(_OLD_HEATS, {"of": move.event})
            return
        number = counters.read(work, counters.STORY_MOVES) + 1
        counters.add(work, counters.STORY_MOVES, 1)
        values = {
            "number": number,
            "at_us": rows.micros(move.at),
            "kind": move.kind.value,
            "event": move.event,
            "other": move.other,
            "articles": storyrows.numbers(move.articles),
        }
        work.run(_NEW_MOVE, values)
        if move.kind is MoveKind.MERGED and move.other is not None:
            work.run(_MOVE, {"old": move.other, "new": move.event})
            work.run(_TWICE, {"of": move.event})
            self.touched |= {move.event, move.other}
        elif move.kind is MoveKind.SPLIT and move.other is not None:
            work.many(_MOVE_ONE, [{"old": move.event, "new": move.other, "of": one} for one in move.articles])
            self.touched |= {move.event, move.other}
            for story, _ in self._known([move.event]).values():
                self.provisional[move.other] = story  # until a member says another

    def pin(self, event: EventId, article: ArticleId | None) -> None:
        self.work.run(_PIN, {"of": event, "new_pin": article})
        self.touched.add(event)

    def members(self, event: EventId) -> list[Member]:
        return [storyrows.member(row) for row in self.work.rows(_OF_EVENT, {"of": event})]

    def sum_up(self) -> None:
        """Every event that was touched comes to what its members come to now; without any, it is no more."""
        order = sorted(self.touched)
        known = self._known(order)
        # the row must stand before its members can be read with their story
        fresh = [one for one in order if one not in known]
        self.work.many(_NEW_EVENT, [storyrows.event_values(self._empty(one), None) for one in fresh])
        by_event: dict[EventId, list[Member]] = {one: [] for one in order}
        for row in rows.among(self.work, MEMBERS, placings.c.event, order):
            found = storyrows.member(row)
            by_event[found.placing.event].append(found)
        self.work.many(_OLD_EVENT, [{"of": one} for one in order])
        self.work.many(_OLD_HEATS, [{"of": one} for one in order])
        summed = [
            (coverage.event(one, self._story(one, known), members, pinned=pin), pin)
            for one, members in by_event.items()
            if members
            for pin in [known[one][1] if one in known else None]
        ]
        self.work.many(_NEW_EVENT, [storyrows.event_values(one, pin) for one, pin in summed])
        self.work.many(
            _NEW_HEAT,
            [
                {"event": one.id, "country": country, "heat_us": round(hours * _HOUR_US)}
                for one, _ in summed
                for country, hours in ranking.heats(one).items()
            ],
        )

    def _known(self, wanted: list[EventId]) -> dict[EventId, tuple[StoryId, ArticleId | None]]:
        found = rows.among(self.work, _STORIES, events.c.id, list(wanted))
        return {EventId(number): (StoryId(story), pin) for number, story, pin in found}

    def _story(self, event: EventId, known: dict[EventId, tuple[StoryId, ArticleId | None]]) -> StoryId:
        """What a settled member says; else what was known; else what a provisional one says."""
        if event in self.stories:
            return self.stories[event]
        return known[event][0] if event in known else self.provisional.get(event, StoryId(event))

    def _empty(self, event: EventId) -> Event:
        return coverage.event(event, self._story(event, {}), ())


def carried_out(writing: Writing, word: StoryWord, *, now: datetime) -> EventId | None:
    """Do what an editor says; the event that it makes. `None`: it speaks of what does not stand so."""
    inside = [one.placing.article for one in writing.members(word.event)]
    if not inside:
        return None
    made: EventId | None = word.event
    match word.kind:
        case StoryWordKind.MERGE:
            other = word.other
            gone = [one.placing.article for one in writing.members(other)] if other is not None else []
            if other is None or not gone or other == word.event:
                return None
            made, leaving = min(word.event, other), max(word.event, other)
            moved = gone if leaving == other else inside
            writing.carry(Move(MoveKind.MERGED, made, now, leaving, tuple(sorted(moved))))
        case StoryWordKind.PIN:
            if word.articles and word.articles[0] not in inside:
                return None
            writing.pin(word.event, next(iter(word.articles), None))
        case StoryWordKind.SPLIT:
            parted = coverage.parted(word.event, inside, word.articles)
            if parted is None or writing.members(parted[0]):
                return None
            made, go = parted
            writing.carry(Move(MoveKind.SPLIT, word.event, now, made, tuple(sorted(go))))
    writing.sum_up()
    return made
