"""What does revision 0020 change? Reports of pictures have cases with weights, states and a chained log.

What was hidden and kept stays so. The old log is written into the new one, line by line, and chained; open cases keep
their keys and voices, each in a net of its own and weighed as one of today, since nothing more was known of them.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
DUE = sa.text("due_us IS NOT NULL")
_WEEK_US = 7 * 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OPERATOR = "operator/1"


def upgrade() -> None:
    _cases()
    _log()
    _periods()
    connection = op.get_bind()
    _stand(connection, _tell(connection))
    _open(connection)
    op.drop_table("picture_voices")
    op.drop_table("picture_cases")
    op.drop_index("picture_log_of_picture", table_name="picture_log")
    op.drop_table("picture_log")


def _cases() -> None:
    op.create_table(
        "report_cases",
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("since_us", sa.BigInteger()),
        sa.Column("appealed", sa.Boolean(), nullable=False),
        sa.Column("opened_us", sa.BigInteger()),
        sa.Column("key", sa.Text()),
        sa.Column("severe", sa.Boolean(), nullable=False),
        sa.Column("appeal", sa.Text()),
        sa.Column("due_us", sa.BigInteger()),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_report_cases_picture"),
        sa.PrimaryKeyConstraint("picture", name="pk_report_cases"),
    )
    op.create_index("report_cases_of_state", "report_cases", ["state", "severe", "picture"])
    op.create_index(
        "report_cases_due", "report_cases", ["due_us", "picture"], sqlite_where=DUE, postgresql_where=DUE
    )
    op.create_table(
        "report_voices",
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", KEY, nullable=False),
        sa.Column("prefix", KEY, nullable=False),
        sa.Column("net", KEY, nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("trust", sa.BigInteger(), nullable=False),
        sa.Column("provider", KEY, nullable=False),
        sa.Column("member", KEY, nullable=False),
        sa.Column("mover", KEY, nullable=False),
        sa.Column("category", KEY, nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_report_voices_picture"),
        sa.PrimaryKeyConstraint("picture", "token", "prefix", name="pk_report_voices"),
    )


def _log() -> None:
    op.create_table(
        "report_log",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("picture", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text()),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_report_log_picture"),
        sa.PrimaryKeyConstraint("number", name="pk_report_log"),
    )
    op.create_index("report_log_of_picture", "report_log", ["picture", "number"])
    op.create_index("report_log_in_time", "report_log", ["at_us", "number"])


def _periods() -> None:
    op.create_table(
        "report_periods",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_report_periods"),
    )
    op.create_table(
        "report_moves",
        sa.Column("mover", KEY, nullable=False),
        sa.Column("picture", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("period", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["pictures.id"], name="fk_report_moves_picture"),
        sa.PrimaryKeyConstraint("mover", "picture", name="pk_report_moves"),
    )
    op.create_table(
        "report_members",
        sa.Column("member", KEY, nullable=False),
        sa.Column("period", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.BigInteger(), nullable=False),
        sa.Column("differed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_report_members"),
    )
    op.create_table(
        "report_months",
        sa.Column("month", KEY, nullable=False),
        sa.Column("what", KEY, nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "what", name="pk_report_months"),
    )


def _tell(connection: sa.Connection) -> dict[int, int]:
    """The old log in the new one's words. A hide by readers was a report, a queue and a hide at once.
    Since when each picture's state has stood."""
    old = connection.execute(
        sa.text(
            "SELECT picture, at_us, before, after, rule, reporters, reason FROM picture_log ORDER BY number"
        )
    ).all()
    states: dict[int, str] = {}
    since: dict[int, int] = {}
    number, previous = 0, None
    for picture, at_us, _, after, rule, reporters, reason in old:
        told = _told(rule, after, states.get(picture, "visible"))
        for event, actor, before, becomes in told:
            said = {
                "picture": picture, "event": event, "actor": actor, "from": before, "to": becomes,
                "rule": rule, "voices": reporters, "reason": reason,
            }  # fmt: skip
            number += 1
            text = _written(said)
            digest = _chained(previous, number, _EPOCH + timedelta(microseconds=at_us), text)
            connection.execute(
                sa.text(
                    "INSERT INTO report_log (number, picture, at_us, said, hash, previous)"
                    " VALUES (:number, :picture, :at_us, :said, :hash, :previous)"
                ),
                {
                    "number": number, "picture": picture, "at_us": at_us, "said": text,
                    "hash": digest, "previous": previous,
                },
            )  # fmt: skip
            if becomes != states.get(picture):
                since[picture] = at_us
            states[picture], previous = becomes, digest
    connection.execute(
        sa.text("UPDATE counters SET value = :number WHERE name = 'picture_decisions'"), {"number": number}
    )
    return since


def _told(rule: str, after: str, state: str) -> list[tuple[str, str, str, str]]:
    """(event, actor, from, to) for one line of the old log."""
    if rule == _OPERATOR:
        event, becomes = ("keep", "kept") if after == "visible" else ("hide", "confirmed_hidden")
        return [(event, "moderator", state, becomes)]
    steps = [
        ("report", "readers", "visible", "reported"),
        ("queue", "readers", "reported", "queued"),
        ("crowd", "readers", "queued", "auto_hidden"),
    ]
    return steps if state == "visible" else []


def _stand(connection: sa.Connection, since: dict[int, int]) -> None:
    """What was decided of a picture holds. What readers hid is looked at again a week after."""
    found = connection.execute(
        sa.text("SELECT id, state, rule, since_us, kept FROM pictures WHERE rule IS NOT NULL")
    ).all()
    for picture, state, rule, since_us, kept in found:
        stands = "kept" if kept else "confirmed_hidden" if rule == _OPERATOR else "auto_hidden"
        if state == "visible" and not kept:
            continue
        since_us = since.get(picture, since_us)
        due_us = since_us + _WEEK_US if stands == "auto_hidden" and since_us is not None else None
        _case(connection, picture, stands, since_us=since_us, due_us=due_us)


def _open(connection: sa.Connection) -> None:
    for picture, key, opened_us in connection.execute(
        sa.text("SELECT picture, key, opened_us FROM picture_cases")
    ).all():
        _case(connection, picture, "visible", since_us=None, due_us=opened_us, opened_us=opened_us, key=key)
    for picture, token, place, opened_us in connection.execute(
        sa.text(
            "SELECT v.picture, v.token, v.place, c.opened_us FROM picture_voices v"
            " JOIN picture_cases c ON c.picture = v.picture"
        )
    ).all():
        # at one's own machine a voice's place was its token
        prefix = "" if place == token else place
        connection.execute(
            sa.text(
                "INSERT INTO report_voices (picture, token, prefix, net, made_us, trust, provider, member, mover, category)"
                " VALUES (:picture, :token, :prefix, :prefix, :made_us, 1000, '', '', '', 'other')"
            ),
            {"picture": picture, "token": token, "prefix": prefix, "made_us": opened_us},
        )


def _case(connection: sa.Connection, picture: int, state: str, **given: Any) -> None:
    values = {"picture": picture, "state": state, "opened_us": None, "key": None, **given}
    connection.execute(
        sa.text(
            "INSERT INTO report_cases (picture, state, since_us, appealed, opened_us, key, severe, appeal, due_us)"
            " VALUES (:picture, :state, :since_us, false, :opened_us, :key, false, NULL, :due_us)"
        ),
        values,
    )


def _written(said: dict[str, Any]) -> str:
    kept = {name: value for name, value in said.items() if value not in (None, [], 0)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _chained(previous: str | None, number: int, at: datetime, text: str) -> str:
    """As the log was chained when this revision was written."""
    parts = (previous or "", str(number), at.isoformat(), text)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
