"""The desk's manners: robots first, one request at a time a host, pauses kept, hops judged one by one."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

from tests.newsroom.conftest import StoppedClock, Web
from warraq.newsroom.asking import MAX_HOPS, Asking, Disallowed, Unknown, Waiting
from warraq.ports.daybook import HostState
from warraq.ports.fetcher import Failed, Fetched, Refused, Request

PAGE = "http://paper.example/news/1"
ROBOTS = "http://paper.example/robots.txt"


def manners(web: Web, clock: StoppedClock, **more: HostState) -> Asking:
    return Asking(
        web, clock, agent="Warraq", delay=timedelta(seconds=2), jitter=lambda: 0.5, states=dict(more) or None
    )


async def test_robots_are_asked_first_and_once(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says(PAGE)
    asking = manners(web, clock)
    for _ in range(3):
        assert isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)
    assert [url for url, _ in web.asked] == [ROBOTS, PAGE, PAGE, PAGE]


async def test_a_disallowed_page_is_never_asked_for(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says(ROBOTS, b"User-agent: *\nDisallow: /news/")
    web.says(PAGE)
    assert isinstance((await manners(web, clock).ask(Request(PAGE))).outcome, Disallowed)
    assert [url for url, _ in web.asked] == [ROBOTS]


async def test_a_redirect_into_a_disallowed_place_is_not_followed(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says("http://other.example/robots.txt", b"User-agent: *\nDisallow: /")
    web.moves(PAGE, "http://other.example/1")
    web.says("http://other.example/1")
    assert isinstance((await manners(web, clock).ask(Request(PAGE))).outcome, Disallowed)
    assert "http://other.example/1" not in [url for url, _ in web.asked]


async def test_requests_to_one_host_go_one_by_one_with_pauses(clock: StoppedClock) -> None:
    web = Web(clock)
    pages = [f"http://paper.example/{number}" for number in range(6)]
    for page in pages:
        web.says(page)
    asking = manners(web, clock)
    await asyncio.gather(*(asking.ask(Request(page)) for page in pages))
    times = [at for _, at in web.asked]
    assert web.most == 1
    assert all(later - earlier >= 2 for earlier, later in pairwise(times))


async def test_a_longer_pause_that_the_site_asks_for_is_kept(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says(ROBOTS, b"User-agent: *\nCrawl-delay: 10")
    web.says(PAGE)
    asking = manners(web, clock)
    await asking.ask(Request(PAGE))
    await asking.ask(Request(PAGE))
    pages = [at for url, at in web.asked if url == PAGE]
    assert pages[1] - pages[0] >= 10


async def test_a_chain_of_redirects_ends(clock: StoppedClock) -> None:
    web = Web(clock)
    web.moves(PAGE, PAGE)
    answer = await manners(web, clock).ask(Request(PAGE))
    assert isinstance(answer.outcome, Failed)
    assert "redirects" in answer.outcome.reason
    assert sum(url == PAGE for url, _ in web.asked) == MAX_HOPS + 1


async def test_a_permanent_move_is_told_and_a_temporary_one_is_not(clock: StoppedClock) -> None:
    web = Web(clock)
    web.moves(PAGE, "http://paper.example/new")
    web.moves("http://paper.example/old", "http://paper.example/new", permanent=False)
    web.says("http://paper.example/new")
    asking = manners(web, clock)
    assert (await asking.ask(Request(PAGE))).moved
    answer = await asking.ask(Request("http://paper.example/old"))
    assert not answer.moved
    assert answer.url == "http://paper.example/new"


async def test_a_host_that_asks_for_a_long_pause_is_left_alone(clock: StoppedClock) -> None:
    web = Web(clock)
    web.fails(PAGE, Failed("HTTP 503", status=503, retry_after_s=3600))
    asking = manners(web, clock)
    await asking.ask(Request(PAGE))
    asked = len(web.asked)
    answer = await asking.ask(Request("http://paper.example/other"))
    assert isinstance(answer.outcome, Waiting)
    assert asking.waiting() == {"paper.example:80"}
    assert len(web.asked) == asked
    clock.pass_by(hours=3)
    assert isinstance((await asking.ask(Request("http://paper.example/other"))).outcome, Failed)


async def test_unknown_robots_put_off_and_give_nothing_up(clock: StoppedClock) -> None:
    web = Web(clock)
    web.fails(ROBOTS, Failed("HTTP 500", status=500))
    web.says(PAGE)
    answer = await manners(web, clock).ask(Request(PAGE))
    assert isinstance(answer.outcome, Unknown)
    assert PAGE not in [url for url, _ in web.asked]


async def test_when_our_own_network_is_down_no_host_is_blamed(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says(PAGE)
    asking = manners(web, clock)
    await asking.ask(Request(PAGE))
    clock.pass_by(minutes=10)
    web.fails(PAGE, Failed("no route", offline=True))
    web.fails("http://other.example/robots.txt", Failed("no route", offline=True))
    await asking.ask(Request("http://other.example/1"))
    await asking.ask(Request(PAGE))
    assert asking.cut_off()
    assert asking.states()["paper.example:80"].errors == 0
    assert "paper.example:80" not in asking.waiting()


async def test_one_dead_host_among_living_ones_backs_off(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says("http://alive.example/1")
    web.fails("http://dead.example/robots.txt", Failed("name not found", offline=True))
    asking = manners(web, clock)
    await asking.ask(Request("http://alive.example/1"))
    await asking.ask(Request("http://dead.example/1"))
    assert not asking.cut_off()
    assert asking.waiting() == {"dead.example:80"}


async def test_robots_that_stand_at_a_waiting_host_are_not_asked_for_again_and_again(
    clock: StoppedClock,
) -> None:
    web = Web(clock)
    web.moves(ROBOTS, "https://paper.example/robots.txt")
    web.fails("https://paper.example/robots.txt", Failed("HTTP 503", status=503, retry_after_s=7200))
    asking = manners(web, clock)
    await asking.ask(Request(PAGE))
    for _ in range(50):
        clock.pass_by(seconds=60)
        assert not isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)
    assert sum(url == ROBOTS for url, _ in web.asked) <= 8
    assert sum(url == "https://paper.example/robots.txt" for url, _ in web.asked) == 1


async def test_a_wait_further_ahead_than_any_wait_is_a_clock_that_jumped(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says(PAGE)
    due = clock.now() + timedelta(days=400)
    asking = manners(web, clock, **{"paper.example:80": HostState("paper.example:80", due=due, errors=3)})
    assert not asking.waiting()
    assert isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)


async def test_a_clock_set_back_leaves_a_host_alone_for_as_long_as_it_asked_and_no_longer(
    clock: StoppedClock,
) -> None:
    for back in (timedelta(hours=5), timedelta(days=400)):
        web = Web(clock)
        web.says(PAGE)
        asking = manners(web, clock)
        await asking.ask(Request(PAGE))
        web.fails(PAGE, Failed("HTTP 429", status=429, retry_after_s=2 * 3600))
        await asking.ask(Request(PAGE))
        web.says(PAGE)
        clock.time -= back
        assert asking.waiting() == {"paper.example:80"}
        assert isinstance((await asking.ask(Request(PAGE))).outcome, Waiting)
        clock.pass_by(hours=2)
        assert not asking.waiting()
        assert isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)


async def test_a_network_that_was_down_when_the_clock_was_set_back_is_tried_again(
    clock: StoppedClock,
) -> None:
    web = Web(clock)
    asking = manners(web, clock)
    dead = [f"http://paper{number}.example/1" for number in range(3)]
    for url in dead:
        web.fails(url.replace("/1", "/robots.txt"), Failed("no route", offline=True))
    clock.pass_by(days=400)
    for url in dead:
        await asking.ask(Request(url))
    assert asking.resting()
    clock.time -= timedelta(days=399)
    assert asking.resting()
    clock.pass_by(minutes=2)
    assert not asking.resting()


async def test_a_private_address_is_told_as_what_it_is(clock: StoppedClock) -> None:
    web = Web(clock)
    web.pages[ROBOTS] = lambda: Refused("127.0.0.1 is not a public address")
    outcome = (await manners(web, clock).ask(Request(PAGE))).outcome
    assert isinstance(outcome, Unknown)
    assert outcome.reason == "127.0.0.1 is not a public address"
    assert outcome.barred, "which waiting will hardly change"


async def test_a_robots_txt_that_is_redirected_to_no_web_address_allows_nothing_and_says_so(
    clock: StoppedClock,
) -> None:
    web = Web(clock)
    web.moves(ROBOTS, "javascript:alert(1)")
    web.says(PAGE)
    outcome = (await manners(web, clock).ask(Request(PAGE))).outcome
    assert isinstance(outcome, Unknown)
    assert outcome.barred
    assert not outcome.offline, "somebody answered"
    assert "javascript:alert(1)" in outcome.reason


async def test_a_network_that_is_down_is_tried_once_a_minute(clock: StoppedClock) -> None:
    web = Web(clock)
    asking = manners(web, clock)
    for name in ("one", "other"):
        web.fails(f"http://{name}.example/robots.txt", Failed("no route", offline=True))
    assert not asking.resting()
    clock.pass_by(minutes=10)
    await asking.ask(Request("http://one.example/"))
    await asking.ask(Request("http://other.example/"))
    assert asking.cut_off()
    assert asking.resting()
    clock.pass_by(minutes=1)
    assert asking.cut_off()
    assert not asking.resting(), "nobody would ever learn that it is up again"


async def test_thousands_of_hosts_do_not_stay_in_memory(clock: StoppedClock) -> None:
    web = Web(clock)
    asking = manners(web, clock)
    for number in range(2100):
        await asking.ask(Request(f"http://h{number}.example/"))
        clock.pass_by(seconds=5)
    assert len(asking.states()) <= 2000


async def test_a_robots_txt_that_leads_in_a_circle_is_a_mishap_first_and_no_file_where_it_stays_so(
    clock: StoppedClock,
) -> None:
    web = Web(clock)
    web.moves(ROBOTS, ROBOTS)
    web.says(PAGE)
    asking = manners(web, clock)
    for _ in range(2):
        assert isinstance((await asking.ask(Request(PAGE))).outcome, Unknown)
        clock.pass_by(hours=1)
    web.says(ROBOTS, b"User-agent: *\nDisallow: /news/")
    assert isinstance((await asking.ask(Request(PAGE))).outcome, Disallowed)
    clock.pass_by(hours=25)
    web.moves(ROBOTS, ROBOTS)
    for _ in range(2):
        assert isinstance((await asking.ask(Request(PAGE))).outcome, Unknown)
        clock.pass_by(hours=1)
    assert isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)


async def test_a_robots_txt_that_breaks_off_allows_nothing_for_now(clock: StoppedClock) -> None:
    web = Web(clock)
    web.fails(ROBOTS, Failed("the answer broke off", status=200))
    web.says(PAGE)
    asking = manners(web, clock)
    assert isinstance((await asking.ask(Request(PAGE))).outcome, Unknown)
    clock.pass_by(hours=1)
    web.says(ROBOTS, b"User-agent: *\nDisallow: /private/")
    assert isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)


async def test_the_way_that_redirects_led_is_told(clock: StoppedClock) -> None:
    web = Web(clock)
    web.moves(PAGE, "http://paper.example/b")
    web.moves("http://paper.example/b", "http://paper.example/c", permanent=False)
    web.says("http://paper.example/c")
    answer = await manners(web, clock).ask(Request(PAGE))
    assert (answer.url, answer.moved) == ("http://paper.example/c", False)
    assert [hop.url for hop in answer.trail] == [PAGE, "http://paper.example/b"]


async def test_a_recording_is_asked_without_pauses_and_blames_no_host(clock: StoppedClock) -> None:
    web = Web(clock)
    web.says(ROBOTS, b"User-agent: *\nCrawl-delay: 50\nDisallow: /closed/")
    web.says(PAGE)
    web.fails("http://paper.example/2", Failed("HTTP 503", status=503, retry_after_s=9000))
    asking = Asking(web, clock, agent="Warraq", delay=timedelta(seconds=2), jitter=lambda: 0.5, live=False)
    before = clock.now()
    assert isinstance((await asking.ask(Request("http://paper.example/2"))).outcome, Failed)
    for _ in range(3):
        assert isinstance((await asking.ask(Request(PAGE))).outcome, Fetched)
    closed = await asking.ask(Request("http://paper.example/closed/1"))
    assert isinstance(closed.outcome, Disallowed)  # what was asked of crawlers then is honoured now
    assert clock.now() == before
    assert not asking.waiting()
