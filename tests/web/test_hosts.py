"""Does a private site on this machine answer to its own names alone?"""

from __future__ import annotations

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.press import Settings

PRIVATE = Settings()
NAMED = Settings(address="https://press.internal")
NETWORK = Settings(host="0.0.0.0")
PUBLIC = Settings(public=True, contact="a@b.example")


@pytest.mark.parametrize(
    ("settings", "host", "status"),
    [
        (PRIVATE, None, 200),
        (PRIVATE, "127.0.0.1:8000", 200),
        (PRIVATE, "localhost:8000", 200),
        (PRIVATE, "LOCALHOST.", 200),
        (PRIVATE, "press.localhost", 200),
        (PRIVATE, "[::1]:8000", 200),
        (PRIVATE, "192.168.1.7", 200),  # a page cannot take an address in figures for its name
        (PRIVATE, "evil.example", 421),
        (PRIVATE, "evil.example:8000", 421),
        (PRIVATE, "127.0.0.1.evil.example", 421),
        (PRIVATE, "localhost.evil.example", 421),
        (PRIVATE, "[", 421),
        (PRIVATE, "a@localhost", 200),
        (NAMED, "press.internal", 200),
        (NAMED, "evil.example", 421),
        (NETWORK, "desk.lan", 200),
        (PUBLIC, "press.example", 200),
    ],
)
async def test_a_name_that_leads_here_by_stealth_is_turned_away(
    opens: Opens, settings: Settings, host: str | None, status: int
) -> None:
    stand = Newsstand(settings=settings)
    stand.file()
    answer = await (await opens(stand)).get("/", headers={"host": host} if host else {})
    assert answer.status == status
    assert "content-security-policy" in answer.headers
    assert ("address" in answer.text) == (status == 421)
