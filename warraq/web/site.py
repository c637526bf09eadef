"""What does every page need at hand?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from starlette.requests import Request

from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.index import Index
from warraq.press import Edition, Headline, Progress, Settings, Source
from warraq.web import dates
from warraq.web.frame import Frame, bare, frame, known_sources
from warraq.web.fresh import Fresh
from warraq.web.gallery import Gallery
from warraq.web.lines import Line, lines
from warraq.web.pool import Pool

NEWEST_OF_A_PAPER = 8


@dataclass(slots=True)
class Site:
    """The ports, and how this edition's readers are spoken to. `zone` and `how` are the edition's."""

    archive: Archive
    index: Index
    clock: Clock
    edition: Edition
    settings: Settings
    progress: Callable[[], Progress]
    demo: bool
    pool: Pool
    gallery: Gallery | None = None  # without one, the site shows no picture
    zone: tzinfo = field(init=False)
    how: dates.Manner = field(init=False)
    frames: Fresh[Frame] = field(init=False)
    _papers: dict[str, Fresh[tuple[Line, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = dates.zone_of(self.edition.zone)
        self.how = dates.manner(self.edition.code)
        self.frames = Fresh(self._frame, archive=self.archive, clock=self.clock, pool=self.pool)

    def _frame(self, now: datetime) -> Frame:
        return frame(self.archive, self.edition, now=now, zone=self.zone, how=self.how)

    async def newest_of(self, source: str) -> tuple[Line, ...]:
        """The latest lines of a paper, kept fresh. Ask only for papers that exist: each is remembered."""
        if source not in self._papers:
            self._papers[source] = Fresh(
                lambda now: self._newest_of(source, now),
                archive=self.archive,
                clock=self.clock,
                pool=self.pool,
            )
        return await self._papers[source].get()

    def _newest_of(self, source: str, now: datetime) -> tuple[Line, ...]:
        found = self.archive.newest(limit=NEWEST_OF_A_PAPER, source=source)
        known = known_sources(self.archive, self.edition)
        return lines(found, sources=known, now=now, zone=self.zone, how=self.how)

    def standing_frame(self) -> Frame:
        """A frame without asking the archive anything."""
        return self.frames.held() or bare(self.clock.now(), zone=self.zone, how=self.how)

    def lines(self, headlines: tuple[Headline, ...], around: Frame) -> tuple[Line, ...]:
        """Lines dated for the edition's readers, now."""
        return lines(headlines, sources=around.sources, now=self.clock.now(), zone=self.zone, how=self.how)

    def invented(self, source: Source | None = None) -> bool:
        """Whether what is shown may be taken for news and is not."""
        return (
            self.demo
            or any(paper.invented for paper in self.edition.sources)
            or bool(source and source.invented)
        )


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
