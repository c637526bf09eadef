"""A house in memory in which somebody watches: archive, index and watches, as readers see them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.newsroom.conftest import NOON, StoppedClock
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydecisions import MemoryDecisions
from warraq.archives.memorywatches import MemoryWatches
from warraq.indexes.memory import MemoryIndex
from warraq.newsroom import filing
from warraq.newsroom.alerting import Alerting, Finders, Places, apart
from warraq.newsroom.counter import Docket, ShownArchive, ShownIndex
from warraq.newsroom.indexing import Indexing
from warraq.newsroom.messages import Wording
from warraq.ports.index import Index
from warraq.press import ArticleId, Draft, Message, Moment, Precision, Rule, Source, Watch
from warraq.query import grammar
from warraq.query.tree import Question

HOOK = "http://hooks.example/in"
DAM = "جولة جديدة من مفاوضات سد النهضة"


def draft(number: int, title: str = DAM, **given: object) -> Draft:
    url = f"http://paper.example/{number}"
    body = f"نص الخبر رقم {number} كما نشرته الصحيفة، وفيه تفاصيل عن {title}."
    published = Moment(NOON - timedelta(minutes=5), Precision.MINUTE, "Africa/Cairo")
    return replace(
        Draft("nahar", url, (url,), title, body, "test/1", published=published, fingerprint=str(number)),
        **given,  # type: ignore[arg-type]
    )


def read(text: str, _: datetime) -> Question:
    return grammar.read(text)


@dataclass
class Watched:
    clock: StoppedClock = field(default_factory=StoppedClock)
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    index: MemoryIndex = field(default_factory=MemoryIndex)
    watches: MemoryWatches = field(default_factory=MemoryWatches)
    decisions: MemoryDecisions = field(default_factory=MemoryDecisions)
    places: Places = apart
    placed: int | None = None
    filling: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.archive.put_sources([Source("nahar", "النهار", "eg", zone="Africa/Cairo")])

    @property
    def docket(self) -> Docket:
        return Docket(self.decisions, self.clock, public=True)

    @property
    def shown(self) -> ShownArchive:
        return ShownArchive(self.archive, self.docket)

    @contextlib.contextmanager
    def small(self) -> Iterator[Index]:
        yield ShownIndex(MemoryIndex(), self.docket)

    def desk(self) -> Alerting:
        placed = None if self.placed is None else (lambda: self.placed or 0)
        index = ShownIndex(self.index, self.docket)
        find = Finders(
            index, self.small, read, lambda ids: self.places(ids), placed, filling=lambda: self.filling
        )
        return Alerting(self.watches, self.shown, find, self.clock)

    def wording(self) -> Wording:
        def said(moment: Moment) -> str:
            return moment.at.isoformat()

        return Wording(
            self.shown,
            read,
            lambda one: f"https://site.example/{one.id}",
            said,
            True,
            lambda ids: self.places(ids),
        )

    def watch(
        self, query: str = "سد النهضة", target: str | None = HOOK, *, begun: bool = True, **given: bool
    ) -> Watch:
        made = self.watches.add(
            Rule(query, query, target, **given),
            salt=f"0123456789-{query}",
            now=self.clock.now(),
            position=self.archive.last_change(),
        )
        if begun:
            self.watches.begin(made.id, (), now=self.clock.now())
        return self.watches.watch(made.id) or made

    def file(self, *drafts: Draft, indexed: bool = True) -> list[ArticleId]:
        filed = filing.file(self.archive, list(drafts), now=self.clock.now())
        if indexed:
            Indexing(self.archive, self.index).catch_up()
        return [one.id for one in filed]

    def step(self) -> None:
        desk = self.desk()
        while desk.step():
            pass

    def told(self, watch: Watch) -> list[Message]:
        return list(reversed(self.watches.told(watch.id, limit=500)))
