"""Does the one egress door stay shut to the machine it runs on, however its address is written?

A canary listens on loopback; a fetcher that may open only another address on the same port must never reach it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack

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
    "user:password@127.0.0.1",
    "good.example@127.0.0.1",
    "good.example\\@127.0.0.1",
    "127.0.0.1\\@good.example",
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
    """Listens on 127.0.0.1 and, on the same port, on ::1; it must never see a connection."""
    async with AsyncExitStack() as stack:
        four = await stack.enter_async_context(serving(message(200, body=b"the canary")))
        six = None
        if has_ipv6():
            six = await stack.enter_async_context(serving(message(200), host="::1", port=four.port))
        yield four
        assert six is None or six.connections == 0


def test_there_are_enough_forms_to_be_worth_the_name() -> None:
    assert len(set(HOSTS)) >= 45


async def test_the_canary_lives(canary: Loopback) -> None:
    outcome = await fetched(canary.url(), fetcher(canary.port, opened="127.0.0.1/32"))
    assert isinstance(outcome, Fetched)
    assert canary.connections == 1


@pytest.mark.parametrize("host", HOSTS)
async def test_no_form_of_this_machine_is_opened(canary: Loopback, host: str) -> None:
    outcome = await fetched(canary.url(host=host), fetcher(canary.port))
    assert isinstance(outcome, Refused) or (isinstance(outcome, Failed) and outcome.offline), outcome
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
        await door.close()
    assert isinstance(outcome, Refused | Failed), outcome
    assert canary.connections == 0


@pytest.mark.parametrize("answer", ANSWERS)
async def test_no_name_leads_there(canary: Loopback, answer: tuple[str, ...]) -> None:
    outcome = await fetched(canary.url(host="good.example"), fetcher(canary.port, look_up=Names(answer)))
    assert isinstance(outcome, Refused), outcome
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
