"""How are statements sent to SQLite or PostgreSQL: many readers, one writer, nothing acknowledged before it is durable?

Statements are written once, in SQLAlchemy Core, compiled once for the back end at hand, then sent straight to its
driver on a pooled connection: Core's own execution costs some 45 µs a statement beside 10 for the driver's.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Executable, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from warraq.errors import ArchiveError

Values = Mapping[str, Any]
Row = tuple[Any, ...]

_READERS: Final = 5
_MORE_READERS: Final = 15
_BUSY_S: Final = 30  # how long another process may hold the writer's place before we say so
_WAL_LIMIT: Final = 48 * 2**20
_SQLITE_EACH = (
    f"PRAGMA busy_timeout={_BUSY_S * 1000}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    # Fewer, larger checkpoints: pages that several batches touch are copied once. 4 KB a page: 16 MB.
    "PRAGMA wal_autocheckpoint=4000",
    f"PRAGMA journal_size_limit={_WAL_LIMIT}",
    "PRAGMA temp_store=MEMORY",
)
_SQLITE_WRITER = ("PRAGMA cache_size=-32000",)


class Desk(IntEnum):
    """Who writes: PostgreSQL's advisory lock of each is held to the end of its transaction.

    While one files, no other can take change numbers, so that they become visible in their order.
    """

    ARCHIVE = 1
    DAYBOOK = 2
    SCHEMA = 3
    PICTURES = 4
    COLLECTING = 5  # held by the process that collects, as long as it does
    RECHECKS = 6
    DECISIONS = 7
    TEMPLATES = 8
    STORIES = 9
    WATCHES = 10
    NAMES = 12
    DESK = 13


LOCK_ROOM: Final = 0x57415252  # "WARR": our locks among those of other programs in the same database


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement in the driver's own words, and the order in which it takes its values."""

    sql: str
    names: tuple[str, ...]
    defaults: Values

    def values(self, given: Values) -> Row:
        defaults = self.defaults
        return tuple([given[name] if name in given else defaults[name] for name in self.names])


class Work:
    """One connection, for the time of a transaction (or of one reading)."""

    def __init__(self, store: Store, connection: PoolProxiedConnection) -> None:
        self._store = store
        self._connection = connection

    def rows(self, statement: Executable, values: Values) -> list[Row]:
        """Every row that answers."""
        prepared = self._store.prepared(statement)
        cursor = self._connection.cursor()
        try:
            cursor.execute(prepared.sql, prepared.values(values))
            return cursor.fetchall()  # type: ignore[return-value]
        finally:
            cursor.close()

    def run(self, statement: Executable, values: Values) -> int:
        """How many rows it touched."""
        prepared = self._store.prepared(statement)
        cursor = self._connection.cursor()
        try:
            cursor.execute(prepared.sql, prepared.values(values))
            return cursor.rowcount
        finally:
            cursor.close()

    def many(self, statement: Executable, rows: Sequence[Values]) -> None:
        """The same statement for many rows, each of which names every value."""
        if not rows:
            return
        prepared = self._store.prepared(statement)
        # At C's speed; a list of one name would make bare values of it.
        taken = (
            map(itemgetter(*prepared.names), rows) if len(prepared.names) > 1 else map(prepared.values, rows)
        )
        cursor = self._connection.cursor()
        try:
            cursor.executemany(prepared.sql, list(taken))
        finally:
            cursor.close()

    def plain(self, sql: str) -> list[Row]:
        """A statement of the back end's own (a pragma, a lock)."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []  # type: ignore[return-value]
        finally:
            cursor.close()


class Store:
    """A database: a pool of readers, and writers that take turns. Used by several threads at once."""

    def __init__(self, url: URL) -> None:
        self.name = url.render_as_string(hide_password=True)
        self.lite = url.get_backend_name() == "sqlite"
        self._file = Path(url.database or "") if self.lite else None
        if self.lite:
            self._readers, self._writers = _sqlite(url, readers=True), _sqlite(url, readers=False)
        else:
            self._readers, self._writers = _postgres(url, readers=True), _postgres(url, readers=False)
        self._dialect = self._readers.dialect
        self._compiled: dict[Executable, _Prepared] = {}
        self._turn = threading.Lock()
        self._closed = False

    @contextlib.contextmanager
    def reading(self) -> Iterator[Work]:
        """A reader's connection; every statement sees what was committed when it began."""
        with self._connection(self._readers, "read") as connection:
            yield Work(self, connection)

    @contextlib.contextmanager
    def writing(self, desk: Desk, *, durable: bool = True) -> Iterator[Work]:
        """One transaction, committed (and with `durable` forced to disk) when the block ends, rolled back if it fails.

        On SQLite writers of this process take turns here, and those of others wait on the file's lock.
        """
        with self._turns(), self._connection(self._writers, "written") as connection:
            work = Work(self, connection)
            self._begin(work, desk, durable=durable)
            try:
                yield work
                connection.commit()
            except BaseException:
                with contextlib.suppress(self._errors):
                    connection.rollback()
                raise
            if self.lite:
                self._trim(work)

    def prepared(self, statement: Executable) -> _Prepared:
        """The statement for this back end, compiled the first time it is met."""
        found = self._compiled.get(statement)
        if found is None:
            compiled: Any = statement.compile(dialect=self._dialect)  # type: ignore[attr-defined]
            found = _Prepared(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))
            self._compiled[statement] = found
        return found

    def migrating(self) -> Engine:
        """The writers' engine, for Alembic, which wants a connection of SQLAlchemy's."""
        return self._writers

    def close(self) -> None:
        """Let every connection go; what is asked afterwards raises ArchiveError."""
        with self._turn:
            self._closed = True
            self._readers.dispose()
            self._writers.dispose()

    @property
    def _errors(self) -> type[Exception]:
        error: type[Exception] = self._dialect.loaded_dbapi.Error
        return error

    @contextlib.contextmanager
    def _turns(self) -> Iterator[None]:
        if not self.lite:
            yield
            return
        with self._turn:
            yield

    @contextlib.contextmanager
    def _connection(self, engine: Engine, verb: str) -> Iterator[PoolProxiedConnection]:
        """Raises: ArchiveError for whatever the driver or the pool raises."""
        if self._closed:
            raise ArchiveError(f"the archive {self.name} was closed")
        connection = None
        try:
            connection = engine.raw_connection()
            yield connection
        except (SQLAlchemyError, self._errors, OverflowError, UnicodeError) as error:
            if connection is not None and self._dialect.is_disconnect(error, connection, None):  # type: ignore[arg-type]
                connection.invalidate()
            raise ArchiveError(f"the archive {self.name} cannot be {verb}: {_clause(error)}") from error
        finally:
            if connection is not None:
                connection.close()

    def _begin(self, work: Work, desk: Desk, *, durable: bool) -> None:
        if self.lite:
            work.plain(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            work.plain("BEGIN IMMEDIATE")
        else:
            work.plain(f"SET LOCAL synchronous_commit TO {'on' if durable else 'off'}")
            work.plain(f"SELECT pg_advisory_xact_lock({LOCK_ROOM}, {int(desk)})")

    def _trim(self, work: Work) -> None:
        """Start the write-ahead log anew before it outgrows its limit, which readers that overlap can keep it from."""
        assert self._file is not None
        try:
            size = self._file.with_name(self._file.name + "-wal").stat().st_size
        except FileNotFoundError:
            return
        if size > _WAL_LIMIT:
            # What was written is committed: a reader that stays in the way costs disk, not the answer.
            work.plain("PRAGMA busy_timeout=2000")
            with contextlib.suppress(self._errors):
                work.plain("PRAGMA wal_checkpoint(TRUNCATE)")
            work.plain(f"PRAGMA busy_timeout={_BUSY_S * 1000}")


def address(url: str) -> URL:
    """The database's address, understood. Raises: ArchiveError for one that no back end serves."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ArchiveError(
            f"the database address cannot be read: {error}; write sqlite:////a/file or postgresql://user@host/name"
        ) from error
    backend = parsed.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        if parsed.database in {None, "", ":memory:"}:
            raise ArchiveError("an SQLite archive needs a file: sqlite:////the/folder/archive.sqlite3")
        return parsed.set(drivername="sqlite")
    raise ArchiveError(f"no archive stands on {backend}; there are sqlite and postgresql")


def _sqlite(url: URL, *, readers: bool) -> Engine:
    # AUTOCOMMIT leaves BEGIN to us: sqlite3's own would come late, and never IMMEDIATE.
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=_READERS if readers else 1,
        max_overflow=_MORE_READERS if readers else 0,
        pool_reset_on_return=None if readers else "rollback",
        connect_args={"check_same_thread": False, "timeout": _BUSY_S, "cached_statements": 256},
    )
    pragmas = _SQLITE_EACH if readers else _SQLITE_EACH + _SQLITE_WRITER

    def prepare(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma).close()

    event.listen(engine, "connect", prepare)
    return engine


def _postgres(url: URL, *, readers: bool) -> Engine:
    try:
        return create_engine(
            url,
            paramstyle="format",
            isolation_level="AUTOCOMMIT" if readers else "READ COMMITTED",
            pool_size=_READERS,
            max_overflow=_MORE_READERS,
            pool_pre_ping=True,
            pool_reset_on_return=None if readers else "rollback",
            connect_args={"connect_timeout": 10, "client_encoding": "utf8"},
        )
    except ImportError as error:
        raise ArchiveError(
            "PostgreSQL needs psycopg, which is an extra: pip install 'warraq[postgres]'"
        ) from error


def _clause(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error).strip().splitlines()
    clause = text[0] if text else type(error).__name__
    if "database is locked" in clause:
        return f"another process has been writing for {_BUSY_S} s; wait for it, or stop it"
    return clause
