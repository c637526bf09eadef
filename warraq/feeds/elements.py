"""What is an element of a feed called, and what does it say, as text or as HTML?"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Iterator
from html.entities import html5
from typing import TypeAlias

from lxml import etree

from warraq.language import markup
from warraq.language.charset import decoded

XML = "{http://www.w3.org/XML/1998/namespace}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
MEDIA = "http://search.yahoo.com/mrss/"
ATOM = frozenset(["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"])
XHTML = "http://www.w3.org/1999/xhtml"
# (namespace or unbound prefix, local name in lower case, the element)
Child: TypeAlias = tuple[str, str, etree._Element]
# Whose `title`, `date` and `creator` are the entry's own, besides those of the entry's namespace. A prefix that was
# never bound stands for its usual namespace.
_KNOWN = frozenset(
    [
        "",
        *ATOM,
        "atom",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/elements/1.0/",
        "dc",
        "http://purl.org/dc/terms/",
        "dcterms",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://purl.org/rss/1.0/modules/syndication/",
        "sy",
        "rss",
        "rdf",
    ]
)
_HTML_KINDS = frozenset(["html", "text/html", "xhtml", "application/xhtml+xml"])
_CLOSED = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>|<(?:br|img|hr)\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")


def local(element: etree._Element) -> str:
    """The name in lower case, without its namespace, also where the prefix was never bound."""
    return _split(element.tag)[1]


def space(element: etree._Element) -> str:
    """The namespace, or the prefix that was never bound."""
    return _split(element.tag)[0]


def children(parent: etree._Element) -> list[Child]:
    """Its elements in order, without comments and the like."""
    return [(*_split(child.tag), child) for child in parent if isinstance(child.tag, str)]


def fields(parent: etree._Element, said: list[Child]) -> dict[str, etree._Element]:
    """Its children by local name, the first of each that says anything.

    Those of foreign namespaces are left out: a picture's `title` or a shop's `description` never stands for the entry's.
    """
    found: dict[str, etree._Element] = {}
    own = space(parent)
    for its, name, child in said:
        if its != own and its not in _KNOWN:
            continue
        if (before := found.get(name)) is None or (not before.text and not text(before) and text(child)):
            found[name] = child
    return found


def named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that local name, whatever their namespace."""
    return (child for child in parent if isinstance(child.tag, str) and _split(child.tag)[1] == name)


def text(element: etree._Element | None) -> str | None:
    """All that the element says, without its markup."""
    if element is None:
        return None
    said = element.text if not len(element) else "".join(map(str, element.itertext()))
    return said.strip() or None if said else None


def as_html(element: etree._Element | None, *, html: bool) -> str | None:
    """What the element says, as HTML. `html`: whether its text is HTML where no type says so (RSS yes, Atom no)."""
    if element is None:
        return None
    kind = (element.get("type") or "").lower()
    if len(element):
        return escaped(element.text or "") + "".join(
            etree.tostring(child, encoding="unicode", with_tail=True).replace(f' xmlns="{XHTML}"', "")
            for child in element
        )
    said = element.text or ""
    if element.get("mode") == "base64" or _is_binary(kind):
        said, html = _unpacked(said), True
    if html or kind in _HTML_KINDS or (element.get("mode") == "escaped" and kind):
        return said
    return said if not kind and _looks_like_html(said) else escaped(said)


def escaped(said: str) -> str:
    """Plain text as HTML."""
    return said.replace("&", "&amp;").replace("<", "&lt;")


def base_of(element: etree._Element, url: str) -> str:
    """The address that relative links in the element are meant against (xml:base of it and those above it)."""
    bases = [base for node in (element, *element.iterancestors()) if (base := node.get(f"{XML}base"))]
    for base in reversed(bases):
        url = markup.link(base, url) or url
    return url


@functools.lru_cache(maxsize=2_000)
def _split(tag: str) -> tuple[str, str]:
    its, bound, name = tag.rpartition("}")
    if bound:
        return its.removeprefix("{"), name.lower()
    prefix, _, name = name.rpartition(":")
    return prefix, name.lower()


def _is_binary(kind: str) -> bool:
    """A type that is neither text nor XML means base64. Source: RFC 4287, section 4.1.3.3."""
    return "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))


def _unpacked(said: str) -> str:
    try:
        return decoded(base64.b64decode(said, validate=False), content_type=None).text
    except ValueError:
        return said


def _looks_like_html(said: str) -> bool:
    """Of a type that nobody said: tags that are closed, or references that XML has not, and both real."""
    if "<" in said and _CLOSED.search(said):
        return True
    names = [match.group(1) for match in _REFERENCE.finditer(said)] if "&" in said else []
    return bool(names) and all(name is None or f"{name};" in html5 for name in names)
