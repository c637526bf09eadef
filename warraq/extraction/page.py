"""What article stands on this page? Its words by trafilatura, what it declares by a short rule of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from warraq.errors import Unreadable
from warraq.extraction import body, byline, dates, headline, images, prose, robots, standin, tree
from warraq.extraction.canonical import canonical
from warraq.extraction.evidence import Evidence, gathered, same, words_of
from warraq.extraction.template import Template, learnt
from warraq.language.charset import decoded
from warraq.press import Moment, StandIn

READER = "trafilatura/3"
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
    robots (`extraction.robots`).
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
    reader: str = READER


def read(
    page: bytes,
    *,
    url: str,
    content_type: str | None,
    country: str,
    zone: str,
    now: datetime,
    template: Template | None = None,
) -> PageReading:
    """Read one article page.

    `url` is where the bytes came from, `content_type` the header as sent; `country` (ISO 3166, lower case) and `zone`
    (IANA) are the paper's, for its dates; `template` is what the paper repeats, where that was learnt.
    Raises: Unreadable if there is no article text in it, with one clause that says what there is instead.
    """
    evidence = _opened(page, url=url, content_type=content_type)
    title, printed = headline.headline(evidence), headline.printed(evidence)
    place = dates.Place(country=country, zone=zone, now=now)
    beside = dates.beside(evidence, place, title=printed)
    published = dates.published(evidence, place, beside=beside)
    updated = dates.updated(evidence, place, beside=beside, since=published)
    names = byline.authors(evidence, title=printed)
    paragraphs = body.paragraphs(
        evidence, title=printed, names=names, template=template
    )  # last: it takes the tree apart
    if kind := standin.instead(evidence, title=title, paragraphs=paragraphs, published=published):
        raise Unreadable(kind)
    return PageReading(
        title=title,
        body="\n".join(paragraphs),
        canonical=canonical(evidence),
        abstract=_abstract(evidence, title),
        authors=names,
        published=published,
        updated=updated,
        label=_label(evidence),
        language=_language(evidence),
        image=images.image(evidence),
        keywords=_keywords(evidence),
        robots=robots.of_metas(evidence.metas),
    )


def lesson(page: bytes, template: Template, *, url: str, content_type: str | None, now: datetime) -> Template:
    """What the page's source repeats, after this page too. `now`: when the page was fetched.

    Raises: Unreadable, as `read` does.
    """
    evidence = _opened(page, url=url, content_type=content_type)
    title = headline.printed(evidence)
    around = prose.shown(evidence.tree)
    paragraphs = body.paragraphs(evidence, title=title, names=byline.authors(evidence, title=title))
    if sum(map(len, paragraphs)) < standin.SHORTEST:
        raise Unreadable(StandIn.NO_TEXT)
    return learnt(template, body=paragraphs, around=filter(prose.is_running, around), now=now)


def _opened(page: bytes, *, url: str, content_type: str | None) -> Evidence:
    """Raises: Unreadable if it is no page."""
    if len(page) > MAX_BYTES:
        raise Unreadable(f"{StandIn.TOO_BIG} (more than {MAX_BYTES // 2**20} MB)")
    text = decoded(page, content_type=content_type).text
    if kind := standin.of_bytes(page, text):
        raise Unreadable(kind)
    if text.count("\x00", 0, 4096) > _MAX_NULS:
        raise Unreadable(StandIn.NO_HTML)
    return gathered(tree.parsed(text), text, url=url)


def _abstract(evidence: Evidence, title: str | None) -> str | None:
    """The paper's own summary; the site's name or the headline again are none."""
    candidates = [
        evidence.meta("og:description"),
        evidence.meta("description"),
        evidence.meta("twitter:description"),
    ]
    candidates += [words_of(value) for value in evidence.said("description")]
    worthless = {same(title or ""), same(evidence.site or ""), ""}
    return next((text for text in candidates if text and same(text) not in worthless), None)


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
