"""How do the nouns of the press lie in rows, and come back from them exactly?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Column, Select, bindparam

from warraq.archives.sql.engine import Row, Values, Work
from warraq.archives.sql.schema import versions
from warraq.press import Draft, Moment, Precision

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LISTS = (512, 64, 16, 8, 1)
_NOTHING: Values = {}

# In the order of Draft's fields, dates fourfold.
DRAFT = (
    versions.c.source,
    versions.c.url,
    versions.c["keys"],
    versions.c.title,
    versions.c.body,
    versions.c.reader,
    versions.c.abstract,
    versions.c.authors,
    versions.c.published_us,
    versions.c.published_precision,
    versions.c.published_zone,
    versions.c.published_printed,
    versions.c.updated_us,
    versions.c.updated_precision,
    versions.c.updated_zone,
    versions.c.updated_printed,
    versions.c.section,
    versions.c.label,
    versions.c.language,
    versions.c.image,
    versions.c.keywords,
    versions.c.capture,
    versions.c.fingerprint,
)


def micros(at: datetime) -> int:
    """Microseconds since 1970 of an aware datetime, exactly."""
    since = at - _EPOCH
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


def instant(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)


def maybe_micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def maybe_instant(us: int | None) -> datetime | None:
    return None if us is None else instant(us)


def moment(us: int | None, precision: str, zone: str | None, printed: str | None) -> Moment | None:
    return None if us is None else Moment(instant(us), Precision(precision), zone, printed)


def moment_values(name: str, given: Moment | None) -> dict[str, Any]:
    """The four columns of a date as printed."""
    return {
        f"{name}_us": micros(given.at) if given else None,
        f"{name}_precision": given.precision.value if given else None,
        f"{name}_zone": given.zone if given else None,
        f"{name}_printed": given.printed if given else None,
    }


def words(given: tuple[str, ...]) -> str:
    """A list of words as JSON."""
    return orjson.dumps(given).decode() if given else "[]"


def draft(row: Row) -> Draft:
    """From the columns of `DRAFT`."""
    return Draft(
        source=row[0],
        url=row[1],
        keys=_words(row[2]),
        title=row[3],
        body=row[4],
        reader=row[5],
        abstract=row[6],
        authors=_words(row[7]),
        published=moment(*row[8:12]),
        updated=moment(*row[12:16]),
        section=row[16],
        label=row[17],
        language=row[18],
        image=row[19],
        keywords=_words(row[20]),
        capture=row[21],
        fingerprint=row[22],
    )


def draft_values(given: Draft) -> dict[str, Any]:
    """The columns of `DRAFT`, by name."""
    return {
        "source": given.source,
        "url": given.url,
        "keys": words(given.keys),
        "title": given.title,
        "body": given.body,
        "reader": given.reader,
        "abstract": given.abstract,
        "authors": words(given.authors),
        **moment_values("published", given.published),
        **moment_values("updated", given.updated),
        "section": given.section,
        "label": given.label,
        "language": given.language,
        "image": given.image,
        "keywords": words(given.keywords),
        "capture": given.capture,
        "fingerprint": given.fingerprint,
    }


def asked(text: str | None) -> tuple[str, ...]:
    """What a page asked of robots, from its column."""
    return () if text is None else _words(text)


def among(
    work: Work, statement: Select[Any], column: Column[Any], wanted: list[Any], values: Values = _NOTHING
) -> list[Row]:
    """The rows of `statement` whose `column` is one of `wanted`: one question for 512 of them.

    Lists are filled up to one of five lengths, so that few statements are ever compiled, by us and by the back end.
    """
    found: list[Row] = []
    place = 0
    while place < len(wanted):
        left = len(wanted) - place
        size = next((size for size in reversed(_LISTS) if size >= left), _LISTS[0])
        part = wanted[place : place + size]
        part += part[-1:] * (size - len(part))
        listed = {f"w{number}": value for number, value in enumerate(part)}
        found += work.rows(_among(statement, column, size), {**values, **listed})
        place += size
    return found


@cache
def _among(statement: Select[Any], column: Column[Any], size: int) -> Select[Any]:
    return statement.where(column.in_([bindparam(f"w{number}", type_=column.type) for number in range(size)]))


def _words(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(orjson.loads(text))
