"""Does any question take too long, or fail? Ten thousand that nobody would type, to an index of 200,000 articles.

`.venv/bin/python -m benchmarks.hostile FOLDER [--data DATA]` (minutes): FOLDER is what `benchmarks.searching.fill` left, or is
filled first. Half are any characters; half are words of headlines, beginnings, quotes, parentheses, fields and operators in
any order; then the strings of `blns.json.gz` beside DATA, and texts of 100 kB. Each is asked for ten hits with relatives and
for its facets; processor time. The last line is JSON.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import corpora, searching
from warraq.indexes.tantivy import TantivyIndex
from warraq.query import grammar

QUESTIONS = 10_000
_JOINTS = (
    *('"', '"', "«", "»", "(", ")", "(((", "OR", "أو", "-", "*", ":", "،", "\u202e", "\u200f", "\u0000"),
    *("title:", "author:", "source:paper1", "-source:(paper1 OR paper2)", "country:eg", "section:sports"),
    *(
        "from:2024",
        "to:2025-06",
        "day:2026-03-10",
        "sort:newest",
        "-from:2026",
        "ال*",
        "و*",
        "ا*",
        "مص*",
        "a*",
    ),
)


def run(folder: Path, data: Path) -> dict[str, float | str]:
    if not (folder / "ours").is_dir():
        searching.fill(folder, data, searching.DOCUMENTS)
    titles = [one["title"] or "" for one in corpora.records(data, limit=30_000)]
    words = sorted({word for title in titles[::10] for word in title.split()})
    pieces = st.lists(st.sampled_from(words) | st.sampled_from(_JOINTS), max_size=80)
    texts = pieces.map(" ".join) | pieces.map("".join)
    asked = [
        *_drawn(st.text(), QUESTIONS // 2),
        *_drawn(texts, QUESTIONS // 2),
        *_written(data, words),
    ]
    index = TantivyIndex(folder / "ours")
    ways: dict[str, Callable[[str], object]] = {
        "search": lambda text: index.search(grammar.read(text), limit=10, near=True),
        "facets": lambda text: index.facets(grammar.read(text), most=20, texts=True),
    }
    gc.freeze()  # to go through what drew the texts is no part of any question
    told: dict[str, float | str] = {"questions": len(asked)}
    for name, way in ways.items():
        way("مصر")  # reads the lists of words
        taken = [(_milliseconds(way, text), text) for text in asked]
        most, text = max(taken)
        numbers = sorted(one for one, _ in taken)
        told |= {
            f"{name}: processor ms p50": statistics.median(numbers),
            f"{name}: p99": numbers[-len(numbers) // 100],
        }
        told |= {f"{name}: most (bar 200)": most, f"{name}: by": text[:120]}
    index.close()
    return told


def _milliseconds(way: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    way(text)
    return (time.process_time() - began) * 1000


def _drawn(texts: st.SearchStrategy[str], count: int) -> list[str]:
    many = settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    drawn: list[str] = []

    @many
    @given(texts)
    def draw(text: str) -> None:
        drawn.append(text)

    draw()
    return drawn


def _written(data: Path, words: list[str]) -> Iterator[str]:
    chance = random.Random(9)
    strings = data.parent / "suites" / "naughty-strings" / "blns.json.gz"
    if strings.is_file():
        yield from json.loads(gzip.decompress(strings.read_bytes()))
    yield " ".join(chance.choices(words, k=15_000))[:100_000]
    yield from (one * 100_000 for one in ("ا", "(", '"', "*", "-", "\u202e", "ا ", "ا* ", "a OR "))
    yield " ".join(f"{word[:2]}*" for word in chance.sample(words, 100))
    yield " ".join(f"{word}ظظ" for word in chance.sample(words, 100))
    yield " OR ".join(f'"{one} {other}"' for one, other in pairwise(words[:99]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.folder, arguments.data), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
