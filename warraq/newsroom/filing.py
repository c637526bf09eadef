"""How does what was read become an article? The only way into the archive leads through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from warraq.crawling import urls
from warraq.duplicates import fingerprint
from warraq.extraction import byline, robots
from warraq.extraction.page import PageReading
from warraq.extraction.sanitise import sanitised
from warraq.language.arabic import fold
from warraq.ports.archive import Archive
from warraq.press import Draft, Entry, FeedKind, Filed, Moment, Precision, Source
from warraq.sections import desks

_EXACT = frozenset({Precision.MINUTE, Precision.SECOND})


def file(archive: Archive, drafts: Sequence[Draft], *, now: datetime) -> tuple[Filed, ...]:
    """Sanitise, fingerprint and file drafts in one transaction: pages, feeds and imports alike."""
    return archive.file([prepared(draft) for draft in drafts], now=now)


def prepared(draft: Draft) -> Draft:
    """The draft as it is filed: every field passed through the one sanitising function, its words fingerprinted. A desk's
    name, or what else cannot be signed with, is no author."""
    signed = tuple(name for name in byline.signers(draft.authors) if desks.desk(name) is None)
    clean = sanitised(replace(draft, authors=signed))
    return replace(clean, fingerprint=fingerprint.of(clean.title, clean.body))


def drafted(
    reading: PageReading,
    entry: Entry,
    source: Source,
    *,
    address: str,
    section: str | None,
    capture: str | None,
    headers: Iterable[tuple[str, str]] = (),
) -> Draft:
    """The draft of a page that an entry of a feed led to. `address` is where the page really stood, redirects followed.

    The page speaks first; the feed fills what the page does not say. A date exact to the minute beats one that only
    names the day. A canonical address counts only inside the site the page came from: no paper speaks for another.
    A portal's page that says it is another paper's is the portal's all the same, and is signed with that paper's name.
    What page and `headers` ask of robots counts together. `section` is what the feed is for; what it becomes here is a desk or `None`.
    """
    return Draft(
        source=source.slug,
        url=address,
        keys=keys(address, reading.canonical, entry.url),
        title=reading.title or entry.title or "",
        body=reading.body,
        reader=reading.reader,
        abstract=reading.abstract or entry.summary,
        authors=reading.authors or entry.authors or _reprinted_from(reading, source),
        published=_better(reading.published, entry.published),
        updated=reading.updated or entry.updated,
        section=desk(section, reading.label, entry.categories),
        label=reading.label or (entry.categories[0] if entry.categories else None),
        language=reading.language or source.language,
        image=reading.image or entry.image,
        keywords=reading.keywords,
        capture=capture,
        robots=robots.kept(reading.robots, robots.of_headers(headers)),
    )


def desk(feed: str | None, label: str | None, categories: Sequence[str]) -> str | None:
    """The desk of the feed, else the one the page names, else the one the entry's categories agree on.

    But what calls itself opinion is opinion, in whatever feed it stands: it must never pass for news.
    """
    said = (desks.desk(feed), desks.desk(label), desks.desk_of(categories))
    return desks.OPINION if any(map(desks.is_opinion, said)) else next(filter(None, said), None)


def labelled(held: Draft, section: str | None) -> Draft:
    """What we hold with the desk that its paper names at last; as it is, where the paper named one before or names none."""
    if section is None or (held.section is not None and not held.guessed):
        return held
    return replace(held, section=section, guessed=False)


def renamed(entry: Entry, title: str, *, kind: FeedKind) -> bool:
    """Whether a feed gives the article of this title another one. A section page's links are often cut, or say more."""
    if entry.title is None:
        return False
    said, held = (" ".join(fold(text).split()) for text in (entry.title, title))
    if kind == "listing" and (said.rstrip(".… ") in held or held in said):
        return False
    return said != held


def keys(address: str, canonical: str | None, *others: str) -> tuple[str, ...]:
    """The normalised addresses an article is known by: the canonical one first, all of the same site as `address`."""
    claimed: Iterable[str | None] = (canonical, address, *others)
    return tuple(dict.fromkeys(urls.key(one) for one in claimed if one and urls.same_site(one, address)))


def _reprinted_from(reading: PageReading, source: Source) -> tuple[str, ...]:
    """The paper that a portal's page names as its article's own, as a reprint is signed with the agency's name."""
    paper = reading.origin.paper if reading.origin else None
    return (paper,) if paper and fold(paper) != fold(source.name) else ()


def _better(page: Moment | None, feed: Moment | None) -> Moment | None:
    if page is None or feed is None:
        return page or feed
    return feed if feed.precision in _EXACT and page.precision not in _EXACT else page
