"""What an article's places come to when events become one."""

from __future__ import annotations

from datetime import UTC, datetime

from warraq.press import ArticleId, EventId, Evidence, Grounds, Member, Placing, StoryId
from warraq.stories import coverage

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def place(event: int, evidence: Evidence = Evidence.WORDS) -> Member:
    placing = Placing(ArticleId(9), EventId(event), StoryId(event), Grounds(evidence))
    return Member(placing, "nahar", "eg", NOON, None)


def test_of_two_places_that_have_become_one_the_first_counts() -> None:
    places = (place(1, Evidence.TEXT), place(2), place(3))
    moved = coverage.moved(places, EventId(3), EventId(1))
    assert [(one.placing.event, one.placing.grounds.evidence) for one in moved] == [
        (1, Evidence.TEXT),
        (2, Evidence.WORDS),
    ]
    assert coverage.moved(places, EventId(7), EventId(1)) == places


def test_a_place_that_moves_takes_the_story_that_it_is_given() -> None:
    (kept,) = coverage.moved((place(2),), EventId(2), EventId(1))
    assert (kept.placing.event, kept.placing.story) == (1, 2)
    (given,) = coverage.moved((place(2),), EventId(2), EventId(1), story=StoryId(1))
    assert (given.placing.event, given.placing.story) == (1, 1)
