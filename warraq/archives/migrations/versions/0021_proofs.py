"""What does revision 0021 change? Pictures have prints for screens, a tone, and what they look like.

Those that were kept before have none of it until the desk of pictures prints them from what is kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
UNPROVED = sa.text("proof IS NULL")


def upgrade() -> None:
    for column in (
        sa.Column("screens", sa.Text()),
        sa.Column("tone", sa.BigInteger()),
        sa.Column("pdq", KEY),
        sa.Column("quality", sa.BigInteger()),
        sa.Column("proof", sa.BigInteger()),
    ):
        op.add_column("pictures", column)
    op.create_index("pictures_unproved", "pictures", ["id"], sqlite_where=UNPROVED, postgresql_where=UNPROVED)
    op.create_index("pictures_proved", "pictures", ["proof"])
    op.create_table(
        "picture_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "picture", name="pk_picture_bands"),
        sqlite_with_rowid=False,
    )
