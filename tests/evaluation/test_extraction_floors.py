"""Are articles still read off their pages as well as they were? Pinned floors, paired with trafilatura on the same pages.

The short form reads five sites; WARRAQ_LONG=1 reads all. The digests say which gold the floors were measured on.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evaluation import bodies, extraction, extractors, figures
from evaluation.bodies import Scores
from evaluation.extraction import Task

pytestmark = pytest.mark.timeout(1800)

LONG = bool(os.environ.get("WARRAQ_LONG"))
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)  # than any of the pages
SITES = ("APNews", "CNBC", "TheIndependent", "TheNation", "WashingtonTimes")
# The least that is gained on trafilatura's precision mode: (short form, all). They never go down without a design note.
GAIN = (0.015, 0.025)
CHEAP_GAIN = 0.018  # of all pages: they are soon read
EVERY = 12  # page of the benchmark with one page a site, in the short form
# What pages declare: the share of headlines and dates that are right, of 121 pages of 87 papers.
TITLES, DATES = 0.86, 0.98
# Of the gold's dates one lies five months after its page was saved: 06.01.2026 on a German page, read as 1 June.
WRONG_GOLD = frozenset(["KlasseGegenKlasse_2026_01_07"])
DIGESTS = {
    "fundus-pages/index.json": "eed5e59de29d21f1",
    "fundus-evaluation/ground_truth.json": "923265cb3a8099f8",
    "article-extraction-benchmark/ground-truth.json": "512e9a9498912047",
}


def task(shared: Path, name: str) -> Task:
    folder = shared / "data" / "extraction" / name
    for gold, digest in DIGESTS.items():
        path = folder.parent / gold
        if path.parent == folder and hashlib.sha256(path.read_bytes()).hexdigest()[:16] != digest:
            pytest.skip(f"{gold} is not the gold that the floors were measured on")
    return extraction.task(folder / "html" if (folder / "html").is_dir() else folder, folder)


def only(work: Task, stems: set[str]) -> Task:
    return work if LONG else replace(work, every=tuple(page for page in work.every if page.stem in stems))


def read(name: str, work: Task, now: datetime = NOW) -> list[Scores]:
    reader = extractors.reader(name, work.every, now)
    return [bodies.scores(reader(page), work.golds[page.stem]) for page in work.asked]


def gained(work: Task, name: str = extractors.OURS) -> list[float]:
    pairs = zip(read(name, work), read(extractors.ANCHOR, work), strict=True)
    return [ours.f1 - theirs.f1 for ours, theirs in pairs]


def test_the_pages_of_a_source_teach_what_is_not_its_articles(shared: Path) -> None:
    work = task(shared, "fundus-evaluation")
    work = only(work, {page.stem for page in work.every if page.stem.rpartition("_")[0] in SITES})
    gains = gained(work)
    assert sum(gains) / len(gains) >= GAIN[LONG]
    interval = bodies.interval(
        bodies.by_site([page.source for page in work.asked], gains, [0.0] * len(gains))
    )
    assert interval is not None
    assert interval[0] > 0 or not LONG  # five sites scatter too much


def test_the_cheap_way_is_no_worse_than_the_careful_reader_alone(shared: Path) -> None:
    gains = gained(task(shared, "fundus-evaluation"), extractors.CHEAP)
    assert sum(gains) / len(gains) >= CHEAP_GAIN


def test_where_a_source_is_unknown_nothing_is_lost(shared: Path) -> None:
    work = task(shared, "article-extraction-benchmark")
    gains = gained(only(work, {page.stem for page in work.every[::EVERY]}))
    assert sum(gains) / len(gains) >= 0


def test_headlines_and_dates_are_those_that_the_pages_declare(shared: Path) -> None:
    work = task(shared, "fundus-pages")
    found = read(extractors.ALONE, work, LATER)
    assert figures.mean(one.title_exact for one in found) >= TITLES
    assert figures.mean(one.date_right for one in found) >= DATES
    pages = zip(work.asked, found, strict=True)
    assert {page.stem for page, one in pages if one.date_wrong} <= WRONG_GOLD


def test_arabic_pages_are_read_whole_and_clean(shared: Path) -> None:
    data = shared / "data"
    found = read(extractors.OURS, extraction.task(data / "html-fixtures", data / "extraction" / "arabic"))
    assert sum(one.f1 for one in found) / len(found) >= 0.99
    assert [one.leaks for one in found] == [0] * len(found)
