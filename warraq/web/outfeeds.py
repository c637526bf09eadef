"""How does a list leave as a feed? RSS 2.0 of any view, well-formed whatever the papers wrote."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from warraq.press import Article, ArticleId
from warraq.web import dates, titles, wording, xmltext
from warraq.web.addresses import home
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.manner import VARY
from warraq.web.pages import packed_for
from warraq.web.site import scope_of, site_of
from warraq.web.view import View
from warraq.web.xmltext import element, inert, writable

_ITEMS = 40
# Readers and what stands between may keep a feed so long without asking: with the three seconds in which we learn of a
# decision, what is taken down is gone everywhere within the minute.
_HELD_S = 50
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)

Views = Callable[[Request], Awaitable[View | None]]


def of(view: Views) -> Callable[[Request], Awaitable[Response]]:
    """The feed of a page's view."""

    async def feed(request: Request) -> Response:
        site, scope = site_of(request), scope_of(request)
        shown = await view(request)
        if shown is None:
            return await not_found(request)
        found = await site.headlines(shown, limit=_ITEMS)
        held = await site.pool.ask(lambda: site.archive.articles([one.id for one in found]))
        around = await site.frame(scope)
        lines = site.lines(found, around, scope)
        text = rss(
            shown, lines, {one.id: one for one in held}, around, home=home(request, site.settings.address)
        )
        return answered(request, text.encode("utf-8"))

    return feed


def rss(
    view: View,
    lines: tuple[Line, ...],
    held: dict[ArticleId, Article],
    around: Frame,
    *,
    home: str,
    at: str | None = None,
) -> str:
    """The feed as text; every address in it begins with `home`. `at`: where it stands, if not beside its view's page."""
    items = [part for line in lines for part in _item(line, held.get(line.id), around, home)]
    name = titles.shown(around.masthead).name
    says = wording.said("site", "gathered", title=view.title, name=name)
    return channel(view, items, home=home, says=says, name=name, at=at)


def channel(
    view: View, items: Iterable[str], *, home: str, says: str, name: str, at: str | None = None
) -> str:
    """The feed around its items; `says` is what it describes itself with, `name` what the site is called."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        element("title", inert(f"{view.title} · {name}")),  # what readers typed, and papers are called
        element("link", home + view.href),
        f'<atom:link href={_attribute(home + (at or view.feed))} rel="self" type="application/rss+xml"/>',
        element("description", inert(says)),
        element("language", "ar"),
        element("generator", "Warraq"),
    ]
    return "\n".join([*parts, *items, "</channel>", "</rss>", ""])


def _item(line: Line, article: Article | None, around: Frame, home: str) -> Iterator[str]:
    source = around.sources.get(line.source)
    address = home + line.href
    yield "<item>"
    yield element("title", line.title)
    yield element("link", address)
    yield f'<guid isPermaLink="true">{xmltext.text(address)}</guid>'
    moment = article.draft.published if article else None
    if moment is not None and dates.has_hour(moment):  # no feed can say a day without an hour
        yield element("pubDate", format_datetime(moment.at.astimezone(UTC), usegmt=True))
    for author in article.draft.authors if article else ():
        yield element("dc:creator", author)
    if line.language and _LANGUAGE.fullmatch(line.language):
        yield element("dc:language", line.language)
    if line.section:
        yield element("category", line.section)
    name = source.name if source else line.source
    yield f"<source url={_attribute(f'{home}{line.paper_href}/rss')}>{xmltext.text(inert(name))}</source>"
    if text := line.abstract:  # as much as may pass, and nothing else
        yield element("description", escape(writable(text)))  # readers take it for HTML: words stay words
    yield "</item>"


def _attribute(text: str) -> str:
    return quoteattr(writable(text))


def answered(request: Request, body: bytes) -> Response:
    """The feed, or 304 for who has it. By its content alone: no date says that something in it was taken back."""
    headers = {"cache-control": f"public, max-age={_HELD_S}", "vary": VARY}
    return packed_for(request, body, "application/rss+xml; charset=utf-8", headers)
