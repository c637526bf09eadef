"""What does a page say about itself? Everything its head, its JSON-LD, its microdata and its headings declare, gathered once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from lxml.etree import XPath
from lxml.html import HtmlElement

from warraq.extraction import microdata
from warraq.language import markup
from warraq.language.months import plain

Node: TypeAlias = dict[str, Any]  # one object of JSON-LD, of unknown shape

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|LiveBlog)$")
_MAX_SCRIPT = 500_000
_MAX_NODES = 2_000
_MAX_DEPTH = 30
_MAX_ARTICLES = 200
_SHORTEST = 8  # characters of a title by which an article is told from another
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
# Set around JSON-LD so that old browsers and XML let it be.
_BEFORE = ("<!--", "//<![CDATA[", "<![CDATA[")
_BEHIND = ("-->", "//]]>", "]]>")
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`source` is the page's HTML; `metas` by name or property in lower case, in page order; `articles` are the JSON-LD nodes of this very article
    (best first), then those of its microdata; `headings` the texts of all h1; `site` the paper's name as the page gives it."""

    tree: HtmlElement
    source: str
    url: str
    metas: dict[str, tuple[str, ...]]
    links: dict[str, str]
    articles: tuple[Node, ...]
    headings: tuple[str, ...]
    window_title: str | None
    language: str | None
    site: str | None
    kinds: frozenset[str] = frozenset()  # every `@type` of its JSON-LD

    def meta(self, *names: str) -> str | None:
        """The first that says something, asked in this order."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def said(self, *keys: str) -> Iterator[Any]:
        """What the article's JSON-LD, then its microdata, says under these keys, asked in this order."""
        return (node[key] for key in keys for node in self.articles if node.get(key))


def gathered(tree: HtmlElement, source: str, *, url: str) -> Evidence:
    """One pass over the page."""
    metas: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    scripts: list[str] = []
    headings: list[str] = []
    window_title = None
    for element in tree.iter("meta", "link", "script", "h1", "title"):
        match element.tag:
            case "meta":
                _note_meta(element, metas)
            case "link":
                for relation in (element.get("rel") or "").lower().split():
                    links.setdefault(relation, element.get("href") or "")
            case "script":
                if "ld+json" in (element.get("type") or "").lower() and element.text:
                    scripts.append(element.text)
            case "h1":
                headings.append(markup.inner_text(element).replace("\n", " "))
            case "title" if window_title is None:
                window_title = markup.tidy(element.text or "").replace("\n", " ") or None
    nodes = list(_nodes(scripts))
    site = _first(metas, "og:site_name", "application-name") or _publisher(nodes)
    here = [url, links.get("canonical"), *metas.get("og:url", ())]
    titles = [*metas.get("og:title", ()), *headings]
    return Evidence(
        tree=tree,
        source=source,
        url=url,
        metas={name: tuple(values) for name, values in metas.items()},
        links=links,
        articles=tuple(
            article
            for told in (nodes, microdata.articles(tree) if "itemscope" in source else [])
            for article in _of_this_page(told, url, here, titles)
        ),
        headings=tuple(dict.fromkeys(text for text in headings if text)),
        window_title=window_title,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        site=site,
        kinds=frozenset(kind for node in nodes for kind in _kinds(node)),
    )


def elements(path: XPath, tree: HtmlElement) -> list[HtmlElement]:
    """The elements that an expression finds, in page order."""
    found = path(tree)
    return (
        [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []
    )


def same(text: str) -> str:
    """A form in which two printings of one headline or name are equal: spelling, case and punctuation put aside."""
    return _NO_WORD.sub(" ", plain(text)).strip()


def words_of(value: Any) -> str | None:
    """What a JSON-LD value says as one plain line; `None` if it is no text."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("headline")
    if not isinstance(value, str):
        return None
    return markup.line(value.encode("utf-8", "replace").decode()) or None


def _note_meta(element: HtmlElement, metas: dict[str, list[str]]) -> None:
    content = element.get("content")
    if content is None:
        return
    said = markup.line(content)  # many pages escape twice
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name:
            metas.setdefault(name.strip().lower(), []).append(said)


def _first(metas: dict[str, list[str]], *names: str) -> str | None:
    return next((value for name in names for value in metas.get(name, ()) if value), None)


def _nodes(scripts: list[str]) -> Iterator[Node]:
    """Every JSON-LD object with a type, outer ones first."""
    count = 0
    for script in scripts:
        loaded = _loaded(script[:_MAX_SCRIPT])
        waiting = [(loaded, 0)]
        while waiting:
            value, depth = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend((item, depth + 1) for item in value[:100] if depth < _MAX_DEPTH)
            elif isinstance(value, dict):
                count += 1
                if count > _MAX_NODES:
                    return
                if "@type" in value:
                    yield value
                if depth < _MAX_DEPTH:
                    waiting.extend(
                        (item, depth + 1) for item in value.values() if isinstance(item, dict | list)
                    )


def _loaded(script: str) -> Any:
    """The JSON, mended where pages usually break it; `None` if it stays broken."""
    text = _unwrapped(script)
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    try:  # raw line ends inside strings, a comma too many
        return json.loads(_TRAILING_COMMA.sub(r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """The script without what is set around it. By hand: a pattern for it took minutes where much white space stands."""
    text = script.strip()
    opening = next((mark for mark in _BEFORE if text.startswith(mark)), "")
    if text.startswith("/*"):
        opening = text[: text.find("*/") + 2]
    text = text[len(opening) :].rstrip().removesuffix(";").rstrip()
    closing = next((mark for mark in _BEHIND if text.endswith(mark)), "")
    return text[: len(text) - len(closing)].strip()


def _is_article(node: Node) -> bool:
    return any(_ARTICLE_TYPE.search(kind) for kind in _kinds(node))


def _kinds(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _of_this_page(nodes: list[Node], url: str, here: list[str | None], titles: list[str]) -> tuple[Node, ...]:
    """The articles among the nodes, unless they are many and none is this one: lists of others' news are JSON-LD too.

    `here`: the page's addresses as it gives them; `titles`: what it calls itself, and its headings. What is said twice counts once.
    """
    articles: list[Node] = []
    for node in filter(_is_article, nodes):
        if len(articles) < _MAX_ARTICLES and node not in articles:
            articles.append(node)
    if len(articles) <= 1:
        return tuple(articles)
    headlines = [own for title in titles if len(own := same(title)) >= _SHORTEST]
    known = {address for one in here if one for address in (one, markup.link(one, url))}

    def rank(node: Node) -> int:
        of_page = node.get("mainEntityOfPage")
        address = of_page.get("@id") if isinstance(of_page, dict) else of_page
        if any(
            isinstance(a, str) and (a in known or markup.link(a, url) in known)
            for a in (address, node.get("url"), node.get("@id"))
        ):
            return 2
        own = same(words_of(node.get("headline") or node.get("name")) or "")
        return 1 if own and any(own in title or title in own for title in headlines) else 0

    ranked = sorted(((rank(node), node) for node in articles), key=lambda pair: -pair[0])
    return tuple(node for value, node in ranked if value == ranked[0][0] and value > 0)


def _publisher(nodes: list[Node]) -> str | None:
    for node in nodes:
        found = words_of(node.get("publisher")) if _is_article(node) else None
        if found:
            return found
    return next((words_of(node.get("name")) for node in nodes if node.get("@type") == "WebSite"), None)
