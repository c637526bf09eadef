"""On which connection are migrations run? On the one that opens the archive, or on the one a developer names."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from warraq.archives.sql.schema import whole


def run(connection: Connection) -> None:
    """Run them in the transaction that stands, so that a step that fails takes the others back with it."""
    context.configure(
        connection=connection,
        target_metadata=whole(),
        transactional_ddl=True,
        render_as_batch=True,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as opened:
        run(opened)
