"""What do the sitemaps of a paper without a feed say? An index, the news of two days, and all that was printed."""

from __future__ import annotations

from datetime import timedelta

from lxml import etree

from warraq.demopress.feeds.issue import Issue, say

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_SPACES: dict[str, str] = {None: SITEMAP, "news": NEWS, "image": IMAGE}  # type: ignore[dict-item]
_NEWS_PATH, _ALL_PATH = "/sitemap-news.xml", "/sitemap-all.xml"
PARTS = (_NEWS_PATH, _ALL_PATH)
_NEWS_FOR = timedelta(days=2)


def root(issue: Issue, *, part: str | None) -> etree._Element:
    """The index, or the sitemap that it leads to at the path `part`. Raises: ValueError for a path it does not name."""
    if part is None:
        return _index(issue)
    if part not in PARTS:
        raise ValueError(f"{issue.paper.slug} has no sitemap {part!r}")
    return _news(issue) if part == _NEWS_PATH else _all(issue)


def _index(issue: Issue) -> etree._Element:
    index = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={None: SITEMAP})  # type: ignore[dict-item]
    for path in PARTS:
        sitemap = etree.SubElement(index, f"{{{SITEMAP}}}sitemap")
        say(sitemap, f"{{{SITEMAP}}}loc", issue.origin + path)
        say(sitemap, f"{{{SITEMAP}}}lastmod", issue.iso(issue.since))
    return index


def _news(issue: Issue) -> etree._Element:
    urls = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=_SPACES)
    for truth, said in issue.told():
        if issue.now - truth.published > _NEWS_FOR:
            continue
        url = etree.SubElement(urls, f"{{{SITEMAP}}}url")
        say(url, f"{{{SITEMAP}}}loc", issue.link(truth))
        news = etree.SubElement(url, f"{{{NEWS}}}news")
        publication = etree.SubElement(news, f"{{{NEWS}}}publication")
        say(publication, f"{{{NEWS}}}name", issue.paper.name)
        say(publication, f"{{{NEWS}}}language", issue.paper.language)
        say(news, f"{{{NEWS}}}publication_date", issue.iso(truth.published))
        say(news, f"{{{NEWS}}}title", said.headline)
        if address := issue.picture(truth):
            image = etree.SubElement(url, f"{{{IMAGE}}}image")
            say(image, f"{{{IMAGE}}}loc", address)
    return urls


def _all(issue: Issue) -> etree._Element:
    """Addresses and when each page last changed, no more."""
    urls = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})  # type: ignore[dict-item]
    for truth, said in issue.told():
        url = etree.SubElement(urls, f"{{{SITEMAP}}}url")
        say(url, f"{{{SITEMAP}}}loc", issue.link(truth))
        say(url, f"{{{SITEMAP}}}lastmod", issue.iso(said.since))
    return urls
