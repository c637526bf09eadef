"""What does it cost to find near copies among very many pictures? `python -m benchmarks.likenesses [--pictures 1000000]`

Pictures of random PDQ, as far apart as different ones are, with some copies among them; filled in past the port, in the
order of the table, and asked through it. Beside it: a new picture taken with its proof, and a look at every hash in turn.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TypeVar

from warraq.archives.sql import SqlPictures, open_archive, pictures_of
from warraq.moderation import nearcopies
from warraq.press import Negative, Print, Proof

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASKED = 200
_COPIES = 20  # of each asked one, at distances up to 40
_TAKEN = 300
_BAND = 16
T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=1_000_000)
    count = parser.parse_args().pictures
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(Path(folder), count), indent=1))


def run(folder: Path, count: int) -> dict[str, float]:
    path = folder / "archive.db"
    archive, _ = open_archive(f"sqlite:///{path}")
    pictures = pictures_of(archive)
    chance = random.Random(7)
    hashes = [chance.getrandbits(256) for _ in range(count)]
    origins = chance.sample(range(count // 2), ASKED)
    for at, origin in enumerate(origins):
        for copy in range(_COPIES):
            changed = sum(1 << place for place in chance.sample(range(256), copy * 2))
            hashes[count - 1 - at * _COPIES - copy] = hashes[origin] ^ changed
    empty = _size(path)
    with sqlite3.connect(path) as connection:
        connection.executemany(_insert(), _rows(hashes))
        connection.execute("UPDATE counters SET value = ? WHERE name = 'pictures'", (count,))
        connection.execute("INSERT INTO counters (name, value) VALUES ('picture_proofs', ?)", (count,))
    bare = _size(path)
    with sqlite3.connect(path) as connection:
        for band in range(256 // _BAND):
            connection.executemany("INSERT INTO picture_bands VALUES (?, ?)", sorted(_banded(hashes, band)))
    whole = _size(path)
    found, wrong, asked = [], 0, []
    for origin in origins:
        pdq = f"{hashes[origin]:064x}"
        took, near = _timed(lambda pdq=pdq: pictures.alike(pdq, within=nearcopies.NEAR))  # type: ignore[misc]
        asked.append(took)
        found.append(len(near))
        wrong += (
            {one.picture - 1 for one in near} != _scanned(hashes, hashes[origin]) if len(found) <= 5 else 0
        )
    scans = [_timed(lambda: _scanned(hashes, hashes[origins[0]]))[0] for _ in range(3)]
    taking = [_timed(lambda number=number: _take(pictures, number, count))[0] for number in range(_TAKEN)]  # type: ignore[misc]
    archive.close()
    return {
        "pictures": count,
        "near copies found of each, median": median(found),
        "answers that a look at every hash contradicts, of 5": wrong,
        "alike, ms of processor time, p50": 1000 * median(asked),
        "alike, ms, most": 1000 * max(asked),
        "a look at every hash in memory, ms": 1000 * median(scans),
        "a picture taken with its proof, ms, p50": 1000 * median(taking),
        "bytes of a row in pictures": (bare - empty) / count,
        "bytes of its bands": (whole - bare) / count,
    }


def _size(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(
            connection.execute(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            ).fetchone()[0]
        )


def _insert() -> str:
    named = (
        "id, pixels, width, height, media_type, full_width, full_height, full_bytes, card_width, card_height, card_bytes,"
        " first_seen_us, state, kept, stored_us, screens, tone, pdq, quality, proof"
    )
    return f"INSERT INTO pictures ({named}) VALUES ({', '.join('?' * 20)})"


def _rows(hashes: list[int]) -> Iterator[tuple[object, ...]]:
    screens = "160x90x4012 320x180x11870 640x360x36114 1280x720x150161"
    for number, bits in enumerate(hashes, 1):
        sizes = (1600, 900, "image/jpeg", 1200, 675, 200_000, 480, 270, 30_000)
        yield (number, f"{number:064x}", *sizes, 0, "visible", 0, 0, screens, 3, f"{bits:064x}", 100, number)


def _banded(hashes: list[int], band: int) -> Iterator[tuple[int, int]]:
    for number, bits in enumerate(hashes, 1):
        yield band << _BAND | bits >> band * _BAND & 0xFFFF, number


def _scanned(hashes: list[int], wanted: int) -> set[int]:
    return {at for at, bits in enumerate(hashes) if (bits ^ wanted).bit_count() <= nearcopies.NEAR}


def _take(pictures: SqlPictures, number: int, count: int) -> None:
    proof = Proof((), 0, f"{random.Random(number).getrandbits(256):064x}", 100)
    size = Print(480, 270, 9)
    negative = Negative(f"{count + number + 1:064x}", 480, 270, "image/jpeg", size, size, proof)
    pictures.take(f"https://nobody.example/{number}", negative, now=NOW)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


if __name__ == "__main__":
    main()
