"""What is asked of the archive most, and how does each question find its answer along an index?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from warraq.archives.sql import counters, filing, lists, redesking, retelling, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import HIDDEN, TOLD, VISIBLE, addresses, articles, changes, sources, versions
from warraq.archives.wording import bounded, check
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
    Source,
    State,
    Telling,
    Told,
    Version,
)

_PAGE = 5000
_LARGEST = 2**63 - 1

_ARTICLES = select(
    articles.c.id,
    articles.c.at_us,
    articles.c.first_seen_us,
    articles.c.state,
    articles.c.version,
    articles.c.hash,
    articles.c.reason,
    articles.c.changed_us,
    articles.c.robots,
    articles.c.guessed,
    *rows.DRAFT,
).join(versions, (versions.c.article == articles.c.id) & (versions.c.number == articles.c.version))
_ARTICLE = _ARTICLES.where(articles.c.id == bindparam("one"))
_ADDRESS = select(addresses.c.article).where(addresses.c.key == bindparam("address"))
_VERSIONS = retelling.VERSIONS.where(versions.c.article == bindparam("of")).order_by(versions.c.number)
_IDS = (
    select(articles.c.id)
    .where(articles.c.id > bindparam("after"))
    .order_by(articles.c.id)
    .limit(bindparam("most"))
)
_IDS_VISIBLE = _IDS.where(articles.c.state == VISIBLE)
_IDS_HIDDEN = _IDS.where(HIDDEN, articles.c.state == bindparam("in_state"))
_ASKED = (
    select(articles.c.source, articles.c.robots, func.count())
    .where(articles.c.robots.is_not(None))
    .group_by(articles.c.source, articles.c.robots)
)
_HOLDERS = select(addresses.c.key, addresses.c.article)
_CHANGES = (
    select(changes.c.number, changes.c.kind, changes.c.article, changes.c.version, changes.c.at_us)
    .where(changes.c.number > bindparam("after"))
    .order_by(changes.c.number)
    .limit(bindparam("most"))
)
_SOURCES = select(*sources.c)
_NEW_SOURCE = insert(sources)
_OTHER_SOURCE = (
    update(sources)
    .where(sources.c.slug == bindparam("paper"))
    .values(
        {
            column.name: bindparam(f"new_{column.name}", type_=column.type)
            for column in sources.c
            if column.name != "slug"
        }
    )
)
_OTHER_COUNTRY = (
    update(articles)
    .where(articles.c.source == bindparam("paper"))
    .values(country=bindparam("new_country", type_=articles.c.country.type))
)
_TOLD_ELSEWHERE = (
    update(changes)
    .where(TOLD, changes.c.article.in_(select(articles.c.id).where(articles.c.source == bindparam("paper"))))
    .values(country=bindparam("new_country", type_=changes.c.country.type))
)


class SqlArchive:
    """`ports.archive.Archive` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def store(self) -> Store:
        """The database it stands in, where daybook and pictures stand beside it."""
        return self._store

    def file(
        self, drafts: Sequence[Draft], *, now: datetime, seen: Mapping[int, Cause] = NOTHING_SEEN
    ) -> tuple[Filed, ...]:
        for draft in drafts:
            check(draft)
        if not drafts:
            return ()
        with self._store.writing(Desk.ARCHIVE) as work:
            return filing.file(work, drafts, now, seen)

    def restate(
        self,
        article: ArticleId,
        state: State,
        *,
        reason: str | None,
        now: datetime,
        only_from: State | None = None,
    ) -> Change | None:
        if not 0 < article <= _LARGEST:
            return None
        with self._store.writing(Desk.ARCHIVE) as work:
            return filing.restate(work, article, state, reason=reason, now=now, only_from=only_from)

    def redesk(self, desks: Mapping[ArticleId, str | None], *, now: datetime) -> int:
        wanted = {number: desk for number, desk in desks.items() if 0 < number <= _LARGEST}
        with self._store.writing(Desk.ARCHIVE) as work:
            return redesking.redesk(work, wanted, now=now)

    def article(self, article: ArticleId) -> Article | None:
        if not 0 < article <= _LARGEST:
            return None
        with self._store.reading() as work:
            found = work.rows(_ARTICLE, {"one": article})
        return _article(found[0]) if found else None

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        wanted = list(dict.fromkeys(number for number in ids if 0 < number <= _LARGEST))
        with self._store.reading() as work:
            found = {row[0]: row for row in rows.among(work, _ARTICLES, articles.c.id, wanted)}
        return tuple(_article(found[number]) for number in ids if number in found)

    def find(self, key: str) -> ArticleId | None:
        with self._store.reading() as work:
            found = work.rows(_ADDRESS, {"address": bounded(key)})
        return ArticleId(found[0][0]) if found else None

    def find_all(self, keys: Sequence[str]) -> dict[str, ArticleId]:
        asked = {bounded(key): key for key in keys}
        with self._store.reading() as work:
            found = rows.among(work, _HOLDERS, addresses.c.key, list(asked))
        return {asked[key]: ArticleId(article) for key, article in found}

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
        if limit <= 0:
            return ()
        values = lists.Walk(limit, before, section, author, without, since)
        with self._store.reading() as work:
            found = lists.newest(work, values, source=source, countries=countries)
        return tuple(_headline(row) for row in found)

    def tallied(
        self,
        edges: Sequence[datetime],
        *,
        most: int,
        source: str | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[int, ...]:
        with self._store.reading() as work:
            return lists.tallied(work, edges, most=most, source=source, countries=countries)

    def headlines(self, ids: Sequence[ArticleId]) -> tuple[Headline, ...]:
        wanted = list(dict.fromkeys(number for number in ids if 0 < number <= _LARGEST))
        with self._store.reading() as work:
            found = {row[0]: row for row in rows.among(work, lists.SHOWN, articles.c.id, wanted)}
        return tuple(_headline(found[number]) for number in wanted if number in found)

    def numbered(self, after: int, *, limit: int) -> tuple[Headline, ...]:
        with self._store.reading() as work:
            found = work.rows(lists.NUMBERED, {"after": max(min(after, _LARGEST), 0), "most": max(limit, 0)})
        return tuple(_headline(row) for row in found)

    def versions(self, article: ArticleId) -> tuple[Version, ...]:
        if not 0 < article <= _LARGEST:
            return ()
        with self._store.reading() as work:
            found = work.rows(_VERSIONS, {"of": article})
        return tuple(retelling.version(row) for row in found)

    def wordings(
        self, after: tuple[ArticleId, int] = (ArticleId(0), 0), *, limit: int
    ) -> tuple[Version, ...]:
        with self._store.reading() as work:
            return retelling.wordings(work, after, limit)

    def ledger(self, after: int, *, limit: int) -> tuple[LedgerLine, ...]:
        with self._store.reading() as work:
            return retelling.ledger(work, after, limit)

    def told(
        self,
        *,
        limit: int,
        before: int | None = None,
        countries: frozenset[str] | None = None,
        kinds: frozenset[Told] = EVERY_KIND,
    ) -> tuple[Telling, ...]:
        with self._store.reading() as work:
            return retelling.told(work, limit=limit, before=before, countries=countries, kinds=kinds)

    def strays(self, *, limit: int) -> tuple[str, ...]:
        with self._store.reading() as work:
            return retelling.strays(work, limit)

    def count(self) -> int:
        with self._store.reading() as work:
            return counters.read(work, counters.ARTICLES)

    def asked_of_robots(self) -> dict[str, dict[str, int]]:
        asked: dict[str, Counter[str]] = {}
        with self._store.reading() as work:
            for slug, robots, count in work.rows(_ASKED, {}):
                for one in rows.asked(robots):
                    asked.setdefault(slug, Counter())[one] += count
        return {slug: dict(counted) for slug, counted in asked.items()}

    def ids(self, *, state: State | None = None) -> Iterator[ArticleId]:
        """Page by page, so that no connection is held while the caller works."""
        last = 0
        statement = {None: _IDS, State.VISIBLE: _IDS_VISIBLE}.get(state, _IDS_HIDDEN)
        while True:
            with self._store.reading() as work:
                found = work.rows(
                    statement, {"after": last, "most": _PAGE, "in_state": state and state.value}
                )
            yield from (ArticleId(row[0]) for row in found)
            if len(found) < _PAGE:
                return
            last = found[-1][0]

    def changes(self, after: int, *, limit: int) -> tuple[Change, ...]:
        with self._store.reading() as work:
            found = work.rows(_CHANGES, {"after": after, "most": max(limit, 0)})
        return tuple(
            Change(number, ChangeKind(kind), ArticleId(article), version, rows.instant(at_us))
            for number, kind, article, version, at_us in found
        )

    def last_change(self) -> int:
        with self._store.reading() as work:
            return counters.read(work, counters.LAST_CHANGE)

    def put_sources(self, sources: Sequence[Source]) -> None:
        wanted = {source.slug: replace(source, feeds=(), layouts=()) for source in sources}
        with self._store.reading() as work:
            if _held_sources(work, wanted) == wanted:
                return
        with self._store.writing(Desk.ARCHIVE) as work:
            _put_sources(work, wanted)

    def sources(self) -> dict[str, Source]:
        with self._store.reading() as work:
            return {row[0]: _source(row) for row in work.rows(_SOURCES, {})}

    def papers_change(self) -> int:
        with self._store.reading() as work:
            return counters.begun(work, counters.PAPERS)

    def damage(self) -> str | None:
        if not self._store.lite:
            return None  # PostgreSQL checks its pages itself (data checksums)
        with self._store.reading() as work:
            found = str(work.plain("PRAGMA quick_check(1)")[0][0])
        return None if found == "ok" else " ".join(found.split())

    def close(self) -> None:
        self._store.close()


def _put_sources(work: Work, wanted: dict[str, Source]) -> None:
    held = _held_sources(work, wanted)
    for slug, source in wanted.items():
        values = {column.name: getattr(source, column.name) for column in sources.c}
        before = held.get(slug)
        if before == source:
            continue
        if before is None:
            work.run(_NEW_SOURCE, values)
        else:
            work.run(
                _OTHER_SOURCE,
                {"paper": slug, **{f"new_{name}": value for name, value in values.items() if name != "slug"}},
            )
        # Articles may have come before their paper was known.
        if before is None or before.country != source.country:
            work.run(_OTHER_COUNTRY, {"paper": slug, "new_country": source.country})
            work.run(_TOLD_ELSEWHERE, {"paper": slug, "new_country": source.country})
    if held != wanted:
        counters.begin(work, counters.PAPERS)
        counters.add(work, counters.PAPERS, 1)


def _held_sources(work: Work, wanted: dict[str, Source]) -> dict[str, Source]:
    return {row[0]: _source(row) for row in rows.among(work, _SOURCES, sources.c.slug, list(wanted))}


def _article(row: Row) -> Article:
    number, at_us, first_seen_us, state, version, digest, reason, changed_us, asked, guessed, *rest = row
    draft = rows.draft(tuple(rest))
    return Article(
        id=number,
        draft=replace(draft, robots=rows.asked(asked), guessed=bool(guessed)) if asked or guessed else draft,
        at=rows.instant(at_us),
        first_seen=rows.instant(first_seen_us),
        state=State(state),
        version=version,
        hash=digest,
        reason=reason,
        changed=rows.maybe_instant(changed_us),
    )


def _headline(row: Row) -> Headline:
    return Headline(
        id=ArticleId(row[0]),
        source=row[1],
        title=row[2],
        at=rows.instant(row[3]),
        published=rows.moment(*row[4:8]),
        first_seen=rows.instant(row[8]),
        state=State(row[9]),
        section=row[10],
        abstract=row[11],
        language=row[12],
        image=row[13],
        robots=rows.asked(row[14]),
        guessed=bool(row[15]),
    )


def _source(row: Row) -> Source:
    given = dict(zip(sources.c.keys(), row, strict=True))
    return Source(**{**given, "invented": bool(given["invented"])})
