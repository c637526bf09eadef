"""Was this page made a moment ago, for a reader of the same manner? Then it is sent again, as it was packed.

As long as the archive, its papers, what was decided, pictures and what follows the archive stand where they stood: they are asked
every two seconds (`web.fresh`), so that a page is that much behind them at most. Of its own age it says the truth to a minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from warraq.errors import IndexFailure
from warraq.ports.rechecks import Doorway
from warraq.web.addresses import home
from warraq.web.frame import Calendars
from warraq.web.fresh import UNASKED
from warraq.web.manner import Manner, manner
from warraq.web.packing import Made
from warraq.web.pages import Page, again
from warraq.web.scope import Scope, asked, code_of
from warraq.web.site import Site, scope_of, site_of

MOST_BYTES = 64 << 20
# Past this a page is made anew though nothing changed: what it says to be three minutes old is four by then.
AN_AGE = timedelta(minutes=1)
_LONGEST = 2_000  # letters of a key: nobody asks for a longer address twice
_BESIDES = 1_000  # bytes that a page takes beside its text, about

# The last change of pictures, and where index, stories and names stand.
Followed = tuple[int, int, int, int]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Key:
    """What a page is made of. `home` is how the reader calls the site: its cards say it."""

    path: str
    query: bytes
    edition: str
    home: str
    manner: Manner

    @property
    def size(self) -> int:
        return len(self.path) + len(self.query) + len(self.home) + 40 * len(self.manner.wishes.papers)


@dataclass(frozen=True, slots=True)
class Mark:
    """For what a page holds: where the archive stood and what follows it, today's date, and the papers that are not open."""

    change: tuple[int, int, int] | None
    followed: Followed
    today: Calendars
    doors: Mapping[str, Doorway]


@dataclass(frozen=True, slots=True)
class _Held:
    mark: Mark
    since: datetime
    made: Made
    bytes: int


@dataclass(slots=True)
class Kept:
    """Pages by their keys, at most `most` bytes of them: those go first that nobody asked for the longest."""

    most: int = MOST_BYTES
    bytes: int = 0
    _held: OrderedDict[Key, _Held] = field(default_factory=OrderedDict)
    _making: dict[Key, asyncio.Event] = field(default_factory=dict)
    _followed: Followed = (0, 0, 0, 0)
    _asked: datetime | None = None

    async def mark(self, site: Site, scope: Scope) -> Mark:
        """Where everything stands, asked of the stores every two seconds at most."""
        now = site.clock.now()
        if self._asked is None or not now - UNASKED < self._asked <= now:
            self._followed = await site.pool.ask(lambda: _followed(site))
            self._asked = now
        around = await site.frame(scope)
        return Mark(site.change(scope), self._followed, around.calendars, around.doors)

    def said(self, key: Key, mark: Mark, *, since: datetime) -> Made | None:
        """The page, if it holds and was made after `since`."""
        held = self._held.get(key)
        if held is None:
            return None
        if held.mark != mark or held.since < since:
            self._forget(key)
            return None
        self._held.move_to_end(key)
        return held.made

    def keep(self, key: Key, mark: Mark, made: Made, *, now: datetime) -> None:
        made.packed.shrink()
        self._forget(key)
        size = 2 * made.packed.size + key.size + _BESIDES  # twice: in another form too, and packed better
        self._held[key] = _Held(mark, now, made, size)
        self.bytes += size
        while self.bytes > self.most:
            self._forget(next(iter(self._held)))

    async def turn(self, key: Key) -> bool:
        """Wait while another reader's page of this key is made; whether there was one."""
        making = self._making.get(key)
        if making is None:
            self._making[key] = asyncio.Event()
            return False
        await making.wait()
        return True

    def made(self, key: Key) -> None:
        """Let those go on who wait for a `turn`."""
        self._making.pop(key).set()

    def _forget(self, key: Key) -> None:
        if (held := self._held.pop(key, None)) is not None:
            self.bytes -= held.bytes


def kept(page: Endpoint, longest: timedelta = AN_AGE) -> Endpoint:
    """The page, made once for all who ask for it in one manner, while nothing changed, and for no longer than `longest`."""

    @functools.wraps(page)
    async def shown(request: Request) -> Response:
        key = _key(request)
        if key.size > _LONGEST:
            return await page(request)
        site: Site = site_of(request)
        held: Kept = request.app.state.kept
        now = site.clock.now()
        mark = await held.mark(site, scope_of(request))
        if (known := held.said(key, mark, since=now - longest)) is not None:
            return again(request, known)
        if await held.turn(key):
            known = held.said(key, mark, since=now - longest)
            return again(request, known) if known is not None else await page(request)
        try:
            answer = await page(request)
            lasts = isinstance(answer, Page) and "set-cookie" not in answer.headers
            if isinstance(answer, Page) and lasts and answer.made is not None:
                held.keep(key, mark, answer.made, now=now)
            return answer
        finally:
            held.made(key)

    return shown


def _key(request: Request) -> Key:
    query: bytes = request.scope["query_string"]
    here = home(request, site_of(request).settings.address)
    return Key(asked(request), query, code_of(request), here, manner(request))


def _followed(site: Site) -> Followed:
    """Blocks. An index that fails costs its own pages, and no other."""
    indexed = -1
    with contextlib.suppress(IndexFailure):
        indexed = site.index.position()
    return (
        site.gallery.last_change() if site.gallery else 0,
        indexed,
        site.stories.position() if site.stories is not None else 0,
        site.names.position() if site.names is not None else 0,
    )
