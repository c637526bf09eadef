"""How fast is a feed read? Ours beside feedparser, on realistic Arabic feeds and on the suite's well-formed files."""

from __future__ import annotations

import io
import random
import tarfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import feedparser

from benchmarks import corpora
from warraq import feeds
from warraq.errors import Unreadable
from warraq.feeds import cleaning

_NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
_URL = "https://paper.example/rss"
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def run(data: Path, *, short: bool) -> dict[str, float]:
    """Feeds a second of either reader and their ratio, from one run: the two take turns, and the best of three counts."""
    words = [(one["title"], one["text"]) for one in corpora.records(data, limit=60)]
    many = 6 if short else 40
    kinds = {
        "summaries": [_rss(words, seed, whole=False) for seed in range(many)],
        "whole texts": [_rss(words, seed, whole=True) for seed in range(many)],
        "atom": [_atom(words, seed) for seed in range(many)],
    }
    suite = data.parent / "suites" / "feedparser" / "feedparser.tar.gz"
    if suite.is_file():
        found = list(_well_formed(suite))
        kinds["suite"] = found[:: 8 if short else 1]
    figures: dict[str, float] = {}
    for name, documents in kinds.items():
        ours, theirs = _seconds(documents)
        figures[f"{name}, feeds/s"] = len(documents) / ours
        figures[f"{name}, feedparser feeds/s"] = len(documents) / theirs
        figures[f"{name}, ratio"] = theirs / ours
    return figures


def _seconds(documents: list[bytes]) -> tuple[float, float]:
    best = [float("inf"), float("inf")]
    for _ in range(3):
        for place, read in enumerate((_ours, _theirs)):
            best[place] = min(best[place], _timed(read, documents))
    return best[0], best[1]


def _timed(read: Callable[[bytes], object], documents: list[bytes]) -> float:
    began = time.perf_counter()
    for document in documents:
        read(document)
    return time.perf_counter() - began


def _ours(document: bytes) -> object:
    try:
        return feeds.read(
            document, url=_URL, content_type="application/rss+xml", zone="Africa/Cairo", now=_NOW
        )
    except Unreadable:  # the suite's seven CDF files
        return None


def _theirs(document: bytes) -> object:
    return feedparser.parse(io.BytesIO(document), response_headers={"content-type": "application/rss+xml"})


def _rss(words: list[tuple[str, str]], seed: int, *, whole: bool) -> bytes:
    """Forty items, as a paper's publishing system writes them."""
    items = []
    for number, (title, body) in _chosen(words, seed):
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in body.split("\n") if line.strip())
        content = f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded>" if whole else ""
        items.append(
            f"<item><title>{escape(title)}</title><link>https://paper.example/news/{seed}{number}</link>"
            f'<guid isPermaLink="false">https://paper.example/?p={seed}{number}</guid><dc:creator><![CDATA[هدى سالم]]></dc:creator>'
            f"<pubDate>{format_datetime(_NOW - timedelta(minutes=7 * number))}</pubDate><category><![CDATA[سياسة]]></category>"
            f"<category><![CDATA[مصر]]></category><description><![CDATA[<p>{escape(body[:280])} [&#8230;]</p>]]></description>"
            f'{content}<media:content url="https://paper.example/{seed}{number}.jpg" medium="image"/></item>'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {_SPACES}><channel><title>صحيفة النيل</title>'
        f"<link>https://paper.example</link><language>ar</language>{''.join(items)}</channel></rss>"
    ).encode()


def _atom(words: list[tuple[str, str]], seed: int) -> bytes:
    entries = [
        f"<entry><id>tag:paper.example,2026:{seed}{number}</id><title>{escape(title)}</title>"
        f'<link rel="alternate" href="https://paper.example/news/{seed}{number}"/><category term="eco" label="اقتصاد"/>'
        f"<published>{(_NOW - timedelta(minutes=7 * number)).isoformat()}</published>"
        f"<updated>{(_NOW - timedelta(minutes=5 * number)).isoformat()}</updated><author><name>سامي بن علي</name></author>"
        f'<summary type="html">{escape(f"<p>{escape(body[:280])}</p>")}</summary></entry>'
        for number, (title, body) in _chosen(words, seed)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>صحيفة</title>'
        f"{''.join(entries)}</feed>"
    ).encode()


def _chosen(words: list[tuple[str, str]], seed: int) -> list[tuple[int, tuple[str, str]]]:
    chosen = random.Random(seed).choices(words, k=40)
    return list(enumerate(chosen, 1))


def _well_formed(suite: Path) -> Iterator[bytes]:
    """The files of the suite that an XML parser takes as they are."""
    with tarfile.open(suite) as files:
        for member in files:
            stream = files.extractfile(member) if member.name.startswith("wellformed/") else None
            if stream is None:
                continue
            data = stream.read()
            try:
                cleaning.tree(data.decode("utf-8"))
            except (UnicodeDecodeError, cleaning.Broken, cleaning.TooDeep):
                continue
            yield data
