"""Can a paper make the crawler speak to the machine it runs on? An attacker's site names a canary at every door that fetches.

The canary listens on loopback addresses of its own, and on the attacker's own port: the operator opened the attacker's address
and port, and nothing else. Every way is seen to be walked (the attacker's server hears its step); the canary hears nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.fetchers.loopback import Loopback, Writer, message, serving
from tests.journeys.conftest import JumpingClock
from tests.newsroom.test_collecting import page
from tests.web.asking import Reader
from warraq import wiring
from warraq.cli import running, working
from warraq.fetchers.http import HttpFetcher
from warraq.newsroom.backfilling import Backfilling
from warraq.newsroom.posting import post
from warraq.newsroom.probing import Probing
from warraq.newsroom.proving import prove
from warraq.ports.fetcher import Refused, Request
from warraq.press import Backfill, Edition, Feed, Rule, Settings, Source
from warraq.wiring import House, desks

OURS = "127.0.0.1"  # the attacker's server: opened by the operator
SHUT = ("127.0.0.2", "127.0.0.53", "127.127.127.127", "::1")  # the canary, on the attacker's own port
STATUSES = (301, 302, 303, 307, 308)
TOKEN = "warraq-proof"


@dataclass
class Canary:
    """Listens where nobody may knock. `targets` are ways to write where it is."""

    heard: list[Loopback]
    port: int
    own: int

    @property
    def connections(self) -> int:
        return sum(one.connections for one in self.heard)

    @property
    def targets(self) -> tuple[str, ...]:
        same, own = self.port, self.own
        return (
            f"http://127.0.0.2:{same}/c",
            f"http://0x7f000002:{same}/c",
            f"http://2130706434:{same}/c",
            f"http://127.2:{same}/c",
            f"http://①②⑦.⓪.⓪.②:{same}/c",
            f"http://[::ffff:127.0.0.2]:{same}/c",
            f"http://[::1]:{same}/c",
            f"http://inner.example:{same}/c",
            f"http://mixed.example:{same}/c",
            f"http://attacker.example@127.0.0.53:{same}/c",
            f"http://127.127.127.127:{same}/c",
            f"http://127.0.0.1:{own}/c",
            f"http://localhost:{own}/c",
        )


@contextlib.asynccontextmanager
async def canary(port: int) -> AsyncIterator[Canary]:
    """On the loopback's other addresses at the attacker's port, and at a port of its own on the attacker's address."""
    async with AsyncExitStack() as stack:
        answer = message(200, [("Content-Type", "text/html")], page("سر الجهاز"))
        heard = []
        for host in SHUT:
            if host != "::1" or _has_ipv6():
                heard.append(await stack.enter_async_context(serving(answer, host=host, port=port)))
        own = await stack.enter_async_context(serving(answer))
        yield Canary([*heard, own], port, own.port)


def _has_ipv6() -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


@dataclass
class LeapingClock(JumpingClock):
    """Pauses pass at once, and are at least so long."""

    least_s: float = 0

    async def sleep(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=max(min(seconds, 60), self.least_s))
        await asyncio.sleep(0.01)


@dataclass
class Names:
    """The attacker's name server: `inner` is the canary, `mixed` one of several, and `rebinding` turns at every question."""

    asked: list[str] = field(default_factory=list)

    async def __call__(self, name: str, port: int) -> tuple[str, ...]:
        self.asked.append(name)
        match name:
            case "attacker.example":
                return (OURS,)
            case "inner.example":
                return ("127.0.0.2", "::1")
            case "mixed.example":
                return ("127.0.0.53", "::ffff:127.0.0.2", "::1")
            case "localhost":
                return ("127.0.0.1", "::1")
            case "rebinding.example":
                return (OURS,) if self.asked.count(name) % 2 else ("127.0.0.2",)
        raise OSError("no such name")


@dataclass
class Attack:
    """What the attacker's server answers, by the first word of the path; the second is the number of a target."""

    targets: tuple[str, ...] = ()
    home: str = ""
    steps: list[str] = field(default_factory=list)

    async def __call__(self, head: bytes, writer: Writer) -> None:
        path = head.split(b" ")[1].decode()
        self.steps.append(path)
        writer.write(self._answer(path))
        await writer.drain()

    def _answer(self, path: str) -> bytes:
        word, _, rest = path.strip("/").partition("/")
        if path == "/robots.txt":
            lines = "".join(f"Sitemap: {one}\n" for one in (*self.targets, f"{self.home}/maps/0"))
            return message(
                200, [("Content-Type", "text/plain")], f"User-agent: *\nAllow: /\n{lines}".encode()
            )
        number = int(rest) if rest.isdecimal() else 0
        target = self.targets[number % len(self.targets)]
        if word in ("gone", "home", "picture", "proof") or path.startswith("/.well-known/"):
            return message(STATUSES[number % 5], [("Location", target)])
        if word == "chain":  # to itself four times, then inside
            onward = f"{self.home}/chain/{number - 1}" if number else self.targets[0]
            return message(302, [("Location", onward)])
        if word in ("feed", "rebound"):
            return self._feed(number, target)
        if word == "maps":
            rows = "".join(f"<sitemap><loc>{_escaped(one)}</loc></sitemap>" for one in self.targets)
            return message(
                200, [("Content-Type", "application/xml")], f"<sitemapindex>{rows}</sitemapindex>".encode()
            )
        if word == "list":
            links = "".join(
                f'<h3><a href="{one}">خبر من هنا رقم {n}</a></h3>' for n, one in enumerate(self.targets)
            )
            named = "".join(
                f'<link rel="alternate" type="application/rss+xml" href="{one}">' for one in self.targets
            )
            return message(
                200, [("Content-Type", "text/html")], f"<head>{named}</head><body>{links}".encode()
            )
        if word == "news":
            return message(200, [("Content-Type", "text/html; charset=utf-8")], self._page(number, target))
        return message(404)

    def _feed(self, number: int, target: str) -> bytes:
        """A feed whose hub, channel, entries, enclosures and pictures all lead inside."""
        date = format_datetime(datetime.now(UTC))
        links = [
            *self.targets,
            f"{self.home}/gone/{number}",
            f"{self.home}/chain/4",
            f"{self.home}/news/{number}",
        ]
        items = "".join(
            f"<item><title>خبر {number}-{n}</title><link>{_escaped(one)}</link><guid>{number}-{n}</guid><pubDate>{date}</pubDate>"
            f'<enclosure url="{target}" type="image/jpeg" length="9"/><media:content url="{target}" medium="image"/>'
            f"<comments>{target}</comments></item>"
            for n, one in enumerate(links)
        )
        body = (
            '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
            f'<channel><title>x</title><link>{target}</link><atom:link rel="hub" href="{target}"/>'
            f'<atom:link rel="self" href="{target}"/><atom:link rel="next" href="{target}"/><image><url>{target}</url></image>'
            f"{items}</channel></rss>"
        )
        return message(
            200, [("Content-Type", "application/rss+xml"), ("Link", f"<{target}>; rel=hub")], body.encode()
        )

    def _page(self, number: int, target: str) -> bytes:
        picture = target if number % 2 else f"{self.home}/picture/{number}"
        more = (
            f'<base href="{target}"><meta http-equiv="refresh" content="0; url={target}">'
            f'<link rel="canonical" href="{target}"><link rel="icon" href="{target}"><link rel="amphtml" href="{target}">'
            f'<link rel="shortcut icon" href="{target}"><link rel="apple-touch-icon" href="{target}">'
            f'<link rel="preload" as="image" href="{target}"><link rel="manifest" href="{target}">'
            f'<meta property="og:url" content="{target}"><meta property="og:image" content="{picture}">'
            f'<meta name="twitter:image" content="{picture}"><link rel="alternate" type="application/json+oembed" href="{target}">'
        )
        return page(f"خبر المهاجم رقم {number}", more=more)


def _escaped(url: str) -> str:
    return url.replace("&", "&amp;")


@dataclass
class Range:
    """A public house, the attacker's site that it collects, and the canary."""

    house: House
    fetcher: HttpFetcher
    attack: Attack
    server: Loopback
    canary: Canary
    names: Names

    def sources(self) -> tuple[Source, ...]:
        """A paper for every target, each with a feed of every kind; the feeds of the even ones redirect."""
        return tuple(self._sources())

    def _sources(self) -> Iterator[Source]:
        home = self.server.url("").rstrip("/")
        for number, target in enumerate(self.canary.targets):
            slug = f"paper{number}"
            feeds = (
                Feed(slug, slug, f"{home}/feed/{number}"),
                Feed(f"{slug}/gone", slug, f"{home}/gone/{number}"),
                Feed(f"{slug}/straight", slug, target),
                Feed(f"{slug}/map", slug, f"{home}/maps/{number}", kind="sitemap"),
                Feed(f"{slug}/list", slug, f"{home}/list/{number}", kind="listing"),
                Feed(
                    f"{slug}/rebound", slug, f"http://rebinding.example:{self.server.port}/rebound/{number}"
                ),
            )
            yield Source(slug, slug, "eg", "Africa/Cairo", homepage=f"{home}/home/{number}", feeds=feeds)

    def saw(self, *words: str) -> bool:
        return all(any(step.startswith(f"/{word}") for step in self.attack.steps) for word in words)


@contextlib.asynccontextmanager
async def ranged(folder: Path) -> AsyncIterator[Range]:
    async with AsyncExitStack() as stack:
        attack, names, clock = Attack(), Names(), LeapingClock()
        server = await stack.enter_async_context(serving(attack, host=OURS))
        heard = await stack.enter_async_context(canary(server.port))
        attack.targets, attack.home = heard.targets, server.url("").rstrip("/")
        settings = Settings(
            data=folder,
            public=True,
            contact="desk@example.org",
            address="https://press.example",
            host_delay=timedelta(milliseconds=1),
            backfill_pause=timedelta(),
            private=server.private,
        )
        house = replace(stack.enter_context(wiring.house(settings)), clock=clock)
        fetcher = HttpFetcher(user_agent="Warraq/test", private=server.private, look_up=names, clock=clock)
        stack.push_async_callback(fetcher.close)
        yield Range(house, fetcher, attack, server, heard, names)


async def walked(house: House, desk: Backfilling) -> None:
    """A past is walked to its end: what may not be asked is given up in hours."""
    clock = house.clock
    assert isinstance(clock, LeapingClock)
    clock.least_s = 60
    await desk.run(once=True)


@pytest.mark.timeout(300)
async def test_no_door_of_the_product_knocks_at_the_canary(tmp_path: Path) -> None:
    async with ranged(tmp_path) as ours, AsyncExitStack() as stack:
        house, clock = ours.house, ours.house.clock
        assert isinstance(clock, JumpingClock)
        sources = ours.sources()
        edition = Edition("eg", "مصر", "Africa/Cairo", sources)
        readers = await stack.enter_async_context(desks.parsers(house.settings))
        asking = desks.asking(house.settings, ours.fetcher, clock, daybook=house.daybook)
        for days in (0, 8):  # a week later front pages and articles are looked at again
            clock.ahead = timedelta(days=days)
            beside = desks.revisiting(house, asking, readers, edition, pages=frozenset)
            await working.work(
                house, asking, desks.collecting(house, asking, readers, edition), once=True, revisiting=beside
            )
        assert ours.saw(
            "robots.txt", "feed", "gone", "chain", "maps", "list", "news", "home", "picture", "rebound"
        )
        assert ours.saw(".well-known/tdmrep.json")
        assert house.archive.count() >= len(sources), "the attacker's pages themselves were filed"
        assert {one.hub for one in map(house.subscriptions.of, (f"paper{n}" for n in range(9))) if one}
        assert ours.names.asked.count("rebinding.example") > 3
        assert {"inner.example", "mixed.example"} <= set(ours.names.asked)
        assert ours.canary.connections == 0

        for wish in (
            Backfill("paper1", clock.now()),
            Backfill("paper2", clock.now(), lists=ours.canary.targets),
        ):
            house.pasts.put(wish)
            await walked(house, desks.backfilling(house, asking, readers, edition, only=wish.source))
            refused = " ".join(reason for _, reason, _ in house.pasts.reasons(wish.source))
            assert "loopback" in refused, "what robots.txt and lists name was looked at"
            assert "IPv4-mapped" in refused
        probing = Probing(asking, readers, clock, "UTC")
        for address in (f"{ours.attack.home}/list/0", *ours.canary.targets):
            await probing.discover(await probing.probe(address))
        assert ours.canary.connections == 0


async def test_no_proof_and_no_webhook_knocks_there_either(tmp_path: Path) -> None:
    async with ranged(tmp_path) as ours:
        house, now = ours.house, ours.house.clock.now()
        for number, target in enumerate(ours.canary.targets):
            watch = house.watches.add(
                Rule(f"w{number}", "خبر", target=target), salt=f"s{number}", now=now, position=0
            )
            came = await post(ours.fetcher, watch, b"{}", "msg", b"secret", now=now)
            assert came.problem, target
            host = target.removeprefix("http://").partition("/")[0].rpartition("@")[2].rpartition(":")[0]
            assert (await prove(ours.fetcher, host, TOKEN)).problem, host
        moved = house.watches.add(
            Rule("moved", "خبر", target=f"{ours.attack.home}/gone/0"), salt="s", now=now, position=0
        )
        assert "sends us on" in (
            (await post(ours.fetcher, moved, b"{}", "m", b"secret", now=now)).problem or ""
        )
        assert ours.saw("gone")
        assert ours.canary.connections == 0


async def test_nothing_a_reader_types_makes_the_site_fetch(tmp_path: Path) -> None:
    """No route takes an address to fetch: those that are given one look it up in the archive."""
    async with ranged(tmp_path) as ours, AsyncExitStack() as stack:
        app = running.site(ours.house, Edition("eg", "مصر", "Africa/Cairo", ours.sources()), running.Progress)
        await stack.enter_async_context(app.router.lifespan_context(app))
        reader = Reader(app)
        for target in ours.canary.targets:
            for address in (
                "/url?u=",
                "/clippings?ids=",
                "/clippings.html?ids=",
                "/search?q=",
                "/search/complete?q=",
            ):
                answer = await reader.get(address + quote(target, safe=""), headers={"host": "press.example"})
                assert answer.status < 500
            body = urlencode({"more": target, "ids": target, "intro": target}).encode()
            headers = {"host": "press.example", "content-type": "application/x-www-form-urlencoded"}
            await reader.get("/clippings", method="POST", headers=headers, body=body)
        assert ours.attack.steps == []
        assert ours.canary.connections == 0


async def test_the_canary_lives_at_each_of_its_addresses_and_the_list_of_openings_opens_what_it_names(
    tmp_path: Path,
) -> None:
    async with ranged(tmp_path) as ours:
        for number, host in enumerate(SHUT[: len(ours.canary.heard) - 1]):
            cidr = f"[{host}]/128" if ":" in host else f"{host}/32"
            door = HttpFetcher(
                user_agent="Warraq/test", private=(f"{cidr}:{ours.canary.port}",), look_up=ours.names
            )
            for other in ours.canary.targets:
                await door.fetch(Request(other))
            await door.close()
            assert [one.connections > 0 for one in ours.canary.heard] == [
                n <= number for n in range(len(ours.canary.heard))
            ], host
        own = HttpFetcher(
            user_agent="Warraq/test", private=(f"127.0.0.1/32:{ours.canary.own}",), look_up=ours.names
        )
        before = [one.connections for one in ours.canary.heard]
        outcomes = {target: await own.fetch(Request(target)) for target in ours.canary.targets}
        await own.close()
        reached = {target for target, came in outcomes.items() if not isinstance(came, Refused)}
        assert reached == {target for target in outcomes if f":{ours.canary.own}/" in target}
        assert [one.connections for one in ours.canary.heard][:-1] == before[:-1]
