"""What does a list say of an event? Its lead, how many papers tell of it and in whose words, and what others put above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache

from warraq.entities import persons
from warraq.language.arabic import fold
from warraq.press import ArticleId, Event, EventId, Headline, Member
from warraq.sections.genres import SERVICE
from warraq.stories import ranking
from warraq.web import wording
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.muting import NOTHING, Muted
from warraq.web.scope import Scope
from warraq.web.site import Site

_ASKED = 60  # live events that are looked at for a page that shows a dozen
_MEMBERS = 20  # of each, looked at for other papers' headlines
_SPARE = 2  # headlines looked at for one that differs
_RECENT = timedelta(hours=48)
_HIDDEN = 3  # looked at beside those that are shown: their lead may be muted


@dataclass(frozen=True, slots=True)
class Other:
    """Another paper's article of the event. `copy`: its words are an older article's."""

    line: Line
    copy: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list. `covered` counts its papers, `accounts` those with words of their own."""

    event: Event
    line: Line
    others: tuple[Other, ...]

    @property
    def href(self) -> str:
        return story_path(self.event.id)

    @property
    def covered(self) -> str:
        return wording.counted("covered", len(self.event.papers))

    @property
    def accounts(self) -> str:
        return wording.counted("accounts", sum(one.own for one in self.event.papers))


@dataclass(frozen=True, slots=True)
class FrontEvents:
    """What the front page is told of events: those that may stand on it, hottest first, those most printed of, and where each
    of the newest articles stands."""

    events: tuple[EventLine, ...] = ()
    ranks: tuple[EventLine, ...] = ()
    places: Mapping[ArticleId, Member] = field(default_factory=dict)

    def standing(self) -> frozenset[ArticleId]:
        """Every article of an event that stands on the page, as far as it is among the newest, and the headlines beneath."""
        shown = {one.event.id for one in self.events}
        lines = (line for one in self.events for line in (one.line, *(other.line for other in one.others)))
        of_shown = (article for article, place in self.places.items() if place.placing.event in shown)
        return frozenset([*(line.id for line in lines), *of_shown])

    def free(self, line: Line) -> bool:
        """Whether it may stand in front: no service item, and nothing that asks for care; of what is not grouped yet, as far as
        its line tells."""
        place = self.places.get(line.id)
        return place.leads if place is not None else not asks_care(line)


def asks_care(line: Line) -> bool:
    """Whether what stands in a list tells of a child, a victim or the like."""
    return _asks_care(line.title, line.abstract or "", line.desk)


@lru_cache(maxsize=2048)  # the newest articles, asked of again with every new one
def _asks_care(title: str, abstract: str, desk: str | None) -> bool:
    return persons.careful(title, abstract, desk)


def story_path(event: EventId) -> str:
    return f"/story/{event}"


def front_events(
    site: Site, around: Frame, scope: Scope, *, most: int, ranks: int, muted: Muted = NOTHING
) -> FrontEvents:
    """Blocks. What it costs does not grow with the archive. What is `muted` leads nothing."""
    if site.stories is None:
        return FrontEvents()
    live = site.stories.live(limit=_ASKED, countries=around.countries)
    alive = [
        one for one in live if several(one) and one.last is not None and one.last >= around.now - _RECENT
    ]
    chosen = ranking.front(alive, now=around.now, limit=most + _HIDDEN, countries=around.countries)
    ranked = ranking.most_covered(live, now=around.now, limit=ranks + _HIDDEN, countries=around.countries)
    wanted = tuple({one.id: one for one in (*chosen, *ranked)}.values())
    made = {
        one.event.id: one
        for one in event_lines(
            site, wanted, around, scope, without=replace(muted, kinds=muted.kinds | {SERVICE})
        )
    }
    return FrontEvents(
        tuple(made[one.id] for one in chosen if one.id in made)[:most],
        tuple(made[one.id] for one in ranked if one.id in made)[:ranks],
        around.places,
    )


def several(event: Event) -> bool:
    """Whether more than one paper tells of it: what one alone does is an article, no event worth a count."""
    return len(event.papers) > 1


def event_lines(
    site: Site,
    events: Sequence[Event],
    around: Frame,
    scope: Scope,
    *,
    others: int = 3,
    without: Muted = NOTHING,
) -> tuple[EventLine, ...]:
    """These events with as many `others` headlines that differ. Of what is muted no headline stands: an event
    whose lead is a muted paper's is told by another paper's own article, and one that nobody else tells, or whose lead is of a
    muted kind, is left out. Blocks."""
    asked = others or scope.kept is not None or without.papers
    members = {one.id: _members(site, one, without) if asked else () for one in events}
    leads = {one.id: _lead(one, members[one.id], scope, without) for one in events}
    looked = {one.id: _candidates(members[one.id], leads[one.id], others * _SPARE) for one in events}
    ids = [lead for lead in leads.values() if lead is not None]
    ids += [member.placing.article for each in looked.values() for member in each]
    found = {one.id: one for one in site.archive.headlines(ids)}
    made: list[EventLine] = []
    for one in events:
        lead = leads[one.id]
        head = found.get(lead) if lead is not None else None
        if head is None or without.hides(head.title, head.source):
            continue
        differing = _differing(head, looked[one.id], found)[:others]
        shown = site.lines((head, *(each for each, _ in differing)), around, scope)
        beneath = zip(shown[1:], differing, strict=True)
        made.append(EventLine(one, shown[0], tuple(Other(line, copy) for line, (_, copy) in beneath)))
    return tuple(made)


def _members(site: Site, event: Event, without: Muted) -> tuple[Member, ...]:
    """Some of its members of papers that are not muted, a paper's own account before copies, the oldest first."""
    assert site.stories is not None
    found = site.stories.members(event.id, limit=_MEMBERS, newest=False)
    heard = (one for one in found if one.source not in without.papers)
    return tuple(sorted(heard, key=lambda one: (one.copy is not None, one.at, one.placing.article)))


def _lead(event: Event, members: Sequence[Member], scope: Scope, without: Muted) -> ArticleId | None:
    """By which article an edition's readers are told of the event: its lead, or, where that is of a country that is not theirs and
    no editor chose it, the first of their own papers. Where the lead's paper is muted, by the first that may lead, if any."""
    if event.source in without.papers:
        heard = [one for one in members if one.leads and not one.past]
        near = [one for one in heard if scope.kept is None or one.country in scope.kept]
        return next((one.placing.article for one in (*near, *heard)), event.lead)
    lead = next((one.country for one in event.papers if one.source == event.source), None)
    if scope.kept is None or lead in scope.kept or event.pinned or event.lead is None:
        return event.lead
    own = (one.placing.article for one in members if one.country in scope.kept and one.leads and not one.past)
    return next(own, event.lead)


def _candidates(members: Sequence[Member], lead: ArticleId | None, most: int) -> tuple[Member, ...]:
    """One of these of each other paper than the lead's."""
    leading = next((one.source for one in members if one.placing.article == lead), None)
    of_paper: dict[str, Member] = {}
    for one in members:
        if one.source != leading:
            of_paper.setdefault(one.source, one)
    return tuple(of_paper.values())[:most]


def _differing(
    head: Headline, members: Iterable[Member], found: Mapping[ArticleId, Headline]
) -> list[tuple[Headline, bool]]:
    """Headlines that say it otherwise than those above them."""
    said = {fold(head.title)}
    differing = []
    for one in members:
        other = found.get(one.placing.article)
        if other is not None and (folded := fold(other.title)) not in said:
            said.add(folded)
            differing.append((other, one.copy is not None))
    return differing
