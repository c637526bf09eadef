"""What does revision 0007 change? People's decisions and requests are kept, and what a page asked of robots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKING = sa.text("robots IS NOT NULL")
COUNTERS = ("decisions", "claims")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_decisions"),
    )
    op.create_table(
        "claims",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.BigInteger()),
        sa.Column("contact", sa.Text()),
        sa.Column("state", KEY, nullable=False),
        sa.Column("settled_us", sa.BigInteger()),
        sa.Column("outcome", sa.Text()),
        sa.Column("proof", sa.Text()),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_claims_article"),
        sa.PrimaryKeyConstraint("number", name="pk_claims"),
    )
    op.create_index("claims_of_state", "claims", ["state", "number"])
    op.create_index("claims_opened", "claims", ["opened_us"])
    op.add_column("articles", sa.Column("robots", sa.Text()))
    op.create_index(
        "articles_asking", "articles", ["source", "robots"], sqlite_where=ASKING, postgresql_where=ASKING
    )
    op.bulk_insert(
        sa.table("counters", sa.column("name", sa.Text), sa.column("value", sa.BigInteger)),
        [{"name": name, "value": 0} for name in COUNTERS],
    )
