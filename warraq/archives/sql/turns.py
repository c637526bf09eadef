"""Whose turn is it, host by host? For whatever waits in a table: a long queue of one host costs what a short one does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, literal_column, or_, select

from warraq.crawling.politeness import FURTHEST


def fronts(
    table: Table,
    queued: Select[Any],
    waiting: ColumnElement[str],
    *,
    key: str,
    furthest: timedelta = FURTHEST,
) -> Select[Any]:
    """Every host's first row that is due by `by_us` (or so far ahead that a clock must have jumped back since), the `most` longest due of them: from host to host along the index.

    `furthest` is the longest that anything in the table is ever put off. `queued` selects from the table; its rows with `state` = `waiting` wait, in the order of `due_us` and `key`.
    """
    furthest_us = furthest // timedelta(microseconds=1)
    by = bindparam("by_us", type_=table.c.due_us.type)
    pending, queue = table.alias("pending"), table.alias("queue")
    first = select(func.min(pending.c.host).label("host")).where(pending.c.state == waiting)
    hosts = first.cte("hosts", recursive=True)
    following = select(func.min(pending.c.host)).where(
        pending.c.state == waiting, pending.c.host > hosts.c.host
    )
    hosts = hosts.union_all(select(following.scalar_subquery()).where(hosts.c.host.is_not(None)))
    front = (
        select(queue.c[key])
        .where(queue.c.state == waiting, queue.c.host == hosts.c.host)
        .order_by(queue.c.due_us, queue.c[key])
        .limit(literal_column("1"))
        .correlate(hosts)
        .scalar_subquery()
    )
    # Not a join: with statistics SQLite reads the whole table first, for a Bloom filter that saves it nothing.
    return (
        queued.where(table.c[key].in_(select(front).select_from(hosts)))
        .where(or_(table.c.due_us <= by, table.c.due_us > by + literal_column(str(furthest_us))))
        .order_by(table.c.due_us, table.c[key])
        .limit(bindparam("most"))
    )
