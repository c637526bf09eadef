"""Did the paper change its page, or do we only read it otherwise now? The page as we kept it can tell."""

from __future__ import annotations

import logging

from warraq.duplicates import verdict
from warraq.duplicates.verdict import Verdict
from warraq.errors import Unreadable
from warraq.newsroom import filing
from warraq.newsroom.tools import Do, Tools
from warraq.press import Article, Cause, Draft, Entry, Source

log = logging.getLogger(__name__)


async def cause(
    tools: Tools, do: Do, draft: Draft, *, entry: Entry, section: str | None, source: Source
) -> Cause | None:
    """The cause of the wording that this draft would make, as the page kept of the one before tells it, read anew by the
    present reader; `None` where there is no need to look (the same reader read both), or nothing is kept to look at."""
    before = await do(lambda: held(tools, draft))
    if before is None or before.draft.reader == draft.reader or before.draft.fingerprint == draft.fingerprint:
        return None
    teaching = tools.teaching
    if teaching is not None and await do(lambda: teaching.explains(source, before, draft)):
        return Cause.REREAD
    kept = await do(lambda: tools.keeping.found(before.draft.capture))
    if kept is None:
        return None
    try:
        reading = await tools.read(kept, source, address=kept.url, like=draft.reader)
        was = filing.prepared(
            filing.drafted(
                reading,
                entry,
                source,
                address=kept.url,
                section=section,
                capture=None,
            )
        )
    except Unreadable as error:
        log.info("%s as it was kept cannot be read any more: %s", kept.url, error)
        return None
    found = verdict.of(was.title, was.body, draft.title, draft.body)
    return Cause.EDIT if found is Verdict.EDIT else Cause.REREAD


def held(tools: Tools, draft: Draft) -> Article | None:
    """The article of which this draft would be a wording; `None` where there is none, or it is another paper's. Blocks."""
    known = tools.archive.find_all(draft.keys)
    number = next((known[key] for key in draft.keys if key in known), None)
    found = None if number is None else tools.archive.article(number)
    return found if found and found.draft.source == draft.source else None
