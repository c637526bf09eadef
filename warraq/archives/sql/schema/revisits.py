"""Which tables hold what is looked at again: articles, and papers' doors?"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    Text,
    literal_column,
)

from warraq.archives.sql.schema.columns import METADATA, Key, partial

# Articles that are visited again; one whose state is another word is not.
rechecks = Table(
    "rechecks",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("source", Key, nullable=False),
    Column("host", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("filed_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("missed_us", BigInteger),
    Column("misses", BigInteger, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("problem", Text),
)
WATCHED: ColumnElement[str] = literal_column("'watched'")
_watched = rechecks.c.state == WATCHED
MISSED = rechecks.c.missed_us.is_not(None)
partial("rechecks_due", rechecks.c.due_us, where=_watched)
partial("rechecks_due_of_host", rechecks.c.host, rechecks.c.due_us, rechecks.c.article, where=_watched)
Index("rechecks_of_source", rechecks.c.source, rechecks.c.article)
partial("rechecks_missed", rechecks.c.source, where=MISSED)

doorways = Table(
    "doorways",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("state", Key, nullable=False),
    Column("since_us", BigInteger),
    Column("due_us", BigInteger),
    Column("checked_us", BigInteger),
    Column("target", Text),
    Column("reason", Text),
    Column("decided", Boolean, nullable=False),
    Column("leaning", Text),
    Column("leaning_since_us", BigInteger),
    Column("looks", BigInteger, nullable=False),
    Column("sampled_us", BigInteger),
    Column("sample_asked", BigInteger),
    Column("sample_answered", BigInteger),
)
