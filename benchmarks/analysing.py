"""How many words a second does one core analyse, with nothing remembered?

`.venv/bin/python -m benchmarks.analysing [--data FOLDER]`: processor time, real articles. «cold» clears all that is
remembered before each lot of 100 articles, «filling» clears once, «remembered» reads the same articles again.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import corpora
from warraq.language import analysis
from warraq.language.lexicon import lexicon

_ARTICLES, _LOT = 5_000, 100
_WORD_GRAMS = 200_000  # words whose grams and forms are timed


def run(data: Path) -> dict[str, float]:
    texts = [
        f"{one['title'] or ''} {one['text'] or ''}" for one in corpora.records(data, limit=_ARTICLES * 2)[::2]
    ]
    lexicon.cache_clear()
    found = {"lists read, ms": 1000 * _seconds(lexicon)}
    words = sum(len(analysis.analysed(text).stems) for text in texts)
    lots = [texts[at : at + _LOT] for at in range(0, len(texts), _LOT)]
    found["cold, words/s"] = words / sum(_cold(lot) for lot in lots)
    found["filling, words/s"] = words / _cold(texts)
    found["remembered, words/s"] = words / _seconds(lambda: _analyse(texts))
    surfaces = [word for text in texts for word in analysis.analysed(text).surfaces][:_WORD_GRAMS]
    found["grams of words/s"] = len(surfaces) / _seconds(lambda: analysis.grams(surfaces))
    titles = [text[:60] for text in texts[:500]]
    found["questions of ten words analysed, ms each"] = (
        1000 * _seconds(lambda: [analysis.asked_words(title) for title in titles]) / len(titles)
    )
    return {name: round(value, 3) for name, value in found.items()}


def _cold(texts: Iterable[str]) -> float:
    analysis.forget()
    return _seconds(lambda: _analyse(texts))


def _analyse(texts: Iterable[str]) -> None:
    for text in texts:
        analysis.analysed(text)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.analysing", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(
            f"benchmarks: {arguments.data} is not there; give the folder with --data",
            file=sys.stderr,
        )
        return 2
    print(json.dumps(run(arguments.data)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
