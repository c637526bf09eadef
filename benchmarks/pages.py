"""The path of one page, bytes to filed and indexed, beside trafilatura alone on the same pages.

Both in one process, on the same saved pages, in turns, so that a noisy machine strikes both alike. Ours: reading
(body, metadata, dates), sanitising, fingerprint, filing in SQLite with an acknowledged transaction of its own for
each page (as the collecting desk files), and indexing. Beside it: `trafilatura.bare_extraction(page,
favor_precision=True, include_comments=False, with_metadata=True)`: text and metadata, kept nowhere.
"""

from __future__ import annotations

import gzip
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from warraq import wiring
from warraq.errors import Unreadable
from warraq.extraction.page import read
from warraq.newsroom import filing
from warraq.press import Entry, Settings, Source

ROUNDS = 3
FOLDERS = (
    "html-fixtures",
    "extraction/fundus-evaluation",
    "extraction/article-extraction-benchmark",
    "extraction/fundus-pages",
)
_NOW = datetime(2026, 11, 1, tzinfo=UTC)


def run(data: Path, *, short: bool = False) -> dict[str, float]:
    pages = [
        (path.name, _bytes(path)) for folder in FOLDERS for path in sorted((data / folder).rglob("*.html*"))
    ]
    pages = pages[:: 10 if short else 1]
    ours = theirs = 0.0
    filed = 0
    paper = Source("paper", "paper", "eg", "Africa/Cairo")
    for number in range(1 if short else ROUNDS):
        with tempfile.TemporaryDirectory() as folder, wiring.house(Settings(data=Path(folder))) as house:
            house.archive.put_sources([paper])
            desk = house.indexing()
            for name, page in pages:
                began = time.perf_counter()
                filed += _ours(house, paper, f"http://paper.example/{number}/{name}", page)
                middle = time.perf_counter()
                trafilatura.bare_extraction(
                    page, favor_precision=True, include_comments=False, with_metadata=True
                )
                theirs += time.perf_counter() - middle
                ours += middle - began
                if filed % 50 == 0:  # the follower commits in batches, as it does beside a collection
                    began = time.perf_counter()
                    desk.catch_up()
                    ours += time.perf_counter() - began
            began = time.perf_counter()
            desk.catch_up()
            ours += time.perf_counter() - began
    total = len(pages) * (1 if short else ROUNDS)
    return {
        "pages": float(len(pages)),
        "filed_share": filed / total,
        "ours_pages_per_s": total / ours,
        "trafilatura_pages_per_s": total / theirs,
        "ratio (bar 0.8)": theirs / ours,
    }


def _ours(house: wiring.House, paper: Source, url: str, page: bytes) -> int:
    try:
        reading = read(page, url=url, content_type="text/html", country="eg", zone="Africa/Cairo", now=_NOW)
    except Unreadable:
        return 0
    draft = filing.drafted(reading, Entry(guid=url, url=url), paper, address=url, section=None, capture=None)
    filing.file(house.archive, [draft], now=_NOW)
    return 1


def _bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
