"""Which tables hold what we visit: feeds, hosts, their entries, hubs and captures?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ColumnElement, Index, Table, Text, literal_column

from warraq.archives.sql.schema.columns import METADATA, Key, Number, partial

feed_states = Table(
    "feed_states",
    METADATA,
    Column("feed", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("due_us", BigInteger),
    Column("errors", BigInteger, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", Text),
    Column("tried_us", BigInteger),
    Column("reached_us", BigInteger),
    Column("status", BigInteger),
    Column("problem", Text),
    Column("stopped", Text),
    Column("interval_us", BigInteger),
    Column("ttl_us", BigInteger),
    Column("skip_hours", Text),  # numbers with spaces between them
    Column("skip_days", Text),
    Column("moved_to", Text),
    Column("moved_us", BigInteger),
    Column("moved_times", BigInteger),
)

host_states = Table(
    "host_states",
    METADATA,
    Column("host", Key, primary_key=True),
    Column("due_us", BigInteger),
    Column("errors", BigInteger, nullable=False),
)

entries = Table(
    "entries",
    METADATA,
    Column("number", Number, primary_key=True),
    Column("feed", Key, nullable=False),
    Column("guid", Key, nullable=False),
    Column("source", Text, nullable=False),
    Column("section", Text),
    Column("host", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column(
        "said", Text, nullable=False
    ),  # digest of title and printed dates: another one asks for another visit
    Column("entry", Text),  # JSON, only while it is pending: settled, its words stand in the archive
    Column("first_seen_us", BigInteger, nullable=False),
    Column("attempts", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("settled_us", BigInteger),
    Column("article", BigInteger),
    Column("reason", Key),
)

PENDING: ColumnElement[str] = literal_column("'pending'")
_pending = entries.c.state == PENDING
Index("entries_identity", entries.c.feed, entries.c.guid, unique=True)
partial("entries_due", entries.c.due_us, where=_pending)
partial("entries_due_of_host", entries.c.host, entries.c.due_us, entries.c.number, where=_pending)
# Of what is settled only, for the same reason as above.
SETTLED = entries.c.state != PENDING
partial("entries_reasons", entries.c.state, entries.c.reason, where=SETTLED)

captures = Table(
    "captures",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("status", BigInteger, nullable=False),
    Column("media_type", Text),
    Column("digest", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("object", Text, nullable=False),
    Column("expires_us", BigInteger),
)
Index("captures_expiring", captures.c.expires_us, captures.c.id)

subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("feed", Key, primary_key=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("token", Key, nullable=False),
    Column("secret", Text, nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("lease_us", BigInteger),
    Column("called_us", BigInteger),
    Column("problem", Text),
)
Index("subscriptions_token", subscriptions.c.token, unique=True)
Index("subscriptions_called", subscriptions.c.called_us)

site_wishes = Table(
    "site_wishes",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("host", Text, nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("signals", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("problem", Text),
)
