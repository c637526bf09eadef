"""What has the collecting desk done, and what must it do next? (Lost, it costs requests, never articles.)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from warraq.press import ArticleId, CaptureNote, Entry, Feed


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we know of a feed. `due` is when it may be visited next (`None`: at once).

    `problem` is one readable clause, `None` when the last visit went well; `stopped` says why it is never visited
    again (HTTP 410) until a person changes its address. `errors` counts failures in a row.
    `interval` is the pace learnt from how often its entries come (`None`: not learnt yet), `ttl` how long it asks to be
    left alone, `skip_hours` (0-23, UTC) and `skip_days` (0 is Monday) when it says that nothing comes.
    `moved_to` is where permanent redirects led from `url`, since `moved_since` and so many times (`crawling.moving`).
    """

    feed: str
    url: str
    due: datetime | None = None
    errors: int = 0
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None  # SHA-256 of the last body: the same bytes are not read again
    tried: datetime | None = None
    reached: datetime | None = None
    status: int | None = None
    problem: str | None = None
    stopped: str | None = None
    interval: timedelta | None = None
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    moved_to: str | None = None
    moved_since: datetime | None = None
    moved_times: int = 0


@dataclass(frozen=True, slots=True)
class HostState:
    """Politeness of one host:port: not before `due`; `errors` counts failures in a row."""

    host: str
    due: datetime | None = None
    errors: int = 0


class EntryState(StrEnum):
    PENDING = "pending"
    FILED = "filed"
    REFUSED = "refused"  # robots, egress door, not an article: not tried again
    FAILED = "failed"  # given up after several attempts


@dataclass(frozen=True, slots=True)
class Assignment:
    """An entry whose page is still to be fetched. `host` is the host:port of its address."""

    feed: str
    source: str
    host: str
    entry: Entry
    section: str | None
    first_seen: datetime
    attempts: int
    due: datetime


class Daybook(Protocol):
    """Feeds' and hosts' states, entries to visit, captures kept. Several threads may call at once.

    Raises: ArchiveError when the back end fails.
    """

    def feed_states(self) -> dict[str, FeedState]:
        """Every feed ever visited, by feed id."""
        ...

    def put_feed_state(self, state: FeedState) -> None: ...

    def put_feed_states(self, states: Sequence[FeedState]) -> None:
        """The same of several feeds, in one transaction; of none, nothing."""
        ...

    def host_states(self) -> dict[str, HostState]:
        """Every host with a state worth keeping, by host:port: one with neither `due` nor `errors` is forgotten."""
        ...

    def put_host_state(self, state: HostState) -> None: ...

    def note(self, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> int:
        """Make assignments of the entries that are new for this feed (by guid), or whose title or printed dates
        differ from what was noted; returns how many. One transaction.

        One noted again is pending from `now` on, without attempts, whatever came of it before; `first_seen` stays. Of
        a guid that stands twice in the call, the last entry counts. An entry comes back exactly as it was noted, also
        with letters that no text may hold; one without a web address has the host "".
        """
        ...

    def assignments(
        self, *, now: datetime, limit: int, per_host: int = 1, without: frozenset[str] = frozenset()
    ) -> tuple[Assignment, ...]:
        """Pending entries due by `now`, the longest due first (then the first noted), at most `per_host` of a host,
        none of the hosts in `without`.

        What is due further ahead than anything is ever put off (31 days) was noted before the clock was set back: it is
        due, once its host has nothing nearer.
        """
        ...

    def next_due(self) -> datetime | None:
        """When the earliest pending assignment is due; `None` if none is pending."""
        ...

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
        """Say what came of an assignment. PENDING puts it off until `due` (`None`: `now`) and counts an attempt, unless
        nothing was `attempted`.

        Only what is pending can be settled: anything else, and what was never noted, stays as it is.
        """
        ...

    def tally(self) -> dict[EntryState, int]:
        """How many entries stand in each state, 0 included: kept, not counted."""
        ...

    def reasons(
        self, state: EntryState, *, source: str | None = None, limit: int = 20
    ) -> tuple[tuple[str, int], ...]:
        """The most frequent reasons of that state, of one source's entries or of all, with counts; a reason is kept as one clause of at most 300 letters."""
        ...

    def keep(self, note: CaptureNote) -> None:
        """Remember a kept capture, over one of the same id."""
        ...

    def capture(self, capture: str) -> CaptureNote | None: ...

    def captures(
        self,
        *,
        after: CaptureNote | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> tuple[CaptureNote, ...]:
        """Kept captures made from `since` on and before `until`, the next ones behind `after`.

        In the order in which their retention ends (then by id), which is that in which they were kept; last, by id,
        those that have none.
        """
        ...

    def captures_by_day(self, since: datetime) -> tuple[tuple[date, int, int], ...]:
        """(UTC day, captures, bytes stored) of each day from `since` on that has any kept, the earliest first."""
        ...

    def expired(self, now: datetime, *, limit: int) -> tuple[CaptureNote, ...]:
        """Captures whose retention has ended by `now`, the earliest first."""
        ...

    def forget(self, ids: Sequence[str]) -> None:
        """Drop captures' notes (their bytes are removed first); one that is not there is no error."""
        ...
