"""What does revision 0006 change? Articles are visited again, and papers' doors are looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WATCHED = sa.text("state = 'watched'")
MISSED = sa.text("missed_us IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "rechecks",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("host", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("filed_us", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("missed_us", sa.BigInteger()),
        sa.Column("misses", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_rechecks_article"),
        sa.PrimaryKeyConstraint("article", name="pk_rechecks"),
    )
    for name, columns in (
        ("rechecks_due", ["due_us"]),
        ("rechecks_due_of_host", ["host", "due_us", "article"]),
    ):
        op.create_index(name, "rechecks", columns, sqlite_where=WATCHED, postgresql_where=WATCHED)
    op.create_index("rechecks_of_source", "rechecks", ["source", "article"])
    op.create_index("rechecks_missed", "rechecks", ["source"], sqlite_where=MISSED, postgresql_where=MISSED)
    _doorways()
    op.bulk_insert(
        sa.table("counters", sa.column("name", sa.Text), sa.column("value", sa.BigInteger)),
        [{"name": "rechecks_followed", "value": 0}],
    )


def _doorways() -> None:
    op.create_table(
        "doorways",
        sa.Column("source", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("since_us", sa.BigInteger()),
        sa.Column("due_us", sa.BigInteger()),
        sa.Column("checked_us", sa.BigInteger()),
        sa.Column("target", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("leaning", sa.Text()),
        sa.Column("leaning_since_us", sa.BigInteger()),
        sa.Column("looks", sa.BigInteger(), nullable=False),
        sa.Column("sampled_us", sa.BigInteger()),
        sa.Column("sample_asked", sa.BigInteger()),
        sa.Column("sample_answered", sa.BigInteger()),
        sa.PrimaryKeyConstraint("source", name="pk_doorways"),
    )
