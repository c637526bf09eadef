"""What has the collecting desk done, and what must it do next? In the archive's own database.

Written without forcing the disk: after a power cut it may lack its last moments, which costs requests, never articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, func, insert, literal_column, select, update

from warraq.archives.sql import counters, entrytext, rows
from warraq.archives.sql.engine import Desk, Row, Store, Values, Work
from warraq.archives.sql.schema import PENDING, captures, entries, feed_states, host_states
from warraq.archives.wording import bounded, mended, said
from warraq.crawling import urls
from warraq.ports.daybook import Assignment, EntryState, FeedState, HostState
from warraq.press import ArticleId, CaptureNote, Entry, Feed

_REASON_LETTERS = 300

_FEEDS, _HOSTS = select(*feed_states.c), select(*host_states.c)
_NOTED = select(entries.c.guid, entries.c.number, entries.c.said, entries.c.state).where(
    entries.c.feed == bindparam("of_feed")
)
_QUEUED = select(
    entries.c.number,
    entries.c.feed,
    entries.c.source,
    entries.c.host,
    entries.c.entry,
    entries.c.section,
    entries.c.first_seen_us,
    entries.c.attempts,
    entries.c.due_us,
)
_NEW_ENTRY = insert(entries).values(
    {
        column.name: bindparam(column.name, type_=column.type)
        for column in entries.c
        if column.name not in {"number", "settled_us", "article", "reason"}
    }
)
_NOTE_AGAIN = (
    update(entries)
    .where(entries.c.number == bindparam("entry_number"))
    .values(
        {
            **{
                name: bindparam(f"new_{name}", type_=entries.c[name].type)
                for name in ("source", "section", "host", "state", "said", "entry", "attempts", "due_us")
            },
            "settled_us": None,
            "article": None,
            "reason": None,
        }
    )
)
_OPEN = select(entries.c.number).where(
    entries.c.feed == bindparam("of_feed"),
    entries.c.guid == bindparam("of_guid"),
    entries.c.state == PENDING,
)
_PUT_OFF = (
    update(entries)
    .where(entries.c.number == bindparam("entry_number"))
    .values(
        attempts=entries.c.attempts + 1,
        due_us=bindparam("new_due_us", type_=entries.c.due_us.type),
        reason=bindparam("new_reason", type_=entries.c.reason.type),
    )
)
_SETTLE = (
    update(entries)
    .where(entries.c.number == bindparam("entry_number"))
    .values(
        state=bindparam("new_state", type_=entries.c.state.type),
        settled_us=bindparam("new_settled_us", type_=entries.c.settled_us.type),
        article=bindparam("new_article", type_=entries.c.article.type),
        reason=bindparam("new_reason", type_=entries.c.reason.type),
        entry=None,
    )
)
_NEXT_DUE = select(func.min(entries.c.due_us)).where(entries.c.state == PENDING)
_TIMES = func.count().label("times")
_REASONS = (
    select(entries.c.reason, _TIMES)
    .where(entries.c.state == bindparam("in_state"), entries.c.reason.is_not(None))
    .group_by(entries.c.reason)
    .order_by(_TIMES.desc(), entries.c.reason)
    .limit(bindparam("most"))
)
_CAPTURES = select(*captures.c)
_EXPIRED = (
    _CAPTURES.where(captures.c.expires_us <= bindparam("until_us"))
    .order_by(captures.c.expires_us, captures.c.id)
    .limit(bindparam("most"))
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
        values = {
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
        }
        self._put(feed_states, values)

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
            if not _fresh(work, feed, latest):
                return 0  # the usual case takes no writer's turn
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            return _note(work, feed, latest, now)

    def assignments(
        self, *, now: datetime, limit: int, per_host: int = 1, without: frozenset[str] = frozenset()
    ) -> tuple[Assignment, ...]:
        if limit <= 0 or per_host <= 0:
            return ()
        by_us = rows.micros(now)
        with self._store.reading() as work:
            fronts = work.rows(_fronts(), {"by_us": by_us, "most": limit + len(without)})
            found = [row for row in fronts if row[3] not in without][:limit]
            if per_host > 1:
                # Whose front is not among the first has nothing else there either.
                hosts = [row[3] for row in found]
                found = [
                    row
                    for host in hosts
                    for row in work.rows(_QUEUE_OF_HOST, {"of_host": host, "by_us": by_us, "most": per_host})
                ]
        found.sort(key=lambda row: (row[8], row[0]))
        return tuple(_assignment(row) for row in found[:limit])

    def next_due(self) -> datetime | None:
        with self._store.reading() as work:
            return rows.maybe_instant(work.rows(_NEXT_DUE, {})[0][0])

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
    ) -> None:
        why = None if reason is None else mended(reason)[:_REASON_LETTERS]
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            found = work.rows(_OPEN, {"of_feed": feed, "of_guid": bounded(guid)})
            if not found:
                return
            values = {"entry_number": found[0][0], "new_reason": why}
            if state is EntryState.PENDING:
                work.run(_PUT_OFF, {**values, "new_due_us": rows.micros(due or now)})
                return
            work.run(
                _SETTLE,
                {
                    **values,
                    "new_state": state.value,
                    "new_settled_us": rows.micros(now),
                    "new_article": article,
                },
            )
            counters.add(work, counters.entries(EntryState.PENDING), -1)
            counters.add(work, counters.entries(state), 1)

    def tally(self) -> dict[EntryState, int]:
        with self._store.reading() as work:
            counted = counters.read_all(work, [counters.entries(state) for state in EntryState])
        return {state: counted[counters.entries(state)] for state in EntryState}

    def reasons(self, state: EntryState, *, limit: int = 20) -> tuple[tuple[str, int], ...]:
        with self._store.reading() as work:
            found = work.rows(_REASONS, {"in_state": state.value, "most": max(limit, 0)})
        return tuple((reason, times) for reason, times in found)

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

    def expired(self, now: datetime, *, limit: int) -> tuple[CaptureNote, ...]:
        with self._store.reading() as work:
            found = work.rows(_EXPIRED, {"until_us": rows.micros(now), "most": max(limit, 0)})
        return tuple(_capture_note(row) for row in found)

    def forget(self, ids: Sequence[str]) -> None:
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.many(_FORGET, [{"capture": name} for name in ids])

    def _put(self, table: Table, values: Values) -> None:
        """Write a row over the one of the same name, or as a new one."""
        (name,) = table.primary_key
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
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


@cache
def _fronts() -> Select[Any]:
    """Every host's first due entry: from host to host along the index, so that a long queue costs what a short one does."""
    pending, queue = entries.alias("pending"), entries.alias("queue")
    first = select(func.min(pending.c.host).label("host")).where(pending.c.state == PENDING)
    hosts = first.cte("hosts", recursive=True)
    following = select(func.min(pending.c.host)).where(
        pending.c.state == PENDING, pending.c.host > hosts.c.host
    )
    hosts = hosts.union_all(select(following.scalar_subquery()).where(hosts.c.host.is_not(None)))
    front = (
        select(queue.c.number)
        .where(queue.c.state == PENDING, queue.c.host == hosts.c.host)
        .order_by(queue.c.due_us, queue.c.number)
        .limit(literal_column("1"))
        .correlate(hosts)
        .scalar_subquery()
    )
    return (
        _QUEUED.select_from(hosts.join(entries, entries.c.number == front))
        .where(entries.c.due_us <= bindparam("by_us"))
        .order_by(entries.c.due_us, entries.c.number)
        .limit(bindparam("most"))
    )


_QUEUE_OF_HOST = (
    _QUEUED.where(
        entries.c.state == PENDING,
        entries.c.host == bindparam("of_host"),
        entries.c.due_us <= bindparam("by_us"),
    )
    .order_by(entries.c.due_us, entries.c.number)
    .limit(bindparam("most"))
)


def _fresh(work: Work, feed: Feed, latest: dict[str, Entry]) -> dict[str, Row | None]:
    """The guids to visit: new ones, and with what was noted of them, those of which the feed now says something else."""
    noted = {
        row[0]: row for row in rows.among(work, _NOTED, entries.c.guid, list(latest), {"of_feed": feed.id})
    }
    return {
        guid: noted.get(guid)
        for guid, entry in latest.items()
        if guid not in noted or noted[guid][2] != said(entry)
    }


def _note(work: Work, feed: Feed, latest: dict[str, Entry], now: datetime) -> int:
    now_us = rows.micros(now)
    new, again = [], []
    left: Counter[str] = Counter()
    fresh = _fresh(work, feed, latest)
    for guid, noted in fresh.items():
        entry = latest[guid]
        values = {
            "source": feed.source,
            "section": feed.section,
            "host": bounded(urls.host(entry.url)),
            "state": EntryState.PENDING.value,
            "said": said(entry),
            "entry": entrytext.packed(entry),
            "attempts": 0,
            "due_us": now_us,
        }
        if noted is None:
            new.append({**values, "feed": feed.id, "guid": guid, "first_seen_us": now_us})
        else:
            again.append({"entry_number": noted[1], **{f"new_{name}": one for name, one in values.items()}})
            left[noted[3]] += 1
    work.many(_NEW_ENTRY, new)
    work.many(_NOTE_AGAIN, again)
    counters.add(work, counters.entries(EntryState.PENDING), len(fresh) - left[EntryState.PENDING])
    for state in set(left) - {EntryState.PENDING.value}:
        counters.add(work, counters.entries(state), -left[state])
    return len(fresh)


def _feed_state(row: Row) -> FeedState:
    feed, url, due, errors, etag, last_modified, digest, tried, reached, status, problem, stopped = row
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
    )


def _assignment(row: Row) -> Assignment:
    _, feed, source, host, entry, section, first_seen, attempts, due = row
    return Assignment(
        feed=feed,
        source=source,
        host=host,
        entry=entrytext.unpacked(entry),
        section=section,
        first_seen=rows.instant(first_seen),
        attempts=attempts,
        due=rows.instant(due),
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


def _maybe_mended(text: str | None) -> str | None:
    return None if text is None else mended(text)
