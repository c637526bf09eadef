"""Where do back-fills stand, and every address that they found? In the archive's own database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, insert, null, or_, select, true, update

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import PAST_PENDING, backfills, past_addresses
from warraq.archives.wording import bounded, clause, mended
from warraq.crawling import urls
from warraq.press import ArticleId, Backfill, Found, Past, PastKind, PastState, PastTally

_T = past_addresses.c
_NO_DATE = 2**62
_LISTS = (PastKind.LIST, PastKind.DAY, PastKind.MORE)

_ALL = select(*backfills.c)
_OF = _ALL.where(backfills.c.source == bindparam("of_source"))
_NEW = insert(backfills)
_PUT = (
    update(backfills)
    .where(backfills.c.source == bindparam("of_source"))
    .values({one.name: bindparam(f"new_{one.name}", type_=one.type) for one in backfills.c})
)
_KNOWN = select(_T.known).where(_T.source == bindparam("of_source"))
_FOUND = insert(past_addresses).values(
    {
        one.name: bindparam(one.name, type_=one.type)
        for one in _T
        if one.name not in {"number", "settled_us", "article", "reason"}
    }
)
_QUEUE: Select[Any] = (
    select(
        _T.number,
        _T.source,
        _T.host,
        _T.url,
        _T.kind,
        _T.said_us,
        _T.printed,
        _T.blank,
        _T.attempts,
        _T.due_us,
        _T.place,
    )
    .where(
        _T.state == PAST_PENDING,
        _T.source == bindparam("of_source"),
        _T.kind == bindparam("of_kind"),
        _T.due_us <= bindparam("by_us"),
    )
    .order_by(_T.place, _T.number)
    .limit(bindparam("most"))
)
_NEXT_DUE = select(func.min(_T.due_us)).where(_T.state == PAST_PENDING, _T.source == bindparam("of_source"))
_SETTLED = ("state", "settled_us", "asked", "article", "reason", "attempts", "due_us")
_SETTLE = (
    update(past_addresses)
    .where(_T.number == bindparam("of_number"), _T.state == PAST_PENDING)
    .values({name: bindparam(f"new_{name}", type_=_T[name].type) for name in _SETTLED})
)
_REOPEN = (
    update(past_addresses)
    .where(
        _T.source == bindparam("of_source"),
        or_(
            _T.state == PastState.OUTSIDE.value,
            and_(
                _T.kind != PastKind.PAGE.value,
                or_(_T.state == PastState.DONE.value, _T.state == PastState.FAILED.value),
            ),
        ),
    )
    .values(
        state=PastState.PENDING.value,
        settled_us=null(),
        reason=null(),
        attempts=0,
        due_us=bindparam("new_due_us", type_=_T.due_us.type),
    )
)
_COUNTS = (
    select(_T.kind, _T.state, func.count())
    .where(_T.source == bindparam("of_source"))
    .group_by(_T.kind, _T.state)
)
_ASKED = select(func.count(), func.min(_T.settled_us), func.max(_T.settled_us)).where(
    _T.source == bindparam("of_source"),
    _T.kind == PastKind.PAGE.value,
    _T.asked == true(),
    _T.settled_us >= bindparam("since_us"),
)
_TIMES = func.count().label("times")
_REASONS = (
    select(_T.state, _T.reason, _TIMES)
    .where(_T.source == bindparam("of_source"), _T.reason.is_not(None))
    .group_by(_T.state, _T.reason)
    .order_by(_TIMES.desc(), _T.state, _T.reason)
    .limit(bindparam("most"))
)


class SqlPasts:
    """`ports.past.Pasts` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, backfill: Backfill) -> None:
        values = _values(backfill)
        with self._store.writing(Desk.RECHECKS) as work:
            if work.rows(_OF, {"of_source": backfill.source}):
                new = {f"new_{name}": value for name, value in values.items()}
                work.run(_PUT, {"of_source": backfill.source, **new})
            else:
                work.run(_NEW, values)

    def backfills(self) -> dict[str, Backfill]:
        with self._store.reading() as work:
            return {row[0]: _backfill(row) for row in work.rows(_ALL, {})}

    def note(self, source: str, found: Sequence[Found], *, now: datetime) -> int:
        with self._store.writing(Desk.RECHECKS) as work:
            return _note(work, source, found, now)

    def read(self, past: Past, found: Sequence[Found], *, now: datetime, reason: str | None = None) -> int:
        with self._store.writing(Desk.RECHECKS) as work:
            fresh = _note(work, past.source, found, now)
            _settle(work, past, PastState.DONE, now=now, reason=reason)
            return fresh

    def waiting(
        self, source: str, *, now: datetime, limit: int, lists: bool | None = None
    ) -> tuple[Past, ...]:
        kinds = [*(_LISTS if lists is not False else ()), *((PastKind.PAGE,) if not lists else ())]
        values = {"of_source": source, "by_us": rows.micros(now), "most": limit}
        with self._store.reading() as work:
            found = [row for kind in kinds for row in work.rows(_QUEUE, {**values, "of_kind": kind.value})]
        found.sort(key=lambda row: (row[-1], row[0]))
        return tuple(_past(row) for row in found[:limit])

    def next_due(self, source: str) -> datetime | None:
        with self._store.reading() as work:
            return rows.maybe_instant(work.rows(_NEXT_DUE, {"of_source": source})[0][0])

    def settle(
        self,
        past: Past,
        state: PastState,
        *,
        now: datetime,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        asked: bool = True,
    ) -> None:
        with self._store.writing(Desk.RECHECKS, durable=False) as work:  # lost, it is asked once more
            _settle(work, past, state, now=now, article=article, reason=reason, due=due, asked=asked)

    def reopen(self, source: str, *, now: datetime) -> int:
        with self._store.writing(Desk.RECHECKS) as work:
            return work.run(_REOPEN, {"of_source": source, "new_due_us": rows.micros(now)})

    def tally(self, source: str, *, since: datetime) -> PastTally:
        with self._store.reading() as work:
            counts = work.rows(_COUNTS, {"of_source": source})
            ((asked, first, last),) = work.rows(_ASKED, {"of_source": source, "since_us": rows.micros(since)})
        return PastTally(
            {(PastKind(kind), PastState(state)): times for kind, state, times in counts},
            asked,
            rows.maybe_instant(first),
            rows.maybe_instant(last),
        )

    def reasons(self, source: str, *, limit: int = 10) -> tuple[tuple[PastState, str, int], ...]:
        with self._store.reading() as work:
            found = work.rows(_REASONS, {"of_source": source, "most": limit})
        return tuple((PastState(state), reason, times) for state, reason, times in found)


def _note(work: Work, source: str, found: Sequence[Found], now: datetime) -> int:
    new = {bounded(one.url): one for one in reversed(found)}  # of one address twice, the first counts
    names = list(new)
    known = {row[0] for row in rows.among(work, _KNOWN, _T.known, names, {"of_source": source})}
    fresh = [name for name in reversed(names) if name not in known]
    work.many(_FOUND, [_row(source, name, new[name], now) for name in fresh])
    return len(fresh)


def _row(source: str, known: str, one: Found, now: datetime) -> dict[str, Any]:
    said_us = rows.maybe_micros(one.said)
    return {
        "source": source,
        "known": known,
        "url": mended(one.url),
        "host": bounded(urls.host(one.url)),
        "kind": one.kind.value,
        "said_us": said_us,
        "printed": one.printed,
        "blank": one.blank,
        "place": _NO_DATE if said_us is None else -said_us,
        "state": PastState.PENDING.value,
        "attempts": 0,
        "due_us": rows.micros(now),
        "asked": False,
    }


def _settle(
    work: Work,
    past: Past,
    state: PastState,
    *,
    now: datetime,
    article: ArticleId | None = None,
    reason: str | None = None,
    due: datetime | None = None,
    asked: bool = True,
) -> None:
    pending = state is PastState.PENDING
    work.run(
        _SETTLE,
        {
            "of_number": past.number,
            "new_state": state.value,
            "new_settled_us": None if pending else rows.micros(now),
            "new_asked": asked and not pending,
            "new_article": article,
            "new_reason": clause(reason),
            "new_attempts": past.attempts + (asked and pending),
            "new_due_us": rows.micros((due or now) if pending else past.due),
        },
    )


def _past(row: Row) -> Past:
    number, source, host, url, kind, said_us, printed, blank, attempts, due_us, _ = row
    found = Found(url, PastKind(kind), rows.maybe_instant(said_us), bool(printed), blank)
    return Past(number, source, host, found, attempts, rows.instant(due_us))


def _values(one: Backfill) -> dict[str, Any]:
    return {
        "source": one.source,
        "asked_us": rows.micros(one.asked),
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
        "most": one.most,
        "lists": json.dumps([mended(url) for url in one.lists], ensure_ascii=False),
        "archives": json.dumps([mended(url) for url in one.archives], ensure_ascii=False),
        "begun": one.begun,
        "ended_us": rows.maybe_micros(one.ended),
        "problem": clause(one.problem),
    }


def _backfill(row: Row) -> Backfill:
    source, asked_us, since, until, most, lists, archives, begun, ended_us, problem = row
    return Backfill(
        source=source,
        asked=rows.instant(asked_us),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        most=most,
        lists=tuple(json.loads(lists)),
        archives=tuple(json.loads(archives)),
        begun=bool(begun),
        ended=rows.maybe_instant(ended_us),
        problem=problem,
    )
