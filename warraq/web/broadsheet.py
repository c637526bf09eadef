"""What stands in a day's issue, and in which place? The day's papers as one paper.

The day's own articles alone decide: what several papers told that day stands before what one did. So a day that is over has the same
issue whenever it is made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from markupsafe import Markup

from warraq.language.arabic import fold
from warraq.moderation.policy import Door
from warraq.ports.archive import Cursor
from warraq.press import ArticleId, EventId, Headline, Member, State
from warraq.sections.desks import DESKS, OPINION
from warraq.sections.genres import CURIOSITY, SERVICE, genre
from warraq.web import dates, pieces, wording
from warraq.web.bidi import attributes, isolated
from warraq.web.calendar import edge
from warraq.web.events import story_path
from warraq.web.frame import Frame
from warraq.web.lines import article_path
from warraq.web.pieces import TITLE, Picture, Piece, Room
from warraq.web.scope import Scope
from warraq.web.site import Site

# So many headlines of each hour are looked at, the newest: the whole day, and no flood of one hour.
_HOURS, _OF_AN_HOUR = 24, 150
_TEXTS = 26  # stories with their text, the lead among them
_OF_A_DESK, _OF_OPINION = 3, 4
_OF_A_PAPER = 2  # on one desk, with text or without
_BRIEFS, _OF_BRIEFS = 72, 6  # headlines alone: in all, and of a desk
_OTHERS = 4  # other papers' headlines beneath a story
_ASKED = 400  # articles whose places are asked for at once

# Bytes: with letters and style the file stays below `LARGEST_BYTES`.
ROOM = Room(each=14_000, texts=330_000, pictures=200_000)
LARGEST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Brief:
    """A headline without its text."""

    id: ArticleId
    title: str
    attributes: Markup
    paper: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its text. `covered` says how many papers told of it that day, `href` leads to what all of them told (`None`: one
    alone did)."""

    piece: Piece
    covered: str | None
    href: str | None
    others: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A desk's part. `name` is `None` where its articles name no desk."""

    name: str | None
    told: tuple[Told, ...]
    briefs: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """A day's issue. `looked` are the articles that it was chosen from, `papers` the names of those that stand in it; `until` is the hour of
    the newest where the day is not over. `wide`: no paper of what is deployed stands in it."""

    day: date
    gregorian: str
    hijri: str | None
    wide: bool
    lead: Told
    parts: tuple[Part, ...]
    papers: tuple[Markup, ...]
    of: str
    until: str | None
    pictures: tuple[Picture, ...]
    looked: frozenset[ArticleId]


@dataclass(frozen=True, slots=True)
class _Group:
    """What was told of one event that day: the article that tells it here first. `event` is `None` for what stands alone."""

    heads: tuple[Headline, ...]
    event: int | None
    papers: int
    leads: bool
    desk: str | None

    @property
    def head(self) -> Headline:
        return self.heads[0]

    def asks_care(self) -> bool:
        """Then it neither leads nor has a picture."""
        return not self.leads or any(pieces.tender(one) for one in self.heads)


def issue(site: Site, around: Frame, scope: Scope, day: date, *, now: datetime) -> Issue | None:
    """The issue of a day; `None` where nothing is kept of it. Blocks; its cost does not grow with the archive."""
    heads = _heads(site, scope, day, scope.countries)
    wide = not heads and not scope.prefix
    if wide:  # as the front page: where the countries of what is deployed gave nothing, everything kept
        heads = _heads(site, scope, day, None)
    groups = _groups(site, around, heads)
    news = [one for one in groups if one.desk != OPINION]
    lead = next((one for one in news if not one.asks_care()), None) or next(iter(groups), None)
    if lead is None:
        return None
    plan = _plan(groups, lead)
    chosen = [lead, *(one for _, told, _ in plan for one in told)]
    articles = {one.id: one for one in site.archive.articles([one.head.id for one in chosen])}
    held = [found for one in chosen if (found := articles.get(one.head.id)) is not None]
    first_ones = (lead, *(told[0] for _, told, _ in plan if told))
    wearing = [found for one in first_ones if (found := articles.get(one.head.id)) and not one.asks_care()]
    hung = pieces.hung(site, wearing, around, room=ROOM)
    made = {one.id: one for one in pieces.pieces(site, held, around, room=ROOM, hung=hung)}
    told = {one.head.id: _told(made[one.head.id], one, around) for one in chosen if one.head.id in made}
    first = told.pop(lead.head.id, None)
    if first is None:  # hidden a moment ago
        return None
    parts = tuple(
        Part(scope.label(desk), tuple(told[one.head.id] for one in group if one.head.id in told), briefs)
        for desk, group, found in plan
        if (briefs := tuple(_brief(one.head, around) for one in found))
        or any(one.head.id in told for one in group)
    )
    newest = max(heads, key=lambda one: one.at).at
    over = now >= edge(day + timedelta(days=1), scope.zone)
    return Issue(
        day=day,
        gregorian=dates.day(day, scope.how, weekday=True),
        hijri=dates.hijri(day, scope.how.hijri_offset),
        wide=wide,
        lead=first,
        parts=parts,
        papers=_papers(first, parts),
        of=wording.said(
            "issue",
            "of",
            articles=wording.counted("issue_of", len(heads)),
            papers=wording.counted("in_paper", len({one.source for one in heads})),
        ),
        until=None if over else dates.clock(newest.astimezone(scope.zone), scope.how),
        pictures=tuple(hung.values()),
        looked=frozenset(one.id for one in heads),
    )


def _heads(site: Site, scope: Scope, day: date, countries: frozenset[str] | None) -> tuple[Headline, ...]:
    """The day's visible headlines, the newest of each hour; what serves the day alone, and what only lures, left out.

    Papers that print a day without an hour give all they have to one: such an hour gets the room that others leave.
    """
    since, until = edge(day, scope.zone), edge(day + timedelta(days=1), scope.zone)
    step = (until - since) / _HOURS
    hours = [(since + hour * step, since + (hour + 1) * step) for hour in range(_HOURS)]
    found = {hour: _within(site, hour, countries, _OF_AN_HOUR) for hour in hours}
    full = [hour for hour, heads in found.items() if len(heads) == _OF_AN_HOUR]
    free = _HOURS * _OF_AN_HOUR - sum(map(len, found.values()))
    if full and free:
        more = {hour: _within(site, hour, countries, _OF_AN_HOUR + free // len(full)) for hour in full}
        found |= more
    return tuple(
        one for heads in found.values() for one in heads if genre(one.title) not in (SERVICE, CURIOSITY)
    )


def _within(
    site: Site, hour: tuple[datetime, datetime], countries: frozenset[str] | None, most: int
) -> tuple[Headline, ...]:
    first, end = hour
    before = Cursor(end, ArticleId(0))
    return site.archive.newest(limit=most, before=before, countries=countries, since=first)


def _groups(site: Site, around: Frame, heads: Sequence[Headline]) -> list[_Group]:
    """What was told that day, by how many papers told it: what most did stands first."""
    places: dict[ArticleId, Member] = {}
    if site.stories is not None:
        ids = [one.id for one in heads]
        for start in range(0, len(ids), _ASKED):
            asked = site.stories.places(ids[start : start + _ASKED])
            places |= {article: found[0] for article, found in asked.items()}
    together: dict[tuple[int | None, int], list[Headline]] = defaultdict(list)
    for head in heads:
        place = places.get(head.id)
        key = (None, int(head.id)) if place is None else (int(place.placing.event), 0)
        together[key].append(head)
    groups = [_group(site, around, found, places, event) for (event, _), found in together.items()]
    groups.sort(key=lambda one: (-one.papers, -len(one.heads), -one.head.at.timestamp(), one.head.id))
    return groups


def _group(
    site: Site,
    around: Frame,
    found: Sequence[Headline],
    places: Mapping[ArticleId, Member],
    event: int | None,
) -> _Group:
    """First whose text may stand here whole, then accounts of their own, then what came first."""

    def order(one: Headline) -> tuple[bool, bool, datetime, int]:
        whole = site.grant(
            State.VISIBLE, around.sources.get(one.source), Door.EXPORT, robots=one.robots
        ).whole
        place = places.get(one.id)
        return not whole, place is not None and place.copy is not None, one.at, int(one.id)

    heads = tuple(sorted(found, key=order))
    known = [places[one.id] for one in heads if one.id in places]
    desks = Counter(one.section for one in heads if one.section)
    # the most named; of as many the one that stands first among the desks
    desk = min(desks, key=lambda one: (-desks[one], _rank(one)), default=None)
    return _Group(heads, event, len({one.source for one in heads}), all(one.leads for one in known), desk)


def _plan(groups: Sequence[_Group], lead: _Group) -> list[tuple[str | None, list[_Group], list[_Group]]]:
    """Each desk in the order of a section bar with what has its text there and what is a headline alone. Few desks get more each."""
    of_desk: dict[str | None, list[_Group]] = defaultdict(list)
    for one in groups:
        if one is not lead:
            of_desk[one.desk].append(one)
    order = sorted(of_desk, key=_rank)
    plan = []
    news = max(len(of_desk.keys() - {OPINION}), 1)
    texts, briefs = _TEXTS - 1 - _OF_OPINION, _BRIEFS
    each, each_brief = max(_OF_A_DESK, texts // news), max(_OF_BRIEFS, briefs // len(order or [0]))
    for desk in order:
        able = _spread(of_desk[desk])
        many = _OF_OPINION if desk == OPINION else min(each, texts)
        told = able[:many]
        rest = able[many : many + min(each_brief, briefs)]
        texts, briefs = texts - len(told), briefs - len(rest)
        plan.append((desk, told, rest))
    return [one for one in plan if one[1] or one[2]]


def _spread(groups: Iterable[_Group]) -> list[_Group]:
    """With a few of each paper before what it has more of; what others told too is nobody's alone."""
    given: Counter[str] = Counter()
    first: list[_Group] = []
    more: list[_Group] = []
    for one in islice(groups, 200):
        alone = one.papers == 1
        (more if alone and given[one.head.source] >= _OF_A_PAPER else first).append(one)
        given[one.head.source] += alone
    return [*first, *more]


def _rank(desk: str | None) -> tuple[int, str]:
    """Unknown desks before opinion, what names none before both."""
    if desk is None:
        return len(DESKS), ""
    place = DESKS.index(desk) if desk in DESKS else len(DESKS)
    return (len(DESKS) + 1 if desk == OPINION else place), desk


def _told(piece: Piece, group: _Group, around: Frame) -> Told:
    said = {fold(piece.title)}
    papers = {piece.source}
    others: list[Brief] = []
    for head in group.heads[1:]:
        if len(others) < _OTHERS and head.source not in papers and (folded := fold(head.title)) not in said:
            papers.add(head.source)
            said.add(folded)
            others.append(_brief(head, around))
    several = group.papers > 1 and group.event is not None
    return Told(
        piece,
        wording.counted("covered", group.papers) if several else None,
        story_path(EventId(group.event)) if several and group.event is not None else None,
        tuple(others),
    )


def _brief(head: Headline, around: Frame) -> Brief:
    source = around.sources.get(head.source)
    title = head.title if len(head.title) <= TITLE else f"{head.title[: TITLE - 1]}…"
    return Brief(
        head.id,
        title,
        attributes(title, head.language),
        isolated(source.name if source else head.source),
        article_path(head.source, head.id, head.language),
    )


def _papers(lead: Told, parts: Sequence[Part]) -> tuple[Markup, ...]:
    """The papers whose words stand in it, each once, in the order of the alphabet."""
    told = [lead, *(one for part in parts for one in part.told)]
    briefs = [*(one for each in told for one in each.others), *(one for part in parts for one in part.briefs)]
    return tuple(sorted({one.piece.paper for one in told} | {one.paper for one in briefs}))
