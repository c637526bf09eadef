"""Why do these articles stand together? Of each the names, words and numbers that it shares with the one it was put beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from warraq.language import arabic
from warraq.moderation.policy import Door
from warraq.press import ArticleId, Event, Evidence, Grounds, Headline, Member
from warraq.web import addresses, dates, wording
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
    """Why an article stands in its event. `near` is the one that it was put beside; `apart` the time between the two, where both
    papers say the hour."""

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
    chosen = request.query_params.get("article", "")
    wanted = addresses.article_id(chosen)
    reasons = await site.pool.ask(lambda: _reasons(site, event, around, scope, wanted))
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


def _reasons(
    site: Site, event: Event, around: Frame, scope: Scope, wanted: ArticleId | None
) -> tuple[Reason, ...]:
    """Of the oldest, and of the one that is `wanted`."""
    assert site.stories is not None
    members = {one.placing.article: one for one in site.stories.members(event.id, limit=_MOST, newest=False)}
    for one in site.stories.places([wanted]).get(wanted, ()) if wanted and wanted not in members else ():
        if one.placing.event == event.id:
            members[one.placing.article] = one
    ids = list(members)
    ids += [near for one in members.values() if (near := one.placing.grounds.nearest) is not None]
    heads = {one.id: one for one in site.archive.headlines(ids)}
    lines = {one.id: one for one in site.lines(tuple(heads.values()), around, scope)}
    return tuple(
        reason(_spared(site, one, heads, around), lines, heads)
        for article, one in members.items()
        if article in lines
    )


def _spared(site: Site, member: Member, heads: Mapping[ArticleId, Headline], around: Frame) -> Member:
    """Without what the text of either says, where no word of that text may be shown: its headline alone tells."""
    grounds = member.placing.grounds
    for one in (heads.get(member.placing.article), heads.get(grounds.nearest or ArticleId(0))):
        if one is not None:
            grant = site.grant(one.state, around.sources.get(one.source), Door.PAGE, robots=one.robots)
            grounds = _of_headline(grounds, one.title) if grant.letters == 0 else grounds
    return replace(member, placing=replace(member.placing, grounds=grounds))


def _of_headline(grounds: Grounds, title: str) -> Grounds:
    said = _words(title)

    def told(given: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in given if _words(one) <= said)

    return replace(
        grounds, names=told(grounds.names), words=told(grounds.words), numbers=told(grounds.numbers)
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(token.text for token in arabic.tokens(text))


def reason(member: Member, lines: Mapping[ArticleId, Line], heads: Mapping[ArticleId, Headline]) -> Reason:
    """Of a member whose line is among these, which are those of `heads`; the article that it was put beside may have been
    hidden since."""
    grounds = member.placing.grounds
    near = lines.get(grounds.nearest) if grounds.nearest is not None else None
    alone = grounds.evidence in _ALONE
    timed = near is not None and all(_timed(heads[one]) for one in (member.placing.article, near.id))
    return Reason(
        lines[member.placing.article],
        _said(grounds.evidence, near),
        None if alone else near,
        () if alone else grounds.names[:_SHARED],
        () if alone else grounds.words[:_SHARED],
        () if alone else grounds.numbers[:_SHARED],
        apart(abs(grounds.apart)) if timed and not alone else None,
        member.provisional,
    )


def _timed(one: Headline) -> bool:
    return one.published is not None and dates.has_hour(one.published)


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
