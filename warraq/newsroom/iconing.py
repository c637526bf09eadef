"""How do papers get their icons? Each site is asked once in four weeks: its front page, then the mark that fits, a few requests in all.

Nobody is asked who wants to be left alone, and nothing at an address where a stranger may be at home. What comes is printed anew in the
darkroom's worker and kept once by its bytes: bytes first, then the record.
"""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from warraq.crawling import doors, urls
from warraq.errors import ObjectsError, Unreadable, WarraqError
from warraq.extraction import icons as named
from warraq.newsroom.asking import Asking, Unknown, Waiting
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.rounds import rounds
from warraq.newsroom.tools import Tools
from warraq.newsroom.writer import Writer
from warraq.ports.fetcher import Failed, Fetched, Limits, Request
from warraq.ports.icons import Icons
from warraq.ports.objects import Objects
from warraq.ports.rechecks import DoorState, Doorway, Rechecks
from warraq.press import Icon, Source, icon_key

log = logging.getLogger(__name__)

RENEWED = timedelta(days=28)
_FIRST_RETRY, _RETRY = timedelta(days=1), 3
_UNASKED = timedelta(hours=1)  # its host is left alone, or nothing at all is reached
# A door is looked at once a week: what was taken so long before it was found to be a stranger's may be the stranger's.
_DOUBTED = timedelta(days=14)
_NAP_S = 30.0
_AT_ONCE = 4
_TRIED = 3  # marks of a site
_ICON = "image/png,image/x-icon,image/webp,image/jpeg,image/gif;q=0.9,image/*;q=0.5"
_ICON_LIMITS = Limits(wire_bytes=2**20, decoded_bytes=2**20, deadline_s=20.0)
_PAGE_LIMITS = Limits(wire_bytes=4 * 2**20, decoded_bytes=8 * 2**20, deadline_s=30.0)
_MANIFEST_LIMITS = Limits(wire_bytes=256 * 1024, decoded_bytes=512 * 1024, deadline_s=20.0)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where icons are noted, where their bytes lie, and how a worker is had that prints them: for as long as some are due."""

    icons: Icons
    objects: Objects
    darkroom: Callable[[], AbstractAsyncContextManager[Parsers]]


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Why a site gave none. `asked`: whether it was asked at all."""

    reason: str
    asked: bool = True


class Iconing:
    """The desk that asks sites for their icons until told to stop (or asks all that are due)."""

    def __init__(
        self, tools: Tools, shelf: Shelf, rechecks: Rechecks, asking: Asking, sources: tuple[Source, ...]
    ) -> None:
        self._tools = tools
        self._shelf = shelf
        self._rechecks = rechecks
        self._asking = asking
        self._homes = {one.slug: home for one in sources if (home := _home(one)) is not None}
        self._writer = Writer("iconing")
        self._do = self._writer.do
        self._at_work = AsyncExitStack()
        self._worker: Parsers | None = None

    async def run(self, *, once: bool = False) -> None:
        """Ask until cancelled; with `once`, every site that is due."""
        try:
            await rounds(partial(self._round, once=once), self._tools.clock, log, name="icons", once=once)
        finally:
            await self._rested()
            await self._writer.end()

    async def _round(self, *, once: bool) -> bool:
        """Ask a few sites; whether, `once`, there was none to ask."""
        now = self._tools.clock.now()
        held, moved = await self._do(self._shelf.icons.held), await self._do(self._tools.homes)
        alone, ways = await self._do(self._tools.left_alone), await self._do(self._rechecks.doors)
        for icon in _lost(held.values(), alone, ways):
            await self._do(self._drop, icon, now)
        due = [
            (held[slug].due if slug in held else now, slug, moved.get(slug, home))
            for slug, home in self._homes.items()
            if slug not in alone and _is_open(ways.get(slug)) and _is_due(held.get(slug), now)
        ]
        if not due or self._tools.room.lacking(now):
            await self._rested()
            if not once:
                await self._tools.clock.sleep(_NAP_S)
            return once
        chosen: dict[str, tuple[str, str]] = {}  # one a host, the longest due first
        for _, slug, home in sorted(due):
            chosen.setdefault(urls.host(home), (slug, home))
        worker = await self._darkroom()
        await asyncio.gather(*(self._guarded(*one, worker) for one in list(chosen.values())[:_AT_ONCE]))
        return False

    async def _darkroom(self) -> Parsers:
        if self._worker is None:
            self._worker = await self._at_work.enter_async_context(self._shelf.darkroom())
        return self._worker

    async def _rested(self) -> None:
        """For weeks nothing is printed: no worker waits for it."""
        self._worker = None
        await self._at_work.aclose()

    async def _guarded(self, slug: str, home: str, worker: Parsers) -> None:
        """One bad site is logged and put off, and never stops the others."""
        try:
            found = await self._found(home, worker)
        except Exception as error:
            log.error("icon of %s: %s", slug, error, exc_info=not isinstance(error, WarraqError))
            found = _Nothing(f"failed here: {error}"[:200])
        now = self._tools.clock.now()
        before = (await self._do(self._shelf.icons.held)).get(slug) or Icon(slug, now, now)
        await self._do(self._noted, before, found, now)

    # Asking

    async def _found(self, home: str, worker: Parsers) -> tuple[str, bytes, str] | _Nothing:
        """The address, the printed bytes and their hash of the site's fittest mark."""
        answer = await self._asking.ask(Request(home, limits=_PAGE_LIMITS))
        match answer.outcome:
            case Fetched() if not urls.same_site(home, answer.url):
                return _Nothing(f"it leads to {urls.site(answer.url)}")
            case Fetched(capture=capture):
                media = capture.header("content-type")
                marks = await self._marks(capture.body, answer.url, media)
            case Waiting() | Unknown() | Failed(offline=True):
                return _Nothing("its host is left alone, or not reached", asked=False)
            case other:
                return _Nothing(getattr(other, "reason", f"unexpected {type(other).__name__}"))
        return await self._printed(named.fittest(marks, home=answer.url)[:_TRIED], worker)

    async def _marks(self, body: bytes, url: str, content_type: str | None) -> tuple[named.Mark, ...]:
        try:
            found = await self._tools.parsers.icons(body, url=url, content_type=content_type)
            if found.manifest is None or named.is_fit(found.marks):
                return found.marks
            answer = await self._asking.ask(
                Request(
                    found.manifest,
                    accept="application/manifest+json,application/json",
                    limits=_MANIFEST_LIMITS,
                )
            )
            if not isinstance(answer.outcome, Fetched):
                return found.marks
            more = await self._tools.parsers.icons_of_manifest(answer.outcome.capture.body, url=answer.url)
        except Unreadable:
            return ()  # it may have one where all have it
        return (*found.marks, *more)

    async def _printed(
        self, addresses: tuple[str, ...], worker: Parsers
    ) -> tuple[str, bytes, str] | _Nothing:
        why = _Nothing("it names none")
        for address in addresses:
            answer = await self._asking.ask(Request(address, accept=_ICON, limits=_ICON_LIMITS))
            match answer.outcome:
                case Fetched(capture=capture):
                    try:
                        found = await worker.ask("icon", capture.body, {})
                    except Unreadable as error:
                        found = {"refused": str(error)}
                    if "refused" not in found:
                        return answer.url, base64.b64decode(found["body"]), str(found["print"])
                    why = _Nothing(str(found["refused"]))
                case other:
                    why = _Nothing(getattr(other, "reason", "its host is left alone"))
        return why

    # Noting

    def _noted(self, before: Icon, found: tuple[str, bytes, str] | _Nothing, now: datetime) -> None:
        """What came of it; of a site that gave none, what it gave before, until it has given none for long."""
        if isinstance(found, _Nothing):
            attempts = before.attempts + found.asked
            pause = min(_FIRST_RETRY * _RETRY ** max(attempts - 1, 0), RENEWED) if found.asked else _UNASKED
            self._shelf.icons.put(
                replace(before, asked=now, due=now + pause, attempts=attempts, problem=found.reason)
            )
            return
        address, body, print_ = found
        self._shelf.objects.put(icon_key(print_), body)
        due = now + RENEWED
        self._shelf.icons.put(
            Icon(before.source, now, due, print_, address, stored=now, removed=before.removed)
        )
        log.info("the icon of %s is kept", before.source)
        self._forget(before.print)
        self._forget(print_)  # a person may have taken it down while its site was asked

    def _drop(self, icon: Icon, now: datetime) -> None:
        log.info("the icon of %s is let go", icon.source)
        self._shelf.icons.put(replace(icon, print=None, address=None, stored=None, due=now))
        self._forget(icon.print)

    def _forget(self, print_: str | None) -> None:
        forget(self._shelf.icons, self._shelf.objects, print_)


def forget(icons: Icons, objects: Objects, print_: str | None) -> None:
    """Remove the bytes that no paper's icon is any more. Blocks."""
    if print_ is None or any(one.print == print_ for one in icons.held().values()):
        return
    try:
        objects.remove(icon_key(print_))
    except ObjectsError as error:
        log.error("an icon that nobody shows any more cannot be removed: %s", error)


def _lost(held: Iterable[Icon], alone: frozenset[str], ways: dict[str, Doorway]) -> list[Icon]:
    """Icons of papers that opted out, and those that may be a stranger's who took the paper's address."""
    return [
        one
        for one in held
        if one.print is not None and (one.source in alone or _is_doubted(one, ways.get(one.source)))
    ]


def _is_doubted(icon: Icon, door: Doorway | None) -> bool:
    if door is None or DoorState.HIJACKED not in (door.state, door.leaning if not door.decided else None):
        return False
    begun = door.since if door.state is DoorState.HIJACKED else door.leaning_since
    return icon.stored is None or begun is None or icon.stored >= begun - _DOUBTED


def _is_open(door: Doorway | None) -> bool:
    """Whether the paper is at home there, as far as is known."""
    return door is None or not (doors.shut(door) or (door.leaning is not None and not door.decided))


def _is_due(icon: Icon | None, now: datetime) -> bool:
    """One that a person took down never is; a clock that was set back far makes nobody wait."""
    if icon is None:
        return True
    if icon.removed is not None:
        return False
    return icon.due <= now or icon.due > now + RENEWED + _FIRST_RETRY


def _home(source: Source) -> str | None:
    """Its own front page: a feed may lie at somebody else's."""
    return urls.clean(source.homepage) if source.homepage else None
