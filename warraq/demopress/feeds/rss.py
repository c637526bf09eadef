"""What does a paper's RSS 2.0 or RSS 0.92 feed say?"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape

from lxml import etree

from warraq.demopress.feeds.issue import ATOM, CONTENT, DC, MEDIA, Issue, say, summary
from warraq.demopress.pictures import Picture
from warraq.demopress.truth import Truth, Wording

_SPACES = {"content": CONTENT, "dc": DC, "atom": ATOM, "media": MEDIA}


def root(issue: Issue) -> etree._Element:
    """RSS 2.0, with the modules that papers use."""
    paper = issue.paper
    whole = etree.Element("rss", {"version": "2.0"}, nsmap=_SPACES)
    channel = etree.SubElement(whole, "channel")
    _head(channel, issue)
    if paper.dates != "none":
        say(channel, "lastBuildDate", _rfc822(issue, issue.since))
    if paper.ttl_min is not None:
        say(channel, "ttl", str(paper.ttl_min))
    _skipped(channel, issue)
    for truth, said in issue.told():
        _item(etree.SubElement(channel, "item"), issue, truth, said)
    return whole


def old_root(issue: Issue) -> etree._Element:
    """RSS 0.92: no date and no guid an item, and its own novelty, the enclosure."""
    whole = etree.Element("rss", {"version": "0.92"})
    channel = etree.SubElement(whole, "channel")
    _head(channel, issue)
    _skipped(channel, issue)
    for truth, said in issue.told():
        item = etree.SubElement(channel, "item")
        say(item, "title", said.headline)
        say(item, "link", issue.link(truth))
        say(item, "description", summary(said))
        say(item, "category", issue.paper.label(truth.section))
        if truth.picture and (address := issue.picture(truth)):
            _enclosure(item, truth.picture, address)
    return whole


def _head(channel: etree._Element, issue: Issue) -> None:
    say(channel, "title", issue.title)
    say(channel, "link", issue.origin + "/")
    say(channel, "description", issue.paper.tagline)
    say(channel, "language", f"{issue.paper.language}-{issue.paper.country}")


def _skipped(channel: etree._Element, issue: Issue) -> None:
    """Hours, counted in GMT, in which the paper prints nothing."""
    if issue.paper.skip_hours:
        hours = etree.SubElement(channel, "skipHours")
        for hour in issue.paper.skip_hours:
            say(hours, "hour", str(hour))


def _item(item: etree._Element, issue: Issue, truth: Truth, said: Wording) -> None:
    paper = issue.paper
    say(item, "title", said.headline)
    say(item, "link", issue.link(truth))
    say(item, "guid", f"{paper.slug}-{truth.path.strip('/')}").set("isPermaLink", "false")
    say(item, "category", paper.label(truth.section))
    if truth.author:
        say(item, f"{{{DC}}}creator", truth.author)
    if paper.dates == "pubdate":
        say(item, "pubDate", _rfc822(issue, truth.published))
    elif paper.dates == "dc":
        say(item, f"{{{DC}}}date", issue.iso(truth.published))
    described = summary(said)
    if truth.picture and (address := issue.picture(truth)):
        if paper.feed_pictures == "description":
            described = f'<img src="{address}" alt="" /> {escape(described, quote=False)}'
        elif paper.feed_pictures == "enclosure":
            _enclosure(item, truth.picture, address)
        else:
            _media(item, truth.picture, address)
    say(item, "description", described)
    if paper.full:
        html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in said.paragraphs)
        element = etree.SubElement(item, f"{{{CONTENT}}}encoded")
        element.text = etree.CDATA(html)


def _enclosure(item: etree._Element, picture: Picture, address: str) -> None:
    # the length is asked for and mostly not known: papers write 0
    etree.SubElement(item, "enclosure", {"url": address, "length": "0", "type": picture.media})


def _media(item: etree._Element, picture: Picture, address: str) -> None:
    said = {"url": address, "medium": "image", "type": picture.media}
    if picture.width and picture.height:
        said |= {"width": str(picture.width), "height": str(picture.height)}
    etree.SubElement(item, f"{{{MEDIA}}}content", said)


def _rfc822(issue: Issue, at: datetime) -> str:
    return format_datetime(at.astimezone(issue.paper.tz))
