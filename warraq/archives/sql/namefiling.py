"""How do counts of names stay right when articles come, change and go? Inside the transaction that writes who is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Table, bindparam, delete, distinct, func, insert, select, update
from sqlalchemy.sql.dml import Delete, Insert, Update

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Row, Values, Work
from warraq.archives.sql.schema import name_papers, name_times, name_uses, names
from warraq.archives.wording import mended
from warraq.ports.namebook import DAYS, PAPERS
from warraq.press import ArticleId, Named, Naming

_FIRST = date(1970, 1, 1)

_USES = select(*name_uses.c)
_NEW_USE = insert(name_uses)
_OLD_USES = delete(name_uses).where(name_uses.c.article == bindparam("of_article"))
_BY_KEY = select(names.c.key, names.c.id, names.c.kind, names.c.shown, names.c.listed)
_ADDED = ("key", "kind", "shown", "listed", "believed", "articles")
_NEW_NAME = insert(names).values({name: bindparam(name) for name in _ADDED})
_of_name = names.c.id == bindparam("of_name")
_CALLED = (
    update(names)
    .where(_of_name)
    .values(
        {name: bindparam(f"new_{name}", type_=names.c[name].type) for name in ("kind", "shown", "listed")}
    )
)
_MORE = (
    update(names)
    .where(_of_name)
    .values(articles=names.c.articles + bindparam("more", type_=names.c.articles.type))
)
_BELIEVE = (
    update(names).where(_of_name).values(believed=bindparam("new_believed", type_=names.c.believed.type))
)
_GONE = delete(names).where(_of_name, names.c.articles <= 0)
_STANDING = select(names.c.id, names.c.listed, names.c.believed)
_IN_PAPERS = select(func.count(distinct(name_papers.c.source))).where(
    name_papers.c.name == bindparam("of_name")
)
_ON_DAYS = select(func.count(distinct(name_times.c.first))).where(
    name_times.c.name == bindparam("of_name"), name_times.c.step == "day"
)


def _adding(table: Table, *key: str) -> tuple[Update, Insert, Delete]:
    """More of a row that is counted, a first one, and the end of one that counts nothing."""
    of = [table.c[name] == bindparam(f"of_{name}") for name in key]
    articles = table.c.articles
    more = articles + bindparam("more", type_=articles.type)
    return (
        update(table).where(*of).values(articles=more),
        insert(table),
        delete(table).where(*of, articles <= 0),
    )


_PAPER = ("name", "country", "source")
_TIME = ("name", "step", "first", "country")
_PAPERS = _adding(name_papers, *_PAPER)
_TIMES = _adding(name_times, *_TIME)


@dataclass(slots=True)
class _Tally:
    """What is to be added to each count."""

    names: Counter[int] = field(default_factory=Counter)
    papers: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    times: Counter[tuple[int, str, int, str]] = field(default_factory=Counter)

    def add(self, values: Values, more: int) -> None:
        name, country, day = values["name"], values["country"], values["day"]
        self.names[name] += more
        self.papers[name, country, values["source"]] += more
        self.times[name, "day", day, country] += more
        self.times[name, "month", number(month(day)), country] += more


def refile(work: Work, namings: Mapping[ArticleId, Naming]) -> None:
    """What these articles name now, in the place of what they named; every count is right afterwards."""
    tally = _Tally()
    for row in rows.among(work, _USES, name_uses.c.article, list(namings)):
        tally.add(_use(row), -1)
    work.many(_OLD_USES, [{"of_article": article} for article in namings])
    known = _numbered(work, [one for naming in namings.values() for one in naming.names])
    fresh = [use for naming in namings.values() for use in _uses(naming, known)]
    for use in fresh:
        tally.add(use, 1)
    work.many(_NEW_USE, fresh)
    _count(work, tally)


def _uses(naming: Naming, known: Mapping[str, int]) -> Iterable[Values]:
    for one in {named.key: named for named in reversed(naming.names)}.values():
        yield {
            "name": known[one.key],
            "country": naming.country,
            "at_us": rows.micros(naming.at),
            "article": naming.article,
            "source": naming.source,
            "day": number(naming.day),
            "headline": one.headline,
        }


def _use(row: Row) -> Values:
    return dict(zip((column.name for column in name_uses.c), row, strict=True))


def _numbered(work: Work, given: Sequence[Named]) -> dict[str, int]:
    """The number of each name by its key: new ones are added, and called as their list calls them today."""
    wanted = {one.key: one for one in reversed(given)}
    held = _by_key(work, wanted)
    unknown = [one for key, one in wanted.items() if key not in held]
    if unknown:
        work.many(
            _NEW_NAME, [{"key": one.key, **_called(one), "believed": "no", "articles": 0} for one in unknown]
        )
        held |= _by_key(work, {one.key: one for one in unknown})
    for key, (of, kind, shown, listed) in held.items():
        now = _called(wanted[key])
        if bool(listed) != now["listed"] or (now["listed"] and (kind, shown) != (now["kind"], now["shown"])):
            work.run(_CALLED, {"of_name": of, **{f"new_{name}": value for name, value in now.items()}})
    return {key: row[0] for key, row in held.items()}


def _by_key(work: Work, wanted: Mapping[str, Named]) -> dict[str, Row]:
    return {row[0]: tuple(row[1:]) for row in rows.among(work, _BY_KEY, names.c.key, sorted(wanted))}


def _called(one: Named) -> Values:
    return {"kind": one.kind.value, "shown": mended(one.shown), "listed": one.listed}


def _count(work: Work, tally: _Tally) -> None:
    for paper, more in sorted(tally.papers.items()):
        _add(work, _PAPERS, dict(zip(_PAPER, paper, strict=True)), more)
    for time, more in sorted(tally.times.items()):
        _add(work, _TIMES, dict(zip(_TIME, time, strict=True)), more)
    for name, more in sorted(tally.names.items()):
        if more:
            work.run(_MORE, {"of_name": name, "more": more})
        if more < 0:
            work.run(_GONE, {"of_name": name})
    for name, listed, believed in rows.among(work, _STANDING, names.c.id, sorted(tally.names)):
        if believed == "yes" and (listed or tally.names[name] > 0):
            continue
        right = "yes" if listed or _often(work, name) else "no"
        if right != believed:
            work.run(_BELIEVE, {"of_name": name, "new_believed": right})


def _often(work: Work, name: int) -> bool:
    of = {"of_name": name}
    papers, days = work.rows(_IN_PAPERS, of)[0][0], work.rows(_ON_DAYS, of)[0][0]
    return bool(papers >= PAPERS and days >= DAYS)


def _add(work: Work, of: tuple[Update, Insert, Delete], key: Values, more: int) -> None:
    adding, first, ending = of
    where = {f"of_{name}": value for name, value in key.items()}
    if more and not work.run(adding, {**where, "more": more}):
        work.run(first, {**key, "articles": more})
    if more < 0:
        work.run(ending, where)


def number(day: date) -> int:
    """A day as the number that stands for it."""
    return (day - _FIRST).days


def day_of(number: int) -> date:
    return date.fromordinal(_FIRST.toordinal() + number)


def month(day: int) -> date:
    """The first of the month in which that day is."""
    return day_of(day).replace(day=1)
