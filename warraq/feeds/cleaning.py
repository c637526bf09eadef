"""How does a feed's text become a tree, safely? One cleaning step, then libxml2 without entities, DTD or network."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from warraq.language.charset import without_controls

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_KEPT = frozenset(["amp", "lt", "gt", "quot", "apos"])
_END = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


class Broken(Exception):
    """Not well-formed, and not by what we mend. The message is libxml2's, in one clause."""


class TooDeep(Exception):
    """More open elements than libxml2 follows (256): no feed, and not worth a slower reader."""


def tree(text: str) -> etree._Element:
    """The root element. Mends what feeds in the wild get wrong: controls, HTML's entities, bare `&`, unbound prefixes.

    Raises: Broken, TooDeep.
    """
    clean = without_controls(text).lstrip("\ufeff \t\r\n")
    clean = _DECLARATION.sub("", clean, count=1)
    # Entities that a feed defines for itself are never expanded: they end up as the literal text `&name;`.
    clean = _DOCTYPE.sub("", clean, count=1)
    try:
        return _parsed(clean, recover=False)
    except Broken:
        return _parsed(mended(clean), recover=True)


def mended(text: str) -> str:
    """The text with every `&` outside CDATA meaning something to an XML parser that knows no HTML."""
    parts = _PARTS.split(text)
    parts[::2] = [_AMPERSAND.sub(_reference, part) for part in parts[::2]]
    return "".join(parts)


def first_items(text: str, *, limit: int) -> str:
    """The text up to the end of its `limit`th item: what a slower reader is given."""
    for count, match in enumerate(_END.finditer(text), 1):
        if count == limit:
            return text[: match.end()]
    return text


def _parsed(text: str, *, recover: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        _refuse_depth(parser)
        raise Broken(_clause(error.msg)) from error
    if recover:
        _refuse_depth(parser)
        # Prefixes nobody declared are harmless; anything else would lose items without a word.
        worst = next(
            (error for error in parser.error_log if error.domain != etree.ErrorDomains.NAMESPACE), None
        )
        if worst or root is None:
            raise Broken(_clause(worst.message if worst else "nothing in it"))
    return root


def _refuse_depth(parser: etree.XMLParser) -> None:
    if any("depth" in (error.message or "").lower() for error in parser.error_log):
        raise TooDeep


def _reference(match: re.Match[str]) -> str:
    name = match.group(1)
    if name is None:
        return "&amp;"
    if name in _KEPT:
        return match.group()
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        legal = (
            code in (9, 10, 13)
            or 0x20 <= code <= 0xD7FF
            or 0xE000 <= code <= 0xFFFD
            or 0x10000 <= code <= 0x10FFFF
        )
        return match.group() if legal else ""
    found = html5.get(name + ";")
    return found.replace("&", "&amp;").replace("<", "&lt;") if found else f"&amp;{name};"


def _clause(message: str | None) -> str:
    return " ".join((message or "not well-formed").split())[:200]
