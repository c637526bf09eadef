"""How does the index follow the archive? By its change feed, from the position the index itself remembers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from warraq.entities import persons, places
from warraq.errors import Busy, WarraqError
from warraq.moderation.policy import sought
from warraq.ports.archive import Archive
from warraq.ports.index import Index, IndexEntry
from warraq.press import Article, ArticleId, Draft

log = logging.getLogger(__name__)

# Changes taken at a time: one commit costs about 18 ms whatever it holds, and a batch lies in memory whole.
BATCH = 1000
_PART = 50  # articles read at a time, until so many letters are in hand
_LETTERS = 8_000_000
_BEGINNING = 450  # letters: some 70 words, what a headline is about


@dataclass(slots=True)
class Indexing:
    """The desk that carries changes into the index. One at a time may write; others get Busy from the index.

    On an instance that is not `public`, what papers withdrew is entered too: its operator may still read it.
    """

    archive: Archive
    index: Index
    batch: int = BATCH
    public: bool = True
    _entries: Entries | None = None

    def step(self) -> int:
        """Apply one batch of changes in one commit; how many changes. Where none are left, readers get what was filled.

        Raises: IndexFailure, Busy, ArchiveError.
        """
        position = self.index.position()
        if position > self.archive.last_change():
            # another archive stands here than the index followed (restored from a backup, say): begin anew
            log.warning("the index is ahead of its archive, and is followed anew")
            self.index.clear()
            position = 0
        changes = self.archive.changes(position, limit=self.batch)
        entering: dict[ArticleId, IndexEntry] = {}
        leaving: set[ArticleId] = set()
        size = done = 0
        while done < len(changes) and size < _LETTERS:
            part = changes[done : done + _PART]
            done += len(part)
            for article in self._taken([change.article for change in part], entering, leaving):
                size += len(article.draft.body)
        if done:
            self.index.apply(list(entering.values()), list(leaving), position=changes[done - 1].number)
        if done == len(changes) < self.batch:
            self.index.hand_over()
        return done

    def _taken(
        self, ids: list[ArticleId], entering: dict[ArticleId, IndexEntry], leaving: set[ArticleId]
    ) -> tuple[Article, ...]:
        """Judge these articles as they stand: what may be sought enters, what may not leaves."""
        wanted = [
            article for article in dict.fromkeys(ids) if article not in entering and article not in leaving
        ]
        articles = self.archive.articles(wanted)
        states = sought(public=self.public)
        entries = self._entries = self._entries or Entries(self.archive)
        entering.update({one.id: entries.of(one) for one in articles if one.state in states})
        leaving.update(article for article in wanted if article not in entering)
        return articles

    def catch_up(self, *, told: Callable[[int], None] | None = None) -> int:
        """Apply batches until nothing is left; how many changes. `told` hears the count after each batch."""
        applied = 0
        while count := self.step():
            applied += count
            if told:
                told(applied)
        return applied

    def rebuild(self, *, told: Callable[[int], None] | None = None) -> int:
        """Follow from the first change on into an index beside the one that serves, which goes when this one has caught up.

        Broken off, the next one goes on where it stopped.
        """
        self.index.anew()
        return self.catch_up(told=told)

    def behind(self) -> bool:
        """Whether the archive holds changes that the index does not."""
        return self.index.position() != self.archive.last_change()


@dataclass(slots=True)
class Entries:
    """What an index is told of articles; their papers' countries are asked for once."""

    archive: Archive
    _countries: dict[str, str] = field(default_factory=dict)

    def of(self, article: Article) -> IndexEntry:
        draft = article.draft
        if draft.source not in self._countries:
            self._countries = {slug: source.country for slug, source in self.archive.sources().items()}
        country = self._countries.get(draft.source, "zz")
        return IndexEntry(
            id=article.id,
            source=draft.source,
            country=country,
            title=draft.title,
            body=draft.body,
            at=article.at,
            section=draft.section,
            language=_tongue(draft.language),
            places=places.mentioned(draft.title, draft.body, country=country),
            authors=draft.authors,
            spared=_spared(draft),
        )


def _spared(draft: Draft) -> bool:
    """Whether its headline completes no question: of what begins a body enough is read to tell."""
    title, body = draft.title, draft.body[:_BEGINNING]
    return persons.careful(title, body, draft.section) or persons.charged(title, body)


def _tongue(language: str | None) -> str | None:
    """The language without its country and script: pages say ar-EG, ar_SA and AR, and readers ask for Arabic."""
    return (language or "").replace("_", "-").partition("-")[0].lower() or None


class Following(Protocol):
    """A desk that follows the change feed."""

    def step(self) -> int:
        """Take one batch; 0 where nothing is left. Raises: Busy while another process follows."""
        ...

    def behind(self) -> bool:
        """Whether there is more to take."""
        ...


class Follower:
    """A thread that keeps the index, or what else follows, current until it is stopped.

    A failed batch is logged and taken again; where another process follows, this one waits its turn.
    """

    def __init__(
        self,
        desk: Following,
        *,
        failed: Callable[[str], None] | None = None,
        naps: tuple[float, float] = (0.2, 2.0),
        rest: float = 0.0,
        head_start: float = 0.0,
        name: str = "follower",
    ) -> None:
        """`naps`: seconds between looks when there is nothing to do, and after a failure. `failed` hears of those.

        `rest`: while much is left, so many times as long as a batch took, readers have the processor to themselves.
        `head_start`: seconds before the first look, for the first page.
        """
        self._desk = desk
        self._failed = failed
        self._nap_s, self._long_nap_s = naps
        self._rest, self._head_start_s = rest, head_start
        self._name = name
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, patience_s: float = 60.0) -> None:
        """Finish the batch in hand and end; after so long it is left to itself, and what it had in hand is taken again."""
        self._stop.set()
        self._thread.join(timeout=patience_s)

    def _run(self) -> None:
        self._stop.wait(self._head_start_s)
        while not self._stop.is_set():
            nap, began = self._nap_s, time.monotonic()
            try:
                if self._desk.step():
                    nap = self._rest * (time.monotonic() - began) if self._desk.behind() else nap
            except Busy:
                nap = self._long_nap_s
            except Exception as error:
                if self._stop.is_set():
                    return  # what it stood on was closed
                # whatever one batch does, the next look may go well; a dead follower would be silent
                log.error("%s: %s", self._name, error, exc_info=not isinstance(error, WarraqError))
                if self._failed:
                    self._failed(str(error))
                nap = self._long_nap_s
            self._stop.wait(nap)
