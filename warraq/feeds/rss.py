"""What does a well-formed RSS or Atom tree say, item by item?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from warraq.feeds import elements, hubs
from warraq.feeds.elements import Child
from warraq.feeds.gathering import NOTHING_ASKED, Asked, Place, entry_of, picture_in, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading, Moment

_ABOUT = f"{elements.RDF}about"
_MEDIA = (elements.MEDIA, "media")
_ADDRESSED = re.compile(r"\S+@\S+(?:\s*\((.+)\))?|([^<>@]*[^<>@\s])\s*<\S+@\S+>")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {day: place for place, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_WISHES = frozenset(["ttl", "updateperiod", "skiphours", "skipdays"])
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)


def read(root: etree._Element, place: Place) -> FeedReading | None:
    """The reading, or `None` where the root is no feed's."""
    kind = elements.local(root)
    if kind == "feed":
        # `item` inside Atom is nobody's format, and is written all the same
        head, items, reader = root, chain(_items(root, "entry", place), _items(root, "item", place)), "atom"
    elif kind in ("rss", "rdf"):
        head = next(elements.named(root, "channel"), root)
        # RSS 1.0 sets items beside the channel; elsewhere some papers close the channel too early.
        others = _items(root, "item", place) if head is not root else iter(())
        items, reader = chain(_items(head, "item", place), others), "rss"
    else:
        return None
    said = elements.children(head)
    fields = elements.fields(head, said)
    found = reading(
        head_title=_title(fields),
        entries=(_entry(item, base, place, atom=reader == "atom") for item, base in items),
        place=place,
        reader=f"{reader}/1",
        language=elements.text(fields.get("language")) or root.get(f"{elements.XML}lang") or None,
        asked=_asked(fields),
        page=_address(said, None, elements.base_of(head, place.url)),
    )
    links = (child for _, name, child in said if name == "link" and child.get("href"))
    told = (((link.get("rel") or "").lower(), link.get("href") or "") for link in links)
    return hubs.announced(found, told, place.url)


def _items(parent: etree._Element, name: str, place: Place) -> Iterator[tuple[etree._Element, str]]:
    """The parent's items, and the address that links in them are meant against."""
    above = elements.base_of(parent, place.url)
    for item in elements.named(parent, name):
        yield item, _base(item, above)


def _base(element: etree._Element, above: str) -> str:
    own = element.get(f"{elements.XML}base")
    return (markup.link(own, above) or above) if own else above


def _entry(item: etree._Element, base: str, place: Place, *, atom: bool) -> Entry | None:
    said = elements.children(item)  # walked once: it is what reading a feed costs
    fields = elements.fields(item, said)
    summary = elements.as_html(fields.get("summary") if atom else fields.get("description"), html=not atom)
    content = _content(said, atom=atom)
    guid = fields.get("id") if atom else fields.get("guid")
    return entry_of(
        guid=elements.text(guid) or item.get(_ABOUT),
        url=_address(said, guid, base) or markup.link(item.get(_ABOUT), base),
        title=_title(fields),
        summary=markup.text(summary) if summary else None,
        content=content,
        authors=_authors(said),
        published=_first_moment(fields, ("published", "issued", "pubdate", "date", "created"), place),
        updated=_first_moment(fields, ("updated", "modified"), place),
        categories=_categories(said),
        image=_image(said, base) or picture_in(content, base) or picture_in(summary, base),
    )


def _address(said: list[Child], guid: etree._Element | None, base: str) -> str | None:
    """The item's own page: its alternate link, its link, an id that is an address."""
    for _, name, child in said:
        if name != "link" or (child.get("rel") or "alternate").lower() != "alternate":
            continue
        href = child.get("href")
        found = markup.link(href, _base(child, base)) if href else markup.link(elements.text(child), base)
        if found:
            return found
    if guid is not None and (guid.get("isPermaLink") or guid.get("ispermalink") or "true").lower() != "false":
        candidate = elements.text(guid)
        if candidate and candidate.lower().startswith(("http://", "https://")):
            return markup.link(candidate, base)
    return None


def _title(fields: dict[str, etree._Element]) -> str | None:
    title = fields.get("title")
    if title is None:
        return None
    said = elements.as_html(title, html=elements.space(title) not in elements.ATOM)
    return markup.line(said) or None if said else None


def _content(said: list[Child], *, atom: bool) -> str | None:
    """The whole text, where the feed gives it: content:encoded, Atom's content, xhtml:body, fullitem."""
    for its, name, child in said:
        if name == "encoded" and its in (_CONTENT, "content"):  # the latter: a prefix that was never bound
            return elements.as_html(child, html=True)
        if atom and name == "content" and (not its or its in elements.ATOM) and not child.get("src"):
            return elements.as_html(child, html=False)
        if not atom and name in ("body", "fullitem") and its in ("", elements.XHTML):
            return elements.as_html(child, html=True)
    return None


def _authors(said: list[Child]) -> tuple[str, ...]:
    names: list[str] = []
    for _, name, child in said:
        if name == "author" and len(child):  # Atom
            names.extend(elements.text(inner) or "" for inner in elements.named(child, "name"))
        elif name in ("creator", "author"):
            names.append(_person(elements.text(child) or ""))
    return tuple(markup.line(name) for name in names)


def _person(printed: str) -> str:
    """RSS wants `address (name)`: the name is what a reader may see."""
    if "@" not in printed:
        return printed
    match = _ADDRESSED.fullmatch(printed)
    return (match.group(1) or match.group(2) or "") if match else printed


def _categories(said: list[Child]) -> tuple[str, ...]:
    # The text alone: what is set inside a category by mistake is none of its name.
    return tuple(
        markup.line(child.get("label") or child.get("term") or child.text or "")
        for _, name, child in said
        if name in ("category", "subject")
    )


def _image(said: list[Child], base: str) -> str | None:
    for its, name, child in said:
        ours = name == "enclosure" or (its in _MEDIA and name in ("content", "thumbnail"))
        if ours and (found := _picture(child, name, base)):
            return found
        if its in _MEDIA and name in ("group", "content"):  # a group, or a thumbnail inside a film
            for inner in child.iter(f"{{{elements.MEDIA}}}content", f"{{{elements.MEDIA}}}thumbnail"):
                if found := _picture(inner, elements.local(inner), base):
                    return found
    return None


def _picture(element: etree._Element, name: str, base: str) -> str | None:
    kind = (element.get("type") or element.get("medium") or "").lower()
    address = element.get("url")
    if address and (
        name == "thumbnail" or kind.startswith("image") or (not kind and _PICTURE.search(address))
    ):
        return markup.link(address, base)
    return None


def _first_moment(fields: dict[str, etree._Element], names: tuple[str, ...], place: Place) -> Moment | None:
    for name in names:
        if name in fields and (moment := place.moment(elements.text(fields[name]))):
            return moment
    return None


def _asked(fields: dict[str, etree._Element]) -> Asked:
    """ttl, sy:updatePeriod and sy:updateFrequency, skipHours, skipDays. A ttl is a day at most.

    Source: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/modules/syndication/
    """
    if not fields.keys() & _WISHES:
        return NOTHING_ASKED
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
