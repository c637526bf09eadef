"""How are wordings and changes told again: to readers, and to whoever checks that nothing was altered?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Row, Values, Work
from warraq.archives.sql.schema import TOLD, addresses, articles, changes, sources, versions
from warraq.press import (
    ArticleId,
    Cause,
    ChangeKind,
    LedgerLine,
    State,
    Telling,
    Told,
    Version,
)

VERSIONS = select(
    versions.c.article,
    versions.c.number,
    versions.c.filed_us,
    versions.c.hash,
    versions.c.previous,
    versions.c.state,
    versions.c.cause,
    versions.c.proven,
    *rows.DRAFT,
)
_WORDINGS = (
    VERSIONS.where(
        tuple_(versions.c.article, versions.c.number)
        > tuple_(
            bindparam("after", type_=versions.c.article.type),
            bindparam("after_number", type_=versions.c.number.type),
        )
    )
    .order_by(versions.c.article, versions.c.number)
    .limit(bindparam("most"))
)
_OF_CHANGE = (versions.c.article == changes.c.article) & (versions.c.number == changes.c.version)
_LEDGER = (
    select(
        changes.c.number,
        changes.c.kind,
        changes.c.article,
        changes.c.version,
        changes.c.at_us,
        changes.c.state,
        changes.c.reason,
        versions.c.hash,
    )
    .outerjoin(versions, _OF_CHANGE)
    .where(changes.c.number > bindparam("after"))
    .order_by(changes.c.number)
    .limit(bindparam("most"))
)
_BEFORE = versions.alias("wording_before")
_TELLINGS = (
    select(
        changes.c.number,
        changes.c.told,
        changes.c.article,
        changes.c.version,
        changes.c.at_us,
        articles.c.source,
        articles.c.language,
        versions.c.title,
        _BEFORE.c.title.label("title_before"),
        changes.c.state,
        changes.c.reason,
        articles.c.state.label("state_now"),
    )
    .join(articles, articles.c.id == changes.c.article)
    .join(versions, _OF_CHANGE)
    .outerjoin(
        _BEFORE, (_BEFORE.c.article == changes.c.article) & (_BEFORE.c.number == changes.c.version - 1)
    )
    .where(TOLD, changes.c.told == bindparam("kind"))
    .order_by(changes.c.number.desc())
    .limit(bindparam("most"))
)
_COUNTRIES = select(sources.c.country).distinct()
_LARGEST = 2**63 - 1


def version(row: Row) -> Version:
    """From the columns of `VERSIONS`."""
    return Version(
        article=ArticleId(row[0]),
        number=row[1],
        draft=rows.draft(row[8:]),
        filed=rows.instant(row[2]),
        hash=row[3],
        previous=row[4],
        state=State(row[5]),
        cause=Cause(row[6]),
        proven=bool(row[7]),
    )


def wordings(work: Work, after: tuple[ArticleId, int], limit: int) -> tuple[Version, ...]:
    values = {"after": after[0], "after_number": after[1], "most": max(limit, 0)}
    return tuple(version(row) for row in work.rows(_WORDINGS, values))


def ledger(work: Work, after: int, limit: int) -> tuple[LedgerLine, ...]:
    return tuple(
        LedgerLine(
            number,
            ChangeKind(kind),
            ArticleId(article),
            wording,
            rows.instant(at_us),
            State(state),
            reason,
            digest,
        )
        for number, kind, article, wording, at_us, state, reason, digest in work.rows(
            _LEDGER, {"after": after, "most": max(limit, 0)}
        )
    )


def told(
    work: Work,
    *,
    limit: int,
    before: int | None,
    countries: frozenset[str] | None,
    kinds: frozenset[Told],
) -> tuple[Telling, ...]:
    """Each country's newest of each kind along its part of the index, merged."""
    if limit <= 0:
        return ()
    values = {"most": limit, "before": _LARGEST if before is None else min(before, _LARGEST)}
    every: Iterable[str | None] = _every(work) if countries is None else sorted(countries)
    lists = [
        work.rows(_walk(country is None), _of(values, kind, country))
        for country in every
        for kind in sorted(kinds)
    ]
    return tuple(_telling(row) for row in islice(merge(*lists, key=lambda row: -row[0]), limit))


def strays(work: Work, limit: int) -> tuple[str, ...]:
    found: list[str] = []
    for name, statement in _STRAYS.items():
        for what, article in work.rows(statement, {"most": max(limit, 0)}):
            found.append(f"{name} {what} belongs to article {article}, which there is not")
    return tuple(found)


def _stray(what: Any, article: Any) -> Select[Any]:
    return (
        select(what, article)
        .outerjoin(articles, articles.c.id == article)
        .where(articles.c.id.is_(None))
        .limit(bindparam("most"))
    )


_STRAYS = {
    "address": _stray(addresses.c.key, addresses.c.article),
    "wording": _stray(versions.c.number, versions.c.article),
    "change": _stray(changes.c.number, changes.c.article),
}


@cache
def _walk(nowhere: bool) -> Select[Any]:
    asked = _TELLINGS.where(changes.c.number < bindparam("before"))
    return asked.where(changes.c.country.is_(None) if nowhere else changes.c.country == bindparam("country"))


def _of(values: dict[str, Any], kind: Told, country: str | None) -> Values:
    named = {**values, "kind": kind.value}
    return named if country is None else {**named, "country": country}


def _every(work: Work) -> list[str | None]:
    return [*sorted(row[0] for row in work.rows(_COUNTRIES, {})), None]


def _telling(row: Row) -> Telling:
    told = Told(row[1])
    return Telling(
        number=row[0],
        told=told,
        article=ArticleId(row[2]),
        version=row[3],
        at=rows.instant(row[4]),
        source=row[5],
        language=row[6],
        title=row[7],
        before=row[8] if told is Told.HEADLINE else None,
        state=State(row[9]),
        reason=row[10],
        now=State(row[11]),
    )
