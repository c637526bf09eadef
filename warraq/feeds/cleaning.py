"""How does a feed's text become a tree, safely? One cleaning step, then libxml2 without entities, DTD or network."""

from __future__ import annotations

import re
from html.entities import html5
from itertools import islice

from lxml import etree

from warraq.errors import Unreadable
from warraq.language.charset import without_controls

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_TYPE = re.compile("<!DOCTYPE", re.IGNORECASE)
_PROLOG = re.compile(r"((?:[\s\ufeff]|<\?.*?\?>|<!--.*?-->)*+)<!DOCTYPE", re.IGNORECASE | re.DOTALL)
_MOST_DOCTYPES = 8
_PARTS = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_KEPT = frozenset(["amp", "lt", "gt", "quot", "apos"])
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_NO_LETTERS = ("\ufffe".encode(), "\uffff".encode())
# Letters that no text is written with: Windows' quotation marks that a program took for Latin 1.
_C1 = re.compile(b"\xc2[\x80-\x9f]")
_C1_MEANT = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_WINDOWS = re.compile(r"&#(?:(12[89]|1[345]\d)|[xX]([89][0-9a-fA-F]));")
_END = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


class Broken(Exception):
    """Not well-formed, and not by what we mend. The message is libxml2's, in one clause."""


class TooDeep(Exception):
    """More open elements than libxml2 follows (256): no feed, and not worth a slower reader."""


def tree(text: str) -> etree._Element:
    """The root element. Mends what feeds in the wild get wrong: controls, HTML's entities, bare `&`, unbound prefixes.

    Raises: Broken, TooDeep.
    """
    clean = _legal(text).lstrip("\ufeff \t\r\n")
    if clean.startswith("<?"):
        clean = _DECLARATION.sub("", clean, count=1)
    # Entities that a feed defines for itself are never expanded: they end up as the literal text `&name;`.
    if "<!D" in clean or "<!d" in clean:
        clean = _without_type(clean)
    if "&#" in clean:
        clean = _WINDOWS.sub(_windows_letter, clean)
    try:
        return _parsed(clean, recover=False)
    except Broken:
        return _parsed(mended(clean), recover=True)


def _without_type(text: str) -> str:
    """The text without its first whole DOCTYPE: of a million that never end, each would be followed to the end of the text."""
    for begun in islice(_TYPE.finditer(text), _MOST_DOCTYPES):
        if (whole := _DOCTYPE.match(text, begun.start())) is not None:
            return text[: whole.start()] + text[whole.end() :]
    return text


def _windows_letter(match: re.Match[str]) -> str:
    """What `&#146;` was meant to be: these numbers are controls, and programs write them for Windows' quotation marks.

    Source: https://html.spec.whatwg.org/#numeric-character-reference-end-state
    """
    return _C1_MEANT[int(match.group(1) or match.group(2), 10 if match.group(1) else 16)]


def _legal(text: str) -> str:
    """The text without what no XML may hold. Bytes are looked at first, which is ten times as fast as letters."""
    data = text.encode("utf-8", "replace")
    legal = len(data.translate(None, _CONTROLS)) == len(data) and not any(one in data for one in _NO_LETTERS)
    if _C1.search(data):
        text = text.translate(_C1_MEANT)
    return text if legal else without_controls(text)


def salvaged(text: str) -> etree._Element | None:
    """What can be had of a broken tree: for short lists whose every line stands for itself, not for feeds."""
    clean = _without_type(_DECLARATION.sub("", _legal(text).lstrip("\ufeff \t\r\n"), count=1))
    try:
        return etree.fromstring(mended(clean).encode("utf-8", "replace"), _MENDING)
    except etree.XMLSyntaxError:
        return None


def mended(text: str) -> str:
    """The text with every `&` outside CDATA meaning something to an XML parser that knows no HTML."""
    parts = _PARTS.split(text)
    parts[::2] = [_AMPERSAND.sub(_reference, part) for part in parts[::2]]
    return "".join(parts)


def undeclared(text: str) -> str:
    """The text without its DOCTYPE, and so without entities of its own: for a reader that would expand them.

    Raises: Unreadable for more than a few of them: a document has one, and a million would be looked at one by one.
    """
    for _ in range(_MOST_DOCTYPES + 1):
        if (begun := _PROLOG.match(text)) is None:
            return text
        whole = _DOCTYPE.match(text, begun.end(1))
        text = text[: begun.end(1)] + text[whole.end() if whole else begun.end() :]
    raise Unreadable("a document that declares its type again and again")


def first_items(text: str, *, limit: int) -> str:
    """The text up to the end of its `limit`th item: what a slower reader is given."""
    for count, match in enumerate(_END.finditer(text), 1):
        if count == limit:
            return text[: match.end()]
    return text


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


# Made once: of a short feed's reading, making a parser is a fifth.
_STRICT, _MENDING = _parser(recover=False), _parser(recover=True)


def _parsed(text: str, *, recover: bool) -> etree._Element:
    parser = _MENDING if recover else _STRICT
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
