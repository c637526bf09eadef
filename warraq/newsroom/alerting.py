"""Which news does somebody want to hear of? Each batch of new articles is held against every watch, once.

The articles of a batch stand in a small index of their own, and every watch asks that one, by the code that answers `/search`: what
it costs grows with the watches and with the news, never with the archive.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from warraq.moderation.policy import sought
from warraq.newsroom.indexing import Entries
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.index import Index
from warraq.ports.watches import Watches
from warraq.press import (
    DIGEST,
    Article,
    ArticleId,
    CaptureNote,
    Change,
    ChangeKind,
    Event,
    EventId,
    Member,
    MessageState,
    Note,
    Precision,
    Watch,
    WatchState,
)
from warraq.query.tree import Question, Sort
from warraq.sections.genres import SERVICE, genre

log = logging.getLogger(__name__)

# What was printed, or found, longer ago is no news: whoever brings in an archive wakes nobody, nor does a day without collector.
FRESH = timedelta(hours=24)
# A paper's clock may be fast, or its zone be told wrongly.
_AHEAD = timedelta(hours=3)
_NOON = timedelta(hours=12)
# So long an article waits for its story, where what finds stories is behind.
_PATIENCE = timedelta(minutes=5)
# Of one watch, in an hour; what is more stands in its feed alone.
MOST_AN_HOUR = 60
BATCH = 200
_MOST_IN_DIGEST = 20
_MOST_BEFORE = 200
_REMEMBERED = 200
_BROUGHT_IN = "import/"


@dataclass(frozen=True, slots=True)
class Told:
    """Which story an article is of (a number with an address that lasts), and how many papers tell it so far."""

    story: int
    papers: int = 1


def _no_capture(_: str) -> CaptureNote | None:
    return None


Places = Callable[[Sequence[ArticleId]], Mapping[ArticleId, Told]]


class Events(Protocol):
    """The part of `ports.stories.Stories` that tells where articles stand."""

    def places(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Member, ...]]: ...

    def events(self, ids: Sequence[EventId]) -> dict[EventId, Event]: ...


def placing(events: Events) -> Places:
    """Each article's own event; of a round-up the first of its several."""

    def places(articles: Sequence[ArticleId]) -> Mapping[ArticleId, Told]:
        own = {one: members[0].placing.event for one, members in events.places(articles).items() if members}
        held = events.events(list(dict.fromkeys(own.values())))
        papers = {event: len(one.papers) for event, one in held.items()}
        return {one: Told(int(event), max(papers.get(event, 1), 1)) for one, event in own.items()}

    return places


def apart(_: Sequence[ArticleId]) -> Mapping[ArticleId, Told]:
    """Where nothing finds stories, each article is one of its own, called by its own number."""
    return {}


@dataclass(frozen=True, slots=True)
class Finders:
    """By what a watch finds. `index` is the one that readers ask, `small` an empty one asked in the same way; `read` makes a
    question of a text, on the day of `now`.

    `places` tells articles' stories, up to the change `placed` (`None`: it is never behind); `captured` when a page was fetched; `filling` which
    papers' past is fetched in these days.
    """

    index: Index
    small: Callable[[], AbstractContextManager[Index]]
    read: Callable[[str, datetime], Question]
    places: Places = apart
    placed: Callable[[], int] | None = None
    captured: Callable[[str], CaptureNote | None] = _no_capture
    filling: Callable[[], frozenset[str]] = frozenset


@dataclass(slots=True)
class Alerting:
    """The desk that notes what watches are to tell of. `archive` is the one that readers see."""

    watches: Watches
    archive: Archive
    find: Finders
    clock: Clock
    public: bool = True

    def step(self) -> int:
        """Hold a batch of changes against every watch, in ONE transaction with the position; how many changes.

        Raises: ArchiveError, IndexFailure.
        """
        held = self.watches.listed()
        if not held:
            return 0
        active = [one for one in held if one.state is WatchState.ACTIVE]
        now = self.clock.now()
        self._begin(active, now)
        after, last = self.watches.position(), self.archive.last_change()
        if after > last:
            # another archive stands here than was followed (restored from a backup, say)
            log.warning("watches are ahead of their archive, and follow it from here on")
        if after > last or (not active and after < last):  # who rests is told of nothing later
            self.watches.tell((), now=now, position=last, after=after)
            return 0
        changes = self._ripe(self.archive.changes(after, limit=BATCH), now)
        if not changes:
            return 0
        fresh = self._fresh(changes, now)
        notes = self._notes(active, fresh, now) if fresh else ()
        self.watches.tell(notes, now=now, position=changes[-1].number, after=after)
        return len(changes)

    def waits(self) -> bool:
        """Whether somebody watches, and there are changes that were not held against any watch. Raises: ArchiveError."""
        active = any(one.state is WatchState.ACTIVE for one in self.watches.listed())
        return active and self.watches.position() < self.archive.last_change()

    def _ripe(self, changes: tuple[Change, ...], now: datetime) -> tuple[Change, ...]:
        """Those of which it is known which story they are of, or will not be soon."""
        if self.find.placed is None:
            return changes
        placed = self.find.placed()
        ripe = 0
        for one in changes:
            if one.number > placed and now - one.at < _PATIENCE:
                break
            ripe += 1
        return changes[:ripe]

    def _fresh(self, changes: tuple[Change, ...], now: datetime) -> tuple[Article, ...]:
        """The new articles among them that are news, and may be sought: by what is decided at this moment."""
        late = now - FRESH - _NOON - _AHEAD  # what was filed before this is no news, whatever its date
        filed = {one.article for one in changes if one.kind is ChangeKind.FILED and one.at >= late}
        states = sought(public=self.public)
        return tuple(
            one
            for one in self.archive.articles(sorted(filed))
            if one.state in states and self._is_news(one, now)
        )

    def _is_news(self, article: Article, now: datetime) -> bool:
        """By its date; without one, by when its page was seen: what was brought in without either is none."""
        published = article.draft.published
        if published is not None:
            # a day without an hour counts from its noon, so that yesterday evening's news is none of the day before
            counted = _NOON if published.precision is Precision.DAY else timedelta()
            coarse = published.precision in (Precision.MONTH, Precision.YEAR)
            return not coarse and -_AHEAD <= now - published.at <= FRESH + counted
        if article.draft.reader.startswith(_BROUGHT_IN) or article.draft.source in self.find.filling():
            return False
        capture = self.find.captured(article.draft.capture) if article.draft.capture else None
        return -_AHEAD <= now - (capture.at if capture else article.first_seen) <= FRESH

    def _notes(self, active: list[Watch], fresh: tuple[Article, ...], now: datetime) -> tuple[Note, ...]:
        entries = Entries(self.archive)
        with self.find.small() as small:
            small.apply([entries.of(one) for one in fresh], (), position=1)
            found = {watch: self._answers(small, watch, len(fresh), now) for watch in active}
        found = {watch: ids for watch, ids in found.items() if ids}
        if not found:
            return ()
        held = {one.id: one for one in fresh}
        places = self.find.places([one for ids in found.values() for one in ids])
        return tuple(
            note
            for watch, ids in found.items()
            for note in self._of_watch(watch, [held[one] for one in sorted(ids)], places, now)
        )

    def _answers(self, small: Index, watch: Watch, most: int, now: datetime) -> frozenset[ArticleId]:
        """The articles that hold the whole of what is watched for. Nothing is relaxed: a watch that finds nothing is silent."""
        question = self.find.read(watch.rule.query, now)
        if question.empty or not small.search(question, limit=0).total:
            return frozenset()
        hits = small.search(question, limit=most)
        return frozenset((*hits.ids, *(one for copies in hits.copies for one in copies)))

    def _of_watch(
        self, watch: Watch, articles: list[Article], places: Mapping[ArticleId, Told], now: datetime
    ) -> list[Note]:
        stories = _stories(watch, articles, places)
        if not stories:
            return []
        before = self.watches.told(watch.id, limit=_REMEMBERED)
        # events are merged: what counts is where that stands now of which was told
        led = [one.note.articles[0] for one in before if one.note.story != DIGEST and one.note.articles]
        now_in = self.find.places(led)
        known = {one.note.story for one in before} | {now_in[one].story for one in led if one in now_in}
        room = MOST_AN_HOUR - sum(
            one.note.state is not MessageState.LISTED and now - one.made < timedelta(hours=1)
            for one in before
        )
        notes = []
        for story, ids in stories.items():
            if story in known:
                continue
            called = watch.rule.target is not None and room > 0
            room -= called
            state = MessageState.WAITING if called else MessageState.LISTED
            notes.append(Note(watch.id, story, tuple(ids), state))
        return notes

    def _begin(self, active: list[Watch], now: datetime) -> None:
        """The first message of each new watch, as soon as the index holds all that was held against watches."""
        new = [one for one in active if one.begun is None]
        if not new or self.find.index.position() < self.watches.position():
            return
        for watch in new:
            articles = self._before(watch, now)
            places = self.find.places([one.id for one in articles])
            stories = _stories(watch, articles, places)
            listed = [
                Note(watch.id, story, tuple(ids), MessageState.LISTED) for story, ids in stories.items()
            ]
            leads = tuple(ids[0] for ids in stories.values())
            digest = Note(watch.id, DIGEST, leads[:_MOST_IN_DIGEST])
            # the newest last, as messages are numbered
            notes = [*reversed(listed), *([digest] if watch.rule.target else [])]
            self.watches.begin(watch.id, notes, now=now)

    def _before(self, watch: Watch, now: datetime) -> list[Article]:
        """What the day before answers, newest first."""
        question = self.find.read(watch.rule.query, now)
        if question.empty:
            return []
        since = (now - FRESH).astimezone(question.zone).date()
        narrow = max(since, question.since) if question.since else since
        asked = replace(question, since=narrow, sort=Sort.NEWEST)
        if not self.find.index.search(asked, limit=0).total:
            return []
        hits = self.find.index.search(asked, limit=_MOST_BEFORE)
        states = sought(public=self.public)
        found = self.archive.articles(hits.ids)
        return [one for one in found if one.state in states and self._is_news(one, now)]


def _stories(
    watch: Watch, articles: Sequence[Article], places: Mapping[ArticleId, Told]
) -> dict[int, list[ArticleId]]:
    """The articles by their story, both in the order given; without services, unless the watch wants them."""
    stories: dict[int, list[ArticleId]] = {}
    for one in articles:
        told = places.get(one.id) or Told(int(one.id))
        if watch.rule.services or genre(one.draft.title) != SERVICE:
            stories.setdefault(told.story, []).append(one.id)
    return stories
