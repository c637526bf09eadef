"""What does a daybook do, with nothing behind it? The port's contract in dictionaries, as the archive's in `memory`."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from warraq.archives.wording import clause, said
from warraq.crawling import politeness, urls
from warraq.ports.daybook import Assignment, EntryState, FeedState, HostState
from warraq.press import ArticleId, CaptureNote, Entry, Feed


@dataclass(slots=True)
class _Noted:
    """An entry as the daybook holds it."""

    order: int
    feed: Feed
    entry: Entry
    host: str
    first_seen: datetime
    due: datetime
    attempts: int = 0
    state: EntryState = EntryState.PENDING
    reason: str | None = None


class MemoryDaybook:
    """`ports.daybook.Daybook` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._feeds: dict[str, FeedState] = {}
        self._hosts: dict[str, HostState] = {}
        self._entries: dict[tuple[str, str], _Noted] = {}
        self._captures: dict[str, CaptureNote] = {}

    def feed_states(self) -> dict[str, FeedState]:
        with self._lock:
            return dict(self._feeds)

    def put_feed_state(self, state: FeedState) -> None:
        with self._lock:
            self._feeds[state.feed] = state

    def put_feed_states(self, states: Sequence[FeedState]) -> None:
        for state in states:
            self.put_feed_state(state)

    def host_states(self) -> dict[str, HostState]:
        with self._lock:
            return dict(self._hosts)

    def put_host_state(self, state: HostState) -> None:
        with self._lock:
            if state.due is None and not state.errors:
                self._hosts.pop(state.host, None)
            else:
                self._hosts[state.host] = state

    def note(self, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> int:
        made = 0
        with self._lock:
            for guid, entry in {entry.guid: entry for entry in entries}.items():
                noted = self._entries.get((feed.id, guid))
                if noted and said(noted.entry) == said(entry):
                    continue
                order = noted.order if noted else len(self._entries) + 1
                first_seen = noted.first_seen if noted else now
                self._entries[feed.id, guid] = _Noted(
                    order, feed, entry, urls.host(entry.url), first_seen, now
                )
                made += 1
        return made

    def assignments(
        self, *, now: datetime, limit: int, per_host: int = 1, without: frozenset[str] = frozenset()
    ) -> tuple[Assignment, ...]:
        with self._lock:
            waiting = sorted(
                (
                    noted
                    for noted in self._pending()
                    if politeness.is_due(noted.due, now) and noted.host not in without
                ),
                key=lambda noted: (noted.due, noted.order),
            )
        taken: Counter[str] = Counter()
        found: list[Assignment] = []
        for noted in waiting:
            if taken[noted.host] < per_host and len(found) < limit:
                taken[noted.host] += 1
                found.append(_assignment(noted))
        return tuple(found)

    def next_due(self) -> datetime | None:
        with self._lock:
            return min((noted.due for noted in self._pending()), default=None)

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
        with self._lock:
            noted = self._entries.get((feed, guid))
            if noted is None or noted.state is not EntryState.PENDING:
                return
            noted.state, noted.reason = state, clause(reason)
            if state is EntryState.PENDING:
                noted.attempts += attempted
                noted.due = due or now

    def tally(self) -> dict[EntryState, int]:
        with self._lock:
            counted = Counter(noted.state for noted in self._entries.values())
        return {state: counted[state] for state in EntryState}

    def reasons(
        self, state: EntryState, *, source: str | None = None, limit: int = 20
    ) -> tuple[tuple[str, int], ...]:
        with self._lock:
            counted = Counter(
                noted.reason
                for noted in self._entries.values()
                if noted.state is state and noted.reason and source in (None, noted.feed.source)
            )
        ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(ranked[: max(limit, 0)])

    def keep(self, note: CaptureNote) -> None:
        with self._lock:
            self._captures[note.id] = note

    def capture(self, capture: str) -> CaptureNote | None:
        with self._lock:
            return self._captures.get(capture)

    def captures(
        self,
        *,
        after: CaptureNote | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> tuple[CaptureNote, ...]:
        def place(note: CaptureNote) -> tuple[bool, float, str]:
            return note.expires is None, note.expires.timestamp() if note.expires else 0.0, note.id

        with self._lock:
            notes = sorted(self._captures.values(), key=place)
        found = (
            note
            for note in notes
            if (after is None or place(note) > place(after))
            and (since is None or note.at >= since)
            and (until is None or note.at < until)
        )
        return tuple(islice(found, max(limit, 0)))

    def captures_by_day(self, since: datetime) -> tuple[tuple[date, int, int], ...]:
        days: dict[date, list[int]] = {}
        with self._lock:
            for note in self._captures.values():
                if note.at >= since:
                    days.setdefault(note.at.astimezone(UTC).date(), []).append(note.size_bytes)
        return tuple((day, len(sizes), sum(sizes)) for day, sizes in sorted(days.items()))

    def expired(self, now: datetime, *, limit: int) -> tuple[CaptureNote, ...]:
        with self._lock:
            over = [(note.expires, note.id) for note in self._captures.values() if note.expires]
            ended = sorted(pair for pair in over if pair[0] <= now)
            return tuple(self._captures[name] for _, name in ended[: max(limit, 0)])

    def forget(self, ids: Sequence[str]) -> None:
        with self._lock:
            for name in ids:
                self._captures.pop(name, None)

    def _pending(self) -> Iterator[_Noted]:
        return (noted for noted in self._entries.values() if noted.state is EntryState.PENDING)


def _assignment(noted: _Noted) -> Assignment:
    return Assignment(
        feed=noted.feed.id,
        source=noted.feed.source,
        host=noted.host,
        entry=noted.entry,
        section=noted.feed.section,
        first_seen=noted.first_seen,
        attempts=noted.attempts,
        due=noted.due,
    )
