"""What do readers get across the counter? Archive and index as people's decisions leave them.

Pages, feeds, maps and the command line's search ask here and never the store itself: so that a name that is not shown, or is no
way to find articles, cannot leave by a door that forgot to ask. Nothing in archive or index is altered by it.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from warraq.crawling.wishes import for_some, of_page, of_site
from warraq.moderation.decisions import Rulings, replay
from warraq.moderation.names import (
    Silence,
    masked_article,
    masked_headline,
    masked_telling,
    masked_version,
)
from warraq.moderation.policy import UNSOUGHT
from warraq.moderation.sparing import hushed, spared, tells
from warraq.ports.archive import EVERY_KIND, Archive
from warraq.ports.archive import Cursor as Before
from warraq.ports.clock import Clock
from warraq.ports.decisions import Decisions
from warraq.ports.index import Completion, Cursor, Facets, Hits, Index, Reason, Suggestion
from warraq.ports.wishes import Wishes
from warraq.press import (
    Article,
    ArticleId,
    Headline,
    SiteWishes,
    Source,
    State,
    Telling,
    Told,
    Version,
)
from warraq.query.tree import Question

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# So many more completions are looked at than are shown, where some may be names that are not.
_SPARE = 20

# How long nobody asks whether something was decided.
UNASKED = timedelta(seconds=1)
# The index follows within seconds; what was withheld within this time is left out of every answer, and every count, at once.
_FOLLOWED = timedelta(hours=1)
_MOST_HELD_BACK = 500
# Articles of which it is remembered whether their paper's site reserves them: of papers that reserve some pages alone.
_MOST_RESERVED = 100_000
_BATCH = 200


@dataclass(slots=True)
class Docket:
    """What holds, remembered as long as nothing was decided since, and what papers' sites ask. `public`: whether it binds."""

    decisions: Decisions
    clock: Clock
    wishes: Wishes | None = None  # without them, no site asks for anything
    public: bool = False
    _wished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _partly: Mapping[str, SiteWishes] = field(default_factory=dict)
    _reserved: dict[ArticleId, tuple[str, ...]] = field(default_factory=dict)
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

    def unsought(self) -> frozenset[str]:
        """Papers whose words a public site's search must not find."""
        return frozenset(slug for slug, asked in self.wished().items() if self.public and UNSOUGHT in asked)

    def partly(self) -> Mapping[str, SiteWishes]:
        """What binds a public site of papers whose sites reserve some of their pages, by paper."""
        self.rulings()
        return self._partly

    def reserved(self, article: Article) -> tuple[str, ...]:
        """What the paper's site asks for this page alone, beside what it asks for all."""
        said = self.partly().get(article.draft.source)
        if said is None:
            return ()
        asked = of_page(said, article.draft.url)
        with self._lock:
            if len(self._reserved) >= _MOST_RESERVED:
                self._reserved.clear()
            self._reserved[article.id] = asked
        return asked

    def reserved_once(self, article: ArticleId) -> tuple[str, ...] | None:
        """What `reserved` said of it since its site last changed its mind; `None`: it was not asked."""
        with self._lock:
            return self._reserved.get(article)

    def change(self) -> int:
        """Grows with whatever is decided or asked for."""
        return self.rulings().last + max(self._wished_change, 0)

    def _hear(self) -> None:
        if self.wishes is not None and (change := self.wishes.changes()) != self._wished_change:
            sites = self.wishes.held()
            said = {slug: of_site(one) for slug, one in sites.items()}
            self._wished = {slug: asked for slug, asked in said.items() if asked}
            self._partly = {slug: one for slug, one in sites.items() if self.public and for_some(one)}
            self._reserved.clear()
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


def _passed(method: Callable[Concatenate[Any, Given], Answer]) -> Callable[Concatenate[Any, Given], Answer]:
    """A port's method, answered as the store behind the counter answers it; its types are the port's own."""
    name = method.__name__

    def through(self: Any, /, *args: Given.args, **given: Given.kwargs) -> Answer:
        answer: Answer = getattr(self._behind, name)(*args, **given)
        return answer

    return functools.wraps(method)(through)


class ShownArchive:
    """`ports.archive.Archive` as readers see it; what is written goes through unaltered."""

    def __init__(self, archive: Archive, docket: Docket) -> None:
        self._behind = archive
        self._docket = docket

    def article(self, article: ArticleId) -> Article | None:
        held = self._behind.article(article)
        return self._wished(_ruled(held, self._docket.rulings())) if held else None

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        rulings = self._docket.rulings()
        return tuple(self._wished(_ruled(one, rulings)) for one in self._behind.articles(ids))

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
        found = self._behind.newest(
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

    def headlines(self, ids: Sequence[ArticleId]) -> tuple[Headline, ...]:
        return self._headlines(self._behind.headlines(ids))

    def numbered(self, after: int, *, limit: int) -> tuple[Headline, ...]:
        return self._headlines(self._behind.numbered(after, limit=limit))

    def versions(self, article: ArticleId) -> tuple[Version, ...]:
        masks = self._masked()
        return tuple(masked_version(one, masks) for one in self._behind.versions(article))

    def wordings(
        self, after: tuple[ArticleId, int] = (ArticleId(0), 0), *, limit: int
    ) -> tuple[Version, ...]:
        masks = self._masked()
        return tuple(masked_version(one, masks) for one in self._behind.wordings(after, limit=limit))

    def told(
        self,
        *,
        limit: int,
        before: int | None = None,
        countries: frozenset[str] | None = None,
        kinds: frozenset[Told] = EVERY_KIND,
    ) -> tuple[Telling, ...]:
        held = self._docket.rulings()
        found = self._behind.told(limit=limit, before=before, countries=countries, kinds=kinds)
        if not held.withheld and not held.masked:
            return found
        ruled = (replace(one, now=State.WITHHELD) if one.article in held.withheld else one for one in found)
        return tuple(masked_telling(one, held.masked) for one in ruled)

    def sources(self) -> dict[str, Source]:
        """With what a publisher decided, whatever was agreed before, and at home where a person says that they are now."""
        held, rulings = dict(self._behind.sources()), self._docket.rulings()
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
        return self._behind.papers_change() + self._docket.change()

    def _masked(self) -> tuple[Silence, ...]:
        return self._docket.rulings().masked

    def _headlines(self, found: tuple[Headline, ...]) -> tuple[Headline, ...]:
        rulings = self._docket.rulings()
        if rulings.withheld:
            found = tuple(one for one in found if one.id not in rulings.withheld)
        if partly := self._docket.partly():
            found = self._reserved(found, partly)
        return tuple(masked_headline(one, rulings.masked) for one in found) if rulings.masked else found

    def _wished(self, held: Article) -> Article:
        """With what its site reserves at its address, as if its page said so."""
        asked = self._docket.reserved(held)
        return (
            replace(held, draft=replace(held.draft, robots=(*held.draft.robots, *asked))) if asked else held
        )

    def _reserved(
        self, found: tuple[Headline, ...], partly: Mapping[str, SiteWishes]
    ) -> tuple[Headline, ...]:
        """The same of headlines, which know no address: each article is read once until its site changes its mind."""
        own = [one.id for one in found if one.source in partly]
        unknown = [one for one in own if self._docket.reserved_once(one) is None]
        for start in range(0, len(unknown), _BATCH):
            for article in self._behind.articles(unknown[start : start + _BATCH]):
                self._docket.reserved(article)
        asked = {one: self._docket.reserved_once(one) or () for one in own}
        return tuple(
            replace(one, robots=(*one.robots, *asked[one.id])) if asked.get(one.id) else one for one in found
        )

    # As they are: whoever adds one here says that it hands out no words

    file = _passed(Archive.file)
    restate = _passed(Archive.restate)
    redesk = _passed(Archive.redesk)
    ledger = _passed(Archive.ledger)
    strays = _passed(Archive.strays)
    find = _passed(Archive.find)
    find_all = _passed(Archive.find_all)
    tallied = _passed(Archive.tallied)
    count = _passed(Archive.count)
    asked_of_robots = _passed(Archive.asked_of_robots)
    ids = _passed(Archive.ids)
    changes = _passed(Archive.changes)
    last_change = _passed(Archive.last_change)
    put_sources = _passed(Archive.put_sources)
    damage = _passed(Archive.damage)
    close = _passed(Archive.close)


def _ruled(held: Article, rulings: Rulings) -> Article:
    """A decision holds once it is written down, also where a full disk kept it from being carried out."""
    ruling = rulings.withheld.get(held.id)
    if ruling is not None and held.state is not State.WITHHELD:
        held = replace(held, state=State.WITHHELD, reason=ruling.decision.reason)
    return masked_article(held, rulings.masked) if rulings.masked else held


class ShownIndex:
    """`ports.index.Index` as readers ask it."""

    def __init__(self, index: Index, docket: Docket) -> None:
        self._behind = index
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
        return self._behind.search(spared_question, limit=limit, offset=offset, after=after, near=near)

    def facets(self, question: Question, *, most: int, texts: bool = False) -> Facets:
        return self._behind.facets(self._spared(question), most=most, texts=texts)

    def complete(self, prefix: str, *, most: int) -> tuple[Completion, ...]:
        """Without names that are no way to find articles: neither as an author's nor, of several words, as headline words."""
        held = self._docket.rulings()
        if not held.delisted and not held.masked:
            return self._behind.complete(prefix, most=most)
        found = self._behind.complete(prefix, most=most + _SPARE)
        return tuple(one for one in found if not hushed(one.text, held.delisted, held.masked))[: max(0, most)]

    def suggest(self, question: Question) -> Suggestion | None:
        """No name that is no way to find articles is suggested."""
        held = self._docket.rulings()
        found = self._behind.suggest(self._spared(question))
        if found and any(hushed(printed, held.delisted, held.masked) for _, printed in found.words):
            return None
        return found

    def explain(self, question: Question, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Reason, ...]]:
        """By no word that tells a masked name: an article may be an answer by another one."""
        found = self._behind.explain(self._spared(question), ids)
        masked = self._docket.rulings().masked
        if not masked:
            return found
        return {
            article: tuple(one for one in reasons if not tells(one.sought, masked, article))
            for article, reasons in found.items()
        }

    def _spared(self, question: Question) -> Question:
        held = self._docket.rulings()
        asked = spared(question, held.delisted, held.masked)
        if unsought := self._docket.unsought():
            asked = replace(asked, without_sources=asked.without_sources | unsought)
        if held_back := self._docket.held_back():
            return replace(asked, without_articles=asked.without_articles | held_back)
        return asked

    # As they are

    position = _passed(Index.position)
    apply = _passed(Index.apply)
    count = _passed(Index.count)
    ids = _passed(Index.ids)
    clear = _passed(Index.clear)
    anew = _passed(Index.anew)
    hand_over = _passed(Index.hand_over)
    close = _passed(Index.close)
