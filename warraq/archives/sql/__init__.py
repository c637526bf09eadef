"""The archive in SQL: one code path for SQLite (a file, the default) and PostgreSQL (for scale)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

from warraq.archives.sql.articles import SqlArchive
from warraq.archives.sql.claims import SqlClaims
from warraq.archives.sql.copying import filling, holdings, weigh
from warraq.archives.sql.daybook import SqlDaybook
from warraq.archives.sql.decisions import SqlDecisions
from warraq.archives.sql.engine import Store, address
from warraq.archives.sql.icons import SqlIcons, SqlPlaceholders
from warraq.archives.sql.ledger import SqlLedger
from warraq.archives.sql.mastheads import SqlMastheads
from warraq.archives.sql.namebook import SqlNamebook
from warraq.archives.sql.opening import alone, bring_up
from warraq.archives.sql.past import SqlPasts
from warraq.archives.sql.pictures import SqlPictures
from warraq.archives.sql.rechecks import SqlRechecks
from warraq.archives.sql.reports import SqlReports
from warraq.archives.sql.stories import SqlStories
from warraq.archives.sql.subscriptions import SqlSubscriptions
from warraq.archives.sql.templates import SqlTemplates
from warraq.archives.sql.users import SqlUsers
from warraq.archives.sql.watches import SqlWatches
from warraq.archives.sql.wishes import SqlWishes

__all__ = [
    "SqlArchive",
    "SqlClaims",
    "SqlDaybook",
    "SqlDecisions",
    "SqlIcons",
    "SqlLedger",
    "SqlMastheads",
    "SqlNamebook",
    "SqlPasts",
    "SqlPictures",
    "SqlPlaceholders",
    "SqlRechecks",
    "SqlReports",
    "SqlStories",
    "SqlSubscriptions",
    "SqlTemplates",
    "SqlUsers",
    "SqlWatches",
    "SqlWishes",
    "alone",
    "claims_of",
    "decisions_of",
    "filling",
    "holdings",
    "icons_of",
    "ledger_of",
    "mastheads_of",
    "namebook_of",
    "open_archive",
    "pasts_of",
    "pictures_of",
    "placeholders_of",
    "rechecks_of",
    "reports_of",
    "sqlite_url",
    "stories_of",
    "subscriptions_of",
    "templates_of",
    "users_of",
    "watches_of",
    "weigh",
    "wishes_of",
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


def icons_of(archive: SqlArchive) -> SqlIcons:
    """Papers' icons, beside an archive and on its connections."""
    return SqlIcons(archive.store)


def placeholders_of(archive: SqlArchive) -> SqlPlaceholders:
    """Pictures that stand in for many reports, beside an archive and on its connections."""
    return SqlPlaceholders(archive.store)


def reports_of(archive: SqlArchive) -> SqlReports:
    """What readers say of pictures, beside an archive and on its connections."""
    return SqlReports(archive.store)


def pasts_of(archive: SqlArchive) -> SqlPasts:
    """Papers' pasts, beside an archive and on its connections."""
    return SqlPasts(archive.store)


def rechecks_of(archive: SqlArchive) -> SqlRechecks:
    """What is visited again, beside an archive and on its connections."""
    return SqlRechecks(archive.store)


def ledger_of(archive: SqlArchive) -> SqlLedger:
    """The ledger beside an archive, as `pictures_of`."""
    return SqlLedger(archive.store)


def decisions_of(archive: SqlArchive) -> SqlDecisions:
    """The log of decisions beside an archive, on its connections."""
    return SqlDecisions(archive.store)


def claims_of(archive: SqlArchive) -> SqlClaims:
    """The requests beside an archive, on its connections."""
    return SqlClaims(archive.store)


def subscriptions_of(archive: SqlArchive) -> SqlSubscriptions:
    """The hubs' subscriptions beside an archive, on its connections."""
    return SqlSubscriptions(archive.store)


def namebook_of(archive: SqlArchive) -> SqlNamebook:
    """Who is named where, beside an archive and on its connections."""
    return SqlNamebook(archive.store)


def templates_of(archive: SqlArchive) -> SqlTemplates:
    """What was learnt of papers' pages, beside an archive and on its connections."""
    return SqlTemplates(archive.store)


def wishes_of(archive: SqlArchive) -> SqlWishes:
    """What papers' sites ask, beside an archive and on its connections."""
    return SqlWishes(archive.store)


def stories_of(archive: SqlArchive) -> SqlStories:
    """Which articles tell of one event, beside an archive and on its connections."""
    return SqlStories(archive.store)


def watches_of(archive: SqlArchive) -> SqlWatches:
    """The watches beside an archive, on its connections."""
    return SqlWatches(archive.store)


def users_of(archive: SqlArchive) -> SqlUsers:
    """Who works at the desk, beside an archive and on its connections."""
    return SqlUsers(archive.store)


def mastheads_of(archive: SqlArchive) -> SqlMastheads:
    """What the site is called, beside an archive and on its connections."""
    return SqlMastheads(archive.store)


def sqlite_url(path: Path) -> str:
    """The address of an archive in that file, whatever letters stand in its path."""
    return URL.create("sqlite", database=str(path)).render_as_string()
