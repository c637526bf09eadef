"""What does a list of a site's past name: the pages and lists of a sitemap, or the links of an archive's day? All of it.

`feeds.reading` looks for what is new and keeps the newest thousand; here up to fifty thousand addresses are wanted, each
with the day the list says of it, and nothing else. A sitemap is read as it comes, not as one tree.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from warraq.errors import Unreadable
from warraq.feeds import discovery, elements, listing, reading
from warraq.feeds.gathering import Place
from warraq.language import markup
from warraq.language.charset import decoded

MAX_BYTES = 50 * 2**20  # sitemaps.org's own bound, as the one below
MAX_ADDRESSES = 50_000
MAX_LINKS = 3_000  # of one page
_LONGEST = 8_000
_ENTRIES = frozenset(["url", "sitemap"])
_BEGINNING = re.compile(rb"<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """An address of the past. `said`: when it was printed, or last changed; `printed`: it is the former."""

    url: str
    said: datetime | None = None
    printed: bool = False


@dataclass(frozen=True, slots=True)
class PastReading:
    """`lists` are further sitemaps, `pages` the addresses of pages, `links` everything that a web page links to in its own
    site: whoever walks an archive knows by their form which are its days and their further pages."""

    lists: tuple[Named, ...] = ()
    pages: tuple[Named, ...] = ()
    links: tuple[str, ...] = ()


def read(data: bytes, *, url: str, content_type: str | None, zone: str, now: datetime) -> PastReading:
    """Read a sitemap or a sitemap index, broken at its end or not, plain or gzipped; a file of addresses, one a line; a
    feed; or a web page.

    Raises: Unreadable, with one clause that says what the bytes are instead.
    """
    data = _inflated(data)
    if not data.strip():
        raise Unreadable("the answer is empty, not a list")
    place = Place(url=url, zone=zone, now=now, max_items=MAX_ADDRESSES)
    head = data[:4096]
    if _BEGINNING.search(head):
        return _sitemap(data, place)
    if _HTML.search(head):
        return _page(data, content_type, place)
    if head.lstrip().startswith((b"http://", b"https://")):
        return _lines(data, place)
    entries = reading.read(data, url=url, content_type=content_type, zone=zone, now=now).entries
    return PastReading(
        pages=tuple(Named(one.url, one.published.at if one.published else None, True) for one in entries)
    )


def _inflated(data: bytes) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1)
        except zlib.error as error:
            raise Unreadable(f"broken gzip: {error}") from error
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES // 2**20} MB, too big for a list")
    return data


def _sitemap(data: bytes, place: Place) -> PastReading:
    pages: dict[str, Named] = {}
    lists: dict[str, Named] = {}
    for kind, named in _entries(data, place):
        if named.url == place.url:
            continue
        (lists if kind == "sitemap" else pages).setdefault(named.url, named)
        if len(pages) + len(lists) >= MAX_ADDRESSES:
            break
    return PastReading(tuple(lists.values()), tuple(pages.values()))


def _entries(data: bytes, place: Place) -> Iterator[tuple[str, Named]]:
    """Each entry as it ends. What comes before a break in the file counts."""
    found = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in found:
            if not isinstance(element.tag, str) or (kind := elements.local(element)) not in _ENTRIES:
                continue
            if (named := _named(element, place)) is not None:
                yield kind, named
            element.clear()
            while element.getprevious() is not None and (parent := element.getparent()) is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"no XML to be read ({str(error)[:100]})") from error


def _named(element: etree._Element, place: Place) -> Named | None:
    said: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child is not element and child.text:
            # a picture's own <loc> stands deeper than the page's
            said.setdefault(elements.local(child), child.text.strip())
    url = markup.link(said.get("loc"), place.url)
    if url is None or len(url) > _LONGEST:
        return None
    if (printed := _at(said.get("publication_date"), place)) is not None:
        return Named(url, printed, printed=True)
    return Named(url, _at(said.get("lastmod"), place))


def _at(printed: str | None, place: Place) -> datetime | None:
    """A date of a sitemap; the common form at once, others with care."""
    if not printed:
        return None
    try:
        at = datetime.fromisoformat(printed)
    except ValueError:
        moment = place.moment(printed[:60])
        return moment.at if moment else None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _lines(data: bytes, place: Place) -> PastReading:
    found: dict[str, Named] = {}
    for line in data.decode("utf-8", "replace").splitlines():
        url = markup.link(line, place.url) if line.startswith("http") and len(line) <= _LONGEST else None
        if url is not None:
            found.setdefault(url, Named(url))
        if len(found) >= MAX_ADDRESSES:
            break
    return PastReading(pages=tuple(found.values()))


def _page(data: bytes, content_type: str | None, place: Place) -> PastReading:
    text = decoded(data, content_type=content_type).text
    root = discovery.page(text)
    if root is None:
        raise Unreadable("nothing stands on this page")
    base = discovery.base_of(root, place.url)
    links: dict[str, None] = {}
    for anchor in root.iter("a"):
        if (address := markup.link(anchor.get("href"), base)) is not None and len(address) <= _LONGEST:
            links.setdefault(address.partition("#")[0])
        if len(links) >= MAX_LINKS:
            break
    try:
        entries = listing.read(text, place, most=MAX_LINKS).entries
    except Unreadable:  # an empty day
        entries = ()
    return PastReading(pages=tuple(Named(entry.url) for entry in entries), links=tuple(links))
