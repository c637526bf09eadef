"""Which entries are still to be visited, host by host, and what came of the others?"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, null, select, update

from warraq.archives.sql import counters, entrytext, rows, turns
from warraq.archives.sql.engine import Row, Work
from warraq.archives.sql.schema import PENDING, SETTLED, entries
from warraq.archives.wording import bounded, clause, said
from warraq.crawling import urls
from warraq.ports.daybook import Assignment, EntryState
from warraq.press import ArticleId, Entry, Feed

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
            "settled_us": null(),
            "article": null(),
            "reason": null(),
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
        attempts=entries.c.attempts + bindparam("more", type_=entries.c.attempts.type),
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
        entry=null(),
    )
)
_NEXT_DUE = select(func.min(entries.c.due_us)).where(entries.c.state == PENDING)
_TIMES = func.count().label("times")
_REASONS = (
    select(entries.c.reason, _TIMES)
    .where(entries.c.reason.is_not(None))
    .group_by(entries.c.reason)
    .order_by(_TIMES.desc(), entries.c.reason)
    .limit(bindparam("most"))
)
_REASONS_PENDING = _REASONS.where(entries.c.state == PENDING)
_OF_SOURCE = entries.c.source == bindparam("of_source")
_REASONS_SETTLED = _REASONS.where(SETTLED, entries.c.state == bindparam("in_state"))


def fresh(work: Work, feed: Feed, latest: dict[str, Entry]) -> dict[str, Row | None]:
    """The guids to visit: new ones, and with what was noted of them, those of which the feed now says something else."""
    noted = {
        row[0]: row for row in rows.among(work, _NOTED, entries.c.guid, list(latest), {"of_feed": feed.id})
    }
    return {
        guid: noted.get(guid)
        for guid, entry in latest.items()
        if guid not in noted or noted[guid][2] != said(entry)
    }


def note(work: Work, feed: Feed, latest: dict[str, Entry], now: datetime) -> int:
    now_us = rows.micros(now)
    new, again = [], []
    left: Counter[str] = Counter()
    asked = fresh(work, feed, latest)
    for guid, noted in asked.items():
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
    counters.add(work, counters.entries(EntryState.PENDING), len(asked) - left[EntryState.PENDING])
    for state in set(left) - {EntryState.PENDING.value}:
        counters.add(work, counters.entries(state), -left[state])
    return len(asked)


def assignments(
    work: Work, *, now: datetime, limit: int, per_host: int, without: frozenset[str]
) -> tuple[Assignment, ...]:
    """See `ports.daybook.Daybook.assignments`."""
    by_us = rows.micros(now)
    fronts = work.rows(_fronts(), {"by_us": by_us, "most": limit + len(without)})
    found = [row for row in fronts if row[3] not in without][:limit]
    if per_host > 1:
        # Whose front is not among the first has nothing else there either.
        hosts = [row[3] for row in found]
        values = {"by_us": by_us, "most": per_host}
        found = [row for host in hosts for row in work.rows(_QUEUE_OF_HOST, {**values, "of_host": host})]
    found.sort(key=lambda row: (row[8], row[0]))
    return tuple(_assignment(row) for row in found[:limit])


def put_off(work: Work, feed: str, guid: str, *, due: datetime, reason: str | None, attempts: int) -> None:
    """So many attempts more, and not before `due`."""
    if (number := _open(work, feed, guid)) is not None:
        work.run(
            _PUT_OFF,
            {
                "entry_number": number,
                "more": attempts,
                "new_due_us": rows.micros(due),
                "new_reason": clause(reason),
            },
        )


def settle(
    work: Work,
    feed: str,
    guid: str,
    state: EntryState,
    *,
    now: datetime,
    article: ArticleId | None,
    reason: str | None,
) -> None:
    """Filed, refused or given up: its words are let go."""
    number = _open(work, feed, guid)
    if number is None:
        return
    values = {"new_state": state.value, "new_settled_us": rows.micros(now), "new_article": article}
    work.run(_SETTLE, {**values, "entry_number": number, "new_reason": clause(reason)})
    counters.add(work, counters.entries(EntryState.PENDING), -1)
    counters.add(work, counters.entries(state), 1)


def next_due(work: Work) -> datetime | None:
    return rows.maybe_instant(work.rows(_NEXT_DUE, {})[0][0])


def tally(work: Work) -> dict[EntryState, int]:
    counted = counters.read_all(work, [counters.entries(state) for state in EntryState])
    return {state: counted[counters.entries(state)] for state in EntryState}


def reasons(work: Work, state: EntryState, source: str | None, limit: int) -> tuple[tuple[str, int], ...]:
    statement = _REASONS_PENDING if state is EntryState.PENDING else _REASONS_SETTLED
    asked = {"in_state": state.value, "most": limit}
    if source is not None:
        statement, asked = statement.where(_OF_SOURCE), {**asked, "of_source": source}
    found = work.rows(statement, asked)
    return tuple((reason, times) for reason, times in found)


def _open(work: Work, feed: str, guid: str) -> int | None:
    """The number of what is pending under that name."""
    found = work.rows(_OPEN, {"of_feed": feed, "of_guid": bounded(guid)})
    return found[0][0] if found else None


@cache
def _fronts() -> Select[Any]:
    return turns.fronts(entries, _QUEUED, PENDING, key="number")


_QUEUE_OF_HOST = (
    _QUEUED.where(
        entries.c.state == PENDING,
        entries.c.host == bindparam("of_host"),
        entries.c.due_us <= bindparam("by_us"),
    )
    .order_by(entries.c.due_us, entries.c.number)
    .limit(bindparam("most"))
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
