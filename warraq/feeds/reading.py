"""Which of our readers understands these bytes? The fast one first, the tolerant one for what is broken."""

from __future__ import annotations

import re
import zlib
from datetime import datetime

from lxml import etree

from warraq.errors import Unreadable
from warraq.feeds import cleaning, discovery, jsonfeed, listing, rss, sitemap, tolerant
from warraq.feeds.gathering import Place
from warraq.language.charset import decoded
from warraq.press import FeedKind, FeedReading

MAX_BYTES = 20 * 2**20
MAX_ITEMS = 1_000

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_FEED = re.compile(r"<(?:[\w-]+:)?(?:rss|RDF|feed|channel|urlset|sitemapindex)[\s>]", re.IGNORECASE)


def read(
    data: bytes, *, url: str, content_type: str | None, zone: str, now: datetime, kind: FeedKind = "feed"
) -> FeedReading:
    """Read RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, JSON Feed, a sitemap or sitemap index, broken or not, gzipped or not;
    with `kind` "listing", the links of a web page.

    `url` is where the bytes came from (relative links are resolved against it), `content_type` the header as sent,
    `zone` the IANA name in which dates without an offset are meant. At most MAX_ITEMS entries; a feed without items is
    a reading without entries.
    Raises: Unreadable, with one clause that says what the bytes are instead.
    """
    data = _inflated(data)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES // 2**20} MB, too big for a feed")
    if not data.strip():
        raise Unreadable("the answer is empty, not a feed")
    text = decoded(data, content_type=content_type).text
    place = Place(url=url, zone=zone, now=now, max_items=MAX_ITEMS)
    if kind == "listing":
        return listing.read(text, place)
    beginning = text[:4096].lstrip("\ufeff \t\r\n")
    if beginning.startswith(("{", "[")):
        return jsonfeed.read(text.lstrip("\ufeff"), place)
    _refuse_other_kinds(text, beginning, url)
    return _of_tree(text, place)


def _of_tree(text: str, place: Place) -> FeedReading:
    try:
        root = cleaning.tree(text)
    except cleaning.TooDeep as error:
        raise Unreadable("elements nested too deeply for a feed") from error
    except cleaning.Broken as error:
        return tolerant.read(cleaning.first_items(text, limit=MAX_ITEMS), place, reason=str(error))
    found = rss.read(root, place) or sitemap.read(root, place)
    if found is None:
        return tolerant.read(
            cleaning.first_items(text, limit=MAX_ITEMS), place, reason=f"its root is <{_name(root)}>"
        )
    return found


def _inflated(data: bytes) -> bytes:
    """Sitemaps are kept gzipped as files: no header says so, only their first bytes. Never more than MAX_BYTES + 1."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise Unreadable(f"broken gzip: {error}") from error


def _refuse_other_kinds(text: str, beginning: str, url: str) -> None:
    if "html" in beginning.lower() and _PAGE.match(beginning) and not _FEED.search(text[:20_000]):
        told = ", ".join(one.url for one in discovery.named(text, url)[:3])
        raise Unreadable(
            f"this is a web page (HTML), not a feed{f'; it names {told}' if told else ' and it names none'}"
        )
    if beginning.startswith("%PDF-") or "<" not in text:
        raise Unreadable("this is no XML, so no feed")


def _name(root: etree._Element) -> str:
    return str(root.tag).rpartition("}")[2][:40]
