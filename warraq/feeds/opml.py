"""Which feeds does a subscription list name, and how is one written? OPML 1 and 2, and the FOAF lists of old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from warraq.errors import Unreadable
from warraq.feeds import cleaning, elements
from warraq.language import markup
from warraq.language.charset import decoded, without_controls
from warraq.press import FeedKind

MAX_BYTES = 8 * 2**20
MAX_FEEDS = 10_000
_LISTS = frozenset(["include", "source"])  # a list of lists: another list's address is no feed's
_SECTION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list. `groups` are the outlines around it, the outermost first; `section` our desk's slug, where the
    list says one in `category`."""

    url: str
    title: str | None = None
    homepage: str | None = None
    groups: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    kind: FeedKind = "feed"


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """A list, each address once. `dropped` says why outlines were left, `broken` why the list had to be mended."""

    title: str | None
    feeds: tuple[Subscription, ...]
    dropped: tuple[str, ...] = ()
    broken: str | None = None


def read(data: bytes) -> Subscriptions:
    """The list; of a broken one, what can be had of it.

    Raises: Unreadable, with one clause that says what the bytes are instead.
    Source: http://opml.org/spec2.opml
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES // 2**20} MB, too big for a list of feeds")
    if not data.strip():
        raise Unreadable("the file is empty")
    root, broken = _tree(decoded(data, content_type=None).text)
    kind = elements.local(root)
    if kind == "opml":
        found, dropped = _outlines(root)
    elif kind == "rdf":
        found, dropped = _friends(root), []
    else:
        raise Unreadable(f"no OPML: its root is <{kind[:40]}>")
    kept: dict[str, Subscription] = {}
    for one in found:
        kept.setdefault(one.url, one)
    title = next((_line(elements.text(one)) for one in root.iter("{*}title", "title")), None)
    return Subscriptions(title, tuple(kept.values())[:MAX_FEEDS], tuple(dropped), broken)


def write(subscriptions: Subscriptions) -> bytes:
    """The list as OPML 2.0, in its order; neighbours of one group share its outline."""
    root = etree.Element("opml", {"version": "2.0"})
    head = etree.SubElement(root, "head")
    if subscriptions.title:
        etree.SubElement(head, "title").text = _printable(subscriptions.title)
    path: tuple[str, ...] = ()
    outlines = [etree.SubElement(root, "body")]
    for one in subscriptions.feeds:
        shared = next(
            (n for n, (a, b) in enumerate(zip(path, one.groups, strict=False)) if a != b),
            min(len(path), len(one.groups)),
        )
        del outlines[shared + 1 :]
        for group in one.groups[shared:]:
            outlines.append(etree.SubElement(outlines[-1], "outline", {"text": _printable(group)}))
        path = one.groups
        etree.SubElement(outlines[-1], "outline", _attributes(one))
    etree.indent(root)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _attributes(one: Subscription) -> dict[str, str]:
    said = {
        "text": one.title or one.url,
        "title": one.title,
        "type": "rss" if one.kind == "feed" else one.kind,
        "xmlUrl": one.url,
        "htmlUrl": one.homepage,
        "category": f"/{one.section}" if one.section else None,
        "language": one.language,
    }
    return {name: _printable(value) for name, value in said.items() if value}


def _tree(text: str) -> tuple[etree._Element, str | None]:
    """The tree, and why it had to be mended. Raises: Unreadable."""
    try:
        return cleaning.tree(text), None
    except cleaning.TooDeep as error:
        raise Unreadable("outlines nested too deeply") from error
    except cleaning.Broken as error:
        root = cleaning.salvaged(text)
        if root is None:
            raise Unreadable(f"no OPML: {error}") from error
        return root, str(error)


def _outlines(root: etree._Element) -> tuple[list[Subscription], list[str]]:
    found, dropped = [], []
    for number, element in enumerate(_all(root, "outline"), 1):
        said = {str(name).rpartition("}")[2].lower(): str(value).strip() for name, value in element.items()}
        kind = said.get("type", "").lower()
        address = said.get("xmlurl") or ""
        if kind in _LISTS or (kind == "link" and not address):
            dropped.append(f"outline {number}: another list, {(address or said.get('url', ''))[:200]}")
        elif url := markup.link(address, address):
            found.append(_subscription(element, said, url))
        elif address or said.get("htmlurl"):
            where = said.get("htmlurl") or address
            dropped.append(f"outline {number}: no http(s) address of a feed ({where[:200]})")
    return found, dropped


def _subscription(element: etree._Element, said: dict[str, str], url: str) -> Subscription:
    categories = (step for path in said.get("category", "").split(",") for step in reversed(path.split("/")))
    above = [_line(one.get("text") or one.get("title")) for one in element.iterancestors() if _is_group(one)]
    title = _line(said.get("title")) if said.get("text") in (None, "", url) else _line(said.get("text"))
    return Subscription(
        url=url,
        title=title,
        homepage=markup.link(said.get("htmlurl"), url),
        groups=tuple(name for name in reversed(above) if name),
        section=next((step.strip() for step in categories if _SECTION.fullmatch(step.strip())), None),
        language=said.get("language") or None,
        kind="listing" if said.get("type", "").lower() == "listing" else "feed",
    )


def _is_group(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and elements.local(element) == "outline"


def _friends(root: etree._Element) -> list[Subscription]:
    """The weblogs of FOAF's agents: `rss:channel` with an `rdf:about`."""
    found = []
    for channel in _all(root, "channel"):
        url = markup.link(channel.get(f"{elements.RDF}about"), "")
        agent = next(
            (one for one in channel.iterancestors() if elements.local(one) in ("agent", "person")), None
        )
        names = elements.named(agent, "name") if agent is not None else iter(())
        if url:
            found.append(Subscription(url, next((_line(elements.text(name)) for name in names), None)))
    return found


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in root.iter() if isinstance(one.tag, str) and elements.local(one) == name)


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", without_controls(text))
