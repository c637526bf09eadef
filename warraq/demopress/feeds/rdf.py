"""What does a paper's RSS 1.0 feed say, which is RDF?"""

from __future__ import annotations

from lxml import etree

from warraq.demopress.feeds.issue import DC, MEDIA, Issue, say, summary

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS = "http://purl.org/rss/1.0/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_SPACES: dict[str, str] = {None: RSS, "rdf": RDF, "dc": DC, "sy": SYNDICATION, "media": MEDIA}  # type: ignore[dict-item]
_ABOUT = f"{{{RDF}}}about"


def root(issue: Issue) -> etree._Element:
    """The channel, then the items beside it, as RDF wants them."""
    paper = issue.paper
    whole = etree.Element(f"{{{RDF}}}RDF", nsmap=_SPACES)
    channel = etree.SubElement(whole, f"{{{RSS}}}channel", {_ABOUT: issue.origin + issue.feed.path})
    say(channel, f"{{{RSS}}}title", issue.title)
    say(channel, f"{{{RSS}}}link", issue.origin + "/")
    say(channel, f"{{{RSS}}}description", paper.tagline)
    say(channel, f"{{{DC}}}language", paper.language)
    say(channel, f"{{{DC}}}date", issue.iso(issue.since))
    say(channel, f"{{{SYNDICATION}}}updatePeriod", "hourly")
    say(channel, f"{{{SYNDICATION}}}updateFrequency", "2")
    ordered = etree.SubElement(etree.SubElement(channel, f"{{{RSS}}}items"), f"{{{RDF}}}Seq")
    for truth in issue.listed:
        etree.SubElement(ordered, f"{{{RDF}}}li", {f"{{{RDF}}}resource": issue.link(truth)})
    for truth, said in issue.told():
        item = etree.SubElement(whole, f"{{{RSS}}}item", {_ABOUT: issue.link(truth)})
        say(item, f"{{{RSS}}}title", said.headline)
        say(item, f"{{{RSS}}}link", issue.link(truth))
        say(item, f"{{{RSS}}}description", summary(said))
        say(item, f"{{{DC}}}date", issue.iso(truth.published))
        say(item, f"{{{DC}}}subject", paper.label(truth.section))
        if truth.author:
            say(item, f"{{{DC}}}creator", truth.author)
        if address := issue.picture(truth):
            etree.SubElement(item, f"{{{MEDIA}}}thumbnail", {"url": address})
    return whole
