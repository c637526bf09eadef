"""What do readers get of stories across the counter? What follows the archive may be a moment behind a decision: it holds here."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from warraq.moderation.names import Silence
from warraq.moderation.sparing import hushed
from warraq.newsroom.counter import Docket
from warraq.ports.stories import Place, Stories
from warraq.press import ArticleId, Event, EventId, Kin, Member, Move, Proposal, StoryId
from warraq.stories import coverage

_MOST = 500  # members of an event: more than it ever takes


class ShownStories:
    """The part of `ports.stories.Stories` that readers ask, after what people decided."""

    def __init__(self, stories: Stories, docket: Docket) -> None:
        self._behind = stories
        self._docket = docket

    def position(self) -> int:
        """The number of the last change that was grouped."""
        return self._behind.position()

    def last_word(self) -> int:
        """The number of an editor's newest word, which moves articles though nothing was grouped."""
        return self._behind.last_word()

    def event(self, event: EventId) -> Event | None:
        found = self._behind.event(event)
        return None if found is None else self._ruled([found])[0]

    def events(self, ids: Sequence[EventId]) -> dict[EventId, Event]:
        return {one.id: one for one in self._ruled(list(self._behind.events(ids).values()))}

    def members(
        self, event: EventId, *, limit: int, after: Place | None = None, newest: bool = True
    ) -> tuple[Member, ...]:
        return self._shown(self._behind.members(event, limit=limit, after=after, newest=newest))

    def places(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Member, ...]]:
        """Of articles that may not be shown, none."""
        found = self._behind.places(articles)
        shown = {article: self._shown(places) for article, places in found.items()}
        return {article: places for article, places in shown.items() if places}

    def told_in(self, story: StoryId, *, limit: int) -> tuple[Event, ...]:
        return self._leading(self._behind.told_in(story, limit=limit))

    def live(self, *, limit: int, countries: frozenset[str] | None = None) -> tuple[Event, ...]:
        return self._leading(self._behind.live(limit=limit, countries=countries))

    def kin(self, articles: Sequence[ArticleId], *, limit: int = 200) -> tuple[Kin, ...]:
        """None of an article that was withheld."""
        withheld = self._docket.rulings().withheld
        found = self._behind.kin(articles, limit=limit)
        return tuple(one for one in found if one.article not in withheld and one.older not in withheld)

    def proposals(self) -> tuple[Proposal, ...]:
        """Numbers alone, for editors."""
        return self._behind.proposals()

    def moves(self, event: EventId) -> tuple[Move, ...]:
        return self._behind.moves(event)

    def _leading(self, found: Sequence[Event]) -> tuple[Event, ...]:
        return tuple(one for one in self._ruled(found) if one.lead is not None)

    def _ruled(self, found: Sequence[Event]) -> tuple[Event, ...]:
        """Those of which something was withheld a moment ago are counted anew."""
        fresh = self._docket.held_back() | {
            one.lead for one in found if one.lead in self._docket.rulings().withheld
        }
        if not fresh:
            return tuple(found)
        places = self._behind.places([ArticleId(one) for one in fresh if one is not None])
        touched = {member.placing.event for members in places.values() for member in members}
        return tuple(self._counted(one) if one.id in touched else one for one in found)

    def _counted(self, event: Event) -> Event:
        members = self._shown(self._behind.members(event.id, limit=_MOST, newest=False))
        return coverage.event(event.id, event.story, members, pinned=event.lead if event.pinned else None)

    def _shown(self, members: Sequence[Member]) -> tuple[Member, ...]:
        held = self._docket.rulings()
        found = [one for one in members if one.shown and one.placing.article not in held.withheld]
        found = [_without(one, held.withheld) for one in found] if held.withheld else found
        return tuple(_masked(one, held.masked) for one in found) if held.masked else tuple(found)


def _without(member: Member, withheld: Container[ArticleId]) -> Member:
    """Nobody is told that it stands beside an article that is not shown."""
    grounds = member.placing.grounds
    if grounds.nearest is None or grounds.nearest not in withheld:
        return member
    return replace(member, placing=replace(member.placing, grounds=replace(grounds, nearest=None)))


def _masked(member: Member, masks: Sequence[Silence]) -> Member:
    """Without any word that tells a name that is not shown."""
    counting = [replace(one, articles=frozenset()) for one in masks if one.counts_in(member.placing.article)]
    if not counting:
        return member
    grounds = member.placing.grounds
    names, words = (
        tuple(one for one in said if not hushed(one, (), counting)) for said in (grounds.names, grounds.words)
    )
    return replace(
        member, placing=replace(member.placing, grounds=replace(grounds, names=names, words=words))
    )
