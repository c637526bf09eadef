"""Which back end stands behind which port? The only module that knows."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import random
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warraq import __version__, editions
from warraq.archives.sql import (
    alone,
    claims_of,
    decisions_of,
    filling,
    holdings,
    ledger_of,
    open_archive,
    pictures_of,
    rechecks_of,
    sqlite_url,
    subscriptions_of,
    weigh,
)
from warraq.crawling.room import Usage
from warraq.errors import Busy, SettingsError
from warraq.indexes.analyzers import OURS, Analyzer
from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.language import analysis, arabic
from warraq.newsroom.asking import Asking
from warraq.newsroom.collecting import Collecting
from warraq.newsroom.counter import Docket, ShownArchive, ShownIndex
from warraq.newsroom.deciding import Bench
from warraq.newsroom.depositing import FILES
from warraq.newsroom.doorkeeping import Doorkeeping
from warraq.newsroom.health import Examining, Report, report
from warraq.newsroom.hubs import Hubs
from warraq.newsroom.indexing import Indexing
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.petitions import Desk
from warraq.newsroom.picturing import Kept, Picturing
from warraq.newsroom.rechecking import Rechecking
from warraq.newsroom.room import Room
from warraq.newsroom.standing import Watch
from warraq.newsroom.tools import Tools
from warraq.objects.folder import FolderObjects
from warraq.ports.archive import Archive
from warraq.ports.claims import Claims
from warraq.ports.clock import Clock
from warraq.ports.daybook import Daybook, HostState
from warraq.ports.decisions import Decisions
from warraq.ports.deposit import Filling, Holdings
from warraq.ports.fetcher import Fetcher, Limits
from warraq.ports.index import Index
from warraq.ports.ledger import Ledger
from warraq.ports.objects import Objects
from warraq.ports.pictures import Pictures
from warraq.ports.rechecks import Rechecks
from warraq.ports.subscriptions import Subscriptions
from warraq.press import Capture, Edition, Settings, Source, Spoilt, Standing
from warraq.sections.desks import DESKS

if TYPE_CHECKING:
    from warraq.fetchers.warc import WarcFetcher

# Every kind of index there is.
INDEXES = ("memory", "tantivy")

COLLECTING_LOCK = "collecting.lock"
SIGNING = "secret"
# A restore that was not finished: the folder is no house yet.
RESTORING = ".restoring"
WORDS = "words.txt"
_SECRET_BYTES = 32
# Pictures are asked for in a part of the places, so that pages never wait for them.
_PICTURE_SHARE = 4
# Articles are visited again in a smaller one.
_RECHECK_SHARE = 8


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class House:
    """One data folder, opened: the back ends behind their ports."""

    settings: Settings
    archive: Archive
    daybook: Daybook
    pictures: Pictures
    rechecks: Rechecks
    decisions: Decisions
    claims: Claims
    subscriptions: Subscriptions
    index: Index
    objects: Objects
    clock: Clock
    ledger: Ledger

    def indexing(self) -> Indexing:
        return Indexing(self.archive, self.index, public=self.settings.public)

    def standing(self, edition: Edition) -> Callable[[], Standing]:
        """How the edition's papers stand: cheap to ask."""
        return Watch(self.archive, self.daybook, self.clock, edition).standing

    def examining(self, edition: Edition) -> Callable[[], Report]:
        """How the edition's papers do: cheap to ask."""
        return Examining(
            lambda now, counts: report(
                self.archive, self.daybook, self.ledger, edition, now=now, counts=counts
            ),
            self.clock,
        ).report

    def bench(self) -> Bench:
        return Bench(self.archive, self.pictures, self.decisions)

    def docket(self) -> Docket:
        return Docket(self.decisions, self.clock)

    def shown(self) -> tuple[Archive, Index]:
        """Archive and index as readers see them: after what people decided."""
        docket = self.docket()
        return ShownArchive(self.archive, docket), ShownIndex(self.index, docket)

    def keeping(self) -> Keeping:
        return Keeping(self.objects, self.daybook, self.settings.capture_days)


@contextlib.contextmanager
def house(settings: Settings) -> Iterator[House]:
    """Open the data folder, making it if it is not there. Raises: SettingsError, ArchiveError, IndexFailure."""
    folder = settings.data
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"the data folder {folder} cannot be made ({error.strerror}); set DATA or WARRAQ_DATA"
        ) from error
    if (folder / RESTORING).exists():
        raise SettingsError(
            f"a backup is being restored into {folder}, or its restore was cut short: wait for it,"
            " or empty the folder and restore again"
        )
    archive, daybook = open_archive(_database(settings))
    try:
        index = TantivyIndex(folder / "index", analyzer=_analyzer(folder))
        try:
            objects = FolderObjects(folder / "objects")
            beside = (
                pictures_of(archive),
                rechecks_of(archive),
                decisions_of(archive),
                claims_of(archive),
                subscriptions_of(archive),
            )
            yield House(
                settings, archive, daybook, *beside, index, objects, SystemClock(), ledger_of(archive)
            )
        finally:
            index.close()
    finally:
        archive.close()


def _analyzer(folder: Path) -> Analyzer:
    """Ours, with the words that this archive taught it (`warraq words`). Raises: SettingsError."""
    try:
        words = (folder / WORDS).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        words = []
    except (OSError, ValueError) as error:
        raise SettingsError(f"{folder / WORDS} cannot be read: {error}; mend it or remove it") from error
    return replace(OURS, name=analysis.learn(arabic.fold(word) for word in words))


def teach(settings: Settings, words: Sequence[str]) -> None:
    """Write the list of words that the analyzer learns at the next start; none: remove it. Raises: OSError."""
    place = settings.data / WORDS
    if not words:
        place.unlink(missing_ok=True)
        return
    fresh = place.with_suffix(".new")
    fresh.write_text("\n".join(words) + "\n", encoding="utf-8")
    fresh.replace(place)


def _database(settings: Settings) -> str:
    return settings.database or sqlite_url(settings.data / "archive.sqlite3")


def held(settings: Settings, *, beside: Path) -> AbstractContextManager[Holdings]:
    """The archive at one moment, whoever writes to it; nothing is opened or made but a copy `beside`, on SQLite."""
    return holdings(_database(settings), beside=beside)


def filled(settings: Settings, folder: Path, *, schema: str) -> AbstractContextManager[Filling]:
    """The archive that is restored: in the operator's database, or in that folder."""
    return filling(settings.database or sqlite_url(folder / "archive.sqlite3"), schema=schema)


def bytes_kept(settings: Settings) -> tuple[int, int]:
    """What the archive and the objects take on disk. Raises: ArchiveError, OSError."""
    objects = 0
    for place, _, names in os.walk(settings.data / "objects"):
        for name in names:
            with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                objects += os.stat(os.path.join(place, name)).st_size
    return weigh(_database(settings)), objects


def objects(folder: Path, *, forced: bool = True) -> Objects:
    return FolderObjects(folder / "objects", forced=forced)


def own_files(folder: Path) -> dict[str, bytes]:
    """What of a data folder is the operator's, or cannot be made again, by its path in it. Raises: OSError."""
    found = (path.relative_to(folder).as_posix() for path in (*folder.glob("*"), *folder.glob("editions/*")))
    return {name: (folder / name).read_bytes() for name in sorted(found) if FILES.fullmatch(name)}


def remember(opened: House, edition: Edition) -> None:
    """Papers of this edition, and what was agreed with them and with papers kept of other editions that the operator
    has a file for, as the files say at this start. Raises: ArchiveError; EditionError for a file that cannot be read."""
    papers = {source.slug: source for source in edition.sources}
    folder, held = opened.settings.data / "editions", opened.archive.sources()
    others = {path.stem for path in folder.glob("*.toml")} - set(edition.code.split(","))
    for code in sorted(others & set(editions.codes(folder))):
        for paper in editions.load(code, folder=folder).sources:
            if paper.slug in held and paper.slug not in papers:
                papers[paper.slug] = replace(
                    held[paper.slug], policy=paper.policy, permission=paper.permission
                )
    opened.archive.put_sources(tuple(papers.values()))


def begun(settings: Settings) -> bool:
    """Whether anything was ever kept in this data folder. Looking makes nothing."""
    return settings.database is not None or (settings.data / "archive.sqlite3").is_file()


def usage(folder: Path) -> Usage:
    """How full the disk of a folder is, also of one that is not there yet. Raises: OSError."""
    there = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())
    measured = shutil.disk_usage(there)
    return Usage(measured.total, measured.free)


@contextlib.contextmanager
def spare_index(kind: str) -> Iterator[Index]:
    """An empty index of one of `INDEXES`, gone afterwards: nothing of what is kept is near it. Raises: IndexFailure."""
    with tempfile.TemporaryDirectory(prefix="warraq-index-") as folder:
        index: Index = MemoryIndex() if kind == "memory" else TantivyIndex(Path(folder))
        try:
            yield index
        finally:
            index.close()


def throw_index_away(settings: Settings) -> None:
    """Remove an index that cannot even be opened: it is a copy, and is followed anew."""
    shutil.rmtree(settings.data / "index", ignore_errors=True)


@contextlib.contextmanager
def only_collector(folder: Path, *, database: str | None = None) -> Iterator[None]:
    """Hold the promise that one process collects into a data folder, and of all machines one into a database.

    Raises: Busy, naming the other; SettingsError; ArchiveError for a database that cannot be reached.
    """
    path = folder / COLLECTING_LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = path.open("a+", encoding="ascii")
    except OSError as error:
        raise SettingsError(
            f"the data folder {folder} cannot be written to ({error.strerror}); mend its owner or set DATA"
        ) from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            other = lock.read().strip() or "unknown"
            raise Busy(
                f"another warraq (process {other}) collects into {folder}; stop it, or give this one its own DATA folder"
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        with alone(database) if database else contextlib.nullcontext():
            yield


def agent(settings: Settings) -> str:
    """The User-Agent: who asks, and where a paper reaches the operator."""
    contact = f"; +{settings.contact}" if settings.contact else ""
    return f"Warraq/{__version__} (press archive{contact})"


def fetcher(settings: Settings, *, private: tuple[str, ...] = (), clock: Clock | None = None) -> Fetcher:
    from warraq.fetchers.http import HttpFetcher  # heavy, and most commands fetch nothing

    return HttpFetcher(user_agent=agent(settings), private=(*settings.private, *private), clock=clock)


def recording(files: Sequence[Path]) -> WarcFetcher:
    """WARC and ARC files in the network's place."""
    from warraq.fetchers.warc import WarcFetcher

    return WarcFetcher(files)


def recorded(files: Sequence[Path]) -> Iterator[Capture | Spoilt]:
    """Every answer of WARC and ARC files, in their order, each read when it is asked for."""
    from warraq.fetchers.recorded import captures

    return (one for path in files for one in captures(path, Limits()))


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
        opted_out=_opted_out(opened),
        sweeps=(Desk(opened.bench(), opened.claims).forget,),
    )


def _tools(opened: House, readers: Parsers, *, hubs: Hubs | None = None, watched: bool = False) -> Tools:
    room, ledger = _room(opened.settings), opened.ledger if watched else None
    return Tools(opened.archive, opened.daybook, opened.keeping(), readers, opened.clock, room, ledger, hubs)


def revisiting(
    opened: House, manners: Asking, readers: Parsers, edition: Edition, *, pages: Callable[[], frozenset[str]]
) -> tuple[Rechecking | Doorkeeping, ...]:
    """The desks that look again at what was read once: articles, and papers' doors."""
    return (
        rechecking(opened, manners, readers, edition, pages=pages),
        doorkeeping(opened, manners, readers, edition),
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


def _opted_out(opened: House) -> Callable[[], frozenset[str]]:
    docket = opened.docket()
    return lambda: frozenset(docket.rulings().opted_out)


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
    return Parsers(count=1, deadline_s=15.0, jobs="warraq.newsroom.darkroom:JOBS")


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
        ),
        manners,
        places=max(settings.max_hosts // _PICTURE_SHARE, 1),
        pages=pages,
    )


def secret(settings: Settings) -> bytes:
    """What the site signs its tokens with: made once, in a file of the data folder that its owner alone may read.

    Raises: SettingsError.
    """
    path = settings.data / SIGNING
    made = secrets.token_bytes(_SECRET_BYTES)
    try:
        with contextlib.suppress(FileExistsError):
            beside = path.with_name(f"{SIGNING}.{os.getpid()}")
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(beside, path)  # whole or not at all, and never over one that is there
            finally:
                beside.unlink()
        found = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"the secret {path} cannot be read or made ({error.strerror}); mend the folder's owner"
        ) from error
    if len(found) < _SECRET_BYTES:
        raise SettingsError(f"the secret {path} is cut short; remove it, and a new one is made")
    return found


# Spreads visits, guards nothing.
jitter: Callable[[], float] = random.random


def demo_edition(sources: tuple[Source, ...]) -> Edition:
    """The invented press as an edition."""
    return Edition(
        code="demo",
        name="صحافة مخترعة",
        zone="Africa/Cairo",
        sources=sources,
        clock="12h",
        week_start="saturday",
        desks=DESKS,
    )
