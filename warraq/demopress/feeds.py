"""What does a paper's feed say at a moment?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from warraq.demopress.papers import Paper, PaperFeed
from warraq.demopress.truth import DemoPress, Truth, Wording

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
_ATOM_ALONE: dict[str, str] = {None: ATOM}  # type: ignore[dict-item]
LONGEST = 40  # entries in one feed
_SUMMARY = 30  # words


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


def feed_bytes(press: DemoPress, paper: Paper, feed: PaperFeed, *, now: datetime, origin: str) -> bytes:
    """The feed as it is served, in the paper's own charset. `origin` is `http://host:port`."""
    listed = entries(press, paper, feed, now=now)
    write = _atom if paper.kind == "atom" else _rss
    root = write(paper, feed, listed, now, origin, changed(press, paper, feed, now=now))
    buffer = BytesIO()
    etree.ElementTree(root).write(buffer, encoding=paper.charset, xml_declaration=True, pretty_print=True)
    return buffer.getvalue()


def _said(truth: Truth, now: datetime) -> Wording:
    wording = truth.wording(now)
    if wording is None:
        raise ValueError(f"{truth.id} cannot be read at {now}")
    return wording


def _rss(
    paper: Paper, feed: PaperFeed, listed: Sequence[Truth], now: datetime, origin: str, since: datetime
) -> etree._Element:
    root = etree.Element("rss", {"version": "2.0"}, nsmap={"content": CONTENT, "dc": DC, "atom": ATOM})
    channel = etree.SubElement(root, "channel")
    _say(
        channel,
        "title",
        paper.name if feed.section is None else f"{paper.name} - {paper.label(feed.section)}",
    )
    _say(channel, "link", origin + "/")
    _say(channel, "description", paper.tagline)
    _say(channel, "language", f"ar-{paper.country}")
    if paper.dates != "none":
        _say(channel, "lastBuildDate", _rfc822(paper, since))
    for truth in listed:
        _item(etree.SubElement(channel, "item"), paper, truth, _said(truth, now), origin)
    return root


def _item(item: etree._Element, paper: Paper, truth: Truth, said: Wording, origin: str) -> None:
    _say(item, "title", said.headline)
    _say(item, "link", _link(paper, truth, origin))
    _say(item, "guid", f"{paper.slug}-{truth.path.strip('/')}").set("isPermaLink", "false")
    _say(item, "category", paper.label(truth.section))
    if truth.author:
        _say(item, f"{{{DC}}}creator", truth.author)
    if paper.dates == "pubdate":
        _say(item, "pubDate", _rfc822(paper, truth.published))
    elif paper.dates == "dc":
        _say(item, f"{{{DC}}}date", truth.published.astimezone(paper.tz).isoformat())
    _say(item, "description", _summary(said))
    if paper.full:
        html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in said.paragraphs)
        element = etree.SubElement(item, f"{{{CONTENT}}}encoded")
        element.text = etree.CDATA(html)


def _atom(
    paper: Paper, feed: PaperFeed, listed: Sequence[Truth], now: datetime, origin: str, since: datetime
) -> etree._Element:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=_ATOM_ALONE)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "ar")
    _say(root, f"{{{ATOM}}}title", paper.name)
    _say(root, f"{{{ATOM}}}subtitle", paper.tagline)
    _say(root, f"{{{ATOM}}}id", f"tag:{paper.slug}.invalid,2020:feed")
    _say(root, f"{{{ATOM}}}updated", since.astimezone(paper.tz).isoformat())
    etree.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": origin + feed.path})
    for truth in listed:
        said = _said(truth, now)
        entry = etree.SubElement(root, f"{{{ATOM}}}entry")
        _say(entry, f"{{{ATOM}}}title", said.headline)
        _say(entry, f"{{{ATOM}}}id", f"tag:{paper.slug}.invalid,2020:{truth.path}")
        etree.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": _link(paper, truth, origin)})
        _say(entry, f"{{{ATOM}}}published", truth.published.astimezone(paper.tz).isoformat())
        _say(entry, f"{{{ATOM}}}updated", said.since.astimezone(paper.tz).isoformat())
        etree.SubElement(
            entry, f"{{{ATOM}}}category", {"term": truth.section, "label": paper.label(truth.section)}
        )
        if truth.author:
            _say(etree.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", truth.author)
        _say(entry, f"{{{ATOM}}}summary", _summary(said))
    return root


def _say(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def _link(paper: Paper, truth: Truth, origin: str) -> str:
    path = unquote(truth.path) if paper.raw_links else truth.path
    if paper.tracking is None:
        return origin + path
    return f"{origin}{path}{'&' if '?' in path else '?'}{paper.tracking}"


def _summary(said: Wording) -> str:
    words = said.paragraphs[0].split()
    return " ".join(words[:_SUMMARY]) + (" ..." if len(words) > _SUMMARY else "")


def _rfc822(paper: Paper, at: datetime) -> str:
    return format_datetime(at.astimezone(paper.tz))
