"""What is asked of watched articles at every round costs the same with few and with many, with statistics and without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Executable

from tests.archives.test_sqlite import plan, steps
from tests.ports.drafting import NOON, draft
from warraq.archives.sql import SqlArchive, open_archive, rechecks, rechecks_of
from warraq.archives.sql.engine import Values
from warraq.ports.rechecks import Watch
from warraq.press import ArticleId

ASKED: dict[str, tuple[Executable, Values]] = {
    "the next of each host": (rechecks._fronts(), {"by_us": 10**18, "most": 9}),
    "one article": (rechecks._WATCH, {"of_article": 3}),
    "an old address of a paper": (
        rechecks._OLD,
        {"of_source": "p3", "behind": 9, "before_us": 10**18},
    ),
    "what is missed": (rechecks._MISSING, {}),
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqlArchive]:
    archive, _ = open_archive(f"sqlite:///{tmp_path}/archive.sqlite3")
    yield archive
    archive.close()


def fill(archive: SqlArchive, first: int, last: int) -> None:
    """Articles from `first` to `last` of seven papers at as many hosts; two of the first are missed."""
    archive.file([draft(number) for number in range(first, last)], now=NOON)
    watches = [
        Watch(
            ArticleId(number + 1),
            f"p{number % 7}",
            f"h{number % 7}.example:443",
            since=NOON,
            filed=NOON,
            due=NOON + timedelta(minutes=number),
            missed=NOON if number in (3, 4) else None,
        )
        for number in range(first, last)
    ]
    rechecks_of(archive).follow(watches, position=last)


@pytest.mark.parametrize("analysed", [False, True])
def test_what_is_asked_at_every_round_costs_the_same_with_many(
    archive: SqlArchive, tmp_path: Path, analysed: bool
) -> None:
    fill(archive, 0, 60)
    few = {name: steps(archive.store, *asked) for name, asked in ASKED.items()}
    fill(archive, 60, 3000)
    if analysed:
        with sqlite3.connect(tmp_path / "archive.sqlite3") as connection:
            connection.execute("ANALYZE")
        connection.close()
        archive.close()
        archive = open_archive(f"sqlite:///{tmp_path}/archive.sqlite3")[0]
    try:
        for name, asked in ASKED.items():
            many = steps(archive.store, *asked)
            how = plan(archive.store, *asked)
            assert many <= few[name] * 1.3 + 60, (name, few[name], many, how)
            assert "SCAN rechecks" not in how.replace("SCAN rechecks USING", ""), how
    finally:
        archive.close()
