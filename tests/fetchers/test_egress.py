"""Does the one egress door stay shut to the machine it runs on, however its address is written?

A canary listens on loopback; a fetcher that may open only another address on the same port must never reach it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from tests.fetchers.loopback import Loopback, message, serving
from warraq.fetchers.http import Barred, HttpFetcher, guarded
from warraq.fetchers.names import LookUp, SystemNames
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Limits, Moved, Refused, Request

LIMITS = Limits(deadline_s=3)

# Every way we know to write "this machine" as the host of an address.
HOSTS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "0177.0.0.1",
    "0177.1",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "0X7F000001",
    "2130706433",
    "017700000001",
    "0x0000000000007f000001",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "①②⑦.⓪.⓪.①",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "１２７｡1",
    "𝟏𝟐𝟕.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "0",
    "0.0.0.0",
    "00000",
    "0x0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "loc%61lhost",
    "lo\u00adcalhost",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0.0.0.0]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "127.0.0.53",
    "127.127.127.127",
    "127.0x1",
    "0x7f.0x0.0x0.0x1",
    "0177.0000.0000.0001",
    "12\t7.0.\n0.1",
    "%E2%91%A0%E2%91%A1%E2%91%A6.0.0.1",
    "①②⑦。⓪。⓪。①",
    "[::1%25lo]",
    "[fe80::1%25lo]",
    "[::ffff:0:7f00:1]",
    "[2001:0:7f00:1:0:0:80ff:fffe]",
    "[64:ff9b:1::7f00:1]",
    "[fec0::1]",
    "[ff02::1]",
    "xn--localhost-",
    "app.localhost",
    "localhost.localdomain",
    "127.0.0.1%00.good.example",
    "user:password@127.0.0.1",
    "good.example@127.0.0.1",
    "good.example\\@127.0.0.1",
    "127.0.0.1\\@good.example",
]
# Inside somebody's network, or nobody's: no canary can listen there, so what is seen is that no socket is opened.
INSIDE = [
    "169.254.169.254",
    "0xa9fea9fe",
    "[::ffff:169.254.169.254]",
    "[fd00:ec2::254]",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fe80::a]",
    "[fec0::a]",
    "[ff0e::1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:a9fe:a9fe::]",
    "[2001:0:a9fe:a9fe::]",
    "[::a9fe:a9fe]",
    "[100::1]",
]
# What a name server may say instead.
ANSWERS = [
    ("127.0.0.1",),
    ("127.0.0.53",),
    ("0.0.0.0",),
    ("::1",),
    ("::",),
    ("::ffff:127.0.0.1",),
    ("::127.0.0.1",),
    ("64:ff9b::7f00:1",),
    ("2002:7f00:1::",),
    ("169.254.169.254",),
    ("fd00:ec2::254",),
    ("100.64.0.1",),
    ("ff02::1",),
    ("fe80::1%lo",),
    ("::1%lo",),
    ("10.0.0.1", "127.0.0.1"),
    ("127.1",),
    ("localhost",),
    ("not an address",),
]


class Names:
    """A name server that gives these answers one after the other, the last one for ever."""

    def __init__(self, *answers: Iterable[str]) -> None:
        self.answers = [tuple(answer) for answer in answers]
        self.asked: list[str] = []

    async def __call__(self, name: str, port: int) -> tuple[str, ...]:
        self.asked.append(name)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def shut_to_it(outcome: FetchOutcome) -> bool:
    """Refused for its address, or no address at all. The canary's port is none of ours (80, 443): a door that asked for
    the port alone would keep shut to it too, and let everybody in where the canary listens on 80."""
    if isinstance(outcome, Refused):
        return not outcome.reason.startswith("port ")
    return isinstance(outcome, Failed) and outcome.offline


async def this_machine_only(name: str, port: int) -> tuple[str, ...]:
    """A resolver that knows no name but this machine's, so that no test asks a name server."""
    if name == "localhost":
        return ("127.0.0.1", "::1")
    raise OSError("no such name")


def fetcher(port: int, *, look_up: LookUp = this_machine_only, opened: str = "192.0.2.1/32") -> HttpFetcher:
    """A door that is open on the canary's port, but to another address: only the address keeps it shut."""
    return HttpFetcher(user_agent="Warraq/test", private=(f"{opened}:{port}",), look_up=look_up)


async def fetched(url: str, one: HttpFetcher) -> FetchOutcome:
    try:
        return await one.fetch(Request(url, limits=LIMITS))
    finally:
        await one.close()


def has_ipv6() -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


@pytest.fixture
async def canary() -> AsyncIterator[Loopback]:
    """Listens on 127.0.0.1 and, on the same port, elsewhere on this machine; it must never see a connection."""
    async with listening() as (four, *others):
        yield four
        assert [one.connections for one in others] == [0] * len(others)


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[Loopback, ...]]:
    """The canary at each of its addresses, 127.0.0.1 first."""
    async with AsyncExitStack() as stack:
        four = await stack.enter_async_context(serving(message(200, body=b"the canary")))
        beside = ["127.0.0.53", "127.127.127.127", *(["::1"] if has_ipv6() else [])]
        others = [
            await stack.enter_async_context(serving(message(200), host=host, port=four.port))
            for host in beside
        ]
        yield (four, *others)


def test_there_are_enough_forms_to_be_worth_the_name() -> None:
    assert len(set(HOSTS)) >= 70


async def test_most_of_the_forms_would_reach_the_canary_if_the_door_were_open() -> None:
    """The range is live: opened for this machine, the canary hears three forms of four; else they would prove nothing."""
    async with listening() as heard:
        port = heard[0].port
        opened = (
            f"127.0.0.0/8:{port}",
            f"[::1]/128:{port}",
            f"[::ffff:127.0.0.0]/104:{port}",
            f"0.0.0.0/8:{port}",
        )
        door = HttpFetcher(user_agent="Warraq/test", private=opened, look_up=this_machine_only)
        reached = set()
        for host in HOSTS:
            before = sum(one.connections for one in heard)
            await door.fetch(Request(heard[0].url(host=host), limits=LIMITS))
            if sum(one.connections for one in heard) > before:
                reached.add(host)
        await door.close()
    assert len(reached) >= 40, sorted(set(HOSTS) - reached)
    assert all(one.connections for one in heard), "and each of its addresses was heard"


async def test_the_canary_lives(canary: Loopback) -> None:
    outcome = await fetched(canary.url(), fetcher(canary.port, opened="127.0.0.1/32"))
    assert isinstance(outcome, Fetched)
    assert canary.connections == 1


@pytest.mark.parametrize("host", HOSTS)
async def test_no_form_of_this_machine_is_opened(canary: Loopback, host: str) -> None:
    outcome = await fetched(canary.url(host=host), fetcher(canary.port))
    assert shut_to_it(outcome), outcome
    assert canary.connections == 0


@pytest.mark.parametrize("host", HOSTS)
async def test_no_redirect_leads_there(canary: Loopback, host: str) -> None:
    location = f"http://{host}:{canary.port}/"
    async with serving(message(302, [("Location", location)])) as server:
        private = (*server.private, f"192.0.2.1/32:{canary.port}")
        door = HttpFetcher(user_agent="Warraq/test", private=private, look_up=this_machine_only)
        outcome = await door.fetch(Request(server.url(), limits=LIMITS))
        if isinstance(outcome, Moved):
            outcome = await door.fetch(Request(outcome.url, limits=LIMITS))
            assert shut_to_it(outcome), outcome
        await door.close()
    assert isinstance(outcome, Refused | Failed), outcome
    assert canary.connections == 0


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("port", [80, 443, 8080])
async def test_nothing_inside_a_network_is_knocked_at(host: str, port: int) -> None:
    door = fetcher(9)
    assert isinstance(await fetched(f"http://{host}:{port}/latest/meta-data/", door), Refused)
    assert isinstance(await fetched(f"https://{host}:{port}/", fetcher(9)), Refused)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_x",
        "ftp://127.0.0.1:{port}/",
        "dict://127.0.0.1:{port}/",
        "unix:/var/run/docker.sock",
        "jar:http://127.0.0.1:{port}/!/",
        "javascript:fetch('http://127.0.0.1:{port}/')",
        "data:text/html,x",
        "//127.0.0.1:{port}/",
        "\\\\127.0.0.1:{port}\\",
        "http:127.0.0.1:{port}",
        "http:////127.0.0.1:{port}/",
        "http://good.example:22/",
    ],
)
async def test_no_redirect_leads_to_another_scheme_or_port(
    canary: Loopback, status: int, location: str
) -> None:
    told = [("Location", location.format(port=canary.port))]
    async with serving(message(status, told)) as server:
        private = (*server.private, f"192.0.2.1/32:{canary.port}")
        door = HttpFetcher(user_agent="Warraq/test", private=private, look_up=Names(("127.0.0.1",)))
        outcome: FetchOutcome = await door.fetch(Request(server.url(), limits=LIMITS))
        for _ in range(6):
            if not isinstance(outcome, Moved):
                break
            outcome = await door.fetch(Request(outcome.url, limits=LIMITS))
        await door.close()
    # "http:x" has no slashes and is read against the page it stands on: that is the server itself, again and again
    assert isinstance(outcome, Refused | Failed | Moved), outcome
    assert not isinstance(outcome, Moved) or f":{server.port}/" in outcome.url
    assert canary.connections == 0


@pytest.mark.parametrize("answer", ANSWERS)
async def test_no_name_leads_there(canary: Loopback, answer: tuple[str, ...]) -> None:
    outcome = await fetched(canary.url(host="good.example"), fetcher(canary.port, look_up=Names(answer)))
    assert isinstance(outcome, Refused), outcome
    assert shut_to_it(outcome), outcome
    assert canary.connections == 0


async def test_a_name_that_changes_its_address_is_judged_by_the_one_that_is_connected() -> None:
    """Rebinding: good when judged, ours when connected. The name is asked once, and what it said then is connected."""
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    async with serving(message(200, body=b"good")) as good:
        async with serving(message(200), host="127.0.0.2", port=good.port) as inner:
            door = fetcher(good.port, look_up=names, opened="127.0.0.1/32")
            url = good.url(host="rebinding.example")
            first = await door.fetch(Request(url, limits=LIMITS))
            assert isinstance(first, Fetched)
            assert names.asked == ["rebinding.example"]
            second = await door.fetch(Request(url, limits=LIMITS))
            assert isinstance(second, Refused)
            assert names.asked == ["rebinding.example"] * 2
            await door.close()
        assert (good.connections, inner.connections) == (1, 0)


async def test_of_several_addresses_only_the_open_ones_are_tried() -> None:
    async with serving(message(200, body=b"good")) as good:
        async with serving(message(200), host="127.0.0.2", port=good.port) as inner:
            door = fetcher(good.port, look_up=Names(["127.0.0.2", "::1", "127.0.0.1"]), opened="127.0.0.1/32")
            assert isinstance(await fetched(good.url(host="mixed.example"), door), Fetched)
        assert inner.connections == 0


async def test_no_connection_is_used_for_a_second_request() -> None:
    async with serving(message(200, body=b"good")) as server:
        door = fetcher(server.port, opened="127.0.0.1/32")
        for _ in range(3):
            assert isinstance(await door.fetch(Request(server.url(), limits=LIMITS)), Fetched)
        await door.close()
        assert server.connections == 3


async def test_the_machines_own_names_are_looked_up_and_judged(canary: Loopback) -> None:
    outcome = await fetched(canary.url(host="localhost"), fetcher(canary.port, look_up=SystemNames()))
    assert isinstance(outcome, Refused)
    assert "loopback" in outcome.reason


@pytest.mark.parametrize("port", [1, 21, 22, 25, 53, 110, 2375, 3306, 5432, 6379, 8080, 9200, 11211, 27017])
async def test_no_other_port_is_opened_or_even_looked_up(port: int) -> None:
    names = Names(["127.0.0.1"])
    door = HttpFetcher(user_agent="Warraq/test", look_up=names)
    assert isinstance(await fetched(f"http://good.example:{port}/", door), Refused)
    assert names.asked == []


@pytest.mark.parametrize(
    ("family", "peer"),
    [
        (socket.AF_INET, ("127.0.0.1", 80)),
        (socket.AF_INET, ("169.254.169.254", 80)),
        (socket.AF_INET6, ("::1", 443, 0, 0)),
        (socket.AF_INET6, ("::ffff:10.0.0.1", 443, 0, 0)),
        (socket.AF_INET, ("1.1.1.1", 22)),
    ],
)
def test_the_socket_itself_is_not_made_for_an_address_that_is_shut(
    family: socket.AddressFamily, peer: tuple[object, ...]
) -> None:
    with pytest.raises(Barred):
        guarded(())((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", peer))


def test_the_socket_is_made_for_an_address_that_is_open() -> None:
    made = guarded(())((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("1.1.1.1", 443)))
    assert made.family == socket.AF_INET
    made.close()


async def test_a_name_never_judged_is_never_connected(canary: Loopback) -> None:
    """Should a request ever get past the door's own look-up, aiohttp finds no address to connect to."""
    door = HttpFetcher(user_agent="Warraq/test", private=canary.private)
    session = door._opened()
    with pytest.raises(OSError, match="not judged"):
        await asyncio.wait_for(session.get(canary.url(host="localhost")), 3)
    await door.close()
    assert canary.connections == 0
