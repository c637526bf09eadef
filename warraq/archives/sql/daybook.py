"""What has the collecting desk done, and what must it do next? In the archive's own database.

Written without forcing the disk: after a power cut it may lack its last moments, which costs requests, never articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, literal_column, select, update

from warraq.archives.sql import queue, rows
from warraq.archives.sql.engine import Desk, Row, Store, Values
from warraq.archives.sql.schema import captures, feed_states, host_states
from warraq.archives.wording import bounded, mended
from warraq.ports.daybook import Assignment, EntryState, FeedState, HostState
from warraq.press import ArticleId, CaptureNote, Entry, Feed

_FEEDS, _HOSTS = select(*feed_states.c), select(*host_states.c)
_CAPTURES = select(*captures.c)
_EXPIRED = (
    _CAPTURES.where(captures.c.expires_us <= bindparam("until_us"))
    .order_by(captures.c.expires_us, captures.c.id)
    .limit(bindparam("most"))
)
_EARLIEST, _LATEST = -(2**62), 2**62
_WITHIN = _CAPTURES.where(
    captures.c.at_us >= bindparam("since_us"), captures.c.at_us < bindparam("until_us")
).limit(bindparam("most"))
# Along the index of what expires: no page of a long list costs more than the first.
_NEXT = _WITHIN.where(
    captures.c.expires_us >= bindparam("after_us"),
    (captures.c.expires_us > bindparam("after_us")) | (captures.c.id > bindparam("after_id")),
).order_by(captures.c.expires_us, captures.c.id)
_NEXT_ENDLESS = _WITHIN.where(
    captures.c.expires_us.is_(None), captures.c.id > bindparam("after_id")
).order_by(captures.c.id)
_DAY_US = 86_400_000_000
_DAY = (captures.c.at_us // literal_column(str(_DAY_US))).label("day")
_BY_DAY = (
    select(_DAY, func.count(), func.sum(captures.c.size_bytes))
    .where(captures.c.at_us >= bindparam("since_us"))
    .group_by(literal_column("day"))
    .order_by(literal_column("day"))
)
_FORGET = delete(captures).where(captures.c.id == bindparam("capture"))


class SqlDaybook:
    """`ports.daybook.Daybook` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def feed_states(self) -> dict[str, FeedState]:
        with self._store.reading() as work:
            return {row[0]: _feed_state(row) for row in work.rows(_FEEDS, {})}

    def put_feed_state(self, state: FeedState) -> None:
        self.put_feed_states([state])

    def put_feed_states(self, states: Sequence[FeedState]) -> None:
        if states:
            self._put(feed_states, *map(_feed_values, states))

    def host_states(self) -> dict[str, HostState]:
        with self._store.reading() as work:
            found = work.rows(_HOSTS, {})
        return {host: HostState(host, rows.maybe_instant(due_us), errors) for host, due_us, errors in found}

    def put_host_state(self, state: HostState) -> None:
        if state.due is None and not state.errors:
            with self._store.writing(Desk.DAYBOOK, durable=False) as work:
                work.run(_without(host_states), {"name": state.host})
            return
        values = {"host": state.host, "due_us": rows.maybe_micros(state.due), "errors": state.errors}
        self._put(host_states, values)

    def note(self, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> int:
        # Where a feed says a thing twice in one reading, its last word counts.
        latest = {bounded(entry.guid): entry for entry in entries}
        if not latest:
            return 0
        with self._store.reading() as work:
            if not queue.fresh(work, feed, latest):
                return 0  # the usual case takes no writer's turn
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            return queue.note(work, feed, latest, now)

    def assignments(
        self, *, now: datetime, limit: int, per_host: int = 1, without: frozenset[str] = frozenset()
    ) -> tuple[Assignment, ...]:
        if limit <= 0 or per_host <= 0:
            return ()
        with self._store.reading() as work:
            return queue.assignments(work, now=now, limit=limit, per_host=per_host, without=without)

    def next_due(self) -> datetime | None:
        with self._store.reading() as work:
            return queue.next_due(work)

    def settle(
        self,
        feed: str,
        guid: str,
        state: EntryState,
        *,
        now: datetime,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        attempted: bool = True,
    ) -> None:
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            if state is EntryState.PENDING:
                queue.put_off(work, feed, guid, due=due or now, reason=reason, attempts=int(attempted))
            else:
                queue.settle(work, feed, guid, state, now=now, article=article, reason=reason)

    def tally(self) -> dict[EntryState, int]:
        with self._store.reading() as work:
            return queue.tally(work)

    def reasons(
        self, state: EntryState, *, source: str | None = None, limit: int = 20
    ) -> tuple[tuple[str, int], ...]:
        with self._store.reading() as work:
            return queue.reasons(work, state, source, max(limit, 0))

    def keep(self, note: CaptureNote) -> None:
        values = {
            "id": note.id,
            "url": mended(note.url),
            "at_us": rows.micros(note.at),
            "status": note.status,
            "media_type": _maybe_mended(note.media_type),
            "digest": note.digest,
            "size_bytes": note.size_bytes,
            "object": note.object,
            "expires_us": rows.maybe_micros(note.expires),
        }
        self._put(captures, values)

    def capture(self, capture: str) -> CaptureNote | None:
        with self._store.reading() as work:
            found = rows.among(work, _CAPTURES, captures.c.id, [bounded(capture)])
        return _capture_note(found[0]) if found else None

    def captures(
        self,
        *,
        after: CaptureNote | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> tuple[CaptureNote, ...]:
        limits: Values = {
            "since_us": _EARLIEST if since is None else rows.micros(since),
            "until_us": _LATEST if until is None else rows.micros(until),
        }
        found: list[Row] = []
        with self._store.reading() as work:
            if after is None or after.expires is not None:
                ended = _EARLIEST if after is None or after.expires is None else rows.micros(after.expires)
                place = {"after_us": ended, "after_id": after.id if after else ""}
                found += work.rows(_NEXT, {**limits, **place, "most": max(limit, 0)})
            if len(found) < limit:
                last = after.id if after is not None and after.expires is None else ""
                found += work.rows(_NEXT_ENDLESS, {**limits, "after_id": last, "most": limit - len(found)})
        return tuple(_capture_note(row) for row in found)

    def captures_by_day(self, since: datetime) -> tuple[tuple[date, int, int], ...]:
        with self._store.reading() as work:
            found = work.rows(_BY_DAY, {"since_us": rows.micros(since)})
        return tuple(
            (rows.instant(int(day) * _DAY_US).date(), int(count), int(size)) for day, count, size in found
        )

    def expired(self, now: datetime, *, limit: int) -> tuple[CaptureNote, ...]:
        with self._store.reading() as work:
            found = work.rows(_EXPIRED, {"until_us": rows.micros(now), "most": max(limit, 0)})
        return tuple(_capture_note(row) for row in found)

    def forget(self, ids: Sequence[str]) -> None:
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.many(_FORGET, [{"capture": name} for name in ids])

    def _put(self, table: Table, *every: Values) -> None:
        """Write rows over those of the same name, or as new ones, in one transaction."""
        (name,) = table.primary_key
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            for values in every:
                given = {f"new_{key}": value for key, value in values.items() if key != name.name}
                if not work.run(_over(table), {"name": values[name.name], **given}):
                    work.run(_new(table), values)


@cache
def _new(table: Table) -> Any:
    return insert(table)


@cache
def _over(table: Table) -> Any:
    (name,) = table.primary_key
    others = {
        column.name: bindparam(f"new_{column.name}", type_=column.type)
        for column in table.c
        if column is not name
    }
    return update(table).where(name == bindparam("name")).values(others)


@cache
def _without(table: Table) -> Any:
    (name,) = table.primary_key
    return delete(table).where(name == bindparam("name"))


def _feed_values(state: FeedState) -> Values:
    return {
        "feed": state.feed,
        "url": mended(state.url),
        "due_us": rows.maybe_micros(state.due),
        "errors": state.errors,
        "etag": _maybe_mended(state.etag),
        "last_modified": _maybe_mended(state.last_modified),
        "digest": state.digest,
        "tried_us": rows.maybe_micros(state.tried),
        "reached_us": rows.maybe_micros(state.reached),
        "status": state.status,
        "problem": _maybe_mended(state.problem),
        "stopped": _maybe_mended(state.stopped),
        "interval_us": _length(state.interval),
        "ttl_us": _length(state.ttl),
        "skip_hours": _numbered(state.skip_hours),
        "skip_days": _numbered(state.skip_days),
        "moved_to": _maybe_mended(state.moved_to),
        "moved_us": rows.maybe_micros(state.moved_since),
        "moved_times": state.moved_times or None,
    }


def _feed_state(row: Row) -> FeedState:
    feed, url, due, errors, etag, last_modified, digest, tried, reached, status, problem, stopped, *pace = row
    interval, ttl, hours, days, moved_to, moved_us, moved_times = pace
    return FeedState(
        feed=feed,
        url=url,
        due=rows.maybe_instant(due),
        errors=errors,
        etag=etag,
        last_modified=last_modified,
        digest=digest,
        tried=rows.maybe_instant(tried),
        reached=rows.maybe_instant(reached),
        status=status,
        problem=problem,
        stopped=stopped,
        interval=_lasting(interval),
        ttl=_lasting(ttl),
        skip_hours=_numbers(hours),
        skip_days=_numbers(days),
        moved_to=moved_to,
        moved_since=rows.maybe_instant(moved_us),
        moved_times=moved_times or 0,
    )


def _capture_note(row: Row) -> CaptureNote:
    name, url, at, status, media_type, digest, size_bytes, key, expires = row
    return CaptureNote(
        id=name,
        url=url,
        at=rows.instant(at),
        status=status,
        media_type=media_type,
        digest=digest,
        size_bytes=size_bytes,
        object=key,
        expires=rows.maybe_instant(expires),
    )


def _length(duration: timedelta | None) -> int | None:
    return None if duration is None else duration // timedelta(microseconds=1)


def _lasting(length_us: int | None) -> timedelta | None:
    return None if length_us is None else timedelta(microseconds=length_us)


def _numbered(numbers: tuple[int, ...]) -> str | None:
    return " ".join(map(str, numbers)) or None


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(int(number) for number in (text or "").split())


def _maybe_mended(text: str | None) -> str | None:
    return None if text is None else mended(text)
