"""Which articles tell of one event? In the archive's own database: each question is a walk along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, delete, insert, select, tuple_

from warraq.archives.sql import counters, rows, storyrows, storywriting
from warraq.archives.sql.engine import Desk, Store, Work
from warraq.archives.sql.schema import events, heats, kinships, moves, placings, proposals, samples, words
from warraq.ports.stories import Batch, Place, Seen
from warraq.press import (
    ArticleId,
    Event,
    EventId,
    Kin,
    Kinship,
    Member,
    Move,
    MoveKind,
    Proposal,
    SaidOfStory,
    StoryId,
    StoryWord,
)
from warraq.stories import ranking

_LARGEST = 2**63 - 1
_WAITING = (
    select(placings.c.article)
    .where(placings.c.provisional.is_(True), placings.c.rank == 0)
    .order_by(placings.c.article)
)
_SAMPLES = (
    select(samples.c.article, samples.c.runs)
    .where(samples.c.article < bindparam("before"))
    .order_by(samples.c.article.desc())
    .limit(bindparam("most"))
)
_EVENTS = select(*storyrows.EVENT)
_HOME = select(placings.c.event).where(placings.c.article == bindparam("of"), placings.c.rank == 0)
_TOLD_IN = (
    _EVENTS.where(events.c.story == bindparam("of"), events.c.articles > 0)
    .order_by(events.c.last_us.desc(), events.c.id.desc())
    .limit(bindparam("most"))
)
_HOTTEST = (
    select(heats.c.event)
    .where(heats.c.country == bindparam("of"))
    .order_by(heats.c.heat_us.desc(), heats.c.event.desc())
    .limit(bindparam("most"))
)
_KIN = select(kinships.c.article, kinships.c.older, kinships.c.kinship, kinships.c.share_milli)
_MOVES = select(*moves.c).where(moves.c.event == bindparam("of")).order_by(moves.c.number)
_WORDS = select(*words.c).where(words.c.number > bindparam("after")).order_by(words.c.number)
_SAY = insert(words)
_NO_PROPOSALS, _PROPOSE = delete(proposals), insert(proposals)
_PROPOSALS = select(proposals.c.said).order_by(proposals.c.number)


class SqlStories:
    """`ports.stories.Stories` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def position(self) -> int:
        with self._store.reading() as work:
            return counters.read(work, counters.STORIES_FOLLOWED)

    def group(self, batch: Batch, *, position: int, after: int) -> bool:
        with self._store.writing(Desk.STORIES, durable=False) as work:
            if counters.read(work, counters.STORIES_FOLLOWED) != after:
                return False
            storywriting.Writing(work).group(batch)
            counters.add(work, counters.STORIES_FOLLOWED, position - after)
            return True

    def waiting(self) -> tuple[ArticleId, ...]:
        with self._store.reading() as work:
            return tuple(ArticleId(row[0]) for row in work.rows(_WAITING, {}))

    def settled(
        self, since: datetime, *, limit: int, after: Place | None = None, until: datetime | None = None
    ) -> tuple[Member, ...]:
        values: dict[str, Any] = {"since_us": rows.micros(since), "most": max(limit, 0)}
        if after is not None:
            values |= _place(after)
        if until is not None:
            values["until_us"] = rows.micros(until)
        with self._store.reading() as work:
            found = work.rows(_settled(after=after is not None, until=until is not None), values)
        return tuple(storyrows.member(row) for row in found)

    def samples(
        self, before: ArticleId | None = None, *, limit: int
    ) -> tuple[tuple[ArticleId, tuple[int, ...]], ...]:
        values = {"before": _LARGEST if before is None else before, "most": max(limit, 0)}
        with self._store.reading() as work:
            found = work.rows(_SAMPLES, values)
        return tuple((ArticleId(article), storyrows.unpacked(runs)) for article, runs in found)

    def event(self, event: EventId) -> Event | None:
        if not 0 < event <= _LARGEST:
            return None
        with self._store.reading() as work:
            found = _events(work, [event])
            if event not in found:
                home = [EventId(row[0]) for row in work.rows(_HOME, {"of": event})]
                found = _events(work, home)
        return next(iter(found.values()), None)

    def events(self, ids: Sequence[EventId]) -> dict[EventId, Event]:
        with self._store.reading() as work:
            return _events(work, ids)

    def members(
        self, event: EventId, *, limit: int, after: Place | None = None, newest: bool = True
    ) -> tuple[Member, ...]:
        if not 0 < event <= _LARGEST:
            return ()
        values: dict[str, Any] = {"of": event, "most": max(limit, 0)}
        if after is not None:
            values |= _place(after)
        with self._store.reading() as work:
            found = work.rows(_members(after=after is not None, newest=newest), values)
        return tuple(storyrows.member(row) for row in found)

    def places(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Member, ...]]:
        wanted = list(dict.fromkeys(one for one in articles if 0 < one <= _LARGEST))
        with self._store.reading() as work:
            found = rows.among(work, storywriting.MEMBERS, placings.c.article, wanted)
        by_article: dict[ArticleId, list[Member]] = {}
        for row in sorted(set(found), key=lambda one: one[:2]):
            by_article.setdefault(ArticleId(row[0]), []).append(storyrows.member(row))
        return {article: tuple(places) for article, places in by_article.items()}

    def told_in(self, story: StoryId, *, limit: int) -> tuple[Event, ...]:
        if not 0 < story <= _LARGEST:
            return ()
        with self._store.reading() as work:
            found = work.rows(_TOLD_IN, {"of": story, "most": max(limit, 0)})
        return tuple(storyrows.event(row) for row in found)

    def live(self, *, limit: int, countries: frozenset[str] | None = None) -> tuple[Event, ...]:
        """Where several countries are asked for, each one's hottest are looked at: what is lukewarm in all is missed."""
        if limit <= 0:
            return ()
        asked = [""] if countries is None else sorted(countries)
        with self._store.reading() as work:
            ids = {EventId(row[0]) for of in asked for row in work.rows(_HOTTEST, {"of": of, "most": limit})}
            found = _events(work, sorted(ids))
        return ranking.hottest(list(found.values()), limit=limit, countries=countries)

    def kin(self, articles: Sequence[ArticleId], *, limit: int = 200) -> tuple[Kin, ...]:
        wanted = list(dict.fromkeys(one for one in articles if 0 < one <= _LARGEST))
        with self._store.reading() as work:
            found = {*rows.among(work, _KIN, kinships.c.article, wanted)}
            found |= {*rows.among(work, _KIN, kinships.c.older, wanted)}
        return tuple(
            Kin(ArticleId(article), ArticleId(older), Kinship(kinship), milli / 1000)
            for article, older, kinship, milli in sorted(found)[: max(limit, 0)]
        )

    def moves(self, event: EventId) -> tuple[Move, ...]:
        with self._store.reading() as work:
            found = work.rows(_MOVES, {"of": event})
        return tuple(
            Move(MoveKind(kind), EventId(of), rows.instant(at_us), other, storyrows.unnumbered(articles))
            for _, at_us, kind, of, other, articles in found
        )

    def say(self, word: StoryWord, *, now: datetime, seen: Seen | None = None) -> SaidOfStory | None:
        with self._store.writing(Desk.STORIES) as work:
            if seen is not None and seen.overtaken(_said(work, after=seen.word)):
                return None
            made = storywriting.carried_out(storywriting.Writing(work), word, now=now)
            if made is None:
                return None
            counters.add(work, counters.STORY_WORDS, 1)
            number = counters.read(work, counters.STORY_WORDS)
            said = storyrows.said_word(word, made)
            work.run(_SAY, {"number": number, "at_us": rows.micros(now), "said": said})
            return SaidOfStory(number, now, word, made)

    def words(self, *, after: int = 0) -> tuple[SaidOfStory, ...]:
        with self._store.reading() as work:
            return _said(work, after=after)

    def last_word(self) -> int:
        with self._store.reading() as work:
            return counters.read(work, counters.STORY_WORDS)

    def propose(self, proposals: Sequence[Proposal]) -> None:
        given = [
            {"number": number, "said": storyrows.said_proposal(one)}
            for number, one in enumerate(proposals, 1)
        ]
        with self._store.writing(Desk.STORIES) as work:
            work.run(_NO_PROPOSALS, {})
            work.many(_PROPOSE, given)

    def proposals(self) -> tuple[Proposal, ...]:
        with self._store.reading() as work:
            return tuple(storyrows.proposal(row[0]) for row in work.rows(_PROPOSALS, {}))


def _said(work: Work, *, after: int) -> tuple[SaidOfStory, ...]:
    found = work.rows(_WORDS, {"after": after})
    return tuple(
        SaidOfStory(number, rows.instant(at_us), *storyrows.word(said)) for number, at_us, said in found
    )


def _events(work: Work, ids: Sequence[EventId]) -> dict[EventId, Event]:
    wanted = list(dict.fromkeys(one for one in ids if 0 < one <= _LARGEST))
    found = {
        one.id: one for one in map(storyrows.event, rows.among(work, _EVENTS, events.c.id, list(wanted)))
    }
    return {one: found[one] for one in wanted if one in found}


def _place(after: Place) -> dict[str, Any]:
    return {"after_us": rows.micros(after.at), "after_article": after.article}


_WHEN = (placings.c.at_us, placings.c.article)
_AFTER = tuple_(bindparam("after_us", type_=BigInteger()), bindparam("after_article", type_=BigInteger()))


@cache
def _settled(*, after: bool, until: bool) -> Select[Any]:
    asked = storywriting.MEMBERS.where(
        placings.c.at_us >= bindparam("since_us"),
        placings.c.rank == 0,
        placings.c.provisional.is_(False),
    )
    if after:
        asked = asked.where(tuple_(*_WHEN) > _AFTER)
    if until:
        asked = asked.where(placings.c.at_us < bindparam("until_us"))
    return asked.order_by(*_WHEN).limit(bindparam("most"))


@cache
def _members(*, after: bool, newest: bool) -> Select[Any]:
    asked = storywriting.MEMBERS.where(placings.c.event == bindparam("of"), placings.c.shown.is_(True))
    if after:
        asked = asked.where(tuple_(*_WHEN) < _AFTER if newest else tuple_(*_WHEN) > _AFTER)
    order = [column.desc() if newest else column for column in _WHEN]
    return asked.order_by(*order).limit(bindparam("most"))
