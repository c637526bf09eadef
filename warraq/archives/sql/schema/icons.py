"""Which tables hold papers' icons, and pictures that stand in for many reports?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from warraq.archives.sql.schema.columns import METADATA, Key

icons = Table(
    "icons",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("asked_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("print", Text),
    Column("address", Text),
    Column("stored_us", BigInteger),
    Column("attempts", BigInteger, nullable=False),
    Column("problem", Text),
    Column("removed", Text),
)

placeholders = Table(
    "placeholders",
    METADATA,
    Column("picture", BigInteger, ForeignKey("pictures.id"), primary_key=True, autoincrement=False),
    Column("source", Key, nullable=False),
    Column("articles", BigInteger, nullable=False),
    Column("days", BigInteger, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("state", Key, nullable=False),
    Column("reason", Text),
)
