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
)
PICTURE_HIDDEN = pictures.c.state != VISIBLE
Index("pictures_of_pixels", pictures.c.pixels, unique=True)
partial("pictures_hidden", pictures.c.id, where=PICTURE_HIDDEN)
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
