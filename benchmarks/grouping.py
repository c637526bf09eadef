"""Does grouping cost the same for the last article as for the first, and does home ask the same of a large archive as of a small one?

First part: real articles come at 11,111 a simulated day (nine in ten of them live, three hours before they are read at most) and go
through the desk that groups, into an SQLite archive; whenever all have come, every word that no list knows is spelled otherwise.
Second part: placings of as many events as articles make, and home's questions asked of 10,000 and of twenty times as many.
"""

from __future__ import annotations

import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks import corpora
from warraq.archives.sql import SqlArchive, SqlStories, open_archive, stories_of
from warraq.language import arabic
from warraq.language.stemming import is_foreign
from warraq.newsroom.grouping import Grouping
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
_BATCH = 500
_PAPERS = 40
_ROUNDS = 60


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
        followed = _followed(data, Path(folder) / "followed.sqlite3", FOLLOWED_SHORT if short else FOLLOWED)
    return {**asked, **followed}


# Following


def _followed(data: Path, file: Path, count: int) -> dict[str, float]:
    archive, stories, clock = *_opened(file), Ticking()
    desk = Grouping(archive, stories, clock, batch=_BATCH)
    tenths: list[float] = []
    drafts = _drafts(corpora.records(data, limit=count))
    for tenth in range(10):
        spent = 0.0
        for start in range(0, count // 10, _BATCH):
            size = min(_BATCH, count // 10 - start)
            number = tenth * (count // 10) + start + size
            clock.time = BEGIN + timedelta(days=number / A_DAY)
            archive.file([next(drafts) for _ in range(size)], now=clock.time)
            began = time.process_time()
            desk.catch_up()
            spent += time.process_time() - began
        tenths.append(count / 10 / spent)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  tenth {tenth + 1}: {tenths[-1]:.0f} articles/s, {peak:.0f} MB", flush=True)
    archive.close()
    return {
        "articles_followed": count,
        "first_tenth_articles_per_s": tenths[0],
        "last_tenth_articles_per_s": tenths[-1],
        "last_over_second": tenths[-1] / tenths[1],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _drafts(records: list[dict[str, str]]) -> Iterator[Draft]:
    draw = random.Random(1)
    draw.shuffle(records)
    number = 0
    while True:
        cycle = number // len(records)
        for record in records:
            number += 1
            at = BEGIN + timedelta(days=number / A_DAY) - draw.random() * timedelta(hours=3)
            yield _draft(number, _renamed(record["title"], cycle), _renamed(record["text"], cycle), at)


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


@lru_cache(maxsize=200_000)
def _other(word: str, cycle: int) -> str:
    folded = arabic.fold(word)
    return word + "بتثجحخدذرز"[cycle % 10] if folded.isalpha() and is_foreign(folded) else word


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
