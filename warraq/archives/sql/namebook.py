"""Where does it stand which article names whom? In the archive's own database, beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, delete, desc, distinct, func, select, tuple_

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.namefiling import day_of, number, refile
from warraq.archives.sql.schema import BELIEVED, name_papers, name_times, name_uses, names
from warraq.ports.archive import Cursor
from warraq.ports.namebook import Followed, ProposedName, Step
from warraq.press import ArticleId, Known, NameKind, NameUse, Naming

_KNOWN = (names.c.key, names.c.kind, names.c.shown, names.c.listed, names.c.believed, names.c.articles)
_BY_KEY = select(*_KNOWN)
_BY_NUMBER = select(names.c.id, *_KNOWN).where(BELIEVED)
_NUMBER = select(names.c.id).where(names.c.key == bindparam("of_key"))
_OF = (
    select(*_KNOWN)
    .join(name_uses, name_uses.c.name == names.c.id)
    .where(name_uses.c.article == bindparam("of_article"))
    .order_by(desc(name_uses.c.headline), desc(names.c.articles), names.c.key)
)
_BEGUN = (
    select(*_KNOWN)
    .where(BELIEVED, names.c.key >= bindparam("first"), names.c.key < bindparam("beyond"))
    .order_by(names.c.key)
    .limit(bindparam("most"))
)
_MOST = select(*_KNOWN).where(BELIEVED).order_by(desc(names.c.articles), names.c.key).limit(bindparam("most"))
_papers = func.count(distinct(name_papers.c.source)).label("papers")
_DAYS = (
    select(func.count(distinct(name_times.c.first)))
    .where(name_times.c.name == names.c.id, name_times.c.step == "day")
    .scalar_subquery()
)
_PROPOSED = (
    select(*_KNOWN, _papers, _DAYS)
    .join(name_papers, name_papers.c.name == names.c.id)
    .where(names.c.listed.is_(False))
    .group_by(names.c.id, *_KNOWN)
    .order_by(desc(_papers), desc(names.c.articles), names.c.key)
    .limit(bindparam("most"))
)
_LANDS = select(name_papers.c.country).where(name_papers.c.name == bindparam("of_name")).distinct()
_PAPERS = (
    select(name_papers.c.source, func.sum(name_papers.c.articles))
    .where(name_papers.c.name == bindparam("of_name"))
    .group_by(name_papers.c.source)
)
_TIMES = (
    select(name_times.c.first, name_times.c.country, name_times.c.articles)
    .where(
        name_times.c.name == bindparam("of_name"),
        name_times.c.step == bindparam("by_step"),
        name_times.c.first >= bindparam("since"),
    )
    .order_by(name_times.c.first)
)
_USES = (
    select(name_uses.c.article, name_uses.c.source, name_uses.c.at_us, name_uses.c.headline)
    .where(name_uses.c.name == bindparam("of_name"), name_uses.c.country == bindparam("of_country"))
    .order_by(desc(name_uses.c.at_us), desc(name_uses.c.article))
    .limit(bindparam("most"))
)
_OLDER = _USES.where(
    tuple_(name_uses.c.at_us, name_uses.c.article)
    < tuple_(
        bindparam("before_us", type_=name_uses.c.at_us.type),
        bindparam("before_id", type_=name_uses.c.article.type),
    )
)
_WITH = select(name_uses.c.name)
_TABLES = (name_uses, name_papers, name_times, names)


class SqlNamebook:
    """`ports.namebook.Namebook` on SQLite or PostgreSQL. Written without forcing the disk: it can be made again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def followed(self) -> Followed:
        with self._store.reading() as work:
            return _followed(work)

    def follow(self, namings: Sequence[Naming], *, after: int, position: int) -> bool:
        with self._store.writing(Desk.NAMES, durable=False) as work:
            if _followed(work).position != after:
                return False
            refile(work, {one.article: one for one in namings})
            _set(work, counters.NAMES_FOLLOWED, position)
        return True

    def restart(self, register: int) -> None:
        with self._store.writing(Desk.NAMES, durable=False) as work:
            _set(work, counters.NAMES_FOLLOWED, 0)
            _set(work, counters.NAMES_REGISTER, register)

    def clear(self) -> None:
        with self._store.writing(Desk.NAMES, durable=False) as work:
            for table in _TABLES:
                work.run(delete(table), {})
            _set(work, counters.NAMES_FOLLOWED, 0)
            _set(work, counters.NAMES_REGISTER, 0)

    def known(self, keys: Sequence[str]) -> dict[str, Known]:
        with self._store.reading() as work:
            found = rows.among(work, _BY_KEY, names.c.key, list(dict.fromkeys(keys)))
        return {row[0]: _known(row) for row in found}

    def of(self, article: ArticleId) -> tuple[Known, ...]:
        with self._store.reading() as work:
            return tuple(map(_known, work.rows(_OF, {"of_article": article})))

    def articles(
        self,
        key: str,
        *,
        limit: int,
        before: Cursor | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[NameUse, ...]:
        with self._store.reading() as work:
            return _articles(work, key, limit=limit, before=before, countries=countries)

    def beside(
        self, key: str, *, most: int, of: int = 200, countries: frozenset[str] | None = None
    ) -> tuple[tuple[Known, int], ...]:
        with self._store.reading() as work:
            newest = [one.article for one in _articles(work, key, limit=of, before=None, countries=countries)]
            found = [row[0] for row in rows.among(work, _WITH, name_uses.c.article, list(newest))]
            counted = Counter(found)
            rest = rows.among(work, _BY_NUMBER, names.c.id, sorted(counted))
        together = [(_known(row[1:]), counted[row[0]]) for row in rest if row[1] != key]
        return tuple(sorted(together, key=lambda pair: (-pair[1], pair[0].key))[: max(most, 0)])

    def papers(self, key: str) -> dict[str, int]:
        with self._store.reading() as work:
            of = _number(work, key)
            return {} if of is None else {row[0]: int(row[1]) for row in work.rows(_PAPERS, {"of_name": of})}

    def times(
        self, key: str, step: Step, *, since: date, countries: frozenset[str] | None = None
    ) -> dict[date, int]:
        counted: dict[date, int] = {}
        with self._store.reading() as work:
            of = _number(work, key)
            asked = {"of_name": of, "by_step": step, "since": number(since)}
            for first, country, articles in work.rows(_TIMES, asked) if of is not None else ():
                if countries is None or country in countries:
                    counted[day_of(first)] = counted.get(day_of(first), 0) + articles
        return counted

    def begun(self, prefix: str, *, most: int) -> tuple[Known, ...]:
        asked = {"first": prefix, "beyond": prefix + chr(0x10FFFF), "most": max(most, 0)}
        with self._store.reading() as work:
            return tuple(map(_known, work.rows(_BEGUN, asked)))

    def most(self, *, limit: int) -> tuple[Known, ...]:
        with self._store.reading() as work:
            return tuple(map(_known, work.rows(_MOST, {"most": max(limit, 0)})))

    def proposed(self, *, limit: int) -> tuple[ProposedName, ...]:
        with self._store.reading() as work:
            found = work.rows(_PROPOSED, {"most": max(limit, 0)})
        return tuple(ProposedName(_known(row[:6]), row[6], row[7]) for row in found)


def _articles(
    work: Work, key: str, *, limit: int, before: Cursor | None, countries: frozenset[str] | None
) -> tuple[NameUse, ...]:
    """One walk along the index for each country in which the name stands, and the newest of them all."""
    of = _number(work, key)
    if of is None or limit <= 0:
        return ()
    lands = [row[0] for row in work.rows(_LANDS, {"of_name": of})]
    asked = {"of_name": of, "most": limit}
    if before is not None:
        asked |= {"before_us": rows.micros(before.at), "before_id": before.id}
    found = [
        row
        for land in lands
        if countries is None or land in countries
        for row in work.rows(_USES if before is None else _OLDER, {**asked, "of_country": land})
    ]
    newest = sorted(found, key=lambda row: (row[2], row[0]), reverse=True)[:limit]
    return tuple(
        NameUse(ArticleId(article), source, rows.instant(at_us), bool(headline))
        for article, source, at_us, headline in newest
    )


def _number(work: Work, key: str) -> int | None:
    found = work.rows(_NUMBER, {"of_key": key})
    return found[0][0] if found else None


def _followed(work: Work) -> Followed:
    return Followed(
        counters.begun(work, counters.NAMES_FOLLOWED), counters.begun(work, counters.NAMES_REGISTER)
    )


def _set(work: Work, counter: str, value: int) -> None:
    counters.begin(work, counter)
    counters.add(work, counter, value - counters.read(work, counter))


def _known(row: Row) -> Known:
    key, kind, shown, listed, believed, articles = row
    return Known(key, NameKind(kind), shown, bool(listed), believed == "yes", articles)
