"""What does revision 0014 change? Of each article it is known whether a model told its desk. Those filed before have the paper's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("guessed", sa.Boolean(), nullable=False, server_default=sa.false()))
