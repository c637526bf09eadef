"""Where do articles stand that came long after they were printed? Among those of their own time.

They come in any order. A batch is put in the order of its dates, and where it goes back behind what came last, the neighbours of
each day are recalled from the archive first, so that what a batch costs does not grow with what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from warraq.ports.stories import Stories
from warraq.press import ArticleId, EventId, Move, MoveKind, Placing, StoryId
from warraq.stories.clustering import Clustering
from warraq.stories.reading import Account

_BACK = timedelta(days=1)
_BESIDE = timedelta(days=2)
_MOST = 4_000  # neighbours that are recalled for a batch
_FEWEST = 20  # of each day
_PART = 100


class Bygone:
    """Clusters the past beside what is alive. `account` reads articles of the archive with their kin."""

    def __init__(self, stories: Stories, account: Callable[[Sequence[ArticleId]], Sequence[Account]]) -> None:
        self._stories = stories
        self._account = account
        self._clustering: Clustering | None = None
        self._last: datetime | None = None

    def place(
        self, accounts: Sequence[Account]
    ) -> Iterator[tuple[Account, tuple[Placing, ...], tuple[Move, ...]]]:
        """Each with its places, and what became of events thereby, in the order of their dates."""
        order = sorted(accounts, key=lambda one: (one.at, one.article))
        if not order:
            return
        neighbours: list[tuple[Account, EventId, StoryId]] = []
        if self._clustering is None or self._last is None or order[0].at < self._last - _BACK:
            self._clustering = Clustering()
            neighbours = self._neighbours({one.at.astimezone(UTC).date() for one in order})
        self._last = order[-1].at
        clustering = self._clustering
        recalled = iter(neighbours)
        beside = next(recalled, None)
        for account in order:
            while beside is not None and (beside[0].at, beside[0].article) < (account.at, account.article):
                clustering.recall(*beside)
                beside = next(recalled, None)
            placings = clustering.place(account)
            moves = tuple(one for one in clustering.moves() if one.kind is not MoveKind.RESTED)
            yield account, placings, moves

    def _neighbours(self, days: set[date]) -> list[tuple[Account, EventId, StoryId]]:
        """Those that settled around these days, by time."""
        most = max(_MOST // len(days), _FEWEST)
        found: dict[ArticleId, tuple[EventId, StoryId]] = {}
        for day in sorted(days):
            noon = max(min(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), _DUSK), _DAWN)
            page = self._stories.settled(noon - _BESIDE, until=noon + _BESIDE, limit=most)
            found |= {one.placing.article: (one.placing.event, one.placing.story) for one in page}
            if len(found) >= _MOST:
                break
        ids = list(found)
        accounts = [
            one for start in range(0, len(ids), _PART) for one in self._account(ids[start : start + _PART])
        ]
        accounts.sort(key=lambda one: (one.at, one.article))
        return [(one, *found[one.article]) for one in accounts]


# Papers print any date, and the calendar has ends.
_DAWN, _DUSK = datetime(1, 1, 4, tzinfo=UTC), datetime(9999, 12, 28, tzinfo=UTC)
