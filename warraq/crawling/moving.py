"""Has a feed moved for good? A permanent redirect is believed once it was seen three times over three days.

Until then every visit asks the old address first; then the new one is asked directly, until it fails or a person writes
it into the edition's file. Source: RFC 9110, sections 15.4.2 and 15.4.9.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from warraq.ports.daybook import FeedState

TIMES = 3
_APART = timedelta(days=1, hours=12)  # three sightings so far apart span three days


def address(state: FeedState) -> str:
    """Where to ask for the feed now."""
    return proven(state) or state.url


def proven(state: FeedState) -> str | None:
    """The feed's new address, once it is believed."""
    return state.moved_to if state.moved_times >= TIMES else None


def answered(state: FeedState, *, asked: str, url: str, permanent: bool, now: datetime) -> FeedState:
    """After an answer of `url` to a request for `asked`. `permanent`: there were redirects, all of them for good.

    A sighting counts once in a day and a half, so that nothing is written at every visit.
    """
    if asked != state.url:
        return state  # the new address itself was asked, and answers
    if not permanent or url == state.url:
        return forgotten(state)
    if url != state.moved_to or state.moved_since is None:
        return replace(state, moved_to=url, moved_since=now, moved_times=1)
    if state.moved_times < TIMES and now - state.moved_since >= _APART * state.moved_times:
        return replace(state, moved_times=state.moved_times + 1)
    return state


def forgotten(state: FeedState) -> FeedState:
    """The old address counts again."""
    if state.moved_to is None:
        return state
    return replace(state, moved_to=None, moved_since=None, moved_times=0)
