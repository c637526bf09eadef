"""Who reads the pages? Ours, alone and with the templates of its sources, and the peers that are installed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import util
from typing import Any

from evaluation.bodies import NOTHING, Found
from warraq.crawling.urls import site
from warraq.editions import catalogue
from warraq.errors import Unreadable, WarraqError
from warraq.extraction import dates, template
from warraq.extraction import page as pages
from warraq.extraction.page import NOTHING_KNOWN, Known
from warraq.extraction.template import EMPTY, Template
from warraq.extraction.ways import Way
from warraq.language import markup
from warraq.language.charset import decoded
from warraq.press import Precision


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page. `url`: where it was fetched; `source`: whose it is."""

    stem: str
    data: bytes
    url: str
    source: str


# Reads one page; raises what it will where it cannot.
Reader = Callable[[Page], Found]

OURS, ALONE, CHEAP, CHEAP_ALONE = "ours", "ours-alone", "cheap", "cheap-alone"
ANCHOR = "trafilatura-precision"
# Each with the package that it stands in.
PEERS = {
    ANCHOR: "trafilatura",
    "trafilatura": "trafilatura",
    "resiliparse": "resiliparse",
    "readability-lxml": "readability",
    "newspaper4k": "newspaper",
}
NAMES = (OURS, ALONE, CHEAP, CHEAP_ALONE, *PEERS)


def is_installed(name: str) -> bool:
    return name not in PEERS or util.find_spec(PEERS[name]) is not None


def reader(name: str, every: Sequence[Page], now: datetime) -> Reader:
    """The reader of that name, taught by every page there is where it learns at all."""
    match name:
        case "ours":
            return _of_sources(every, now, "precision")
        case "cheap":
            return _of_sources(every, now, "cheap")
        case "ours-alone":
            return lambda page: ours(page, now, NOTHING_KNOWN)
        case "cheap-alone":
            return lambda page: ours(page, now, Known(way="cheap"))
        case "trafilatura-precision":
            return lambda page: _trafilatura(page, favor_precision=True, include_comments=False)
        case "trafilatura":
            return lambda page: _trafilatura(page)
        case "resiliparse":
            return _resiliparse
        case "readability-lxml":
            return _readability
        case _:
            return _newspaper


def _of_sources(every: Sequence[Page], now: datetime, way: Way) -> Reader:
    templates = taught(every, now, way)
    known = {source: Known(one.repeated, way) for source, one in templates.items()}
    return lambda page: ours(page, now, known.get(page.source, Known(way=way)))


def taught(every: Sequence[Page], now: datetime, way: Way = "precision") -> dict[str, Template]:
    """What each source repeats, learnt as the collecting desk would: page after page."""
    templates: dict[str, Template] = defaultdict(lambda: EMPTY)
    for page in every:
        country, zone = _place(page.url)
        before = templates[page.source]
        try:
            studied = pages.study(
                page.data,
                url=page.url,
                content_type=None,
                place=dates.Place(country=country, zone=zone, now=now),
                known=Known(before.repeated, way),
            )
        except Unreadable:
            continue
        templates[page.source] = template.learnt(before, studied.sighting, now=now)
    return dict(templates)


def ours(page: Page, now: datetime, known: Known) -> Found:
    country, zone = _place(page.url)
    try:
        read = pages.read(
            page.data,
            url=page.url,
            content_type=None,
            country=country,
            zone=zone,
            now=now,
            known=known,
        )
    except Unreadable:
        return NOTHING
    printed = read.published
    if printed and printed.precision in (Precision.YEAR, Precision.MONTH):
        printed = None  # no day is said
    is_day = printed is not None and printed.precision is Precision.DAY
    return Found(
        paragraphs=tuple(read.body.split("\n")),
        title=read.title,
        at=printed.at if printed else None,
        zone=(printed.zone if printed else None) or ("+00:00" if is_day else None),
        image=read.image,
        tells=True,
    )


@cache
def _papers() -> dict[str, tuple[str, str]]:
    edition = catalogue.load(",".join(catalogue.codes()))
    return {site(one.homepage): (one.country, one.zone) for one in edition.sources if one.homepage}


def _place(url: str) -> tuple[str, str]:
    """The country and zone of the paper, as the catalogue knows it; else its domain's country, read in UTC."""
    domain = site(url)
    try:
        known = _papers().get(domain)
    except WarraqError:
        known = None
    ending = domain.rpartition(".")[2]
    return known or (ending if len(ending) == 2 else "us", "UTC")


def _trafilatura(page: Page, **options: Any) -> Found:
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        decoded(page.data, content_type=None).text, url=page.url, with_metadata=True, **options
    )
    if found is None:
        return Found((), tells=True)
    return Found(
        paragraphs=_lines(found.text),
        title=found.title,
        day=_day(found.date),
        image=found.image,
        tells=True,
    )


def _resiliparse(page: Page) -> Found:
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(decoded(page.data, content_type=None).text, main_content=True, alt_texts=False)
    return Found(paragraphs=_lines(text))


def _readability(page: Page) -> Found:
    from readability import Document

    read = Document(decoded(page.data, content_type=None).text, url=page.url)
    return Found(paragraphs=_lines(markup.text(read.summary(html_partial=True))), title=read.short_title())


def _newspaper(page: Page) -> Found:
    import newspaper

    article = newspaper.Article(page.url, fetch_images=False)
    article.download(input_html=decoded(page.data, content_type=None).text)
    article.parse()
    published = article.publish_date
    return Found(
        paragraphs=_lines(article.text),
        title=article.title,
        day=published.date() if isinstance(published, datetime) else None,
        image=article.top_image,
        tells=True,
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").split("\n") if line.strip())


def _day(text: str | None) -> date | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).date() if text else None
    except ValueError:
        return None
