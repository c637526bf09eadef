"""Which articles are visited again, and how do papers' doors stand? In the archive's own database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, false, func, insert, select, update

from warraq.archives.sql import counters, rows, turns
from warraq.archives.sql.engine import Desk, Row, Store
from warraq.archives.sql.schema import MISSED, WATCHED, doorways, rechecks
from warraq.archives.wording import bounded, clause, kept_reason, mended
from warraq.ports.rechecks import DoorState, Doorway, Sample, Watch
from warraq.press import ArticleId

_FURTHEST = timedelta(days=410)  # a year and a tenth, and what spreads visits
_STATE = "watched"
_WATCHES = select(*(column for column in rechecks.c if column.name != "state"))
_KNOWN = select(rechecks.c.article)
_WATCH = _WATCHES.where(rechecks.c.article == bindparam("of_article"))
_NEW = insert(rechecks)
_VISITED = ("due_us", "etag", "last_modified", "missed_us", "misses", "withdrawn", "problem")
_PUT = (
    update(rechecks)
    .where(rechecks.c.article == bindparam("of_article"))
    .values({name: bindparam(f"new_{name}", type_=rechecks.c[name].type) for name in _VISITED})
)
_OLD = (
    _WATCHES.where(
        rechecks.c.source == bindparam("of_source"),
        rechecks.c.article > bindparam("behind"),
        rechecks.c.filed_us < bindparam("before_us"),
        rechecks.c.withdrawn == false(),
    )
    .order_by(rechecks.c.article)
    .limit(1)
)
_MISSING = select(rechecks.c.source, func.count()).where(MISSED).group_by(rechecks.c.source)
_DOORS = select(*doorways.c)
_DOOR = _DOORS.where(doorways.c.source == bindparam("of_source"))
_NEW_DOOR = insert(doorways)
_PUT_DOOR = (
    update(doorways)
    .where(doorways.c.source == bindparam("of_source"))
    .values(
        {
            column.name: bindparam(f"new_{column.name}", type_=column.type)
            for column in doorways.c
            if column.name != "source"
        }
    )
)
# What a look may change of a door that a person decided.
_LOOKED = ("checked_us", "due_us", "sampled_us", "sample_asked", "sample_answered")


class SqlRechecks:
    """`ports.rechecks.Rechecks` on SQLite or PostgreSQL. Visits are written without forcing the disk, as they can be
    made again; doors are forced."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def position(self) -> int:
        with self._store.reading() as work:
            return counters.read(work, counters.RECHECKS_FOLLOWED)

    def follow(self, watches: Sequence[Watch], *, position: int) -> int:
        told = {watch.article: watch for watch in reversed(watches)}
        with self._store.writing(Desk.RECHECKS, durable=False) as work:
            known = {row[0] for row in rows.among(work, _KNOWN, rechecks.c.article, list(told))}
            fresh = [one for article, one in sorted(told.items()) if article not in known]
            work.many(_NEW, [_values(one) for one in fresh])
            moved = position - counters.read(work, counters.RECHECKS_FOLLOWED)
            counters.add(work, counters.RECHECKS_FOLLOWED, moved)
        return len(fresh)

    def due(self, *, now: datetime, limit: int, without: frozenset[str] = frozenset()) -> tuple[Watch, ...]:
        if limit <= 0:
            return ()
        with self._store.reading() as work:
            found = work.rows(_fronts(), {"by_us": rows.micros(now), "most": limit + len(without)})
        return tuple(one for one in map(_watch, found) if one.host not in without)[:limit]

    def watch(self, article: ArticleId) -> Watch | None:
        with self._store.reading() as work:
            found = work.rows(_WATCH, {"of_article": article})
        return _watch(found[0]) if found else None

    def put(self, watch: Watch) -> None:
        values = _values(watch)
        with self._store.writing(Desk.RECHECKS, durable=False) as work:
            work.run(
                _PUT, {"of_article": watch.article, **{f"new_{name}": values[name] for name in _VISITED}}
            )

    def old(self, source: str, *, after: ArticleId, filed_before: datetime) -> Watch | None:
        asked = {"of_source": source, "behind": after, "before_us": rows.micros(filed_before)}
        with self._store.reading() as work:
            found = work.rows(_OLD, asked)
        return _watch(found[0]) if found else None

    def missing(self) -> dict[str, int]:
        with self._store.reading() as work:
            return {row[0]: row[1] for row in work.rows(_MISSING, {})}

    def doors(self) -> dict[str, Doorway]:
        with self._store.reading() as work:
            return {row[0]: _door(row) for row in work.rows(_DOORS, {})}

    def put_door(self, door: Doorway) -> None:
        self._put_door(replace(door, decided=False), deciding=False)

    def decide_door(self, door: Doorway) -> None:
        self._put_door(door, deciding=True)

    def _put_door(self, door: Doorway, *, deciding: bool) -> None:
        values = _door_values(door)
        with self._store.writing(Desk.RECHECKS) as work:
            found = work.rows(_DOOR, {"of_source": door.source})
            if not found:
                work.run(_NEW_DOOR, values)
                return
            if _door(found[0]).decided and not deciding:
                held = dict(zip(doorways.c.keys(), found[0], strict=True))
                values = {**held, **{name: values[name] for name in _LOOKED}}
            new = {f"new_{name}": value for name, value in values.items() if name != "source"}
            work.run(_PUT_DOOR, {"of_source": door.source, **new})


@cache
def _fronts() -> Select[Any]:
    # an article is visited again after up to a year: that is no clock that jumped back
    return turns.fronts(rechecks, _WATCHES, WATCHED, key="article", furthest=_FURTHEST)


def _values(watch: Watch) -> dict[str, Any]:
    return {
        "article": watch.article,
        "source": watch.source,
        "host": bounded(watch.host),
        "state": _STATE,
        "since_us": rows.micros(watch.since),
        "filed_us": rows.micros(watch.filed),
        "due_us": rows.micros(watch.due),
        "etag": _header(watch.etag),
        "last_modified": _header(watch.last_modified),
        "missed_us": rows.maybe_micros(watch.missed),
        "misses": watch.misses,
        "withdrawn": watch.withdrawn,
        "problem": clause(watch.problem),
    }


def _header(value: str | None) -> str | None:
    return None if value is None else mended(value)


def _watch(row: Row) -> Watch:
    (
        article,
        source,
        host,
        since_us,
        filed_us,
        due_us,
        etag,
        modified,
        missed_us,
        misses,
        withdrawn,
        problem,
    ) = row
    return Watch(
        article=ArticleId(article),
        source=source,
        host=host,
        since=rows.instant(since_us),
        filed=rows.instant(filed_us),
        due=rows.instant(due_us),
        etag=etag,
        last_modified=modified,
        missed=rows.maybe_instant(missed_us),
        misses=misses,
        withdrawn=bool(withdrawn),
        problem=problem,
    )


def _door_values(door: Doorway) -> dict[str, Any]:
    sample = door.sample
    return {
        "source": door.source,
        "state": door.state.value,
        "since_us": rows.maybe_micros(door.since),
        "due_us": rows.maybe_micros(door.due),
        "checked_us": rows.maybe_micros(door.checked),
        "target": door.target,
        "reason": kept_reason(door.reason),
        "decided": door.decided,
        "leaning": door.leaning.value if door.leaning else None,
        "leaning_since_us": rows.maybe_micros(door.leaning_since),
        "looks": door.looks,
        "sampled_us": rows.micros(sample.at) if sample else None,
        "sample_asked": sample.asked if sample else None,
        "sample_answered": sample.answered if sample else None,
    }


def _door(row: Row) -> Doorway:
    source, state, since_us, due_us, checked_us, target, reason, decided, leaning, leaning_us, looks = row[
        :11
    ]
    sampled_us, asked, answered = row[11:]
    return Doorway(
        source=source,
        state=DoorState(state),
        since=rows.maybe_instant(since_us),
        due=rows.maybe_instant(due_us),
        checked=rows.maybe_instant(checked_us),
        target=target,
        reason=reason,
        decided=bool(decided),
        leaning=DoorState(leaning) if leaning else None,
        leaning_since=rows.maybe_instant(leaning_us),
        looks=looks,
        sample=Sample(rows.instant(sampled_us), asked, answered) if sampled_us is not None else None,
    )
