"""What stands beside an article of what other papers tell? The same event, the same text elsewhere, other events of its story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warraq.press import ArticleId, Event, Headline, Kin, Kinship, Member
from warraq.web import copies, wording
from warraq.web.events import EventLine, event_lines, several, story_path
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.muting import NOTHING, Muted
from warraq.web.scope import Scope
from warraq.web.site import Site

_EACH = 6
_KIN = 40
_LOOKED = 40
_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Same:
    """Another article with this one's words. `kind` says what the later of both did with those of the earlier; `here`: this one
    is the later, as lists have them, and `sure` whether that is known."""

    line: Line
    kind: str
    here: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Panels:
    """`named` is the panel's heading; `href` leads to the event. `lines` are other papers', one each."""

    named: str
    href: str | None
    lines: tuple[Line, ...]
    same: tuple[Same, ...]
    others: tuple[EventLine, ...]


def panels(
    site: Site, article: ArticleId, around: Frame, scope: Scope, without: Muted = NOTHING
) -> Panels | None:
    """`None` where nobody else tells of it. Papers that are muted are counted, and their headlines left out. Blocks."""
    stories = site.stories
    if stories is None or not (places := stories.places([article]).get(article)):
        return None
    event = stories.event(places[0].placing.event)
    kin = [one for one in stories.kin([article], limit=_KIN) if one.kinship is not Kinship.VERSION]
    same = _same(site, article, kin, around, scope)
    same = tuple(one for one in same if one.line.source not in without.papers)
    if event is None or event.lead is None:
        return Panels("", None, (), same, ()) if same else None
    near = [one for one in stories.told_in(event.story, limit=_OTHERS + 1) if one.id != event.id][:_OTHERS]
    others = event_lines(site, near, around, scope, others=0, without=without)
    if not several(event) and not same and not others:
        return None
    lines = _lines(site, places[0], event, around, scope, without) if several(event) else ()
    named = wording.counted("same_event", len(event.papers))
    return Panels(named, story_path(event.id), lines, same, others)


def _lines(
    site: Site, own: Member, event: Event, around: Frame, scope: Scope, without: Muted
) -> tuple[Line, ...]:
    """The first of each other paper than the article's own."""
    assert site.stories is not None
    of_paper: dict[str, ArticleId] = {}
    for one in site.stories.members(event.id, limit=_LOOKED, newest=False):
        if one.source != own.source and one.source not in without.papers:
            of_paper.setdefault(one.source, one.placing.article)
    return site.lines(site.archive.headlines(list(of_paper.values())[:_EACH]), around, scope)


def _same(site: Site, article: ArticleId, kin: list[Kin], around: Frame, scope: Scope) -> tuple[Same, ...]:
    by = {one.older if one.article == article else one.article: one for one in kin}
    nearest = sorted(by, key=lambda number: (-by[number].share, number))[:_EACH]
    heads = {one.id: one for one in site.archive.headlines([article, *nearest])}
    lined = {one.id: one for one in site.lines(tuple(heads.values()), around, scope)}
    return tuple(_beside(by[number], article, heads, lined) for number in nearest if number in lined)


def _beside(
    kin: Kin, article: ArticleId, heads: Mapping[ArticleId, Headline], lines: Mapping[ArticleId, Line]
) -> Same:
    both = article in lines  # of what its paper took away nothing is listed
    one = copies.older_first(kin, lines) if both else kin
    other = one.older if one.article == article else one.article
    sure = both and copies.printed_before(heads[one.older], heads[one.article])
    return Same(lines[other], wording.said("kinships", one.kinship.value), one.article == article, sure)
