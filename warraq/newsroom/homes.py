"""Which papers live at which address?"""

from __future__ import annotations

from warraq.crawling import urls
from warraq.press import Source


def homes(sources: tuple[Source, ...]) -> dict[str, frozenset[str]]:
    """Which papers live on which site."""
    owners: dict[str, set[str]] = {}
    for source in sources:
        for address in addresses(source):
            owners.setdefault(urls.site(address), set()).add(source.slug)
    return {site: frozenset(slugs) for site, slugs in owners.items()}


def addresses(source: Source) -> tuple[str, ...]:
    return tuple(one for one in (source.homepage, *(feed.url for feed in source.feeds)) if one)


def is_home(url: str, source: Source, homes: dict[str, frozenset[str]]) -> bool:
    """Whether an address is of this paper's site; of a site that papers share, of its own host."""
    owners = homes.get(urls.site(url), frozenset())
    if owners == {source.slug}:
        return True
    return source.slug in owners and urls.host(url) in {urls.host(one) for one in addresses(source)}
