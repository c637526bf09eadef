"""Which headlines does a list hold, and along which index is it walked?"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import Executable, Select, bindparam, func, or_, select, tuple_, union_all

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Row, Values, Work
from warraq.archives.sql.schema import VISIBLE, articles, bylines, sources
from warraq.ports.archive import Cursor

HEADLINES = select(
    articles.c.id,
    articles.c.source,
    articles.c.title,
    articles.c.at_us,
    articles.c.published_us,
    articles.c.published_precision,
    articles.c.published_zone,
    articles.c.published_printed,
    articles.c.first_seen_us,
    articles.c.state,
    articles.c.section,
    articles.c.teaser,
    articles.c.language,
    articles.c.image,
    articles.c.robots,
    articles.c.guessed,
)
SHOWN = HEADLINES.where(articles.c.state == VISIBLE)
NUMBERED = (
    HEADLINES.where(articles.c.id > bindparam("after"), articles.c.state == VISIBLE)
    .order_by(articles.c.id)
    .limit(bindparam("most"))
)
_COUNTRY = select(sources.c.country).where(sources.c.slug == bindparam("paper"))
_COUNTRIES = select(sources.c.country).distinct()
_AT, _ID = 3, 0  # where a headline's row has its date and number


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a list goes and what it passes over; `ports.archive.Archive.newest` says what each means."""

    limit: int
    before: Cursor | None = None
    section: str | None = None
    author: str | None = None
    without: str | None = None
    since: datetime | None = None

    def values(self) -> dict[str, Any]:
        given: dict[str, Any] = {"most": self.limit}
        if self.before is not None:
            given |= {"before_us": rows.micros(self.before.at), "before_id": self.before.id}
        if self.since is not None:
            given["since_us"] = rows.micros(self.since)
        named = {"section": self.section, "author": self.author, "without": self.without}
        return given | {name: value for name, value in named.items() if value is not None}


def newest(work: Work, walk: Walk, *, source: str | None, countries: frozenset[str] | None) -> list[Row]:
    """The rows of HEADLINES that the list holds, newest first."""
    values = walk.values()
    if source is not None:
        if countries is not None and not _of(work, source, countries):
            return []
        return work.rows(statement("source", frozenset(values)), values | {"source": source})
    if countries is None and (walk.section is None or walk.author is not None):
        return work.rows(statement(None, frozenset(values)), values)
    return _merged(work, values, _every(work) if countries is None else sorted(countries))


def tallied(
    work: Work,
    edges: Sequence[datetime],
    *,
    most: int,
    source: str | None,
    countries: frozenset[str] | None,
) -> tuple[int, ...]:
    """How many stand between the edges, each counted no further than `most`."""
    if source is not None and countries is not None and not _of(work, source, countries):
        return (0,) * max(len(edges) - 1, 0)
    if source is not None:
        one, several = "source", [source]
    elif countries is not None:
        one, several = "country", sorted(countries)
    else:
        one, several = None, [""]
    if not several:
        return (0,) * max(len(edges) - 1, 0)
    counted, of = _tally(one, len(several)), {f"of_{place}": each for place, each in enumerate(several)}
    found = []
    for first, last in pairwise(edges):
        values = of | {"since_us": rows.micros(first), "until_us": rows.micros(last), "most": most}
        found.append(min(sum(number for (number,) in work.rows(counted, values)), most))
    return tuple(found)


@cache
def statement(one: str | None, given: frozenset[str]) -> Select[Any]:
    """Headlines of one source, of one country (`nowhere`: of papers never put) or of all, newest first: a walk backwards along one index.

    `given` names what else is bound: `before_us`, `since_us`, `section`, `author`, `without`.
    """
    asked = HEADLINES
    at, number = articles.c.at_us, articles.c.id
    if "author" in given:
        # The walk is along the author's own index, whose dates are the articles'.
        asked = asked.join(bylines, bylines.c.article == articles.c.id)
        asked = asked.where(bylines.c.author == bindparam("author"))
        at, number = bylines.c.at_us, bylines.c.article
    asked = asked.where(articles.c.state == VISIBLE)
    if one == "nowhere":
        asked = asked.where(articles.c.country.is_(None))
    elif one is not None:
        asked = asked.where(articles.c[one] == bindparam(one))
    if "section" in given:
        asked = asked.where(articles.c.section == bindparam("section"))
    if "without" in given:
        asked = asked.where(or_(articles.c.section.is_(None), articles.c.section != bindparam("without")))
    if "since_us" in given:
        asked = asked.where(at >= bindparam("since_us"))
    if "before_us" in given:
        place = tuple_(
            bindparam("before_us", type_=articles.c.at_us.type),
            bindparam("before_id", type_=articles.c.id.type),
        )
        asked = asked.where(tuple_(at, number) < place)
    return asked.order_by(at.desc(), number.desc()).limit(bindparam("most"))


@cache
def _tally(one: str | None, several: int) -> Executable:
    """A number for each of several papers or countries, in one question: a calendar asks it some seventy times."""
    inner = select(articles.c.id).where(
        articles.c.state == VISIBLE,
        articles.c.at_us >= bindparam("since_us"),
        articles.c.at_us < bindparam("until_us"),
    )
    each = [
        inner if one is None else inner.where(articles.c[one] == bindparam(f"of_{place}"))
        for place in range(several)
    ]
    counts = [select(func.count()).select_from(ids.limit(bindparam("most")).subquery()) for ids in each]
    return counts[0] if several == 1 else union_all(*counts)


def _merged(work: Work, values: Values, countries: Iterable[str | None]) -> list[Row]:
    """The newest of several countries: each one's newest along its part of the index, merged. `None` is nowhere."""
    given = frozenset(values)
    lists = [
        work.rows(statement("nowhere", given), values)
        if country is None
        else work.rows(statement("country", given), {**values, "country": country})
        for country in countries
    ]
    if len(lists) == 1:
        return lists[0]
    return list(islice(heapq.merge(*lists, key=lambda row: (-row[_AT], -row[_ID])), values["most"]))


def _every(work: Work) -> list[str | None]:
    """Every country that an article can be of: those of the papers, and none."""
    return [*sorted(row[0] for row in work.rows(_COUNTRIES, {})), None]


def _of(work: Work, source: str, countries: frozenset[str]) -> bool:
    found = work.rows(_COUNTRY, {"paper": source})
    return bool(found) and found[0][0] in countries
