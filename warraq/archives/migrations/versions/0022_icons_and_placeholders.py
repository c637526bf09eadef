"""What does revision 0022 change? Papers have icons, and pictures that stand in for many reports are known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "icons",
        sa.Column("source", KEY, nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("print", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("stored_us", sa.BigInteger()),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("removed", sa.Text()),
        sa.PrimaryKeyConstraint("source", name="pk_icons"),
    )
    op.create_table(
        "placeholders",
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_placeholders_picture"),
        sa.PrimaryKeyConstraint("picture", name="pk_placeholders"),
    )
