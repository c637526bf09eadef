"""Which feeds does a web page name? Its own declarations first, then links that look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from warraq.language import markup
from warraq.language.charset import decoded, without_controls

MAX_NAMED = 20
_MAX_LETTERS = 4 * 2**20
_TYPES = frozenset(
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
        "text/rss+xml",
        "application/x-rss+xml",
    ]
)
# Where papers put a feed that no <link> declares; in the last step of a path or as the whole of it.
_CONVENTIONAL = re.compile(
    r"/(?:rss|rss2|feed|feeds|atom)(?:/|/?index\.\w+|\.(?:xml|aspx|php|json|rss))?(?:\?.*)?$"
    r"|/rss/[^?#]*$|\.(?:rss|atom)(?:\?.*)?$|[?&](?:feed|format|type)=(?:rss|atom|feed)2?\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"/comments?/|comments-|تعليقات|\bcomments\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A feed that a page names. `title` is what it is called there."""

    url: str
    title: str | None = None


def read(data: bytes, *, url: str, content_type: str | None) -> tuple[Named, ...]:
    """The feeds that the page at `url` names, best first; none where the bytes are no page."""
    return named(decoded(data, content_type=content_type).text, url)


def named(text: str, url: str) -> tuple[Named, ...]:
    """The same for text. Declared feeds come before conventional links, feeds of comments last; at most MAX_NAMED.

    Source: https://www.rssboard.org/rss-autodiscovery
    """
    root = page(text)
    if root is None:
        return ()
    base = base_of(root, url)
    found: dict[str, Named] = {}
    for one in (*_declared(root, base), *_linked(root, base)):
        if one.url != url:
            found.setdefault(one.url, one)
    ranked = sorted(found.values(), key=lambda one: bool(_COMMENTS.search(f"{one.url} {one.title or ''}")))
    return tuple(ranked[:MAX_NAMED])


def page(text: str) -> etree._Element | None:
    """The tree of a web page; `None` where there is nothing in it."""
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return lxml_html.document_fromstring(
            without_controls(text[:_MAX_LETTERS]).encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def base_of(root: etree._Element, url: str) -> str:
    """The address that the page's relative links are meant against."""
    for element in root.iter("base"):
        return markup.link(element.get("href"), url) or url
    return url


def _declared(root: etree._Element, base: str) -> Iterator[Named]:
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        href = element.get("href") or ""
        # `application/json` is a site's programming interface more often than a feed.
        fits = kind in _TYPES or (kind == "application/json" and "feed" in href.lower())
        declared = "feed" in relations or ("alternate" in relations and fits)
        if declared and (address := markup.link(href, base)):
            yield Named(address, _title(element.get("title")))


def _linked(root: etree._Element, base: str) -> Iterator[Named]:
    for element in root.iter("a"):
        href = element.get("href")
        if href and _CONVENTIONAL.search(href) and (address := markup.link(href, base)):
            yield Named(address, _title(markup.inner_text(element) or element.get("title")))


def _title(said: str | None) -> str | None:
    return " ".join(said.split())[:200] or None if said else None
