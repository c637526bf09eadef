"""What does the tantivy index hold of an article, and in which fields?"""

from __future__ import annotations

from datetime import UTC

import tantivy

from warraq.indexes import spellings, times
from warraq.indexes.analyzers import OURS, Analyzer
from warraq.indexes.spellings import spelled
from warraq.indexes.weights import A_YEAR
from warraq.ports.index import IndexEntry
from warraq.query.tree import Field

# Whoever changes the fields, or what stands in them, raises the number; the analyzer's name follows it.
FORMAT = "6"

# News says what it is about at its beginning: so many words of the body are its lead.
LEAD = 50

# Between title and body, and between authors, so that no phrase is found across: analysis yields no such word.
_BORDER = "|"

ARTICLE, POSITION = "article", "position"

# What articles are counted by.
COUNTED = ("source", "section", "place", "country", "language")

# Where a form of a word is sought, and where its spelling (and every phrase).
STEMS = {None: "stem", Field.TITLE: "title", Field.AUTHOR: "author"}
SURFACES = {None: "surface", Field.TITLE: "title_surface", Field.AUTHOR: "author_surface"}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("position", fast=True)
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_integer_field("at", fast=True)  # see `times.key`
    builder.add_float_field("fresh", fast=True)  # see `times.fresh`
    for name in COUNTED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("month", fast=True)  # since year 0: tantivy has no histogram by calendar months
    builder.add_integer_field("day", fast=True)  # ordinal
    builder.add_unsigned_field("text", indexed=True, fast=True)  # equal for equal folded bodies
    builder.add_unsigned_field("copy", fast=True)  # the same, where another article had it before
    for name in STEMS.values():
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in SURFACES.values():
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("lead", tokenizer_name="whitespace", index_option="freq")  # stems
    # how often a run stands in an article tells next to nothing, and would take a tenth of the index
    builder.add_text_field("gram", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("spelled", tokenizer_name="raw", index_option="basic")  # for completing
    return builder.build()


SCHEMA = _schema()


def prepared(entry: IndexEntry, analyzer: Analyzer = OURS) -> dict[str, object]:
    """The fields of an article, all but `copy`: whether it is one is known only beside the others."""
    title, title_surface = analyzer.read(entry.title, entry.language)
    body, body_surface = analyzer.read(entry.body, entry.language)
    day = entry.at.astimezone(UTC).date()
    fields: dict[str, object] = {
        "kind": ARTICLE,
        "id": entry.id,
        "at": times.key(entry.at, entry.id),
        "month": day.year * 12 + day.month - 1,
        "day": day.toordinal(),
        "source": entry.source,
        "country": entry.country,
        "stem": _joined(title, body),
    }
    for name, value in (("section", entry.section), ("language", entry.language)):
        if value:
            fields[name] = value
    if entry.places:
        fields["place"] = list(dict.fromkeys(entry.places))
    if analyzer.bag:
        return fields
    if (text := spellings.text(body_surface)) is not None:
        fields["text"] = text
    authors = [analyzer.read(name, entry.language) for name in entry.authors]
    return fields | {
        "fresh": times.fresh(entry.at, A_YEAR),
        "surface": _joined(title_surface, body_surface),
        "title": " ".join(title),
        "lead": " ".join(body[:LEAD]),
        "title_surface": " ".join(title_surface),
        "author": _joined(*(stems for stems, _ in authors)),
        "author_surface": _joined(*(surfaces for _, surfaces in authors)),
        "gram": " ".join(analyzer.grams([*title_surface, *body_surface])),
        "spelled": list(dict.fromkeys(spelled(entry))),
    }


def document(fields: dict[str, object]) -> tantivy.Document:
    """Only through the constructor that checks the schema: a document of wrong types can lose a batch in silence."""
    return tantivy.Document.from_dict(fields, SCHEMA)


def _joined(*parts: list[str]) -> str:
    return f" {_BORDER} ".join(map(" ".join, parts))
