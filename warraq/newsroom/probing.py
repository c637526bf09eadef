"""Does a feed work? Ask once, read it, and say in words what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warraq.errors import Unreadable
from warraq.newsroom.asking import Asking, Disallowed, Waiting
from warraq.newsroom.parsing import Parsers
from warraq.ports.clock import Clock
from warraq.ports.fetcher import Failed, Fetched, Refused, Request
from warraq.press import Moment


@dataclass(frozen=True, slots=True)
class Probe:
    """`problem` is one readable clause, `None` where the feed works. `address` is where it stands, redirects followed."""

    url: str
    address: str
    entries: int = 0
    title: str | None = None
    newest: datetime | None = None
    example: str | None = None
    problem: str | None = None


async def probe(url: str, *, asking: Asking, parsers: Parsers, clock: Clock, zone: str) -> Probe:
    """Fetch and read one feed; nothing is filed."""
    answer = await asking.ask(Request(url))
    match answer.outcome:
        case Fetched(capture=capture):
            now = clock.now()
            try:
                reading = await parsers.feed(
                    capture.body,
                    url=answer.url,
                    content_type=capture.header("content-type"),
                    zone=zone,
                    now=now,
                )
            except Unreadable as error:
                return Probe(url, answer.url, problem=str(error))
            dates = [_when(entry.published) for entry in reading.entries if entry.published]
            return Probe(
                url,
                answer.url,
                entries=len(reading.entries),
                title=reading.title,
                newest=max(dates, default=None),
                example=reading.entries[0].title if reading.entries else None,
                problem=None if reading.entries else "a feed without entries",
            )
        case Disallowed(reason=reason) | Refused(reason=reason) | Failed(reason=reason):
            return Probe(url, answer.url, problem=reason)
        case Waiting(until=until):
            return Probe(
                url, answer.url, problem=f"its host asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            )
        case other:
            return Probe(url, answer.url, problem=f"unexpected answer {type(other).__name__}")


def _when(moment: Moment) -> datetime:
    return moment.at
