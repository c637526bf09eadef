"""Killed at any moment, has the archive everything it acknowledged, once, and nothing of what it had not finished?"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.blows import struck
from tests.lengths import SEED, figure, points
from tests.ports.drafting import NOON, draft, reworded
from tests.postgres import Server
from warraq.archives.sql import open_archive
from warraq.ports.archive import Archive
from warraq.press import State, chain_hash

# Files batch after batch, new articles and other words for old ones, and says on stdout what was acknowledged.
FILING = """
import sys
from tests.ports.drafting import NOON, draft, reworded
from warraq.archives.sql import open_archive
archive, _ = open_archive(sys.argv[1])
number = int(sys.argv[2])
print("open", flush=True)
while True:
    batch = [draft(one, body="نص طويل " * 200) for one in range(number, number + 20)]
    batch += [reworded(one, fingerprint=f"{number}") for one in range(max(number - 3, 0), number)]
    filed = archive.file(batch, now=NOON)
    print(number, *(f"{one.id}:{one.change}" for one in filed), flush=True)
    number += 20
"""
ROUNDS = points(4, 100)


def killed(url: str, first: int, after_lines: int, delay_s: float) -> list[str]:
    """File from `first` on until some lines were said and a moment has passed; kill; the complete lines said."""
    process = subprocess.Popen(
        [sys.executable, "-c", FILING, url, str(first)], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    said = b""
    for _ in range(after_lines):
        line = process.stdout.readline()
        assert line, "the writer ended by itself"
        said += line
    said += struck(process, after_s=delay_s)
    assert process.returncode == -signal.SIGKILL
    return said.decode().split("\n")[1:-1]


def verify(archive: Archive, acknowledged: dict[str, int], changes: set[int]) -> None:
    for key, number in acknowledged.items():
        assert archive.find(key) == number
    numbers = list(archive.ids())
    assert archive.count() == len(numbers)
    told = archive.changes(0, limit=10**6)
    assert [change.number for change in told] == list(range(1, len(told) + 1))
    assert changes <= {change.number for change in told}
    assert archive.last_change() == len(told)
    assert len({article.draft.keys for article in archive.articles(numbers)}) == len(numbers)
    for number in numbers:
        previous = None
        for version in archive.versions(number):
            assert (version.previous, version.hash) == (previous, chain_hash(previous, version.draft))
            previous = version.hash
        article = archive.article(number)
        assert article is not None
        assert article.hash == previous
    # Every change tells of a version that stands, and every version was told of.
    versions = {(number, version.number) for number in numbers for version in archive.versions(number)}
    assert {(change.article, change.version) for change in told} == versions
    assert len(told) == len(versions)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_what_is_acknowledged_stands_for_everybody_already(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """Whatever chance has killed processes die at: no filing, no change of state returns before it is committed."""
    url = f"sqlite:///{tmp_path}/archive.sqlite3"
    if kind == "postgres":
        server: Server = request.getfixturevalue("postgres_server")
        url = server.ready()
    (archive, _), (other, _) = open_archive(url), open_archive(url)
    for number in range(0, 60, 20):
        filed = archive.file([draft(one) for one in range(number, number + 20)], now=NOON)
        assert [other.find(draft(one).keys[0]) for one in range(number, number + 20)] == [
            one.id for one in filed
        ]
        assert other.last_change() == filed[-1].change
    archive.restate(filed[0].id, State.WITHHELD, reason="طلب", now=NOON)
    hidden = other.article(filed[0].id)
    assert hidden is not None
    assert hidden.state is State.WITHHELD
    archive.close()
    other.close()


@pytest.mark.slow
@pytest.mark.timeout(1800)  # the long form
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_nothing_acknowledged_is_lost_or_doubled(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url, chance = f"sqlite:///{tmp_path}/archive.sqlite3", random.Random(20260310 + SEED)
    if kind == "postgres":
        server: Server = request.getfixturevalue("postgres_server")
        url = server.ready()
    acknowledged: dict[str, int] = {}
    changes: set[int] = set()
    first = 0
    for place in range(ROUNDS):
        lines_said, pause_s = chance.randrange(1, 5), chance.random() * 0.03
        # in every second round it dies the moment that something is acknowledged
        lines = killed(url, first, lines_said, pause_s * (place % 2))
        for line in lines:
            number, *filed = line.split(" ")
            ids = [int(one.partition(":")[0]) for one in filed]
            changes |= {int(one.partition(":")[2]) for one in filed if not one.endswith("None")}
            batch = range(int(number), int(number) + 20)
            acknowledged |= {draft(one).keys[0]: found for one, found in zip(batch, ids, strict=False)}
            first = int(number) + 20
        archive, _ = open_archive(url)
        try:
            verify(archive, acknowledged, changes)
            # What was on its way when it was killed may stand or not; filed again it is the same article.
            again = archive.find(draft(first).keys[0])
            (filed_again,) = archive.file([reworded(first)], now=archive.changes(0, limit=1)[0].at)
            assert again in (None, filed_again.id)
            acknowledged[draft(first).keys[0]] = filed_again.id
        finally:
            archive.close()
    assert len(acknowledged) > ROUNDS
    figure(
        "kill -9 while filing",
        f"{ROUNDS} points, {len(acknowledged)} acknowledged: 0 lost, 0 twice, chains whole",
        bar="0 acknowledged lost, 0 twice",
        store=kind,
    )
