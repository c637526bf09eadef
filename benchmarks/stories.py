"""Does grouping cost the same on the last day as on the first? `python -m benchmarks.stories --articles FILE… [--days 90]`

Real articles, shuffled, come at 11,111 a day; whenever all have come, every name in them is given another spelling, so that they tell
of other people and places. One line a simulated day: articles a second of processor time for reading and placing, and what is
alive. Copies are not looked for.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evaluation.corpus import Document, documents
from warraq.press import ArticleId
from warraq.stories.clustering import Clustering
from warraq.stories.reading import Account, Reading, read

A_DAY = 11_111
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--articles", nargs="+", type=Path, required=True)
    parser.add_argument("--days", type=int, default=90)
    asked = parser.parse_args(arguments)
    articles = documents(asked.articles)
    random.Random(1).shuffle(articles)
    clustering, began = Clustering(), time.process_time()
    for number, reading in enumerate(readings(articles, clustering), 1):
        clustering.placed(reading)
        clustering.moves()
        if number % A_DAY == 0:
            now = time.process_time()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"day {number // A_DAY}: {A_DAY / (now - began):.0f} articles/s, {peak:.0f} MB", flush=True)
            began = now
        if number >= asked.days * A_DAY:
            return


def readings(articles: Sequence[Document], clustering: Clustering) -> Iterator[Reading]:
    number = 0
    while True:
        cycle = number // len(articles)
        for one in articles:
            number += 1
            at = BEGIN + number * timedelta(days=1) / A_DAY
            account = Account(ArticleId(number), one.source or "", one.title, one.text, at)
            yield renamed(read(account, clustering.frequencies), cycle)


def renamed(reading: Reading, cycle: int) -> Reading:
    """With other names than in the cycle before."""

    def other(stem: str) -> str:
        return f"{stem}~{cycle}" if stem in reading.names else stem

    return replace(
        reading,
        terms={other(stem): weight for stem, weight in reading.terms.items()},
        title={other(stem): weight for stem, weight in reading.title.items()},
        names=frozenset(map(other, reading.names)),
        spelled={other(stem): word for stem, word in reading.spelled.items()},
    )


if __name__ == "__main__":
    main()
