"""How do tests get an archive as an earlier Warraq left it? One of today is filled, and what its schema had not yet is left out."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.ports.drafting import NOON, draft, reworded, whole
from warraq.archives.sql import open_archive, sqlite_url
from warraq.archives.sql.copying import SqlHoldings, holdings
from warraq.archives.sql.engine import Store, address
from warraq.archives.sql.opening import MIGRATIONS, bring_up, migrate
from warraq.ports.deposit import Shelf
from warraq.press import Source, State

_BATCH = 1000


def revisions() -> list[str]:
    """Every schema that was ever released, the oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def filled(folder: Path, articles: int) -> Path:
    """An archive of today with so many articles, some revised, one withheld; its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "today.sqlite3"
    archive, _ = open_archive(sqlite_url(path))
    archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
    for first in range(0, articles - 1, _BATCH):
        numbers = range(first, min(first + _BATCH, articles - 1))
        archive.file(
            [draft(one, authors=("ليلى الحسن",), body="نص الخبر " * 100) for one in numbers], now=NOON
        )
        archive.file([reworded(one) for one in numbers[::10]], now=NOON)
    archive.file([whole()], now=NOON)
    archive.restate(next(archive.ids()), State.WITHHELD, reason="طلب", now=NOON)
    archive.close()
    return path


def aged(today: Path, url: str, revision: str) -> None:
    """Fill the empty database at `url` with what stands in the file, as that revision would have kept it."""
    beside = today.parent / f"copy-{revision}-{abs(hash(url))}"
    beside.mkdir()
    store = Store(address(url))
    with holdings(sqlite_url(today), beside=beside) as held, store.migrating().connect() as connection:
        if store.lite:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.rollback()
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        migrate(connection, store, to=revision)
        old = SqlHoldings(connection, revision)
        shelves = {shelf.name: shelf for shelf in old.shelves}
        # later migrations bring counters of their own
        known = {row[0] for row in old.rows(shelves["counters"])}
        old.empty()
        for shelf in held.shelves:
            if shelf.name in shelves:
                columns = tuple(name for name in shelf.columns if name in shelves[shelf.name].columns)
                places = [shelf.columns.index(name) for name in columns]
                rows = [tuple(row[place] for place in places) for row in held.rows(shelf)]
                kept = [row for row in rows if shelf.name != "counters" or row[0] in known]
                old.put(Shelf(shelf.name, columns), kept)
        if store.lite:
            connection.exec_driver_sql("COMMIT")
        else:
            old.number_on()
        connection.commit()
    store.close()


if __name__ == "__main__":
    # The process that is killed while it brings an archive up: everything is loaded before the clock starts.
    store = Store(address(sys.argv[1]))
    revisions()
    print("begins", flush=True)
    bring_up(store)
    print("done", flush=True)
