"""What do machines get of a search? The answers of `/search` as JSON or CSV, page by page, with no more of a text than the
page shows and exports may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from warraq.moderation.policy import Door
from warraq.ports.index import Facets, Hits
from warraq.press import Moment
from warraq.query.tree import Question
from warraq.web import csvtext, dates, facets, finding, origins, wording
from warraq.web.addresses import home
from warraq.web.asked import Asked
from warraq.web.finding import Result
from warraq.web.frame import Frame
from warraq.web.pages import packed_for
from warraq.web.scope import Scope
from warraq.web.search import read
from warraq.web.site import Site, scope_of, site_of

_EACH, _MOST = 20, 100
_HELD = {"cache-control": "private, no-cache"}
# What an article says, in this order, under these names; documented in docs/reference/search.md.
KEYS = (
    "id", "title", "source", "paper", "country", "section", "language", "authors", "published", "first_seen", "url", "page",
    "snippet", "copies", "near",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answered:
    asked: Asked
    question: Question
    hits: Hits
    results: tuple[Result, ...]
    counts: Facets | None
    around: Frame
    home: str

    @property
    def next(self) -> str | None:
        """Where the next page begins."""
        return str(self.hits.next) if self.hits.next else None


async def as_json(request: Request) -> Response:
    """GET /search.json?q=&sort=&source=&section=&place=&country=&language=&when=&limit=&after=&facets=1"""
    found = await _answered(request)
    if isinstance(found, Response):
        return found
    told: dict[str, Any] = {
        "query": found.asked.text,
        "total": found.hits.total,
        "relaxed": found.hits.relaxed,
        "notes": [note for key, value in found.question.notes if (note := wording.note(key, value))],
        "next": found.next,
        "hits": [dict(zip(KEYS, _values(found, one), strict=True)) for one in found.results],
    }
    if found.counts is not None:
        told |= {"texts": found.counts.texts, "facets": counted(found.counts)}
    return packed_for(request, orjson.dumps(told), "application/json", _HELD | _onward(request, found))


async def as_csv(request: Request) -> Response:
    """GET /search.csv: as `as_json`. The next page's address is in the header Link."""
    found = await _answered(request)
    if isinstance(found, Response):
        return found
    rows = ([_flat(value) for value in _values(found, one)] for one in found.results)
    text = csvtext.table(KEYS, rows).encode("utf-8")
    name = {"content-disposition": 'attachment; filename="warraq-search.csv"'}
    return packed_for(request, text, csvtext.TYPE, _HELD | name | _onward(request, found))


def counted(found: Facets) -> dict[str, Any]:
    """The facets as JSON: lists of [value, number]."""
    return {
        "sources": found.sources,
        "sections": found.sections,
        "places": found.places,
        "countries": found.countries,
        "languages": found.languages,
        "years": found.years,
        "months": [(f"{first:%Y-%m}", number) for first, number in found.months],
        "days": [(day.isoformat(), number) for day, number in found.days],
    }


def when(moment: Moment | None) -> str | None:
    """As precisely as the paper said it (ISO 8601): a year, a month, a day, or a moment."""
    return dates.machine(moment) if moment else None


async def _answered(request: Request) -> _Answered | Response:
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    asked = read(request, scope, around)
    if asked.nothing:
        return JSONResponse({"error": "nothing is asked for: q=, source= …"}, status_code=400, headers=_HELD)
    return await site.pool.ask(lambda: _found(site, asked, around, scope, request))


def _found(site: Site, asked: Asked, around: Frame, scope: Scope, request: Request) -> _Answered:
    question = asked.question()
    hits = finding.hits(site, asked, question, limit=_limit(request))
    through = (Door.SNIPPET, Door.EXPORT)
    shown = finding.results(site, question, hits, around=around, scope=scope, through=through)
    wanted = request.query_params.get("facets") == "1" and not question.empty
    counts = site.counts.of(question, most=facets.MOST) if wanted else None
    return _Answered(asked, question, hits, shown, counts, around, home(request, site.settings.address))


def _limit(request: Request) -> int:
    given = request.query_params.get("limit", "")
    return (
        min(max(int(given), 1), _MOST) if given.isascii() and given.isdecimal() and len(given) < 6 else _EACH
    )


def _values(found: _Answered, one: Result) -> Iterator[Any]:
    """In the order of `KEYS`."""
    draft, source = one.article.draft, found.around.sources.get(one.article.draft.source)
    yield from (one.article.id, draft.title, draft.source, source.name if source else None)
    yield from (source.country if source else None, draft.section, draft.language, draft.authors)
    yield from (when(draft.published), dates.instant(one.article.first_seen))
    yield origins.reachable(draft.url, draft.source, found.around.doors)
    yield found.home + one.line.href
    yield from ("".join(piece for piece, _ in one.text) or None, len(one.copies), one.near)


def _flat(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value


def _onward(request: Request, found: _Answered) -> dict[str, str]:
    if not found.next:
        return {}
    ending = request.scope["path"].rpartition(".")[2]
    address = f"{found.home}{found.asked.beside(f'.{ending}')}&after={found.next}"
    if (limit := _limit(request)) != _EACH:
        address += f"&limit={limit}"
    return {"link": f'<{address}>; rel="next"'}
