"""Where do articles stand whose place is not settled yet? Where they would now, and beside others that wait too.

What has just happened is told by several papers within the hour: those that wait are compared with each other as well, in a small
clustering of their own, so that news of the last minutes are one event before they settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from warraq.newsroom import grounds
from warraq.press import ArticleId, EventId, Evidence, Grounds, Member, Move, MoveKind, Placing, StoryId
from warraq.stories.clustering import Clustering
from warraq.stories.living import Bars
from warraq.stories.reading import Account, read

_HOURS_S = 3 * 3_600.0
_BARS = Bars(rest_s=_HOURS_S, story_s=_HOURS_S)


class Waiting:
    """Accounts and members that were not released yet. `settled` is where they will be placed; it is only looked at."""

    def __init__(self, settled: Clustering) -> None:
        self._settled = settled
        self._beside = Clustering(_BARS)
        self._accounts: dict[ArticleId, Account] = {}
        self._members: dict[ArticleId, Member] = {}
        self._waits: set[ArticleId] = set()
        self._where: dict[ArticleId, EventId] = {}  # among those that wait
        self._together: dict[EventId, set[ArticleId]] = {}  # the same, the other way round
        self._homes: dict[EventId, tuple[EventId, StoryId]] = {}
        self._changed: set[ArticleId] = set()
        self._stands: dict[ArticleId, tuple[EventId, str]] = {}
        self._crowd: dict[EventId, Counter[str]] = {}  # those that wait in an event, by paper

    def note(self, account: Account, member: Member, *, waits: bool) -> None:
        """Know an article until it leaves. One that does not wait is released at once, and stands nowhere before."""
        self._accounts[account.article], self._members[account.article] = account, member
        if not waits:
            return
        reading = read(account, self._settled.frequencies, noted=False)
        glance = self._settled.glance(reading)
        placing = self._beside.placed(reading)[0]
        self._go(account.article, placing.event)
        for move in self._beside.moves():
            self._follow(move)
        if glance.grounds.evidence is not Evidence.FIRST:
            if placing.event not in self._homes:
                self._home(placing.event, glance.event, glance.story)
            placing = glance
        printed = grounds.told(placing, account.title, account.body, member.section)
        self._members[account.article] = replace(member, placing=printed, provisional=True)
        self._waits.add(account.article)
        self._changed.add(account.article)

    def reword(self, account: Account, member: Member) -> None:
        """It says something else now."""
        article = account.article
        if article in self._members:
            self._accounts[article] = replace(account, at=self._accounts[article].at)
        self.restate(member)

    def restate(self, member: Member) -> None:
        """It is shown otherwise."""
        article = member.placing.article
        if article in self._members:
            self._members[article] = replace(member, placing=self._members[article].placing)
            self._changed |= {article} & self._waits

    def leave(self, account: Account) -> tuple[Account, Member]:
        """The account and the member as they are now of one that is released; `settle` follows."""
        article = account.article
        self._waits.discard(article)
        self._changed.discard(article)
        self._go(article, None)
        self._rise(article)
        latest = self._accounts.pop(article)
        return replace(latest, at=account.at), self._members.pop(article)

    def settle(self, placing: Placing) -> None:
        """Those that stood beside it go where it went."""
        event = self._beside.event_of(placing.article)
        if event is not None:
            self._home(event, placing.event, placing.story)

    def provisional(self) -> Iterator[Member]:
        """Those that wait and stand elsewhere, or say something else, than when this was asked last."""
        changed, self._changed = sorted(self._changed), set()
        for article in changed:
            member = self._members[article]
            event = self._beside.event_of(article)
            if event is not None:
                home, story = self._homes.get(event, (event, member.placing.story))
                placing = replace(member.placing, event=self._settled.standing(home), story=story)
                member = self._members[article] = replace(member, placing=placing)
                if not self._stand(member):
                    alone = Placing(article, EventId(article), StoryId(article), Grounds(Evidence.FIRST))
                    member = replace(member, placing=alone)
            yield member

    def _stand(self, member: Member) -> bool:
        """Whether its event has room for it: what may be in one at most holds before it is settled, too."""
        article, event = member.placing.article, member.placing.event
        self._rise(article)
        crowd = self._crowd.setdefault(event, Counter())
        room = self._settled.has_room(event, member.source, waiting=crowd)
        if room:
            crowd[member.source] += 1
            self._stands[article] = event, member.source
        return room

    def _rise(self, article: ArticleId) -> None:
        event, source = self._stands.pop(article, (None, ""))
        if event is not None:
            self._crowd[event][source] -= 1
            if not self._crowd[event].total():
                del self._crowd[event]

    def _home(self, beside: EventId, event: EventId, story: StoryId) -> None:
        if self._homes.get(beside) == (event, story):
            return
        self._homes[beside] = (event, story)
        if len(self._homes) > 2 * len(self._waits) + 1_000:
            living = {self._beside.event_of(article) for article in self._waits} | {beside}
            self._homes = {one: home for one, home in self._homes.items() if one in living}
        self._changed |= {
            one for one in self._together.get(beside, ()) if self._beside.event_of(one) == beside
        }

    def _go(self, article: ArticleId, event: EventId | None) -> None:
        """It stands there among those that wait; `None`: it waits no more."""
        before = self._where.pop(article, None)
        if before is not None:
            self._together[before].discard(article)
            if not self._together[before]:
                del self._together[before]
        if event is not None:
            self._where[article] = event
            self._together.setdefault(event, set()).add(article)

    def _follow(self, move: Move) -> None:
        if move.other is None:
            return
        if move.kind is MoveKind.MERGED:
            for article in tuple(self._together.get(move.other, ())):
                self._go(article, move.event)
        else:
            for article in move.articles:
                if article in self._where:
                    self._go(article, move.other)
