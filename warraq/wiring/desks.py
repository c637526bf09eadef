"""Who collects, and with what? The desks that fetch, set before their back ends.

Apart from the house: what they take (readers of pages and feeds, pictures, robots) is as much to load as the whole
site, and who only serves, searches or exports needs none of it.
"""

from __future__ import annotations

import asyncio
import functools
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from warraq import __version__
from warraq.crawling import doors
from warraq.newsroom import answering, naming
from warraq.newsroom.alerting import Alerting, Finders, placing
from warraq.newsroom.asking import Asking
from warraq.newsroom.backfilling import Backfilling
from warraq.newsroom.collecting import Collecting
from warraq.newsroom.counter import Docket, ShownArchive, ShownIndex
from warraq.newsroom.doorkeeping import Doorkeeping
from warraq.newsroom.hubs import Hubs
from warraq.newsroom.iconing import Iconing, Shelf
from warraq.newsroom.messages import Wording
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.petitions import Desk
from warraq.newsroom.picturing import Kept, Picturing
from warraq.newsroom.posting import Bell, Posting
from warraq.newsroom.rechecking import Rechecking
from warraq.newsroom.room import Room
from warraq.newsroom.teaching import Teaching
from warraq.newsroom.tools import Tools
from warraq.newsroom.wishing import Wishing
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.daybook import Daybook, HostState
from warraq.ports.fetcher import Fetcher, Limits
from warraq.ports.names import Names
from warraq.ports.templates import Templates
from warraq.press import Capture, Edition, Settings, Spoilt, Watch
from warraq.query.tree import Question
from warraq.web.dates import machine
from warraq.web.lines import article_path
from warraq.wiring.deskmodel import desking
from warraq.wiring.folder import secret, usage
from warraq.wiring.opening import House, small_index

if TYPE_CHECKING:
    from warraq.fetchers.warc import WarcFetcher

# Pictures are asked for in a part of the places, so that pages never wait for them.
_PICTURE_SHARE = 4
# Articles are visited again in a smaller one, and the past is fetched in such a one.
_RECHECK_SHARE = 8
# Watches' questions that are remembered as they were read.
_READ = 4096

Beside = Bell | Wishing | Rechecking | Doorkeeping | Iconing


_TEACHING: WeakKeyDictionary[Templates, Teaching] = WeakKeyDictionary()


def agent(settings: Settings) -> str:
    """The User-Agent: who asks, and where a paper reaches the operator."""
    contact = f"; +{settings.contact}" if settings.contact else ""
    return f"Warraq/{__version__} (press archive{contact})"


def fetcher(settings: Settings, *, private: tuple[str, ...] = (), clock: Clock | None = None) -> Fetcher:
    from warraq.fetchers.http import HttpFetcher  # heavy, and most commands fetch nothing

    return HttpFetcher(user_agent=agent(settings), private=(*settings.private, *private), clock=clock)


def names() -> Names:
    from warraq.fetchers.texts import SystemTexts

    return SystemTexts()


async def proof(settings: Settings, host: str, token: str) -> str:
    """By what the publisher at that host is known: a file, else a TXT record. Raises: DecisionError where there is neither."""
    asked = fetcher(settings)
    try:
        return await answering.looked(asked, names(), host, token)
    finally:
        await asked.close()


def recording(files: Sequence[Path]) -> WarcFetcher:
    """WARC and ARC files in the network's place."""
    from warraq.fetchers.warc import WarcFetcher

    return WarcFetcher(files)


def recorded(files: Sequence[Path]) -> Iterator[Capture | Spoilt]:
    """Every answer of WARC and ARC files, in their order, each read when it is asked for."""
    from warraq.fetchers.recorded import captures

    return (one for path in files for one in captures(path, Limits()))


def saved(folders: Sequence[Path]) -> Iterator[Capture | Spoilt]:
    """Every page saved in these folders, each read when it is asked for."""
    from warraq.fetchers.saved import pages

    return (one for folder in folders for one in pages(folder))


def asking(
    settings: Settings,
    fetch: Fetcher,
    clock: Clock,
    *,
    daybook: Daybook | None = None,
    live: bool = True,
) -> Asking:
    """The desk's manners; with a daybook, hosts' back-off is remembered over a restart. Not `live`: of a recording."""

    async def remember(state: HostState) -> None:
        if daybook is not None:
            await asyncio.to_thread(daybook.put_host_state, state)

    return Asking(
        fetch,
        clock,
        agent="Warraq",
        delay=settings.host_delay,
        jitter=jitter,
        states=daybook.host_states() if daybook else None,
        remember=remember,
        live=live,
    )


def parsers(settings: Settings) -> Parsers:
    return Parsers(count=settings.parse_workers)


def collecting(
    opened: House, manners: Asking, readers: Parsers, edition: Edition, *, watched: bool = True
) -> Collecting:
    """The collecting desk. Not `watched`: of a recording, whose answers say nothing of how the papers do today."""
    settings = opened.settings
    return Collecting(
        _tools(opened, readers, hubs=_hubs(opened, manners) if watched else None, watched=watched),
        manners,
        edition.sources,
        first=edition.first,
        interval=settings.feed_interval,
        places=settings.max_hosts,
        jitter=jitter,
        shut=_shut(opened),
        sweeps=(Desk(opened.bench(), opened.claims).forget,),
    )


def teaching(opened: House) -> Teaching:
    """What pages taught: one memory for all desks of a house, or each would write over what the other learnt."""
    held = _TEACHING.get(opened.templates)
    if held is None:
        held = _TEACHING[opened.templates] = Teaching(opened.templates)
    return held


def tools(opened: House, readers: Parsers) -> Tools:
    """What a desk works with that asks nobody: who reads kept pages again."""
    return _tools(opened, readers)


def _tools(opened: House, readers: Parsers, *, hubs: Hubs | None = None, watched: bool = False) -> Tools:
    room, ledger = _room(opened.settings), opened.ledger if watched else None
    docket = opened.docket()
    return Tools(
        opened.archive,
        opened.daybook,
        opened.keeping(),
        readers,
        opened.clock,
        room,
        ledger,
        hubs,
        left_alone=_left_alone(docket),
        homes=lambda: docket.rulings().adopted,
        teaching=teaching(opened),
        desked=desking(opened.settings).desked,
    )


def revisiting(
    opened: House, manners: Asking, readers: Parsers, edition: Edition, *, pages: Callable[[], frozenset[str]]
) -> tuple[Beside, ...]:
    """The desks that tell of what is watched for, ask sites for their wishes and icons and, where the operator wants it, look again at
    what was read once: articles, and papers' doors."""
    always: tuple[Beside, ...] = (bell(opened, edition), wishing(opened, manners, readers, edition))
    if opened.settings.pictures:
        always = (*always, iconing(opened, manners, readers, edition))
    if not opened.settings.revisit:
        return always
    return (
        *always,
        rechecking(opened, manners, readers, edition, pages=pages),
        doorkeeping(opened, manners, readers, edition),
    )


def bell(opened: House, edition: Edition) -> Bell:
    """Who tells of what is watched for, by the stories that grouping finds beside it."""
    docket, stories = opened.docket(), opened.shown_stories()
    archive, index = ShownArchive(opened.archive, docket), ShownIndex(opened.index, docket)
    small = functools.partial(small_index, opened, docket)
    find = Finders(
        index,
        small,
        reading(archive, edition),
        placing(stories),
        stories.position,
        opened.daybook.capture,
        lambda: _filling(opened),
    )
    public = opened.settings.public is True
    return Bell(
        Alerting(opened.watches, archive, find, opened.clock, public=public),
        posting(opened, edition, fetcher(opened.settings)),
    )


def _filling(opened: House) -> frozenset[str]:
    """Papers whose past is fetched, or was a day ago: what comes of them without a date may be of any year."""
    since = opened.clock.now() - timedelta(days=1)
    wished = opened.pasts.backfills().items()
    return frozenset(slug for slug, one in wished if one.ended is None or one.ended > since)


def posting(opened: House, edition: Edition, fetch: Fetcher) -> Posting:
    archive, _ = opened.shown()
    settings = opened.settings
    home = (settings.address or "").rstrip("/")
    wording = Wording(
        archive,
        reading(archive, edition),
        lambda one: home + article_path(one.draft.source, one.id, one.draft.language),
        machine,
        public=settings.public is True,
        places=placing(opened.shown_stories()),
    )
    return Posting(opened.watches, wording, fetch, opened.clock, secret(settings), jitter=jitter)


def ring_once(opened: House, edition: Edition, watch: Watch) -> str | None:
    """Call a watch's webhook now, with the story that it told of last, if any; what is wrong, `None` where it arrived."""

    async def ring() -> str | None:
        fetch = fetcher(opened.settings)
        try:
            return await posting(opened, edition, fetch).test(watch)
        finally:
            await fetch.close()

    return asyncio.run(ring())


def reading(archive: Archive, edition: Edition) -> Callable[[str, datetime], Question]:
    """A watch's question as the edition's readers mean it: read once an hour, and once more when papers change."""

    @functools.lru_cache(maxsize=_READ)
    def once(text: str, hour: datetime, _: int) -> Question:
        return naming.read(text, edition, archive.sources(), now=hour)

    return lambda text, now: once(
        text, now.replace(minute=0, second=0, microsecond=0), archive.papers_change()
    )


def rechecking(
    opened: House,
    manners: Asking,
    readers: Parsers,
    edition: Edition,
    *,
    pages: Callable[[], frozenset[str]] = frozenset,
) -> Rechecking:
    return Rechecking(
        _tools(opened, readers),
        opened.rechecks,
        manners,
        edition.sources,
        places=max(opened.settings.max_hosts // _RECHECK_SHARE, 1),
        jitter=jitter,
        pages=pages,
    )


def doorkeeping(opened: House, manners: Asking, readers: Parsers, edition: Edition) -> Doorkeeping:
    return Doorkeeping(_tools(opened, readers), opened.rechecks, manners, edition.sources, jitter=jitter)


def iconing(opened: House, manners: Asking, readers: Parsers, edition: Edition) -> Iconing:
    """The desk that asks papers' sites for their icons."""
    shelf = Shelf(opened.icons, opened.objects, functools.partial(darkroom, opened.settings))
    return Iconing(_tools(opened, readers), shelf, opened.rechecks, manners, edition.sources)


def wishing(opened: House, manners: Asking, readers: Parsers, edition: Edition) -> Wishing:
    return Wishing(_tools(opened, readers), opened.wishes, opened.rechecks, manners, edition.sources)


def backfilling(
    opened: House,
    manners: Asking,
    readers: Parsers,
    edition: Edition,
    *,
    pages: Callable[[], frozenset[str]] = frozenset,
    only: str | None = None,
) -> Backfilling:
    """The desk that fetches papers' pasts, of those the operator wishes for; `only`: of this paper alone."""
    return Backfilling(
        _tools(opened, readers),
        opened.pasts,
        manners,
        edition.sources,
        pause=opened.settings.backfill_pause,
        places=max(opened.settings.max_hosts // _RECHECK_SHARE, 1),
        pages=pages,
        shut=_shut(opened),
        only=only,
    )


def _left_alone(docket: Docket) -> Callable[[], frozenset[str]]:
    return lambda: frozenset(docket.rulings().opted_out)


def _shut(opened: House) -> Callable[[], frozenset[str]]:
    """The papers at whose doors a stranger may be at home."""
    return lambda: frozenset(slug for slug, door in opened.rechecks.doors().items() if doors.shut(door))


def _hubs(opened: House, manners: Asking) -> Hubs | None:
    """Hubs can only call a site that stands where they can reach it."""
    settings = opened.settings
    if not (settings.public and settings.address):
        return None
    return Hubs(opened.subscriptions, manners, home=settings.address)


def _room(settings: Settings) -> Room:
    return Room(lambda: usage(settings.data), limit=settings.disk_full)


def darkroom(settings: Settings) -> Parsers:
    """The worker in which pictures are developed: one beside those that read pages, which never wait for it."""
    return Parsers(count=1, deadline_s=6.0, memory_bytes=400_000_000, jobs="warraq.newsroom.darkroom:JOBS")


def picturing(
    opened: House, manners: Asking, worker: Parsers, *, pages: Callable[[], frozenset[str]]
) -> Picturing:
    settings = opened.settings
    return Picturing(
        Kept(
            opened.archive,
            opened.pictures,
            opened.objects,
            worker,
            opened.clock,
            days=settings.picture_days,
            room=_room(settings),
            left_alone=_left_alone(opened.docket()),
            placeholders=opened.placeholders,
        ),
        manners,
        places=max(settings.max_hosts // _PICTURE_SHARE, 1),
        pages=pages,
    )


# Spreads visits, guards nothing.
jitter: Callable[[], float] = random.random
