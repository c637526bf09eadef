"""feedparser's suite: our entries are its entries, but for what is listed here with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.feeds import suite
from tests.feeds.suite import Difference, File
from warraq.errors import Unreadable


@dataclass(frozen=True, slots=True)
class Reason:
    """Why files differ in some fields, and which: those named, or those of which `holds` is true."""

    why: str
    fields: tuple[str, ...]
    files: frozenset[str] = frozenset()
    holds: Callable[[Difference], bool] = lambda _: False

    def fits(self, one: Difference) -> bool:
        return one.field in self.fields and (one.file in self.files or self.holds(one))


def named(*names: str, folder: str = "wellformed") -> frozenset[str]:
    return frozenset(f"{folder}/{name}.xml" for name in names)


def repeats_the_content(one: Difference) -> bool:
    return one.ours == "" and one.theirs != "" and one.file not in NO_SUMMARY


NO_SUMMARY = named("itunes/itunes_item_summary", "psc/rss2.0simplechapter", "media-rss/media_group")

REASONS = (
    Reason(
        "an entry's page is not its enclosure, nor a relative id",
        ("entries", "url"),
        named(
            "atom/entry_link_no_href_link_priority",
            "atom/entry_link_rel_enclosure_no_href",
            "atom10/entry_id_with_attributes",
            "atom10/entry_link_no_href_link_priority",
            "atom10/entry_link_rel_enclosure_no_href",
            "base/http_entry_id_base_content_location",
            "base/http_entry_id_base_docuri",
            "lang/http_content_language_entry_title_inherit_2",
            "node_precedence/atom10_id",
        ),
    ),
    Reason("RSS 1.0 names an item's page in rdf:about", ("entries",), named(
        "rdf/rdf_item_description", "rdf/rdf_item_rdf_about", "rdf/rdf_item_title")),
    Reason("a summary that nobody wrote is not made of the content", ("summary",), holds=repeats_the_content),
    Reason("podcasts' own fields are not read", ("summary", "categories", "guid"), NO_SUMMARY | named(
        "itunes/itunes_item_category", "itunes/itunes_item_category_nested", "itunes/itunes_item_category_scheme")),
    Reason("a picture's title or description is not the entry's", ("title", "summary"), named(
        "media-rss/item_media_title1", "media-rss/item_media_title_type_plain", "media-rss/media_group",
        "rss/item_category_image")),
    Reason("people's mail addresses are not kept", ("authors",), holds=lambda one: "@" in str(one.theirs)),
    Reason("all authors are kept, not the last", ("authors",), named(
        "atom10/entry_authors_name", "rss/item_multiple_dc_creator")),
    Reason("dc:date is when an item was published", ("published", "updated"), named(
        "rss/item_dc_date", "rss/item_dc_date_parsed")),
    Reason("of one element written twice the first counts", ("published", "updated"), named(
        "atom/entry_created_multiple_values", "atom/entry_updated_multiple_values")),
    Reason("what calls itself plain text is plain text", ("title", "content", "summary"), named(
        "atom/entry_title_text_plain_brackets", "atom10/entry_title_text_plain_brackets",
        "atom10/entry_content_text_plain_brackets", "atom10/entry_content_div_escaped_markup")),
    Reason("the description is the summary, also beside a <summary>", ("summary", "content"), named(
        "rss/item_description_and_summary", "rss/item_summary_and_description")),
    Reason("text behind an unclosed frame is not lost", ("content", "summary"), named(
        "sanitize/item_content_encoded_iframe", "sanitize/item_description_iframe", "sanitize/item_fullitem_iframe")),
    Reason("entities that a feed defines for itself are not expanded", ("guid",), named("rss/entity_in_doctype")),
    Reason("an id need not be an address", ("guid",), named("rss/item_guid_isPermaLink_ValueError")),
    Reason("<tags> is in no format", ("categories",), named("rss/item_madeup_tags_element")),
    Reason("JSON Feed is read, which feedparser's release does not", ("entries",), frozenset(["json/example.json"])),
    Reason("undeclared charsets are guessed among those of Arabic, French and English", ("feed title", "title", "summary", "authors"),
        named(*(f"chardet/{name}" for name in
            ("eucjp", "euckr", "gb2312", "koi8r", "shiftjis", "tis620", "windows1255", "big5")), folder="illformed")),
    Reason("&lang; and &rang; mean what HTML 5 says", ("feed title",), named("lang", "rang", folder="entities")),
    Reason("a byte order mark is believed, broken bytes or not", ("feed title",), named(
        "bozo_invalid-bytes-with-bom", folder="encoding")),
    Reason("what opens a declaration inside a text is no text", ("feed title",), named(
        "sanitize/xml_declaration_unexpected_character")),
    Reason("text that was broken before it was sent stays as it is", ("summary",), named(
        "bozo_double-encoded-html", "double-encoded-html", "bozo_linenoise", folder="encoding")),
)  # fmt: skip

# What is refused, and the beginning of the reason; everything else is read.
REFUSED = {
    "wellformed/cdf/": "neither RSS nor Atom: its root is <CHANNEL>",  # CDF, of 1997: no paper uses it
    "illformed/rss_empty_document.xml": "neither RSS nor Atom",
}


def reason(one: Difference) -> str | None:
    return next((known.why for known in REASONS if known.fits(one)), None)


@pytest.fixture(scope="module")
def files(shared: Path) -> list[File]:
    if not (shared / "suites" / "feedparser" / "feedparser.tar.gz").is_file():
        pytest.skip("no feedparser suite beside the checkout")
    return list(suite.files(shared))


def test_every_file_has_an_outcome_and_none_is_an_exception(files: list[File]) -> None:
    refused = {file.name: str(found) for file in files if isinstance(found := suite.ours(file), Unreadable)}
    assert len(files) == 2_107
    for name, why in refused.items():
        expected = [clause for start, clause in REFUSED.items() if name.startswith(start)]
        assert expected, f"{name}: {why}"
        assert why.startswith(expected[0]), f"{name}: {why}"
    assert len(refused) == 8


def test_entries_are_feedparser_s_but_for_what_is_listed(files: list[File]) -> None:
    unlisted, used, compared = [], set(), 0
    for file in [*files, *map(suite.linked, files)]:  # as they are, and with a link in each entry
        reading = suite.ours(file)
        if isinstance(reading, Unreadable):
            continue
        compared += len(reading.entries)
        for one in suite.differences(file, reading):
            used.add(reason(one))
            if reason(one) is None:
                unlisted.append(one)
    assert unlisted == []
    assert compared >= 1_250
    assert used == {known.why for known in REASONS}
