"""What kind of trouble does a failed visit's clause tell of?"""

from __future__ import annotations

import re

from warraq.press import Trouble

_STATUS = re.compile(r"\bHTTP (\d{3})\b", re.ASCII)
# The first that is found counts; the words are those of our own clauses (`fetchers`, `feeds`, `crawling.robots`).
_WORDS: tuple[tuple[Trouble, tuple[str, ...]], ...] = (
    (Trouble.ROBOTS, ("robots.txt",)),
    (Trouble.BUSY, ("left alone",)),
    (Trouble.CERTIFICATE, ("certificate", "tls ")),
    (Trouble.NAME, ("name not found", "name server")),
    (Trouble.SLOW, ("timed out", "timeout")),
    (Trouble.CONNECTION, ("no connection", "connection lost", "hung up", "broke off", "shorter than announced")),
    (Trouble.MOVED, ("redirect", "moved to", "without a new address")),
    (Trouble.CLOSED, ("not opened", "private address", "is not public")),
    (Trouble.ENCODING, ("encoding", "charset", "gzip", "decod")),
    (
        Trouble.UNREADABLE,
        ("no feed", "not a feed", "for a feed", "readable feed", "well-formed", "rss nor atom", "json", "no xml", "html", "part ", "to read"),
    ),
)  # fmt: skip


def trouble(clause: str | None, *, status: int | None = None) -> Trouble | None:
    """`None` where nothing is wrong. `status` is the HTTP status that came, if one did and the clause does not name it."""
    if not clause:
        return None
    words = clause.lower()
    if "robots.txt" in words:
        return Trouble.ROBOTS
    told = _STATUS.search(clause)
    found = _of_status(int(told[1]) if told else status)
    if found is not None:
        return found
    return next((kind for kind, marks in _WORDS if any(mark in words for mark in marks)), Trouble.OTHER)


def _of_status(status: int | None) -> Trouble | None:
    match status:
        case 410:
            return Trouble.GONE
        case 404:
            return Trouble.MISSING
        case 429 | 503:
            return Trouble.BUSY
        case int() if 500 <= status < 600:
            return Trouble.SERVER
        case int() if 400 <= status < 500:
            return Trouble.FORBIDDEN
        case _:
            return None
