"""What do readers get across the counter? Archive and index as people's decisions leave them.

Pages, feeds, maps and the command line's search ask here and never the store itself: so that a name that is not shown, or is no
way to find articles, cannot leave by a door that forgot to ask. Nothing in archive or index is altered by it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from warraq.crawling.wishes import of_site
from warraq.moderation.decisions import Rulings, replay
from warraq.moderation.names import (
    Silence,
    masked_article,
    masked_headline,
    masked_telling,
    masked_version,
    spared,
)
from warraq.moderation.policy import UNSOUGHT
from warraq.ports.archive import EVERY_KIND, NOTHING_SEEN, Archive, Cursor
from warraq.ports.clock import Clock
from warraq.ports.decisions import Decisions
from warraq.ports.index import Facets, Hits, Index, IndexEntry
from warraq.ports.wishes import Wishes
from warraq.press import (
    Article,
    ArticleId,
    Cause,
    Change,
    Draft,
    Filed,
    Headline,
    LedgerLine,
    SiteWishes,
    Source,
    State,
    Telling,
    Told,
    Version,
)
from warraq.query.tree import Question

# How long nobody asks whether something was decided.
UNASKED = timedelta(seconds=1)
# The index follows within seconds; what was withheld within this time is left out of every answer, and every count, at once.
_FOLLOWED = timedelta(hours=1)
_MOST_HELD_BACK = 500


@dataclass(slots=True)
class Docket:
    """What holds, remembered as long as nothing was decided since, and what papers' sites ask. `public`: whether it binds."""

    decisions: Decisions
    clock: Clock
    wishes: Wishes | None = None  # without them, no site asks for anything
    public: bool = False
    _sites: Mapping[str, SiteWishes] = field(default_factory=dict)
    _wished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _wished_change: int = -1
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
                self._hear()
                self._asked = now
            return self._held

    def wished(self) -> Mapping[str, tuple[str, ...]]:
        """What sites ask for every page, by paper; papers that ask for nothing are left out."""
        self.rulings()
        return self._wished

    def sites(self) -> Mapping[str, SiteWishes]:
        """All that papers' sites ask, by paper; `asked` may be older than the store has it."""
        self.rulings()
        return self._sites

    def unsought(self) -> frozenset[str]:
        """Papers whose words a public site's search must not find."""
        return frozenset(slug for slug, asked in self.wished().items() if self.public and UNSOUGHT in asked)

    def change(self) -> int:
        """Grows with whatever is decided or asked for."""
        return self.rulings().last + max(self._wished_change, 0)

    def _hear(self) -> None:
        if self.wishes is not None and (change := self.wishes.changes()) != self._wished_change:
            self._sites = self.wishes.held()
            said = {slug: of_site(one) for slug, one in self._sites.items()}
            self._wished = {slug: asked for slug, asked in said.items() if asked}
            self._wished_change = change

    def silent(self) -> tuple[Silence, ...]:
        """Names by which nothing is found: what is not shown is no way to find articles either."""
        held = self.rulings()
        return (*held.delisted, *held.masked)

    def held_back(self) -> frozenset[int]:
        """Articles withheld a moment ago, which the index may still hold."""
        since = self.clock.now() - _FOLLOWED
        withheld = self.rulings().withheld
        fresh = [article for article, line in withheld.items() if line.at >= since]
        return frozenset(fresh[-_MOST_HELD_BACK:])


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
        before: Cursor | None = None,
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
        """With what a publisher decided, whatever was agreed before, and at home where a person says that they are now."""
        held, rulings = dict(self._archive.sources()), self._docket.rulings()
        for slug in rulings.opted_out.keys() & held.keys():
            held[slug] = replace(held[slug], opted_out=True)
        for slug in rulings.adopted.keys() & held.keys():
            home = rulings.adopted[slug]
            held[slug] = replace(held[slug], homepage=home, adopted=home)
        wished = self._docket.wished()
        for slug in wished.keys() & held.keys():
            held[slug] = replace(held[slug], wishes=wished[slug])
        return held

    def papers_change(self) -> int:
        """Grows with decisions too: who keeps what they made of words and papers makes it anew."""
        return self._archive.papers_change() + self._docket.change()

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

    def search(self, question: Question, *, limit: int, offset: int = 0) -> Hits:
        return self._index.search(self._spared(question), limit=limit, offset=offset)

    def facets(self, question: Question, *, most: int) -> Facets:
        return self._index.facets(self._spared(question), most=most)

    def _spared(self, question: Question) -> Question:
        asked = spared(question, self._docket.silent())
        if unsought := self._docket.unsought():
            asked = replace(asked, without_sources=asked.without_sources | unsought)
        if held_back := self._docket.held_back():
            return replace(asked, without_articles=asked.without_articles | held_back)
        return asked

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

    def close(self) -> None:
        self._index.close()
