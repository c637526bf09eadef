"""Which tables hold what is watched for, and what was told of it?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from warraq.archives.sql.schema.columns import METADATA, Key, Number

watches = Table(
    "watches",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("target", Text),
    Column("services", Boolean, nullable=False),
    Column("salt", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("state", Key, nullable=False),
    Column("begun_us", BigInteger),
    Column("problem", Text),
)

# One a watch and story, so that no crash tells twice of one. `articles` are numbers with spaces between them.
watch_messages = Table(
    "watch_messages",
    METADATA,
    Column("number", Number, primary_key=True),
    Column("watch", BigInteger, nullable=False),
    Column("story", BigInteger, nullable=False),
    Column("articles", Text, nullable=False),
    Column("state", Key, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("tries", BigInteger, nullable=False),
    Column("problem", Text),
)
Index("watch_messages_story", watch_messages.c.watch, watch_messages.c.story, unique=True)
Index("watch_messages_due", watch_messages.c.state, watch_messages.c.due_us)
