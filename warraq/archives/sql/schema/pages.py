"""Which tables hold what was learnt of papers' pages?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from warraq.archives.sql.schema.columns import METADATA, Key

templates = Table(
    "templates",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("text", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("articles", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
)

page_approvals = Table(
    "page_approvals",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("url", Key, primary_key=True),
    Column("way", Text, nullable=False),
    Column("layout", Text),  # JSON: body, what to drop, until
    Column("words", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("by", Text),
)
