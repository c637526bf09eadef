"""What did a reader clip? «قصاصات»: articles in their order, with a title and notes, as a review of the press to be printed or handed on.

Nothing of it is kept here. The order stands in the address; what a reader wrote comes with their form, is set into the page or the
file that answers it, and is forgotten. Their own browser remembers it, if it can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warraq.crawling import urls
from warraq.press import ArticleId
from warraq.web import addresses, broadsheet, dates, forms, offprint, pieces, titles, wording
from warraq.web.broadsheet import ROOM
from warraq.web.day import today_of
from warraq.web.frame import Frame
from warraq.web.pages import page
from warraq.web.pieces import Picture, Piece
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_now, site_of

MOST = 50  # clippings of a review
_TITLE, _INTRO, _NOTE = 200, 3000, 1000  # letters
_MOST_BYTES = 400_000  # of a form: fifty notes in Arabic, escaped
_FIELDS = 4 * MOST
_LOOKED_AT = 400  # words of what a reader typed that may be addresses
_PARTED = re.compile(r"[\s,،;؛]+")
_MOVES = ("up", "down", "remove")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for. `over`: they asked for more than a review holds."""

    ids: tuple[ArticleId, ...] = ()
    title: str = ""
    intro: str = ""
    notes: Mapping[ArticleId, str] = field(default_factory=dict)
    over: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    piece: Piece
    note: str


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the press. `ids` are those that stand in it, parted by commas; `link` is where it is shown to whoever has the address,
    `missing` says how many of those asked for are not shown (`None`: none)."""

    title: str
    intro: str
    clips: tuple[Clip, ...]
    ids: str
    link: str
    count: str
    day: str
    missing: str | None
    over: str | None
    pictures: tuple[Picture, ...]


async def clippings(request: Request) -> Response:
    """GET and POST /clippings: `ids`, `title`, and by form alone `intro`, `note-<number>`, `more` and `move`. Neither changes anything."""
    site, scope = site_of(request), await scope_now(request)
    asked = await _asked(request)
    if asked is None:
        raise HTTPException(413)
    around = await site.frame(scope)
    review = await site.pool.ask(lambda: _review(site, scope, around, asked)) if asked.ids else None
    answer = await page(
        request,
        "clippings.html",
        kept=False,
        here="clippings",
        review=review,
        asked=asked,
        action=scope.path("/clippings"),
        most=MOST,
        lengths=(_TITLE, _INTRO, _NOTE),
        home=addresses.home(request, site.settings.address),
        base="",
        file=None,
    )
    if request.method == "POST":
        answer.headers["cache-control"] = "private, no-store"
    return answer


async def file(request: Request) -> Response:
    """GET and POST /clippings.html: the same as one file."""
    site, scope = site_of(request), await scope_now(request)
    asked = await _asked(request)
    if asked is None:
        raise HTTPException(413)
    around = await site.frame(scope)
    home = addresses.home(request, site.settings.address)
    body = await site.pool.ask(
        lambda: printed(site, scope, around, _review(site, scope, around, asked), home=home)
    )
    answer = offprint.answered(request, body, f"warraq-review-{today_of(site, scope).isoformat()}.html")
    answer.headers["cache-control"] = "private, no-store" if request.method == "POST" else "private, no-cache"
    return answer


def printed(site: Site, scope: Scope, around: Frame, review: Review, *, home: str) -> bytes:
    """A review as one HTML file of at most `broadsheet.LARGEST_BYTES`. Blocks."""
    given = {
        "review": review,
        "scope": scope,
        "invented": site.invented(),
        "titles": titles.shown(around.masthead),
        "home": home,
        "base": home,
        "address": home + review.link,
    }
    made = offprint.made("clippings_file.html", file=pieces.printed(site, review.pictures), **given)
    bound = broadsheet.LARGEST_BYTES
    return made if len(made) <= bound else offprint.made("clippings_file.html", file={}, **given)


async def _asked(request: Request) -> Asked | None:
    """What the address and the form say; `None` for a form that is none of ours."""
    given = {name: request.query_params.getlist(name) for name in ("ids", "title")}
    if request.method == "POST":
        sent = await forms.body(request, most=_MOST_BYTES)
        try:
            given |= parse_qs((sent or b"").decode("utf-8", "replace"), max_num_fields=_FIELDS)
        except ValueError:
            return None
        if sent is None:
            return None
    site = site_of(request)
    home = addresses.home(request, site.settings.address)
    words = [word for name in ("ids", "more") for text in given.get(name, ()) for word in _PARTED.split(text)]
    ids = await site.pool.ask(lambda: _articles(site, words[:_LOOKED_AT], home))
    return Asked(
        ids=_moved(ids, given.get("move", [""])[-1])[:MOST],
        title=_said(given, "title", _TITLE),
        intro=_said(given, "intro", _INTRO),
        notes={one: note for one in ids if (note := _said(given, f"note-{one}", _NOTE))},
        over=len(ids) > MOST,
    )


def _said(given: Mapping[str, Sequence[str]], name: str, most: int) -> str:
    """What was typed there, its lines kept, no longer than it may be."""
    text = (given.get(name) or [""])[-1].replace("\r\n", "\n").replace("\x00", "")
    return text.strip()[:most]


def _articles(site: Site, words: Iterable[str], home: str) -> tuple[ArticleId, ...]:
    """The articles that are meant by these words, each once: their numbers, our addresses of them, or their papers'."""
    found: dict[ArticleId, None] = {}
    for word in words:
        number = addresses.article_id(word) or _ours(word, home)
        if number is None and word.startswith(("http://", "https://")):
            number = site.archive.find(urls.key(word))
        if number is not None:
            found[number] = None
    return tuple(found)


def _ours(word: str, home: str) -> ArticleId | None:
    """The article of an address of ours, whole or from its first slash on; also of what stands below an article."""
    try:
        parts = urlsplit(word)
    except ValueError:
        return None
    if parts.netloc and parts.netloc != urlsplit(home).netloc:
        return None
    if not parts.path.startswith("/"):
        return None
    steps = parts.path.split("/")[2:]  # what stands before a number is a paper, or a language and a paper
    return next((number for step in steps[:2] if (number := addresses.article_id(step))), None)


def _moved(ids: tuple[ArticleId, ...], move: str) -> tuple[ArticleId, ...]:
    """The articles after a button was pressed: `up-7`, `down-7`, `remove-7`."""
    how, _, which = move.partition("-")
    number = addresses.article_id(which)
    if number not in ids or how not in _MOVES:
        return ids
    rest = list(ids)
    at = rest.index(number)
    rest.pop(at)
    if how != "remove":
        rest.insert(max(at - 1, 0) if how == "up" else at + 1, number)
    return tuple(rest)


def _review(site: Site, scope: Scope, around: Frame, asked: Asked) -> Review:
    """Blocks."""
    held = {one.id: one for one in site.archive.articles(asked.ids)}
    articles = [held[one] for one in asked.ids if one in held]
    visible = [
        one for one in articles if pieces.least(site, one, around.sources.get(one.draft.source)).headline
    ]
    hung = pieces.hung(site, visible, around, room=ROOM)
    shown = pieces.pieces(site, visible, around, room=ROOM, hung=hung)
    ids = ",".join(f"{one.id}" for one in shown)
    missing = len(asked.ids) - len(shown)
    given = {"ids": ids} | ({"title": asked.title} if asked.title else {})
    return Review(
        title=asked.title or wording.said("clippings", "untitled"),
        intro=asked.intro,
        clips=tuple(Clip(one, asked.notes.get(one.id, "")) for one in shown),
        ids=ids,
        link=f"{scope.path('/clippings')}?{urlencode(given, safe=',')}",
        count=wording.counted("clipping", len(shown)),
        day=dates.both(today_of(site, scope), scope.how, weekday=True),
        missing=wording.counted("clipping_missing", missing) if missing else None,
        over=wording.said("clippings", "most", most=f"{MOST}") if asked.over else None,
        pictures=tuple(hung.values()),
    )
