"""What does a paper's Atom 1.0 feed say?"""

from __future__ import annotations

from lxml import etree

from warraq.demopress.feeds.issue import ATOM, Issue, say, summary

_ATOM_ALONE: dict[str, str] = {None: ATOM}  # type: ignore[dict-item]


def root(issue: Issue) -> etree._Element:
    """The feed element; `updated` moves when an article is reworded."""
    paper = issue.paper
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=_ATOM_ALONE)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", paper.language)
    say(feed, f"{{{ATOM}}}title", issue.title)
    say(feed, f"{{{ATOM}}}subtitle", paper.tagline)
    say(feed, f"{{{ATOM}}}id", f"tag:{paper.slug}.invalid,2020:feed")
    say(feed, f"{{{ATOM}}}updated", issue.iso(issue.since))
    etree.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": issue.origin + issue.feed.path})
    for truth, said in issue.told():
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        say(entry, f"{{{ATOM}}}title", said.headline)
        say(entry, f"{{{ATOM}}}id", f"tag:{paper.slug}.invalid,2020:{truth.path}")
        etree.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": issue.link(truth)})
        if truth.picture and (address := issue.picture(truth)):
            given = {"rel": "enclosure", "type": truth.picture.media, "href": address}
            etree.SubElement(entry, f"{{{ATOM}}}link", given)
        say(entry, f"{{{ATOM}}}published", issue.iso(truth.published))
        say(entry, f"{{{ATOM}}}updated", issue.iso(said.since))
        named = {"term": truth.section, "label": paper.label(truth.section)}
        etree.SubElement(entry, f"{{{ATOM}}}category", named)
        if truth.author:
            say(etree.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", truth.author)
        say(entry, f"{{{ATOM}}}summary", summary(said))
    return feed
