"""Do feeds, lists of a site's past, front pages and articles come to a reading or to a named refusal? By the jobs of the reading worker."""

from __future__ import annotations

from typing import Any

import orjson

from fuzz import door
from fuzz.door import NOW, PAGE, Door, holds
from fuzz.seeds import FEEDS, PAGES, PASTS
from warraq.errors import Unreadable
from warraq.feeds.past import MAX_ADDRESSES, MAX_LINKS
from warraq.feeds.reading import MAX_ITEMS
from warraq.newsroom import reader
from warraq.newsroom.handed import feed_reading, page_reading, past_reading

_LONGEST_ANSWER = 64 * 2**20  # as `newsroom.parsing` has it
_SAYS_MORE = 40  # an answer is so many times as long as what was read, and a megabyte
_TYPES = (None, "text/xml; charset=windows-1256", "application/rss+xml; charset=utf-8", "text/html")
_PLACE = {"zone": "Africa/Cairo", "now": NOW.isoformat()}
_XML = (
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"<link>", b"<guid isPermaLink='false'>", b"<pubDate>", b"<description>",
    b"<content:encoded>", b"<![CDATA[", b"]]>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<link href='", b"<updated>",
    b"<!DOCTYPE r [<!ENTITY a 'b'>]>", b"&a;", b"&#1;", b"<?xml version='1.0' encoding='windows-1256'?>", b"<urlset>", b"<url>", b"<loc>",
    b"<lastmod>", b"<sitemapindex>", b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", b"<rdf:RDF>", b"<media:content url='",
    b"<enclosure url='", b"xml:base='", b"javascript:alert(1)", b"http://", b"\xff\xfe", b"\x00", b"\x1f\x8b", b"<ttl>", b"<skipHours><hour>",
)  # fmt: skip
_HTML = (
    b"<html>", b"<article>", b"<p>", b"</p>", b"<h1>", b"<time datetime='", b"<meta property='og:title' content='", b"<script type='application/ld+json'>",
    b"</script>", b"<base href='", b"<title>", b"<meta charset='", b"<svg>", b"<template>", b"<plaintext>", b"<!--", b"<table><tr><td>", b"&#xD800;",
    b"<link rel='canonical' href='", b"<meta name='robots' content='noindex'>", b"<a href='", b"<img src='", b"onerror=", b"<noscript>", b"\x00",
    "بقلم:".encode(), "10 مارس 2026".encode(), b"\"@type\":\"NewsArticle\"", b"\"datePublished\":", b"<div itemprop='articleBody'>",
)  # fmt: skip


def _asked(job: str, data: bytes, **fields: Any) -> dict[str, Any]:
    """What the worker sends back, as it arrives. Raises: Unreadable."""
    try:
        found = reader.JOBS[job](data, fields)
    except RecursionError as error:  # as the worker has it
        raise Unreadable("nested too deeply to read") from error
    sent = orjson.dumps(found, default=reader.plain)
    holds(
        len(sent) <= min(_LONGEST_ANSWER, _SAYS_MORE * len(data) + 2**20),
        f"an answer of {len(sent)} bytes to {len(data)}",
    )
    arrived: dict[str, Any] = orjson.loads(sent)
    return arrived


def _of(data: bytes) -> str | None:
    """A content type, told by the bytes themselves, so that a case says all there is to know of it."""
    return _TYPES[data[-1] % len(_TYPES)] if data else None


def feeds(data: bytes) -> str:
    kind = "listing" if data[:1] == b"L" else "feed"
    body = data[1:] if kind == "listing" else data
    try:
        read = feed_reading(_asked("feed", body, url=PAGE, content_type=_of(body), kind=kind, **_PLACE))
    except Unreadable as error:
        return door.refusal(error)
    holds(len(read.entries) <= MAX_ITEMS, f"{len(read.entries)} entries")
    door.web([part.url for part in read.parts])
    door.web([read.hub, read.page])
    for entry in read.entries:
        holds(bool(entry.guid and entry.url), "an entry without an identity")
        door.web([entry.url, entry.image])
        door.plausible(entry.published)
        door.inert(door.draft(url=entry.url, title=entry.title or "", body=entry.content or entry.summary or "", authors=entry.authors,
                              keywords=entry.categories))  # fmt: skip
    return f"read: {read.reader}"


def pages(data: bytes) -> str:
    fields = {"url": PAGE, "content_type": _of(data)}
    for job in ("front", "feeds_named"):
        try:
            _asked(job, data, **({"content_type": _of(data)} if job == "front" else fields))
        except Unreadable as error:
            door.refusal(error)
    try:
        found = _asked("study", data, **fields, country="eg", known=None, **_PLACE)
    except Unreadable as error:
        return door.refusal(error)
    read = page_reading(found["reading"])
    holds(bool(read.body.strip()), "an article without a body")
    door.web([read.image])
    door.plausible(read.published)
    door.plausible(read.updated)
    door.inert(door.draft(title=read.title or "", body=read.body, abstract=read.abstract, authors=read.authors, label=read.label,
                          keywords=read.keywords, language=read.language, image=read.image))  # fmt: skip
    return "read"


def pasts(data: bytes) -> str:
    try:
        read = past_reading(_asked("past", data, url=PAGE, content_type=_of(data), **_PLACE))
    except Unreadable as error:
        return door.refusal(error)
    holds(len(read.lists) + len(read.pages) <= MAX_ADDRESSES, "more addresses than are taken")
    holds(len(read.links) <= MAX_LINKS, "more links than are taken")
    door.web([one.url for one in (*read.lists, *read.pages)])
    door.web(read.links)
    return "read"


DOORS = (
    Door("feeds", feeds, FEEDS, _XML + _HTML[:8]),
    Door("pages", pages, PAGES, _HTML, longest=8_192),
    Door("sitemaps", pasts, PASTS, _XML + _HTML[:8]),
)
