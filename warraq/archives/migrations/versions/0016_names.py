"""What does revision 0016 change? Who is named in which article has tables of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "names",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("believed", KEY, nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
    )
    op.create_index("names_key", "names", ["key"], unique=True)
    believed = sa.text("believed = 'yes'")
    op.create_index("names_believed", "names", ["key"], sqlite_where=believed, postgresql_where=believed)
    op.create_table(
        "name_uses",
        sa.Column("name", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("country", KEY, nullable=False),
        sa.Column("at_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", "country", "at_us", "article", name="pk_name_uses"),
        sqlite_with_rowid=False,
    )
    op.create_index("name_uses_of_article", "name_uses", ["article"])
    op.create_table(
        "name_papers",
        sa.Column("name", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("country", KEY, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "country", "source", name="pk_name_papers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_times",
        sa.Column("name", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", KEY, nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("country", KEY, nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "step", "first", "country", name="pk_name_times"),
        sqlite_with_rowid=False,
    )
