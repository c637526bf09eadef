"""Where is the invented press to be read? On loopback, each paper on a port of its own."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import socket
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import unquote

from aiohttp import web

from warraq.demopress import icons, portal
from warraq.demopress.drawing import drawn
from warraq.demopress.feeds import changed, feed_bytes, sitemap
from warraq.demopress.pages import article_page, casino_page, front_page, gone_page, missing_page
from warraq.demopress.papers import DESKS, Paper, PaperFeed
from warraq.demopress.truth import DemoPress, Truth
from warraq.ports.clock import Clock
from warraq.press import Feed, Source

HOST = "127.0.0.1"
# An article is known by its address, host and port included: the ports stay the same from run to run where they can.
STEADY_PORTS = tuple(range(8791, 8805))
_REMEMBERED = 200_000  # requests


class Asked(NamedTuple):
    """One request that was answered, or with the status 0 cut off. `path` holds the query too, percent-decoded."""

    host: str
    path: str
    status: int


@dataclass(slots=True)
class Running:
    """The press while it is served. `steady` is false when it could not have its usual ports."""

    press: DemoPress
    origins: dict[str, str]  # paper's slug -> http://host:port
    steady: bool
    _begged: set[str] = field(default_factory=set)
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
    def ports(self) -> tuple[int, ...]:
        """Where the papers stand, in their order."""
        return tuple(int(origin.rpartition(":")[2]) for origin in self.origins.values())

    @property
    def requests(self) -> tuple[Asked, ...]:
        """Every request so far, oldest first."""
        return tuple(self._asked)

    def note(self, asked: Asked) -> None:
        """Remember a request; the oldest are forgotten."""
        self._asked.append(asked)

    def begs_off(self, paper: Paper) -> bool:
        """Whether the paper, too busy for the first who asks for its feed, sends this one away."""
        if paper.retry_after_s is None or paper.slug in self._begged:
            return False
        self._begged.add(paper.slug)
        return True

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
            printed = [truth for truth in press.articles if truth.paper == paper.slug]
            by_path = {unquote(truth.path): truth for truth in printed}
            pictures = {truth.picture.path: truth for truth in printed if truth.picture}
            reprinted = portal.reprints(press, paper) if paper.gathers else {}
            application = _Printer(running, paper, clock, by_path, pictures, reprinted).application()
            runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
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
    pictures: dict[str, Truth]
    reprinted: dict[str, Truth]

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        if self._since(self.paper.dies_after_d) and request.transport is not None:
            self.running.note(Asked(request.host, unquote(request.raw_path), 0))
            request.transport.abort()  # nobody is there any more
            return web.Response(status=503)
        response = self._response(request)
        self.running.note(Asked(request.host, unquote(request.raw_path), response.status))
        return response

    def _response(self, request: web.Request) -> web.Response:
        now, path = self.clock.now(), request.path
        if self._since(self.paper.hijacked_after_d):
            return web.Response(body=casino_page(self.paper), content_type="text/html", charset="utf-8")
        if path == "/robots.txt":
            return web.Response(text=self.paper.robots(origin=self.running.origins[self.paper.slug]))
        if icon := icons.files(self.paper.icon, self.paper.slug, self.running.press.seed).get(path):
            return self._conditional(request, icon.body, icon.media, modified=None)
        if found := self._list(path):
            return self._feed(request, *found, now)
        if truth := self._printed(request, now):
            return self._article(request, truth, now)
        if (pictured := self.pictures.get(path)) and pictured.published <= now:
            return self._picture(request, pictured)
        if self.paper.gathers and (body := self._gathered(path, now)):
            return self._html(body)
        if path == "/" or path.removeprefix("/desk/") in DESKS:
            section = path.removeprefix("/desk/") if path != "/" else None
            return self._html(front_page(self.running.press, self.paper, now=now, section=section))
        return self._html(missing_page(self.paper), status=404)

    def _since(self, days: int | None) -> bool:
        """Whether so many days have passed since the press began."""
        return days is not None and self.clock.now() >= self.running.press.start + timedelta(days=days)

    def _list(self, path: str) -> tuple[PaperFeed, str | None] | None:
        """The feed that stands at the path, and which sitemap of it; section pages are made like any page."""
        if self.paper.kind == "listing":
            return None
        for feed in self.paper.feeds:
            if feed.path == path:
                return feed, None
        if self.paper.kind == "sitemap" and path in sitemap.PARTS:
            return self.paper.feeds[0], path
        return None

    def _printed(self, request: web.Request, now: datetime) -> Truth | None:
        """The article that stands at the request's path, printed by now, whatever a link hangs on behind it."""
        truth = self.by_path.get(unquote(request.raw_path)) or self.by_path.get(request.path)
        return truth if truth is not None and truth.published <= now else None

    def _article(self, request: web.Request, truth: Truth, now: datetime) -> web.Response:
        if self._since(self.paper.redesigned_after_d):
            return self._html(missing_page(self.paper), status=404)
        if truth.withdrawn(now):
            return self._html(gone_page(self.paper), status=self.paper.gone_status)
        origin = self.running.origins[self.paper.slug]
        page = article_page(self.running.press, self.paper, truth, now=now, origin=origin)
        return self._conditional(request, page, "text/html", modified=None)

    def _gathered(self, path: str, now: datetime) -> bytes | None:
        """A page of the archive in which the paper reprints the others."""
        press, truth = self.running.press, self.reprinted.get(path)
        if truth is not None and truth.published <= now:
            return portal.page(press, self.paper, truth, now=now, origins=self.running.origins)
        day = portal.day_asked(path) if path.startswith(portal.ARCHIVE) else None
        return portal.day_page(press, self.paper, day, now=now) if day else None

    def _picture(self, request: web.Request, truth: Truth) -> web.Response:
        """The picture's bytes, which stay even where the article was taken away; they may be none, or no picture."""
        picture = truth.picture
        body = drawn(picture, self.running.press.seed) if picture else None
        if picture is None or body is None:
            return self._html(missing_page(self.paper), status=404)
        return self._conditional(request, body, picture.media, modified=truth.published)

    def _feed(self, request: web.Request, feed: PaperFeed, part: str | None, now: datetime) -> web.Response:
        if self.running.begs_off(self.paper):
            headers = {"Retry-After": str(self.paper.retry_after_s)}
            return web.Response(text="too many requests\n", status=429, headers=headers)
        press, origin = self.running.press, self.running.origins[self.paper.slug]
        body = feed_bytes(press, self.paper, feed, now=now, origin=origin, part=part)
        modified = changed(press, self.paper, feed, now=now)
        return self._conditional(request, body, self.paper.feed_media, modified=modified)

    def _conditional(
        self, request: web.Request, body: bytes, media: str, *, modified: datetime | None
    ) -> web.Response:
        """200 with the validators this paper knows, or 304 (RFC 9110, section 13: an entity tag decides alone)."""
        labelled = media if media.startswith("image/") else f"{media}; charset={self.paper.declared}"
        headers = {"Content-Type": labelled}
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
            body=body, status=status, headers={"Content-Type": f"text/html; charset={self.paper.declared}"}
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
            kind="listing" if paper.kind == "listing" else "feed",
        )
        for feed in paper.feeds
    )
    return Source(
        slug=paper.slug,
        name=paper.name,
        country=paper.country,
        zone=paper.zone,
        language=paper.language,
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
