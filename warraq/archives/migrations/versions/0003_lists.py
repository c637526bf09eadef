"""What does revision 0003 change? Articles are listed by desk and by author, and papers have a policy."""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from warraq.language import names

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
VISIBLE = sa.text("state = 'visible'")
_PART = 1000


def upgrade() -> None:
    op.add_column("sources", sa.Column("policy", sa.Text()))
    op.add_column("sources", sa.Column("permission", sa.Text()))
    op.create_index(
        "articles_newest_of_section",
        "articles",
        ["section", "country", "at_us", "id"],
        sqlite_where=VISIBLE,
        postgresql_where=VISIBLE,
    )
    bylines = op.create_table(
        "bylines",
        sa.Column("article", sa.BigInteger(), sa.ForeignKey("articles.id"), autoincrement=False),
        sa.Column("author", KEY),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("article", "author", name="pk_bylines"),
        sqlite_with_rowid=False,
    )
    for rows in _signed(op.get_bind()):
        op.bulk_insert(bylines, rows)
    op.create_index("bylines_newest", "bylines", ["author", "at_us", "article"])


def _signed(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    """Who signed what stands already, a thousand articles at a time."""
    asked = sa.text(
        "SELECT a.id, a.at_us, v.authors FROM articles a JOIN versions v ON v.article = a.id AND v.number = a.version"
        " WHERE a.id > :after ORDER BY a.id LIMIT :most"
    )
    after = 0
    while found := connection.execute(asked, {"after": after, "most": _PART}).all():
        after = found[-1][0]
        rows = [
            {"article": article, "author": key, "at_us": at_us}
            for article, at_us, authors in found
            for key in names.keys(json.loads(authors))
        ]
        if rows:
            yield rows
