"""What does a site's front page say, as plain words? Bytes in, its title and its text out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from warraq.language import markup
from warraq.language.charset import decoded, without_controls

_LONGEST = 2 * 2**20
_TEXT_LETTERS = 60_000


@dataclass(frozen=True, slots=True)
class FrontReading:
    """Enough of a front page to tell whose it is."""

    title: str
    text: str


def read(data: bytes, *, content_type: str | None) -> FrontReading:
    """The page's title and its visible words; empty where the bytes are no page."""
    text = without_controls(decoded(data, content_type=content_type).text)[:_LONGEST]
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return FrontReading("", "")
    title, body = root.find(".//title"), root.find("body")
    named = markup.tidy(title.text or "") if title is not None else ""
    said = markup.inner_text(body) if body is not None else ""
    return FrontReading(named[:500], said[:_TEXT_LETTERS])
