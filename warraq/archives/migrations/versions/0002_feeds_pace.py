"""What does revision 0002 change? A feed's pace is remembered: learnt from its entries, or asked for by the feed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_states", sa.Column("interval_us", sa.BigInteger()))
    op.add_column("feed_states", sa.Column("ttl_us", sa.BigInteger()))
    op.add_column("feed_states", sa.Column("skip_hours", sa.Text()))
    op.add_column("feed_states", sa.Column("skip_days", sa.Text()))
