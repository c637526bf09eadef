"""What does revision 0009 change? Each day's figures of each feed are kept, our own gaps, turns of papers, and moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTED = ("fetched", "unchanged")
CAME = ("entries", "filed", "versions")


def upgrade() -> None:
    op.add_column("feed_states", sa.Column("moved_to", sa.Text()))
    op.add_column("feed_states", sa.Column("moved_us", sa.BigInteger()))
    op.add_column("feed_states", sa.Column("moved_times", sa.BigInteger()))
    op.create_table(
        "feed_days",
        sa.Column("day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("feed", KEY, nullable=False),
        sa.Column("source", KEY, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTED),
        sa.Column("failures", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in CAME),
        sa.PrimaryKeyConstraint("day", "feed", name="pk_feed_days"),
        sqlite_with_rowid=False,
    )
    op.create_index("feed_days_of_source", "feed_days", ["source", "day"])
    op.create_table(
        "crawl_gaps",
        sa.Column("began_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended_us", sa.BigInteger()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("began_us", name="pk_crawl_gaps"),
    )
    op.create_table(
        "source_turns",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("says", sa.Text()),
        sa.Column("last_us", sa.BigInteger()),
        sa.Column("pace", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_source_turns"),
    )
    op.create_index("source_turns_of_source", "source_turns", ["source", "number"])
