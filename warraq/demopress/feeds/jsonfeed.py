"""What does a paper's JSON Feed 1.1 say?"""

from __future__ import annotations

import json
from typing import Any

from warraq.demopress.feeds.issue import Issue, summary
from warraq.demopress.truth import Truth, Wording

VERSION = "https://jsonfeed.org/version/1.1"


def text(issue: Issue) -> str:
    """The whole feed; Arabic stands in it as it is."""
    feed = {
        "version": VERSION,
        "title": issue.title,
        "home_page_url": issue.origin + "/",
        "feed_url": issue.origin + issue.feed.path,
        "description": issue.paper.tagline,
        "language": issue.paper.language,
        "items": [_item(issue, truth, said) for truth, said in issue.told()],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _item(issue: Issue, truth: Truth, said: Wording) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": f"{issue.paper.slug}-{truth.path.strip('/')}",
        "url": issue.link(truth),
        "title": said.headline,
        "summary": summary(said),
        "content_text": summary(said),
        "date_published": issue.iso(truth.published),
        "tags": [issue.paper.label(truth.section)],
    }
    if said.since > truth.published:
        item["date_modified"] = issue.iso(said.since)
    if truth.language != issue.paper.language:
        item["language"] = truth.language
    if truth.author:
        item["authors"] = [{"name": truth.author}]
    if address := issue.picture(truth):
        item["image"] = address
    return item
