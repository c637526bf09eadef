"""Whatever a server sends as a picture is developed or refused by name, within a second and 400 MB, and no worker dies of it.

The short form draws some hundred files; WARRAQ_LONG=1 draws 10,000, the largest that are taken among them.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.newsroom.strange_pictures import HUGE, HURTING, strange
from tests.workers import highest_mb
from warraq.errors import Unreadable
from warraq.newsroom.parsing import Parsers
from warraq.press import Settings
from warraq.wiring import desks

pytestmark = pytest.mark.timeout(7_200)

LONG = bool(os.environ.get("WARRAQ_LONG"))
COUNT = 10_000 if LONG else 300
SEED = int(os.environ.get("WARRAQ_SEED", "20261126"))
MOST_MB = 400
# Of the worker's processor. The short form runs beside others, on machines of any make.
MOST_S = 1.0 if LONG else 4.0
DEATHS = ("crashed the worker", "ended the worker", "took more than")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Told:
    """What came of the files, and what the dearest of them cost."""

    said: Counter[str] = field(default_factory=Counter)
    deaths: list[str] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)
    highest_mb: float = 0.0
    spent_s: float = 0.0


def spent(parsers: Parsers) -> dict[int, float]:
    """Seconds of processor time by worker."""
    found = {}
    for worker in parsers._workers:
        number = worker._process.pid
        try:
            told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[number] = (int(told[11]) + int(told[12])) / _TICK
    return found


async def test_no_file_kills_the_darkroom_or_keeps_it_busy() -> None:
    told = Told()
    begun = time.monotonic()
    async with desks.darkroom(Settings()) as parsers:
        for name, data in strange(COUNT, seed=SEED):
            before = spent(parsers)
            try:
                found = await parsers.ask("picture", data, {})
                said = found.get("refused", "developed")
            except Unreadable as error:
                said = str(error)
            after = spent(parsers)
            told.highest_mb = max(told.highest_mb, highest_mb(parsers))
            took = sum(after[one] - before[one] for one in after if one in before)
            told.spent_s += took
            told.slow = sorted([*told.slow, (took, name)], reverse=True)[:12]
            told.said[_kind(said)] += 1
            if said.startswith(DEATHS):
                told.deaths.append(f"{name} ({len(data)} bytes): {said}")
    print(
        f"{COUNT} files in {time.monotonic() - begun:.0f} s, {told.spent_s:.0f} s of the worker's processor:",
        dict(told.said.most_common()),
    )
    print(
        f"at most {told.highest_mb:.0f} MB; the slowest:",
        *(f"\n  {took:.2f} s {name}" for took, name in told.slow),
    )
    assert not told.deaths, "\n".join(told.deaths)
    assert told.said.total() == COUNT
    assert told.said["developed"] > COUNT // 5
    assert told.slow[0][0] <= MOST_S
    assert told.highest_mb <= MOST_MB


@pytest.mark.skipif(not LONG, reason="draws the largest files that are taken: WARRAQ_LONG=1")
def test_the_long_form_has_drawn_everything() -> None:
    drawn = {name for name, _ in strange(COUNT, seed=SEED)}
    assert {f"hurting: {name}" for name in HURTING} <= drawn
    assert {f"huge: {name}" for name in HUGE} <= drawn


def _kind(said: str) -> str:
    return said.partition("(")[0].strip().rstrip(",")
