"""Which tables hold what papers printed, and how it changed?"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    Text,
    false,
    literal_column,
)

from warraq.archives.sql.schema.columns import METADATA, Key, Number, moment, partial

# Kept in the transaction that changes what they count: "articles", "last_article" and "last_change" (the newest
# numbers), "entries:<state>".
counters = Table(
    "counters",
    METADATA,
    Column("name", Key, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

sources = Table(
    "sources",
    METADATA,
    Column("slug", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Key, nullable=False),
    Column("zone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("name_en", Text),
    Column("homepage", Text),
    Column("invented", Boolean, nullable=False),
    Column("note", Text),
    Column("policy", Text),
    Column("permission", Text),
)

articles = Table(
    "articles",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("source", Key, nullable=False),
    Column("country", Key),  # its source's, so that an edition's list is one walk along an index
    Column("state", Key, nullable=False),
    Column("reason", Text),
    Column("version", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("first_seen_us", BigInteger, nullable=False),
    Column("changed_us", BigInteger),
    Column("title", Text, nullable=False),
    Column("teaser", Text),
    Column("section", Text),
    Column("language", Text),
    Column("image", Text),
    *moment("published"),
    # whether a model told the section, since neither feed nor page did
    Column("guessed", Boolean, nullable=False, server_default=false()),
    Column(
        "robots", Text
    ),  # what its page asked of robots, as JSON; a page may ask it without another wording
)

VISIBLE: ColumnElement[str] = literal_column(
    "'visible'"
)  # spelled out, since a partial index is used only where its words are
_visible = articles.c.state == VISIBLE
# Ascending, and read backwards: what is newest goes in at the end.
_in_time = (articles.c.at_us, articles.c.id)
_asking = articles.c.robots.is_not(None)
partial("articles_asking", articles.c.source, articles.c.robots, where=_asking)
partial("articles_newest", *_in_time, where=_visible)
# Of every state, for a paper whose country is set right takes all its articles along.
Index("articles_newest_of_source", articles.c.source, articles.c.state, *_in_time)
partial("articles_newest_of_country", articles.c.country, *_in_time, where=_visible)
# A desk's list is walked country by country, so that an edition's costs the same however many others there are.
partial("articles_newest_of_section", articles.c.section, articles.c.country, *_in_time, where=_visible)
# Of the few that are not shown; visible ones would tempt the planner away from the indexes above.
HIDDEN = articles.c.state != VISIBLE
partial("articles_hidden", articles.c.state, articles.c.id, where=HIDDEN)

# Who signed the current wording, by `language.names.key`.
bylines = Table(
    "bylines",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("author", Key, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("bylines_newest", bylines.c.author, bylines.c.at_us, bylines.c.article)

# Which article is known by a normalised address. In the order of the addresses: a paper's new ones lie side by side.
addresses = Table(
    "addresses",
    METADATA,
    Column("key", Key, primary_key=True),
    Column("article", BigInteger, ForeignKey("articles.id"), nullable=False),
    sqlite_with_rowid=False,
)

versions = Table(
    "versions",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("filed_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("previous", Text),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("keys", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("abstract", Text),
    Column("authors", Text, nullable=False),
    *moment("published"),
    *moment("updated"),
    Column("section", Text),
    Column("label", Text),
    Column("language", Text),
    Column("image", Text),
    Column("keywords", Text, nullable=False),
    Column("capture", Text),
    Column("fingerprint", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("proven", Boolean, nullable=False),
)

changes = Table(
    "changes",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("article", BigInteger, ForeignKey("articles.id"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False),  # the article's after it
    Column("reason", Text),
    Column("told", Key),  # what it tells readers; nothing of new articles and of our own rereadings
    Column("country", Key),  # as in `articles`, of those only that are told
)
TOLD = changes.c.told.is_not(None)
partial("changes_told", changes.c.told, changes.c.country, changes.c.number, where=TOLD)
