"""What does an archive do, with nothing behind it? The ports' contract in dictionaries: for tests, and to read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice, pairwise

from warraq.archives.versioning import cause_of, told_of, versioned
from warraq.archives.wording import check, clause, kept_reason, said, sorted_at, teaser
from warraq.crawling import politeness, urls
from warraq.language import names
from warraq.ports.archive import EVERY_KIND, NOTHING_SEEN, Cursor
from warraq.ports.daybook import Assignment, EntryState, FeedState, HostState
from warraq.press import (
    Article,
    ArticleId,
    CaptureNote,
    Cause,
    Change,
    ChangeKind,
    Draft,
    Entry,
    Feed,
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
            wanted = {source.slug: replace(source, feeds=()) for source in sources}
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
        if told is None:
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
        if held and not versioned(held.draft, draft):
            if held.draft.robots == draft.robots:
                return Filed(number, Outcome.UNCHANGED, None)
            article = replace(held, draft=replace(held.draft, robots=draft.robots))
            self._articles[number] = article
            change = self._change(ChangeKind.RESTATED, article, now).number
            return Filed(number, Outcome.UNCHANGED, change)
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
                replace(draft, robots=()),
                now,
                article.hash,
                previous,
                article.state,
                *cause_of(held.draft.reader if held else None, draft.reader, seen),
            )
        )
        kind, outcome = (ChangeKind.REVISED, Outcome.VERSION) if held else (ChangeKind.FILED, Outcome.NEW)
        return Filed(number, outcome, self._change(kind, article, now).number)

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
        robots=draft.robots,
    )


@dataclass(slots=True)
class _Noted:
    """An entry as the daybook holds it."""

    order: int
    feed: Feed
    entry: Entry
    host: str
    first_seen: datetime
    due: datetime
    attempts: int = 0
    state: EntryState = EntryState.PENDING
    reason: str | None = None


class MemoryDaybook:
    """`ports.daybook.Daybook` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._feeds: dict[str, FeedState] = {}
        self._hosts: dict[str, HostState] = {}
        self._entries: dict[tuple[str, str], _Noted] = {}
        self._captures: dict[str, CaptureNote] = {}

    def feed_states(self) -> dict[str, FeedState]:
        with self._lock:
            return dict(self._feeds)

    def put_feed_state(self, state: FeedState) -> None:
        with self._lock:
            self._feeds[state.feed] = state

    def put_feed_states(self, states: Sequence[FeedState]) -> None:
        for state in states:
            self.put_feed_state(state)

    def host_states(self) -> dict[str, HostState]:
        with self._lock:
            return dict(self._hosts)

    def put_host_state(self, state: HostState) -> None:
        with self._lock:
            if state.due is None and not state.errors:
                self._hosts.pop(state.host, None)
            else:
                self._hosts[state.host] = state

    def note(self, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> int:
        made = 0
        with self._lock:
            for guid, entry in {entry.guid: entry for entry in entries}.items():
                noted = self._entries.get((feed.id, guid))
                if noted and said(noted.entry) == said(entry):
                    continue
                order = noted.order if noted else len(self._entries) + 1
                first_seen = noted.first_seen if noted else now
                self._entries[feed.id, guid] = _Noted(
                    order, feed, entry, urls.host(entry.url), first_seen, now
                )
                made += 1
        return made

    def assignments(
        self, *, now: datetime, limit: int, per_host: int = 1, without: frozenset[str] = frozenset()
    ) -> tuple[Assignment, ...]:
        with self._lock:
            waiting = sorted(
                (
                    noted
                    for noted in self._pending()
                    if politeness.is_due(noted.due, now) and noted.host not in without
                ),
                key=lambda noted: (noted.due, noted.order),
            )
        taken: Counter[str] = Counter()
        found: list[Assignment] = []
        for noted in waiting:
            if taken[noted.host] < per_host and len(found) < limit:
                taken[noted.host] += 1
                found.append(_assignment(noted))
        return tuple(found)

    def next_due(self) -> datetime | None:
        with self._lock:
            return min((noted.due for noted in self._pending()), default=None)

    def settle(
        self,
        feed: str,
        guid: str,
        state: EntryState,
        *,
        now: datetime,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        attempted: bool = True,
    ) -> None:
        with self._lock:
            noted = self._entries.get((feed, guid))
            if noted is None or noted.state is not EntryState.PENDING:
                return
            noted.state, noted.reason = state, clause(reason)
            if state is EntryState.PENDING:
                noted.attempts += attempted
                noted.due = due or now

    def tally(self) -> dict[EntryState, int]:
        with self._lock:
            counted = Counter(noted.state for noted in self._entries.values())
        return {state: counted[state] for state in EntryState}

    def reasons(self, state: EntryState, *, limit: int = 20) -> tuple[tuple[str, int], ...]:
        with self._lock:
            counted = Counter(
                noted.reason for noted in self._entries.values() if noted.state is state and noted.reason
            )
        ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(ranked[: max(limit, 0)])

    def keep(self, note: CaptureNote) -> None:
        with self._lock:
            self._captures[note.id] = note

    def capture(self, capture: str) -> CaptureNote | None:
        with self._lock:
            return self._captures.get(capture)

    def captures(
        self,
        *,
        after: CaptureNote | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> tuple[CaptureNote, ...]:
        def place(note: CaptureNote) -> tuple[bool, float, str]:
            return note.expires is None, note.expires.timestamp() if note.expires else 0.0, note.id

        with self._lock:
            notes = sorted(self._captures.values(), key=place)
        found = (
            note
            for note in notes
            if (after is None or place(note) > place(after))
            and (since is None or note.at >= since)
            and (until is None or note.at < until)
        )
        return tuple(islice(found, max(limit, 0)))

    def captures_by_day(self, since: datetime) -> tuple[tuple[date, int, int], ...]:
        days: dict[date, list[int]] = {}
        with self._lock:
            for note in self._captures.values():
                if note.at >= since:
                    days.setdefault(note.at.astimezone(UTC).date(), []).append(note.size_bytes)
        return tuple((day, len(sizes), sum(sizes)) for day, sizes in sorted(days.items()))

    def expired(self, now: datetime, *, limit: int) -> tuple[CaptureNote, ...]:
        with self._lock:
            over = [(note.expires, note.id) for note in self._captures.values() if note.expires]
            ended = sorted(pair for pair in over if pair[0] <= now)
            return tuple(self._captures[name] for _, name in ended[: max(limit, 0)])

    def forget(self, ids: Sequence[str]) -> None:
        with self._lock:
            for name in ids:
                self._captures.pop(name, None)

    def _pending(self) -> Iterator[_Noted]:
        return (noted for noted in self._entries.values() if noted.state is EntryState.PENDING)


def _assignment(noted: _Noted) -> Assignment:
    return Assignment(
        feed=noted.feed.id,
        source=noted.feed.source,
        host=noted.host,
        entry=noted.entry,
        section=noted.feed.section,
        first_seen=noted.first_seen,
        attempts=noted.attempts,
        due=noted.due,
    )
