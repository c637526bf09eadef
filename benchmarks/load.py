"""How many readers at once, and how long does the slowest of a hundred wait? Beside the same bytes from memory.

The server stands on core 0, who asks on core 1. Pages are asked by `CONNECTIONS` kept connections, each as soon as it was
answered, in turns of half a second with a route of the same process that answers the same bytes from memory: a noisy
machine strikes both alike, and processor time of the server, beside the clock, tells what is ours. Questions are asked by
eight readers. Articles are some that many read (`article`), and each another one that nobody read before (`article_cold`).
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import selectors
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.asking import addresses, apart, served
from benchmarks.growing import fill
from benchmarks.loaded import BARE
from benchmarks.serving import QUERIES
from warraq import wiring
from warraq.press import Settings

ARTICLES = 50_000
CONNECTIONS = 8
COLD = 4_000
TURN_S, TURNS = 0.5, 12
_FRAMED = b"Host: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"


@dataclass(slots=True)
class Taken:
    """What was measured of one route."""

    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    processor: float = 0.0

    def at(self, share: float) -> float:
        """ms"""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.wall

    @property
    def each(self) -> float:
        """ms of the server's processor a request"""
        return self.processor / len(self.seconds) * 1000


def run(data: Path, *, short: bool = False, place: Path | None = None) -> dict[str, float]:
    """`place`: an archive that stands already."""
    with tempfile.TemporaryDirectory() as folder:
        count = ARTICLES // 10 if short else ARTICLES
        where = place or followed(Path(folder) / "archive", data, count)
        with served([sys.executable, "-m", "benchmarks.loaded", "--data", str(where)]) as (port, process):
            apart()
            return {"articles": float(count)} | _measured(port, process, count, turns=4 if short else TURNS)


def _measured(port: int, process: int, count: int, *, turns: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, paths in _pages(port, count).items():
        size = _remembered(port, name, next(paths))
        ours, theirs = Taken(), Taken()
        bare = cycle([f"{BARE}{name}"])
        for turn in range(turns + 1):
            for taken, asked in ((ours, paths), (theirs, bare)):
                one = _load(port, asked, process)
                if turn:  # the first is for warming up
                    taken.seconds += one.seconds
                    taken.wall += one.wall
                    taken.processor += one.processor
        found |= {
            f"{name}_bytes": float(size),
            f"{name}_per_s": ours.rate,
            f"{name}_rate_ratio": ours.rate / theirs.rate,
            f"{name}_processor_ms": ours.each,
            f"{name}_bare_processor_ms": theirs.each,
            f"{name}_p50_ms": ours.at(0.5),
            f"{name}_p99_ms": ours.at(0.99),
            f"{name}_bare_p99_ms": theirs.at(0.99),
            f"{name}_p99_ratio": ours.at(0.99) / theirs.at(0.99),
        }
    return found


def _pages(port: int, count: int) -> dict[str, Iterator[str]]:
    site = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    many = addresses(site, range(1, count, max(count // 60, 1)))
    strewn = addresses(site, random.Random(1).sample(range(1, count), min(count - 1, COLD)))
    return {
        "home": cycle(["/"]),
        "article": cycle(many),
        "article_cold": iter(strewn),
        "latest": cycle(["/latest"]),
        "section": cycle(["/section/politics", "/section/sports"]),
        "search": cycle([f"/search?q={quote(query)}" for query in QUERIES]),
        "search_anew": (f"/search?q={quote(query)}&x={n}" for n, query in enumerate(cycle(QUERIES))),
    }


def followed(place: Path, data: Path, count: int) -> Path:
    """An archive of so many articles, its index, stories and names at its end."""
    place.mkdir()
    fill(place, data, count)
    with wiring.house(Settings(data=place)) as house:
        for desk in (house.registering(), house.grouping()):
            desk.catch_up()
    return place


def _load(port: int, paths: Iterator[str], process: int) -> Taken:
    """One turn of `CONNECTIONS` readers, or of all paths that there are."""
    taken = Taken()
    before, began = _processor(process), time.perf_counter()
    ends = began + TURN_S
    with contextlib.ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(CONNECTIONS):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _ask(selector, sock, paths)
        while selector.get_map():
            for key, _ in selector.select():
                if not key.data.whole(key.fileobj):
                    continue
                now = time.perf_counter()
                taken.seconds.append(now - key.data.began)
                selector.unregister(key.fileobj)
                if now < ends:
                    _ask(selector, key.fileobj, paths)
    taken.wall = time.perf_counter() - began
    taken.processor = _processor(process) - before
    return taken


@dataclass(slots=True)
class _Awaited:
    """An answer on its way."""

    path: str
    began: float
    read: bytearray = field(default_factory=bytearray)
    size: int = -1

    def whole(self, sock: Any) -> bool:
        self.read += sock.recv(1 << 18)
        if self.size < 0 and (end := self.read.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.read[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                raise SystemExit(f"benchmarks: {self.path} answered {head[:60]!r}")
            self.size = end + 4 + int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return len(self.read) == self.size


def _ask(selector: selectors.BaseSelector, sock: Any, paths: Iterator[str]) -> None:
    path = next(paths, None)
    if path is None:
        return
    awaited = _Awaited(path, time.perf_counter())
    sock.sendall(b"GET " + path.encode() + b" HTTP/1.1\r\n" + _FRAMED + b"\r\n")
    selector.register(sock, selectors.EVENT_READ, awaited)


def _processor(process: int) -> float:
    """Seconds of processor time, in and for it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _remembered(port: int, name: str, path: str) -> int:
    """Let the bare route answer what the site answers; its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.request("PUT", BARE + name, body, {f"x-{key}": value for key, value in answer.getheaders()})
    connection.getresponse().read()
    return len(body)
