"""May a paper's past be read the cheap way? Where that was seen to say what the full way says, and only for so long.

The cheap way takes what stands around an article for a part of it on some papers' pages (a ticker of others' headlines
before a text in no paragraphs), and a past has nobody who looks at each page. So the first pages of a paper are read both
ways, and one now and then after them; what is filed of these is the full reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from warraq.errors import Unreadable
from warraq.extraction.choosing import agreement
from warraq.extraction.page import PageReading
from warraq.newsroom.tools import Tools
from warraq.press import Capture, Source

TRIED = 12  # pages in a row on which both ways must agree
EACH = 40  # then every so many pages both are read again
AGREES = 0.97


@dataclass(slots=True)
class _Trial:
    """`agreed` counts pages in a row; `since` those read cheaply since both ways were last compared."""

    agreed: int = 0
    since: int = 0


class Reading:
    """Reads pages of pasts; what it saw of each paper is for the life of this process."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._trials: dict[str, _Trial] = {}

    def is_cheap(self, slug: str) -> bool:
        """Whether the paper's next page is read the cheap way alone."""
        trial = self._trials.get(slug)
        return trial is not None and trial.agreed >= TRIED and trial.since < EACH

    async def read(self, capture: Capture, source: Source, *, address: str) -> PageReading:
        """What the page says. Raises: Unreadable."""
        trial = self._trials.setdefault(source.slug, _Trial())
        if self.is_cheap(source.slug):
            trial.since += 1
            return await self._tools.read(capture, source, address=address, cheaply=True)
        full = await self._tools.read(capture, source, address=address)
        try:
            cheap = await self._tools.read(capture, source, address=address, cheaply=True)
        except Unreadable:
            self._trials[source.slug] = _Trial()
            return full
        agrees = agreement(cheap.body, full.body) >= AGREES and cheap.title == full.title
        self._trials[source.slug] = _Trial(trial.agreed + 1 if agrees else 0)
        return full
