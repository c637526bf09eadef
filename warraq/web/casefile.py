"""Which reported pictures does a moderator go through, what shows each, and what have they just done?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from warraq.moderation.policy import Door
from warraq.moderation.transitions import AWAITING
from warraq.newsroom import casework
from warraq.ports.reports import Case
from warraq.press import Actor, Article, ArticleId, CaseEvent, CaseState, PictureId
from warraq.web import addresses, casewords, wording
from warraq.web.casewords import ROOM
from warraq.web.frame import Frame
from warraq.web.gallery import Gallery
from warraq.web.lines import Line
from warraq.web.site import Site
from warraq.web.view import headline

PATH = "/desk/pictures"
# Of each state so many are gone through: beyond that nobody gets in a day.
MOST = 500
# What undoes a word is the other word, and its reason says so.
OPPOSITE = {CaseEvent.KEEP: CaseEvent.HIDE, CaseEvent.HIDE: CaseEvent.KEEP}
_COPIES = 200


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which cases are gone through: those of a state (`None`: all that wait), and of a paper."""

    state: CaseState | None = None
    paper: str | None = None

    def query(self, **more: str | int) -> str:
        """As it stands behind an address, with its question mark; "" for nothing."""
        said = {"state": self.state.value if self.state else "", "paper": self.paper or "", **more}
        kept = {name: value for name, value in said.items() if value != ""}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided just now: in words, of which picture, by which line of the log. `undo` says what a way back would
    do; `None`: there is none."""

    picture: PictureId
    line: int
    told: str
    undo: str | None


def sieve(given: Mapping[str, str]) -> Sieve:
    """What a query or a form asks for; what is none of ours asks for nothing."""
    state, paper = given.get("state", ""), addresses.slug(given.get("paper", ""))
    return Sieve(CaseState(state) if state in {one.value for one in casewords.STATES} else None, paper)


def found(gallery: Gallery, through: Sieve) -> tuple[Case, ...]:
    """The cases in the order of the queue. Blocks."""
    states = (through.state,) if through.state else AWAITING
    cases = casework.queue(gallery.desk, states, limit=MOST)
    if through.paper is None:
        return cases
    papers = casework.papers(gallery.desk.reports, cases)
    return tuple(one for one in cases if through.paper in papers.get(one.picture, ()))


def printed(site: Site, ids: Sequence[ArticleId], around: Frame) -> dict[ArticleId, Line]:
    """Those of the articles that may be named, as lines. Blocks."""
    held = [headline(one) for one in site.archive.articles(ids) if _named(site, one, around)]
    return {line.id: line for line in site.lines(tuple(held), around)}


def has_print(gallery: Gallery, picture: PictureId) -> bool:
    """Whether its bytes are kept still."""
    held = gallery.pictures.picture(picture)
    return held is not None and held.stored is not None


def alerts(site: Site, gallery: Gallery, around: Frame) -> list[tuple[str, str]]:
    """Open breakers in words, each with the page on which its paper gets its day back. Blocks."""
    return [
        (casewords.alert(one, site, around.sources), day_path(one.source, one.day.isoformat()))
        for one in casework.breakers(gallery.desk, site.zone)
    ]


def day_path(paper: str, day: str) -> str:
    return f"{PATH}/restore?{urlencode({'paper': paper, 'day': day})}"


def done(gallery: Gallery, said: str) -> Done | None:
    """What `?did=<picture>.<line>` speaks of, as long as nothing came after it. Blocks."""
    number, _, line = said.partition(".")
    picture, at = addresses.picture_id(number), addresses.article_id(line)
    lines = gallery.desk.reports.log(picture) if picture and at else ()
    if picture is None or not lines or lines[-1].number != at or lines[-1].said.actor is not Actor.MODERATOR:
        return None
    event = lines[-1].said.event
    told = wording.said(ROOM, f"done_{event.value}", number=str(picture))
    copies = sum(
        one.said.origin == picture and one.said.event is CaseEvent.MATCH
        for one in gallery.desk.reports.log(after=at, limit=_COPIES)
    )
    if copies:
        told = f"{told} {wording.counted('copies_hidden', copies)}"
    other = OPPOSITE.get(event)
    return Done(picture, int(at), told, wording.said(ROOM, f"undo_{event.value}") if other else None)


def _named(site: Site, article: Article, around: Frame) -> bool:
    return site.grant(article.state, around.sources.get(article.draft.source), Door.LIST).headline
