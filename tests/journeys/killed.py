"""The process that the crash tests kill: imports or collects, and says each acknowledged filing on stdout.

It also says when it is about to open its house, to file, and to write the index, so that a blow can be dealt there.

python -m tests.journeys.killed import DATA FILE
python -m tests.journeys.killed collect DATA SOURCES.json PRIVATE…
python -m tests.journeys.killed pictures DATA SOURCES.json PRIVATE…

The environment's KILLED_DATABASE is the archive's address where it is not SQLite in DATA.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from warraq import wiring
from warraq.newsroom import importing
from warraq.newsroom.indexing import Follower
from warraq.press import Draft, Edition, Feed, Filed, Negative, Picture, Settings, Source
from warraq.wiring import desks

OPENING, FILING, INDEXING = "opening", "filing", "indexing"  # lines that acknowledge nothing


def say(line: str) -> None:
    """In one piece: the index is written in a thread of its own."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Acknowledging:
    """An archive that says when it is about to file, and what it filed, once filing has returned."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)

    def file(self, drafts: Sequence[Draft], *, now: datetime, **given: Any) -> tuple[Filed, ...]:
        say(FILING)
        filed: tuple[Filed, ...] = self._archive.file(drafts, now=now, **given)
        rows = [[one.id, draft.keys[0], one.outcome.value] for one, draft in zip(filed, drafts, strict=True)]
        say(json.dumps(rows))
        return filed


class AnnouncingIndex:
    """An index that says when it is about to be written."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def apply(self, *given: Any, **named: Any) -> None:
        say(INDEXING)
        self._index.apply(*given, **named)


class AcknowledgingPictures:
    """Pictures that say what they took, once taking has returned."""

    def __init__(self, pictures: Any) -> None:
        self._pictures = pictures

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pictures, name)

    def take(self, address: str, negative: Negative, *, now: datetime) -> Picture:
        say(FILING)
        taken: Picture = self._pictures.take(address, negative, now=now)
        say(json.dumps([[taken.id, negative.pixels, "taken"]]))
        return taken


@contextlib.contextmanager
def opened(data: Path, **more: Any) -> Any:
    database = os.environ.get("KILLED_DATABASE") or None
    say(OPENING)
    with wiring.house(Settings(data=data, database=database, **more)) as house:
        house = replace(house, archive=Acknowledging(house.archive))
        indexing = house.indexing()
        indexing.index = AnnouncingIndex(indexing.index)
        follower = Follower(indexing, naps=(0.01, 0.05))
        follower.start()
        try:
            yield house
        finally:
            follower.stop()


def run_import(data: Path, path: Path) -> None:
    importing.BATCH = 40  # many small acknowledged transactions: many places to be killed at
    with opened(data) as house:
        importing.jsonl(house.archive, [path], importing.Mapped(), now=house.clock.now)


async def run_collect(data: Path, sources: tuple[Source, ...], private: tuple[str, ...]) -> None:
    with opened(data, private=private, host_delay=timedelta(milliseconds=1), parse_workers=1) as house:
        async with contextlib.AsyncExitStack() as stack:
            fetcher = desks.fetcher(house.settings)
            stack.push_async_callback(fetcher.close)
            readers = await stack.enter_async_context(desks.parsers(house.settings))
            asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
            edition = Edition("demo", "demo", "UTC", sources)
            await desks.collecting(house, asking, readers, edition).run(once=True)


async def run_pictures(data: Path, private: tuple[str, ...]) -> None:
    with opened(data, private=private, host_delay=timedelta(milliseconds=1)) as house:
        house = replace(house, pictures=AcknowledgingPictures(house.pictures))
        async with contextlib.AsyncExitStack() as stack:
            fetcher = desks.fetcher(house.settings)
            stack.push_async_callback(fetcher.close)
            worker = await stack.enter_async_context(desks.darkroom(house.settings))
            asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
            await desks.picturing(house, asking, worker, pages=frozenset).run(once=True)


def sources_of(path: Path) -> tuple[Source, ...]:
    return tuple(
        Source(**{**row, "feeds": tuple(Feed(**feed) for feed in row["feeds"])})
        for row in json.loads(path.read_text())
    )


if __name__ == "__main__":
    kind, folder, *rest = sys.argv[1:]
    if kind == "import":
        run_import(Path(folder), Path(rest[0]))
    elif kind == "pictures":
        asyncio.run(run_pictures(Path(folder), tuple(rest[1:])))
    else:
        asyncio.run(run_collect(Path(folder), sources_of(Path(rest[0])), tuple(rest[1:])))
    say("done")
