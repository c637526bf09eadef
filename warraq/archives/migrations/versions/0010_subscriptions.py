"""What does revision 0010 change? Hubs that tell of feeds' changes are remembered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("feed", KEY, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", KEY, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("lease_us", sa.BigInteger()),
        sa.Column("called_us", sa.BigInteger()),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("feed", name="pk_subscriptions"),
    )
    op.create_index("subscriptions_token", "subscriptions", ["token"], unique=True)
    op.create_index("subscriptions_called", "subscriptions", ["called_us"])
