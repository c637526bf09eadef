"""Whom do the accounts of an event name, and which agencies are their texts attributed to? Of as much of each as may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from warraq.moderation.policy import Door
from warraq.press import Article, Known
from warraq.web import doors, naming
from warraq.web.frame import Frame
from warraq.web.naming import Chip
from warraq.web.site import Site

_READ = 12  # articles, the oldest: each is a question for its names, and some milliseconds for its agencies
_AGREED = 2  # articles that name somebody
_NAMES = 10
_AGENCIES = 4


def names(site: Site, held: Sequence[Article], around: Frame) -> tuple[Chip, ...]:
    """Whom several of them name, those first whom most do. Blocks."""
    if site.names is None:
        return ()
    given: Counter[str] = Counter()
    known: dict[str, Known] = {}
    for one in held[:_READ]:
        if not _shown(site, one, around):
            continue
        for found in site.names.of(one.id):
            given[found.key] += 1
            known[found.key] = found
    chosen = [known[key] for key, count in given.most_common(_NAMES) if count >= _AGREED]
    return naming.chips(chosen)


def agencies(site: Site, held: Sequence[Article], around: Frame) -> tuple[str, ...]:
    """The news agencies that they say they have it from, those first that most of them name. Blocks."""
    from warraq.citations import Kind  # their lists of cues are not needed for the first page
    from warraq.web import attributed

    given: Counter[str] = Counter()
    for one in held[:_READ]:
        places = attributed.attributed(one.draft, _shown(site, one, around)).places
        given.update({place.source for place in places if place.kind is Kind.AGENCY})
    return tuple(name for name, _ in given.most_common(_AGENCIES))


def _shown(site: Site, article: Article, around: Frame) -> str:
    paper = around.sources.get(article.draft.source)
    grant = site.grant(article.state, paper, Door.PAGE, robots=article.draft.robots)
    return doors.excerpt(article, paper, grant).text.strip()
