"""Which events need an editor? `/desk/stories`: what grouping anew proposes, an event by its address or its words, what was said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.errors import DecisionError
from warraq.newsroom import editing
from warraq.newsroom.admission import Seat
from warraq.ports.stories import Stories
from warraq.press import ArticleId, Event, EventId, Headline, Proposal, Role, SaidOfStory, StoryWordKind
from warraq.query import grammar
from warraq.web import addresses, dates, wording
from warraq.web.admitted import Fields, room, seated, signature, signed
from warraq.web.events import EventLine, event_lines
from warraq.web.failing import not_found
from warraq.web.pages import page
from warraq.web.refusals import told
from warraq.web.site import Site, scope_of, site_of

PATH = "/desk/stories"
_SHOWN, _FOUND, _LOOKED, _WORDS, _PROPOSED = 20, 20, 60, 20, 50
_NAMED = 4  # headlines of a proposal's articles
_LONGEST_QUERY = 300
REASON_LETTERS = 300
_LAST_NUMBER = re.compile(r"(?:^|/)([1-9][0-9]{0,17})(?:/why)?/?$", re.ASCII)
_STAGES = ("accepted", "dismissed", "undone")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What grouping anew would do otherwise. `key` names it in the form; `split`: these articles would go, else both are one."""

    key: str
    split: bool
    event: EventId
    title: Headline | None
    others: tuple[Headline, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Word:
    """What an editor said: `told` in a sentence."""

    number: int
    told: str
    reason: str
    by: Markup | str
    at: str
    machine: str


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/stories?q=an event's or an article's address, its number, or words"""
    site = site_of(request)
    asked = request.query_params.get("q", "").strip()[:_LONGEST_QUERY]
    if asked and (event := await site.pool.ask(lambda: addressed(site, asked))):
        return RedirectResponse(f"{PATH}/{event}", status_code=303)
    stage = next((one for one in _STAGES if one in request.query_params), None)
    return await _page(request, seat, asked, stage=stage)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST: do=accept|dismiss a proposal (by its `key`), do=undo a word (by its `number`), with a reason."""
    site = site_of(request)
    stories, lodge = site.events, site.lodge
    do = fields.get("do", "")
    if stories is None or lodge is None or do not in ("accept", "dismiss", "undo"):
        return await not_found(request)
    reason = " ".join(fields.get("reason", "").split())[:REASON_LETTERS]
    if not reason and do != "dismiss":
        return await _page(request, seat, "", stage="no_reason", status=400)
    async with lodge.turn:
        try:
            done = await site.pool.ask(
                lambda: _carried_out(site, stories, do, fields, reason, signature(seat))
            )
        except DecisionError as error:
            return await _page(request, seat, "", stage="impossible", why=told(error), status=409)
    if done is None:
        return await _page(request, seat, "", stage="gone", status=409)
    back = addresses.article_id(fields.get("back", ""))
    return RedirectResponse(
        f"{PATH}/{back}?undone" if back and do == "undo" else f"{PATH}?{done}", status_code=303
    )


def _carried_out(site: Site, stories: Stories, do: str, fields: Fields, reason: str, by: str) -> str | None:
    """`None`: what is meant waits no more. Raises: DecisionError, ArchiveError."""
    now = site.clock.now()
    if do == "undo":
        number = int(addresses.article_id(fields.get("number", "")) or 0)
        editing.undo(stories, number, by=by, reason=reason, now=now)
        return "undone"
    meant = next((one for one in stories.proposals() if _key(one) == fields.get("key")), None)
    if meant is None:
        return None
    if do == "dismiss":
        editing.dismiss(stories, meant)
        return "dismissed"
    editing.accept(stories, meant, by=by, reason=reason, now=now)
    return "accepted"


async def _page(
    request: Request,
    seat: Seat,
    asked: str,
    *,
    stage: str | None = None,
    why: str | None = None,
    status: int = 200,
) -> Response:
    site, scope = site_of(request), scope_of(request)
    if site.stories is None or site.events is None:
        return await not_found(request)
    around = await site.frame(scope)
    found = await site.pool.ask(lambda: event_lines(site, _events(site, asked), around, scope, others=0))
    proposals, words = await site.pool.ask(lambda: _waiting(site))
    return await page(
        request,
        "desk_stories.html",
        kept=False,
        status=status,
        told=wording.said("edited", f"told_{stage}") if stage else None,
        alarm=status != 200,
        why=why,
        asked=asked,
        proposals=proposals,
        found=found,
        href=href,
        nothing=bool(asked) and not found,
        words=words,
        most=REASON_LETTERS,
        **room(request, seat),
    )


def href(one: EventLine) -> str:
    """Where an editor looks at an event."""
    return f"{PATH}/{one.event.id}"


def addressed(site: Site, asked: str) -> EventId | None:
    """The event that a number, an event's address or an article's address means. Blocks."""
    if site.stories is None:
        return None
    path = urlsplit(asked).path if "/" in asked else asked
    found = _LAST_NUMBER.search(path)
    if found is None:
        return None
    number = int(found[1])
    held = site.stories.event(EventId(number))
    if held is not None and (path.startswith("/story/") or "/" not in path):
        return held.id
    places = site.stories.places([ArticleId(number)]).get(ArticleId(number), ())
    return places[0].placing.event if places else held.id if held else None


def _events(site: Site, asked: str) -> tuple[Event, ...]:
    """Those that are alive; of words those whose articles hold them. Blocks."""
    assert site.stories is not None
    if not asked:
        return site.stories.live(limit=_SHOWN)
    question = grammar.read(asked)
    if question.empty:
        return ()
    ids = site.index.search(question, limit=_LOOKED).ids
    places = site.stories.places(ids)
    wanted = dict.fromkeys(places[one][0].placing.event for one in ids if one in places)
    held = site.stories.events(list(wanted)[:_FOUND])
    return tuple(held[one] for one in wanted if one in held)


def _waiting(site: Site) -> tuple[tuple[Proposed, ...], tuple[Word, ...]]:
    """Blocks."""
    stories = site.events
    assert stories is not None
    waits = stories.proposals()[:_PROPOSED]
    events = stories.events([two for one in waits for two in (one.event, one.other) if two is not None])
    leads = {number: one.lead for number, one in events.items() if one.lead is not None}
    wanted = [*leads.values(), *(article for one in waits for article in one.articles[:_NAMED])]
    heads = {one.id: one for one in site.archive.headlines(list(dict.fromkeys(wanted)))}
    said = stories.words()[-_WORDS:]
    return (
        tuple(_proposed(one, leads, heads) for one in waits),
        tuple(word(one, site) for one in reversed(said)),
    )


def _proposed(
    one: Proposal, leads: Mapping[EventId, ArticleId], heads: Mapping[ArticleId, Headline]
) -> Proposed:
    title = heads.get(leads[one.event]) if one.event in leads else None
    if one.other is not None:
        of: Iterable[ArticleId] = (leads[one.other],) if one.other in leads else ()
        return Proposed(_key(one), False, one.event, title, _heads(of, heads), 0)
    shown = one.articles[:_NAMED]
    return Proposed(_key(one), True, one.event, title, _heads(shown, heads), len(one.articles) - len(shown))


def _heads(ids: Iterable[ArticleId], heads: Mapping[ArticleId, Headline]) -> tuple[Headline, ...]:
    return tuple(heads[one] for one in ids if one in heads)


def word(said: SaidOfStory, site: Site) -> Word:
    """What an editor said, for the list."""
    one = said.word
    match one.kind:
        case StoryWordKind.MERGE:
            told = wording.said("edited", "merged", one=str(one.event), other=str(one.other))
        case StoryWordKind.SPLIT:
            count = wording.counted("article", len(one.articles))
            told = wording.said("edited", "split", articles=count, one=str(one.event), other=str(said.made))
        case StoryWordKind.PIN:
            message = "pinned" if one.articles else "unpinned"
            told = wording.said("edited", message, one=str(one.event))
    when = dates.stamp(said.at, site.zone, site.how)
    return Word(said.number, told, one.reason, signed(one.by), when, dates.instant(said.at))


def _key(one: Proposal) -> str:
    return hashlib.sha256(repr(one).encode()).hexdigest()[:24]


stories = seated(_shown, _done, least=Role.MODERATOR, longest=6 * REASON_LETTERS + 2_000)
