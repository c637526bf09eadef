"""How do we ask a server for something, and what may come of it?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from warraq.press import Capture


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one answer; past any of them the connection is dropped and the outcome is Failed."""

    wire_bytes: int = 10 * 2**20
    decoded_bytes: int = 20 * 2**20
    ratio: int = 100  # decoded : wire, looked at past 1 MiB decoded
    deadline_s: float = 30.0  # from the first look-up to the last byte


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent to a receiver that somebody named for it. `headers` beside those of every request; printable ASCII."""

    body: bytes
    media_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One GET, or with `form` one POST of its fields (to a hub that was asked for by its feed), or with `posted` of those bytes. `etag` and `last_modified` make it conditional. Redirects are *not* followed: each hop is a request
    of its own, so that robots, politeness and the egress door judge every one of them."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
    limits: Limits = field(default_factory=Limits)
    form: tuple[tuple[str, str], ...] | None = None
    posted: Posted | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """2xx with its body."""

    capture: Capture


@dataclass(frozen=True, slots=True)
class Unchanged:
    """304: what we hold is current. The capture has no body."""

    capture: Capture


@dataclass(frozen=True, slots=True)
class Moved:
    """301, 302, 303, 307, 308: `url` is absolute; `permanent` for 301 and 308."""

    url: str
    permanent: bool
    capture: Capture


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work this time. `status` is None when no answer came; `retry_after_s` as the server asked.

    `reason` is one readable clause ("HTTP 503", "name not found", "more than 20 MB decoded", "timed out after 30 s").
    `offline` is true when nothing was reached at all: no name resolved, no connection made.
    """

    reason: str
    status: int | None = None
    retry_after_s: float | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The egress door does not open this address, now or later: not http(s), a private address, a port, credentials."""

    reason: str


FetchOutcome = Fetched | Unchanged | Moved | Failed | Refused


class Fetcher(Protocol):
    """The one egress door: every byte Warraq asks of the outside passes here."""

    async def fetch(self, request: Request) -> FetchOutcome:
        """Ask once. Never raises for what a server or a network does."""
        ...

    async def close(self) -> None:
        """Let every connection go."""
        ...
