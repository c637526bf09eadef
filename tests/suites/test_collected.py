"""The suite's feeds as a house meets them: served on loopback, visited by the collecting desk, their pages fetched, filed, found and shown."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from tests.feeds import suite
from tests.feeds.suite import File
from tests.journeys.conftest import JumpingClock
from tests.newsroom.test_collecting import page
from tests.suites.harms import harms
from tests.suites.table import ROWS, measured
from tests.web.asking import Reader
from tests.web.press import Newsstand, egypt
from warraq import wiring
from warraq.crawling import urls
from warraq.errors import Unreadable
from warraq.ports.fetcher import Fetched, Fetcher, FetchOutcome, Request
from warraq.press import Edition, Feed, Settings, Source
from warraq.wiring import desks

pytestmark = pytest.mark.timeout(7_200)
LONG = bool(os.environ.get("WARRAQ_LONG"))


class _Press(BaseHTTPRequestHandler):
    """Every site of the web, under /<its whole address>: a suite's file where it is one, else a page."""

    files: dict[str, File]

    def do_GET(self) -> None:
        address = unquote(self.path.removeprefix("/"))
        file = self.files.get(address)
        if address.endswith("/robots.txt"):
            self._say(404, b"", "text/plain")
        elif file is not None:
            self._say(200, file.data, file.headers.get("content-type", "application/xml"))
        else:
            self._say(200, page(f"خبر {abs(hash(address)) % 10**6}"), "text/html; charset=utf-8")

    def _say(self, status: int, body: bytes, media: str) -> None:
        self.send_response(status)
        self.send_header("content-type", media)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextlib.contextmanager
def press(files: dict[str, File]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Press", (_Press,), {"files": files}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class OneServer:
    """The egress door, with one server behind every name of the web."""

    door: Fetcher
    port: int

    async def fetch(self, request: Request) -> FetchOutcome:
        there = f"http://127.0.0.1:{self.port}/{quote(request.url, safe='')}"
        outcome = await self.door.fetch(replace(request, url=there))
        if isinstance(outcome, Fetched):
            return replace(outcome, capture=replace(outcome.capture, url=request.url))
        return outcome

    async def close(self) -> None:
        await self.door.close()


@contextlib.asynccontextmanager
async def collected(
    folder: Path, sources: tuple[Source, ...], port: int
) -> AsyncIterator[tuple[wiring.House, frozenset[str]]]:
    """A house that went once around these papers, indexed, and the feeds that could not be read."""
    settings = Settings(data=folder, host_delay=timedelta(milliseconds=1), pictures=False, max_hosts=16)
    with wiring.house(settings) as opened:
        house = replace(opened, clock=JumpingClock())
        async with contextlib.AsyncExitStack() as stack:
            fetcher = OneServer(
                desks.fetcher(settings, private=(f"127.0.0.1/32:{port}",), clock=house.clock), port
            )
            stack.push_async_callback(fetcher.close)
            readers = await stack.enter_async_context(desks.parsers(settings))
            asking = desks.asking(settings, fetcher, house.clock, daybook=house.daybook)
            desk = desks.collecting(house, asking, readers, Edition("suite", "suite", "UTC", sources))
            await desk.run(once=True)
        house.indexing().catch_up()
        unread = frozenset(name for name, state in house.daybook.feed_states().items() if state.problem)
        yield house, unread


async def test_every_feed_of_the_suite_is_collected_filed_and_shown(shared: Path, tmp_path: Path) -> None:
    if not (shared / "suites/feedparser/feedparser.tar.gz").is_file():
        pytest.skip("no feedparser suite beside the checkout")
    every = [suite.linked(file) for file in suite.files(shared)]
    some = every if LONG else every[:: ROWS["feeds"].every]
    named = {f"https://f{number}.suite.example/feed": file for number, file in enumerate(some)}
    sources = tuple(
        Source(f"f{number}", file.name[:60], "eg", "UTC", homepage=f"https://f{number}.suite.example/",
               feeds=(Feed(f"f{number}", f"f{number}", address),))
        for number, (address, file) in enumerate(named.items())
    )  # fmt: skip
    but = Counter[str]()
    with press(named) as port:
        async with collected(tmp_path / "data", sources, port) as (house, unread):
            held = {
                key for one in house.archive.articles(list(house.archive.ids())) for key in one.draft.keys
            }
            for number, (address, file) in enumerate(named.items()):
                why = _missing(file, address, held, f"f{number}" in unread)
                if why:
                    but[why] += 1
            print(f"{len(some)} feeds: {house.archive.count()} articles filed; {dict(but)}")
            assert house.index.count() == house.archive.count() > 0
            await shown(house, sources)
    measured("feeds", cases=len(some), but=but, whole=LONG)


def _missing(file: File, address: str, held: set[str], unread: bool) -> str | None:
    """Why something of a feed is not filed; `None` where all of it is, or it lists nothing."""
    reading = suite.ours(replace(file, name=address))
    if isinstance(reading, Unreadable):
        return "refused by name: no feed (CDF, or empty)" if unread else f"unlisted: {file.name} is read"
    if unread:
        return f"unlisted: {file.name} is not read"
    wanted = {urls.key(one.url) for one in reading.entries}
    if wanted <= held:
        return None
    if all(key.partition("/")[2] == "" for key in wanted - held):
        return "link to a site's front page, which is no article"
    return f"unlisted: {file.name}: {sorted(wanted - held)[:2]}"


async def shown(house: wiring.House, sources: tuple[Source, ...]) -> None:
    """Every article's page answers, and does no harm."""
    stand = Newsstand(edition=egypt(sources=sources), archive=house.archive, index=house.index)
    app = stand.application()
    async with app.router.lifespan_context(app):
        reader = Reader(app)
        for article in house.archive.articles(list(house.archive.ids())):
            answer = await reader.get(f"/{article.draft.source}/{article.id}")
            assert answer.status == 200, article.draft.url
            assert not harms(answer), article.draft.url
        for address in ("/", "/latest", "/rss"):
            assert not harms(await reader.get(address))


def test_the_press_of_these_tests_answers_for_any_name() -> None:
    with (
        press({"https://a.example/feed": File("a", b"<rss/>", {})}) as port,
        socket.create_connection(("127.0.0.1", port)) as asked,
    ):
        asked.sendall(b"GET /" + quote("https://a.example/feed", safe="").encode() + b" HTTP/1.0\r\n\r\n")
        assert b"".join(iter(lambda: asked.recv(4096), b"")).endswith(b"<rss/>")
