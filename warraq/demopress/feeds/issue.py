"""What does every format need to know of a feed at a moment, and how are its parts written down?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from warraq.demopress.papers import Paper, PaperFeed
from warraq.demopress.truth import Truth, Wording

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
_SUMMARY = 30  # words


@dataclass(frozen=True, slots=True)
class Issue:
    """One feed of a paper at `now`: what it lists, newest first, and since when it has stood so."""

    paper: Paper
    feed: PaperFeed
    listed: tuple[Truth, ...]
    now: datetime
    since: datetime
    origin: str

    @property
    def title(self) -> str:
        section = self.feed.section
        return self.paper.name if section is None else f"{self.paper.name} - {self.paper.label(section)}"

    def told(self) -> Iterator[tuple[Truth, Wording]]:
        """Each article with what it says now. Raises: ValueError for one that cannot be read."""
        for truth in self.listed:
            wording = truth.wording(self.now)
            if wording is None:
                raise ValueError(f"{truth.id} cannot be read at {self.now}")
            yield truth, wording

    def link(self, truth: Truth) -> str:
        """The article's address as the feed gives it."""
        path = unquote(truth.path) if self.paper.raw_links else truth.path
        if self.paper.tracking is None:
            return self.origin + path
        return f"{self.origin}{path}{'&' if '?' in path else '?'}{self.paper.tracking}"

    def picture(self, truth: Truth) -> str | None:
        """The address of the article's picture; `None` where it has none or the feed gives none."""
        if truth.picture is None or self.paper.feed_pictures == "none":
            return None
        return self.origin + truth.picture.path

    def iso(self, at: datetime) -> str:
        """A moment in the paper's own zone."""
        return at.astimezone(self.paper.tz).isoformat()


def say(parent: etree._Element, tag: str, text: str) -> etree._Element:
    """A new element that holds the text."""
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def summary(said: Wording) -> str:
    """The first words of an article."""
    words = said.paragraphs[0].split(" ")
    return " ".join(words[:_SUMMARY]) + (" ..." if len(words) > _SUMMARY else "")


def written(root: etree._Element, charset: str) -> bytes:
    """XML as it is served."""
    buffer = BytesIO()
    etree.ElementTree(root).write(buffer, encoding=charset, xml_declaration=True, pretty_print=True)
    return buffer.getvalue()
