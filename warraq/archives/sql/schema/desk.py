"""Which tables hold who works at the desk, and what the site is called?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text

from warraq.archives.sql.schema.columns import METADATA, Key, Number

# `password` is an argon2id hash.
users = Table(
    "users",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("name", Key, nullable=False),
    Column("role", Key, nullable=False),
    Column("password", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
)
Index("users_name", users.c.name, unique=True)

# In no backup. `key` is a hash of what the browser's cookie holds.
sessions = Table(
    "sessions",
    METADATA,
    Column("key", Key, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False),
)
Index("sessions_of_user", sessions.c.user_id)

# Only ever added to; the newest is what readers see. `said` is the masthead as JSON.
mastheads = Table(
    "mastheads",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("said", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("undoes", BigInteger),
)
