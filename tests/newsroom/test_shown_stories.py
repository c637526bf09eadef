"""Does a decision hold for stories at once, also where what follows the archive is a moment behind?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.newsroom.telling import PORT, printed
from tests.web.press import NOON, Newsstand
from warraq.archives.memorystories import MemoryStories
from warraq.newsroom.counter import Docket
from warraq.newsroom.grouping import Grouping
from warraq.newsroom.shownstories import ShownStories
from warraq.ports.stories import Stories
from warraq.press import ArticleId, DecisionKind, EventId, State

# What nobody asks who only reads.
DESKS = frozenset({
    "group", "waiting", "settled", "samples", "say", "words", "propose",
})  # fmt: skip


@pytest.fixture
def stand() -> Newsstand:
    made = Newsstand()
    for number, (words, source) in enumerate(zip(PORT, ("tishrin", "nahar", "ahram"), strict=True), 1):
        made.archive.file([printed(number, words, source, NOON)], now=NOON)
    return made


@pytest.fixture
def shown(stand: Newsstand) -> ShownStories:
    stories = MemoryStories()
    stand.clock.time = NOON + timedelta(hours=2)
    Grouping(stand.archive, stories, stand.clock).catch_up()
    return ShownStories(stories, Docket(stand.decisions, stand.clock))


def test_an_article_that_was_withheld_is_in_no_list_and_no_count_before_it_is_followed(
    stand: Newsstand, shown: ShownStories
) -> None:
    assert len(shown.members(EventId(1), limit=9)) == 3
    stand.decide(DecisionKind.WITHHOLD, article=ArticleId(1), before=State.VISIBLE)
    stand.clock.time += timedelta(seconds=2)
    event = shown.event(EventId(1))
    assert event is not None
    assert (event.lead, event.articles, len(event.papers)) == (2, 2, 2)
    assert shown.live(limit=9) == shown.told_in(event.story, limit=9) == (event,)
    assert shown.events([EventId(1)]) == {1: event}
    assert [one.placing.article for one in shown.members(EventId(1), limit=9, newest=False)] == [2, 3]
    assert list(shown.places([ArticleId(1), ArticleId(2)])) == [2]
    assert "nearest=1" not in repr(shown.members(EventId(1), limit=9))
    for article in (2, 3):
        stand.decide(DecisionKind.WITHHOLD, article=ArticleId(article), before=State.VISIBLE)
    stand.clock.time += timedelta(seconds=2)
    event = shown.event(EventId(1))
    assert event is not None
    assert (event.lead, event.articles) == (None, 0)
    assert shown.live(limit=9) == ()


def test_a_name_that_is_not_shown_is_no_reason_why_articles_stand_together(
    stand: Newsstand, shown: ShownStories
) -> None:
    asked = [ArticleId(2), ArticleId(3)]
    assert "اللاذقية" in repr(shown.places(asked))
    stand.decide(DecisionKind.MASK, name="عامر اللاذقية")
    stand.clock.time += timedelta(seconds=2)
    answer = repr((shown.places(asked), shown.members(EventId(1), limit=9)))
    assert "اللاذقية" not in answer
    assert "انفجار" in answer


def test_every_question_that_a_page_may_ask_stands_at_the_counter() -> None:
    asked = {name for name in vars(Stories) if not name.startswith("_")}
    assert asked - DESKS == {name for name in vars(ShownStories) if not name.startswith("_")}
