"""Which tables hold which articles tell of one event, and what editors said of it?"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text

from warraq.archives.sql.schema.columns import METADATA, Key, Number, partial

# Where articles stand. `rank` 0 is an article's own place. `grounds` as JSON.
placings = Table(
    "placings",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("rank", BigInteger, primary_key=True, autoincrement=False),
    Column("event", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("source", Key, nullable=False),
    Column("country", Key),
    Column("section", Text),
    Column("shown", Boolean, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("past", Boolean, nullable=False),
    Column("leads", Boolean, nullable=False),
    Column("copy", BigInteger),
    Column("grounds", Text, nullable=False),
)
Index("placings_of_event", placings.c.event, placings.c.at_us, placings.c.article)
Index("placings_in_time", placings.c.at_us, placings.c.article)
partial("placings_waiting", placings.c.article, where=placings.c.provisional.is_(True))

# What the placings of each event come to, kept in the transaction that changes them. `papers` as JSON.
events = Table(
    "story_events",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("story", BigInteger, nullable=False),
    Column("lead", BigInteger),
    Column("source", Text),  # the lead's
    Column("first_us", BigInteger),
    Column("last_us", BigInteger),
    Column("articles", BigInteger, nullable=False),
    Column("papers", Text, nullable=False),
    Column("section", Text),
    Column("pin", BigInteger),  # the article that an editor put in front
    Column("leads", Boolean, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("settled", Boolean, nullable=False),
)
partial("story_events_of_story", events.c.story, events.c.last_us, events.c.id, where=events.c.articles > 0)

# The events that may lead, for readers of each country and ("") of all: one walk along the index. Gone when they rest.
heats = Table(
    "story_heats",
    METADATA,
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("country", Key, primary_key=True),
    Column("heat_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("story_heats_hottest", heats.c.country, heats.c.heat_us, heats.c.event)

# Whose words an article has.
kinships = Table(
    "kinships",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("older", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("kinship", Key, nullable=False),
    Column("share_milli", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("kinships_of_older", kinships.c.older, kinships.c.article)

# By which an article's text is found again: 64-bit numbers, little-endian, in base64.
samples = Table(
    "text_samples",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("runs", Text, nullable=False),
)

# What became of whole events.
moves = Table(
    "story_moves",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at_us", BigInteger, nullable=False),
    Column("kind", Key, nullable=False),
    Column("event", BigInteger, nullable=False),
    Column("other", BigInteger),
    Column("articles", Text, nullable=False),
)
Index("story_moves_of_event", moves.c.event, moves.c.number)

# What editors said, only ever added to; `said` as JSON, with the cases that it makes.
words = Table(
    "story_words",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at_us", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
)

# What grouping anew would do otherwise, as it was found last.
proposals = Table(
    "story_proposals",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("said", Text, nullable=False),
)
