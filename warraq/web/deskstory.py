"""Do these articles tell of one event? `/desk/stories/<number>`: its articles with the reason of each, to be parted, moved or joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.errors import DecisionError, Late
from warraq.newsroom import editing
from warraq.newsroom.admission import Seat
from warraq.ports.stories import Place, Seen, Stories
from warraq.press import ArticleId, Event, EventId, Headline, Member, Role, SaidOfStory
from warraq.web import addresses, wording
from warraq.web.admitted import Fields, room, seated, signature
from warraq.web.deskstories import PATH, REASON_LETTERS, addressed, word
from warraq.web.events import story_path
from warraq.web.failing import not_found
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.refusals import told
from warraq.web.site import Site, scope_of, site_of
from warraq.web.whytogether import Reason, reason

_EACH = 100  # articles on a page
_WORDS = 20
_DONE = ("split", "merged", "moved", "pinned", "undone")
_CHOSEN = "a-"  # before an article's number, in the name of its box


@dataclass(frozen=True, slots=True)
class Teller:
    """An article of the event: why it stands there, whether it leads, and whether an editor chose that it does."""

    reason: Reason
    leads: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class Held:
    """An event as it stands. `seen`: the newest word that an editor said of it."""

    event: Event
    seen: int
    words: tuple[SaidOfStory, ...]


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/stories/<number>?after=<cursor>"""
    site, number = site_of(request), addresses.article_id(request.path_params["id"])
    held = await site.pool.ask(lambda: _held(site, number))
    if held is None:
        return await not_found(request)
    stage = next((one for one in _DONE if one in request.query_params), None)
    if int(held.event.id) != number:  # it is part of another now
        return RedirectResponse(f"{PATH}/{held.event.id}{f'?{stage}' if stage else ''}", status_code=303)
    return await _page(request, seat, held, {}, stage=stage)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST with a reason: do=split the chosen off, do=move them to another event, do=merge with it, do=pin the one that leads
    (none: whichever does by itself)."""
    site, number = site_of(request), addresses.article_id(request.path_params["id"])
    stories, lodge, deed = site.events, site.lodge, _DEEDS.get(fields.get("do", ""))
    held = await site.pool.ask(lambda: _held(site, number))
    if held is None or stories is None or lodge is None or deed is None:
        return await not_found(request)
    async with lodge.turn:
        held = await site.pool.ask(lambda: _held(site, number)) or held
        if int(held.event.id) != number or fields.get("after") != str(held.seen):
            return await _page(request, seat, held, fields, stage="late", status=409)
        said = _Said(
            Seen(held.event.id, held.seen),
            tuple(_chosen(fields)),
            await site.pool.ask(lambda: addressed(site, fields.get("target", "").strip()[:300])),
            signature(seat),
            " ".join(fields.get("reason", "").split())[:REASON_LETTERS],
        )
        if flaw := _flaw(fields["do"], said):
            return await _page(request, seat, held, fields, stage=flaw, status=400)
        try:
            leads = await site.pool.ask(lambda: deed(site, stories, said))
        except Late:  # another process said something in the same moment
            held = await site.pool.ask(lambda: _held(site, number)) or held
            return await _page(request, seat, held, fields, stage="late", status=409)
        except DecisionError as error:
            return await _page(request, seat, held, fields, stage="impossible", why=told(error), status=409)
    return RedirectResponse(f"{PATH}/{leads}?{_TOLD[fields['do']]}", status_code=303)


@dataclass(frozen=True, slots=True)
class _Said:
    event: Seen
    articles: tuple[ArticleId, ...]
    target: EventId | None
    by: str
    reason: str


def _flaw(do: str, said: _Said) -> str | None:
    """What the form lacks, before anything is done."""
    if not said.reason:
        return "no_reason"
    if do in ("split", "move") and not said.articles:
        return "none_chosen"
    if do in ("move", "merge") and said.target is None:
        return "no_target"
    return "many_chosen" if do == "pin" and len(said.articles) > 1 else None


def _split(site: Site, stories: Stories, said: _Said) -> EventId:
    editing.split(stories, said.event, said.articles, by=said.by, reason=said.reason, now=site.clock.now())
    return said.event.event


def _merge(site: Site, stories: Stories, said: _Said) -> EventId:
    assert said.target is not None
    done = editing.merge(
        stories, said.event, said.target, by=said.by, reason=said.reason, now=site.clock.now()
    )
    return done.made


def _move(site: Site, stories: Stories, said: _Said) -> EventId:
    """Each of the chosen: where all of an event would go, it is merged with the last of them."""
    assert said.target is not None
    event, target = said.event.event, said.target
    seen: Seen | None = said.event
    for article in said.articles:
        words = editing.move(
            stories, seen or event, article, target, by=said.by, reason=said.reason, now=site.clock.now()
        )
        seen, target = None, words[-1].made
        if len(words) > 1 and article == ArticleId(
            event
        ):  # the number stays with the article: the others have a new one
            event = words[0].made
    return target


def _pin(site: Site, stories: Stories, said: _Said) -> EventId:
    article = said.articles[0] if said.articles else None
    editing.pin(stories, said.event, article, by=said.by, reason=said.reason, now=site.clock.now())
    return said.event.event


_DEEDS: dict[str, Callable[[Site, Stories, _Said], EventId]] = {
    "split": _split,
    "move": _move,
    "merge": _merge,
    "pin": _pin,
}
_TOLD = {"split": "split", "move": "moved", "merge": "merged", "pin": "pinned"}


def _chosen(fields: Fields) -> list[ArticleId]:
    found = (addresses.article_id(name.removeprefix(_CHOSEN)) for name in fields if name.startswith(_CHOSEN))
    return [one for one in found if one is not None]


def _held(site: Site, number: ArticleId | None) -> Held | None:
    """Blocks."""
    event = site.stories.event(EventId(number)) if site.stories is not None and number is not None else None
    if event is None or site.events is None:
        return None
    words = tuple(
        one for one in site.events.words() if event.id in (one.word.event, one.word.other, one.made)
    )
    return Held(event, max((one.number for one in words), default=0), words)


async def _page(
    request: Request,
    seat: Seat,
    held: Held,
    given: Fields,
    *,
    stage: str | None,
    why: str | None = None,
    status: int = 200,
) -> Response:
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    after = addresses.cursor(request.query_params.get("after"))
    place = Place(after.at, after.id) if after else None
    chosen = frozenset(_chosen(given))

    def made() -> tuple[tuple[Teller, ...], str | None]:
        assert site.stories is not None
        members = site.stories.members(held.event.id, limit=_EACH, after=place, newest=False)
        heads = {one.id: one for one in site.archive.headlines(_named(members))}
        lines = {one.id: one for one in site.lines(tuple(heads.values()), around, scope)}
        on = members[-1] if len(members) == _EACH else None
        older = addresses.cursor_text(on.at, on.placing.article) if on else None
        return tuple(_tellers(members, lines, heads, held.event, chosen)), older

    tellers, older = await site.pool.ask(made)
    return await page(
        request,
        "desk_story.html",
        kept=False,
        status=status,
        told=wording.said("edited", f"told_{stage}") if stage else None,
        alarm=status != 200,
        why=why,
        event=held.event,
        path=story_path(held.event.id),
        here_path=f"{PATH}/{held.event.id}",
        title=next((one.reason.line for one in tellers if one.leads), None),
        covered=wording.counted("covered", len(held.event.papers)),
        tellers=tellers,
        older=older,
        after=held.seen,
        words=tuple(word(one, site) for one in reversed(held.words[-_WORDS:])),
        given={name: given.get(name, "") for name in ("reason", "target")},
        most=REASON_LETTERS,
        **room(request, seat),
    )


def _named(members: Sequence[Member]) -> list[ArticleId]:
    ids = [one.placing.article for one in members]
    return [*ids, *(near for one in members if (near := one.placing.grounds.nearest) is not None)]


def _tellers(
    members: Sequence[Member],
    lines: Mapping[ArticleId, Line],
    heads: Mapping[ArticleId, Headline],
    event: Event,
    chosen: frozenset[ArticleId],
) -> Iterator[Teller]:
    for one in members:
        article = one.placing.article
        if article in lines:
            yield Teller(reason(one, lines, heads), article == event.lead, article in chosen)


story = seated(
    _shown, _done, least=Role.MODERATOR, longest=6 * REASON_LETTERS + 40 * _EACH + 2_000, fields=_EACH + 20
)
