"""What does revision 0015 change? What is wanted of papers' pasts is remembered, and every address that was found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.create_table(
        "backfills",
        sa.Column("source", KEY, nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Text()),
        sa.Column("until", sa.Text()),
        sa.Column("most", sa.BigInteger()),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("archives", sa.Text(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("ended_us", sa.BigInteger()),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("source", name="pk_backfills"),
    )
    op.create_table(
        "past_addresses",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("known", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("said_us", sa.BigInteger()),
        sa.Column("printed", sa.Boolean(), nullable=False),
        sa.Column("blank", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("settled_us", sa.BigInteger()),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("article", sa.BigInteger()),
        sa.Column("reason", KEY),
        sa.PrimaryKeyConstraint("number", name="pk_past_addresses"),
    )
    op.create_index("past_identity", "past_addresses", ["source", "known"], unique=True)
    op.create_index("past_tally", "past_addresses", ["source", "kind", "state"])
    op.create_index(
        "past_queue",
        "past_addresses",
        ["source", "kind", "place", "number"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index(
        "past_due", "past_addresses", ["source", "due_us"], sqlite_where=PENDING, postgresql_where=PENDING
    )
