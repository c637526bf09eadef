"""Which tables hold what people asked for and decided?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, literal_column

from warraq.archives.sql.schema.columns import METADATA, Key, Number, partial

# What people decided: only ever added to. `said` is the decision as JSON, over which `hash` is made.
decisions = Table(
    "decisions",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at_us", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("previous", Text),
)

# What people asked for. `contact` is forgotten when its time is over.
claims = Table(
    "claims",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("kind", Key, nullable=False),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("article", BigInteger, ForeignKey("articles.id")),
    Column("contact", Text),
    Column("state", Key, nullable=False),
    Column("settled_us", BigInteger),
    Column("outcome", Text),
    Column("proof", Text),
    Column("hidden", Boolean, nullable=False),
)
Index("claims_of_state", claims.c.state, claims.c.number)
Index("claims_opened", claims.c.opened_us)
# In the order in which the desk lists what was answered.
ANSWERED = claims.c.state.not_in([literal_column("'open'"), literal_column("'asked'")])
partial("claims_answered", claims.c.settled_us, claims.c.number, where=ANSWERED)
