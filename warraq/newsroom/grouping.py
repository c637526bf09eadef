"""How do stories follow the archive? By its change feed, from the position that is kept with what was grouped.

An article waits an hour in the buffer, so that its place does not depend on who was asked first; until then it stands, marked as
provisional, where it would stand now. What came long after it was printed is grouped among its own time (`newsroom.bygone`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from warraq.newsroom import grounds
from warraq.newsroom.bygone import Bygone
from warraq.newsroom.matching import Matched, Matching
from warraq.newsroom.waiting import Waiting
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.stories import Batch, Place, Stories
from warraq.press import (
    Article,
    ArticleId,
    ChangeKind,
    EventId,
    Evidence,
    Grounds,
    Kin,
    Member,
    Move,
    MoveKind,
    Placing,
    State,
    StoryId,
    StoryWordKind,
)
from warraq.stories import coverage
from warraq.stories.clustering import Clustering
from warraq.stories.ordering import AHEAD, Buffer
from warraq.stories.reading import Account

log = logging.getLogger(__name__)

BATCH = 200  # changes taken at a time while nothing is behind
_FAR_BEHIND = 1_000
_PART = 100  # articles read at a time
_MOST_KIN = 100_000  # of so many articles as are read at a time
_BODY = 2_000  # characters: far more than what is read of a text
# An article that came so long after it was printed was brought in later.
PAST = timedelta(days=2)


def nothing_kept_back(_article: Article) -> bool:
    return False


@dataclass(slots=True)
class _Alive:
    """What lives, as it was recalled from the archive and grew since; `position` is the change up to which it has."""

    clustering: Clustering
    waiting: Waiting
    buffer: Buffer
    matching: Matching
    bygone: Bygone
    position: int
    word: int  # the newest editor's word that it knows


@dataclass(slots=True)
class _Gathering:
    """A batch while it grows: a move concerns what was placed before it in the same batch too."""

    members: dict[ArticleId, tuple[Member, ...]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    kin: list[Kin] = field(default_factory=list)
    samples: list[tuple[ArticleId, tuple[int, ...]]] = field(default_factory=list)

    def move(self, moves: Iterable[Move]) -> None:
        for move in moves:
            self.moves.append(move)
            if move.other is None:
                continue
            for article, places in self.members.items():
                if move.kind is MoveKind.MERGED:
                    self.members[article] = coverage.moved(places, move.other, move.event)
                elif article in move.articles:
                    self.members[article] = coverage.moved(places, move.event, move.other)

    def batch(self) -> Batch:
        members = tuple(one for places in self.members.values() for one in places)
        return Batch(members, tuple(self.moves), tuple(self.kin), tuple(self.samples))


@dataclass(slots=True)
class Grouping:
    """The desk that places articles among events. One at a time follows: another one's batch is not written.

    `kept_back` says which articles never lead: service items, and those that ask for care. `mine` asks for the turn to follow:
    it raises Busy while another process has it.
    """

    archive: Archive
    stories: Stories
    clock: Clock
    kept_back: Callable[[Article], bool] = nothing_kept_back
    mine: Callable[[], None] = lambda: None
    batch: int = BATCH
    _alive: _Alive | None = None
    _countries: dict[str, str] = field(default_factory=dict)
    _papers: int = -1

    def step(self) -> int:
        """Take a batch of changes and what has waited long enough, in one commit; how many of both.

        Raises: Busy, ArchiveError.
        """
        self.mine()
        alive = self._standing()
        self._alive = None  # whatever goes wrong from here on, what lives is read anew
        done = self._follow(alive)
        if done is None:
            log.warning("somebody else groups too; what lives is read anew")
            return 0
        self._alive = alive
        return done

    def catch_up(self) -> int:
        """Take batches until nothing is left; how many changes and releases."""
        done = 0
        while count := self.step():
            done += count
        return done

    def behind(self) -> bool:
        """Whether the archive holds changes that were not grouped."""
        return self.stories.position() != self.archive.last_change()

    # What is alive

    def _standing(self) -> _Alive:
        alive, position = self._alive, self.stories.position()
        if alive is not None and alive.position == position and alive.word == self.stories.last_word():
            return alive
        return self._recalled(position)

    def _recalled(self, position: int) -> _Alive:
        """What lived when the last batch was written: the settled of the last days where they stand, and who waits."""
        following = self.archive.changes(position, limit=1)
        now = min(following[0].at, self.clock.now()) if following else self.clock.now()
        clustering = Clustering()
        since = now - timedelta(seconds=clustering.bars.story_s)
        after: Place | None = None
        while page := self.stories.settled(since, limit=_PART * 5, after=after):
            after = Place(page[-1].at, page[-1].placing.article)
            self._recall(clustering, [one for one in page if not one.past])
        words = self.stories.words()
        for said in words:
            if said.word.kind is StoryWordKind.SPLIT:
                clustering.keep_apart(said.word.event, said.made)
            elif said.word.kind is StoryWordKind.MERGE:
                clustering.keep_whole(said.made)
        alive = _Alive(
            clustering,
            Waiting(clustering),
            Buffer(),
            Matching(self.archive, self.stories),
            Bygone(self.stories, self.accounts),
            position,
            words[-1].number if words else 0,
        )
        waiting = self.stories.waiting()
        places = self.stories.places(waiting)
        seen = {article.id: article.first_seen for article in self.archive.articles(waiting)}
        for account in self.accounts(waiting):
            alive.buffer.take(account, came=seen[account.article])
            alive.waiting.note(account, places[account.article][0], waits=True)
        return alive

    def _recall(self, clustering: Clustering, members: list[Member]) -> None:
        accounts = {one.article: one for one in self.accounts([one.placing.article for one in members])}
        for one in members:
            if one.placing.article in accounts:
                clustering.recall(accounts[one.placing.article], one.placing.event, one.placing.story)

    # What comes

    def _follow(self, alive: _Alive) -> int | None:
        """A batch, written. `None`: somebody else was faster, and nothing is."""
        alive.matching.make_room()
        behind = self.archive.last_change() - alive.position
        most = max(self.batch, _FAR_BEHIND) if behind > _FAR_BEHIND else self.batch
        changes = self.archive.changes(alive.position, limit=most)
        now = changes[-1].at if len(changes) == most else self.clock.now()
        gathering = _Gathering()
        past: dict[ArticleId, tuple[Account, Member]] = {}
        ids = list(dict.fromkeys(change.article for change in changes))
        revised = {change.article for change in changes if change.kind is ChangeKind.REVISED}
        for start in range(0, len(ids), _PART):
            past |= self._take(alive, ids[start : start + _PART], revised, gathering, now)
        released = self._release(alive, gathering, now)
        self._look_back(alive, past, gathering)
        if not changes and not released:
            return 0
        position = changes[-1].number if changes else alive.position
        if not self.stories.group(gathering.batch(), position=position, after=alive.position):
            return None
        alive.position = position
        return len(changes) + released

    def _take(
        self,
        alive: _Alive,
        ids: list[ArticleId],
        revised: set[ArticleId],
        gathering: _Gathering,
        now: datetime,
    ) -> dict[ArticleId, tuple[Account, Member]]:
        """Let new articles wait, see what became of known ones; those that were brought in later are given back."""
        past = {}
        places = self.stories.places(ids)
        for article in self.archive.articles(ids):
            known = places.get(article.id)
            if known is None and article.state is not State.VISIBLE:
                continue  # it comes when it is shown
            matched = None
            if known is None or article.id in revised:
                matched = alive.matching.match(article)
                gathering.kin += matched.kin
                gathering.samples.append((article.id, matched.sample))
            account = self._account(article, matched.kin if matched else ())
            if known is not None:
                fresh = tuple(self._again(one, article, matched) for one in known)
                gathering.members[article.id] = fresh
                if matched:
                    alive.waiting.reword(account, fresh[0])
                else:
                    alive.waiting.restate(fresh[0])
                continue
            member = self._member(_nowhere(article), article, matched)
            if member.past:
                past[article.id] = account, member
                continue
            alive.buffer.take(account, came=article.first_seen)
            alive.waiting.note(account, member, waits=account.at > now - alive.buffer.wait)
        return past

    def _release(self, alive: _Alive, gathering: _Gathering, now: datetime) -> int:
        """Settle what has waited long enough, in the order of its time."""
        count = 0
        for account in alive.buffer.release(now):
            count += 1
            latest, member = alive.waiting.leave(account)
            placings = alive.clustering.place(latest)
            gathering.move(alive.clustering.moves())
            gathering.members[account.article] = tuple(
                replace(
                    member,
                    placing=grounds.told(placing, latest.title, latest.body, member.section),
                    provisional=False,
                )
                for placing in placings
            )
            alive.waiting.settle(placings[0])
        for member in alive.waiting.provisional():
            gathering.members[member.placing.article] = (member,)
        return count

    def _look_back(
        self, alive: _Alive, past: dict[ArticleId, tuple[Account, Member]], gathering: _Gathering
    ) -> None:
        """Place what was brought in later. It moves nothing of what is alive."""
        for account, placings, moves in alive.bygone.place([account for account, _ in past.values()]):
            gathering.move(
                one
                for one in moves
                if one.other is None
                or not (alive.clustering.lives(one.event) or alive.clustering.lives(one.other))
            )
            member = past[account.article][1]
            gathering.members[account.article] = tuple(
                replace(member, placing=grounds.told(placing, account.title, account.body, member.section))
                for placing in placings
            )

    # What is told of an article

    def _member(self, placing: Placing, article: Article, matched: Matched | None) -> Member:
        return Member(
            placing,
            article.draft.source,
            self._country(article.draft.source),
            _time(article),
            article.draft.section,
            shown=article.state is State.VISIBLE,
            past=article.at < article.first_seen - PAST,
            leads=not self.kept_back(article),
            copy=matched.copy if matched else None,
        )

    def _again(self, known: Member, article: Article, matched: Matched | None) -> Member:
        """The same place, with what is said of the article now."""
        draft = article.draft
        placing = grounds.told(known.placing, draft.title, draft.body[:_BODY], draft.section)
        fresh = self._member(placing, article, matched)
        copy = fresh.copy if matched else known.copy
        return replace(fresh, provisional=known.provisional, past=known.past, copy=copy)

    def _account(self, article: Article, kin: tuple[Kin, ...]) -> Account:
        draft = article.draft
        return Account(article.id, draft.source, draft.title, draft.body[:_BODY], _time(article), kin)

    def accounts(self, ids: Sequence[ArticleId]) -> list[Account]:
        """Articles as they are compared, with the kin that was found when they came. Raises: ArchiveError."""
        kin: dict[ArticleId, list[Kin]] = {}
        for one in self.stories.kin(ids, limit=_MOST_KIN):
            kin.setdefault(one.article, []).append(one)
        return [self._account(one, tuple(kin.get(one.id, ()))) for one in self.archive.articles(ids)]

    def _country(self, source: str) -> str | None:
        if (papers := self.archive.papers_change()) != self._papers:
            self._countries = {slug: paper.country for slug, paper in self.archive.sources().items()}
            self._papers = papers
        return self._countries.get(source)


def _time(article: Article) -> datetime:
    """Its date; one that lies far ahead is none, and would lead for ever."""
    return article.first_seen if article.at > article.first_seen + AHEAD else article.at


def _nowhere(article: Article) -> Placing:
    """Until its place is found."""
    return Placing(article.id, EventId(article.id), StoryId(article.id), Grounds(Evidence.FIRST))
