"""Where does stand what was learnt of papers' pages, and approved of them? In the archive's own database."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import bindparam, delete, insert, select

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Desk, Row, Store, Values
from warraq.archives.sql.schema import page_approvals, templates
from warraq.archives.wording import clause
from warraq.ports.templates import Approval, KeptTemplate
from warraq.press import Layout

_ALL = select(*templates.c)
_OF = _ALL.where(templates.c.source == bindparam("of_source"))
_REVISION = select(templates.c.revision).where(templates.c.source == bindparam("of_source"))
_NEW = insert(templates)
_DROP = delete(templates).where(templates.c.source == bindparam("of_source"))
_APPROVALS = (
    select(*page_approvals.c)
    .where(page_approvals.c.source == bindparam("of_source"))
    .order_by(page_approvals.c.at_us.desc(), page_approvals.c.url.desc())
)
_APPROVE = insert(page_approvals)
_WITHDRAW = delete(page_approvals).where(
    page_approvals.c.source == bindparam("of_source"), page_approvals.c.url == bindparam("of_url")
)


class SqlTemplates:
    """`ports.templates.Templates` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, source: str) -> KeptTemplate | None:
        with self._store.reading() as work:
            found = work.rows(_OF, {"of_source": source})
        return _kept(found[0]) if found else None

    def put(self, kept: KeptTemplate) -> bool:
        with self._store.writing(Desk.TEMPLATES, durable=False) as work:
            found = work.rows(_REVISION, {"of_source": kept.source})
            if (found[0][0] if found else 0) != kept.revision - 1:
                return False
            work.run(_DROP, {"of_source": kept.source})
            work.run(_NEW, _values(kept))
            return True

    def forget(self, source: str) -> bool:
        with self._store.writing(Desk.TEMPLATES) as work:
            return work.run(_DROP, {"of_source": source}) > 0

    def approve(self, approval: Approval) -> None:
        with self._store.writing(Desk.TEMPLATES) as work:
            work.run(_WITHDRAW, {"of_source": approval.source, "of_url": approval.url})
            work.run(_APPROVE, _approval_values(approval))

    def approvals(self, source: str) -> tuple[Approval, ...]:
        with self._store.reading() as work:
            return tuple(map(_approval, work.rows(_APPROVALS, {"of_source": source})))

    def withdraw(self, source: str, url: str) -> bool:
        with self._store.writing(Desk.TEMPLATES) as work:
            return work.run(_WITHDRAW, {"of_source": source, "of_url": url}) > 0


def _values(kept: KeptTemplate) -> Values:
    return {
        "source": kept.source,
        "text": kept.text,
        "version": kept.version,
        "articles": kept.articles,
        "revision": kept.revision,
        "at_us": rows.micros(kept.at),
    }


def _kept(row: Row) -> KeptTemplate:
    source, text, version, articles, revision, at_us = row
    return KeptTemplate(source, text, version, articles, revision, rows.instant(at_us))


def _approval_values(one: Approval) -> Values:
    layout = one.layout and [
        one.layout.body,
        one.layout.drop,
        one.layout.until.isoformat() if one.layout.until else None,
    ]
    return {
        "source": one.source,
        "url": one.url,
        "way": one.way,
        "layout": json.dumps(layout, ensure_ascii=False) if layout else None,
        "words": one.words,
        "at_us": rows.micros(one.at),
        "by": clause(one.by),
    }


def _approval(row: Row) -> Approval:
    source, url, way, layout, words, at_us, by = row
    return Approval(source, url, way, _layout(layout), words, rows.instant(at_us), by)


def _layout(text: str | None) -> Layout | None:
    if text is None:
        return None
    body, drop, until = json.loads(text)
    return Layout(body, tuple(drop), date.fromisoformat(until) if until else None)
