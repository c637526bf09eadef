"""Which tables hold how crawling went, day by day?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text

from warraq.archives.sql.schema.columns import METADATA, Key, Number

# What a day (its number since 1970) brought of a feed. `failures` are words: "busy 3 slow 1".
feed_days = Table(
    "feed_days",
    METADATA,
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("feed", Key, primary_key=True),
    Column("source", Key, nullable=False),
    Column("fetched", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("failures", Text, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("filed", BigInteger, nullable=False),
    Column("versions", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("feed_days_of_source", feed_days.c.source, feed_days.c.day)

# When we did not look. Few: a row an outage.
crawl_gaps = Table(
    "crawl_gaps",
    METADATA,
    Column("began_us", BigInteger, primary_key=True, autoincrement=False),
    Column("ended_us", BigInteger),
    Column("kind", Text, nullable=False),
)

# Only ever added to; what is old is dropped.
source_turns = Table(
    "source_turns",
    METADATA,
    Column("number", Number, primary_key=True),
    Column("source", Key, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("condition", Text, nullable=False),
    Column("says", Text),
    Column("last_us", BigInteger),
    Column("pace", Text),  # as Python writes the number: exact, and the same on every back end
)
Index("source_turns_of_source", source_turns.c.source, source_turns.c.number)
