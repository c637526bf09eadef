"""Which tables hold the archive? As they stand after every migration.

Instants are integers: microseconds since 1970 in UTC, exact and the same on every back end (`_us` in the name; of a
duration its length).
Lists of words and whole entries are JSON texts. A date as printed fills four columns, so that nothing of it is lost.
What lists show of an article stands in `articles`, small; its words stand in `versions`, large.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    literal_column,
)

# The newest revision in archives/migrations/versions: an archive at this one is opened without loading Alembic.
REVISION = "0011"

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
# SQLite gives a row's own number only to a column called INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")
# Bytes in order, whatever the cluster's language: equality and index order need no more, and it is faster.
Key = Text().with_variant(Text(collation="C"), "postgresql")


def _moment(name: str) -> tuple[Column[int], Column[str], Column[str], Column[str]]:
    """A `press.Moment`, whole. No `_us`: the source did not say."""
    return (
        Column(f"{name}_us", BigInteger),
        Column(f"{name}_precision", Text),
        Column(f"{name}_zone", Text),
        Column(f"{name}_printed", Text),
    )


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
    *_moment("published"),
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
Index(
    "articles_asking",
    articles.c.source,
    articles.c.robots,
    sqlite_where=_asking,
    postgresql_where=_asking,
)
Index("articles_newest", *_in_time, sqlite_where=_visible, postgresql_where=_visible)
# Of every state, for a paper whose country is set right takes all its articles along.
Index("articles_newest_of_source", articles.c.source, articles.c.state, *_in_time)
Index(
    "articles_newest_of_country",
    articles.c.country,
    *_in_time,
    sqlite_where=_visible,
    postgresql_where=_visible,
)
# A desk's list is walked country by country, so that an edition's costs the same however many others there are.
Index(
    "articles_newest_of_section",
    articles.c.section,
    articles.c.country,
    *_in_time,
    sqlite_where=_visible,
    postgresql_where=_visible,
)
# Of the few that are not shown; visible ones would tempt the planner away from the indexes above.
HIDDEN = articles.c.state != VISIBLE
Index("articles_hidden", articles.c.state, articles.c.id, sqlite_where=HIDDEN, postgresql_where=HIDDEN)

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
    *_moment("published"),
    *_moment("updated"),
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
Index(
    "changes_told",
    changes.c.told,
    changes.c.country,
    changes.c.number,
    sqlite_where=TOLD,
    postgresql_where=TOLD,
)

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
Index("entries_due", entries.c.due_us, sqlite_where=_pending, postgresql_where=_pending)
Index(
    "entries_due_of_host",
    entries.c.host,
    entries.c.due_us,
    entries.c.number,
    sqlite_where=_pending,
    postgresql_where=_pending,
)
# Of what is settled only, for the same reason as above.
SETTLED = entries.c.state != PENDING
Index(
    "entries_reasons",
    entries.c.state,
    entries.c.reason,
    sqlite_where=SETTLED,
    postgresql_where=SETTLED,
)

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

pictures = Table(
    "pictures",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("pixels", Key, nullable=False),
    Column("width", BigInteger, nullable=False),
    Column("height", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("full_width", BigInteger, nullable=False),
    Column("full_height", BigInteger, nullable=False),
    Column("full_bytes", BigInteger, nullable=False),
    Column("card_width", BigInteger, nullable=False),
    Column("card_height", BigInteger, nullable=False),
    Column("card_bytes", BigInteger, nullable=False),
    Column("first_seen_us", BigInteger, nullable=False),
    Column("state", Key, nullable=False),
    Column("rule", Text),
    Column("reason", Text),
    Column("since_us", BigInteger),
    Column("kept", Boolean, nullable=False),
    Column("stored_us", BigInteger),
)
PICTURE_HIDDEN = pictures.c.state != VISIBLE
Index("pictures_of_pixels", pictures.c.pixels, unique=True)
Index("pictures_hidden", pictures.c.id, sqlite_where=PICTURE_HIDDEN, postgresql_where=PICTURE_HIDDEN)
Index("pictures_stored", pictures.c.stored_us, pictures.c.id)

# Which picture stands at an address that an article names. `address` is indexed (bounded), `url` is what is asked for.
picture_addresses = Table(
    "picture_addresses",
    METADATA,
    Column("number", Number, primary_key=True),
    Column("address", Key, nullable=False),
    Column("url", Text, nullable=False),
    Column("host", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("attempts", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("first_seen_us", BigInteger, nullable=False),
    Column("reason", Key),
    Column("picture", BigInteger, ForeignKey("pictures.id")),
)
WANTED: ColumnElement[str] = literal_column("'wanted'")
_wanted = picture_addresses.c.state == WANTED
Index("picture_addresses_known", picture_addresses.c.address, unique=True)
Index(
    "picture_addresses_due",
    picture_addresses.c.due_us,
    sqlite_where=_wanted,
    postgresql_where=_wanted,
)
Index(
    "picture_addresses_due_of_host",
    picture_addresses.c.host,
    picture_addresses.c.due_us,
    picture_addresses.c.number,
    sqlite_where=_wanted,
    postgresql_where=_wanted,
)
Index("picture_addresses_of_picture", picture_addresses.c.picture)

# The picture that an article shows, by its address: which articles grant a picture is asked along it.
picture_uses = Table(
    "picture_uses",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("address", BigInteger, ForeignKey("picture_addresses.number"), nullable=False),
)
Index("picture_uses_of_address", picture_uses.c.address, picture_uses.c.article)

# Reports that nothing came of yet: hashes under the case's own key, which is destroyed with them.
picture_cases = Table(
    "picture_cases",
    METADATA,
    Column("picture", BigInteger, ForeignKey("pictures.id"), primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
)
picture_voices = Table(
    "picture_voices",
    METADATA,
    Column("picture", BigInteger, ForeignKey("picture_cases.picture"), primary_key=True, autoincrement=False),
    Column("token", Key, primary_key=True),
    Column("place", Key, primary_key=True),
)

# Only ever added to.
picture_log = Table(
    "picture_log",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("picture", BigInteger, ForeignKey("pictures.id"), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("reporters", BigInteger, nullable=False),
    Column("reason", Text),
)
Index("picture_log_of_picture", picture_log.c.picture, picture_log.c.number)

# Articles that are visited again; one whose state is another word is not.
rechecks = Table(
    "rechecks",
    METADATA,
    Column("article", BigInteger, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("source", Key, nullable=False),
    Column("host", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("filed_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("missed_us", BigInteger),
    Column("misses", BigInteger, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("problem", Text),
)
WATCHED: ColumnElement[str] = literal_column("'watched'")
_watched = rechecks.c.state == WATCHED
MISSED = rechecks.c.missed_us.is_not(None)
Index("rechecks_due", rechecks.c.due_us, sqlite_where=_watched, postgresql_where=_watched)
Index(
    "rechecks_due_of_host",
    rechecks.c.host,
    rechecks.c.due_us,
    rechecks.c.article,
    sqlite_where=_watched,
    postgresql_where=_watched,
)
Index("rechecks_of_source", rechecks.c.source, rechecks.c.article)
Index("rechecks_missed", rechecks.c.source, sqlite_where=MISSED, postgresql_where=MISSED)

doorways = Table(
    "doorways",
    METADATA,
    Column("source", Key, primary_key=True),
    Column("state", Key, nullable=False),
    Column("since_us", BigInteger),
    Column("due_us", BigInteger),
    Column("checked_us", BigInteger),
    Column("target", Text),
    Column("reason", Text),
    Column("decided", Boolean, nullable=False),
    Column("leaning", Text),
    Column("leaning_since_us", BigInteger),
    Column("looks", BigInteger, nullable=False),
    Column("sampled_us", BigInteger),
    Column("sample_asked", BigInteger),
    Column("sample_answered", BigInteger),
)

# What a day (its number since 1970) brought of a feed. `failures` are words: "busy 3 slow 1".
feed_days = Table(
    "feed_days",
    METADATA,
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("feed", Key, primary_key=True),
    Column("source", Key, nullable=False),
    Column("fetched", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("failures", Text, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("filed", BigInteger, nullable=False),
    Column("versions", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("feed_days_of_source", feed_days.c.source, feed_days.c.day)

# When we did not look. Few: a row an outage.
crawl_gaps = Table(
    "crawl_gaps",
    METADATA,
    Column("began_us", BigInteger, primary_key=True, autoincrement=False),
    Column("ended_us", BigInteger),
    Column("kind", Text, nullable=False),
)

# Only ever added to; what is old is dropped.
source_turns = Table(
    "source_turns",
    METADATA,
    Column("number", Number, primary_key=True),
    Column("source", Key, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("condition", Text, nullable=False),
    Column("says", Text),
    Column("last_us", BigInteger),
    Column("pace", Text),  # as Python writes the number: exact, and the same on every back end
)
Index("source_turns_of_source", source_turns.c.source, source_turns.c.number)

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
