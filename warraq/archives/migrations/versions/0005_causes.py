"""What does revision 0005 change? Each wording says what caused it, and changes are listed as readers are told of them."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from warraq.duplicates import verdict

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TOLD = sa.text("told IS NOT NULL")
_PART = 1000


def upgrade() -> None:
    op.add_column("versions", sa.Column("cause", sa.Text(), nullable=False, server_default="first"))
    op.add_column("versions", sa.Column("proven", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("changes", sa.Column("told", KEY))
    op.add_column("changes", sa.Column("country", KEY))
    connection = op.get_bind()
    cause = sa.text(
        "UPDATE versions SET cause = :cause, proven = :proven WHERE article = :article AND number = :version"
    )
    told = sa.text(
        "UPDATE changes SET told = :told, country = (SELECT country FROM articles WHERE id = :article)"
        " WHERE number = :number"
    )
    for causes, tellings in _revised(connection):
        connection.execute(cause, causes)
        if tellings:
            connection.execute(told, tellings)
    connection.execute(
        sa.text(
            "UPDATE changes SET told = 'state', country ="
            " (SELECT country FROM articles WHERE articles.id = changes.article) WHERE kind = 'restated'"
        )
    )
    op.create_index(
        "changes_told",
        "changes",
        ["told", "country", "number"],
        sqlite_where=TOLD,
        postgresql_where=TOLD,
    )


def _revised(
    connection: sa.Connection,
) -> Iterator[tuple[list[dict[str, object]], list[dict[str, object]]]]:
    """The cause of every wording but the first, and what is told of it, a thousand changes at a time.

    Where one reader read both, the paper edited; else nobody can tell any more, and it is taken for a reading of ours.
    """
    asked = sa.text(
        "SELECT c.number, c.article, c.version, a.reader, b.reader, a.title, b.title FROM changes c"
        " JOIN versions b ON b.article = c.article AND b.number = c.version"
        " JOIN versions a ON a.article = c.article AND a.number = c.version - 1"
        " WHERE c.kind = 'revised' AND c.number > :after ORDER BY c.number LIMIT :most"
    )
    after = 0
    while found := connection.execute(asked, {"after": after, "most": _PART}).all():
        after = found[-1][0]
        causes: list[dict[str, object]] = []
        tellings: list[dict[str, object]] = []
        for number, article, version, was, now, before, title in found:
            edit = was == now
            causes.append(
                {
                    "article": article,
                    "version": version,
                    "cause": "edit" if edit else "reread",
                    "proven": edit,
                }
            )
            if edit:
                told = "headline" if verdict.renamed(before, title) else "words"
                tellings.append({"number": number, "article": article, "told": told})
        yield causes, tellings
