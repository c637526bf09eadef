"""What are tables made of, the same on every back end?

Instants are integers: microseconds since 1970 in UTC, exact and the same on every back end (`_us` in the name; of a
duration its length).
Lists of words and whole entries are JSON texts. A date as printed fills four columns, so that nothing of it is lost.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ColumnElement, Index, Integer, MetaData, Text

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
# SQLite gives a row's own number only to a column called INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")
# Bytes in order, whatever the cluster's language: equality and index order need no more, and it is faster.
Key = Text().with_variant(Text(collation="C"), "postgresql")
_WHERE = "where"


def moment(name: str) -> tuple[Column[int], Column[str], Column[str], Column[str]]:
    """A `press.Moment`, whole. No `_us`: the source did not say."""
    return (
        Column(f"{name}_us", BigInteger),
        Column(f"{name}_precision", Text),
        Column(f"{name}_zone", Text),
        Column(f"{name}_printed", Text),
    )


def partial(name: str, *columns: Column[object], where: ColumnElement[bool]) -> None:
    """An index of those rows alone."""
    Index(name, *columns, info={_WHERE: where})


def whole() -> MetaData:
    """The schema with what a dialect alone can say: which rows an index is of. For migrations.

    Apart from `partial`, since to say it loads both dialects, a twentieth of the time in which a site starts.
    """
    for table in METADATA.tables.values():
        for index in table.indexes:
            if _WHERE in index.info:
                for dialect in ("sqlite", "postgresql"):
                    index.dialect_options[dialect]["where"] = index.info[_WHERE]
    return METADATA
