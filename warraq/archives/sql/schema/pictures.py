"""Which tables hold pictures, where they stand, and what readers reported of them?"""

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
    literal_column,
)

from warraq.archives.sql.schema.articles import VISIBLE
from warraq.archives.sql.schema.columns import METADATA, Key, Number, partial

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
    Column("screens", Text),
    Column("tone", BigInteger),
    Column("pdq", Key),
    Column("quality", BigInteger),
    Column("proof", BigInteger),
)
PICTURE_HIDDEN = pictures.c.state != VISIBLE
Index("pictures_of_pixels", pictures.c.pixels, unique=True)
partial("pictures_hidden", pictures.c.id, where=PICTURE_HIDDEN)
Index("pictures_stored", pictures.c.stored_us, pictures.c.id)
PICTURE_UNPROVED = pictures.c.proof.is_(None)
partial("pictures_unproved", pictures.c.id, where=PICTURE_UNPROVED)
Index("pictures_proved", pictures.c.proof)

# Under which 16 numbers a picture's PDQ is found again (`moderation.nearcopies.bands`), of those with enough to be seen.
picture_bands = Table(
    "picture_bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("picture", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

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
partial("picture_addresses_due", picture_addresses.c.due_us, where=_wanted)
partial(
    "picture_addresses_due_of_host",
    picture_addresses.c.host,
    picture_addresses.c.due_us,
    picture_addresses.c.number,
    where=_wanted,
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

# How pictures stand between readers and moderators. What readers see of them stands in `pictures`. `key` is the case's own
# and is destroyed with its voices; `due_us` is when time alone may bring something.
report_cases = Table(
    "report_cases",
    METADATA,
    Column("picture", BigInteger, ForeignKey("pictures.id"), primary_key=True, autoincrement=False),
    Column("state", Key, nullable=False),
    Column("since_us", BigInteger),
    Column("appealed", Boolean, nullable=False),
    Column("opened_us", BigInteger),
    Column("key", Text),
    Column("severe", Boolean, nullable=False),
    Column("appeal", Text),
    Column("due_us", BigInteger),
)
Index("report_cases_of_state", report_cases.c.state, report_cases.c.severe, report_cases.c.picture)
CASE_DUE = report_cases.c.due_us.is_not(None)
partial("report_cases_due", report_cases.c.due_us, report_cases.c.picture, where=CASE_DUE)

# Reports, as hashes under the case's key; `member` and `mover` under the period's. `trust` in thousandths.
report_voices = Table(
    "report_voices",
    METADATA,
    Column("picture", BigInteger, ForeignKey("pictures.id"), primary_key=True, autoincrement=False),
    Column("token", Key, primary_key=True),
    Column("prefix", Key, primary_key=True),
    Column("net", Key, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("trust", BigInteger, nullable=False),
    Column("provider", Key, nullable=False),
    Column("member", Key, nullable=False),
    Column("mover", Key, nullable=False),
    Column("category", Key, nullable=False),
)

# Only ever added to: `said` is the line as JSON, over which `hash` is made.
report_log = Table(
    "report_log",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("picture", BigInteger, ForeignKey("pictures.id"), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("previous", Text),
)
Index("report_log_of_picture", report_log.c.picture, report_log.c.number)
Index("report_log_in_time", report_log.c.at_us, report_log.c.number)

# What is known of a 30-day period, under its key: which prefixes reported what, and which tokens were right.
report_periods = Table(
    "report_periods",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
)
report_moves = Table(
    "report_moves",
    METADATA,
    Column("mover", Key, primary_key=True),
    Column("picture", BigInteger, ForeignKey("pictures.id"), primary_key=True, autoincrement=False),
    Column("period", BigInteger, nullable=False),
)
report_members = Table(
    "report_members",
    METADATA,
    Column("member", Key, primary_key=True),
    Column("period", BigInteger, nullable=False),
    Column("agreed", BigInteger, nullable=False),
    Column("differed", BigInteger, nullable=False),
)

# What the public is told: how often each thing happened in a month.
report_months = Table(
    "report_months",
    METADATA,
    Column("month", Key, primary_key=True),
    Column("what", Key, primary_key=True),
    Column("times", BigInteger, nullable=False),
)
