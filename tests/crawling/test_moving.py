"""A feed's new address is believed after three sightings over three days, and not a visit before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warraq.crawling import moving
from warraq.ports.daybook import FeedState

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
OLD, NEW = "https://old.example/rss", "https://new.example/feed"
FEED = FeedState("nahar", OLD)


def seen(state: FeedState, *hours: float, url: str = NEW, permanent: bool = True) -> FeedState:
    for hour in hours:
        asked = moving.address(state)
        state = moving.answered(
            state, asked=asked, url=url, permanent=permanent, now=NOON + timedelta(hours=hour)
        )
    return state


def test_a_redirect_seen_all_day_is_no_move_yet() -> None:
    state = seen(FEED, *range(24))
    assert state.moved_to == NEW
    assert state.moved_times == 1
    assert moving.address(state) == OLD


def test_after_three_days_the_new_address_is_asked_directly() -> None:
    state = seen(FEED, *range(72))
    assert moving.address(state) == OLD
    state = seen(state, 72)
    assert moving.proven(state) == NEW == moving.address(state)
    assert state.moved_since == NOON
    assert seen(state, 90, 400, permanent=False) == state


def test_two_visits_are_too_few_however_far_apart() -> None:
    assert moving.proven(seen(FEED, 0, 500)) is None
    assert moving.proven(seen(FEED, 0, 500, 501)) == NEW


def test_a_temporary_redirect_or_an_answer_of_the_old_address_ends_it() -> None:
    half = seen(FEED, 0, 40)
    assert half.moved_times == 2
    assert seen(half, 41, permanent=False) == FEED
    assert seen(half, 41, url=OLD, permanent=False) == FEED


def test_another_new_address_begins_anew() -> None:
    state = seen(seen(FEED, 0, 40), 80, url="https://third.example/")
    assert (state.moved_to, state.moved_times) == ("https://third.example/", 1)


def test_what_failed_at_its_new_address_is_asked_at_the_old_one() -> None:
    state = moving.forgotten(seen(FEED, 0, 40, 80))
    assert state == FEED
    assert moving.forgotten(FEED) is FEED
