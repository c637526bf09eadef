from __future__ import annotations

from datetime import timedelta

from tests.web.press import NOON, Newsstand, StoppedClock
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.newsroom.standing import Watch, standing
from warraq.ports.daybook import FeedState
from warraq.press import Edition, Feed, Pulse, Source

FEED = Feed("sada", "sada", "https://sada.example/rss")
PAPER = Source("sada", "صدى النهر", "eg", "Africa/Cairo", feeds=(FEED,))
EDITION = Edition("eg", "مصر", "Africa/Cairo", (PAPER,))


def pulse(stand: Newsstand, *states: FeedState) -> Pulse:
    daybook = MemoryDaybook()
    for state in states:
        daybook.put_feed_state(state)
    return standing(stand.archive, daybook, EDITION, now=NOON).papers["sada"]


def test_a_paper_that_gave_something_within_a_week_lives_though_its_feed_is_silent() -> None:
    stand = Newsstand()
    stand.file(ago=timedelta(days=6))
    silent = FeedState("sada", FEED.url, tried=NOON, problem="HTTP 503")
    found = pulse(stand, silent)
    assert (found.lives, found.last, found.problem) == (True, NOON - timedelta(days=6), "HTTP 503")


def test_a_paper_whose_feed_answers_lives_though_it_gave_nothing() -> None:
    found = pulse(Newsstand(), FeedState("sada", FEED.url, tried=NOON, reached=NOON, status=304))
    assert (found.lives, found.last, found.problem, found.asked) == (True, None, None, True)


def test_a_paper_that_nobody_reaches_and_that_gave_nothing_of_late_does_not() -> None:
    stand = Newsstand()
    stand.file(ago=timedelta(days=8))
    before = NOON - timedelta(days=3)
    found = pulse(stand, FeedState("sada", FEED.url, tried=NOON, reached=before, problem="HTTP 404"))
    assert (found.lives, found.reached, found.problem) == (False, before, "HTTP 404")


def test_a_feed_that_was_given_up_answers_no_more() -> None:
    found = pulse(Newsstand(), FeedState("sada", FEED.url, reached=NOON, stopped="HTTP 410"))
    assert (found.lives, found.problem) == (False, "HTTP 410")


def test_nobody_asked_is_no_problem() -> None:
    assert pulse(Newsstand()) == Pulse(lives=False)


def test_the_watch_looks_once_a_minute() -> None:
    stand, clock = Newsstand(), StoppedClock()
    watch = Watch(stand.archive, MemoryDaybook(), clock, EDITION)
    first = watch.standing()
    stand.file()
    assert watch.standing() is first
    clock.time += timedelta(minutes=1)
    assert watch.standing().papers["sada"].lives
