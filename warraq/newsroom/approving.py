"""By which way is this very page read rightly? Every way is shown on it, so that a person can say."""

from __future__ import annotations

from dataclasses import dataclass

from warraq.errors import Unreadable
from warraq.extraction import choosing, selecting
from warraq.extraction.page import Known
from warraq.extraction.template import Repeated
from warraq.extraction.ways import USUAL, WAYS, Way
from warraq.language.charset import decoded
from warraq.newsroom.parsing import Parsers, studied
from warraq.press import Capture, Layout, Source


@dataclass(frozen=True, slots=True)
class Offer:
    """One way of reading the page: `body` is what would be the article, `problem` why there is none. `agreement` is how far
    it is what the person gave (`None`: nothing was given)."""

    way: Way
    layout: Layout | None
    title: str | None = None
    body: str = ""
    problem: str | None = None
    agreement: float | None = None

    @property
    def words(self) -> int:
        return len(self.body.split())


async def offers(
    parsers: Parsers,
    capture: Capture,
    source: Source,
    *,
    template: Repeated | None = None,
    layout: Layout | None = None,
    text: str | None = None,
) -> tuple[Offer, ...]:
    """Every way of reading the page, then the `layout` that is asked for, or one that is found for the `text` which a person
    gave as the article; the best of them first where there is such a text."""
    if layout is None and text is not None:
        html = decoded(capture.body, content_type=capture.header("content-type")).text
        found = selecting.layout(html, text)
        layout = found[0] if found else None
    asked: list[tuple[Way, Layout | None]] = [(way, None) for way in WAYS]
    if layout is not None:
        asked.append((USUAL, layout))
    read = [
        await _offer(parsers, capture, source, Known(template, way, selectors), text)
        for way, selectors in asked
    ]
    if text is None:
        return tuple(read)
    return tuple(sorted(read, key=lambda one: -(one.agreement or 0.0)))


async def _offer(parsers: Parsers, capture: Capture, source: Source, known: Known, text: str | None) -> Offer:
    try:
        reading = (await studied(parsers, capture, source, known)).reading
    except Unreadable as error:
        return Offer(known.way, known.layout, problem=str(error))
    if known.layout is not None and not reading.reader.startswith("selectors/"):
        return Offer(known.way, known.layout, problem="the selectors find nothing on this page")
    agreed = None if text is None else choosing.agreement(reading.body, text)
    return Offer(known.way, known.layout, reading.title, reading.body, agreement=agreed)
