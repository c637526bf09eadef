"""Does grouping cost the same for the last article as for the first, and does home ask the same of a large archive as of a small one?

First part: real articles come at 11,111 a simulated day (nine in ten of them live, three hours before they are read at most) and go
through the desk that groups, into an SQLite archive; whenever all have come, every word that no list knows is spelled otherwise, and
the others change places with such as are as frequent: nobody prints yesterday's text again, and what is like remains like.
Second part: placings of as many events as articles make, and home's questions asked of 10,000 and of twenty times as many.

The long form follows alone, asks home's questions on the way, and says whether the bars hold; with `--minutes` it stops then, and
tells of what it has followed: `python -m benchmarks.grouping --articles 1000000 --days 90 [--minutes 100] [--data FOLDER]`
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from benchmarks import corpora, memory
from warraq.archives.sql import SqlArchive, SqlStories, open_archive, stories_of
from warraq.language import arabic
from warraq.language.stemming import is_foreign
from warraq.newsroom.grouping import Grouping
from warraq.newsroom.matching import Matching
from warraq.ports.stories import Batch
from warraq.press import (
    ArticleId,
    Draft,
    EventId,
    Evidence,
    Grounds,
    Member,
    Moment,
    Placing,
    Precision,
    Source,
    StoryId,
)

A_DAY = 11_111
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FOLLOWED, FOLLOWED_SHORT = 200_000, 20_000
SMALL, LARGE = 10_000, 200_000
ASKED = (10_000, 100_000, 500_000, 1_000_000)
WINDOW_DAYS = 5  # what is alive
_BATCH = 500
_PAPERS = 40
_ROUNDS = 60
_MATCHED = 1_000


class Ticking:
    """The simulated time: that of what was filed last."""

    time = BEGIN

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def run(data: Path, *, short: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="warraq-grouping-") as folder:
        asked = _asked(Path(folder) / "asked.sqlite3")
        followed = _followed(data, Path(folder), FOLLOWED_SHORT if short else FOLLOWED, A_DAY)
    return {**asked, **followed.figures()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grouping", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--days", type=float, default=90)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--minutes", type=float, default=float("inf"))
    asked = parser.parse_args()
    ends = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory(prefix="warraq-grouping-") as folder:
        a_day = asked.articles / asked.days
        figures = _followed(asked.data, Path(folder), asked.articles, a_day, ends=ends).figures()
    home = [figures[f"home_{size}_ms"] for size in ASKED if f"home_{size}_ms" in figures]
    bars = {
        "all of it": figures["articles_followed"] == asked.articles,
        "last within 20 % of the first after the window is full": abs(figures["last_over_first_full"] - 1)
        <= 0.2,
        "at most 1 GB": figures["steady_mb"] <= 1024,
        "reprints within 1 ms": figures["reprint_ms"] <= 1,
        "home flat": bool(home) and max(home) <= 1.3 * min(home),
    }
    print(json.dumps({**figures, "bars": bars}, ensure_ascii=False), flush=True)
    return 0 if all(bars.values()) else 1


# Following


@dataclass(slots=True)
class _Followed:
    """`batches`: articles, and seconds of the follower's processor time and of the clock that they took."""

    a_day: float
    batches: list[tuple[int, float, float]] = field(default_factory=list)
    steady_mb: float = 0.0
    asked: dict[str, float] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(size for size, _, _ in self.batches)

    def speeds(self, parts: int = 10) -> list[tuple[float, float]]:
        """Articles a second of processor time and of the clock, of each part of all batches."""
        bounds = [len(self.batches) * part // parts for part in range(parts + 1)]
        sums = [
            [sum(each) for each in zip(*self.batches[begin:end], strict=True)]
            for begin, end in pairwise(bounds)
        ]
        return [(size / spent, size / by_clock) for size, spent, by_clock in sums]

    def figures(self) -> dict[str, float]:
        speeds = self.speeds()
        first = min(
            -(-10 * round(WINDOW_DAYS * self.a_day) // self.count), 9
        )  # the first whole tenth behind it
        return {
            "articles_followed": self.count,
            "days_followed": self.count / self.a_day,
            **{f"tenth_{number}_per_s": each for number, (each, _) in enumerate(speeds, 1)},
            **{f"tenth_{number}_per_s_by_clock": each for number, (_, each) in enumerate(speeds, 1)},
            "first_full_tenth": first + 1,
            "last_over_first_full": speeds[-1][0] / speeds[first][0],
            "steady_mb": self.steady_mb,
            **self.asked,
        }


def _followed(data: Path, folder: Path, count: int, a_day: float, *, ends: float = float("inf")) -> _Followed:
    archive, stories = _opened(folder / "followed.sqlite3")
    clock = Ticking()
    desk = Grouping(archive, stories, clock, batch=_BATCH)
    followed = _Followed(a_day)
    drafts = _drafts(_Shuffled(data, folder / "articles.jsonl", count), a_day)
    number, told = 0, 0
    while number < count and time.monotonic() < ends:
        size = min(_BATCH, count - number)
        number += size
        clock.time = BEGIN + timedelta(days=number / a_day)
        archive.file([next(drafts) for _ in range(size)], now=clock.time)
        began, clock_began = time.process_time(), time.perf_counter()
        desk.catch_up()
        followed.batches.append((size, time.process_time() - began, time.perf_counter() - clock_began))
        if number > WINDOW_DAYS * a_day:
            followed.steady_mb = max(followed.steady_mb, memory.tree_mb())
        if any(number - size < one <= number for one in ASKED):
            followed.asked |= {f"{name}_{number}_ms": ms for name, ms in _questions(stories, number).items()}
            print(json.dumps(followed.asked), flush=True)
        if number * 50 // count > told:
            told = number * 50 // count
            speed, by_clock = followed.speeds(told)[-1]
            print(
                f"  {number}: {speed:.0f} articles/s, {by_clock:.0f} by the clock, {memory.tree_mb():.0f} MB",
                flush=True,
            )
    followed.asked |= _begun_anew(archive, stories, clock, number)
    archive.close()
    return followed


def _begun_anew(archive: SqlArchive, stories: SqlStories, clock: Ticking, filed: int) -> dict[str, float]:
    """What a restart takes, and looking for copies of the newest articles among all that are kept."""
    began = time.process_time()
    Grouping(archive, stories, clock, batch=_BATCH).catch_up()
    recalled = time.process_time() - began
    matching = Matching(archive, stories)
    newest = archive.articles([ArticleId(one) for one in range(filed - _MATCHED + 1, filed + 1)])
    began = time.process_time()
    matching.match(newest[0])
    filled = time.process_time() - began
    began = time.process_time()
    for article in newest[1:]:
        matching.match(article)
    matched = (time.process_time() - began) / (len(newest) - 1) * 1000
    return {"recall_s": recalled, "window_filled_s": filled, "reprint_ms": matched}


class _Shuffled:
    """Real articles in a random order, read from a file one by one: the follower's memory is measured, not theirs."""

    def __init__(self, data: Path, file: Path, limit: int) -> None:
        self._places = array("Q")
        with file.open("wb") as written:
            counts = Counter[str]()
            for record in corpora.each(data, limit=limit):
                if len(self._places) < _COUNTED:
                    counts.update(record["text"].split())
                self._places.append(written.tell())
                written.write(orjson.dumps([record["title"], record["text"]]) + b"\n")
        random.Random(1).shuffle(self._places)
        self._file = file.open("rb")
        self.known = _known(counts)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for place in self._places:
            self._file.seek(place)
            title, text = orjson.loads(self._file.readline())
            yield title, text


def _drafts(articles: _Shuffled, a_day: float) -> Iterator[Draft]:
    draw = random.Random(2)
    number = 0
    while True:
        cycle = number // len(articles)
        for title, text in articles:
            number += 1
            at = BEGIN + timedelta(days=number / a_day) - draw.random() * timedelta(hours=3)
            yield _draft(number, *(_renamed(one, articles.known, cycle) for one in (title, text)), at)


def _draft(number: int, title: str, text: str, at: datetime) -> Draft:
    source = f"paper-{number % _PAPERS}"
    return Draft(
        source=source,
        url=f"https://{source}.example/{number}",
        keys=(f"{source}.example/{number}",),
        title=title or "خبر",
        body=text,
        reader="benchmark/1",
        published=Moment(at, Precision.MINUTE),
        fingerprint=str(number),
    )


def _known(counts: Counter[str]) -> _Words:
    """Words that the lists know, the frequent ones first; the most frequent of all hold sentences together and stay."""
    ranked = [word for word, times in counts.most_common() if times > 2 and not _is_name(word)][_STAYING:]
    ranked = ranked[: len(ranked) // _BLOCK * _BLOCK]
    return tuple(ranked), {word: rank for rank, word in enumerate(ranked)}


def _renamed(text: str, known: _Words, cycle: int) -> str:
    return " ".join([_other(word, known, cycle) for word in text.split()]) if cycle else text


def _other(word: str, known: _Words, cycle: int) -> str:
    ranked, ranks = known
    if (rank := ranks.get(word)) is not None:
        return ranked[rank ^ (1 + cycle % (_BLOCK - 1))]
    return word + "".join(_ENDINGS[int(digit)] for digit in str(cycle)) if _is_name(word) else word


@lru_cache(maxsize=50_000)
def _is_name(word: str) -> bool:
    folded = arabic.fold(word)
    return folded.isalpha() and is_foreign(folded)


_Words = tuple[tuple[str, ...], dict[str, int]]
_ENDINGS = "بتثجحخدذرز"
_COUNTED = 4_000  # articles whose words are
_STAYING = 192
_BLOCK = 64  # words that are as frequent: a power of two


def _opened(file: Path) -> tuple[SqlArchive, SqlStories]:
    archive, _ = open_archive(f"sqlite:///{file}")
    archive.put_sources(
        [
            Source(f"paper-{one}", f"paper-{one}", ("eg", "tn", "ma", "lb")[one % 4], "Africa/Cairo", "ar")
            for one in range(_PAPERS)
        ]
    )
    return archive, stories_of(archive)


# Asking


def _asked(file: Path) -> dict[str, float]:
    archive, stories = _opened(file)
    draw = random.Random(2)
    found: dict[str, float] = {}
    filed = 0
    for size in (SMALL, LARGE):
        while filed < size:
            filed = _placed(archive, stories, draw, filed)
        for name, took_ms in _questions(stories, filed).items():
            found[f"{name}_{size}_ms"] = took_ms
    for name in ("home", "event", "members", "places"):
        found[f"{name}_ratio"] = found[f"{name}_{LARGE}_ms"] / found[f"{name}_{SMALL}_ms"]
    archive.close()
    return found


def _placed(archive: SqlArchive, stories: SqlStories, draw: random.Random, filed: int) -> int:
    """One event in seven is told by two to twenty papers, as in the judged corpora."""
    members: list[Member] = []
    drafts: list[Draft] = []
    while len(drafts) < 1_000:
        event = filed + len(drafts) + 1
        told = draw.randint(2, 20) if draw.random() < 1 / 7 else 1
        for paper in range(told):
            number = filed + len(drafts) + 1
            at = BEGIN + timedelta(days=number / A_DAY)
            drafts.append(_draft(number * _PAPERS + paper, "خبر", "نص", at))
            placing = Placing(ArticleId(number), EventId(event), StoryId(event), Grounds(Evidence.WORDS))
            country = ("eg", "tn", "ma", "lb")[paper % 4]
            members.append(Member(placing, f"paper-{paper}", country, at, "politics"))
    archive.file(drafts, now=members[-1].at)
    position = stories.position()
    assert stories.group(Batch(tuple(members)), position=archive.last_change(), after=position)
    return filed + len(drafts)


def _questions(stories: SqlStories, filed: int) -> dict[str, float]:
    home = frozenset({"eg"})
    event = stories.live(limit=1, countries=home)[0].id
    newest = [ArticleId(one) for one in range(filed - 50, filed)]
    return {
        "home": _median_ms(lambda: stories.live(limit=60, countries=home)),
        "event": _median_ms(lambda: stories.event(event)),
        "members": _median_ms(lambda: stories.members(event, limit=50)),
        "places": _median_ms(lambda: stories.places(newest)),
    }


def _median_ms(ask: Callable[[], Any]) -> float:
    took = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        assert ask() is not None
        took.append((time.process_time() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
