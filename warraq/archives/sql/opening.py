"""Is this database ours, and is its schema the one this program knows? If it is older, it is brought up here."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from warraq.archives.sql.engine import LOCK_ROOM, Desk, Store, address
from warraq.archives.sql.schema import REVISION
from warraq.errors import ArchiveError, Busy

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def bring_up(store: Store) -> None:
    """Leave the database at our schema. All of it in one transaction: a migration that fails leaves what was there.

    Raises: ArchiveError for a newer schema, a database of another program, or one that cannot be opened.
    """
    with told(store), store.migrating().connect() as connection:
        if store.lite:
            _write_ahead(connection)
        connection.rollback()
        if revision(connection, store) == REVISION:
            return
        connection.rollback()
        # Several processes may open a new archive at once: the first migrates, the others find it done.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if store.lite else LOCK)
        if revision(connection, store) != REVISION:
            migrate(connection, store)
        if store.lite:
            connection.exec_driver_sql("COMMIT")
        connection.commit()


_ALONE = {"room": LOCK_ROOM, "desk": int(Desk.COLLECTING)}
_WHO = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :room AND l.objid = :desk"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
LOCK = f"SELECT pg_advisory_xact_lock({LOCK_ROOM}, {int(Desk.SCHEMA)})"


def revision(connection: Connection, store: Store) -> str | None:
    """The schema's revision; `None` for an empty database. Raises: ArchiveError for another program's."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables or not tables & {"articles"}:
        raise ArchiveError(
            f"{store.name} holds tables of another program ({', '.join(sorted(tables)[:3])} …);"
            " give Warraq a database of its own"
        )
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextlib.contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the one process that collects into this database, from whatever machine. An SQLite file needs no such promise:
    who shares it shares its folder. Raises: Busy, naming the other; ArchiveError.

    The promise hangs on one connection: if that is lost, another may begin, and papers are asked twice; nothing is
    filed twice.
    """
    store = Store(address(url))
    try:
        if store.lite:
            yield
            return
        with told(store), store.migrating().connect() as connection:
            who = f"warraq process {os.getpid()} on {socket.gethostname()}"[:60]
            connection.execute(text("SELECT set_config('application_name', :who, false)"), {"who": who})
            if not connection.execute(text("SELECT pg_try_advisory_lock(:room, :desk)"), _ALONE).scalar():
                other = connection.execute(_WHO, _ALONE).scalar() or "another warraq"
                raise Busy(f"{other} collects into {store.name}; stop it, or give this one its own database")
            connection.commit()
            try:
                yield
            finally:
                with contextlib.suppress(SQLAlchemyError):  # lost with its connection, it is free already
                    connection.execute(text("SELECT pg_advisory_unlock(:room, :desk)"), _ALONE)
                    connection.commit()
    finally:
        store.close()


def known() -> frozenset[str]:
    """Every schema that this program can open, or bring up."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def migrate(connection: Connection, store: Store, *, to: str = "head") -> None:
    """Bring the database up to a schema, in the transaction that stands. Raises: ArchiveError for a newer one."""
    # Loaded only here: most openings need no migration, and Alembic is a tenth of a second.
    from alembic import command
    from alembic.util import CommandError

    found = revision(connection, store)
    if found is not None and found not in known():
        raise ArchiveError(
            f"{store.name} was written by a newer Warraq (schema {found}; this one knows up to {REVISION});"
            " use that version, or a copy of the archive from before it"
        )
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise ArchiveError(f"{store.name} cannot be brought up to schema {REVISION}: {error}") from error


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _write_ahead(connection: Connection) -> None:
    """Readers never wait for the writer. Kept in the file: set once, when no other process is just opening it."""
    for patience_s in (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 0.0):
        try:
            mode = connection.exec_driver_sql("PRAGMA journal_mode=WAL").scalar()
        except SQLAlchemyError as error:
            # The busy handler does not serve this pragma.
            if "locked" not in str(error) or not patience_s:
                raise
        else:
            if mode == "wal":
                return
            raise ArchiveError(
                f"the archive's file system keeps no write-ahead log (journal mode {mode}); use a local disk"
            )
        time.sleep(patience_s)


@contextlib.contextmanager
def told(store: Store) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()
        raise ArchiveError(
            f"the archive {store.name} cannot be opened: {reason[0] if reason else error};"
            " check its address, its disk and its permissions"
        ) from error
