"""Does a file prove the publisher, and nothing that only looks like one?"""

from __future__ import annotations

import pytest

from tests.newsroom.conftest import StoppedClock, Web
from warraq.newsroom.proving import prove, prove_by_record, record
from warraq.ports.names import Unwritten, Written

TOKEN = "0f" * 16
ADDRESS = f"https://paper.example/.well-known/warraq-{TOKEN}.txt"


@pytest.mark.parametrize("body", [TOKEN, f"{TOKEN}\n", f"\ufeff {TOKEN}\r\n"])
async def test_the_word_alone_proves_the_publisher(clock: StoppedClock, body: str) -> None:
    web = Web(clock)
    web.says(ADDRESS, body.encode(), media="text/plain")
    found = await prove(web, "paper.example", TOKEN)
    assert (found.address, found.problem) == (ADDRESS, None)
    assert [url for url, _ in web.asked] == [ADDRESS]


@pytest.mark.parametrize("body", ["", "x", f"لا صفحة هنا: /.well-known/warraq-{TOKEN}.txt", TOKEN[:-1]])
async def test_a_page_that_repeats_what_it_was_asked_for_proves_nothing(
    clock: StoppedClock, body: str
) -> None:
    web = Web(clock)
    web.says(ADDRESS, body.encode())
    assert (await prove(web, "paper.example", TOKEN)).problem is not None


async def test_a_file_elsewhere_or_none_proves_nothing(clock: StoppedClock) -> None:
    web = Web(clock)
    assert (await prove(web, "paper.example", TOKEN)).problem == "HTTP 404"
    web.moves(ADDRESS, "https://evil.example/")
    assert "Moved" in ((await prove(web, "paper.example", TOKEN)).problem or "")
    assert len(web.asked) == 2


class Records(dict[str, tuple[str, ...]]):
    """TXT records by name, and which names were asked for."""

    asked: list[str]

    async def texts(self, name: str) -> Written | Unwritten:
        self.asked = [*getattr(self, "asked", []), name]
        found = self.get(name)
        return Written(found) if found is not None else Unwritten("no such name")


async def test_a_record_of_the_host_or_of_its_domain_proves_the_publisher() -> None:
    said = ("v=spf1 -all", f" {record(TOKEN)} ")
    for name in ("_warraq.www.paper.example", "_warraq.paper.example"):
        found = await prove_by_record(Records({name: said}), "www.paper.example", TOKEN)
        assert (found.address, found.problem) == (name, None)


@pytest.mark.parametrize(
    "text", ["", TOKEN, record(TOKEN[:-1]), f"{record(TOKEN)} and more", record("1" * 32)]
)
async def test_a_record_that_says_anything_else_proves_nothing(text: str) -> None:
    names = Records({"_warraq.paper.example": (text,)})
    assert (await prove_by_record(names, "paper.example", TOKEN)).problem is not None
    assert names.asked == ["_warraq.paper.example"]


async def test_a_record_of_a_neighbour_under_the_same_suffix_proves_nothing() -> None:
    names = Records({"_warraq.blogspot.com": (record(TOKEN),), "_warraq.com": (record(TOKEN),)})
    assert (await prove_by_record(names, "paper.blogspot.com", TOKEN)).problem == "no such name"
    assert names.asked == ["_warraq.paper.blogspot.com"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_an_address_without_a_name_has_no_record(host: str) -> None:
    assert (await prove_by_record(Records(), host, TOKEN)).problem == "an IP address has no records"
