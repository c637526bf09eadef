"""What does a well-formed RSS or Atom tree say, item by item?"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from lxml import etree

from warraq.feeds.gathering import Asked, Place, entry_of, picture_in, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading, Moment

XML = "{http://www.w3.org/XML/1998/namespace}"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_MEDIA = "http://search.yahoo.com/mrss/"
_ATOM = frozenset(["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"])
_XHTML = "http://www.w3.org/1999/xhtml"
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {day: place for place, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)


def read(root: etree._Element, place: Place) -> FeedReading | None:
    """The reading, or `None` where the root is no feed's."""
    kind = _local(root).lower()
    if kind == "feed":
        head, items, reader = root, _named(root, "entry"), "atom"
    elif kind == "rss":
        channel = next(_named(root, "channel"), root)
        # Some papers close the channel too early, so that items stand beside it.
        head, items, reader = channel, _chain(_named(channel, "item"), _named(root, "item")), "rss"
    elif kind == "rdf":
        channel = next(_named(root, "channel"), root)
        head, items, reader = channel, _chain(_named(root, "item"), _named(channel, "item")), "rss"
    else:
        return None
    return reading(
        head_title=_title(_fields(head)),
        entries=(_entry(item, place, atom=reader == "atom") for item in items),
        place=place,
        reader=f"{reader}/1",
        language=_text(_fields(head).get("language")) or root.get(f"{XML}lang") or None,
        asked=_asked(head),
    )


def _entry(item: etree._Element, place: Place, *, atom: bool) -> Entry | None:
    fields = _fields(item)
    base = _base(item, place.url)
    summary = _markup(fields.get("summary") if atom else fields.get("description"), html=not atom)
    content = _content(item, atom=atom)
    return entry_of(
        guid=_text(fields.get("id") if atom else fields.get("guid")) or item.get(f"{_RDF}about"),
        url=_address(item, fields, base, atom=atom),
        title=_title(fields),
        summary=markup.text(summary) if summary else None,
        content=content,
        authors=_authors(item),
        published=_first_moment(fields, ("published", "issued", "pubdate", "date", "created"), place),
        updated=_first_moment(fields, ("updated", "modified"), place),
        categories=_categories(item),
        image=_image(item, base) or picture_in(content, base) or picture_in(summary, base),
    )


_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def _fields(parent: etree._Element) -> dict[str, etree._Element]:
    """Children by local name in lower case, the first of each. Elements of media and the like never stand for ours."""
    fields: dict[str, etree._Element] = {}
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        if _space(child) in (_MEDIA, "http://www.itunes.com/dtds/podcast-1.0.dtd"):
            continue
        name = _local(child).lower()
        if name not in fields or (not _text(fields[name]) and _text(child)):
            fields[name] = child
    return fields


def _address(item: etree._Element, fields: dict[str, etree._Element], base: str, *, atom: bool) -> str | None:
    """The item's own page: its alternate link, its link, an id that is an address."""
    for child in _named(item, "link"):
        relation = (child.get("rel") or "alternate").lower()
        if relation != "alternate":
            continue
        found = (
            markup.link(child.get("href"), _base(child, base))
            if child.get("href")
            else markup.link(_text(child), base)
        )
        if found:
            return found
    guid = fields.get("id") if atom else fields.get("guid")
    if guid is not None and (guid.get("isPermaLink") or guid.get("ispermalink") or "true").lower() != "false":
        candidate = _text(guid)
        if candidate and candidate.lower().startswith(("http://", "https://")):
            return markup.link(candidate, base)
    return markup.link(item.get(f"{_RDF}about"), base)


def _title(fields: dict[str, etree._Element]) -> str | None:
    title = fields.get("title")
    if title is None:
        return None
    html = _space(title) not in _ATOM
    said = _markup(title, html=html)
    return markup.line(said) or None if said else None


def _markup(element: etree._Element | None, *, html: bool) -> str | None:
    """What the element says, as HTML. `html`: whether its text is HTML where no type says so (RSS yes, Atom no)."""
    if element is None:
        return None
    kind = (element.get("type") or "").lower()
    if len(element):
        inner = element.text or ""
        return _escaped(inner) + "".join(
            etree.tostring(child, encoding="unicode", with_tail=True).replace(f' xmlns="{_XHTML}"', "")
            for child in element
        )
    text = element.text or ""
    if (
        html
        or kind in ("html", "text/html", "xhtml", "application/xhtml+xml")
        or (element.get("mode") == "escaped" and kind)
    ):
        return text
    return _escaped(text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _content(item: etree._Element, *, atom: bool) -> str | None:
    for child in item:
        if not isinstance(child.tag, str):
            continue
        encoded = (
            child.tag == f"{{{_CONTENT}}}encoded" or child.tag == "content:encoded"
        )  # the latter: never declared
        if encoded or (
            atom and _local(child) == "content" and _space(child) != _MEDIA and not child.get("src")
        ):
            return _markup(child, html=encoded)
    return None


def _authors(item: etree._Element) -> tuple[str, ...]:
    names: list[str] = []
    for child in item:
        if not isinstance(child.tag, str):
            continue
        local = _local(child).lower()
        if local == "author" and len(child):  # Atom
            names.extend(
                _text(name) or "" for name in child if isinstance(name.tag, str) and _local(name) == "name"
            )
        elif local in ("creator", "author"):
            names.append(_person(_text(child) or ""))
    return tuple(markup.line(name) for name in names)


def _person(printed: str) -> str:
    """RSS wants `address (name)`: the name is what a reader may see."""
    match = re.fullmatch(r"\S+@\S+\s*\((.+)\)", printed)
    if match:
        return match.group(1)
    return "" if re.fullmatch(r"\S+@\S+", printed) else printed


def _categories(item: etree._Element) -> tuple[str, ...]:
    found = []
    for child in item:
        if isinstance(child.tag, str) and _local(child).lower() in ("category", "subject"):
            found.append(markup.line(child.get("label") or child.get("term") or _text(child) or ""))
    return tuple(found)


def _image(item: etree._Element, base: str) -> str | None:
    for element in item.iter(f"{{{_MEDIA}}}content", f"{{{_MEDIA}}}thumbnail", "enclosure"):
        kind = (element.get("type") or element.get("medium") or "").lower()
        address = element.get("url")
        thumbnail = _local(element) == "thumbnail"
        if address and (thumbnail or kind.startswith("image") or (not kind and _PICTURE.search(address))):
            found = markup.link(address, base)
            if found:
                return found
    return None


def _first_moment(fields: dict[str, etree._Element], names: tuple[str, ...], place: Place) -> Moment | None:
    for name in names:
        moment = place.moment(_text(fields.get(name)))
        if moment:
            return moment
    return None


def _asked(head: etree._Element) -> Asked:
    """ttl, sy:updatePeriod and sy:updateFrequency, skipHours, skipDays. A ttl is a day at most.

    Source: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/modules/syndication/
    """
    fields = _fields(head)
    hours = {number % 24 for text in _texts(fields.get("skiphours")) if (number := _number(text)) is not None}
    days = {_DAYS[text[:3].lower()] for text in _texts(fields.get("skipdays")) if text[:3].lower() in _DAYS}
    return Asked(_ttl(fields), tuple(sorted(hours)), tuple(sorted(days)))


def _ttl(fields: dict[str, etree._Element]) -> int | None:
    """In seconds."""
    minutes = _number(_text(fields.get("ttl")))
    if minutes:
        return min(minutes * 60, 86_400)
    period = (_text(fields.get("updateperiod")) or "").lower()
    times = _number(_text(fields.get("updatefrequency"))) or 1
    # "hourly, once" is what the most widespread publishing system prints until somebody changes it: nobody said it.
    if period not in _PERIODS_S or (period == "hourly" and times == 1):
        return None
    return min(_PERIODS_S[period] // times, 86_400) or None


def _texts(element: etree._Element | None) -> Iterator[str]:
    return (text for child in (element if element is not None else ()) if (text := _text(child)))


def _number(text: str | None) -> int | None:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else None


def _base(element: etree._Element, url: str) -> str:
    """The address that relative links in the element are meant against (xml:base of it and those above it)."""
    bases = [base for node in (element, *element.iterancestors()) if (base := node.get(f"{XML}base"))]
    for base in reversed(bases):
        url = markup.link(base, url) or url
    return url


def _text(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    text = element.text if not len(element) else "".join(str(piece) for piece in element.itertext())
    return (text or "").strip() or None


def _local(element: etree._Element) -> str:
    """The name without its namespace, also where the prefix was never bound."""
    return _split(element.tag)[1]


def _space(element: etree._Element) -> str:
    return _split(element.tag)[0]


@functools.lru_cache(maxsize=1_000)
def _split(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name.rpartition(":")[2]


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str) and _local(child).lower() == name)


def _chain(*several: Iterator[etree._Element]) -> Iterator[etree._Element]:
    for one in several:
        yield from one
