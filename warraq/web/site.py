"""What does every page need at hand?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import partial
from typing import TypeVar

from starlette.requests import Request

from warraq.moderation.policy import Door, Grant, case, indexable, may_show
from warraq.newsroom.shownnames import ShownNames
from warraq.newsroom.shownstories import ShownStories
from warraq.ports.archive import Archive, Cursor
from warraq.ports.clock import Clock
from warraq.ports.index import Index
from warraq.ports.mastheads import Mastheads
from warraq.ports.rechecks import Doorway
from warraq.ports.stories import Stories
from warraq.ports.subscriptions import Subscriptions
from warraq.ports.watches import Watches
from warraq.press import Edition, Headline, Icon, Masthead, Progress, Settings, Source, Standing, State
from warraq.web import dates, marks, origins, view
from warraq.web.again import Again
from warraq.web.beside import Besides
from warraq.web.counts import Counts
from warraq.web.frame import Frame, bare, calendars, frame, known_sources
from warraq.web.fresh import Fresh
from warraq.web.gallery import Gallery
from warraq.web.lines import Line, lines
from warraq.web.lodge import Lodge
from warraq.web.pool import Pool
from warraq.web.rights import Rights
from warraq.web.scope import Scope, code_of, scopes
from warraq.web.tongue import Speech, spoken
from warraq.web.tray import Tray
from warraq.web.view import View

T = TypeVar("T")

NEWEST_OF_A_PAPER = 8


@dataclass(slots=True)
class Site:
    """The ports, and the editions that are shown. `edition`, `zone` and `how` are those of all that is deployed."""

    archive: Archive
    index: Index
    clock: Clock
    edition: Edition
    settings: Settings
    progress: Callable[[], Progress]
    standing: Callable[[], Standing]
    demo: bool
    pool: Pool
    gallery: Gallery | None = None  # without one, the site shows no picture
    doors: Callable[[], Mapping[str, Doorway]] = dict  # how papers' own sites stand
    rights: Rights | None = None  # without them, nothing was decided and nobody may ask
    subscriptions: Subscriptions | None = None  # without them, no hub is answered
    stories: ShownStories | Stories | None = None  # without them, every article stands alone
    watches: Watches | None = None  # without them, nothing is watched for
    names: ShownNames | None = None  # without them, nobody has a page
    mastheads: Mastheads | None = None  # without them, it is called as Warraq is
    lodge: Lodge | None = None  # without one, nobody gets in to the desk
    events: Stories | None = None  # stories as they are kept: what editors say of them is said here
    scopes: dict[str, Scope] = field(init=False)
    counts: Counts = field(init=False)
    again: Again = field(init=False)
    besides: Besides = field(init=False, default_factory=Besides)
    tray: Tray = field(init=False)
    _readers: dict[str, str] = field(init=False)  # by paper: whose edition it is in
    _moved: int | None = field(init=False, default=None)
    _invented: bool = field(init=False)
    _frames: dict[tuple[str, Speech], Fresh[Frame]] = field(init=False, default_factory=dict)
    _papers: dict[tuple[str, Speech], Fresh[tuple[Line, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = Counts(self.index, self.archive)
        self.again = Again(self.archive, self.index)
        self.tray = Tray(self.archive)
        self._invented = self.demo or any(paper.invented for paper in self.edition.sources)
        self.scopes = self._under(None)
        own = [one for one in self.scopes.values() if one.prefix]
        self._readers = {paper.slug: one.code for one in reversed(own) for paper in one.edition.sources}

    @property
    def zone(self) -> tzinfo:
        return self.scopes[""].zone

    @property
    def how(self) -> dates.Manner:
        return self.scopes[""].how

    def _fresh(self, make: Callable[[datetime], T]) -> Fresh[T]:
        return Fresh(make, archive=self.archive, clock=self.clock, pool=self.pool, also=self._beside)

    def _beside(self) -> int:
        """Goes up with each change of the masthead, of papers' icons, and of where articles stand in events, by grouping or by
        an editor's word. Blocks."""
        mastheads = self.mastheads.last() if self.mastheads else 0
        icons = self.gallery.icons.changes() if self.gallery and self.gallery.icons else 0
        told = self.stories.position() + self.stories.last_word() if self.stories else 0
        return mastheads + icons + told

    def _frame(self, code: str, now: datetime) -> Frame:
        masthead = self.masthead()
        if masthead.hijri != self._moved:
            self.scopes, self._moved = self._under(masthead.hijri), masthead.hijri
        one = self.scopes[code]
        made = frame(
            self.archive,
            one,
            now=now,
            known=self.edition,
            public=self.settings.public,
            places=self.stories.places if self.stories else None,
        )
        return replace(
            made, doors=origins.bad(self.doors()), masthead=masthead, icons=self._icons(made.sources)
        )

    def _icons(self, sources: Mapping[str, Source]) -> dict[str, Icon]:
        """Papers' icons that may be seen. Blocks."""
        held = self.gallery.marks() if self.gallery else {}
        return marks.hung(held, sources, public=self.settings.public)

    def _under(self, moved: int | None) -> dict[str, Scope]:
        """The editions where the operator moved Hijri dates by so many days; `None`: they did not."""
        return scopes(self.edition, hijri_offset=self.settings.hijri_offset, moved=moved)

    def masthead(self) -> Masthead:
        """What stands in the archive. Blocks; raises ArchiveError."""
        standing = self.mastheads.standing() if self.mastheads else None
        return standing.masthead if standing else Masthead()

    def headed(self, made: Frame, one: Scope, masthead: Masthead) -> Frame:
        """The frame under that masthead."""
        under = self._under(masthead.hijri)[one.code]
        return replace(made, masthead=masthead, calendars=calendars(made.now, under.zone, under.how))

    async def frame(self, one: Scope) -> Frame:
        """An edition's frame in the reader's language, kept fresh."""
        return await self._frame_of(one).get()

    def change(self, one: Scope) -> tuple[int, int, int] | None:
        """Where the archive and its papers stood when the edition's frame was last asked for."""
        return self._frame_of(one).change

    async def whole(self) -> Frame:
        """The frame of all that is deployed."""
        return await self.frame(self.scopes[""])

    def _frame_of(self, one: Scope) -> Fresh[Frame]:
        key = (one.prefix, spoken())
        if key not in self._frames:
            self._frames[key] = self._fresh(partial(self._frame, one.code))
        return self._frames[key]

    async def newest_of(self, source: str) -> tuple[Line, ...]:
        """The latest lines of a paper, kept fresh. Ask only for papers that exist: each is remembered."""
        key = (source, spoken())
        if key not in self._papers:
            self._papers[key] = self._fresh(partial(self._newest_of, source))
        return await self._papers[key].get()

    def _newest_of(self, source: str, now: datetime) -> tuple[Line, ...]:
        found = self.archive.newest(limit=NEWEST_OF_A_PAPER, source=source)
        known = known_sources(self.archive, self.edition)
        return self._lines(found, known, self.scopes[""], now)

    def standing_frame(self, one: Scope) -> Frame:
        """A frame without asking the archive anything."""
        return self._frame_of(one).held() or bare(self.clock.now(), one)

    def lines(
        self, headlines: tuple[Headline, ...], around: Frame, one: Scope | None = None
    ) -> tuple[Line, ...]:
        """Lines dated for an edition's readers, now."""
        return self._lines(headlines, around.sources, one or self.scopes[""], self.clock.now())

    def _lines(
        self, headlines: tuple[Headline, ...], known: Mapping[str, Source], reader: Scope, now: datetime
    ) -> tuple[Line, ...]:
        return lines(
            headlines,
            sources=known,
            now=now,
            zone=reader.zone,
            how=reader.how,
            labels=reader.labels,
            public=self.settings.public,
        )

    async def headlines(
        self, of: View, *, limit: int, before: Cursor | None = None, offset: int = 0
    ) -> tuple[Headline, ...]:
        """A view's headlines, asked in the pool."""
        return await self.pool.ask(
            lambda: view.headlines(
                self.archive, self.index, of, names=self.names, limit=limit, before=before, offset=offset
            )
        )

    def customs(self, source: Source) -> dates.Manner:
        """How the paper's own readers say dates: those of the edition that reads it, else all of them."""
        return self.scopes[self._readers.get(source.slug, "")].how

    def grant(
        self, state: State, source: Source | None, door: Door, *, robots: tuple[str, ...] = ()
    ) -> Grant:
        """What of an article of that paper may pass the door; `source` as the frame's sources have it, `robots` what its
        page asked."""
        return may_show(case(state, source, public=self.settings.public, robots=robots), door)

    def indexed(self, state: State, source: Source | None, *, robots: tuple[str, ...] = ()) -> bool:
        """Whether other search engines may keep the article's page."""
        real = self.findable and not (source and source.invented)
        return real and indexable(case(state, source, public=self.settings.public, robots=robots))

    @property
    def findable(self) -> bool:
        """Whether other search engines may keep anything of this instance: what is invented must not become news there."""
        return self.settings.public and not self.invented()

    def invented(self, source: Source | None = None) -> bool:
        """Whether what is shown may be taken for news and is not."""
        return self._invented or bool(source and source.invented)


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def scope_of(request: Request) -> Scope:
    """The edition that the address asks for."""
    return site_of(request).scopes[code_of(request)]


async def scope_now(request: Request) -> Scope:
    """The same as its operator's page has it by now: for pages that say Hijri days."""
    await site_of(request).frame(scope_of(request))
    return scope_of(request)
