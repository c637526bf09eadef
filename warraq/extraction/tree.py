"""How does a page's text become a tree? Once, with libxml2, never deeper than it follows."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from warraq.errors import Unreadable
from warraq.press import StandIn

# lxml.html's own table of classes asks Python at every element; forms and links need none of theirs here.
_ONE_KIND = etree.ElementDefaultClassLookup(element=HtmlElement)
# libxml2 stops reading at 256 open elements. Of a page that goes there, tags deeper than this are taken out and their
# text kept; a third of what libxml2 bears, since rows and cells stand between tables uncounted.
_DEEPEST = 80
# Past this many tags nobody wrote the page for a reader.
_MAX_TAGS = 200_000

_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
_BREAKS = re.compile(r"<br>(?:\s*<br>)+")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# What HTML closes by itself when the next one begins: counting it would make long lists look deep.
_SELF_CLOSING = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"])


def parsed(text: str) -> HtmlElement:
    """The root of the page.

    Raises: Unreadable if there is no element in it, or too many.
    """
    if text.count("<") > _MAX_TAGS:
        raise Unreadable(f"{StandIn.TOO_MANY_TAGS} (more than {_MAX_TAGS})")
    root, too_deep = _attempt(text)
    if too_deep:
        root, too_deep = _attempt(flattened(text))
    if root is None or too_deep or not len(root):
        raise Unreadable(StandIn.TOO_DEEP if too_deep else StandIn.NO_HTML)
    return root


def flattened(html: str) -> str:
    """The page without the tags below the depth that the parser follows; `<br>` in their place keeps words apart."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name, rest = match.group(1), match.group(2).lower(), match.group(3)
        if name in _VOID or name in _SELF_CLOSING or rest.endswith("/"):
            return match.group() if depth < _DEEPEST or name in _VOID else "<br>"
        if closing:
            depth = max(0, depth - 1)
            return match.group() if depth < _DEEPEST else "<br>"
        depth += 1
        return match.group() if depth <= _DEEPEST else "<br>"

    return _BREAKS.sub(
        "<br>", _TAG.sub(kept, html)
    )  # as many elements again would be as dear as the boxes were


def _attempt(html: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser stopped before its end because of depth."""
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=False,
    )
    parser.set_element_class_lookup(_ONE_KIND)
    try:
        root = document_fromstring(html.encode("utf-8", "replace").translate(None, _CONTROLS), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    return root, any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)
