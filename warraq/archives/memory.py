"""What does an archive do, with nothing behind it? The port's contract in dictionaries: for tests, and to read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise

from warraq.archives.versioning import cause_of, is_labelled, told_of, versioned
from warraq.archives.wording import check, kept_reason, sorted_at, teaser
from warraq.language import names
from warraq.ports.archive import EVERY_KIND, NOTHING_SEEN, Cursor
from warraq.press import (
    Article,
    ArticleId,
    Cause,
    Change,
    ChangeKind,
    Draft,
    Filed,
    Headline,
    LedgerLine,
    Outcome,
    Source,
    State,
    Telling,
    Told,
    Version,
    chain_hash,
)


class MemoryArchive:
    """`ports.archive.Archive` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._articles: dict[ArticleId, Article] = {}
        self._versions: dict[ArticleId, list[Version]] = {}
        self._addresses: dict[str, ArticleId] = {}
        self._changes: list[Change] = []
        self._ledger_reasons: dict[int, str | None] = {}
        self._states: list[State] = []
        self._sources: dict[str, Source] = {}
        self._papers_change = 0
        self._untold: set[int] = set()  # changes that are of no interest to readers

    def file(
        self, drafts: Sequence[Draft], *, now: datetime, seen: Mapping[int, Cause] = NOTHING_SEEN
    ) -> tuple[Filed, ...]:
        for draft in drafts:
            check(draft)
        with self._lock:
            return tuple(self._file(draft, now, seen.get(place)) for place, draft in enumerate(drafts))

    def restate(
        self,
        article: ArticleId,
        state: State,
        *,
        reason: str | None,
        now: datetime,
        only_from: State | None = None,
    ) -> Change | None:
        with self._lock:
            held = self._articles.get(article)
            if held is None or held.state is state or only_from not in (None, held.state):
                return None
            kept = None if state is State.VISIBLE else kept_reason(reason)
            self._articles[article] = replace(held, state=state, reason=kept, changed=now)
            self._ledger_reasons[len(self._changes) + 1] = kept_reason(reason)
            return self._change(ChangeKind.RESTATED, self._articles[article], now)

    def redesk(self, desks: Mapping[ArticleId, str | None], *, now: datetime) -> int:
        done = 0
        with self._lock:
            for number in sorted(desks):
                held, desk = self._articles.get(number), desks[number]
                if held is None or not (held.draft.guessed or held.draft.section is None):
                    continue
                if held.draft.section != desk:
                    draft = replace(held.draft, section=desk, guessed=desk is not None)
                    self._articles[number] = replace(held, draft=draft)
                    wordings = self._versions[number]
                    wordings[-1] = replace(wordings[-1], draft=replace(wordings[-1].draft, section=desk))
                    change = self._change(ChangeKind.RESTATED, self._articles[number], now)
                    self._untold.add(change.number)
                    done += 1
        return done

    def article(self, article: ArticleId) -> Article | None:
        with self._lock:
            return self._articles.get(article)

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        with self._lock:
            return tuple(self._articles[one] for one in ids if one in self._articles)

    def find(self, key: str) -> ArticleId | None:
        with self._lock:
            return self._addresses.get(key)

    def find_all(self, keys: Sequence[str]) -> dict[str, ArticleId]:
        with self._lock:
            return {key: self._addresses[key] for key in keys if key in self._addresses}

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
        def listed(article: Article) -> bool:
            draft = article.draft
            return (
                (before is None or (article.at, article.id) < (before.at, before.id))
                and (since is None or article.at >= since)
                and (section is None or draft.section == section)
                and (without is None or draft.section != without)
                and (author is None or author in names.keys(draft.authors))
            )

        with self._lock:
            shown = self._shown(source, countries)
            found = sorted(filter(listed, shown), key=lambda one: (one.at, one.id), reverse=True)
        return tuple(_headline(article) for article in found[: max(limit, 0)])

    def tallied(
        self,
        edges: Sequence[datetime],
        *,
        most: int,
        source: str | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[int, ...]:
        with self._lock:
            dates = [article.at for article in self._shown(source, countries)]
        return tuple(min(most, sum(first <= at < last for at in dates)) for first, last in pairwise(edges))

    def headlines(self, ids: Sequence[ArticleId]) -> tuple[Headline, ...]:
        with self._lock:
            held = (self._articles.get(one) for one in dict.fromkeys(ids))
            return tuple(_headline(one) for one in held if one and one.state is State.VISIBLE)

    def numbered(self, after: int, *, limit: int) -> tuple[Headline, ...]:
        with self._lock:
            found = sorted(article.id for article in self._shown(None, None) if article.id > after)
            return tuple(_headline(self._articles[number]) for number in found[: max(limit, 0)])

    def versions(self, article: ArticleId) -> tuple[Version, ...]:
        with self._lock:
            return tuple(self._versions.get(article, ()))

    def wordings(
        self, after: tuple[ArticleId, int] = (ArticleId(0), 0), *, limit: int
    ) -> tuple[Version, ...]:
        with self._lock:
            every = [one for number in sorted(self._versions) for one in self._versions[number]]
        return tuple(one for one in every if (one.article, one.number) > after)[: max(limit, 0)]

    def ledger(self, after: int, *, limit: int) -> tuple[LedgerLine, ...]:
        with self._lock:
            return tuple(
                LedgerLine(
                    change.number,
                    change.kind,
                    change.article,
                    change.version,
                    change.at,
                    self._states[change.number - 1],
                    self._ledger_reasons.get(change.number),
                    self._versions[change.article][change.version - 1].hash,
                )
                for change in self.changes(after, limit=limit)
            )

    def told(
        self,
        *,
        limit: int,
        before: int | None = None,
        countries: frozenset[str] | None = None,
        kinds: frozenset[Told] = EVERY_KIND,
    ) -> tuple[Telling, ...]:
        with self._lock:
            lines = self.ledger(0, limit=len(self._changes))
            found = (
                telling
                for line in reversed(lines)
                if (before is None or line.number < before) and (telling := self._telling(line))
                if telling.told in kinds and self._in(telling.source, countries)
            )
            return tuple(islice(found, max(limit, 0)))

    def strays(self, *, limit: int) -> tuple[str, ...]:
        return ()

    def count(self) -> int:
        with self._lock:
            return len(self._articles)

    def asked_of_robots(self) -> dict[str, dict[str, int]]:
        asked: dict[str, Counter[str]] = {}
        with self._lock:
            for one in self._articles.values():
                if one.draft.robots:
                    asked.setdefault(one.draft.source, Counter()).update(one.draft.robots)
        return {slug: dict(counted) for slug, counted in asked.items()}

    def ids(self, *, state: State | None = None) -> Iterator[ArticleId]:
        with self._lock:
            found = [one.id for one in self._articles.values() if state is None or one.state is state]
        return iter(sorted(found))

    def changes(self, after: int, *, limit: int) -> tuple[Change, ...]:
        with self._lock:
            after = max(after, 0)
            return tuple(self._changes[after : after + max(limit, 0)])

    def last_change(self) -> int:
        with self._lock:
            return len(self._changes)

    def put_sources(self, sources: Sequence[Source]) -> None:
        with self._lock:
            wanted = {source.slug: replace(source, feeds=(), layouts=()) for source in sources}
            if not wanted.items() <= self._sources.items():
                self._papers_change += 1
            self._sources.update(wanted)

    def papers_change(self) -> int:
        with self._lock:
            return self._papers_change

    def sources(self) -> dict[str, Source]:
        with self._lock:
            return dict(self._sources)

    def damage(self) -> str | None:
        return None

    def close(self) -> None:
        pass

    def _shown(self, source: str | None, countries: frozenset[str] | None) -> Iterator[Article]:
        for article in self._articles.values():
            if (
                article.state is State.VISIBLE
                and (source is None or article.draft.source == source)
                and self._in(article.draft.source, countries)
            ):
                yield article

    def _in(self, source: str, countries: frozenset[str] | None) -> bool:
        paper = self._sources.get(source)
        return countries is None or (paper is not None and paper.country in countries)

    def _telling(self, line: LedgerLine) -> Telling | None:
        article, versions = self._articles[line.article], self._versions[line.article]
        version = versions[line.version - 1]
        before = versions[line.version - 2].draft.title if line.version > 1 else None
        told = told_of(line.kind, version.cause, before, version.draft.title)
        if told is None or line.number in self._untold:
            return None
        return Telling(
            number=line.number,
            told=told,
            article=line.article,
            version=line.version,
            at=line.at,
            source=version.draft.source,
            language=article.draft.language,
            title=version.draft.title,
            before=before if told is Told.HEADLINE else None,
            state=line.state,
            reason=line.reason,
            now=article.state,
        )

    def _file(self, draft: Draft, now: datetime, seen: Cause | None) -> Filed:
        known = next((self._addresses[key] for key in draft.keys if key in self._addresses), None)
        held = self._articles[known] if known is not None else None
        if held and held.draft.source != draft.source:  # no paper speaks for another
            return Filed(held.id, Outcome.UNCHANGED, None)
        number = held.id if held else ArticleId(len(self._articles) + 1)
        for key in draft.keys:
            self._addresses.setdefault(key, number)
        if held and draft.guessed and is_labelled(held.draft):
            draft = replace(draft, section=held.draft.section, guessed=False)
        if held and not versioned(held.draft, draft):
            return Filed(number, Outcome.UNCHANGED, self._renewed(held, draft, now))
        if held:
            article = replace(
                held,
                draft=draft,
                at=sorted_at(draft, held.first_seen),
                version=held.version + 1,
                hash=chain_hash(held.hash, draft),
                changed=now,
            )
        else:
            at = sorted_at(draft, now)
            article = Article(number, draft, at, now, State.VISIBLE, 1, chain_hash(None, draft))
        self._articles[number] = article
        previous = held.hash if held else None
        self._versions.setdefault(number, []).append(
            Version(
                number,
                article.version,
                replace(draft, robots=(), guessed=False),
                now,
                article.hash,
                previous,
                article.state,
                *cause_of(held.draft.reader if held else None, draft.reader, seen),
            )
        )
        kind, outcome = (ChangeKind.REVISED, Outcome.VERSION) if held else (ChangeKind.FILED, Outcome.NEW)
        return Filed(number, outcome, self._change(kind, article, now).number)

    def _renewed(self, held: Article, draft: Draft, now: datetime) -> int | None:
        """The page asks something else of robots, or names its desk at last, though its words are the same."""
        renewed = replace(held.draft, robots=draft.robots)
        if is_labelled(draft) and not is_labelled(held.draft):
            renewed = replace(renewed, section=draft.section, guessed=False)
            wordings = self._versions[held.id]
            wordings[-1] = replace(wordings[-1], draft=replace(wordings[-1].draft, section=draft.section))
        if renewed == held.draft:
            return None
        self._articles[held.id] = replace(held, draft=renewed)
        change = self._change(ChangeKind.RESTATED, self._articles[held.id], now)
        self._untold.add(change.number)
        return change.number

    def _change(self, kind: ChangeKind, article: Article, now: datetime) -> Change:
        change = Change(len(self._changes) + 1, kind, article.id, article.version, now)
        self._changes.append(change)
        self._states.append(article.state)
        return change


def _headline(article: Article) -> Headline:
    draft = article.draft
    return Headline(
        id=article.id,
        source=draft.source,
        title=draft.title,
        at=article.at,
        published=draft.published,
        first_seen=article.first_seen,
        state=article.state,
        section=draft.section,
        abstract=teaser(draft),
        language=draft.language,
        image=draft.image,
        guessed=draft.guessed,
        robots=draft.robots,
    )
