"""What does the press say now? The home page: a lead, one report a paper, the newest in a rail, the papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from warraq.press import ArticleId, Progress
from warraq.web.frame import Frame, capped
from warraq.web.lines import Line
from warraq.web.pages import Rendered, answer, packed, render
from warraq.web.site import Site, site_of

_CARDS = 9  # the lead among them
_RAIL = 22
_PAPERS = 12
# Until there is news the page asks again by itself.
_REFRESH_S = 4
# An abstract that has fewer letters says little more than its headline.
_TELLING = 60
# Cards without a picture between two that have one.
_BARE = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper at the side: how many of the newest are its own, its latest, and one headline not shown elsewhere."""

    count: int
    latest: Line
    other: Line | None


@dataclass(frozen=True, slots=True)
class Front:
    """The front page's arrangement. No article stands on it twice."""

    lead: Line
    cards: tuple[Line, ...]
    rail: tuple[Line, ...]
    papers: tuple[Paper, ...]
    count: int


@dataclass(slots=True)
class Shown:
    """The last front page that was made, for as long as its frame is the fresh one: all readers see the same."""

    frame: Frame | None = None
    pictures: int = 0
    page: Rendered | None = None


async def front(request: Request) -> Response:
    """GET /"""
    site = site_of(request)
    around = await site.frames.get()
    if not around.newest:
        names = {slug: source.name for slug, source in around.sources.items()}
        waiting = render(
            site, "first_run.html", around, progress=site.progress(), names=names, refresh_s=_REFRESH_S
        )
        return answer(request, waiting)
    shown: Shown = request.app.state.shown
    pictures = await site.gallery.change(site.clock.now(), site.pool) if site.gallery else 0
    if shown.page is None or shown.frame is not around or shown.pictures != pictures:
        made = await hung(site, arranged(around.newest), around)
        shown.page = packed(_page(site, around, made, site.progress()))
        shown.frame, shown.pictures = around, pictures
    return answer(request, shown.page)


def _page(site: Site, around: Frame, made: Front, progress: Progress) -> str:
    return render(site, "front.html", around, front=made, progress=progress)


async def hung(site: Site, made: Front, around: Frame) -> Front:
    """The front page with pictures: on its lead, and on about one card in three."""
    gallery = site.gallery
    if gallery is None:
        return made
    papers = {line.id: line.source for line in (made.lead, *made.cards)}
    public = site.settings.public
    found = await site.pool.ask(lambda: gallery.of(papers, around.sources, public=public))
    seen = {article: picture for article, picture in found.items() if picture.covered is None}
    cards: list[Line] = []
    free = _BARE
    for line in made.cards:
        wears = free >= _BARE and line.id in seen
        free = 0 if wears else free + 1
        cards.append(replace(line, picture=seen[line.id]) if wears else line)
    lead = replace(made.lead, picture=seen.get(made.lead.id))
    return replace(made, lead=lead, cards=tuple(cards))


def arranged(newest: tuple[Line, ...]) -> Front:
    """Lay out lines, newest first (at least one).

    The middle holds the latest of each paper, first those that say something beneath their headline; a second round
    fills it where papers are few. Nothing here claims importance: that needs to know who tells the same story.
    """
    telling = [line for line in newest if line.abstract and len(line.abstract) >= _TELLING]
    chosen = list(capped(telling, each=1, most=_CARDS)) or [newest[0]]
    for line in capped(telling, each=2, most=_CARDS * 2):
        if len(chosen) < _CARDS and line not in chosen:
            chosen.append(line)
    chosen.sort(key=lambda line: (line.at, line.id), reverse=True)
    used = {line.id for line in chosen}
    rail = tuple(line for line in newest if line.id not in used)[:_RAIL]
    used |= {line.id for line in rail}
    return Front(chosen[0], tuple(chosen[1:]), rail, _papers(newest, used), len(newest))


def _papers(newest: tuple[Line, ...], used: set[ArticleId]) -> tuple[Paper, ...]:
    given = Counter(line.source for line in newest)
    papers = []
    for slug, count in given.most_common(_PAPERS):
        own = [line for line in newest if line.source == slug]
        other = next((line for line in own if line.id not in used), None)
        papers.append(Paper(count, own[0], other))
    return tuple(papers)
