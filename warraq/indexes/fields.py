"""What does the tantivy index hold of an article, in which fields, and by which number is it sorted?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import tantivy

from warraq.language import analysis
from warraq.ports.index import IndexEntry

# Whoever changes the fields, or what stands in them, raises the number.
FORMAT = f"2-{analysis.ANALYZER}"

# Between title and body, so that no phrase is found across: analysis yields no such word.
_BORDER = " | "

ARTICLE, POSITION = "article", "position"
_ID_BITS = 28
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = range(-(2**34), 2**34)  # the years 1425 to 2514: what lies outside is sorted at the ends

COUNTED = ("source", "section", "place")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("position", fast=True)
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_integer_field("at", fast=True)  # see `_key`
    for name in ("country", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in COUNTED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("month", fast=True)  # since year 0: tantivy has no histogram by calendar months
    builder.add_integer_field("day", fast=True)  # ordinal
    builder.add_text_field("stem", tokenizer_name="whitespace", index_option="freq")  # title and body
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")  # its stems alone
    builder.add_text_field(
        "surface", tokenizer_name="whitespace", index_option="position"
    )  # title, border, body
    return builder.build()


SCHEMA = _schema()


def document(entry: IndexEntry) -> tantivy.Document:
    """Only through the constructor that checks the schema: a document of wrong types can lose a batch in silence."""
    title, title_surface = analysis.analysed(entry.title)
    body, body_surface = analysis.analysed(entry.body)
    day = entry.at.astimezone(UTC).date()
    fields: dict[str, object] = {
        "kind": ARTICLE,
        "id": entry.id,
        "at": _key(entry.at, entry.id),
        "month": day.year * 12 + day.month - 1,
        "day": day.toordinal(),
        "source": entry.source,
        "country": entry.country,
        "title": title,
        "stem": f"{title} {body}",
        "surface": f"{title_surface}{_BORDER}{body_surface}",
    }
    if entry.section:
        fields["section"] = entry.section
    if entry.places:
        fields["place"] = list(dict.fromkeys(entry.places))
    if entry.language:
        fields["language"] = entry.language
    return tantivy.Document.from_dict(fields, SCHEMA)


def _key(at: datetime, article: int) -> int:
    """What newest-first sorts by, in one number: the second, then the id."""
    second = min(max((at - _EPOCH) // timedelta(seconds=1), _SECONDS.start), _SECONDS.stop - 1)
    return second << _ID_BITS | (article & (1 << _ID_BITS) - 1)


def day_key(day: date, *, after: int = 0) -> int:
    """A number that no key of the day which is `after` days later is below, and every earlier one is."""
    second = (day.toordinal() - _EPOCH.toordinal() + after) * 86_400
    return min(max(second, _SECONDS.start), _SECONDS.stop) << _ID_BITS
