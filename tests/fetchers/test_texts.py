"""Are a name's TXT records read as a resolver reads them, and within bounds? A real name server on loopback answers."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from tests.fetchers.nameserver import Zone, answering
from warraq.fetchers.texts import LONGEST, MOST, SystemTexts
from warraq.newsroom.proving import prove_by_record, record
from warraq.ports.names import Unwritten, Written

NAME = "_warraq.paper.example"


@pytest.fixture
def zone() -> Zone:
    return Zone()


@pytest.fixture
async def texts(zone: Zone) -> AsyncIterator[SystemTexts]:
    async with answering(zone) as server:
        yield SystemTexts([server], lifetime_s=2.0)


async def test_every_record_of_a_name_is_read_whole(zone: Zone, texts: SystemTexts) -> None:
    zone.writes(NAME, "v=spf1 -all", "warraq=ab", "a" * 300)
    found = await texts.texts(NAME)
    assert isinstance(found, Written)
    assert sorted(found.texts) == sorted(["v=spf1 -all", "warraq=ab", "a" * 300])


async def test_an_answer_too_long_for_a_datagram_is_asked_for_again_over_tcp(
    zone: Zone, texts: SystemTexts
) -> None:
    zone.writes(NAME, *(f"{number:0200}" for number in range(9)))
    found = await texts.texts(NAME)
    assert isinstance(found, Written)
    assert len(found.texts) == 9
    assert [way for way, _ in zone.asked] == ["udp", "tcp"]


async def test_an_alias_is_followed(zone: Zone, texts: SystemTexts) -> None:
    zone.records[NAME, "CNAME"] = ["proofs.host.example."]
    zone.writes("proofs.host.example", "warraq=ab")
    assert await texts.texts(NAME) == Written(("warraq=ab",))


async def test_a_name_in_arabic_is_asked_for_in_its_ascii_form(zone: Zone, texts: SystemTexts) -> None:
    zone.writes("_warraq.xn--ogbhx3c3b.xn--wgbh1c", "warraq=ab")
    assert await texts.texts("_warraq.xn--ogbhx3c3b.xn--wgbh1c") == Written(("warraq=ab",))
    assert isinstance(await texts.texts("_warraq.صحيفة.مصر"), Unwritten)


async def test_more_and_longer_records_than_anybody_needs_are_left(zone: Zone, texts: SystemTexts) -> None:
    zone.writes(NAME, *(f"{number:03}" for number in range(MOST + 20)))
    found = await texts.texts(NAME)
    assert isinstance(found, Written)
    assert len(found.texts) == MOST
    zone.writes(NAME, "x" * (LONGEST + 1), "warraq=ab")
    assert await texts.texts(NAME) == Written(("warraq=ab",))


async def test_what_is_not_there_says_so(zone: Zone, texts: SystemTexts) -> None:
    assert await texts.texts("nowhere.example") == Unwritten("no such name")
    zone.records["mail.example", "MX"] = ["10 mx.example."]
    assert await texts.texts("mail.example") == Unwritten("the name has no TXT record")


async def test_a_server_that_says_nothing_is_waited_for_no_longer_than_allowed(zone: Zone) -> None:
    zone.mute.add(NAME)
    async with answering(zone) as server, asyncio.timeout(10):
        found = await SystemTexts([server], lifetime_s=0.3).texts(NAME)
    assert found == Unwritten("no answer within 0.3 s")


async def test_an_answer_that_is_none_is_no_error(zone: Zone) -> None:
    zone.broken = True
    async with answering(zone) as server, asyncio.timeout(10):
        assert isinstance(await SystemTexts([server], lifetime_s=0.5).texts(NAME), Unwritten)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "localhost",
        "127.0.0.1",
        "a..example",
        "x" * 64 + ".example",
        "a b.example",
        "a.example.",
        f"{'a.' * 130}example",
    ],
)
async def test_what_is_no_name_is_not_asked_for(zone: Zone, texts: SystemTexts, name: str) -> None:
    assert isinstance(await texts.texts(name), Unwritten)
    assert zone.asked == []


async def test_a_publisher_is_known_by_a_record_that_a_real_server_gives(
    zone: Zone, texts: SystemTexts
) -> None:
    token = "0f" * 16
    assert (await prove_by_record(texts, "www.paper.example", token)).problem == "no such name"
    zone.records["_warraq.paper.example", "CNAME"] = ["proofs.host.example."]
    zone.writes("proofs.host.example", "v=spf1 -all", record(token))
    proof = await prove_by_record(texts, "www.paper.example", token)
    assert (proof.address, proof.problem) == ("_warraq.paper.example", None)


def test_nothing_of_the_resolver_is_loaded_before_it_is_asked() -> None:
    code = "import sys, warraq.cli; from warraq.wiring import desks; desks.names(); sys.exit('dns' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
