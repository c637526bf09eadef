"""Does a file prove the publisher, and nothing that only looks like one?"""

from __future__ import annotations

import pytest

from tests.newsroom.conftest import StoppedClock, Web
from warraq.newsroom.proving import prove

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
