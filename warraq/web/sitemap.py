"""Where do other search engines find what they may keep? Maps by ranges of article numbers, and one of the latest news.

A number is given once and never again: a map that is full changes only when something is withdrawn, or when what was
agreed with a paper changes. An instance that is not public, or shows an invented press, has no maps.
"""

from __future__ import annotations

import gzip
import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from warraq.press import Headline, Precision, Source, State
from warraq.web import addresses, dates
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.lines import article_path, paper_path
from warraq.web.site import Site, site_of
from warraq.web.xmltext import element

EACH = 10_000  # numbers a map, and so addresses at most; the protocol allows 50,000
NEWS_MOST = 1_000  # the news protocol's own limit
NEWS_SINCE = timedelta(hours=48)  # likewise
_AT_ONCE = 1_000  # headlines held at a time
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = f'{_SITEMAP} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_NUMBER = re.compile(r"0|[1-9][0-9]{0,12}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_TOO_COARSE = (Precision.YEAR, Precision.MONTH)
# What a proxy may keep: what is taken down must be gone within the minute, seconds in which we learn of it included.
_HEADERS = {"cache-control": "public, max-age=50", "vary": "accept-encoding"}


async def index(request: Request) -> Response:
    """GET /sitemap.xml: the maps there are."""
    site = site_of(request)
    if not site.findable:
        return await not_found(request)
    around = await site.whole()
    names = ["pages"]
    if _open_papers(site, around):
        names += ["news", *await site.pool.ask(lambda: list(map(str, _ranges(site))))]
    home = addresses.home(request, site.settings.address)
    entries = (f"<sitemap>{element('loc', f'{home}/sitemap/{name}.xml')}</sitemap>" for name in names)
    return await _answered(request, lambda: _document("sitemapindex", _SITEMAP, entries))


async def sitemap(request: Request) -> Response:
    """GET /sitemap/<n>.xml: the articles with the numbers n * 10,000 + 1 to (n + 1) * 10,000 that may be kept;
    `news` has those of the last two days, `pages` the lists."""
    site, name = site_of(request), request.path_params["name"]
    if not site.findable:
        return await not_found(request)
    around = await site.whole()
    home = addresses.home(request, site.settings.address)
    if name == "news":
        return await _answered(request, lambda: _document("urlset", _NEWS, _news(site, around, home)))
    if name == "pages":
        return await _answered(request, lambda: _document("urlset", _SITEMAP, _pages(site, around, home)))
    if not _NUMBER.fullmatch(name):
        return await not_found(request)
    papers = _open_papers(site, around)
    entries: list[str] = []
    after, last = int(name) * EACH, (int(name) + 1) * EACH
    seen = 0
    while found := await _numbered(site, after, last):  # in turns with other readers
        seen += len(found)
        after = found[-1].id
        entries += (
            _address(home, article_path(one.source, one.id, one.language))
            for one in found
            if one.source in papers and site.indexed(one.state, papers[one.source], robots=one.robots)
        )
    if not seen:
        return await not_found(request)
    return await _answered(request, lambda: _document("urlset", _SITEMAP, entries))


async def _numbered(site: Site, after: int, last: int) -> tuple[Headline, ...]:
    found = await site.pool.ask(lambda: site.archive.numbered(after, limit=min(_AT_ONCE, last - after)))
    return tuple(one for one in found if one.id <= last)


def _ranges(site: Site) -> Iterator[int]:
    """The ranges in which an article stands: one question a map."""
    after = 0
    while found := site.archive.numbered(after, limit=1):
        yield (number := (found[0].id - 1) // EACH)
        after = (number + 1) * EACH


def _open_papers(site: Site, around: Frame) -> dict[str, Source]:
    """The papers whose visible articles may be kept, by slug."""
    return {slug: source for slug, source in around.sources.items() if site.indexed(State.VISIBLE, source)}


def _pages(site: Site, around: Frame, home: str) -> Iterator[str]:
    """The home page, the papers, the desks, and each paper that has something to show."""
    yield _address(home, "/")
    yield _address(home, "/sources")
    for desk in around.bar:
        yield _address(home, desk.href)
    for slug in sorted(around.sources):
        if site.archive.newest(limit=1, source=slug):
            yield _address(home, paper_path(slug))


def _news(site: Site, around: Frame, home: str) -> Iterator[str]:
    """The latest of every paper whose articles may be kept, where its source said a day at least."""
    now = site.clock.now()
    papers = _open_papers(site, around)
    latest = (one for paper in papers.values() for one in _latest(site, paper, now))
    for one in heapq.nlargest(NEWS_MOST, latest, key=lambda one: (one.at, one.id)):
        source = papers[one.source]
        about = element("news:name", source.name) + element("news:language", _language(one, source))
        date = element("news:publication_date", dates.machine(one.published)) if one.published else ""
        yield (
            f"<url>{element('loc', home + article_path(one.source, one.id, one.language))}<news:news>"
            f"<news:publication>{about}</news:publication>{date}{element('news:title', one.title)}</news:news></url>"
        )


def _latest(site: Site, paper: Source, now: datetime) -> Iterator[Headline]:
    for one in site.archive.newest(limit=NEWS_MOST, source=paper.slug, since=now - NEWS_SINCE):
        if (
            one.published
            and one.published.precision not in _TOO_COARSE
            and one.at <= now
            and site.indexed(one.state, paper, robots=one.robots)
            and one.title.strip()
        ):
            yield one


def _language(one: Headline, source: Source) -> str:
    said = (one.language or "").partition("-")[0].lower()
    return said if _LANGUAGE.fullmatch(said) else source.language.partition("-")[0]


def _address(home: str, path: str) -> str:
    return f"<url>{element('loc', home + path)}</url>"


def _document(root: str, names: str, entries: Iterable[str]) -> bytes:
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {names}>", *entries, f"</{root}>", "")
    return "\n".join(lines).encode()


async def _answered(request: Request, make: Callable[[], bytes]) -> Response:
    """The document, made and packed in the pool."""
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = _HEADERS | ({"content-encoding": "gzip"} if packs else {})
    body = await site_of(request).pool.ask(lambda: gzip.compress(make(), 6, mtime=0) if packs else make())
    return Response(body, media_type="application/xml", headers=headers)
