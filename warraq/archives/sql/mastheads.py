"""Where does stand what the site is called? In the archive's own database, every masthead that was ever set."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, func, insert, select

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Desk, Row, Store
from warraq.archives.sql.schema import mastheads
from warraq.archives.wording import mended
from warraq.press import Masthead, Recast, Titles

_LAST = select(func.max(mastheads.c.number))
_ONE = select(*mastheads.c).where(mastheads.c.number == bindparam("of_number"))
_NEWEST = select(*mastheads.c).order_by(mastheads.c.number.desc()).limit(bindparam("most"))
_PUT = insert(mastheads)
_LARGEST = 2**63 - 1
_PLAIN = frozenset(field.name for field in fields(Masthead)) - {"ar", "fr", "en"}
_SAID = frozenset(field.name for field in fields(Titles))


class SqlMastheads:
    """`ports.mastheads.Mastheads` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last(self) -> int:
        with self._store.reading() as work:
            return work.rows(_LAST, {})[0][0] or 0

    def standing(self) -> Recast | None:
        return next(iter(self.listed(limit=1)), None)

    def recast(self, number: int) -> Recast | None:
        if not 0 < number <= _LARGEST:
            return None
        with self._store.reading() as work:
            found = work.rows(_ONE, {"of_number": number})
        return _recast(found[0]) if found else None

    def put(
        self, masthead: Masthead, *, by: str, now: datetime, after: int, undoes: int | None = None
    ) -> Recast | None:
        with self._store.writing(Desk.DESK) as work:
            if (work.rows(_LAST, {})[0][0] or 0) != after:
                return None
            said = {"number": after + 1, "said": _written(masthead), "by": mended(by)}
            work.run(_PUT, said | {"at_us": rows.micros(now), "undoes": undoes})
            return _recast(work.rows(_ONE, {"of_number": after + 1})[0])

    def listed(self, *, limit: int) -> tuple[Recast, ...]:
        with self._store.reading() as work:
            return tuple(map(_recast, work.rows(_NEWEST, {"most": max(limit, 0)})))


def _written(masthead: Masthead) -> str:
    """What is set, as JSON; what is not is left out."""
    said = {
        name: {key: mended(text) for key, text in value.items() if text is not None}
        if isinstance(value, dict)
        else value
        for name, value in asdict(masthead).items()
    }
    return orjson.dumps({name: value for name, value in said.items() if value not in (None, {})}).decode()


def _read(text: str) -> Masthead:
    """A word that this Warraq does not know is passed over."""
    told: dict[str, Any] = orjson.loads(text)
    plain = {name: value for name, value in told.items() if name in _PLAIN}
    ar, fr, en = (
        Titles(**{key: value for key, value in told.get(one, {}).items() if key in _SAID})
        for one in ("ar", "fr", "en")
    )
    return Masthead(ar, fr, en, **plain)


def _recast(row: Row) -> Recast:
    number, said, by, at_us, undoes = row
    return Recast(number, _read(said), by, rows.instant(at_us), undoes)
