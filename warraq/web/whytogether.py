"""Why do these articles stand together? Of each the names, words and numbers that it shares with the one it was put beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from warraq.press import ArticleId, Event, Evidence, Member
from warraq.web import wording
from warraq.web.events import story_path
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.story import found

_MOST = 100
_SHARED = 8
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400
# What says of two articles nothing that they share: who asks is told of a place, not of likeness.
_ALONE = (Evidence.FIRST, Evidence.EDITOR)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article stands in its event. `near` is the one that it was put beside; `apart` the time between the two."""

    line: Line
    why: Markup
    near: Line | None
    names: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    apart: str | None
    provisional: bool


async def why(request: Request) -> Response:
    """GET /story/<number>/why?article=<number>"""
    event = await found(request, "/why")
    if isinstance(event, Response):
        return event
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    reasons = await site.pool.ask(lambda: _reasons(site, event, around, scope))
    chosen = request.query_params.get("article", "")
    shown = tuple(one for one in reasons if str(one.line.id) == chosen)
    return await page(
        request,
        "whytogether.html",
        kept=False,
        href=story_path(event.id),
        event=event,
        reasons=reasons,
        shown=shown or reasons,
        chosen=chosen if shown else "",
        unshown=event.articles > len(reasons),
    )


def _reasons(site: Site, event: Event, around: Frame, scope: Scope) -> tuple[Reason, ...]:
    assert site.stories is not None
    members = site.stories.members(event.id, limit=_MOST, newest=False)
    ids: list[ArticleId] = [one.placing.article for one in members]
    ids += [near for one in members if (near := one.placing.grounds.nearest) is not None]
    lines = {one.id: one for one in site.lines(site.archive.headlines(ids), around, scope)}
    return tuple(reason(one, lines) for one in members if one.placing.article in lines)


def reason(member: Member, lines: Mapping[ArticleId, Line]) -> Reason:
    """Of a member whose line is among these; the article that it was put beside may have been hidden since."""
    grounds = member.placing.grounds
    near = lines.get(grounds.nearest) if grounds.nearest is not None else None
    alone = grounds.evidence in _ALONE
    return Reason(
        lines[member.placing.article],
        _said(grounds.evidence, near),
        None if alone else near,
        () if alone else grounds.names[:_SHARED],
        () if alone else grounds.words[:_SHARED],
        () if alone else grounds.numbers[:_SHARED],
        None if alone or near is None else apart(abs(grounds.apart)),
        member.provisional,
    )


def apart(seconds: float) -> str:
    """The time between two articles."""
    if seconds < _HOUR_S:
        return wording.counted("minutes_apart", int(seconds // _MINUTE_S))
    if seconds < 2 * _DAY_S:
        return wording.counted("hours_apart", int(seconds // _HOUR_S))
    return wording.counted("days_apart", int(seconds // _DAY_S))


def _said(evidence: Evidence, near: Line | None) -> Markup:
    if evidence in _ALONE:
        return escape(wording.said("grounds", evidence.value))
    if near is None:
        return escape(wording.said("grounds", f"{evidence.value}_alone"))
    before, _, behind = wording.said("grounds", evidence.value).partition("{paper}")
    return Markup("{}«{}»{}").format(before, near.paper, behind)
