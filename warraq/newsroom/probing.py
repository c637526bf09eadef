"""Does a feed work? Ask once, read it, and say in words what came of it; of a page, which feeds it names."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime

from warraq.crawling import urls
from warraq.errors import Unreadable
from warraq.newsroom.asking import Answer, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.parsing import Parsers
from warraq.ports.clock import Clock
from warraq.ports.fetcher import Failed, Fetched, Refused, Request
from warraq.press import Capture, FeedKind, FeedReading

MOST_NAMED = 8
_MOST_SITEMAPS = 2


@dataclass(frozen=True, slots=True)
class Probe:
    """`problem` is one readable clause, `None` where the feed works. `address` is where it stands, redirects followed.

    `page` is the page that the feed says it is of. Where a page stands instead of a feed, `named` are the feeds that it and its site's robots.txt name, best first, and
    `links` how many of its links look like articles.
    """

    url: str
    address: str
    kind: FeedKind = "feed"
    reader: str | None = None
    entries: int = 0
    parts: int = 0
    title: str | None = None
    newest: datetime | None = None
    example: str | None = None
    problem: str | None = None
    named: tuple[str, ...] = ()
    links: int = 0
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Probing:
    """What a probe works with. `zone` is the time of dates that name none."""

    asking: Asking
    parsers: Parsers
    clock: Clock
    zone: str

    async def probe(self, url: str, *, kind: FeedKind = "feed") -> Probe:
        """Fetch and read one address; nothing is filed."""
        answer = await self.asking.ask(Request(url))
        match answer.outcome:
            case Fetched(capture=capture):
                try:
                    reading = await self._read(capture, answer, kind)
                except Unreadable as error:
                    failed = Probe(url, answer.url, kind, problem=str(error))
                    return failed if kind == "listing" else await self._of_page(failed, capture, answer)
                return _found(url, answer.url, kind, reading)
            case Disallowed(reason=reason) | Refused(reason=reason) | Failed(reason=reason):
                problem = reason
            case Unknown(reason=reason):  # the site did not even say what it allows
                problem = reason
            case Waiting(until=until):
                problem = f"its host asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            case other:
                problem = f"unexpected answer {type(other).__name__}"
        return Probe(url, answer.url, kind, problem=problem)

    async def discover(self, page: Probe) -> tuple[Probe, ...]:
        """Probes of the feeds that a page names, those that work first, otherwise in its order.

        A feed lists what is new and a sitemap everything: where both work, the feed stands first.
        """
        probes = [
            await self.probe(url) for url in page.named
        ]  # one host, mostly: it is asked one thing at a time
        return tuple(sorted(probes, key=lambda one: (one.problem is not None, _is_sitemap(one))))

    async def _of_page(self, failed: Probe, capture: Capture, answer: Answer) -> Probe:
        """The failed probe with what its page, if it is one, says of feeds and articles."""
        media = capture.header("content-type")
        named: tuple[str, ...] = ()
        links = 0
        with contextlib.suppress(Unreadable):
            found = await self.parsers.feeds_named(capture.body, url=answer.url, content_type=media)
            named = tuple(one.url for one in found)
        sitemaps = (urls.absolute(one, answer.url) for one in await self.asking.sitemaps(answer.url))
        ours = [one for one in sitemaps if one and urls.same_site(one, answer.url)][:_MOST_SITEMAPS]
        with contextlib.suppress(Unreadable):
            links = len((await self._read(capture, answer, "listing")).entries)
        return replace(failed, named=(*named[: MOST_NAMED - len(ours)], *ours), links=links)

    async def _read(self, capture: Capture, answer: Answer, kind: FeedKind) -> FeedReading:
        """Raises: Unreadable."""
        return await self.parsers.feed(
            capture.body,
            url=answer.url,
            content_type=capture.header("content-type"),
            zone=self.zone,
            now=self.clock.now(),
            kind=kind,
        )


def _found(url: str, address: str, kind: FeedKind, reading: FeedReading) -> Probe:
    dates = [said.at for entry in reading.entries if (said := entry.published or entry.updated)]
    problem = None if reading.entries or reading.parts else "a feed without entries"
    first = reading.entries[0] if reading.entries else None
    return Probe(
        url,
        address,
        kind,
        reader=reading.reader,
        entries=len(reading.entries),
        parts=len(reading.parts),
        title=reading.title,
        newest=max(dates, default=None),
        example=(first.title or first.url) if first else None,
        problem=problem,
        page=reading.page,
    )


def _is_sitemap(one: Probe) -> bool:
    return (one.reader or "").startswith("sitemap")
