"""How long does `warraq verify` read, and does its memory stay flat? Two archives, one ten times the other.

`.venv/bin/python -m benchmarks.verifying` (half a minute): every article has two wordings of about 400 words.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from warraq import wiring
from warraq.duplicates import difference
from warraq.newsroom import filing
from warraq.press import Draft, Settings

WORDINGS = (2_000, 20_000)
_PARAGRAPHS, _WORDS, _VOCABULARY = 8, 50, 4_000


def run() -> dict[str, float]:
    found: dict[str, float] = {}
    for wordings in WORDINGS:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            fill(data, wordings)
            seconds, megabytes = verified(data)
        found[f"seconds at {wordings} wordings"] = round(seconds, 2)
        found[f"peak MB at {wordings} wordings"] = round(megabytes)
    found["difference of two wordings, ms"] = round(_difference_ms(), 2)
    return found


def fill(data: Path, wordings: int) -> None:
    """An archive with so many wordings, half of them second ones, and its index."""
    chance = random.Random(18)
    now = datetime(2026, 3, 10, tzinfo=UTC)
    with wiring.house(Settings(data=data)) as house:
        for first in range(0, wordings // 2, 500):
            drafts = [_draft(chance, number) for number in range(first, min(first + 500, wordings // 2))]
            filing.file(house.archive, drafts, now=now)
            filing.file(house.archive, [_edited(chance, draft) for draft in drafts], now=now)
        house.indexing().catch_up()


def verified(data: Path) -> tuple[float, float]:
    """Seconds and the process's peak memory in MB."""
    began = time.monotonic()
    command = [sys.executable, "-m", "warraq", "verify", "--data", str(data), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    told = json.loads(process.stdout.read().splitlines()[-1])
    _, status, used = os.wait4(process.pid, 0)
    if status or not told["well"]:
        raise SystemExit(f"the archive is not well: {told['faults'][:3]}")
    return time.monotonic() - began, used.ru_maxrss / 1024


def _draft(chance: random.Random, number: int) -> Draft:
    lines = [" ".join(_word(chance) for _ in range(_WORDS)) for _ in range(_PARAGRAPHS)]
    address = f"paper.example/{number}"
    return Draft(
        "paper",
        f"https://{address}",
        (address,),
        f"عنوان {_word(chance)} {number}",
        "\n".join(lines),
        "bench/1",
    )


def _edited(chance: random.Random, draft: Draft) -> Draft:
    words = draft.body.split(" ")
    words[chance.randrange(len(words))] = "تصحيح"
    return Draft(draft.source, draft.url, draft.keys, draft.title, " ".join(words), draft.reader)


def _word(chance: random.Random) -> str:
    number = chance.randrange(_VOCABULARY)
    return "كلمة" + "".join("ابتثجحخدذرز"[int(digit)] for digit in str(number))


def _difference_ms() -> float:
    chance = random.Random(18)
    pairs = [(draft, _edited(chance, draft)) for draft in (_draft(chance, number) for number in range(200))]
    began = time.process_time()
    for before, after in pairs:
        difference.between(before.body, after.body)
    return (time.process_time() - began) * 1000 / len(pairs)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
