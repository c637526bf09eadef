"""Which format is a paper's feed in, what does it list, and which bytes leave the house?"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from warraq.demopress.feeds import atom, breaking, jsonfeed, rdf, rss, sitemap
from warraq.demopress.feeds.issue import Issue, written
from warraq.demopress.papers import Paper, PaperFeed
from warraq.demopress.truth import DemoPress, Truth

LONGEST = 40  # entries in one feed
_XML = {"atom": atom.root, "rdf": rdf.root, "rss": rss.root, "rss092": rss.old_root}


def entries(press: DemoPress, paper: Paper, feed: PaperFeed, *, now: datetime) -> tuple[Truth, ...]:
    """What the feed lists at `now`, newest first: also what robots.txt closes, as papers do."""
    listed = press.at(now, paper=paper.slug)
    return tuple(truth for truth in listed if feed.sections is None or truth.section in feed.sections)[
        :LONGEST
    ]


def changed(press: DemoPress, paper: Paper, feed: PaperFeed, *, now: datetime) -> datetime:
    """When anything of the feed last changed: printed, reworded or withdrawn; at the earliest when the press began."""
    moments = [
        moment
        for truth in press.articles
        if truth.paper == paper.slug and (feed.sections is None or truth.section in feed.sections)
        for moment in (*(version.since for version in truth.versions), truth.withdrawn_at)
        if moment is not None and moment <= now
    ]
    return max(moments, default=press.articles[0].published)


def feed_bytes(
    press: DemoPress, paper: Paper, feed: PaperFeed, *, now: datetime, origin: str, part: str | None = None
) -> bytes:
    """The feed as it is served, in the paper's own charset. `origin` is `http://host:port`.

    A sitemap's index leads to the sitemaps of `sitemap.PARTS`: `part` is the path of the one that is wanted.
    Raises: ValueError for a paper whose section pages are its only lists.
    """
    since = changed(press, paper, feed, now=now)
    issue = Issue(paper, feed, entries(press, paper, feed, now=now), now, since, origin)
    if paper.kind == "json":
        return jsonfeed.text(issue).encode()
    root = sitemap.root(issue, part=part) if paper.kind == "sitemap" else _root(issue)
    whole = written(root, paper.charset)
    if paper.said_charset is not None:
        whole = breaking.mislabelled(whole, truly=paper.charset, said=paper.said_charset)
    return breaking.broken(whole) if paper.broken else whole


def _root(issue: Issue) -> etree._Element:
    if issue.paper.kind not in _XML:
        raise ValueError(f"{issue.paper.slug} has no feed")
    return _XML[issue.paper.kind](issue)
