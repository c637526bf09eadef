"""What may an editor say of stories, and what case does each word make? It is carried out at once, and sticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from warraq.errors import DecisionError
from warraq.ports.stories import Stories
from warraq.press import (
    ArticleId,
    Case,
    Event,
    EventId,
    Member,
    SaidOfStory,
    StoryWord,
    StoryWordKind,
)
from warraq.stories import coverage

_MOST = 1_000  # members of an event: more than it ever takes


def split(
    stories: Stories, event: EventId, articles: Sequence[ArticleId], *, by: str, reason: str, now: datetime
) -> SaidOfStory:
    """These articles of an event are another one. Raises: DecisionError, ArchiveError."""
    held = _event(stories, event)
    members = _members(stories, held.id)
    inside = [one.placing.article for one in members]
    if strangers := sorted(set(articles) - set(inside)):
        raise DecisionError(
            f"article {strangers[0]} is not in event {held.id}: `warraq stories show {held.id}`"
        )
    parted = coverage.parted(held.id, inside, articles)
    if parted is None:
        raise DecisionError(f"event {held.id} would have no article left; leave one in it")
    go = [one for one in members if one.placing.article in parted[1]]
    stay = [one for one in members if one.placing.article not in parted[1]]
    cases = coverage.cases_of_split(stay, go)
    word = StoryWord(StoryWordKind.SPLIT, held.id, by, reason, articles=tuple(sorted(parted[1])), cases=cases)
    return _said(stories, word, now)


def merge(
    stories: Stories, event: EventId, other: EventId, *, by: str, reason: str, now: datetime
) -> SaidOfStory:
    """Both are one. Raises: DecisionError, ArchiveError."""
    one, another = _event(stories, event), _event(stories, other)
    if one.id == another.id:
        raise DecisionError(f"event {event} and event {other} are one already: {one.id}")
    cases = coverage.cases_of_merge(one, another)
    word = StoryWord(StoryWordKind.MERGE, one.id, by, reason, other=another.id, cases=cases)
    return _said(stories, word, now)


def pin(
    stories: Stories, event: EventId, article: ArticleId | None, *, by: str, reason: str, now: datetime
) -> SaidOfStory:
    """That article's headline leads; `None`: whichever does by itself. Raises: DecisionError, ArchiveError."""
    held = _event(stories, event)
    if article is not None and all(one.placing.article != article for one in _members(stories, held.id)):
        raise DecisionError(f"article {article} is not in event {held.id}: `warraq stories show {held.id}`")
    articles = () if article is None else (article,)
    return _said(stories, StoryWord(StoryWordKind.PIN, held.id, by, reason, articles=articles), now)


def cases(stories: Stories) -> Iterator[Case]:
    """Every pair that editors' words speak of, each once; the last word on a pair counts."""
    last = {
        (min(one.a, one.b), max(one.a, one.b)): one for said in stories.words() for one in said.word.cases
    }
    yield from last.values()


def _event(stories: Stories, event: EventId) -> Event:
    held = stories.event(event)
    if held is None:
        raise DecisionError(f"there is no event {event}; `warraq stories list` names those that are alive")
    return held


def _members(stories: Stories, event: EventId) -> tuple[Member, ...]:
    return stories.members(event, limit=_MOST, newest=False)


def _said(stories: Stories, word: StoryWord, now: datetime) -> SaidOfStory:
    said = stories.say(word, now=now)
    if said is None:
        raise DecisionError(f"event {word.event} has changed meanwhile; look at it again")
    return said
