"""Which tables hold who is named where? A copy: made anew from the articles.

Names have numbers, since a name may stand in a third of all articles. What pages count is counted when it changes.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Index, Table, Text, literal_column

from warraq.archives.sql.schema.columns import METADATA, Key, Number, partial

# `shown` as its list has it, or as it was first printed.
names = Table(
    "names",
    METADATA,
    Column("id", Number, primary_key=True),
    Column("key", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("shown", Text, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("believed", Key, nullable=False),
    Column("articles", BigInteger, nullable=False),
)
Index("names_key", names.c.key, unique=True)
YES: ColumnElement[str] = literal_column("'yes'")  # spelled out, for the partial index
BELIEVED = names.c.believed == YES
partial("names_believed", names.c.key, where=BELIEVED)

# In the order in which a name's page lists them, country by country.
name_uses = Table(
    "name_uses",
    METADATA,
    Column("name", BigInteger, primary_key=True, autoincrement=False),
    Column("country", Key, primary_key=True),
    Column("at_us", BigInteger, primary_key=True, autoincrement=False),
    Column("article", BigInteger, primary_key=True, autoincrement=False),
    Column("source", Key, nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("headline", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
Index("name_uses_of_article", name_uses.c.article)

name_papers = Table(
    "name_papers",
    METADATA,
    Column("name", BigInteger, primary_key=True, autoincrement=False),
    Column("country", Key, primary_key=True),
    Column("source", Key, primary_key=True),
    Column("articles", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# `step` is "day" or "month", `first` its first day (its number since 1970).
name_times = Table(
    "name_times",
    METADATA,
    Column("name", BigInteger, primary_key=True, autoincrement=False),
    Column("step", Key, primary_key=True),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("country", Key, primary_key=True),
    Column("articles", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
