"""Is the article read off its page, all of it and nothing else? `python -m evaluation.extraction --pages DIR --gold DIR`

Our reader, taught by the pages of each source, beside trafilatura and its peers. One JSON object is the last line of stdout;
what it holds is in docs/reference/evaluation.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation import bodies, extractors, figures, judged
from evaluation.bodies import Found, Scores
from evaluation.command import apart, ended, peak_mb, say
from evaluation.corpus import Unmeasurable
from evaluation.extractors import ANCHOR, NAMES, OURS, PEERS, Page
from evaluation.judged import Gold
from warraq.crawling.urls import site
from warraq.errors import Unreadable
from warraq.extraction import tree
from warraq.extraction.canonical import canonical
from warraq.extraction.evidence import gathered
from warraq.language.charset import decoded

NOWHERE = "https://page.invalid/"
_INTERVALS = ("f1", "paragraph_f1")


@dataclass(frozen=True, slots=True)
class Task:
    """`every` page may teach; those with gold are measured. `missing`: gold without a page."""

    every: tuple[Page, ...]
    golds: dict[str, Gold]
    missing: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Page, ...]:
        return tuple(page for page in self.every if page.stem in self.golds)


@dataclass(frozen=True, slots=True)
class Measured:
    """One extractor's figures a page, in the order of the pages asked."""

    scores: tuple[Scores, ...]
    failed: int
    pages_per_s: float
    seconds: float
    peak_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    began = time.perf_counter()
    return ended("extraction", lambda: run(asked, began))


def run(asked: argparse.Namespace, began: float) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    if not extractors.is_installed(asked.extractor):
        raise Unmeasurable(f"{asked.extractor} is not installed here")
    work = task(asked.pages, asked.gold)
    say(f"{len(work.every)} pages, {len(work.asked)} of them judged, {len(work.missing)} judged are missing")
    names = dict.fromkeys((asked.extractor, *PEERS))
    measured = {name: _measured(name, work) for name in names if extractors.is_installed(name)}
    ours, anchor = measured[asked.extractor], measured[ANCHOR]
    return {
        **report(work, ours, anchor),
        "seconds": round(time.perf_counter() - began, 3),
        "peak_mb": max(one.peak_mb for one in measured.values()),
        "extractor": asked.extractor,
        "sources": len({page.source for page in work.asked}),
        "missing": list(work.missing),
        "baselines": {
            name: {
                **report(work, measured[name], anchor),
                "seconds": measured[name].seconds,
                "peak_mb": measured[name].peak_mb,
            }
            if name in measured
            else None
            for name in PEERS
        },
    }


def task(folder: Path, gold: Path) -> Task:
    """Raises: Unmeasurable, saying what is missing."""
    golds = judged.golds(gold)
    found = judged.pages(folder)
    if not golds.keys() & found.keys():
        raise Unmeasurable(f"not one page of {folder} has gold of its name in {gold}")
    every = tuple(page(stem, judged.bytes_of(path), golds.get(stem)) for stem, path in found.items())
    return Task(every, golds, tuple(sorted(golds.keys() - found.keys())))


def page(stem: str, data: bytes, gold: Gold | None) -> Page:
    """The page's address is the gold's, else its own word for it; its source the domain that it names itself, else the
    gold's, else the stem up to its last `_`."""
    address = gold.url if gold else None
    try:
        text = decoded(data, content_type=None).text
        own = canonical(gathered(tree.parsed(text), text, url=address or NOWHERE))
    except Unreadable:
        own = None
    source = site(own or "") or site(address or "") or stem.rpartition("_")[0] or stem
    return Page(stem=stem, data=data, url=address or own or NOWHERE, source=source)


def measure(name: str, work: Task) -> Measured:
    began = time.perf_counter()
    now = datetime.now(UTC)
    reader = extractors.reader(name, work.every, now)
    _read(reader, work.asked[0])  # what a library loads at its first page is no page's time
    started = time.perf_counter()
    found = [_read(reader, one) for one in work.asked]
    took = time.perf_counter() - started
    scores = tuple(
        bodies.scores(one or bodies.NOTHING, work.golds[asked.stem])
        for one, asked in zip(found, work.asked, strict=True)
    )
    return Measured(
        scores=scores,
        failed=sum(one is None for one in found),
        pages_per_s=round(len(found) / took, 1),
        seconds=round(time.perf_counter() - began, 3),
        peak_mb=peak_mb(),
    )


def _read(reader: extractors.Reader, asked: Page) -> Found | None:
    """`None` where the extractor failed on the page: it found nothing, and that is counted."""
    try:
        return reader(asked)
    except Exception as error:  # a peer's own: whatever it is, the other pages are measured
        say(f"{asked.stem}: {type(error).__name__}: {error}")
        return None


def _measured(name: str, work: Task) -> Measured:
    found = apart(measure, name, work)
    f1 = figures.mean(one.f1 for one in found.scores)
    say(f"{name}: f1 {f1:.4f}, {found.failed} failed, {found.pages_per_s} pages/s")
    return found


def report(work: Task, measured: Measured, anchor: Measured) -> dict[str, Any]:
    """Means over the pages, with the interval over sites of what is gained on trafilatura's precision mode."""
    sites = [one.source for one in work.asked]
    leaks = [one.leaks for one in measured.scores if one.leaks is not None]
    intervals = {
        name: bodies.interval(
            bodies.by_site(
                sites,
                [getattr(one, name) for one in measured.scores],
                [getattr(one, name) for one in anchor.scores],
            )
        )
        for name in _INTERVALS
    }
    return {
        **{
            name: figures.rounded(figures.mean(getattr(one, name) for one in measured.scores))
            for name in bodies.SHARES
        },
        "leaks": sum(leaks) if leaks else None,
        "pages": len(measured.scores),
        "failed": measured.failed,
        "pages_per_s": measured.pages_per_s,
        "intervals": {name: figures.ends(pair) for name, pair in intervals.items()},
    }


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.extraction", description=__doc__)
    parser.add_argument(
        "--pages", type=Path, required=True, metavar="DIR", help="saved pages: .html, .html.gz"
    )
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR", help="a folder or a file of gold")
    parser.add_argument("--extractor", choices=NAMES, default=OURS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
