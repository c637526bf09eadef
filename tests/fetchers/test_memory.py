"""Does the press in memory answer as it was told, and remember what it was asked?"""

from __future__ import annotations

from datetime import UTC, datetime

from warraq.fetchers.memory import MemoryFetcher
from warraq.ports.fetcher import Failed, Fetched, Limits, Refused, Request
from warraq.press import Capture

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://press.example/a"
CAPTURE = Capture(URL, NOW, 200, (), b"x" * 100)


async def test_outcomes_are_given_as_they_stand_and_requests_remembered() -> None:
    fetcher = MemoryFetcher({URL: Failed("timed out after 30 s")})
    assert await fetcher.fetch(Request(URL)) == Failed("timed out after 30 s")
    assert [request.url for request in fetcher.requests] == [URL]


async def test_an_answer_may_depend_on_the_request_and_change_later() -> None:
    fetcher = MemoryFetcher({URL: lambda request: Failed(f"asked with {request.etag}")})
    assert await fetcher.fetch(Request(URL, etag='"1"')) == Failed('asked with "1"')
    fetcher.answers[URL] = CAPTURE
    assert await fetcher.fetch(Request(URL)) == Fetched(CAPTURE)


async def test_what_is_not_there_has_no_name() -> None:
    assert await MemoryFetcher().fetch(Request(URL)) == Failed("name not found", offline=True)


async def test_limits_hold_in_memory_too() -> None:
    fetcher = MemoryFetcher({URL: CAPTURE})
    assert isinstance(await fetcher.fetch(Request(URL, limits=Limits(decoded_bytes=99))), Failed)


async def test_what_is_no_web_address_is_refused() -> None:
    fetcher = MemoryFetcher({"file:///etc/passwd": CAPTURE})
    assert isinstance(await fetcher.fetch(Request("file:///etc/passwd")), Refused)
    await fetcher.close()
    assert fetcher.closed
