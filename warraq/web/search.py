"""Where do these words stand in the press? `/search`: the papers' own spelling, with what was asked for marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.policy import Door
from warraq.ports.index import Hits
from warraq.press import Article, Headline, State
from warraq.query import grammar, snippet
from warraq.query.tree import Question, Sort
from warraq.web import addresses, doors, wording
from warraq.web.bidi import direction
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.site import Site, site_of

_EACH = 10
# Deeper pages cost the index more and help nobody: a narrower question does.
_LAST_PAGE = 100
# More than the grammar reads, so that it is the grammar that cuts, and says so.
_LONGEST_QUESTION = 10_000
_MOST_SOURCES = 20
_SNIPPET_LETTERS = 240
_NAMED_LETTERS = 120  # of the question, in the page's heading
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, as far as it could be understood."""

    text: str
    sort: Sort
    sources: tuple[str, ...]
    page: int

    def address(self, *, sort: Sort | None = None, page: int = 1) -> str:
        """The address of this question in another order, or on another page of it."""
        order = sort or self.sort
        given = [("q", self.text)]
        if order is not Sort.BEST:
            given.append(("sort", order.value))
        given += [("source", slug) for slug in self.sources]
        if page > 1:
            given.append(("page", str(page)))
        return f"/search?{urlencode(given)}"


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


async def search(request: Request) -> Response:
    """GET /search?q=&sort=best|newest&page=&source="""
    site = site_of(request)
    asked = read(request.query_params)
    if not asked.text.strip():
        return await page(request, "search_start.html")
    around = await site.frames.get()
    found = await site.pool.ask(lambda: _find(site, asked, around))
    notes = (wording.note(key, value) for key, value in found.question.notes)
    return await page(
        request,
        "search.html",
        q=asked.text,
        named=asked.text if len(asked.text) <= _NAMED_LETTERS else f"{asked.text[:_NAMED_LETTERS]}…",
        asked=asked,
        total=found.hits.total,
        relaxed=found.hits.relaxed,
        empty=found.question.empty,
        notes=tuple(note for note in notes if note),
        results=found.results,
        papers=tuple(around.sources[slug].name if slug in around.sources else slug for slug in asked.sources),
        last=min(_LAST_PAGE, -(-found.hits.total // _EACH)),
        best=Sort.BEST,
        newest=Sort.NEWEST,
        cut_short=found.hits.total > _LAST_PAGE * _EACH and asked.page == _LAST_PAGE,
    )


def read(params: QueryParams) -> Asked:
    """The question of an address. What cannot be understood is read as if it were not there."""
    number = params.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    sources = dict.fromkeys(slug for text in params.getlist("source") if (slug := addresses.slug(text)))
    return Asked(
        text=_UNPRINTABLE.sub(" ", params.get("q", ""))[:_LONGEST_QUESTION],
        sort=Sort.NEWEST if params.get("sort") == Sort.NEWEST.value else Sort.BEST,
        sources=tuple(sources)[:_MOST_SOURCES],
        page=min(max(1, wanted), _LAST_PAGE),
    )


def _find(site: Site, asked: Asked, around: Frame) -> Found:
    question = grammar.read(asked.text, sort=asked.sort, sources=asked.sources)
    if question.empty:
        return Found(question, Hits(0, ()), ())
    hits = site.index.search(question, limit=_EACH, offset=(asked.page - 1) * _EACH)
    # The index follows the archive: what was withdrawn a moment ago may still be in it.
    held = tuple(article for article in site.archive.articles(hits.ids) if article.state is State.VISIBLE)
    lines = site.lines(tuple(map(_headline, held)), around)
    return Found(
        question,
        hits,
        tuple(_result(site, around, *pair, question) for pair in zip(lines, held, strict=True)),
    )


def _result(site: Site, around: Frame, line: Line, article: Article, question: Question) -> Result:
    title = snippet.title(article.draft.title, question)
    grant = site.grant(article.state, around.sources.get(article.draft.source), Door.SNIPPET)
    width = doors.snippet_width(grant, most=_SNIPPET_LETTERS)
    text = snippet.marked(article.draft.body, question, width=width, ellipsis="…") if width else ()
    way = direction("".join(piece for piece, _ in text), article.draft.language)
    return Result(line, _marked(title), _marked(text), way)


def _marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    html = (f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
    return Markup("".join(html))  # noqa: S704 (escaped piece by piece)


def _headline(article: Article) -> Headline:
    draft = article.draft
    return Headline(
        id=article.id,
        source=draft.source,
        title=draft.title,
        at=article.at,
        published=draft.published,
        first_seen=article.first_seen,
        state=article.state,
        section=draft.section,
        language=draft.language,
    )
