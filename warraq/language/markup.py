"""What does a piece of HTML say as plain text, and where does its link lead?"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

import can_ada

from warraq.language.references import joined

_SILENT = frozenset(
    ["script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "select"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# A whole tag of those that only set text off: blocks (in the first group), which end a line, and inline ones.
_PLAIN_TAG = re.compile(
    r"</?(?:(p|br|div|li|ul|ol|h[1-6]|blockquote|figure|figcaption|section|article)|a|b|i|u|em|strong|span|small|img)"
    r"(?:\s+[a-zA-Z][\w:-]*(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)*\s*/?>",
    re.IGNORECASE,
)
_MARKED_UP = re.compile(r"<[A-Za-z/!?]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def text(markup: str) -> str:
    """Markup as plain text: entities resolved, scripts and styles gone, one "\\n" between blocks, spaces single."""
    if "<" not in markup or not _MARKED_UP.search(markup):
        return tidy(unescape(markup) if "&" in markup else markup)
    # What feeds write most is a few whole tags around plain text: taken out here, the parser is not needed.
    bare = _PLAIN_TAG.sub(_line_of, markup)
    if "<" not in bare:
        return tidy(unescape(bare) if "&" in bare else bare)
    # libxml2 stops at 256 open elements; nothing worth reading in such a piece is deeper.
    from lxml import etree  # the parser of pages: a site that only shows what is kept never needs it
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = lxml_html.document_fromstring(
            f"<div>{_CONTROLS.sub('', markup)}</div>".encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    return inner_text(tree)


def inner_text(element: etree._Element) -> str:
    """What an element of a parsed page says, as `text` would put it. Its tail is not part of it."""
    return tidy(_inner(element))


def text_after(element: etree._Element, *, limit: int) -> str:
    """What a page says after an element's end, as `text` would put it, until `limit` characters are gathered."""
    pieces: list[str] = []
    gathered = 0
    node: etree._Element | None = element
    while node is not None and gathered < limit:
        pieces.append(node.tail or "")
        gathered += len(pieces[-1])
        following = node.getnext()
        if following is not None:
            block = following.tag in _BLOCKS
            said = "" if following.tag in _SILENT else _inner(following)
            pieces.append(f"\n{said}\n" if block else said)
            gathered += len(said)
            node = following
        else:
            node = node.getparent()
            pieces.append("\n" if node is not None and node.tag in _BLOCKS else "")
    return tidy("".join(pieces))[:limit]


def _line_of(match: re.Match[str]) -> str:
    return "\n" if match.group(1) else ""


def line(markup: str) -> str:
    """`text`, on one line: for titles and names."""
    return text(markup).replace("\n", " ")


def tidy(plain: str) -> str:
    """Runs of white space as one space, or as one "\\n" where they held one; none at either end."""
    if "\n" not in plain:
        return " ".join(plain.split())
    return "\n".join(line for line in map(_single_spaced, plain.split("\n")) if line)


def _single_spaced(line: str) -> str:
    return " ".join(line.split())


def link(href: str | None, base: str) -> str | None:
    """The absolute http(s) address that `href` means on the page `base`; `None` for any other kind of address."""
    if not href or not (href := href.strip()):
        return None
    try:
        absolute = can_ada.parse(href if _is_absolute(href) else joined(href, base))
    except (ValueError, TypeError):  # TypeError: a lone surrogate
        return None
    if (
        absolute.protocol not in ("http:", "https:")
        or not absolute.hostname
        or absolute.username
        or absolute.password
    ):
        return None
    return str(absolute.href)


def _inner(element: etree._Element) -> str:
    pieces: list[str] = []
    from lxml import etree

    muted: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if muted is None:
                if node.tag in _SILENT:
                    muted = node
                else:
                    if node.tag in _BLOCKS:
                        pieces.append("\n")
                    pieces.append(node.text or "")
            continue
        if muted is node:
            muted = None
        if muted is None and node is not element:
            if node.tag in _BLOCKS:
                pieces.append("\n")
            pieces.append(node.tail or "")
    return "".join(pieces)


def _is_absolute(href: str) -> bool:
    return href.startswith(
        ("https://", "http://")
    )  # «http:a», without slashes, is relative on a page of the same scheme
