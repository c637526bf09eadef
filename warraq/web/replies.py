"""Who had the right to reply to this article, and what did they say?"""

from __future__ import annotations

from dataclasses import dataclass

from warraq.moderation.names import masked
from warraq.press import ArticleId
from warraq.web import dates
from warraq.web.site import Site


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply beneath an article, plain text in paragraphs."""

    paragraphs: tuple[str, ...]
    signed: str
    day: str
    machine: str


def to(site: Site, article: ArticleId) -> tuple[Reply, ...]:
    """The replies to an article, the first one first. Blocks."""
    rights = site.rights
    if rights is None:
        return ()
    rulings = rights.docket.rulings()
    masks = tuple(one for one in rulings.masked if one.counts_in(article))  # also where another says the name
    return tuple(
        Reply(
            tuple(text for text in masked(one.decision.text or "", masks).split("\n") if text.strip()),
            masked(one.decision.signed or "", masks),
            dates.day(one.at.astimezone(site.zone).date(), site.how),
            dates.instant(one.at),
        )
        for one in rulings.replies.get(article, ())
    )
