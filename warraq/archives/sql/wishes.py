"""Where does stand what papers' sites ask of robots? In the archive's own database."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import bindparam, delete, insert, select

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store
from warraq.archives.sql.schema import site_wishes
from warraq.archives.wording import clause, mended
from warraq.press import Reservation, SiteWishes

_ALL = select(*site_wishes.c)
_OF = _ALL.where(site_wishes.c.source == bindparam("of_source"))
_NEW = insert(site_wishes)
_DROP = delete(site_wishes).where(site_wishes.c.source == bindparam("of_source"))


class SqlWishes:
    """`ports.wishes.Wishes` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, wishes: SiteWishes) -> None:
        with self._store.writing(Desk.RECHECKS, durable=False) as work:
            found = work.rows(_OF, {"of_source": wishes.source})
            values = _values(wishes)
            work.run(_DROP, {"of_source": wishes.source})
            work.run(_NEW, values)
            same = found and replace(_wishes(found[0]), asked=wishes.asked) == _wishes(tuple(values.values()))
            if not same:
                counters.begin(work, counters.WISHES)
                counters.add(work, counters.WISHES, 1)

    def held(self) -> dict[str, SiteWishes]:
        with self._store.reading() as work:
            return {row[0]: _wishes(row) for row in work.rows(_ALL, {})}

    def changes(self) -> int:
        with self._store.reading() as work:
            return counters.begun(work, counters.WISHES)


def _values(one: SiteWishes) -> dict[str, object]:
    told = [[mended(rule.location), rule.reserved, rule.policy] for rule in one.rules]
    return {
        "source": one.source,
        "host": one.host,
        "asked_us": rows.micros(one.asked),
        "signals": json.dumps(one.signals, separators=(",", ":")),
        "rules": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        "problem": clause(one.problem),
    }


def _wishes(row: Row) -> SiteWishes:
    source, host, asked_us, signals, told, problem = row
    return SiteWishes(
        source,
        host,
        rows.instant(asked_us),
        tuple((name, value) for name, value in json.loads(signals)),
        tuple(Reservation(*rule) for rule in json.loads(told)),
        problem,
    )
