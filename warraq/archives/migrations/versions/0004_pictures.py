"""What does revision 0004 change? Pictures are kept, by address and by pixels, with what readers and operator said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HIDDEN = sa.text("state != 'visible'")
WANTED = sa.text("state = 'wanted'")
COUNTERS = (
    "pictures",
    "picture_decisions",
    "pictures_changed",
    "pictures_followed",
    "picture_addresses:wanted",
    "picture_addresses:taken",
    "picture_addresses:given up",
)


def upgrade() -> None:
    _pictures()
    _addresses()
    _reports()
    op.bulk_insert(
        sa.table("counters", sa.column("name", sa.Text), sa.column("value", sa.BigInteger)),
        [{"name": name, "value": 0} for name in COUNTERS],
    )


def _pictures() -> None:
    sizes = [
        sa.Column(f"{size}_{what}", sa.BigInteger(), nullable=False)
        for size in ("full", "card")
        for what in ("width", "height", "bytes")
    ]
    op.create_table(
        "pictures",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pixels", KEY, nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        *sizes,
        sa.Column("first_seen_us", sa.BigInteger(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("since_us", sa.BigInteger()),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("stored_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_pictures"),
    )
    op.create_index("pictures_of_pixels", "pictures", ["pixels"], unique=True)
    op.create_index("pictures_hidden", "pictures", ["id"], sqlite_where=HIDDEN, postgresql_where=HIDDEN)
    op.create_index("pictures_stored", "pictures", ["stored_us", "id"])


def _addresses() -> None:
    op.create_table(
        "picture_addresses",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("first_seen_us", sa.BigInteger(), nullable=False),
        sa.Column("reason", KEY),
        sa.Column("picture", sa.BigInteger()),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_picture_addresses_picture"),
        sa.PrimaryKeyConstraint("number", name="pk_picture_addresses"),
    )
    for name, columns in (
        ("picture_addresses_due", ["due_us"]),
        ("picture_addresses_due_of_host", ["host", "due_us", "number"]),
    ):
        op.create_index(name, "picture_addresses", columns, sqlite_where=WANTED, postgresql_where=WANTED)
    op.create_index("picture_addresses_known", "picture_addresses", ["address"], unique=True)
    op.create_index("picture_addresses_of_picture", "picture_addresses", ["picture"])
    op.create_table(
        "picture_uses",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_picture_uses_article"),
        sa.ForeignKeyConstraint(["address"], ["picture_addresses.number"], name="fk_picture_uses_address"),
        sa.PrimaryKeyConstraint("article", name="pk_picture_uses"),
    )
    op.create_index("picture_uses_of_address", "picture_uses", ["address", "article"])


def _reports() -> None:
    op.create_table(
        "picture_cases",
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_picture_cases_picture"),
        sa.PrimaryKeyConstraint("picture", name="pk_picture_cases"),
    )
    op.create_table(
        "picture_voices",
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", KEY, nullable=False),
        sa.Column("place", KEY, nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["picture_cases.picture"], name="fk_picture_voices_picture"),
        sa.PrimaryKeyConstraint("picture", "token", "place", name="pk_picture_voices"),
    )
    op.create_table(
        "picture_log",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("picture", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reporters", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_picture_log_picture"),
        sa.PrimaryKeyConstraint("number", name="pk_picture_log"),
    )
    op.create_index("picture_log_of_picture", "picture_log", ["picture", "number"])
