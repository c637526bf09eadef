"""Which real documents do the benchmarks read?"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import orjson

SETS = ("saudinewsnet", "antcorpus-multisource", "antcorpus-jawhara")


def files(data: Path) -> list[Path]:
    return [data / name / "articles.jsonl.gz" for name in SETS]


def records(data: Path, *, limit: int) -> list[dict[str, str]]:
    """The first `limit` records with a title or a text, over all sets in order."""
    return list(each(data, limit=limit))


def each(data: Path, *, limit: int) -> Iterator[dict[str, str]]:
    """The same one by one."""
    told = (one for one in chain.from_iterable(map(_read, files(data))) if one["title"] or one["text"])
    return islice(told, limit)


def _read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rb") as stream:
        for line in stream:
            yield orjson.loads(line)
