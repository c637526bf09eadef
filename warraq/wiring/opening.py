"""Which back ends stand behind the ports of one data folder?"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warraq import editions
from warraq.archives.sql import (
    claims_of,
    decisions_of,
    filling,
    holdings,
    icons_of,
    ledger_of,
    mastheads_of,
    namebook_of,
    open_archive,
    pasts_of,
    pictures_of,
    placeholders_of,
    rechecks_of,
    reports_of,
    sqlite_url,
    stories_of,
    subscriptions_of,
    templates_of,
    users_of,
    watches_of,
    weigh,
    wishes_of,
)
from warraq.entities.register import Register
from warraq.errors import SettingsError
from warraq.indexes.analyzers import OURS, Analyzer
from warraq.indexes.tantivy import TantivyIndex
from warraq.language import analysis, arabic
from warraq.moderation import providers
from warraq.moderation.providers import Providers
from warraq.newsroom.counter import Docket, ShownArchive, ShownIndex
from warraq.newsroom.deciding import Bench
from warraq.newsroom.health import Examining, Report, report
from warraq.newsroom.indexing import Indexing
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.moderating import Moderating
from warraq.newsroom.registering import Registering
from warraq.newsroom.shownnames import ShownNames
from warraq.newsroom.shownstories import ShownStories
from warraq.newsroom.standing import Watch
from warraq.objects.folder import FolderObjects
from warraq.ports.archive import Archive
from warraq.ports.claims import Claims
from warraq.ports.clock import Clock
from warraq.ports.daybook import Daybook
from warraq.ports.decisions import Decisions
from warraq.ports.deposit import Filling, Holdings
from warraq.ports.icons import Icons
from warraq.ports.index import Index
from warraq.ports.ledger import Ledger
from warraq.ports.mastheads import Mastheads
from warraq.ports.namebook import Namebook
from warraq.ports.objects import Objects
from warraq.ports.past import Pasts
from warraq.ports.pictures import Pictures
from warraq.ports.placeholders import Placeholders
from warraq.ports.rechecks import Rechecks
from warraq.ports.reports import Reports
from warraq.ports.stories import Stories
from warraq.ports.subscriptions import Subscriptions
from warraq.ports.templates import Templates
from warraq.ports.users import Users
from warraq.ports.watches import Watches
from warraq.ports.wishes import Wishes
from warraq.press import Edition, Settings, Source, Standing, report_rules
from warraq.sections.desks import DESKS
from warraq.wiring.folder import Turn, put
from warraq.wiring.names import Lists

if TYPE_CHECKING:
    from warraq.newsroom.grouping import Grouping

# A restore that was not finished: the folder is no house yet.
RESTORING = ".restoring"
# Every kind of index there is.
INDEXES = ("memory", "tantivy")
WORDS = "words.txt"
NAMES = "names.txt"
PROVIDERS = "providers.txt"


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
    wishes: Wishes
    pasts: Pasts
    templates: Templates
    stories: Stories
    watches: Watches
    turn: Turn
    namebook: Namebook
    reports: Reports
    users: Users
    mastheads: Mastheads
    icons: Icons
    placeholders: Placeholders
    names: Callable[[], Register]  # the names to look for, as their files are now

    def registering(self) -> Registering:
        """The desk that reads who is named where."""
        return Registering(self.archive, self.namebook, self.names)

    def indexing(self) -> Indexing:
        return Indexing(self.archive, self.index, public=self.settings.public)

    def grouping(self) -> Grouping:
        """The desk that groups; of the processes that have it the first one follows."""
        from warraq.newsroom.grouping import Grouping  # not needed for the first page
        from warraq.newsroom.leading import kept_back

        return Grouping(self.archive, self.stories, self.clock, kept_back, mine=self.turn.ask)

    def standing(self, edition: Edition) -> Callable[[], Standing]:
        """How the edition's papers stand: cheap to ask."""
        return Watch(self.archive, self.daybook, self.clock, edition).standing

    def examining(self, edition: Edition) -> Callable[[], Report]:
        """How the edition's papers do: cheap to ask."""
        docket = self.docket()
        return Examining(
            lambda now, counts: report(
                self.archive,
                self.daybook,
                self.ledger,
                edition,
                now=now,
                counts=counts,
                alone=frozenset(docket.rulings().opted_out),
            ),
            self.clock,
            self.decisions.last,
        ).report

    def bench(self) -> Bench:
        return Bench(self.archive, self.pictures, self.decisions, self.reports)

    def moderating(self) -> Moderating:
        """The desk for what readers report."""
        return Moderating(
            self.reports,
            self.pictures,
            self.archive,
            self.decisions,
            self.clock,
            rules=report_rules(self.settings),
            providers=_providers(self.settings.data),
        )

    def docket(self) -> Docket:
        return Docket(self.decisions, self.clock, self.wishes, public=self.settings.public is True)

    def shown(self) -> tuple[Archive, Index]:
        """Archive and index as readers see them: after what people decided."""
        docket = self.docket()
        return ShownArchive(self.archive, docket), ShownIndex(self.index, docket)

    def shown_stories(self) -> ShownStories:
        """Stories as readers see them: after what people decided."""
        return ShownStories(self.stories, self.docket())

    def shown_names(self, docket: Docket) -> ShownNames:
        """Names as readers see them."""
        return ShownNames(self.namebook, self.names, docket)

    def keeping(self) -> Keeping:
        return Keeping(self.objects, self.daybook, self.settings.capture_days)


@contextlib.contextmanager
def house(settings: Settings) -> Iterator[House]:
    """Open the data folder, making it if it is not there. Raises: SettingsError, ArchiveError, IndexFailure."""
    folder = settings.data
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # its owner's alone, as backups are
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
        index, turn = TantivyIndex(folder / "index", analyzer=_analyzer(folder)), Turn(folder)
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
                settings,
                archive,
                daybook,
                *beside,
                index,
                objects,
                SystemClock(),
                ledger_of(archive),
                wishes_of(archive),
                pasts_of(archive),
                templates_of(archive),
                stories_of(archive),
                watches_of(archive),
                turn,
                namebook_of(archive),
                reports_of(archive),
                users_of(archive),
                mastheads_of(archive),
                icons_of(archive),
                placeholders_of(archive),
                Lists(folder / NAMES).register,
            )
        finally:
            turn.close()
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


def _providers(folder: Path) -> Providers:
    """Whose networks readers report from, where the operator has a table. Raises: SettingsError."""
    try:
        return providers.read((folder / PROVIDERS).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return Providers()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{folder / PROVIDERS} cannot be read: {error}; mend it or remove it") from error


def teach(settings: Settings, words: Sequence[str]) -> None:
    """Write the list of words that the analyzer learns at the next start; none: remove it. Raises: OSError."""
    place = settings.data / WORDS
    if not words:
        place.unlink(missing_ok=True)
        return
    put(place, ("\n".join(words) + "\n").encode())


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


@contextlib.contextmanager
def small_index(opened: House, docket: Docket) -> Iterator[Index]:
    """An empty index that is asked as the house's own is, and gone afterwards. Raises: IndexFailure."""
    with tempfile.TemporaryDirectory(prefix="warraq-index-") as folder:
        index = TantivyIndex(Path(folder), analyzer=_analyzer(opened.settings.data))
        try:
            yield ShownIndex(index, docket)
        finally:
            index.close()


@contextlib.contextmanager
def spare_index(kind: str) -> Iterator[Index]:
    """An empty index of one of `INDEXES`, gone afterwards: nothing of what is kept is near it. Raises: IndexFailure."""
    from warraq.indexes.memory import MemoryIndex  # not needed for the first page

    with tempfile.TemporaryDirectory(prefix="warraq-index-") as folder:
        index: Index = MemoryIndex() if kind == "memory" else TantivyIndex(Path(folder))
        try:
            yield index
        finally:
            index.close()


def throw_index_away(settings: Settings) -> None:
    """Remove an index that cannot even be opened: it is a copy, and is followed anew."""
    shutil.rmtree(settings.data / "index", ignore_errors=True)


def demo_edition(sources: tuple[Source, ...]) -> Edition:
    """The invented press as an edition."""
    return Edition(
        code="demo",
        name="صحافة مخترعة",
        name_en="Invented press",
        zone="Africa/Cairo",
        sources=sources,
        clock="12h",
        week_start="saturday",
        desks=DESKS,
    )
