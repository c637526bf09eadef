"""How does an article get another desk without another wording? In its row and its current wording's, in two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, or_, select, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Work
from warraq.archives.sql.schema import articles, changes, versions
from warraq.press import ArticleId, ChangeKind

# A desk that a model told, or none: what the paper's own label told is never altered.
_DESKS = select(articles.c.id, articles.c.version, articles.c.state, articles.c.section).where(
    or_(articles.c.guessed, articles.c.section.is_(None))
)
_REDESK = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(
        section=bindparam("new_section", type_=articles.c.section.type),
        guessed=bindparam("new_guessed", type_=articles.c.guessed.type),
    )
)
_REDESK_WORDING = (
    update(versions)
    .where(versions.c.article == bindparam("of"), versions.c.number == bindparam("which"))
    .values(section=bindparam("new_section", type_=versions.c.section.type))
)
_NEW_CHANGE = insert(changes)


def write(work: Work, desks: Sequence[tuple[ArticleId, int, str | None]], *, guessed: bool) -> None:
    """Write the desk of each of these articles, whose current wording is the second; `guessed`: a model told it."""
    work.many(
        _REDESK,
        [
            {"article": one, "new_section": desk, "new_guessed": guessed and desk is not None}
            for one, _, desk in desks
        ],
    )
    work.many(
        _REDESK_WORDING,
        [{"of": one, "which": version, "new_section": desk} for one, version, desk in desks],
    )


def redesk(work: Work, desks: Mapping[ArticleId, str | None], *, now: datetime) -> int:
    """Another desk for articles that have none or a model's, in the transaction that `work` stands in; how many."""
    found = [
        (article, version, state)
        for article, version, state, section in rows.among(work, _DESKS, articles.c.id, list(desks))
        if section != desks[article]
    ]
    if not found:
        return 0
    found.sort()
    last, at_us = counters.read(work, counters.LAST_CHANGE), rows.micros(now)
    write(work, [(one, version, desks[one]) for one, version, _ in found], guessed=True)
    work.many(
        _NEW_CHANGE,
        [
            {
                "number": last + place,
                "kind": ChangeKind.RESTATED.value,
                "article": article,
                "version": version,
                "at_us": at_us,
                "state": state,
                "reason": None,
                "told": None,
                "country": None,
            }
            for place, (article, version, state) in enumerate(found, 1)
        ],
    )
    counters.add(work, counters.LAST_CHANGE, len(found))
    return len(found)
