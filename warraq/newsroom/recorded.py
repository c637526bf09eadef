"""How are the pages of one recording read, so that what their paper repeats is left out and two wordings of a page are read alike?

The first pages of a paper are read once to learn from it; then all are read with what was known after these, to the end of
the import: read by another template, a page's later wording would differ by our learning and not by the paper's edit. What
the pages teach is kept for the next ones.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from warraq.duplicates import verdict
from warraq.duplicates.verdict import Verdict
from warraq.errors import Unreadable
from warraq.extraction.page import NOTHING_KNOWN, Known, PageReading
from warraq.extraction.ways import USUAL, layout_at
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers, studied
from warraq.newsroom.teaching import Teaching
from warraq.press import Article, Capture, Cause, Source

log = logging.getLogger(__name__)

# So many articles teach before any page of a paper is filed.
FIRST = 12


class Recorded:
    """Reads the pages of one import. Without `teaching`, each as if it were the first of its paper."""

    def __init__(self, parsers: Parsers, teaching: Teaching | None, *, now: Callable[[], datetime]) -> None:
        self._parsers = parsers
        self._teaching = teaching
        self._now = now
        self._fixed: dict[str, Known] = {}
        self._held: dict[str, tuple[Source, list[Capture]]] = {}

    async def ready(self, capture: Capture, source: Source) -> list[tuple[Capture, Source]]:
        """The pages that can be read now that this one came: none while its paper's first ones are gathered."""
        if self._teaching is None or source.slug in self._fixed:
            return [(capture, source)]
        if source.slug not in self._held:
            known = await asyncio.to_thread(self._teaching.known, source, self._now())
            if known.template is not None and known.template.articles >= FIRST:
                self._fixed[source.slug] = known
                return [(capture, source)]
        _, held = self._held.setdefault(source.slug, (source, []))
        held.append(capture)
        return await self._taught(self._teaching, source) if len(held) >= FIRST else []

    async def rest(self) -> list[tuple[Capture, Source]]:
        """The pages of papers of which no more came."""
        if self._teaching is None:
            return []
        return [
            one
            for source, _ in list(self._held.values())
            for one in await self._taught(self._teaching, source)
        ]

    async def read(self, capture: Capture, source: Source) -> PageReading:
        """What the page says, which teaches too. Raises: Unreadable."""
        known = self._known(source, capture)
        found = await studied(self._parsers, capture, source, known)
        if self._teaching is not None:
            await asyncio.to_thread(self._teaching.learn, source, known, found, self._now())
        return found.reading

    async def cause(
        self, keeping: Keeping, held: Article | None, page: Capture, reading: PageReading, source: Source
    ) -> Cause | None:
        """The cause of the wording that this reading of `page` would make of what we hold; `None` where it cannot be told."""
        if held is None or _template(held.draft.reader) == _template(reading.reader):
            return Cause.EDIT  # read alike: also beside an earlier wording of this import
        kept = await asyncio.to_thread(keeping.found, held.draft.capture)
        if kept is None:
            return None
        try:
            was = (await studied(self._parsers, kept, source, self._known(source, page))).reading
        except Unreadable as error:
            log.info("%s as it was kept cannot be read any more: %s", page.url, error)
            return None
        found = verdict.of(was.title or "", was.body, reading.title or "", reading.body)
        return Cause.EDIT if found is Verdict.EDIT else Cause.REREAD

    async def _taught(self, teaching: Teaching, source: Source) -> list[tuple[Capture, Source]]:
        """Learn from the pages that were gathered, and fix what is known of their paper."""
        _, held = self._held.pop(source.slug)
        for capture in held:
            known = await asyncio.to_thread(teaching.known, source, self._now())
            try:
                found = await studied(self._parsers, capture, source, known)
            except Unreadable:
                continue  # counted when it is read in earnest
            await asyncio.to_thread(teaching.learn, source, known, found, self._now())
        self._fixed[source.slug] = await asyncio.to_thread(teaching.known, source, self._now())
        return [(capture, source) for capture in held]

    def _known(self, source: Source, capture: Capture) -> Known:
        """What was fixed; but an old page is read by the selectors of its time."""
        known = self._fixed.get(source.slug, NOTHING_KNOWN)
        layout = layout_at(source.layouts, capture.at)
        dated = layout is not None and layout.until is not None
        return replace(known, way=USUAL, layout=layout) if dated else known


def _template(reader: str) -> str:
    """A reader and its template, without what a second reading left out of this page."""
    return reader.partition("~")[0]
