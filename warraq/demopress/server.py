"""Where is the invented press to be read? On loopback, each paper on a port of its own."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import socket
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import unquote

from aiohttp import web

from warraq.demopress.feeds import changed, feed_bytes
from warraq.demopress.pages import article_page, front_page, gone_page, missing_page
from warraq.demopress.papers import DESKS, Paper, PaperFeed
from warraq.demopress.truth import DemoPress, Truth
from warraq.ports.clock import Clock
from warraq.press import Feed, Source

HOST = "127.0.0.1"
# An article is known by its address, host and port included: the ports stay the same from run to run where they can.
STEADY_PORTS = tuple(range(8791, 8797))
_REMEMBERED = 200_000  # requests


class Asked(NamedTuple):
    """One request that was answered. `path` holds the query too, percent-decoded."""

    host: str
    path: str
    status: int


@dataclass(slots=True)
class Running:
    """The press while it is served. `steady` is false when it could not have its usual ports."""

    press: DemoPress
    origins: dict[str, str]  # paper's slug -> http://host:port
    steady: bool
    _asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The papers as sources of an edition, their feeds leading here."""
        return tuple(_source(paper, self.origins[paper.slug]) for paper in self.press.papers)

    @property
    def private(self) -> tuple[str, ...]:
        """CIDR:port of every paper, for the egress door to open."""
        return tuple(f"{HOST}/32:{origin.rpartition(':')[2]}" for origin in self.origins.values())

    @property
    def requests(self) -> tuple[Asked, ...]:
        """Every request so far, oldest first."""
        return tuple(self._asked)

    def note(self, asked: Asked) -> None:
        """Remember a request; the oldest are forgotten."""
        self._asked.append(asked)

    def url(self, truth: Truth) -> str:
        """Where this article is to be read."""
        return self.origins[truth.paper] + truth.path


@contextlib.asynccontextmanager
async def serve(
    press: DemoPress, clock: Clock, *, ports: Sequence[int] = STEADY_PORTS
) -> AsyncIterator[Running]:
    """Serve the press as the clock goes. With `ports=()` the system chooses free ports.

    If any of the ports is taken, all papers get free ports instead, and `steady` says so: half an old identity would
    be worse than none. Raises: OSError when loopback cannot be listened on.
    """
    sockets, steady = _listening(ports, len(press.papers))
    origins = {
        paper.slug: f"http://{HOST}:{sock.getsockname()[1]}"
        for paper, sock in zip(press.papers, sockets, strict=True)
    }
    running = Running(press, origins, steady)
    async with contextlib.AsyncExitStack() as stack:
        for sock in sockets:
            stack.callback(sock.close)
        for paper, sock in zip(press.papers, sockets, strict=True):
            by_path = {unquote(truth.path): truth for truth in press.articles if truth.paper == paper.slug}
            runner = web.AppRunner(
                _Printer(running, paper, clock, by_path).application(), access_log=None, shutdown_timeout=1
            )
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.SockSite(runner, sock).start()
        yield running


@dataclass(frozen=True, slots=True)
class _Printer:
    """One paper's web server."""

    running: Running
    paper: Paper
    clock: Clock
    by_path: dict[str, Truth]

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        response = self._response(request)
        self.running.note(Asked(request.host, unquote(request.raw_path), response.status))
        return response

    def _response(self, request: web.Request) -> web.Response:
        now = self.clock.now()
        path = request.path
        if path == "/robots.txt":
            return web.Response(text=self.paper.robots())
        for feed in self.paper.feeds:
            if feed.path == path:
                return self._feed(request, feed, now)
        if truth := self._printed(request, now):
            return self._article(request, truth, now)
        if path == "/" or path.removeprefix("/desk/") in DESKS:
            section = path.removeprefix("/desk/") if path != "/" else None
            return self._html(front_page(self.running.press, self.paper, now=now, section=section))
        return self._html(missing_page(self.paper), status=404)

    def _printed(self, request: web.Request, now: datetime) -> Truth | None:
        """The article that stands at the request's path, printed by now, whatever a link hangs on behind it."""
        truth = self.by_path.get(unquote(request.raw_path)) or self.by_path.get(request.path)
        return truth if truth is not None and truth.published <= now else None

    def _article(self, request: web.Request, truth: Truth, now: datetime) -> web.Response:
        if truth.withdrawn(now):
            return self._html(gone_page(self.paper), status=410)
        origin = self.running.origins[self.paper.slug]
        page = article_page(self.running.press, self.paper, truth, now=now, origin=origin)
        return self._conditional(request, page, "text/html", modified=None)

    def _feed(self, request: web.Request, feed: PaperFeed, now: datetime) -> web.Response:
        press, origin = self.running.press, self.running.origins[self.paper.slug]
        body = feed_bytes(press, self.paper, feed, now=now, origin=origin)
        modified = changed(press, self.paper, feed, now=now)
        media = "application/atom+xml" if self.paper.kind == "atom" else "application/rss+xml"
        return self._conditional(request, body, media, modified=modified)

    def _conditional(
        self, request: web.Request, body: bytes, media: str, *, modified: datetime | None
    ) -> web.Response:
        """200 with the validators this paper knows, or 304 (RFC 9110, section 13: an entity tag decides alone)."""
        headers = {"Content-Type": f"{media}; charset={self.paper.charset}"}
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        if self.paper.validators in ("both", "etag"):
            headers["ETag"] = tag
        if self.paper.validators in ("both", "modified") and modified is not None:
            headers["Last-Modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
        given, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if "ETag" in headers and given is not None:
            unchanged = tag in given
        else:
            unchanged = modified is not None and "Last-Modified" in headers and _not_since(since, modified)
        if unchanged:
            headers.pop("Content-Type")
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    def _html(self, body: bytes, *, status: int = 200) -> web.Response:
        return web.Response(
            body=body, status=status, headers={"Content-Type": f"text/html; charset={self.paper.charset}"}
        )


def _not_since(since: str | None, modified: datetime) -> bool:
    if since is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _source(paper: Paper, origin: str) -> Source:
    feeds = tuple(
        Feed(
            id=paper.slug if feed.section is None else f"{paper.slug}/{feed.section}",
            source=paper.slug,
            url=origin + feed.path,
            section=feed.section,
        )
        for feed in paper.feeds
    )
    return Source(
        slug=paper.slug,
        name=paper.name,
        country=paper.country,
        zone=paper.zone,
        name_en=paper.name_en,
        homepage=origin + "/",
        feeds=feeds,
        invented=True,
    )


def _listening(ports: Sequence[int], count: int) -> tuple[list[socket.socket], bool]:
    """One bound socket a paper, and whether they are the ports asked for."""
    if ports and len(ports) != count:
        raise ValueError(f"{count} papers need {count} ports, not {len(ports)}")
    if ports:
        with contextlib.suppress(_Taken):
            return _bound(ports), True
    return _bound([0] * count), False


class _Taken(Exception):
    """A port that another process has."""


def _bound(ports: Sequence[int]) -> list[socket.socket]:
    made: list[socket.socket] = []
    try:
        for port in ports:
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            made.append(sock)
            sock.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # a port just left may be had again at once
            sock.bind((HOST, port))
            sock.listen(128)
    except OSError as error:
        for sock in made:
            sock.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise _Taken from error
        raise
    return made
