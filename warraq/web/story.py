"""Who tells of one event, when, and in whose words? `/story/<number>`: by the number of the article that it began with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.ports.archive import Cursor
from warraq.ports.ledger import Ledger
from warraq.press import Article, ArticleId, Event, EventId, Headline, Member
from warraq.web import addresses, copies, dates, gaps, outfeeds, sharing, versions, whose, wording
from warraq.web.addresses import home
from warraq.web.copies import Copies
from warraq.web.events import EventLine, event_lines, story_path
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.naming import Chip
from warraq.web.pages import page
from warraq.web.scope import Scope, asked
from warraq.web.site import Site, scope_of, site_of
from warraq.web.versions import Edits
from warraq.web.view import View

EACH = 60  # articles on a page
MOST = 500  # articles of an event that are looked at: more than it takes
_KIN = 20 * MOST  # pairs of like texts: each article may be like several
_OTHERS = 6  # events of the same running story
_EDITED = 12  # articles whose changed headline is shown
_FEED = 40

KINDS = ("own", "copies")


@dataclass(frozen=True, slots=True)
class Teller:
    """An article of the event. `first`: the earliest that we saw, where times allow to say so; `edits`: what its paper changed."""

    line: Line
    copy: bool
    first: bool
    edits: Edits | None


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of an event shows."""

    event: EventLine
    tellers: tuple[Teller, ...]
    older: str | None  # where the list goes on
    taken: int  # articles of those looked at whose text is another's
    copies: Copies | None
    others: tuple[EventLine, ...]
    countries: tuple[gaps.Country, ...]
    gaps: tuple[str, ...]
    names: tuple[Chip, ...]
    agencies: tuple[str, ...]


async def found(request: Request, tail: str = "") -> Event | Response:
    """The event that the address means; or where else the reader must go: to its heir, to its right address, or nowhere."""
    site = site_of(request)
    stories, wanted = site.stories, addresses.article_id(request.path_params["id"])
    if stories is None or wanted is None:
        return await not_found(request)
    number = EventId(wanted)
    event = await site.pool.ask(lambda: stories.event(number))
    if event is None:
        return await not_found(request)
    if asked(request) != (right := story_path(event.id) + tail):
        return RedirectResponse(right, status_code=301)
    if event.lead is None:
        return await page(request, "story_gone.html", status=410)
    return event


async def story(request: Request) -> Response:
    """GET /story/<number>?of=own|copies&after=<cursor>"""
    event = await found(request)
    if isinstance(event, Response):
        return event
    site, scope = site_of(request), scope_of(request)
    after = addresses.cursor(request.query_params.get("after"))
    of = request.query_params.get("of")
    if (after is None and "after" in request.query_params) or (of is not None and of not in KINDS):
        return await not_found(request)
    around = await site.frame(scope)
    ledger = request.app.state.upkeep.ledger
    made = await site.pool.ask(lambda: _made(site, event, around, scope, ledger, of=of, after=after))
    if made is None:  # its lead was hidden a moment ago
        return await page(request, "story_gone.html", status=410)
    view = View(story_path(event.id), made.event.line.title)
    share = sharing.shared(request, view.title, view.path)
    return await page(
        request, "story.html", kept=False, view=view, story=made, of=of, first=after is None, share=share
    )


async def feed(request: Request) -> Response:
    """GET /story/<number>/rss"""
    event = await found(request, "/rss")
    if isinstance(event, Response):
        return event
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    members = await site.pool.ask(lambda: _members(site, event.id, _FEED))
    ids = [one.placing.article for one in members]
    found_heads = await site.pool.ask(lambda: site.archive.headlines([*ids, event.lead or ArticleId(0)]))
    heads = tuple(one for one in found_heads if one.id in ids)
    held = await site.pool.ask(lambda: site.archive.articles([one.id for one in heads]))
    lead = next((one for one in found_heads if one.id == event.lead), None)
    title = lead.title if lead else wording.counted("covered", len(event.papers))
    text = outfeeds.rss(
        View(story_path(event.id), title),
        site.lines(heads, around, scope),
        {one.id: one for one in held},
        around,
        home=home(request, site.settings.address),
    )
    return outfeeds.answered(request, text.encode("utf-8"))


def earliest(heads: Sequence[Headline]) -> ArticleId | None:
    """The article that was printed first, where dates say so: to the minute, of several papers, and no other may be older."""
    timed = [one for one in heads if one.published is not None and dates.has_hour(one.published)]
    if len({one.source for one in timed}) < 2:
        return None
    first = min(timed, key=lambda one: one.at)
    sure = all(copies.printed_before(first, one) for one in heads if one is not first)
    return first.id if sure else None


def _members(site: Site, event: EventId, most: int, *, newest: bool = True) -> tuple[Member, ...]:
    return site.stories.members(event, limit=most, newest=newest) if site.stories else ()


def _made(
    site: Site,
    event: Event,
    around: Frame,
    scope: Scope,
    ledger: Ledger | None,
    *,
    of: str | None,
    after: Cursor | None,
) -> Page | None:
    """Blocks. No more than `MOST` articles are looked at, which is more than an event takes."""
    told = event_lines(site, (event,), around, scope, others=0)
    if not told or site.stories is None:
        return None
    ids = [one.placing.article for one in _members(site, event.id, MOST, newest=False)]
    heads = site.archive.headlines(ids)
    shown = sorted(site.lines(heads, around, scope), key=lambda one: (one.at, one.id))
    lined = {one.id: one for one in shown}
    kin = site.stories.kin(list(lined), limit=_KIN)
    copied = copies.copied(kin, lined)
    listed = [
        one
        for one in lined.values()
        if (of is None or (one.id in copied) == (of == "copies"))
        and (after is None or (one.at, one.id) > (after.at, after.id))
    ]
    held = site.archive.articles([one.id for one in listed[:EACH]])
    near = site.stories.told_in(event.story, limit=_OTHERS + 1)
    others = [one for one in near if one.id != event.id][:_OTHERS]
    # as the archive has them: papers opt out while the site is up
    followed = [around.sources.get(one.slug, one) for one in scope.edition.sources]
    return Page(
        told[0],
        _tellers(site, listed[:EACH], held, copied, around, earliest(heads)),
        _onward(event, listed[EACH - 1], of) if len(listed) > EACH else None,
        len(copied),
        copies.copies(site, kin, lined, {one.id: one for one in heads}, around) if after is None else None,
        event_lines(site, others, around, scope, others=0),
        gaps.countries(event),
        gaps.gaps(event, followed, ledger, beside=near, now=site.clock.now()),
        whose.names(site, held, around) if after is None else (),
        whose.agencies(site, held, around) if after is None else (),
    )


def _tellers(
    site: Site,
    lines: Sequence[Line],
    held: Sequence[Article],
    copied: Collection[ArticleId],
    around: Frame,
    first: ArticleId | None,
) -> tuple[Teller, ...]:
    edited = [one for one in held if one.version > 1 and one.draft.source in around.sources][:_EDITED]
    edits = {one.id: versions.edits(site, one, around.sources[one.draft.source]) for one in edited}
    return tuple(Teller(one, one.id in copied, one.id == first, edits.get(one.id)) for one in lines)


def _onward(event: Event, last: Line, of: str | None) -> str:
    after = f"after={addresses.cursor_text(last.at, last.id)}"
    return f"{story_path(event.id)}?{f'of={of}&' if of else ''}{after}"
