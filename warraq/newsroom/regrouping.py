"""What would become of the last days if they were grouped anew? Proposals for an editor: addresses stay where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from warraq.newsroom.grouping import Grouping
from warraq.ports.stories import Place
from warraq.press import ArticleId, EventId, Move, MoveKind, Proposal
from warraq.stories.clustering import Clustering
from warraq.stories.proposing import proposals

_PAGE = 500


def regroup(
    desk: Grouping, *, now: datetime, days: int, told: Callable[[int], None] | None = None
) -> tuple[Proposal, ...]:
    """Group what settled in the last days as if nothing stood, and keep what that would change as proposals.

    `told` hears how many articles were read. Raises: ArchiveError.
    """
    clustering, after = Clustering(), None
    stands: dict[ArticleId, EventId] = {}
    inside: dict[EventId, set[ArticleId]] = defaultdict(set)
    while page := desk.stories.settled(now - timedelta(days=days), limit=_PAGE, after=after):
        after = Place(page[-1].at, page[-1].placing.article)
        own = {one.placing.article: one.placing.event for one in page if one.shown and not one.past}
        for account in sorted(desk.accounts(list(own)), key=lambda one: (one.at, one.article)):
            event = clustering.place(account)[0].event
            for move in clustering.moves():
                _follow(inside, move)
            inside[event].add(account.article)
        stands |= own
        if told:
            told(len(stands))
    fresh = {article: event for event, articles in inside.items() for article in articles}
    found = proposals(stands, fresh, desk.stories.words())
    desk.stories.propose(found)
    return found


def _follow(inside: dict[EventId, set[ArticleId]], move: Move) -> None:
    if move.other is not None and move.kind is MoveKind.MERGED:
        inside[move.event] |= inside.pop(move.other, set())
    elif move.other is not None and move.kind is MoveKind.SPLIT:
        inside[move.other] |= inside[move.event].intersection(move.articles)
        inside[move.event] -= set(move.articles)
