"""What does a collecting desk work with?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from warraq.extraction.page import PageReading
from warraq.newsroom.desking import as_it_came
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.room import Room, endless
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.daybook import Daybook
from warraq.ports.ledger import Ledger
from warraq.press import Capture, Draft, Source

if TYPE_CHECKING:
    from warraq.newsroom.hubs import Hubs

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    """Where it files, what it remembers, who reads for it, how much room there is, and what people decided of papers.

    `left_alone` names the papers that opted out: each desk asks it before it asks a paper. `homes` says where papers are at home
    that moved, as a person said. Both may block. `desked` gives a draft without a desk the one that a model tells, where one was taught.
    """

    archive: Archive
    daybook: Daybook
    keeping: Keeping
    parsers: Parsers
    clock: Clock
    room: Room = field(default_factory=endless)
    ledger: Ledger | None = None  # without one, how the papers do is not noted
    hubs: Hubs | None = None  # who calls when a feed has something new; none can call a private site
    left_alone: Callable[[], frozenset[str]] = frozenset
    homes: Callable[[], Mapping[str, str]] = dict
    desked: Callable[[Draft], Draft] = as_it_came

    async def read(self, capture: Capture, source: Source, *, address: str) -> PageReading:
        """What a page of this paper says, as it was when it answered at `address`. Raises: Unreadable."""
        return await self.parsers.page(
            capture.body,
            url=address,
            content_type=capture.header("content-type"),
            country=source.country,
            zone=source.zone,
            now=capture.at,
        )


class Do(Protocol):
    """Run a blocking call (archive, daybook) on the desk's one writer thread."""

    async def __call__(self, call: Callable[[], T], /) -> T: ...
