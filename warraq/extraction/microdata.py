"""What does a page's microdata say of its articles? The same as JSON-LD would, so it is told in the same shape.

Source: https://html.spec.whatwg.org/multipage/microdata.html (values by element, properties by nearest scope).
"""

from __future__ import annotations

import re
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from warraq.language import markup

_SCOPES = XPath("//*[@itemscope and contains(@itemtype, 'schema.org/')]")
_ARTICLE_TYPE = re.compile(r"schema\.org/(\w*(?:Article|Posting|Report))\b")
# Of what schema.org knows, what is asked of an article; the long ones (articleBody, review, comment) are not gathered.
_WANTED = frozenset(
    [
        "headline", "alternativeHeadline", "name", "author", "creator", "datePublished", "dateModified", "dateCreated",
        "articleSection", "keywords", "image", "thumbnailUrl", "caption", "inLanguage", "description", "url",
        "contentUrl", "mainEntityOfPage", "publisher",
    ]
)  # fmt: skip
# What is only printed under these names is looked at as that elsewhere, with what stands around it.
_PRINTED = frozenset(["headline", "author", "creator"])
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "video": "src", "object": "data"}
_BY_ADDRESS = frozenset(["url", "image", "thumbnailUrl", "contentUrl", "mainEntityOfPage"])
_MAX_SCOPES = 60
_MAX_ELEMENTS = 4_000  # looked at in one scope
_MAX_VALUE = 500


def articles(tree: HtmlElement) -> list[dict[str, Any]]:
    """The page's articles, outermost first, as JSON-LD nodes with `@type`; only what is asked of an article."""
    scopes = _SCOPES(tree)
    found = []
    for scope in scopes[:_MAX_SCOPES] if isinstance(scopes, list) else ():
        if isinstance(scope, HtmlElement) and (kind := _ARTICLE_TYPE.search(scope.get("itemtype") or "")):
            found.append({"@type": kind[1], **_properties(scope)})
    return found


def _properties(scope: HtmlElement) -> dict[str, Any]:
    """A scope's own properties; the values of one name in page order. A scope inside it is one value."""
    said: dict[str, list[Any]] = {}
    waiting = [*reversed(scope)]
    for _ in range(_MAX_ELEMENTS):
        if not waiting:
            break
        element = waiting.pop()
        names = _WANTED.intersection((element.get("itemprop") or "").split())
        is_scope = element.get("itemscope") is not None
        for name in names:
            value = _inside(element) if is_scope else _value(element, name)
            if value:
                said.setdefault(name, []).append(value)
        if not is_scope:
            waiting += reversed(element)
    return {name: values[0] if len(values) == 1 else values for name, values in said.items()}


def _inside(scope: HtmlElement) -> dict[str, Any]:
    """A person, a picture, a publisher: its own plain properties, whatever stands between them."""
    kind = (scope.get("itemtype") or "").rstrip("/").rpartition("/")[2]
    said: dict[str, Any] = {"@type": kind} if kind else {}
    for number, element in enumerate(scope.iterdescendants()):
        if number > _MAX_ELEMENTS:
            break
        for name in _WANTED.intersection((element.get("itemprop") or "").split()):
            if value := _value(element, name):
                said.setdefault(name, value)
    if not said.keys() - {"@type"} and (text := _value(scope, "name")):
        said["name"] = text
    return said


def _value(element: HtmlElement, name: str) -> str | None:
    if (content := element.get("content")) is not None:
        return str(content)[:_MAX_VALUE].strip() or None
    attribute = _LINKS.get(element.tag) if name in _BY_ADDRESS or element.tag == "link" else None
    if attribute:
        return str(element.get(attribute) or "") or None
    if name in _PRINTED:
        return None
    stated = element.get("datetime") if element.tag == "time" else None
    return str(stated or "") or " ".join(markup.inner_text(element).split())[:_MAX_VALUE] or None
