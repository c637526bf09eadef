"""What does a well-formed RSS or Atom tree say, item by item?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from warraq.feeds import elements
from warraq.feeds.gathering import Asked, Place, entry_of, picture_in, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading, Moment

_XHTML = "http://www.w3.org/1999/xhtml"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {day: place for place, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)


def read(root: etree._Element, place: Place) -> FeedReading | None:
    """The reading, or `None` where the root is no feed's."""
    kind = elements.local(root)
    if kind == "feed":
        # `item` inside Atom is nobody's format, and is written all the same
        head, items, reader = (
            root,
            _chain(elements.named(root, "entry"), elements.named(root, "item")),
            "atom",
        )
    elif kind == "rss":
        channel = next(elements.named(root, "channel"), root)
        # Some papers close the channel too early, so that items stand beside it.
        head, items, reader = (
            channel,
            _chain(elements.named(channel, "item"), elements.named(root, "item")),
            "rss",
        )
    elif kind == "rdf":
        channel = next(elements.named(root, "channel"), root)
        head, items, reader = (
            channel,
            _chain(elements.named(root, "item"), elements.named(channel, "item")),
            "rss",
        )
    else:
        return None
    return reading(
        head_title=_title(elements.fields(head)),
        entries=(_entry(item, place, atom=reader == "atom") for item in items),
        place=place,
        reader=f"{reader}/1",
        language=elements.text(elements.fields(head).get("language"))
        or root.get(f"{elements.XML}lang")
        or None,
        asked=_asked(head),
    )


def _entry(item: etree._Element, place: Place, *, atom: bool) -> Entry | None:
    fields = elements.fields(item)
    base = elements.base_of(item, place.url)
    summary = elements.as_html(fields.get("summary") if atom else fields.get("description"), html=not atom)
    content = _content(item, atom=atom)
    return entry_of(
        guid=elements.text(fields.get("id") if atom else fields.get("guid"))
        or item.get(f"{elements.RDF}about"),
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


def _address(item: etree._Element, fields: dict[str, etree._Element], base: str, *, atom: bool) -> str | None:
    """The item's own page: its alternate link, its link, an id that is an address."""
    for child in elements.named(item, "link"):
        relation = (child.get("rel") or "alternate").lower()
        if relation != "alternate":
            continue
        found = (
            markup.link(child.get("href"), elements.base_of(child, base))
            if child.get("href")
            else markup.link(elements.text(child), base)
        )
        if found:
            return found
    guid = fields.get("id") if atom else fields.get("guid")
    if guid is not None and (guid.get("isPermaLink") or guid.get("ispermalink") or "true").lower() != "false":
        candidate = elements.text(guid)
        if candidate and candidate.lower().startswith(("http://", "https://")):
            return markup.link(candidate, base)
    return markup.link(item.get(f"{elements.RDF}about"), base)


def _title(fields: dict[str, etree._Element]) -> str | None:
    title = fields.get("title")
    if title is None:
        return None
    html = elements.space(title) not in elements.ATOM
    said = elements.as_html(title, html=html)
    return markup.line(said) or None if said else None


def _content(item: etree._Element, *, atom: bool) -> str | None:
    """The whole text, where the feed gives it: content:encoded, Atom's content, xhtml:body, fullitem."""
    for child in item:
        if not isinstance(child.tag, str):
            continue
        its, name = elements.space(child), elements.local(child)
        if name == "encoded" and its in (_CONTENT, "content"):  # the latter: a prefix that was never bound
            return elements.as_html(child, html=True)
        if atom and name == "content" and its in elements.ATOM | {""} and not child.get("src"):
            return elements.as_html(child, html=False)
        if not atom and name in ("body", "fullitem") and its in ("", _XHTML):
            return elements.as_html(child, html=True)
    return None


def _authors(item: etree._Element) -> tuple[str, ...]:
    names: list[str] = []
    for child in item:
        if not isinstance(child.tag, str):
            continue
        local = elements.local(child)
        if local == "author" and len(child):  # Atom
            names.extend(
                elements.text(name) or ""
                for name in child
                if isinstance(name.tag, str) and elements.local(name) == "name"
            )
        elif local in ("creator", "author"):
            names.append(_person(elements.text(child) or ""))
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
        if isinstance(child.tag, str) and elements.local(child) in ("category", "subject"):
            # its text alone: what is set inside it by mistake is none of its name
            found.append(markup.line(child.get("label") or child.get("term") or child.text or ""))
    return tuple(found)


def _image(item: etree._Element, base: str) -> str | None:
    for element in item.iter(f"{{{elements.MEDIA}}}content", f"{{{elements.MEDIA}}}thumbnail", "enclosure"):
        kind = (element.get("type") or element.get("medium") or "").lower()
        address = element.get("url")
        thumbnail = elements.local(element) == "thumbnail"
        if address and (thumbnail or kind.startswith("image") or (not kind and _PICTURE.search(address))):
            found = markup.link(address, base)
            if found:
                return found
    return None


def _first_moment(fields: dict[str, etree._Element], names: tuple[str, ...], place: Place) -> Moment | None:
    for name in names:
        moment = place.moment(elements.text(fields.get(name)))
        if moment:
            return moment
    return None


def _asked(head: etree._Element) -> Asked:
    """ttl, sy:updatePeriod and sy:updateFrequency, skipHours, skipDays. A ttl is a day at most.

    Source: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/modules/syndication/
    """
    fields = elements.fields(head)
    hours = {number % 24 for text in _texts(fields.get("skiphours")) if (number := _number(text)) is not None}
    days = {_DAYS[text[:3].lower()] for text in _texts(fields.get("skipdays")) if text[:3].lower() in _DAYS}
    return Asked(_ttl(fields), tuple(sorted(hours)), tuple(sorted(days)))


def _ttl(fields: dict[str, etree._Element]) -> int | None:
    """In seconds."""
    minutes = _number(elements.text(fields.get("ttl")))
    if minutes:
        return min(minutes * 60, 86_400)
    period = (elements.text(fields.get("updateperiod")) or "").lower()
    times = _number(elements.text(fields.get("updatefrequency"))) or 1
    # "hourly, once" is what the most widespread publishing system prints until somebody changes it: nobody said it.
    if period not in _PERIODS_S or (period == "hourly" and times == 1):
        return None
    return min(_PERIODS_S[period] // times, 86_400) or None


def _texts(element: etree._Element | None) -> Iterator[str]:
    return (text for child in (element if element is not None else ()) if (text := elements.text(child)))


def _number(text: str | None) -> int | None:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else None


def _chain(*several: Iterator[etree._Element]) -> Iterator[etree._Element]:
    for one in several:
        yield from one
