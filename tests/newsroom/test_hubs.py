"""Are hubs asked to call, and are feeds that were called for visited at once?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import pytest

from tests.newsroom.conftest import NOON, StoppedClock, Web
from warraq.archives.memorysubscriptions import MemorySubscriptions
from warraq.crawling import schedule
from warraq.feeds import hubs as announcing
from warraq.feeds import read as read_feed
from warraq.newsroom.asking import Asking
from warraq.newsroom.hubs import LEASE, Hubs
from warraq.ports.daybook import FeedState
from warraq.ports.fetcher import Failed
from warraq.press import Capture, Feed, FeedReading

T = TypeVar("T")

FEED = Feed("paper", "paper", "http://paper.example/rss")
HUB = "http://hub.example/subscribe"
ROBOTS = "http://hub.example/robots.txt"
RSS = f'''<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>ت</title>
<atom:link rel="hub" href="{HUB}"/><atom:link rel="self" href="http://paper.example/feed.xml"/>
<item><link>http://paper.example/1</link></item></channel></rss>'''
PLAIN = "<rss version='2.0'><channel><title>ت</title><link>http://paper.example/</link></channel></rss>"


def reading(text: str) -> FeedReading:
    return read_feed(text.encode(), url=FEED.url, content_type="application/rss+xml", zone="UTC", now=NOON)


def capture(text: str = "", *, headers: tuple[tuple[str, str], ...] = ()) -> Capture:
    return Capture(FEED.url, NOON, 200, headers, text.encode())


@dataclass
class Desk:
    clock: StoppedClock
    web: Web
    held: MemorySubscriptions = field(default_factory=MemorySubscriptions)

    def __post_init__(self) -> None:
        self.web.fails(ROBOTS, Failed("HTTP 404", status=404))
        self.web.says(HUB, b"")
        manners = Asking(self.web, self.clock, agent="Warraq", delay=timedelta(0), jitter=lambda: 0.0)
        self.hubs = Hubs(self.held, manners, home="https://press.example/")

    async def hears(self, said: FeedReading | None, answer: Capture | None = None) -> None:
        async def do(call: Callable[[], T]) -> T:
            return call()

        await self.hubs.heard(FEED, said, answer, now=self.clock.now(), do=do)


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    return Desk(clock, Web(clock))


def test_a_feed_names_its_hub_and_itself_in_every_format() -> None:
    assert (reading(RSS).hub, reading(RSS).topic) == (HUB, "http://paper.example/feed.xml")
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom"/><link rel="hub" href="{HUB}"/></feed>'
    assert (reading(atom).hub, reading(atom).topic) == (HUB, "http://paper.example/atom")
    json = f'{{"version": "https://jsonfeed.org/version/1.1", "feed_url": "http://paper.example/j", "items": [], "hubs": [{{"type": "rssCloud", "url": "http://x.example/"}}, {{"type": "WebSub", "url": "{HUB}"}}, 7]}}'
    found = read_feed(json.encode(), url=FEED.url, content_type="application/json", zone="UTC", now=NOON)
    assert (found.hub, found.topic) == (HUB, "http://paper.example/j")
    assert reading(PLAIN).hub is None
    assert reading(RSS.replace("http://hub.example/subscribe", "javascript:alert(1)")).hub is None


def test_a_hub_may_stand_in_the_answer_s_header() -> None:
    header = f'<{HUB}>; rel="hub", <http://paper.example/self>; rel=self; type="x"; title="a", <b>; x'
    assert announcing.header_links(header) == [("hub", HUB), ("self", "http://paper.example/self")]
    assert announcing.header_links(None) == []
    assert announcing.header_links("<" * 9_000) == []


async def test_a_hub_is_asked_once_and_told_where_to_call(desk: Desk) -> None:
    await desk.hears(reading(RSS), capture())
    held = desk.held.of("paper")
    assert held is not None
    assert desk.web.forms == [
        {
            "hub.mode": "subscribe",
            "hub.topic": "http://paper.example/feed.xml",
            "hub.callback": f"https://press.example/hub/{held.token}",
            "hub.secret": held.secret,
            "hub.lease_seconds": str(int(LEASE.total_seconds())),
        }
    ]
    assert len(held.token) >= 32
    assert held.token != held.secret
    for said, answer in ((reading(RSS), capture()), (None, None)):
        await desk.hears(said, answer)
    assert len(desk.web.forms) == 1


async def test_the_header_s_hub_is_asked_for_the_address_that_answered(desk: Desk) -> None:
    await desk.hears(reading(PLAIN), capture(headers=(("link", f"<{HUB}>; rel=hub"),)))
    assert desk.web.forms[0]["hub.topic"] == FEED.url


async def test_a_promise_is_renewed_before_it_ends_also_when_the_feed_says_nothing_new(desk: Desk) -> None:
    await desk.hears(reading(RSS), capture())
    held = desk.held.of("paper")
    assert held is not None
    desk.held.promise(held.token, lease=NOON + LEASE, problem=None)
    desk.clock.pass_by(days=7)
    await desk.hears(None)
    assert len(desk.web.forms) == 1
    desk.clock.pass_by(days=1, hours=1)
    await desk.hears(None)
    assert [form["hub.callback"] for form in desk.web.forms] == [
        f"https://press.example/hub/{held.token}"
    ] * 2


async def test_a_hub_that_does_not_answer_is_asked_again_after_a_day_and_told_of(desk: Desk) -> None:
    desk.web.fails(HUB, Failed("HTTP 503", status=503))
    await desk.hears(reading(RSS), capture())
    held = desk.held.of("paper")
    assert held is not None
    assert held.problem == "HTTP 503"
    desk.clock.pass_by(hours=3)
    await desk.hears(reading(RSS), capture())
    assert len(desk.web.forms) == 1
    desk.clock.pass_by(hours=22)
    await desk.hears(reading(RSS), capture())
    assert len(desk.web.forms) == 2


async def test_a_feed_that_names_no_hub_any_more_is_forgotten_there(desk: Desk) -> None:
    await desk.hears(reading(RSS), capture())
    desk.clock.pass_by(days=2)
    await desk.hears(reading(PLAIN), capture())
    assert desk.held.of("paper") is None


async def test_a_feed_that_names_another_hub_at_every_visit_sends_us_to_one_a_day(desk: Desk) -> None:
    for number in range(12):
        other = RSS.replace(HUB, f"http://victim{number}.example/") if number % 3 else PLAIN
        await desk.hears(reading(other if number else RSS), capture())
        desk.clock.pass_by(hours=1)
    assert [url for url, _ in desk.web.asked if not url.endswith("robots.txt")] == [HUB]


async def test_another_hub_gets_another_address_and_another_secret(desk: Desk) -> None:
    await desk.hears(reading(RSS), capture())
    before = desk.held.of("paper")
    desk.clock.pass_by(days=2)
    desk.web.says("http://other.example/", b"")
    desk.web.fails("http://other.example/robots.txt", Failed("HTTP 404", status=404))
    await desk.hears(reading(RSS.replace(HUB, "http://other.example/")), capture())
    after = desk.held.of("paper")
    assert before is not None
    assert after is not None
    assert (before.token, before.secret) != (after.token, after.secret)
    assert desk.held.by_token(before.token) is None


def test_a_feed_that_was_called_for_is_due_but_not_sooner_than_a_minute_after_its_last_visit() -> None:
    later = NOON + timedelta(hours=2)
    states = {
        name: FeedState(name, "u", due=later, tried=tried, stopped=stopped)
        for name, tried, stopped in (
            ("long ago", NOON - timedelta(hours=1), None),
            ("just now", NOON - timedelta(seconds=20), None),
            ("since", NOON + timedelta(seconds=1), None),
            ("never", None, None),
            ("stopped", None, "HTTP 410"),
        )
    }
    calls = dict.fromkeys([*states, "unknown"], NOON)
    due = {state.feed: state.due for state in schedule.called(states, calls, now=NOON)}
    assert due == {
        "long ago": NOON,
        "just now": NOON + timedelta(seconds=40),
        "never": NOON,
    }
