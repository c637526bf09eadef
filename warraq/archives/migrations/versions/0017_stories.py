"""What does revision 0017 change? Which articles tell of one event is kept, with what editors say of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTERS = ("stories_followed", "story_moves", "story_words")


def upgrade() -> None:
    _placings()
    _events()
    _texts()
    _said()
    counters = sa.table("counters", sa.column("name", sa.Text()), sa.column("value", sa.BigInteger()))
    op.bulk_insert(counters, [{"name": name, "value": 0} for name in COUNTERS])


def _placings() -> None:
    op.create_table(
        "placings",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("country", KEY),
        sa.Column("section", sa.Text()),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("shown", "provisional", "past", "leads")
        ),
        sa.Column("copy", sa.BigInteger()),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_placings_article_articles"),
        sa.PrimaryKeyConstraint("article", "rank", name="pk_placings"),
    )
    op.create_index("placings_of_event", "placings", ["event", "at_us", "article"])
    op.create_index("placings_in_time", "placings", ["at_us", "article"])
    waiting = sa.column("provisional", sa.Boolean()).is_(True)
    op.create_index(
        "placings_waiting", "placings", ["article"], sqlite_where=waiting, postgresql_where=waiting
    )


def _events() -> None:
    op.create_table(
        "story_events",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("story", sa.BigInteger(), nullable=False),
        sa.Column("lead", sa.BigInteger()),
        sa.Column("source", sa.Text()),
        sa.Column("first_us", sa.BigInteger()),
        sa.Column("last_us", sa.BigInteger()),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("section", sa.Text()),
        sa.Column("pin", sa.BigInteger()),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("leads", "live", "settled")),
        sa.PrimaryKeyConstraint("id", name="pk_story_events"),
    )
    shown = sa.column("articles", sa.BigInteger()) > sa.literal_column("0")
    op.create_index(
        "story_events_of_story",
        "story_events",
        ["story", "last_us", "id"],
        sqlite_where=shown,
        postgresql_where=shown,
    )
    op.create_table(
        "story_heats",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("country", KEY, nullable=False),
        sa.Column("heat_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "country", name="pk_story_heats"),
        sqlite_with_rowid=False,
    )
    op.create_index("story_heats_hottest", "story_heats", ["country", "heat_us", "event"])


def _texts() -> None:
    op.create_table(
        "kinships",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("older", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kinship", KEY, nullable=False),
        sa.Column("share_milli", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_kinships_article_articles"),
        sa.ForeignKeyConstraint(["older"], ["articles.id"], name="fk_kinships_older_articles"),
        sa.PrimaryKeyConstraint("article", "older", name="pk_kinships"),
        sqlite_with_rowid=False,
    )
    op.create_index("kinships_of_older", "kinships", ["older", "article"])
    op.create_table(
        "text_samples",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("runs", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_text_samples_article_articles"),
        sa.PrimaryKeyConstraint("article", name="pk_text_samples"),
    )


def _said() -> None:
    op.create_table(
        "story_moves",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger()),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_story_moves"),
    )
    op.create_index("story_moves_of_event", "story_moves", ["event", "number"])
    op.create_table(
        "story_words",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_story_words"),
    )
    op.create_table(
        "story_proposals",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_story_proposals"),
    )
