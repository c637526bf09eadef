"""What did papers change or take away after it was printed? Newest first, on a page and as a feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from warraq.duplicates import difference
from warraq.moderation.policy import Door
from warraq.ports.archive import EVERY_KIND
from warraq.press import Source, State, Telling, Told
from warraq.web import addresses, dates, titles, wording
from warraq.web.bidi import attributes, isolated
from warraq.web.failing import not_found
from warraq.web.lines import article_path, paper_path
from warraq.web.listing import by_day
from warraq.web.marking import marked
from warraq.web.outfeeds import answered, channel
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View
from warraq.web.xmltext import element, writable

EACH = 60
_ITEMS = 40
# What `?only=` may ask for, and what it is called.
ONLY = {
    "": ("all", EVERY_KIND),
    "headlines": ("headlines", frozenset({Told.HEADLINE})),
    "removed": ("removed", frozenset({Told.STATE})),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change ready to be shown. `headline` has what went and came marked in it, and is `None` where it may not be shown;
    `was` is the headline before, `title` the one after; `what` says what happened, `reason` why."""

    number: int
    href: str
    headline: Markup | None
    title: str | None
    was: str | None
    attributes: Markup
    what: str
    reason: str | None
    paper: Markup
    paper_href: str
    clock: str
    machine: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    machine: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    href: str
    chosen: bool


async def changes(request: Request) -> Response:
    """GET /changes?only=headlines|removed&before=<number>"""
    site, scope = site_of(request), scope_of(request)
    said = request.query_params.get("before")
    before = addresses.article_id(said) if said is not None else None
    view = _view(request)
    if view is None or (said is not None and before is None):
        return await not_found(request)
    found, lines = await _lines(request, limit=EACH + 1, before=before)
    shown = (
        tuple(line for line in lines if line.number >= found[EACH - 1].number) if len(found) > EACH else lines
    )
    path = scope.path("/changes")
    return await page(
        request,
        "changes.html",
        kept=False,
        view=view,
        here="changes",
        first=before is None,
        choices=tuple(
            Choice(
                name, f"{path}?only={word}" if word else path, word == request.query_params.get("only", "")
            )
            for word, (name, _) in ONLY.items()
        ),
        days=tuple(
            Day(*one) for one in by_day(shown, lambda line: line.at, scope=scope, now=site.clock.now())
        ),
        older=f"{view.path}?{f'{view.query}&' if view.query else ''}before={found[EACH - 1].number}"
        if len(found) > EACH
        else None,
    )


async def feed(request: Request) -> Response:
    """GET /changes/rss?only=headlines|removed"""
    site = site_of(request)
    view = _view(request)
    if view is None:
        return await not_found(request)
    _, lines = await _lines(request, limit=_ITEMS, before=None)
    home = addresses.home(request, site.settings.address)
    items = [part for line in lines for part in _item(line, home)]
    name = titles.shown((await site.frame(scope_of(request))).masthead).name
    said = wording.said("site", "watched", title=view.title, name=name)
    text = channel(view, items, home=home, says=said, name=name)
    return answered(request, text.encode("utf-8"))


def _view(request: Request) -> View | None:
    only = request.query_params.get("only", "")
    if only not in ONLY:
        return None
    title = wording.said("page", "changed")
    if only:
        title = wording.said("changes", "name_only", only=wording.said("changes", ONLY[only][0]))
    return View(scope_of(request).path("/changes"), title, query=f"only={only}" if only else "")


async def _lines(
    request: Request, *, limit: int, before: int | None
) -> tuple[tuple[Telling, ...], tuple[ChangeLine, ...]]:
    """What the archive tells, and of it what may be shown: of what we withhold the withholding alone."""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    kinds = ONLY[request.query_params.get("only", "")][1]
    found = await site.pool.ask(
        lambda: site.archive.told(limit=limit, before=before, countries=scope.kept, kinds=kinds)
    )
    lines = tuple(line for one in found if (line := _line(site, scope, around.sources, one)))
    return found, lines


def _line(site: Site, scope: Scope, sources: Mapping[str, Source], one: Telling) -> ChangeLine | None:
    source = sources.get(one.source)
    shown = site.grant(one.now, source, Door.DIFFERENCE).headline
    if not shown and one.told is not Told.STATE:
        return None
    href = article_path(one.source, one.article, one.language)
    headline = Markup("{}").format(one.title)
    if one.before is not None:
        headline = marked(difference.between(one.before, one.title))
    return ChangeLine(
        number=one.number,
        href=href if one.told is Told.STATE else f"{href}/versions/{one.version}",
        headline=headline if shown else None,
        title=one.title if shown else None,
        was=one.before if shown else None,
        attributes=attributes(one.title, one.language) if shown else Markup(""),
        what=what(one.told, one.state),
        reason=one.reason if one.told is Told.STATE and one.state is not State.VISIBLE else None,
        paper=isolated(source.name if source else one.source),
        paper_href=paper_path(one.source),
        clock=dates.clock(one.at.astimezone(scope.zone), scope.how),
        machine=dates.instant(one.at),
        at=one.at,
    )


def what(told: Told, state: State) -> str:
    """What happened, in words."""
    return wording.said("changes", state.value if told is Told.STATE else told.value)


def _item(line: ChangeLine, home: str) -> Iterator[str]:
    title = line.title or wording.said("changes", "unnamed")
    yield "<item>"
    yield element("title", f"{line.what}: {title}")
    yield element("link", home + line.href)
    yield f'<guid isPermaLink="false">{escape(home)}/changes#{line.number}</guid>'
    yield element("pubDate", format_datetime(line.at.astimezone(UTC), usegmt=True))
    told = [wording.said("changes", "was", title=line.was)] if line.was else []
    told += [wording.said("changes", "reason", reason=line.reason)] if line.reason else []
    if told:
        yield element("description", escape(writable(" ".join(told))))
    yield "</item>"
