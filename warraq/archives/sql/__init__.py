"""The archive in SQL: one code path for SQLite (a file, the default) and PostgreSQL (for scale)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

from warraq.archives.sql.articles import SqlArchive
from warraq.archives.sql.daybook import SqlDaybook
from warraq.archives.sql.engine import Store, address
from warraq.archives.sql.opening import bring_up
from warraq.archives.sql.pictures import SqlPictures
from warraq.archives.sql.subscriptions import SqlSubscriptions

__all__ = [
    "SqlArchive",
    "SqlDaybook",
    "SqlPictures",
    "SqlSubscriptions",
    "open_archive",
    "pictures_of",
    "sqlite_url",
    "subscriptions_of",
]


def open_archive(url: str) -> tuple[SqlArchive, SqlDaybook]:
    """The archive and the daybook at `sqlite:////the/file` or `postgresql://user@host/name`, on the same connections.

    Makes the schema where there is none, and brings an older one up to ours. Closing the archive closes both.
    Raises: ArchiveError when it cannot be opened, or was made by a newer Warraq.
    """
    store = Store(address(url))
    try:
        bring_up(store)
    except BaseException:
        store.close()
        raise
    return SqlArchive(store), SqlDaybook(store)


def pictures_of(archive: SqlArchive) -> SqlPictures:
    """The pictures beside an archive, on its connections: closing the archive closes them too."""
    return SqlPictures(archive.store)


def subscriptions_of(archive: SqlArchive) -> SqlSubscriptions:
    """The hubs' subscriptions beside an archive, on its connections."""
    return SqlSubscriptions(archive.store)


def sqlite_url(path: Path) -> str:
    """The address of an archive in that file, whatever letters stand in its path."""
    return URL.create("sqlite", database=str(path)).render_as_string()
