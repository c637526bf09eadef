"""What do publishers and people have a right to, and where does the site ask what was decided for them?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from warraq.newsroom.counter import Docket, ShownArchive, ShownIndex
from warraq.newsroom.deciding import Bench
from warraq.newsroom.petitions import Desk
from warraq.newsroom.shownstories import ShownStories
from warraq.ports.archive import Archive
from warraq.ports.claims import Claims
from warraq.ports.index import Index
from warraq.ports.stories import Stories


@dataclass(slots=True)
class Rights:
    """The bench at which is decided, what holds, and the requests. `secret` signs the forms by which one asks.
    `prover` looks on a host for a word, and says by what it was found; without one, only the operator's word proves who asks."""

    bench: Bench
    docket: Docket
    claims: Claims
    secret: bytes
    prover: Callable[[str, str], Awaitable[str]] | None = None
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.bench, self.claims)

    def shown(self, archive: Archive, index: Index) -> tuple[Archive, Index]:
        """Archive and index as readers see them."""
        return ShownArchive(archive, self.docket), ShownIndex(index, self.docket)

    def shown_stories(self, stories: Stories) -> ShownStories:
        """Stories as readers see them."""
        return ShownStories(stories, self.docket)
