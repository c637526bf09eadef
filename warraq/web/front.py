"""What does the press say now? The home page: a lead, one report a paper, the newest in a rail, the papers, and each desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.press import ArticleId, Standing
from warraq.sections.desks import OPINION
from warraq.sections.genres import SERVICE
from warraq.web import prayer, wording
from warraq.web.desks import Desk, Lines, desk_path
from warraq.web.events import EventLine, FrontEvents, asks_care, front_events
from warraq.web.frame import Frame, capped
from warraq.web.lines import Line
from warraq.web.muting import Told, muted, quieted, told
from warraq.web.pages import answer, page, render
from warraq.web.reading import Wishes, wishes
from warraq.web.scope import Scope, code_of
from warraq.web.site import Site, scope_now, scope_of, site_of
from warraq.web.sources import living
from warraq.web.view import View

_CARDS = 11  # the lead among them
_BOTH = 30  # cards and rail together: where few papers have cards, the rail is longer
_PAPERS = 12
_RANKS = 5
_ROUNDS = (2, 4)  # how many of one paper's, while there is room; of one paper alone, all
_OF_A_DESK = 5
_OF_A_PAPER = 2  # on one desk
# Until there is news the page asks again by itself.
_REFRESH_S = 4
# An abstract that has fewer letters says little more than its headline.
_TELLING = 60
# Cards without a picture between two that have one.
_BARE = 2

NO_EVENTS = FrontEvents()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper at the side: how many of the newest are its own, its latest, and one headline not shown elsewhere."""

    count: int
    latest: Line
    other: Line | None


@dataclass(frozen=True, slots=True)
class Block:
    """A desk on the front page, and the lines it has there."""

    desk: Desk
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The front page's arrangement. No article stands on it twice."""

    lead: Line
    cards: tuple[Line, ...]
    rail: tuple[Line, ...]
    papers: tuple[Paper, ...]
    count: int
    told: Mapping[ArticleId, EventLine] = field(default_factory=dict)  # the lead's and cards' of an event
    ranks: tuple[EventLine, ...] = ()
    beneath: frozenset[ArticleId] = frozenset()  # what else is of these events

    def standing(self) -> set[ArticleId]:
        """Every article that has its place already."""
        others = (paper.other for paper in self.papers if paper.other)
        return {line.id for line in (self.lead, *self.cards, *self.rail, *others)} | self.beneath


async def view(request: Request) -> View:
    """The list of `/`: an edition's news, opinion left out."""
    scope = scope_of(request)
    around = await site_of(request).frame(scope)
    return View(scope.path("/"), wording.edition(scope.edition), countries=around.countries, without=OPINION)


async def front(request: Request) -> Response:
    """GET /"""
    site, scope = site_of(request), await scope_now(request)
    whole, silent, reader = await site.frame(scope), muted(request), wishes(request)
    if (own := _own_edition(request, site, reader)) is not None:
        return own
    around = quieted(whole, silent, scope)
    if whole.columns and not whole.newest:
        return RedirectResponse(scope.path(desk_path(OPINION)), status_code=302)
    silenced = told(request, whole, scope.path("/"))
    if whole.newest and not around.newest:
        return await page(request, "all_muted.html", kept=False, silenced=silenced)
    if not around.newest:
        names = {slug: source.name for slug, source in around.sources.items()}
        waiting = render(
            site,
            "first_run.html",
            around,
            scope=scope,
            progress=site.progress(),
            names=names,
            refresh_s=_REFRESH_S,
            reader=reader,
        )
        return answer(request, waiting, lasting=False)
    standing = await site.pool.ask(site.standing)
    known = await site.pool.ask(
        lambda: front_events(site, around, scope, most=_CARDS, ranks=_RANKS, muted=silent)
    )
    made = await hung(site, arranged(around.newest, known), around)
    text = _page(site, scope, around, made, standing, reader=reader, silenced=silenced)
    return answer(request, text, kept=True)


def _own_edition(request: Request, site: Site, reader: Wishes) -> Response | None:
    """To the front of the edition that the reader wants at the bare address; who asks for anything else there gets that."""
    if code_of(request) or request.scope.get("query_string") or reader.edition not in site.scopes:
        return None
    # the address stays that of all editions, for whoever has no such wish: nothing between us may remember where it led
    led = {"cache-control": "private, no-store", "vary": "cookie"}
    return RedirectResponse(site.scopes[reader.edition].path("/"), status_code=302, headers=led)


def _page(
    site: Site,
    scope: Scope,
    around: Frame,
    made: Front,
    standing: Standing,
    *,
    reader: Wishes,
    silenced: Told | None,
) -> str:
    progress = site.progress()
    return render(
        site,
        "front.html",
        around,
        scope=scope,
        kept=True,
        view=View(scope.path("/"), wording.edition(scope.edition)),
        front=made,
        blocks=blocks(around.desks, made.standing(), lambda chosen: site.lines(chosen, around, scope)),
        progress=progress,
        living=living(scope.edition, standing) if standing.papers else None,
        papers=len(scope.edition.sources),
        prayer=prayer.line(site, scope, around.now),
        reader=reader,
        silenced=silenced,
        returns=scope.path("/"),  # kept for many: not what one of them asked for
    )


async def hung(site: Site, made: Front, around: Frame) -> Front:
    """The front page with pictures: on its lead, and on about one card in three."""
    gallery = site.gallery
    if gallery is None:
        return made
    papers = {line.id: line.source for line in (made.lead, *made.cards) if not asks_care(line)}
    robots = {line.id: line.robots for line in (made.lead, *made.cards)}
    public = site.settings.public
    found = await site.pool.ask(lambda: gallery.of(papers, around.sources, public=public, robots=robots))
    seen = {article: picture for article, picture in found.items() if picture.covered is None}
    cards: list[Line] = []
    free = _BARE
    for line in made.cards:
        wears = free >= _BARE and line.id in seen
        free = 0 if wears else free + 1
        cards.append(replace(line, picture=seen[line.id]) if wears else line)
    lead = replace(made.lead, picture=seen.get(made.lead.id))
    return replace(made, lead=lead, cards=tuple(cards))


def arranged(newest: tuple[Line, ...], known: FrontEvents = NO_EVENTS) -> Front:
    """Lay out lines, newest first (at least one), beneath the events that several papers tell of, the hottest first.

    Where these are few, the middle holds the latest of each paper, first those that say something beneath their headline;
    further rounds fill it where papers are few. Of what one paper alone tells no importance is claimed.
    """
    leading = tuple(one.line for one in known.events[:_CARDS])
    beneath = known.standing()
    free = [line for line in newest if line.id not in beneath and known.free(line)]
    chosen = [*leading, *_filled(tuple(free), _CARDS - len(leading))] or [newest[0]]
    # service items stand among the cards, but never lead while anything else can
    able = (one for one in newest if one.genre != SERVICE and known.free(one))
    if chosen[0].genre == SERVICE and (news := next(able, None)):
        chosen = [news, *(one for one in chosen if one is not news)][:_CARDS]
    rail = _rail(newest, known, {line.id for line in chosen}, most=_BOTH - len(chosen))
    used = {line.id for line in (*chosen, *rail)} | beneath
    return Front(
        chosen[0],
        tuple(chosen[1:]),
        rail,
        _papers(newest, used),
        len(newest),
        {one.line.id: one for one in known.events[:_CARDS]},
        known.ranks,
        beneath,
    )


def _filled(newest: tuple[Line, ...], most: int) -> list[Line]:
    """The latest of each paper, newest first."""
    telling = [line for line in newest if line.abstract and len(line.abstract) >= _TELLING]
    chosen = list(capped(telling, each=1, most=most)) or list(newest[: min(most, 1)])
    for each in _ROUNDS if len(chosen) > 1 else (most,):
        taken = set(chosen)
        more = (line for line in capped(telling, each=each, most=most * each) if line not in taken)
        chosen += islice(more, most - len(chosen))
    chosen.sort(key=lambda line: (line.at, line.id), reverse=True)
    return chosen


def _rail(
    newest: tuple[Line, ...], known: FrontEvents, used: set[ArticleId], *, most: int
) -> tuple[Line, ...]:
    """The newest that stand nowhere else, one of an event, none of one that has a card. More of an event only fill up what is left."""
    shown = used | {other.line.id for one in known.events[:_CARDS] for other in one.others}
    given = {one.event.id for one in known.events[:_CARDS]}
    chosen, over = [], []
    for line in newest:
        if line.id in shown:
            continue
        place = known.places.get(line.id)
        if place is not None and place.placing.event in given:
            over.append(line)
            continue
        if place is not None:
            given.add(place.placing.event)
        chosen.append(line)
    chosen = chosen[:most]
    chosen += over[: most - len(chosen)]
    return tuple(sorted(chosen, key=lambda line: (line.at, line.id), reverse=True))


def blocks(desks: tuple[Desk, ...], used: set[ArticleId], lines: Lines) -> tuple[Block, ...]:
    """What each desk gave that stands nowhere above it: no paper more than twice, none where all of it does."""
    return tuple(
        Block(desk, lines(chosen))
        for desk in desks
        if (
            chosen := capped(
                (one for one in desk.newest if one.id not in used), each=_OF_A_PAPER, most=_OF_A_DESK
            )
        )
    )


def _papers(newest: tuple[Line, ...], used: set[ArticleId]) -> tuple[Paper, ...]:
    given = Counter(line.source for line in newest)
    papers = []
    for slug, count in given.most_common(_PAPERS):
        own = [line for line in newest if line.source == slug]
        other = next((line for line in own if line.id not in used), None)
        papers.append(Paper(count, own[0], other))
    return tuple(papers)
