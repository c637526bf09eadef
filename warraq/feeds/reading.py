"""Which of our readers understands these bytes? The fast one first, the tolerant one for what is broken."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree

from warraq.errors import Unreadable
from warraq.feeds import cleaning, rss, tolerant
from warraq.language.charset import decoded
from warraq.press import FeedReading

MAX_BYTES = 20 * 2**20
MAX_ITEMS = 1_000

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_FEED = re.compile(r"<(?:[\w-]+:)?(?:rss|RDF|feed|channel)[\s>]", re.IGNORECASE)


def read(data: bytes, *, url: str, content_type: str | None, zone: str, now: datetime) -> FeedReading:
    """Read RSS 0.9x, 1.0, 2.0 or Atom 0.3, 1.0, broken or not.

    `url` is where the bytes came from (relative links are resolved against it), `content_type` the header as sent,
    `zone` the IANA name in which dates without an offset are meant. At most MAX_ITEMS entries; a feed without items is
    a reading without entries.
    Raises: Unreadable, with one clause that says what the bytes are instead.
    """
    if not data.strip():
        raise Unreadable("the answer is empty, not a feed")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES // 2**20} MB, too big for a feed")
    text = decoded(data, content_type=content_type).text
    _refuse_other_kinds(text)
    place = rss.Place(url=url, zone=zone, now=now, max_items=MAX_ITEMS)
    try:
        root = cleaning.tree(text)
    except cleaning.TooDeep as error:
        raise Unreadable("elements nested too deeply for a feed") from error
    except cleaning.Broken as error:
        return tolerant.read(cleaning.first_items(text, limit=MAX_ITEMS), place, reason=str(error))
    reading = rss.read(root, place)
    if reading is None:
        return tolerant.read(
            cleaning.first_items(text, limit=MAX_ITEMS), place, reason=f"its root is <{_name(root)}>"
        )
    return reading


def _refuse_other_kinds(text: str) -> None:
    beginning = text[:4096].lstrip("\ufeff \t\r\n")
    if _PAGE.match(beginning) and not _FEED.search(text[:20_000]):
        raise Unreadable("this is a web page (HTML), not a feed")
    if beginning.startswith(("{", "[")):
        raise Unreadable("this is JSON, not RSS or Atom")
    if beginning.startswith("%PDF-") or "<" not in text:
        raise Unreadable("this is no XML, so no feed")


def _name(root: etree._Element) -> str:
    return str(root.tag).rpartition("}")[2][:40]
