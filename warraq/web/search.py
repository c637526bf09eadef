"""Where do these words stand in the press? `/search`: the papers' own spelling, with what was asked for marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.policy import Door, sought
from warraq.ports.index import Facets, Hits
from warraq.press import Article, ArticleId
from warraq.query import snippet
from warraq.query.names import Here
from warraq.query.tree import Question, Sort
from warraq.web import chips, doors, facets, wording
from warraq.web.asked import LAST_PAGE, Asked, read
from warraq.web.bidi import direction
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.place import named
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View, headline

_EACH = 10
_SNIPPET_LETTERS = 240
_NAMED_LETTERS = 120  # of the question, in the page's heading


@dataclass(frozen=True, slots=True)
class Result:
    """One article that answers: the original words of its headline and text, with `<mark>` around what was sought."""

    line: Line
    title: Markup
    text: Markup
    way: str  # the text's direction


@dataclass(frozen=True, slots=True)
class Found:
    question: Question
    hits: Hits
    results: tuple[Result, ...]
    facets: Facets


async def view(request: Request) -> View | None:
    """The list of `/search`, newest first; `None` where nothing is asked for."""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    asked = replace(_read(request, scope, around), sort=Sort.NEWEST)
    if asked.nothing:
        return None
    return View(
        asked.path,
        _heading(asked, around, scope),
        question=asked.question(),
        query=asked.query(),
    )


async def search(request: Request) -> Response:
    """GET /search?q=&sort=best|newest&page=&source=&section=&place=&when=yyyy[-mm]"""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    asked = _read(request, scope, around)
    if asked.nothing:
        return await page(request, "search_start.html")
    found = await site.pool.ask(lambda: _find(site, asked, around, scope))
    notes = (wording.note(key, value) for key, value in found.question.notes)
    return await page(
        request,
        "search.html",
        q=asked.text,
        view=await view(request),
        named=_heading(asked, around, scope),
        asked=asked,
        total=found.hits.total,
        relaxed=found.hits.relaxed,
        empty=found.question.empty,
        notes=tuple(note for note in notes if note),
        results=found.results,
        facets=facets.offered(found.facets, asked, around, scope, named),
        typed=chips.typed(asked, around, scope, named),
        last=min(LAST_PAGE, -(-found.hits.total // _EACH)),
        best=Sort.BEST,
        newest=Sort.NEWEST,
        cut_short=found.hits.total > LAST_PAGE * _EACH and asked.page == LAST_PAGE,
    )


def _read(request: Request, scope: Scope, around: Frame) -> Asked:
    today = site_of(request).clock.now().astimezone(scope.zone).date()
    here = Here(around.names, today, scope.how.first_day)
    path = scope.path("/search")
    return read(request.query_params, path=path, countries=scope.kept, zone=scope.zone, here=here)


def _heading(asked: Asked, around: Frame, scope: Scope) -> str:
    """What was asked for, in words: the question itself, else what narrows it."""
    if asked.text.strip():
        text = asked.text
        return text if len(text) <= _NAMED_LETTERS else f"{text[:_NAMED_LETTERS]}…"
    sources = (around.sources[slug].name for slug in asked.sources if slug in around.sources)
    sections = (name for slug in asked.sections if (name := scope.label(slug)))
    places = (name for code in asked.places if (name := named(code)))
    times = [facets.when(asked.when, scope)] if asked.when else []
    return "، ".join([*sections, *places, *sources, *times]) or "…"


def _find(site: Site, asked: Asked, around: Frame, scope: Scope) -> Found:
    question = asked.question()
    if question.empty:
        return Found(question, Hits(0, ()), (), Facets())
    hits = site.index.search(question, limit=_EACH, offset=(asked.page - 1) * _EACH)
    counts = site.index.facets(question, most=facets.MOST) if hits.total > 1 else Facets()
    held = _held(site, hits)
    lines = site.lines(tuple(map(headline, held)), around, scope)
    results = tuple(_result(site, around, *pair, question) for pair in zip(lines, held, strict=True))
    return Found(question, hits, results, counts)


def _held(site: Site, hits: Hits) -> tuple[Article, ...]:
    """The articles of the page, in its order. The index follows the archive: what was hidden a moment ago may still be in it,
    and another one of the same text then stands for it."""
    states = sought(public=site.settings.public)

    def shown(ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        return {one.id: one for one in site.archive.articles(tuple(ids)) if one.state in states}

    held = shown(hits.ids)
    copies = dict(zip(hits.ids, hits.copies, strict=False))
    for hidden in [one for one in hits.ids if one not in held and copies.get(one)]:
        if others := shown(copies[hidden]):
            held[hidden] = next(iter(others.values()))
    return tuple(held[one] for one in hits.ids if one in held)


def _result(site: Site, around: Frame, line: Line, article: Article, question: Question) -> Result:
    title = snippet.title(article.draft.title, question)
    source, robots = around.sources.get(article.draft.source), article.draft.robots
    grant = site.grant(article.state, source, Door.SNIPPET, robots=robots)
    width = doors.snippet_width(grant, most=_SNIPPET_LETTERS)
    text = snippet.marked(article.draft.body, question, width=width, ellipsis="…") if width else ()
    way = direction("".join(piece for piece, _ in text), article.draft.language)
    return Result(line, _marked(title), _marked(text), way)


def _marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    html = (f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
    return Markup("".join(html))  # noqa: S704 (escaped piece by piece)
