"""What do readers get across the counter? Archive and index as people's decisions leave them.

Pages, feeds, maps and the command line's search ask here and never the store itself: so that a name that is not shown, or is no
way to find articles, cannot leave by a door that forgot to ask. Nothing in archive or index is altered by it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from warraq.moderation.decisions import Rulings, replay
from warraq.moderation.names import (
    Silence,
    hushed,
    masked_article,
    masked_headline,
    masked_telling,
    masked_version,
    spared,
)
from warraq.ports.archive import EVERY_KIND, NOTHING_SEEN, Archive
from warraq.ports.archive import Cursor as Before
from warraq.ports.clock import Clock
from warraq.ports.decisions import Decisions
from warraq.ports.index import Completion, Cursor, Facets, Hits, Index, IndexEntry, Reason, Suggestion
from warraq.press import (
    Article,
    ArticleId,
    Cause,
    Change,
    Draft,
    Filed,
    Headline,
    LedgerLine,
    Source,
    State,
    Telling,
    Told,
    Version,
)
from warraq.query.tree import Question

# So many more completions are looked at than are shown, where some may be names that are not.
_SPARE = 20

# How long nobody asks whether something was decided.
UNASKED = timedelta(seconds=1)


@dataclass(slots=True)
class Docket:
    """What holds, remembered as long as nothing was decided since."""

    decisions: Decisions
    clock: Clock
    _held: Rulings | None = None
    _asked: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rulings(self) -> Rulings:
        """What holds, never older than a second. Raises: ArchiveError."""
        now = self.clock.now()
        with self._lock:
            if self._held is None or self._asked is None or not timedelta() <= now - self._asked < UNASKED:
                if self._held is None or self._held.last != self.decisions.last():
                    self._held = replay(self.decisions.log())
                self._asked = now
            return self._held

    def silent(self) -> tuple[Silence, ...]:
        """Names by which nothing is found: what is not shown is no way to find articles either."""
        held = self.rulings()
        return (*held.delisted, *held.masked)


class ShownArchive:
    """`ports.archive.Archive` as readers see it; what is written goes through unaltered."""

    def __init__(self, archive: Archive, docket: Docket) -> None:
        self._archive = archive
        self._docket = docket

    def article(self, article: ArticleId) -> Article | None:
        held = self._archive.article(article)
        return masked_article(held, self._masked()) if held else None

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        masks = self._masked()
        found = self._archive.articles(ids)
        return tuple(masked_article(one, masks) for one in found) if masks else found

    def newest(
        self,
        *,
        limit: int,
        before: Before | None = None,
        source: str | None = None,
        countries: frozenset[str] | None = None,
        section: str | None = None,
        author: str | None = None,
        without: str | None = None,
        since: datetime | None = None,
    ) -> tuple[Headline, ...]:
        """A name that is no way to find articles is no author's name either."""
        hit = [one for one in self._docket.silent() if author in one.keys] if author is not None else []
        if any(not one.articles for one in hit):
            return ()
        spared_ids = frozenset(article for one in hit for article in one.articles)
        found = self._archive.newest(
            limit=max(limit, 0) + len(spared_ids),
            before=before,
            source=source,
            countries=countries,
            section=section,
            author=author,
            without=without,
            since=since,
        )
        if spared_ids:
            found = tuple(one for one in found if one.id not in spared_ids)[: max(limit, 0)]
        return self._headlines(found)

    def numbered(self, after: int, *, limit: int) -> tuple[Headline, ...]:
        return self._headlines(self._archive.numbered(after, limit=limit))

    def versions(self, article: ArticleId) -> tuple[Version, ...]:
        masks = self._masked()
        return tuple(masked_version(one, masks) for one in self._archive.versions(article))

    def wordings(
        self, after: tuple[ArticleId, int] = (ArticleId(0), 0), *, limit: int
    ) -> tuple[Version, ...]:
        masks = self._masked()
        return tuple(masked_version(one, masks) for one in self._archive.wordings(after, limit=limit))

    def told(
        self,
        *,
        limit: int,
        before: int | None = None,
        countries: frozenset[str] | None = None,
        kinds: frozenset[Told] = EVERY_KIND,
    ) -> tuple[Telling, ...]:
        masks = self._masked()
        found = self._archive.told(limit=limit, before=before, countries=countries, kinds=kinds)
        return tuple(masked_telling(one, masks) for one in found) if masks else found

    def sources(self) -> dict[str, Source]:
        """With what a publisher decided, whatever was agreed before."""
        held, out = self._archive.sources(), self._docket.rulings().opted_out
        return {slug: replace(one, opted_out=True) if slug in out else one for slug, one in held.items()}

    def papers_change(self) -> int:
        """Grows with decisions too: who keeps what they made of words and papers makes it anew."""
        return self._archive.papers_change() + self._docket.rulings().last

    def _masked(self) -> tuple[Silence, ...]:
        return self._docket.rulings().masked

    def _headlines(self, found: tuple[Headline, ...]) -> tuple[Headline, ...]:
        masks = self._masked()
        return tuple(masked_headline(one, masks) for one in found) if masks else found

    # As they are

    def file(
        self, drafts: Sequence[Draft], *, now: datetime, seen: Mapping[int, Cause] = NOTHING_SEEN
    ) -> tuple[Filed, ...]:
        return self._archive.file(drafts, now=now, seen=seen)

    def restate(
        self,
        article: ArticleId,
        state: State,
        *,
        reason: str | None,
        now: datetime,
        only_from: State | None = None,
    ) -> Change | None:
        return self._archive.restate(article, state, reason=reason, now=now, only_from=only_from)

    def ledger(self, after: int, *, limit: int) -> tuple[LedgerLine, ...]:
        return self._archive.ledger(after, limit=limit)

    def strays(self, *, limit: int) -> tuple[str, ...]:
        return self._archive.strays(limit=limit)

    def find(self, key: str) -> ArticleId | None:
        return self._archive.find(key)

    def find_all(self, keys: Sequence[str]) -> dict[str, ArticleId]:
        return self._archive.find_all(keys)

    def tallied(
        self,
        edges: Sequence[datetime],
        *,
        most: int,
        source: str | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[int, ...]:
        return self._archive.tallied(edges, most=most, source=source, countries=countries)

    def count(self) -> int:
        return self._archive.count()

    def asked_of_robots(self) -> dict[str, dict[str, int]]:
        return self._archive.asked_of_robots()

    def ids(self, *, state: State | None = None) -> Iterator[ArticleId]:
        return self._archive.ids(state=state)

    def changes(self, after: int, *, limit: int) -> tuple[Change, ...]:
        return self._archive.changes(after, limit=limit)

    def last_change(self) -> int:
        return self._archive.last_change()

    def put_sources(self, sources: Sequence[Source]) -> None:
        self._archive.put_sources(sources)

    def damage(self) -> str | None:
        return self._archive.damage()

    def close(self) -> None:
        self._archive.close()


class ShownIndex:
    """`ports.index.Index` as readers ask it."""

    def __init__(self, index: Index, docket: Docket) -> None:
        self._index = index
        self._docket = docket

    def search(
        self,
        question: Question,
        *,
        limit: int,
        offset: int = 0,
        after: Cursor | None = None,
        near: bool = False,
    ) -> Hits:
        spared_question = self._spared(question)
        return self._index.search(spared_question, limit=limit, offset=offset, after=after, near=near)

    def facets(self, question: Question, *, most: int) -> Facets:
        return self._index.facets(self._spared(question), most=most)

    def complete(self, prefix: str, *, most: int) -> tuple[Completion, ...]:
        """Without names that are no way to find articles: neither as an author's nor, of several words, as headline words."""
        silent = self._docket.silent()
        if not silent:
            return self._index.complete(prefix, most=most)
        found = self._index.complete(prefix, most=most + _SPARE)
        return tuple(one for one in found if not hushed(one.text, silent))[: max(0, most)]

    def suggest(self, question: Question) -> Suggestion | None:
        """No name that is no way to find articles is suggested."""
        silent = self._docket.silent()
        found = self._index.suggest(spared(question, silent))
        if found and any(hushed(printed, silent) for _, printed in found.words):
            return None
        return found

    def explain(self, question: Question, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Reason, ...]]:
        return self._index.explain(self._spared(question), ids)

    def _spared(self, question: Question) -> Question:
        return spared(question, self._docket.silent())

    # As they are

    def position(self) -> int:
        return self._index.position()

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        self._index.apply(entering, leaving, position=position)

    def count(self) -> int:
        return self._index.count()

    def ids(self) -> Iterator[ArticleId]:
        return self._index.ids()

    def clear(self) -> None:
        self._index.clear()

    def anew(self) -> None:
        self._index.anew()

    def hand_over(self) -> None:
        self._index.hand_over()

    def close(self) -> None:
        self._index.close()
