"""Which hub calls for which feed? In the archive's own database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Desk, Row, Store
from warraq.archives.sql.schema import subscriptions
from warraq.archives.wording import clause
from warraq.ports.subscriptions import Subscription

_ALL = select(*subscriptions.c)
_OF = _ALL.where(subscriptions.c.feed == bindparam("of_feed"))
_BY_TOKEN = _ALL.where(subscriptions.c.token == bindparam("of_token"))
_CALLED = select(subscriptions.c.feed, subscriptions.c.called_us).where(
    subscriptions.c.called_us > bindparam("since_us")
)
_NEW = insert(subscriptions)
_DROP = delete(subscriptions).where(subscriptions.c.feed == bindparam("of_feed"))
_PROMISE = (
    update(subscriptions)
    .where(subscriptions.c.token == bindparam("of_token"))
    .values(
        lease_us=bindparam("new_lease", type_=subscriptions.c.lease_us.type),
        problem=bindparam("new_problem", type_=subscriptions.c.problem.type),
    )
)
_CALL = (
    update(subscriptions)
    .where(subscriptions.c.token == bindparam("of_token"))
    .values(called_us=bindparam("new_called", type_=subscriptions.c.called_us.type))
)


class SqlSubscriptions:
    """`ports.subscriptions.Subscriptions` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, subscription: Subscription) -> None:
        one = subscription
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.run(_DROP, {"of_feed": one.feed})
            work.run(
                _NEW,
                {
                    "feed": one.feed,
                    "hub": one.hub,
                    "topic": one.topic,
                    "token": one.token,
                    "secret": one.secret,
                    "asked_us": rows.micros(one.asked),
                    "lease_us": rows.maybe_micros(one.lease),
                    "called_us": rows.maybe_micros(one.called),
                    "problem": clause(one.problem),
                },
            )

    def of(self, feed: str) -> Subscription | None:
        with self._store.reading() as work:
            found = work.rows(_OF, {"of_feed": feed})
        return _subscription(found[0]) if found else None

    def by_token(self, token: str) -> Subscription | None:
        with self._store.reading() as work:
            found = work.rows(_BY_TOKEN, {"of_token": token})
        return _subscription(found[0]) if found else None

    def promise(self, token: str, *, lease: datetime | None, problem: str | None) -> None:
        values = {"of_token": token, "new_lease": rows.maybe_micros(lease), "new_problem": clause(problem)}
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.run(_PROMISE, values)

    def call(self, token: str, *, now: datetime) -> None:
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.run(_CALL, {"of_token": token, "new_called": rows.micros(now)})

    def called_since(self, moment: datetime) -> dict[str, datetime]:
        with self._store.reading() as work:
            found = work.rows(_CALLED, {"since_us": rows.micros(moment)})
        return {feed: rows.instant(called_us) for feed, called_us in found}

    def drop(self, feed: str) -> None:
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.run(_DROP, {"of_feed": feed})


def _subscription(row: Row) -> Subscription:
    return Subscription(
        feed=row[0],
        hub=row[1],
        topic=row[2],
        token=row[3],
        secret=row[4],
        asked=rows.instant(row[5]),
        lease=rows.maybe_instant(row[6]),
        called=rows.maybe_instant(row[7]),
        problem=row[8],
    )
