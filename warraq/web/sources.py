"""Which papers does an edition read, and which of them live?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from warraq.press import Edition, Pulse, Source, Standing
from warraq.web import dates, wording
from warraq.web.bidi import isolated
from warraq.web.lines import paper_path
from warraq.web.origins import epitaph
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import scope_of, site_of
from warraq.web.upkeep import upkeep_of

_NOTHING = Pulse(lives=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in the directory: `gave` says what it gave last, `state` what is wrong with it (`None`: nothing), `why` in
    the words of whoever asked it."""

    slug: str
    name: Markup
    href: str
    gave: str
    machine: str | None
    state: str | None
    why: str | None
    lives: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The papers of one edition; `living` of them give something."""

    name: Markup
    papers: tuple[Paper, ...]
    living: int


async def sources(request: Request) -> Response:
    """GET /sources"""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    standing = await site.pool.ask(site.standing)
    # What only the archive remembers belongs to no edition.
    known = () if scope.prefix else around.sources.values()
    alone = wording.said("health", "alone")
    said: dict[str, str | None] = {one.slug: alone for one in around.sources.values() if one.opted_out}
    said |= {
        slug: told
        for slug, door in around.doors.items()
        if (told := epitaph(door, scope.zone, scope.how)) is not None
    }
    groups = grouped(scope.edition, known, standing, scope, site.clock.now(), doors=said)
    return await page(
        request,
        "sources.html",
        groups=groups,
        count=len(scope.edition.sources),  # as the front counts them
        living=living(scope.edition, standing),
        known=bool(standing.papers),
        raw=not site.settings.public,
        examined=upkeep_of(request).report is not None,
    )


def grouped(
    edition: Edition,
    known: Iterable[Source],
    standing: Standing,
    scope: Scope,
    now: datetime,
    *,
    doors: Mapping[str, str | None],
) -> tuple[Group, ...]:
    """The papers of each edition, the living first, and at last those that only the archive remembers. `doors` says what
    became of papers' sites."""
    parts = edition.parts or (edition,)
    own = {source.slug for source in edition.sources}
    rest = [source for source in known if source.slug not in own]
    group = partial(_group, pulses=standing.papers, scope=scope, now=now, doors=doors)
    groups = [
        group(isolated(wording.edition(part)), [one for one in part.sources if one.slug in own])
        for part in parts
    ]
    if rest:
        groups.append(group(Markup(wording.said("papers", "remembered")), rest))  # noqa: S704
    return tuple(group for group in groups if group.papers)


def living(edition: Edition, standing: Standing) -> int:
    """How many of an edition's papers live."""
    return sum(standing.papers.get(source.slug, _NOTHING).lives for source in edition.sources)


def _group(
    name: Markup,
    sources: list[Source],
    *,
    pulses: Mapping[str, Pulse],
    scope: Scope,
    now: datetime,
    doors: Mapping[str, str | None],
) -> Group:
    shown = [
        replace(paper, state=doors[source.slug], why=None) if doors.get(source.slug) else paper
        for source in sources
        for paper in (_paper(source, pulses.get(source.slug, _NOTHING), scope, now),)
    ]
    shown.sort(key=lambda paper: (not paper.lives, paper.name))
    return Group(name, tuple(shown), sum(paper.lives for paper in shown))


def _paper(source: Source, pulse: Pulse, scope: Scope, now: datetime) -> Paper:
    if pulse.last is None:
        gave = wording.said("papers", "gave_nothing")
    else:
        when = dates.ago(pulse.last, now, scope.zone, scope.how)
        gave = wording.said("papers", "gave", when=when)
    return Paper(
        slug=source.slug,
        name=isolated(source.name),
        href=paper_path(source.slug),
        gave=gave,
        machine=dates.instant(pulse.last) if pulse.last else None,
        state=_state(source, pulse, scope, now),
        why=pulse.problem,
        lives=pulse.lives,
    )


def _state(source: Source, pulse: Pulse, scope: Scope, now: datetime) -> str | None:
    if pulse.problem is not None and pulse.reached is not None:
        when = dates.day(pulse.reached.astimezone(scope.zone).date(), scope.how)
        return wording.said("papers", "unreachable_since", when=when)
    if pulse.problem is not None:
        return wording.said("papers", "never_reached")
    if source.feeds and not pulse.asked:
        return wording.said("papers", "not_asked")
    return None
