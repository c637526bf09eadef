"""What does every page need at hand?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from starlette.requests import Request

from warraq.moderation.policy import Door, Grant, case, indexable, may_show
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.index import Index
from warraq.press import Article, Edition, Headline, Progress, Settings, Source, State
from warraq.web import dates
from warraq.web.frame import Frame, bare, frame, known_sources
from warraq.web.fresh import Fresh
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
    zone: tzinfo = field(init=False)
    how: dates.Manner = field(init=False)
    frames: Fresh[Frame] = field(init=False)
    _invented: bool = field(init=False)
    _papers: dict[str, Fresh[tuple[Line, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._invented = self.demo or any(paper.invented for paper in self.edition.sources)
        self.zone = dates.zone_of(self.edition.zone)
        self.how = dates.manner(self.edition.code)
        self.frames = Fresh(self._frame, archive=self.archive, clock=self.clock, pool=self.pool)

    def _frame(self, now: datetime) -> Frame:
        return frame(
            self.archive, self.edition, now=now, zone=self.zone, how=self.how, public=self.settings.public
        )

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
        return self._lines(found, known, now)

    def standing_frame(self) -> Frame:
        """A frame without asking the archive anything."""
        return self.frames.held() or bare(self.clock.now(), zone=self.zone, how=self.how)

    def lines(self, headlines: tuple[Headline, ...], around: Frame) -> tuple[Line, ...]:
        """Lines dated for the edition's readers, now."""
        return self._lines(headlines, around.sources, self.clock.now())

    def _lines(
        self, headlines: tuple[Headline, ...], known: Mapping[str, Source], now: datetime
    ) -> tuple[Line, ...]:
        public = self.settings.public
        return lines(headlines, sources=known, now=now, zone=self.zone, how=self.how, public=public)

    def grant(self, state: State, source: Source | None, door: Door) -> Grant:
        """What of an article of that paper may pass the door; `source` as the frame's sources have it."""
        return may_show(case(state, source, public=self.settings.public), door)

    def indexed(self, state: State, source: Source | None) -> bool:
        """Whether other search engines may keep the article's page."""
        real = self.findable and not (source and source.invented)
        return real and indexable(case(state, source, public=self.settings.public))

    @property
    def findable(self) -> bool:
        """Whether other search engines may keep anything of this instance: what is invented must not become news there."""
        return self.settings.public and not self.invented()

    def card_image(self, article: Article) -> str | None:
        """Our address of the picture that other sites may show of an article, a path; `None`: none is kept."""
        return None

    def invented(self, source: Source | None = None) -> bool:
        """Whether what is shown may be taken for news and is not."""
        return self._invented or bool(source and source.invented)


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
