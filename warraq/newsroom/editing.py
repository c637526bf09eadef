"""What may an editor say of stories, and what case does each word make? It is carried out at once, and sticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from warraq.errors import DecisionError, Late
from warraq.ports.stories import Seen, Stories
from warraq.press import (
    ArticleId,
    Case,
    Event,
    EventId,
    Member,
    MoveKind,
    Proposal,
    SaidOfStory,
    Sameness,
    StoryWord,
    StoryWordKind,
)
from warraq.stories import coverage

_MOST = 1_000  # members of an event: more than it ever takes


def split(
    stories: Stories,
    event: EventId | Seen,
    articles: Sequence[ArticleId],
    *,
    by: str,
    reason: str,
    now: datetime,
) -> SaidOfStory:
    """These articles of an event are another one. Raises: DecisionError (Late, here as below, where more was said of an event
    since it was `Seen`), ArchiveError."""
    held = _event(stories, event)
    members = _members(stories, held.id)
    inside = [one.placing.article for one in members]
    if strangers := sorted(set(articles) - set(inside)):
        raise _not_in(strangers[0], held.id)
    parted = coverage.parted(held.id, inside, articles)
    if parted is None:
        raise DecisionError(
            f"event {held.id} would have no article left; leave one in it", "none_left", event=str(held.id)
        )
    go = [one for one in members if one.placing.article in parted[1]]
    stay = [one for one in members if one.placing.article not in parted[1]]
    cases = (*coverage.cases_of_split(stay, go), *_taken_back(stories, stay, go))
    word = StoryWord(StoryWordKind.SPLIT, held.id, by, reason, articles=tuple(sorted(parted[1])), cases=cases)
    return _said(stories, word, now, event)


def merge(
    stories: Stories, event: EventId | Seen, other: EventId, *, by: str, reason: str, now: datetime
) -> SaidOfStory:
    """Both are one. Raises: DecisionError, ArchiveError."""
    one, another = _event(stories, event), _event(stories, other)
    if one.id == another.id:
        raise DecisionError(
            f"event {_number(event)} and event {other} are one already: {one.id}",
            "one_already",
            event=str(_number(event)),
            other=str(other),
        )
    cases = coverage.cases_of_merge(one, another)
    word = StoryWord(StoryWordKind.MERGE, one.id, by, reason, other=another.id, cases=cases)
    return _said(stories, word, now, event)


def pin(
    stories: Stories,
    event: EventId | Seen,
    article: ArticleId | None,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> SaidOfStory:
    """That article's headline leads; `None`: whichever does by itself. Raises: DecisionError, ArchiveError."""
    held = _event(stories, event)
    if article is not None and all(one.placing.article != article for one in _members(stories, held.id)):
        raise _not_in(article, held.id)
    articles = () if article is None else (article,)
    return _said(stories, StoryWord(StoryWordKind.PIN, held.id, by, reason, articles=articles), now, event)


def move(
    stories: Stories,
    event: EventId | Seen,
    article: ArticleId,
    target: EventId,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> tuple[SaidOfStory, ...]:
    """One article of an event tells of the other one: a split and a merge, or a merge where it stands alone.
    Raises: DecisionError, ArchiveError."""
    held, other = _event(stories, event), _event(stories, target)
    if held.id == other.id:
        raise DecisionError(
            f"article {article} is in event {held.id} already",
            "in_it_already",
            article=str(article),
            event=str(held.id),
        )
    if held.articles == 1 and [one.placing.article for one in _members(stories, held.id)] == [article]:
        return (merge(stories, event, other.id, by=by, reason=reason, now=now),)
    parted = split(stories, event, [article], by=by, reason=reason, now=now)
    # by whose number an event is called stays with it: the others may have gone
    stands = parted.made if article in parted.word.articles else held.id
    return parted, merge(stories, stands, other.id, by=by, reason=reason, now=now)


def undo(stories: Stories, number: int, *, by: str, reason: str, now: datetime) -> SaidOfStory:
    """Take a word back by one that says the contrary, which sticks as every word does. Raises: DecisionError, ArchiveError."""
    said = next((one for one in stories.words() if one.number == number), None)
    if said is None:
        raise DecisionError(
            f"no editor said word {number}; `warraq stories words` lists what was said",
            "no_word",
            number=str(number),
        )
    word = said.word
    match word.kind:
        case StoryWordKind.SPLIT:
            return merge(stories, word.event, said.made, by=by, reason=reason, now=now)
        case StoryWordKind.PIN:
            before = _pinned_before(stories, said)
            return pin(stories, word.event, before, by=by, reason=reason, now=now)
        case StoryWordKind.MERGE:
            stands = _event(stories, said.made)
            inside = {one.placing.article for one in _members(stories, stands.id)}
            came = [one for one in _came(stories, said) if one in inside]
            if not came:
                raise DecisionError(
                    f"what word {number} put together stands apart already", "apart", number=str(number)
                )
            return split(stories, stands.id, came, by=by, reason=reason, now=now)
    assert_never(word.kind)


def accept(stories: Stories, proposal: Proposal, *, by: str, reason: str, now: datetime) -> SaidOfStory:
    """Do what grouping anew proposes; it is proposed no more. Raises: DecisionError, ArchiveError."""
    if proposal.other is not None:
        said = merge(stories, proposal.event, proposal.other, by=by, reason=reason, now=now)
    else:
        said = split(stories, proposal.event, proposal.articles, by=by, reason=reason, now=now)
    dismiss(stories, proposal)
    return said


def dismiss(stories: Stories, proposal: Proposal) -> None:
    """Nothing is done about it, and it waits no more; grouping anew may propose it again. Raises: ArchiveError."""
    stories.propose([one for one in stories.proposals() if one != proposal])


def cases(stories: Stories) -> Iterator[Case]:
    """Every pair that editors' words speak of, each once; the last word on a pair counts."""
    last = {
        (min(one.a, one.b), max(one.a, one.b)): one for said in stories.words() for one in said.word.cases
    }
    yield from last.values()


def _taken_back(stories: Stories, stay: Sequence[Member], go: Sequence[Member]) -> Iterator[Case]:
    """Pairs that an earlier word put together and this one parts."""
    staying, going = ({one.placing.article for one in side} for side in (stay, go))
    said = {(one.a, one.b) for one in cases(stories) if one.label is Sameness.SAME_EVENT}
    for one, other in sorted(said):
        if (one in staying and other in going) or (one in going and other in staying):
            yield Case(one, other, Sameness.DIFFERENT)


def _came(stories: Stories, said: SaidOfStory) -> tuple[ArticleId, ...]:
    """The articles that came with a merge."""
    gone = max(said.word.event, said.word.other or said.word.event)
    moves = (one for one in stories.moves(said.made) if one.kind is MoveKind.MERGED)
    return next((one.articles for one in moves if one.other == gone and one.at == said.at), ())


def _pinned_before(stories: Stories, said: SaidOfStory) -> ArticleId | None:
    """Whose headline an editor had chosen before."""
    pins = (
        one.word.articles
        for one in reversed(stories.words())
        if one.number < said.number
        and one.word.kind is StoryWordKind.PIN
        and one.word.event == said.word.event
    )
    return next((articles[0] if articles else None for articles in pins), None)


def _number(event: EventId | Seen) -> EventId:
    return event.event if isinstance(event, Seen) else event


def _event(stories: Stories, event: EventId | Seen) -> Event:
    number = _number(event)
    held = stories.event(number)
    if held is None:
        raise DecisionError(
            f"there is no event {number}; `warraq stories list` names those that are alive",
            "no_event",
            event=str(number),
        )
    return held


def _members(stories: Stories, event: EventId) -> tuple[Member, ...]:
    return stories.members(event, limit=_MOST, newest=False)


def _not_in(article: ArticleId, event: EventId) -> DecisionError:
    message = f"article {article} is not in event {event}: `warraq stories show {event}`"
    return DecisionError(message, "not_in_it", article=str(article), event=str(event))


def _said(stories: Stories, word: StoryWord, now: datetime, event: EventId | Seen) -> SaidOfStory:
    said = stories.say(word, now=now, seen=event if isinstance(event, Seen) else None)
    if said is None:
        raise Late(
            f"event {word.event} has changed meanwhile; look at it again", "changed", event=str(word.event)
        )
    return said
