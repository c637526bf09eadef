"""Which tables hold papers' pasts: what is wanted of them, and every address that was found?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Index, Table, Text, literal_column

from warraq.archives.sql.schema.columns import METADATA, Key, Number, partial

backfills = Table(
    "backfills",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("asked_us", BigInteger, nullable=False),
    Column("since", Text),  # a day: 2019-05-03
    Column("until", Text),
    Column("most", BigInteger),
    Column("lists", Text, nullable=False),  # JSON
    Column("archives", Text, nullable=False),  # JSON
    Column("begun", Boolean, nullable=False),
    Column("ended_us", BigInteger),
    Column("problem", Text),
)

past_addresses = Table(
    "past_addresses",
    METADATA,
    Column("number", Number, primary_key=True),
    Column("source", Key, nullable=False),
    Column("known", Key, nullable=False),  # the address, bounded
    Column("url", Text, nullable=False),
    Column("host", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("said_us", BigInteger),
    Column("printed", Boolean, nullable=False),
    Column("blank", BigInteger, nullable=False),
    Column("place", BigInteger, nullable=False),  # in the queue: the latest first, of no date last
    Column("state", Key, nullable=False),
    Column("attempts", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("settled_us", BigInteger),
    Column("asked", Boolean, nullable=False),
    Column("article", BigInteger),
    Column("reason", Key),
)
PAST_PENDING: ColumnElement[str] = literal_column("'pending'")
_pending = past_addresses.c.state == PAST_PENDING
Index("past_identity", past_addresses.c.source, past_addresses.c.known, unique=True)
Index("past_tally", past_addresses.c.source, past_addresses.c.kind, past_addresses.c.state)
partial(
    "past_queue",
    past_addresses.c.source,
    past_addresses.c.kind,
    past_addresses.c.place,
    past_addresses.c.number,
    where=_pending,
)
partial("past_due", past_addresses.c.source, past_addresses.c.due_us, where=_pending)
