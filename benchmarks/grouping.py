"""Does grouping cost the same for the last article as for the first, and does home ask the same of a large archive as of a small one?

First part: real articles come at 11,111 a simulated day (nine in ten of them live, three hours before they are read at most) and go
through the desk that groups, into an SQLite archive; whenever all have come, every word that no list knows is spelled otherwise.
Second part: placings of as many events as articles make, and home's questions asked of 10,000 and of twenty times as many.

The long form follows alone, asks home's questions on the way, and says whether the bars hold; killed, it has told all full tenths:
`python -m benchmarks.grouping --articles 1000000 --days 90 [--data FOLDER]`
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
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
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="warraq-grouping-") as folder:
        figures = _followed(asked.data, Path(folder), asked.articles, asked.articles / asked.days).figures()
    home = [figures[f"home_{size}_ms"] for size in ASKED if f"home_{size}_ms" in figures]
    bars = {
        "last within 20 % of the first after the window is full": abs(figures["last_over_full"] - 1) <= 0.2,
        "at most 1 GB": figures["steady_mb"] <= 1024,
        "reprints within 1 ms": figures["reprint_ms"] <= 1,
        "home flat": bool(home) and max(home) <= 1.3 * min(home),
    }
    print(json.dumps({**figures, "bars": bars}, ensure_ascii=False), flush=True)
    return 0 if all(bars.values()) else 1


# Following


@dataclass(slots=True)
class _Followed:
    """`per_s`: articles a second of the follower's processor time, by tenths; `clock_per_s`: of the clock's."""

    articles: int
    full: int  # articles when the window is full
    per_s: list[float] = field(default_factory=list)
    clock_per_s: list[float] = field(default_factory=list)
    steady_mb: float = 0.0
    asked: dict[str, float] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        first = min(-(-10 * self.full // self.articles), 9)  # the first whole tenth behind it
        return {
            "articles_followed": self.articles,
            **{f"tenth_{number}_per_s": each for number, each in enumerate(self.per_s, 1)},
            **{f"tenth_{number}_per_s_of_the_clock": each for number, each in enumerate(self.clock_per_s, 1)},
            "first_full_tenth": first + 1,
            "last_over_full": self.per_s[-1] / self.per_s[first],
            "steady_mb": self.steady_mb,
            **self.asked,
        }


def _followed(data: Path, folder: Path, count: int, a_day: float) -> _Followed:
    archive, stories = _opened(folder / "followed.sqlite3")
    clock = Ticking()
    desk = Grouping(archive, stories, clock, batch=_BATCH)
    followed = _Followed(count, round(WINDOW_DAYS * a_day))
    drafts = _drafts(_Shuffled(data, folder / "articles.jsonl", count), a_day)
    number = 0
    for tenth in range(1, 11):
        spent, by_clock, began_at = 0.0, 0.0, number
        while number < tenth * count // 10:
            size = min(_BATCH, tenth * count // 10 - number)
            number += size
            clock.time = BEGIN + timedelta(days=number / a_day)
            archive.file([next(drafts) for _ in range(size)], now=clock.time)
            began, clock_began = time.process_time(), time.perf_counter()
            desk.catch_up()
            spent += time.process_time() - began
            by_clock += time.perf_counter() - clock_began
            if number > followed.full:
                followed.steady_mb = max(followed.steady_mb, memory.tree_mb())
            if number - size < next((one for one in ASKED if one > number - size), 0) <= number:
                followed.asked |= {
                    f"{name}_{number}_ms": ms for name, ms in _questions(stories, number).items()
                }
        followed.per_s.append((number - began_at) / spent)
        followed.clock_per_s.append((number - began_at) / by_clock)
        print(
            f"  tenth {tenth}: {followed.per_s[-1]:.0f} articles/s ({followed.clock_per_s[-1]:.0f} by the clock), "
            f"{memory.tree_mb():.0f} MB, {json.dumps(followed.asked)}",
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
            for record in corpora.each(data, limit=limit):
                self._places.append(written.tell())
                written.write(orjson.dumps([record["title"], record["text"]]) + b"\n")
        random.Random(1).shuffle(self._places)
        self._file = file.open("rb")

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
            yield _draft(number, _renamed(title, cycle), _renamed(text, cycle), at)


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


def _renamed(text: str, cycle: int) -> str:
    return " ".join(_other(word, cycle) for word in text.split()) if cycle else text


@lru_cache(maxsize=50_000)
def _other(word: str, cycle: int) -> str:
    folded = arabic.fold(word)
    if not (folded.isalpha() and is_foreign(folded)):
        return word
    return word + "".join(_ENDINGS[int(digit)] for digit in str(cycle))


_ENDINGS = "بتثجحخدذرز"


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
