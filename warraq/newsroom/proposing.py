"""Which articles of a paper would be read otherwise today? A newer template, way or reader proposes; a person decides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace

from warraq.duplicates import verdict
from warraq.duplicates.verdict import Verdict
from warraq.errors import Unreadable
from warraq.extraction import ways
from warraq.newsroom import filing
from warraq.newsroom.tools import Tools
from warraq.ports.archive import Cursor
from warraq.press import Article, Cause, Draft, Outcome, Source

_BATCH = 100


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another reading of the page of which an article's words are, as it was kept."""

    article: Article
    draft: Draft


async def proposals(tools: Tools, source: Source, *, most: int) -> AsyncIterator[OtherReading]:
    """What another reading of pages still kept would change, of the paper's newest `most` visible articles. Nothing is filed,
    and nothing is learnt."""
    for article in _articles(tools, source, most):
        held = article.draft
        capture = tools.keeping.found(held.capture) if ways.is_ours(held.reader) else None
        if capture is None:
            continue
        try:
            reading = await tools.read(capture, source, address=capture.url, like="")
        except Unreadable:
            continue
        draft = filing.prepared(replace(held, body=reading.body, reader=reading.reader))
        if verdict.of(held.title, held.body, draft.title, draft.body) is Verdict.EDIT:
            yield OtherReading(article, draft)


def take(tools: Tools, proposal: OtherReading) -> bool:
    """File it as a rereading by us, never the paper's edit; `False` where the article has other words by now."""
    now = tools.archive.article(proposal.article.id)
    if now is None or now.version != proposal.article.version:
        return False
    (filed,) = tools.archive.file([proposal.draft], now=tools.clock.now(), seen={0: Cause.REREAD})
    return filed.outcome is Outcome.VERSION


def _articles(tools: Tools, source: Source, most: int) -> Iterator[Article]:
    before: Cursor | None = None
    while most > 0:
        lines = tools.archive.newest(limit=min(most, _BATCH), before=before, source=source.slug)
        if not lines:
            return
        yield from tools.archive.articles([line.id for line in lines])
        most -= len(lines)
        before = Cursor(lines[-1].at, lines[-1].id)
