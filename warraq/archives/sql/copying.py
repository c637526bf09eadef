"""How is an archive read whole while others write to it, and how is an empty one filled from what was read?

SQLite is copied page by page inside one reader's view, which stops no writer, and the copy is read at leisure. On
PostgreSQL one REPEATABLE READ transaction sees the same moment in every table.
"""

from __future__ import annotations

import contextlib
import glob
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Integer, MetaData, Table, func, insert, inspect, select, text

from warraq.archives.sql.engine import Store, address
from warraq.archives.sql.opening import LOCK, bring_up, known, migrate, revision, told
from warraq.archives.sql.schema import REVISION
from warraq.errors import ArchiveError
from warraq.ports.deposit import Row, Shelf

_VERSIONS = "alembic_version"  # travels as the schema's name, not as a row
_PAGES = 2000  # copied at a time: 8 MB
_FETCHED = 500
_BUSY_S = 30


class SqlHoldings:
    """`ports.deposit.Filling` on one connection."""

    def __init__(self, connection: Connection, schema: str) -> None:
        self.schema = schema
        self._connection = connection
        metadata = MetaData()
        metadata.reflect(connection)
        self._tables = {table.name: table for table in metadata.sorted_tables if table.name != _VERSIONS}
        self.shelves = tuple(
            Shelf(name, tuple(column.name for column in table.columns))
            for name, table in self._tables.items()
        )

    def rows(self, shelf: Shelf) -> Iterator[Row]:
        table = self._tables[shelf.name]
        asked = select(*(table.columns[name] for name in shelf.columns)).order_by(*table.primary_key.columns)
        for row in self._connection.execute(
            asked, execution_options={"stream_results": True, "yield_per": _FETCHED}
        ):
            yield tuple(row)

    def put(self, shelf: Shelf, rows: Sequence[Row]) -> None:
        if rows:
            given = [dict(zip(shelf.columns, row, strict=True)) for row in rows]
            self._connection.execute(insert(self._tables[shelf.name]), given)

    def empty(self) -> None:
        """Take out what the migrations put in."""
        for table in reversed(self._tables.values()):
            self._connection.execute(table.delete())

    def number_on(self) -> None:
        """Let PostgreSQL's own numbers go on after the highest that was filled in."""
        for table in self._tables.values():
            for column in table.primary_key.columns:
                if isinstance(column.type, Integer):
                    self._number_on(table, column.name)

    def _number_on(self, table: Table, column: str) -> None:
        of = {"table": table.name, "column": column}
        found = self._connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), of).scalar()
        if found is not None:
            highest = self._connection.execute(select(func.max(table.columns[column]))).scalar() or 0
            moved = text("SELECT setval(CAST(:sequence AS regclass), :next, false)")
            self._connection.execute(moved, {"sequence": found, "next": highest + 1})


@contextlib.contextmanager
def holdings(url: str, *, beside: Path) -> Iterator[SqlHoldings]:
    """The archive as it stands at this moment, in whatever schema. `beside`: a folder for SQLite's passing copy.

    Raises: ArchiveError where there is no archive, or it cannot be read.
    """
    where = address(url)
    if where.get_backend_name() == "sqlite":
        copy = beside / "archive.sqlite3"
        _copy(Path(where.database or ""), copy)
        where = where.set(database=str(copy))
    store = Store(where)
    try:
        with told(store), store.migrating().connect() as plain:
            connection = plain
            if not store.lite:
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            found = revision(connection, store)
            if found is None:
                raise ArchiveError(f"there is no archive in {store.name}")
            yield SqlHoldings(connection, found)
    finally:
        store.close()


@contextlib.contextmanager
def filling(url: str, *, schema: str) -> Iterator[SqlHoldings]:
    """An empty archive of that schema, to be filled; brought up to ours when the block ends well.

    On PostgreSQL nothing stands unless the block ends well; an SQLite file is worth nothing then. Raises: ArchiveError
    for a database that holds tables already, and a schema that this program does not know.
    """
    if schema not in known():
        raise ArchiveError(
            f"the backup was written by a newer Warraq (schema {schema}; this one knows up to {REVISION});"
            " restore it with that version"
        )
    store = Store(address(url))
    try:
        with told(store), store.migrating().connect() as connection:
            _begin(connection, store)
            if inspect(connection).get_table_names():
                raise ArchiveError(f"{store.name} holds tables already; restore into an empty database")
            migrate(connection, store, to=schema)
            filled = SqlHoldings(connection, schema)
            filled.empty()
            yield filled
            if store.lite:
                connection.exec_driver_sql("COMMIT")
            else:
                filled.number_on()
            connection.commit()
        bring_up(store)
    finally:
        store.close()


def weigh(url: str) -> int:
    """About how many bytes the archive takes on disk; 0 where there is none. Raises: ArchiveError."""
    where = address(url)
    if where.get_backend_name() == "sqlite":
        file = Path(where.database or "")
        return sum(path.stat().st_size for path in file.parent.glob(f"{glob.escape(file.name)}*"))
    store = Store(where)
    try:
        with told(store), store.migrating().connect() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)
    finally:
        store.close()


def _begin(connection: Connection, store: Store) -> None:
    if store.lite:
        # Whoever restores throws a half-filled file away, so it needs no journal; its folder is forced to disk whole.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-64000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.rollback()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if store.lite else LOCK)


def _copy(source: Path, copy: Path) -> None:
    """Every page as it stood when the first was read: the reader's view is kept, so writers start nothing anew."""
    try:
        with (
            contextlib.closing(
                sqlite3.connect(
                    f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=_BUSY_S
                )
            ) as held,
            contextlib.closing(sqlite3.connect(copy)) as out,
        ):
            out.execute("PRAGMA synchronous=OFF")
            held.execute("BEGIN")
            held.execute("SELECT count(*) FROM sqlite_master").fetchone()
            held.backup(out, pages=_PAGES)
            held.execute("COMMIT")
    except sqlite3.Error as error:
        raise ArchiveError(f"the archive {source} cannot be copied to {copy.parent}: {error}") from error
