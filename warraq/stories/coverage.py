"""What do the members of an event come to? Its papers, its lead, its times; and who is whom after a split."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from warraq.press import ArticleId, Case, Coverage, Event, EventId, Member, Sameness, StoryId


def event(
    number: EventId, story: StoryId, members: Iterable[Member], *, pinned: ArticleId | None = None
) -> Event:
    """The event of these members, of whom those count that are shown.

    Unless an editor pinned it, the lead is the first account that is a paper's own and may lead.
    """
    shown = sorted((one for one in members if one.shown), key=lambda one: (one.at, one.placing.article))
    lead = _lead(shown, pinned)
    kept_back = sum(not one.leads for one in shown)
    return Event(
        id=number,
        story=story,
        lead=lead.placing.article if lead else None,
        first=shown[0].at if shown else None,
        last=shown[-1].at if shown else None,
        articles=len(shown),
        papers=_papers(shown),
        source=lead.source if lead else None,
        section=lead.section if lead else None,
        pinned=lead is not None and lead.placing.article == pinned,
        leads=lead is not None and lead.leads and 2 * kept_back < len(shown),
        live=any(not one.past for one in shown),
        settled=not any(one.provisional for one in shown),
    )


def parted(event: EventId, everybody: Collection[ArticleId], leaving: Collection[ArticleId]) -> tuple[EventId, frozenset[ArticleId]] | None:  # fmt: skip
    """Who leaves an event that is split, and what their event is called: the side with the article that it is called by stays.

    `None`: nobody or everybody would leave.
    """
    go = frozenset(leaving) & frozenset(everybody)
    stay = frozenset(everybody) - go
    if not go or not stay:
        return None
    if ArticleId(event) in go:
        go = stay
    return EventId(min(go)), go


def moved(
    places: Sequence[Member], old: EventId, new: EventId, *, story: StoryId | None = None
) -> tuple[Member, ...]:
    """The places of one article once `old` is `new`, each event once: the first of them counts. `story`: the new one's too."""
    after: dict[EventId, Member] = {}
    for one in places:
        stands = one
        if one.placing.event == old:
            its = one.placing.story if story is None else story
            stands = replace(one, placing=replace(one.placing, event=new, story=its))
        after.setdefault(stands.placing.event, stands)
    return tuple(after.values())


def cases_of_split(stay: Sequence[Member], go: Sequence[Member]) -> tuple[Case, ...]:
    """Each that goes against the one that it was put beside, or the first of those that stay."""
    staying = {one.placing.article for one in stay}
    found = []
    for one in go:
        near = one.placing.grounds.nearest
        other = near if near in staying and near is not None else stay[0].placing.article
        found.append(Case(other, one.placing.article, Sameness.DIFFERENT))
    return tuple(found)


def cases_of_merge(one: Event, other: Event) -> tuple[Case, ...]:
    """The leads of both."""
    if one.lead is None or other.lead is None:
        return ()
    return (Case(one.lead, other.lead, Sameness.SAME_EVENT),)


def _lead(shown: Sequence[Member], pinned: ArticleId | None) -> Member | None:
    def worth(one: Member) -> tuple[bool, bool, bool, bool]:
        return (one.placing.article != pinned, not one.leads, one.past, one.copy is not None)

    return min(shown, key=worth, default=None)


def _papers(shown: Sequence[Member]) -> tuple[Coverage, ...]:
    by_source: dict[str, list[Member]] = {}
    for one in shown:
        by_source.setdefault(one.source, []).append(one)
    return tuple(
        Coverage(
            source, theirs[0].country, theirs[0].at, len(theirs), any(one.copy is None for one in theirs)
        )
        for source, theirs in by_source.items()
    )
