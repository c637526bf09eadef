"""How does a list of feeds become papers of an edition, and papers a list? One paper a site; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from warraq.crawling import urls
from warraq.feeds.opml import Subscription, Subscriptions
from warraq.newsroom.importing import slug_of
from warraq.press import Edition, Feed, Source

# Sites that pass other papers' feeds on: what they serve is not theirs, so each feed is a paper of its own.
_RELAYS = frozenset(
    ["feedburner.com", "feedburner.google.com", "feedblitz.com", "rss.app", "rssing.com", "feedspot.com", "google.com"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a list holds for an edition: `papers` to add (each with its new feeds only), addresses read already, and
    `elsewhere` those of papers of other editions, which are not this one's to add."""

    papers: tuple[Source, ...]
    known: tuple[str, ...]
    elsewhere: tuple[tuple[str, Source], ...] = ()


def papers(
    subscriptions: Sequence[Subscription],
    edition: Edition,
    *,
    country: str,
    zone: str,
    others: Sequence[Source] = (),
) -> Sorted:
    """Sort a list's feeds by site (the homepage's host, where it is said). A site that the edition knows gets its paper; another becomes a new one.

    `country` (ISO 3166, lower case) and `zone` are of new papers, `others` the papers of other editions.
    """
    read = {urls.key(feed.url) for paper in edition.sources for feed in paper.feeds}
    sites: dict[str, list[Subscription]] = {}
    known: list[str] = []
    for one in subscriptions:
        if urls.key(one.url) in read:
            known.append(one.url)
        else:
            read.add(urls.key(one.url))
            sites.setdefault(_site(one), []).append(one)
    owners, strangers = _owners(edition.sources), _owners(others)
    taken = {paper.slug for paper in (*edition.sources, *others)}
    own = _groups_of_one(subscriptions)
    made: list[Source] = []
    elsewhere: list[tuple[str, Source]] = []
    for site, feeds in sites.items():
        if site not in owners and site in strangers:
            elsewhere += [(feed.url, strangers[site]) for feed in feeds]
            continue
        paper = owners.get(site) or replace(
            _new(site, feeds, country=country, zone=zone, taken=taken), name=_name(site, feeds, own)
        )
        taken.add(paper.slug)
        made.append(replace(paper, feeds=tuple(_feeds(paper.slug, feeds))))
    return Sorted(tuple(made), tuple(known), tuple(elsewhere))


def subscriptions(edition: Edition) -> Subscriptions:
    """The edition's feeds as a list: one group a paper."""
    return Subscriptions(
        f"{edition.name} ({edition.code})",
        tuple(
            Subscription(
                url=feed.url,
                title=f"{paper.name} - {feed.section}" if feed.section else paper.name,
                homepage=paper.homepage,
                groups=(paper.name,),
                section=feed.section,
                language=paper.language,
                kind=feed.kind,
            )
            for paper in edition.sources
            for feed in paper.feeds
        ),
    )


def _site(one: Subscription) -> str:
    """The homepage's host, since one house may print several papers; without one the feed's site."""
    if one.homepage and urls.site(one.homepage) not in _RELAYS:
        return _host(one.homepage)
    site = urls.site(one.url)
    return one.url if site in _RELAYS else site


def _host(url: str) -> str:
    """Without `www.` and port."""
    return urls.key(url).split("/")[0].split("?")[0]


def _owners(papers: Sequence[Source]) -> Mapping[str, Source]:
    """Which of the papers lives on which site; a site of several papers is nobody's."""
    owners: dict[str, set[str]] = {}
    for paper in papers:
        for address in (paper.homepage, *(feed.url for feed in paper.feeds)):
            if address and urls.site(address) not in _RELAYS:
                for name in {urls.site(address), _host(address)}:
                    owners.setdefault(name, set()).add(paper.slug)
    papers_by_slug = {paper.slug: paper for paper in papers}
    return {site: papers_by_slug[next(iter(slugs))] for site, slugs in owners.items() if len(slugs) == 1}


def _new(site: str, feeds: Sequence[Subscription], *, country: str, zone: str, taken: set[str]) -> Source:
    first = feeds[0]
    homepage = first.homepage or (None if site == first.url else _front(first.url))
    word = slug_of(_last_word(site) if site == first.url else urls.site(f"https://{site}/").split(".")[0])
    slug, count = word, 1
    while slug in taken:
        count += 1
        slug = f"{word[:36]}-{count}"
    return Source(slug, site, country, zone, first.language or "ar", homepage=homepage)


def _groups_of_one(subscriptions: Sequence[Subscription]) -> frozenset[str]:
    """The groups whose feeds are all of one site: papers', while others are subjects' or countries'."""
    sites: dict[str, set[str]] = {}
    for one in subscriptions:
        for group in one.groups:
            sites.setdefault(group, set()).add(_site(one))
    return frozenset(group for group, found in sites.items() if len(found) == 1)


def _name(site: str, feeds: Sequence[Subscription], own: frozenset[str]) -> str:
    """The innermost group that is the paper's own, as we write it: of several feeds, or of one whose title begins with it;
    else the first feed's title."""
    first = feeds[0]
    title = first.title or ""
    shared = own.intersection(*(set(one.groups) for one in feeds))
    groups = [name for name in reversed(first.groups) if name in shared]
    group = next((name for name in groups if len(feeds) > 1 or title.startswith(name)), None)
    return group or first.title or next(reversed(first.groups), None) or site


def _feeds(slug: str, feeds: Sequence[Subscription]) -> Iterator[Feed]:
    for one in feeds:
        yield Feed(f"{slug}/{one.section}" if one.section else slug, slug, one.url, one.section, one.kind)


def _front(url: str) -> str | None:
    return urls.absolute("/", url)


def _last_word(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2] or url
