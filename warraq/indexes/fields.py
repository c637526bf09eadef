"""What does the tantivy index hold of an article, and in which fields?"""

from __future__ import annotations

from datetime import UTC

import tantivy

from warraq.indexes import times
from warraq.language import analysis
from warraq.ports.index import IndexEntry
from warraq.query.tree import Field

# Whoever changes the fields, or what stands in them, raises the number.
FORMAT = f"3-{analysis.ANALYZER}"

# Between title and body, so that no phrase is found across: analysis yields no such word.
_BORDER = " | "

ARTICLE, POSITION = "article", "position"

FIELDS = {Field.TITLE: "headline", Field.AUTHOR: "author"}
COUNTED = ("source", "section", "place")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("position", fast=True)
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_integer_field("at", fast=True)  # see `times.key`
    for name in ("country", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in COUNTED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("month", fast=True)  # since year 0: tantivy has no histogram by calendar months
    builder.add_integer_field("day", fast=True)  # ordinal
    builder.add_text_field("stem", tokenizer_name="whitespace", index_option="position")  # title and body
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")  # its stems alone
    builder.add_text_field(
        "surface", tokenizer_name="whitespace", index_option="position"
    )  # title, border, body
    for (
        name
    ) in FIELDS.values():  # what may be asked of one of them alone: stems for words, folded words for phrases
        builder.add_text_field(f"{name}_stem", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{name}_surface", tokenizer_name="whitespace", index_option="position")
    return builder.build()


SCHEMA = _schema()


def document(entry: IndexEntry) -> tantivy.Document:
    """Only through the constructor that checks the schema: a document of wrong types can lose a batch in silence."""
    title, title_surface = map(" ".join, analysis.analysed(entry.title, entry.language))
    body, body_surface = map(" ".join, analysis.analysed(entry.body, entry.language))
    day = entry.at.astimezone(UTC).date()
    fields: dict[str, object] = {
        "kind": ARTICLE,
        "id": entry.id,
        "at": times.key(entry.at, entry.id),
        "month": day.year * 12 + day.month - 1,
        "day": day.toordinal(),
        "source": entry.source,
        "country": entry.country,
        "title": title,
        "stem": f"{title}{_BORDER}{body}",
        "surface": f"{title_surface}{_BORDER}{body_surface}",
    }
    authors = [analysis.analysed(name) for name in entry.authors]
    fields |= {
        "headline_stem": title,
        "headline_surface": title_surface,
        "author_stem": _BORDER.join(" ".join(name.stems) for name in authors),
        "author_surface": _BORDER.join(" ".join(name.surfaces) for name in authors),
    }
    if entry.section:
        fields["section"] = entry.section
    if entry.places:
        fields["place"] = list(dict.fromkeys(entry.places))
    if entry.language:
        fields["language"] = entry.language
    return tantivy.Document.from_dict(fields, SCHEMA)
