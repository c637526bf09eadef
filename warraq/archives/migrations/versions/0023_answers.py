"""What does revision 0023 change? Answered requests are listed by when they were answered, a page at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ANSWERED = sa.text("state NOT IN ('open', 'asked')")


def upgrade() -> None:
    op.create_index(
        "claims_answered",
        "claims",
        ["settled_us", "number"],
        sqlite_where=ANSWERED,
        postgresql_where=ANSWERED,
    )
