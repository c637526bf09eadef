"""What stands beside an article of what other papers tell? The same event, the same text elsewhere, other events of its story."""

from __future__ import annotations

from dataclasses import dataclass

from warraq.press import ArticleId, Event, Kin, Kinship
from warraq.web import wording
from warraq.web.events import Telling, several, story_path, tellings
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.scope import Scope
from warraq.web.site import Site

_EACH = 6
_KIN = 40
_LOOKED = 40
_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Same:
    """Another article with this one's words. `kind` says what the later of both did with those of the earlier; `here`: this one
    is the later."""

    line: Line
    kind: str
    here: bool


@dataclass(frozen=True, slots=True)
class Panels:
    """`named` is the panel's heading; `href` leads to the event. `lines` are other papers', one each."""

    named: str
    href: str | None
    lines: tuple[Line, ...]
    same: tuple[Same, ...]
    others: tuple[Telling, ...]


def panels(site: Site, article: ArticleId, around: Frame, scope: Scope) -> Panels | None:
    """`None` where nobody else tells of it. Blocks."""
    stories = site.stories
    if stories is None or not (places := stories.places([article]).get(article)):
        return None
    event = stories.event(places[0].placing.event)
    kin = [one for one in stories.kin([article], limit=_KIN) if one.kinship is not Kinship.VERSION]
    same = _same(site, article, kin, around, scope)
    if event is None or event.lead is None:
        return Panels("", None, (), same, ()) if same else None
    near = [one for one in stories.told_in(event.story, limit=_OTHERS + 1) if one.id != event.id][:_OTHERS]
    others = tellings(site, near, around, scope, others=0)
    if not several(event) and not same and not others:
        return None
    lines = _lines(site, article, event, around, scope) if several(event) else ()
    named = wording.counted("same_event", len(event.papers))
    return Panels(named, story_path(event.id), lines, same, others)


def _lines(site: Site, article: ArticleId, event: Event, around: Frame, scope: Scope) -> tuple[Line, ...]:
    """The first of each other paper."""
    assert site.stories is not None
    members = site.stories.members(event.id, limit=_LOOKED, newest=False)
    own = next((one.source for one in members if one.placing.article == article), None)
    of_paper: dict[str, ArticleId] = {}
    for one in members:
        if one.placing.article != article and one.source != own:
            of_paper.setdefault(one.source, one.placing.article)
    return site.lines(site.archive.headlines(list(of_paper.values())[:_EACH]), around, scope)


def _same(site: Site, article: ArticleId, kin: list[Kin], around: Frame, scope: Scope) -> tuple[Same, ...]:
    by = {one.older if one.article == article else one.article: one for one in kin}
    nearest = sorted(by, key=lambda number: (-by[number].share, number))[:_EACH]
    return tuple(
        Same(line, wording.said("kinships", by[line.id].kinship.value), by[line.id].article == article)
        for line in site.lines(site.archive.headlines(nearest), around, scope)
    )
