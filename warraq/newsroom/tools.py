"""What does a collecting desk work with?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from warraq.extraction.page import NOTHING_KNOWN, PageReading
from warraq.extraction.ways import USUAL
from warraq.newsroom.desking import as_it_came
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers, studied
from warraq.newsroom.room import Room, endless
from warraq.newsroom.teaching import Teaching
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
    teaching: Teaching | None = None  # without one, pages are read as if they were the first of their paper
    desked: Callable[[Draft], Draft] = as_it_came

    async def read(
        self,
        capture: Capture,
        source: Source,
        *,
        address: str,
        told: str | None = None,
        like: str | None = None,
        cheaply: bool = False,
    ) -> PageReading:
        """What a page of this paper says, as it was when it answered at `address`. Raises: Unreadable.

        `told` is the full text that its feed gave, as HTML. `like`: read it just as that reader read a page a moment ago,
        and learn nothing from it. `cheaply`: at a fifth of the time, unless a person or its feed said how its pages are read.
        """
        teaching, known = self.teaching, NOTHING_KNOWN
        if teaching is not None and like is not None:
            known = await asyncio.to_thread(teaching.as_read, source, like, capture.at)
        elif teaching is not None:
            known = await asyncio.to_thread(teaching.known, source, capture.at, told=told)
        if cheaply and known.way == USUAL and known.layout is None:
            known = replace(known, way="cheap")
        found = await studied(self.parsers, capture, source, known, address=address)
        if teaching is not None and like is None:
            await asyncio.to_thread(teaching.learn, source, known, found, capture.at)
        return found.reading


class Do(Protocol):
    """Run a blocking call (archive, daybook) on the desk's one writer thread."""

    async def __call__(self, call: Callable[[], T], /) -> T: ...
