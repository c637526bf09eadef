"""What article stands on this page? Its words by trafilatura, what it declares by a short rule of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from warraq.errors import Unreadable
from warraq.extraction import (
    body,
    byline,
    cheap,
    choosing,
    dates,
    headline,
    images,
    prose,
    robots,
    standin,
    template,
    tree,
    ways,
)
from warraq.extraction.canonical import canonical
from warraq.extraction.evidence import Evidence, gathered, same, words_of
from warraq.extraction.origin import Origin, origin
from warraq.extraction.template import Repeated, Sighting
from warraq.extraction.ways import Way
from warraq.language import markup
from warraq.language.charset import decoded
from warraq.press import Layout, Moment, StandIn

READER = ways.READERS[ways.USUAL]
MAX_BYTES = 10 * 2**20

_LIST = re.compile(r"\s*[,،;؛|]\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MAX_KEYWORDS = 30
_MAX_NULS = 8  # a few stand in real pages; pictures and archives have many


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page, read. `None` and empty mean that the page does not say.

    `body` is plain text, paragraphs parted by one "\\n". `canonical` is what the page calls its address, not yet
    believed. `label` is the section as printed. `robots` holds what the page's tags ask of
    robots (`extraction.robots`). `origin` is the paper whose article a portal's page says it is.
    """

    title: str | None
    body: str
    canonical: str | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    label: str | None = None
    language: str | None = None
    image: str | None = None
    keywords: tuple[str, ...] = ()
    robots: frozenset[str] = frozenset()
    origin: Origin | None = None
    reader: str = READER


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page's source before it is read: what it repeats (`None`: nothing was learnt), which way reads it
    best, its own selectors, and `told`, the article's full text as HTML where its feed gives one and the ways are to be tried
    on it."""

    template: Repeated | None = None
    way: Way = ways.USUAL
    layout: Layout | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Studied:
    """A page, read, with what it teaches of its source: the lines on it, and how far each way of reading agrees (0 to 1)
    with what the feed told; `None` where it told nothing."""

    reading: PageReading
    sighting: Sighting
    trial: dict[str, float] | None = None


NOTHING_KNOWN = Known()


def read(
    page: bytes,
    *,
    url: str,
    content_type: str | None,
    country: str,
    zone: str,
    now: datetime,
    known: Known = NOTHING_KNOWN,
) -> PageReading:
    """Read one article page.

    `url` is where the bytes came from, `content_type` the header as sent; `country` (ISO 3166, lower case) and `zone`
    (IANA) are the paper's, for its dates; `known` is what was learnt of the paper.
    Raises: Unreadable if there is no article text in it, with one clause that says what there is instead.
    """
    place = dates.Place(country=country, zone=zone, now=now)
    return _read(page, url=url, content_type=content_type, place=place, known=known)[0]


def study(
    page: bytes, *, url: str, content_type: str | None, place: dates.Place, known: Known = NOTHING_KNOWN
) -> Studied:
    """`read`, with what the page teaches. Raises: Unreadable."""
    reading, found, summaries = _read(page, url=url, content_type=content_type, place=place, known=known)
    around = [*filter(prose.is_running, found.shown), *map(_as_summary, summaries)]
    sighting = template.sighted(known.template or Repeated(), body=found.lines, around=around)
    trial = None
    if known.told is not None:
        trial = _tried(page, known, url=url, content_type=content_type)
    return Studied(reading, sighting, trial)


def _tried(page: bytes, known: Known, *, url: str, content_type: str | None) -> dict[str, float] | None:
    """How far each way agrees with the text that the feed told; the others are not asked where the usual way is right."""
    told = markup.text(known.told or "")
    if not choosing.is_full(told):
        return None
    trial: dict[str, float] = {}
    for way in ways.WAYS:
        evidence = _opened(page, url=url, content_type=content_type)
        printed = headline.printed(evidence)
        found = body.found(evidence, title=printed, template=known.template, way=way)
        trial[way] = choosing.agreement("\n".join(found.paragraphs), told)
        if way == ways.USUAL and trial[way] >= choosing.CERTAIN:
            return dict.fromkeys(ways.WAYS, trial[way])  # no other can be clearly better
    return trial


def _read(
    page: bytes, *, url: str, content_type: str | None, place: dates.Place, known: Known
) -> tuple[PageReading, body.Body, tuple[str, ...]]:
    """The page read, its body with the furniture, and what it declares as its summary."""
    evidence = _opened(page, url=url, content_type=content_type, lean=known.way == "cheap")
    title, printed = headline.headline(evidence), headline.printed(evidence)
    beside = dates.beside(evidence, place, title=printed)
    published = dates.published(evidence, place, beside=beside)
    updated = dates.updated(evidence, place, beside=beside, since=published)
    names = byline.authors(evidence, title=printed)
    said_of = origin(evidence, title=title)
    pictured = images.image(evidence)
    found = body.found(  # last: it takes the tree apart
        evidence,
        title=printed,
        names=names,
        template=known.template,
        way=known.way,
        layout=known.layout,
    )
    if kind := standin.instead(evidence, title=title, paragraphs=found.paragraphs, published=published):
        raise Unreadable(kind)
    summaries = _summaries(evidence, title)
    reading = PageReading(
        title=title,
        body="\n".join(found.paragraphs),
        canonical=canonical(evidence),
        abstract=_abstract(summaries, known.template),
        authors=names,
        published=published,
        updated=updated,
        label=_label(evidence),
        language=_language(evidence),
        image=pictured,
        keywords=_keywords(evidence),
        robots=robots.of_metas(evidence.metas),
        origin=said_of,
        reader=found.reader,
    )
    return reading, found, summaries


def _opened(page: bytes, *, url: str, content_type: str | None, lean: bool = False) -> Evidence:
    """Raises: Unreadable if it is no page."""
    if len(page) > MAX_BYTES:
        raise Unreadable(f"{StandIn.TOO_BIG} (more than {MAX_BYTES // 2**20} MB)")
    text = decoded(page, content_type=content_type).text
    if kind := standin.of_bytes(page, text):
        raise Unreadable(kind)
    if text.count("\x00", 0, 4096) > _MAX_NULS:
        raise Unreadable(StandIn.NO_HTML)
    if lean:
        text = cheap.lean(text)
    return gathered(tree.parsed(text), text, url=url)


def _abstract(summaries: Sequence[str], known: Repeated | None) -> str | None:
    """The paper's own summary of the article; what it says of several articles says what the paper is."""
    return next(
        (text for text in summaries if known is None or not known.shows_elsewhere(_as_summary(text))), None
    )


def _summaries(evidence: Evidence, title: str | None) -> tuple[str, ...]:
    """What the page declares as its summary; the site's name or the headline again are none."""
    candidates = [
        evidence.meta("og:description"),
        evidence.meta("description"),
        evidence.meta("twitter:description"),
    ]
    candidates += [words_of(value) for value in evidence.said("description")]
    worthless = {same(title or ""), same(evidence.site or ""), ""}
    return tuple(dict.fromkeys(text for text in candidates if text and same(text) not in worthless))


def _as_summary(text: str) -> str:
    """A summary as a line of its own kind: as a teaser beside other articles the same words are no sign."""
    return f"description {text}"


def _label(evidence: Evidence) -> str | None:
    declared = next((said for value in evidence.said("articleSection") if (said := words_of(value))), None)
    return declared or evidence.meta("article:section", "section", "parsely-section")


def _language(evidence: Evidence) -> str | None:
    declared = next((said for value in evidence.said("inLanguage") if (said := words_of(value))), None)
    for candidate in (evidence.language, declared, evidence.meta("og:locale", "content-language")):
        if candidate and _LANGUAGE.fullmatch(candidate.strip()):
            return candidate.strip().replace("_", "-")
    return None


def _keywords(evidence: Evidence) -> tuple[str, ...]:
    found: list[str] = []
    for value in evidence.said("keywords"):
        for item in value if isinstance(value, list) else [value]:
            found.extend(_LIST.split(words_of(item) or ""))
    for name in ("article:tag", "news_keywords", "keywords"):
        for value in evidence.metas.get(name, ()):
            found.extend(_LIST.split(value))
    return tuple(dict.fromkeys(word.strip() for word in found if word.strip()))[:_MAX_KEYWORDS]
