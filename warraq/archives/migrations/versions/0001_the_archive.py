"""What does revision 0001 change? There is an archive: articles, versions, changes, and the desk's daybook."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VISIBLE = sa.text("state = 'visible'")
HIDDEN = sa.text("state != 'visible'")
PENDING = sa.text("state = 'pending'")
SETTLED = sa.text("state != 'pending'")
COUNTERS = (
    "articles",
    "last_article",
    "last_change",
    "entries:pending",
    "entries:filed",
    "entries:refused",
    "entries:failed",
)


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("country", KEY),
        sa.Column("state", KEY, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("first_seen_us", sa.BigInteger(), nullable=False),
        sa.Column("changed_us", sa.BigInteger()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("teaser", sa.Text()),
        sa.Column("section", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("image", sa.Text()),
        sa.Column("published_us", sa.BigInteger()),
        sa.Column("published_precision", sa.Text()),
        sa.Column("published_zone", sa.Text()),
        sa.Column("published_printed", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index(
        "articles_hidden", "articles", ["state", "id"], sqlite_where=HIDDEN, postgresql_where=HIDDEN
    )
    op.create_index(
        "articles_newest", "articles", ["at_us", "id"], sqlite_where=VISIBLE, postgresql_where=VISIBLE
    )
    op.create_index(
        "articles_newest_of_country",
        "articles",
        ["country", "at_us", "id"],
        sqlite_where=VISIBLE,
        postgresql_where=VISIBLE,
    )
    op.create_index("articles_newest_of_source", "articles", ["source", "state", "at_us", "id"])
    op.create_table(
        "captures",
        sa.Column("id", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("expires_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_index("captures_expiring", "captures", ["expires_us", "id"])
    op.create_table(
        "counters",
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "entries",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("feed", KEY, nullable=False),
        sa.Column("guid", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("section", sa.Text()),
        sa.Column("host", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text()),
        sa.Column("first_seen_us", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("settled_us", sa.BigInteger()),
        sa.Column("article", sa.BigInteger()),
        sa.Column("reason", KEY),
        sa.PrimaryKeyConstraint("number", name="pk_entries"),
    )
    op.create_index("entries_due", "entries", ["due_us"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index(
        "entries_due_of_host",
        "entries",
        ["host", "due_us", "number"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index("entries_identity", "entries", ["feed", "guid"], unique=True)
    op.create_index(
        "entries_reasons", "entries", ["state", "reason"], sqlite_where=SETTLED, postgresql_where=SETTLED
    )
    op.create_table(
        "feed_states",
        sa.Column("feed", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("due_us", sa.BigInteger()),
        sa.Column("errors", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("digest", sa.Text()),
        sa.Column("tried_us", sa.BigInteger()),
        sa.Column("reached_us", sa.BigInteger()),
        sa.Column("status", sa.BigInteger()),
        sa.Column("problem", sa.Text()),
        sa.Column("stopped", sa.Text()),
        sa.PrimaryKeyConstraint("feed", name="pk_feed_states"),
    )
    op.create_table(
        "host_states",
        sa.Column("host", KEY, nullable=False),
        sa.Column("due_us", sa.BigInteger()),
        sa.Column("errors", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_host_states"),
    )
    op.create_table(
        "sources",
        sa.Column("slug", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", KEY, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text()),
        sa.Column("homepage", sa.Text()),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("slug", name="pk_sources"),
    )
    op.create_table(
        "addresses",
        sa.Column("key", KEY, nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_addresses_article"),
        sa.PrimaryKeyConstraint("key", name="pk_addresses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "changes",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_changes_article"),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
    )
    op.create_table(
        "versions",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("filed_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text()),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("published_us", sa.BigInteger()),
        sa.Column("published_precision", sa.Text()),
        sa.Column("published_zone", sa.Text()),
        sa.Column("published_printed", sa.Text()),
        sa.Column("updated_us", sa.BigInteger()),
        sa.Column("updated_precision", sa.Text()),
        sa.Column("updated_zone", sa.Text()),
        sa.Column("updated_printed", sa.Text()),
        sa.Column("section", sa.Text()),
        sa.Column("label", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("image", sa.Text()),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("capture", sa.Text()),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_versions_article"),
        sa.PrimaryKeyConstraint("article", "number", name="pk_versions"),
    )

    op.bulk_insert(
        sa.table("counters", sa.column("name", sa.Text), sa.column("value", sa.BigInteger)),
        [{"name": name, "value": 0} for name in COUNTERS],
    )
