"""What editors say of stories: moved, taken back, proposed and followed; on memory, as `tests/ports/test_stories.py` holds every back end."""

from __future__ import annotations

import pytest

from tests.web.press import NOON, Newsstand
from warraq.errors import DecisionError
from warraq.newsroom import editing
from warraq.ports.stories import Stories
from warraq.press import ArticleId, EventId, MoveKind, Proposal, SaidOfStory

SAID = {"by": "أمل", "reason": "لسبب", "now": NOON}
ONE, FOUR = EventId(1), EventId(4)


@pytest.fixture
def stories() -> Stories:
    """Event 1 holds articles 1 to 3, event 4 the articles 4 and 5."""
    made = Newsstand()
    made.cover()
    return made.stories


def inside(stories: Stories, event: int) -> list[int]:
    return sorted(one.placing.article for one in stories.members(EventId(event), limit=99))


def moved(stories: Stories, event: int, article: int, target: int) -> tuple[SaidOfStory, ...]:
    return editing.move(stories, EventId(event), ArticleId(article), EventId(target), **SAID)  # type: ignore[arg-type]


def undone(stories: Stories, number: int) -> SaidOfStory:
    return editing.undo(stories, number, **SAID)  # type: ignore[arg-type]


def test_one_article_moves_to_another_event_by_two_words(stories: Stories) -> None:
    words = moved(stories, 1, 3, 4)
    assert [one.word.kind.value for one in words] == ["split", "merge"]
    assert inside(stories, 1) == [1, 2]
    assert inside(stories, words[-1].made) == [3, 4, 5]
    with pytest.raises(DecisionError, match="already"):
        moved(stories, int(words[-1].made), 3, int(words[-1].made))


def test_the_article_by_which_an_event_is_called_moves_too_and_the_others_stay_together(
    stories: Stories,
) -> None:
    words = moved(stories, 1, 1, 4)
    assert inside(stories, int(words[-1].made)) == [1, 4, 5]
    assert inside(stories, int(words[0].made)) == [2, 3]


def test_an_article_that_stands_alone_takes_its_event_along(stories: Stories) -> None:
    editing.split(stories, FOUR, [ArticleId(5)], **SAID)  # type: ignore[arg-type]
    (word,) = moved(stories, 5, 5, 1)
    assert word.word.kind.value == "merge"
    assert inside(stories, 1) == [1, 2, 3, 5]


def test_every_word_is_taken_back_by_its_contrary_and_once(stories: Stories) -> None:
    editing.merge(stories, ONE, FOUR, **SAID)  # type: ignore[arg-type]
    assert inside(stories, 1) == [1, 2, 3, 4, 5]
    undone(stories, 1)
    assert (inside(stories, 1), inside(stories, 4)) == ([1, 2, 3], [4, 5])
    with pytest.raises(DecisionError, match="apart already"):
        undone(stories, 1)
    split = editing.split(stories, ONE, [ArticleId(3)], **SAID)  # type: ignore[arg-type]
    undone(stories, split.number)
    assert inside(stories, 1) == [1, 2, 3]
    with pytest.raises(DecisionError, match="one already"):
        undone(stories, split.number)
    with pytest.raises(DecisionError, match="no editor said"):
        undone(stories, 99)


def test_a_choice_of_what_leads_is_taken_back_to_the_choice_before(stories: Stories) -> None:
    def leads() -> tuple[ArticleId | None, bool]:
        event = stories.event(ONE)
        assert event is not None
        return event.lead, event.pinned

    itself = leads()
    first = editing.pin(stories, ONE, ArticleId(2), **SAID)  # type: ignore[arg-type]
    second = editing.pin(stories, ONE, ArticleId(3), **SAID)  # type: ignore[arg-type]
    assert leads() == (3, True)
    undone(stories, second.number)
    assert leads() == (2, True)
    undone(stories, first.number)
    assert leads() == itself


def test_a_proposal_is_followed_or_dismissed_and_waits_no_more(stories: Stories) -> None:
    together = Proposal(MoveKind.MERGED, ONE, other=FOUR)
    apart = Proposal(MoveKind.SPLIT, ONE, articles=(ArticleId(3),))
    stories.propose([together, apart])
    editing.dismiss(stories, apart)
    assert stories.proposals() == (together,)
    assert stories.last_word() == 0
    editing.accept(stories, together, **SAID)  # type: ignore[arg-type]
    assert stories.proposals() == ()
    assert inside(stories, 1) == [1, 2, 3, 4, 5]
    stories.propose([apart])
    editing.accept(stories, apart, **SAID)  # type: ignore[arg-type]
    assert inside(stories, 1) == [1, 2, 4, 5]


def test_a_proposal_that_cannot_be_followed_waits_on(stories: Stories) -> None:
    gone = Proposal(MoveKind.MERGED, ONE, other=EventId(99))
    stories.propose([gone])
    with pytest.raises(DecisionError, match="no event 99"):
        editing.accept(stories, gone, **SAID)  # type: ignore[arg-type]
    assert stories.proposals() == (gone,)
