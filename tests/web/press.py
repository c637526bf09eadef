"""Which papers and reports do these tests read? All invented."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette

from tests.newsroom.telling import PORT, WIRE
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memorydecisions import MemoryClaims, MemoryDecisions
from warraq.archives.memoryicons import MemoryIcons, MemoryPlaceholders
from warraq.archives.memoryledger import MemoryLedger
from warraq.archives.memorymastheads import MemoryMastheads
from warraq.archives.memorynamebook import MemoryNamebook
from warraq.archives.memorypictures import MemoryPictures
from warraq.archives.memoryrechecks import MemoryRechecks
from warraq.archives.memoryreports import MemoryReports
from warraq.archives.memorystories import MemoryStories
from warraq.archives.memorysubscriptions import MemorySubscriptions
from warraq.archives.memoryusers import MemoryUsers
from warraq.archives.memorywatches import MemoryWatches
from warraq.archives.memorywishes import MemoryWishes
from warraq.entities import register
from warraq.entities.register import Register
from warraq.indexes.memory import MemoryIndex
from warraq.moderation.decisions import replay
from warraq.newsroom import deciding, signing
from warraq.newsroom.admission import Admission
from warraq.newsroom.counter import Docket
from warraq.newsroom.deciding import Bench
from warraq.newsroom.grouping import Grouping
from warraq.newsroom.health import Report, report
from warraq.newsroom.indexing import Indexing
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.moderating import Moderating
from warraq.newsroom.registering import Registering
from warraq.newsroom.shownnames import ShownNames
from warraq.objects.memory import MemoryObjects
from warraq.ports.pictures import Use
from warraq.ports.rechecks import Doorway
from warraq.press import (
    SCREENS,
    ArticleId,
    Category,
    Decision,
    DecisionKind,
    Draft,
    Edition,
    Feed,
    Icon,
    MessageState,
    Moment,
    Negative,
    Note,
    Picture,
    PictureId,
    Policy,
    Precision,
    Print,
    Progress,
    Proof,
    Recorded,
    Reporter,
    Rule,
    Settings,
    Source,
    Standing,
    icon_key,
    object_key,
    report_rules,
)
from warraq.web.gallery import Gallery
from warraq.web.lodge import Lodge
from warraq.web.rights import Rights
from warraq.web.routes import application
from warraq.web.upkeep import Upkeep

# Noon of a Monday in Cairo.
NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

SOURCES = (
    Source(
        "sada",
        "صدى النهر",
        "eg",
        "Africa/Cairo",
        homepage="https://sada.example/",
        feeds=(Feed("sada", "sada", "https://sada.example/rss"),),
    ),
    Source("manara", "المنارة الجديدة", "eg", "Africa/Cairo"),
    Source("phare", "Le Phare du Nil", "eg", "Africa/Cairo", language="fr"),
)
BODY = "أعلن المجلس، صباح اليوم، بدء العمل في الجسر الجديد.\nوقال المهندس المشرف إن «المرحلة الأولى» تنتهي بعد 18 شهرًا."


def egypt(**given: Any) -> Edition:
    """An edition with Egypt's customs."""
    said: dict[str, Any] = {"code": "eg", "name": "مصر", "zone": "Africa/Cairo", "sources": SOURCES}
    return Edition(**{**said, "clock": "12h", "week_start": "saturday", **given})


def two(**given: Any) -> Edition:
    """Egypt and Tunisia in one deployment."""
    tunisia = Edition(
        "tn",
        "تونس",
        "Africa/Tunis",
        (Source("marsa", "بريد المرسى", "tn", "Africa/Tunis"),),
        months="maghrebi",
        section_labels=(("local", "وطنية"),),
    )
    sources = (*SOURCES, *tunisia.sources)
    return egypt(
        **{"code": "eg,tn", "name": "مصر، تونس", "sources": sources, "parts": (egypt(), tunisia), **given}
    )


LISTS = Register(register.shipped())  # names that are looked for
SIGNING = b"what the tests sign with, 32 or more"
SALT = "salt of the tests"
WATCHED = f"/watch/{signing.feed_token(SIGNING, SALT)}/rss"


def jpeg(name: str, by: int) -> bytes:
    """Bytes that stand for a print: nobody here looks at them."""
    return b"\xff\xd8\xff\xe0 " + f"{name} 1/{by}".encode()


def webp(name: str, width: int) -> bytes:
    """Bytes that stand for a print for screens."""
    return b"RIFF....WEBP " + f"{name} {width}".encode()


def proof_of(name: str, *widths: int, pdq: str = "", quality: int = 100) -> Proof:
    """A proof with prints of these widths, 16 to 9; without `pdq` it looks like nothing else."""
    screens = tuple(Print(width, width * 9 // 16, len(webp(name, width))) for width in widths)
    seen = pdq or hashlib.sha256(f"pdq of {name}".encode()).hexdigest()
    return Proof(screens, 3, seen, quality)


class StoppedClock:
    """Time moves when a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


# Where the icon stands that `Newsstand.mark` gives Sada.
ICON = "/icon/sada/" + hashlib.sha256(b"\x89PNGmark").hexdigest()[:16]


@dataclass
class Newsstand:
    """An archive and its index behind a site, filed into by tests."""

    edition: Edition = field(default_factory=egypt)
    settings: Settings = field(default_factory=Settings)
    progress: Progress = field(default_factory=Progress)
    standing: Standing = field(default_factory=Standing)
    demo: bool = False
    clock: StoppedClock = field(default_factory=StoppedClock)
    archive: Any = field(default_factory=MemoryArchive)
    index: Any = field(default_factory=MemoryIndex)
    pictures: MemoryPictures = field(default_factory=MemoryPictures)
    icons: MemoryIcons = field(default_factory=MemoryIcons)
    placeholders: MemoryPlaceholders = field(default_factory=MemoryPlaceholders)
    reports: Any = None
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    doors: dict[str, Doorway] = field(default_factory=dict)
    rechecks: MemoryRechecks = field(default_factory=MemoryRechecks)
    daybook: MemoryDaybook = field(default_factory=MemoryDaybook)
    ledger: Any = field(default_factory=MemoryLedger)
    decisions: MemoryDecisions = field(default_factory=MemoryDecisions)
    claims: Any = None
    subscriptions: MemorySubscriptions | None = None
    watches: MemoryWatches = field(default_factory=MemoryWatches)
    wishes: MemoryWishes = field(default_factory=MemoryWishes)
    stories: MemoryStories = field(default_factory=MemoryStories)
    namebook: Any = field(default_factory=MemoryNamebook)
    mastheads: MemoryMastheads = field(default_factory=MemoryMastheads)
    users: MemoryUsers = field(default_factory=MemoryUsers)
    prover: Callable[[str, str], Awaitable[str]] | None = None
    filed: int = 0

    def __post_init__(self) -> None:
        self.reports = self.reports or MemoryReports(self.pictures)
        self.claims = self.claims or MemoryClaims(self.decisions)
        if isinstance(self.archive, MemoryArchive):
            self.archive.put_sources(self.edition.sources)

    def application(self) -> Starlette:
        return application(
            self.archive,
            self.index,
            clock=self.clock,
            edition=self.edition,
            settings=self.settings,
            progress=lambda: self.progress,
            standing=lambda: self.standing,
            demo=self.demo,
            gallery=Gallery(
                self.pictures, self.objects, SIGNING, self.moderating, self.placeholders, self.icons
            ),
            doors=lambda: self.rechecks.doors() | self.doors,
            upkeep=Upkeep(
                self.report, self.ledger, self.daybook, self.keeping, rechecks=self.rechecks, agree=self.agree
            ),
            rights=Rights(self.bench, self.docket, self.claims, SIGNING, self.prover),
            subscriptions=self.subscriptions,
            stories=self.stories,
            watches=self.watches,
            names=ShownNames(self.namebook, lambda: LISTS, self.docket),
            mastheads=self.mastheads,
            lodge=Lodge(Admission(self.users), SIGNING),
        )

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.objects, self.daybook, days=30)

    @property
    def docket(self) -> Docket:
        return Docket(self.decisions, self.clock, self.wishes, public=self.settings.public is True)

    @property
    def bench(self) -> Bench:
        return Bench(self.archive, self.pictures, self.decisions, self.reports)

    @property
    def moderating(self) -> Moderating:
        """The desk for what readers report."""
        return Moderating(
            self.reports,
            self.pictures,
            self.archive,
            self.decisions,
            self.clock,
            rules=report_rules(self.settings),
        )

    def crowd(self, picture: PictureId, category: Category) -> None:
        """Six readers, each in a net of their own and known for nine days, report the picture."""
        since = self.clock.now() - timedelta(days=9)
        for number in range(6):
            who = Reporter(f"t{number}", f"198.{number}.9.0/24", f"198.{number}.0.0/16", since, "")
            self.moderating.report(picture, who, category)

    def decide(self, kind: DecisionKind, **said: Any) -> Recorded:
        """A decision of the operator's."""
        return deciding.decide(
            self.bench, Decision(kind, "لسبب معلن", "الإدارة", **said), now=self.clock.now()
        )

    def agree(
        self, slug: str, policy: Policy | None, permission: str | None, ended: bool, reason: str, by: str
    ) -> None:
        """What was agreed with a paper, kept in the archive and the log; there is no edition file."""
        leave = None if ended or policy is None else permission or self.archive.sources()[slug].permission
        said = Decision(DecisionKind.AGREE, reason, by, source=slug, policy=policy, permission=leave)
        deciding.decide(self.bench, said, now=self.clock.now())

    def undo(self, line: Recorded) -> Recorded:
        return deciding.undo(self.bench, line.number, reason="زال السبب", by="الإدارة", now=self.clock.now())

    def report(self) -> Report:
        alone = frozenset(replay(self.decisions.log()).opted_out)
        return report(
            self.archive, self.daybook, self.ledger, self.edition, now=self.clock.now(), alone=alone
        )

    def file(self, *, ago: timedelta | None = None, seen: datetime | None = None, **given: Any) -> ArticleId:
        """File an article, by default printed so long `ago` (a minute for each filed before it)."""
        self.filed += 1
        at = NOON - (ago if ago is not None else timedelta(minutes=self.filed))
        draft = Draft(
            source="sada",
            url=f"https://sada.example/news/{self.filed}",
            keys=(f"sada.example/news/{self.filed}",),
            title=f"المجلس يقر خطة الجسر رقم {self.filed}",
            body=BODY,
            reader="test/1",
            published=Moment(at, Precision.MINUTE, "Africa/Cairo"),
            language="ar",
            fingerprint=f"words-{self.filed}",
        )
        [filed] = self.archive.file([replace(draft, **given)], now=seen or at)
        return filed.id

    def hang(
        self,
        *articles: ArticleId,
        name: str = "a",
        width: int = 1600,
        height: int = 900,
        proof: Proof | None = None,
    ) -> Picture:
        """Give these articles a picture: the one of that name, always of the same pixels."""
        full, card = (Print(width // by, height // by, len(jpeg(name, by))) for by in (1, 4))
        pixels = hashlib.sha256(name.encode()).hexdigest()
        negative = Negative(pixels, width, height, "image/png", full, card, proof)
        address = f"https://cdn.example/{name}.png"
        for size, by in (("full", 1), ("card", 4)):
            self.objects.put(object_key(pixels, size), jpeg(name, by))
        for screen, print_ in zip(SCREENS, proof.screens if proof else (), strict=False):
            self.objects.put(object_key(pixels, str(screen)), webp(name, print_.width))
        uses = [Use(article, address) for article in articles]
        self.pictures.follow(uses, position=self.archive.last_change(), now=self.clock.now())
        return self.pictures.take(address, negative, now=self.clock.now())

    def mark(self, source: str, name: str = "mark") -> Icon:
        """Give the paper an icon: the one of that name."""
        body = b"\x89PNG" + name.encode()
        print_ = hashlib.sha256(body).hexdigest()
        self.objects.put(icon_key(print_), body)
        now = self.clock.now()
        icon = Icon(source, now, now + timedelta(days=28), print_, f"https://{source}.example/icon.png", now)
        self.icons.put(icon)
        return icon

    def tell(self, *articles: ArticleId, query: str = "المجلس", name: str = "الجسر") -> str:
        """Somebody watches, and is told of each of these as a story of its own; the address of the feed."""
        rule, now = Rule(name, query), self.clock.now()
        watch = self.watches.add(rule, salt=SALT, now=now, position=0)
        notes = [Note(watch.id, int(one), (one,), MessageState.LISTED) for one in articles]
        self.watches.begin(watch.id, notes, now=now)
        return WATCHED

    def follow(self) -> None:
        """Let the index, and the names, follow the archive to its end."""
        Indexing(self.archive, self.index, public=self.settings.public).catch_up()
        Registering(self.archive, self.namebook, lambda: LISTS).catch_up()

    def cover(self, ago: timedelta = timedelta(hours=3)) -> tuple[ArticleId, ...]:
        """Three papers tell of one event in their own words, and two print one wire; grouped. Their numbers in that order."""
        told = [
            (PORT[0], "sada", ago),
            (PORT[1], "manara", ago - timedelta(minutes=7)),
            (PORT[2], "phare", ago - timedelta(minutes=31)),
            (WIRE, "manara", ago),
            (WIRE, "sada", ago - timedelta(minutes=12)),
        ]
        filed = []
        for number, ((title, body), source, before) in enumerate(told):
            address = f"{source}.example/told/{self.filed}-{number}"
            given = {"source": source, "url": f"https://{address}", "keys": (address,)}
            filed.append(self.file(ago=before, title=title, body=body, **given))
        self.group()
        return tuple(filed)

    def group(self) -> None:
        """Let the stories follow it."""
        Grouping(self.archive, self.stories, self.clock).catch_up()
