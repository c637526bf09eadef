"""Is an archive of any released schema brought up whole, also when the power goes in the middle? Old or new, never between.

The short form strikes at one seeded point of every fourth, since the longest way passes through all that come after it, and brings
each up once; WARRAQ_LONG=1 strikes at twenty points of each, on 20,000 articles.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Integer, MetaData, Text, text

from tests.archives.aged import aged, filled, revisions
from tests.cli.test_commands import run, said
from tests.postgres import Server
from warraq.archives.sql import open_archive, sqlite_url
from warraq.archives.sql.engine import Store, address
from warraq.archives.sql.schema import METADATA, REVISION
from warraq.press import State, chain_hash

LONG = bool(os.environ.get("WARRAQ_LONG"))
ARTICLES = 20_000 if LONG else 400
POINTS = 20 if LONG else 1
ROOT = Path(__file__).resolve().parents[2]
OLDER = revisions()[:-1]


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("today"), ARTICLES)


@dataclass
class Databases:
    """Empty databases and copies of others, as many as are wanted: in files, or in a server."""

    folder: Path
    server: Server | None
    made: dict[str, str] = field(default_factory=dict)  # by their addresses
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def empty(self) -> str:
        return self._named(self.server.create() if self.server else self._file().name)

    def copy(self, url: str) -> str:
        name = self.made[url]
        if self.server:
            return self._named(self.server.create(like=name))
        return self._named(Path(shutil.copy(self.folder / name, self._file())).name)

    def drop(self, url: str) -> None:
        """At once: what hundreds of points leave would fill a disk."""
        name = self.made.pop(url)
        if self.server:
            self.server.drop(name)
        else:
            for file in self.folder.glob(f"{name}*"):
                file.unlink()

    def _file(self) -> Path:
        return self.folder / f"{next(self._numbers)}.sqlite3"

    def _named(self, name: str) -> str:
        url = self._url(name)
        self.made[url] = name
        return url

    def _url(self, name: str) -> str:
        return self.server.url(name) if self.server else sqlite_url(self.folder / name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    databases = Databases(tmp_path, server)
    yield databases
    for url in list(databases.made):
        databases.drop(url)


def shape(url: str) -> tuple[str | None, dict[str, set[str]]]:
    """The revision that a database says it has, and the columns and indexes it really has."""
    store = Store(address(url))
    try:
        with store.migrating().connect() as connection:
            metadata = MetaData()
            metadata.reflect(connection)
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            found = {
                table.name: {column.name for column in table.columns}
                | {str(index.name) for index in table.indexes}
                for table in metadata.tables.values()
            }
            return revision, found
    finally:
        store.close()


def is_whole(url: str) -> None:
    """Opened (and brought up if it was not), everything that was filed stands."""
    archive, _ = open_archive(url)
    try:
        ids = list(archive.ids())
        assert len(ids) == archive.count() == ARTICLES
        assert list(archive.ids(state=State.WITHHELD)) == ids[:1]
        assert len(archive.changes(0, limit=10**6)) == archive.last_change()
        for number in ids[:: max(ARTICLES // 50, 1)]:
            previous = None
            for version in archive.versions(number):
                assert version.hash == chain_hash(previous, version.draft)
                previous = version.hash
        assert len(archive.newest(limit=100, author="ليلي-الحسن")) == 100
    finally:
        archive.close()
    assert shape(url)[0] == REVISION


def struck(url: str, after_s: float) -> bool:
    """Bring the archive up in a process that is killed after so long; whether that was in time."""
    command = [sys.executable, "-m", "tests.archives.aged", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begins\n"
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        return process.stdout.read() != "done\n"


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("revision", OLDER)
def test_an_upgrade_that_is_killed_leaves_the_old_archive_or_the_new_one(
    revision: str, databases: Databases, today: Path
) -> None:
    if not LONG and revision not in (OLDER[:1] if databases.server else OLDER[::4]):
        pytest.skip("the short form strikes at some ways, the longest among them: WARRAQ_LONG=1 for all")
    found = databases.empty()
    aged(today, found, revision)
    sound = databases.copy(found)
    began = time.perf_counter()
    open_archive(sound)[0].close()
    took_s = time.perf_counter() - began
    is_whole(sound)
    old, new = shape(found), shape(sound)
    assert old[0] == revision != new[0]
    chance, cut_short = random.Random(int(revision)), 0
    for _ in range(POINTS):
        url = databases.copy(found)
        cut_short += struck(url, chance.uniform(0.05, 0.95) * took_s)
        assert shape(url) in (old, new), "neither the old schema nor the new one"
        is_whole(url)
        databases.drop(url)
    print(
        f"{revision} -> {REVISION}: {took_s:.2f} s for {ARTICLES} articles; {cut_short} of {POINTS} cut short"
    )


def test_every_column_holds_what_a_backup_can_carry() -> None:
    """Whole numbers, texts and booleans travel as JSON and are the same on every back end; bytes, floats and dates are not."""
    odd = [
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if not isinstance(column.type, Integer | Text | Boolean)
    ]
    assert not odd, "teach newsroom.depositing of another type first"
    assert all(table.primary_key.columns for table in METADATA.tables.values()), "rows need an order"


@pytest.mark.parametrize("revision", OLDER)
def test_a_backup_of_an_older_schema_is_restored_and_brought_up(
    revision: str, tmp_path: Path, today: Path
) -> None:
    data, file, new = tmp_path / "data", tmp_path / "old.warraq", tmp_path / "new"
    data.mkdir()
    aged(today, sqlite_url(data / "archive.sqlite3"), revision)
    made = run("backup", str(file), "--json", data=data)
    assert said(made)["schema"] == revision
    assert shape(sqlite_url(data / "archive.sqlite3"))[0] == revision, "backing up brings nothing up"
    assert run("restore", str(file), "--no-index", data=new).exit_code == 0
    is_whole(sqlite_url(new / "archive.sqlite3"))
