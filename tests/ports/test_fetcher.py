"""What does every fetcher promise, whether it speaks HTTP, answers from memory or from what was recorded?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fetchers.loopback import of_captures, serving
from tests.fetchers.warcs import written
from warraq.fetchers.http import HttpFetcher
from warraq.fetchers.memory import MemoryFetcher
from warraq.fetchers.warc import WarcFetcher
from warraq.ports.fetcher import Failed, Fetched, Fetcher, Limits, Moved, Refused, Request, Unchanged
from warraq.press import Capture

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGE = "<h1>افتتاح معرض الكتاب</h1>".encode("cp1256")
TYPE = ("content-type", "text/html; charset=windows-1256")
# path -> status, headers, body
ANSWERS: dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]] = {
    "/page": (200, (TYPE, ("etag", '"1"'), ("x-twice", "a"), ("x-twice", "b")), PAGE),
    "/empty": (200, (TYPE,), b""),
    "/created": (203, (TYPE,), PAGE),
    "/moved": (301, (("location", "/page"),), b""),
    "/found": (302, (("location", "//other.example/%d8%ae?q=علي#x"),), b""),
    "/lost": (302, (), b""),
    "/none": (404, (), b""),
    "/gone": (410, (), b""),
    "/busy": (503, (("retry-after", "90"),), b""),
    "/later": (429, (("retry-after", "Mon, 23 Nov 2026 12:05:00 GMT"),), b""),
    "/big": (200, (TYPE,), b"x" * 5000),
}


class StoppedClock:
    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a fetcher never sleeps")


class Press:
    """A fetcher and the address its press answers under."""

    def __init__(self, fetcher: Fetcher, root: str) -> None:
        self.fetcher, self.root = fetcher, root

    def url(self, path: str) -> str:
        return self.root + path


def captures(root: str) -> dict[str, Capture]:
    return {path: Capture(root + path, NOW, *answer) for path, answer in ANSWERS.items()}


@pytest.fixture(params=["http", "memory", "warc"])
async def press(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Press]:
    if request.param == "warc":
        root = "https://press.example"
        path = written(tmp_path / "press.warc.gz", captures(root).values())
        yield Press(WarcFetcher([path], now=lambda: NOW), root)
        return
    if request.param == "memory":
        root = "https://press.example"
        held = {root + path: capture for path, capture in captures(root).items()}
        yield Press(MemoryFetcher(held, now=lambda: NOW), root)
        return
    async with serving(of_captures(captures("http://here"))) as server:
        fetcher = HttpFetcher(user_agent="Warraq/test", private=server.private, clock=StoppedClock())
        yield Press(fetcher, server.url("").rstrip("/"))
        await fetcher.close()


async def test_a_page_comes_with_its_bytes_untouched(press: Press) -> None:
    outcome = await press.fetcher.fetch(Request(press.url("/page")))
    assert isinstance(outcome, Fetched)
    capture = outcome.capture
    assert (capture.url, capture.at, capture.status, capture.body) == (press.url("/page"), NOW, 200, PAGE)
    assert capture.header("content-type") == TYPE[1]
    assert [value for name, value in capture.headers if name == "x-twice"] == ["a", "b"]
    assert capture.id == ""


async def test_every_success_is_a_page_even_an_empty_one(press: Press) -> None:
    for path in ("/empty", "/created"):
        assert isinstance(await press.fetcher.fetch(Request(press.url(path))), Fetched)


async def test_what_we_hold_already_is_not_sent_again(press: Press) -> None:
    outcome = await press.fetcher.fetch(Request(press.url("/page"), etag='"1"'))
    assert isinstance(outcome, Unchanged)
    assert outcome.capture.body == b""
    assert outcome.capture.status == 304
    assert isinstance(await press.fetcher.fetch(Request(press.url("/page"), etag='"0"')), Fetched)


async def test_a_redirect_is_told_as_a_whole_address_and_not_followed(press: Press) -> None:
    outcome = await press.fetcher.fetch(Request(press.url("/moved")))
    assert isinstance(outcome, Moved)
    assert (outcome.url, outcome.permanent) == (press.url("/page"), True)
    outcome = await press.fetcher.fetch(Request(press.url("/found")))
    assert isinstance(outcome, Moved)
    assert outcome.url.endswith("://other.example/%d8%ae?q=%D8%B9%D9%84%D9%8A")
    assert not outcome.permanent


@pytest.mark.parametrize(
    ("path", "failed"),
    [
        ("/lost", Failed("HTTP 302 without a new address", status=302)),
        ("/none", Failed("HTTP 404", status=404)),
        ("/gone", Failed("HTTP 410", status=410)),
        ("/busy", Failed("HTTP 503", status=503, retry_after_s=90)),
        ("/later", Failed("HTTP 429", status=429, retry_after_s=300)),
    ],
)
async def test_a_failure_says_its_status_and_when_to_come_back(
    press: Press, path: str, failed: Failed
) -> None:
    assert await press.fetcher.fetch(Request(press.url(path))) == failed


async def test_a_body_past_its_limit_is_a_failure(press: Press) -> None:
    limits = Limits(decoded_bytes=4999)
    outcome = await press.fetcher.fetch(Request(press.url("/big"), limits=limits))
    assert isinstance(outcome, Failed)
    assert "more than 4999 bytes decoded" in outcome.reason
    assert isinstance(
        await press.fetcher.fetch(Request(press.url("/big"), limits=Limits(decoded_bytes=5000))), Fetched
    )


@pytest.mark.parametrize(
    "url", ["", "nonsense", "file:///etc/passwd", "ftp://press.example/", "http://u:p@press.example/"]
)
async def test_what_is_no_open_web_address_is_refused(press: Press, url: str) -> None:
    assert isinstance(await press.fetcher.fetch(Request(url)), Refused)


async def test_a_name_that_does_not_exist_is_offline(press: Press) -> None:
    outcome = await press.fetcher.fetch(Request("http://nowhere.invalid/", limits=Limits(deadline_s=5)))
    assert isinstance(outcome, Failed)
    if isinstance(press.fetcher, WarcFetcher):  # what was never recorded is not there, and will not be
        assert outcome == Failed("not among the answers recorded", status=404)
        return
    assert outcome.offline
    assert outcome.status is None


async def test_closing_twice_is_harmless(press: Press) -> None:
    await press.fetcher.close()
    await press.fetcher.close()
